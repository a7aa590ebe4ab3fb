"""Pages of the administrator: words of one meaning."""

from __future__ import annotations

import re

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.errors import CatalogError, Forbidden
from catalog.services.synonyms import add_synonyms, list_synonyms, remove_synonyms
from catalog.web.context import here, now, signed_in_actor
from catalog.web.i18n import language

#: Longest word that an address writes into the form (characters).
_LONGEST = 200


def synonyms() -> ResponseReturnValue:
    """The groups in force, a form for a new one, and a button that removes each."""
    if request.method == "POST":
        return _edit_synonyms()
    # A search that found nothing leads here with its words.
    word = request.args.get("word", "")[:_LONGEST]
    return render_template("synonyms.html", **_listed(), error="", typed=word, note="")


def _listed() -> dict[str, object]:
    with here().sessions.read() as rows:
        groups = list_synonyms(rows, signed_in_actor())
    return {"groups": groups, "done": request.args.get("done", "")}


def _edit_synonyms() -> ResponseReturnValue:
    typed, note = request.form.get("members", ""), request.form.get("note", "")
    who = signed_in_actor()
    try:
        with here().sessions.write() as rows:
            if "remove" in request.form:
                remove_synonyms(rows, who, request.form["remove"], now=now())
            else:
                add_synonyms(rows, who, re.split(r"[=\r\n]+", typed), note, now=now())
    except Forbidden:
        raise
    except CatalogError as error:
        sentence = error.message.in_language(language())
        page = render_template("synonyms.html", **_listed(), error=sentence, typed=typed, note=note)
        return make_response(page, error.status)
    done = "removed" if "remove" in request.form else "added"
    return redirect(url_for("web.synonyms", done=done), 303)
