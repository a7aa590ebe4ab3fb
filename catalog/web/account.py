"""Signing in and out."""

from __future__ import annotations

import re

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from catalog.errors import CatalogError, TooManyAttempts, WrongCredentials
from catalog.services.people import sign_in as check_credentials
from catalog.web.attempts import Attempts
from catalog.web.context import actor, begin_session, behind_prefix, end_session, here, now
from catalog.web.i18n import language

_LONGEST_NAME = 64
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def local_path(text: str) -> str:
    """A path of this catalogue to go on to, "" for anything that leads elsewhere."""
    return text if len(text) < 2000 and _LOCAL.fullmatch(text) else ""


def attempts() -> Attempts:
    """The failed sign-ins that this application remembers."""
    found: Attempts = current_app.extensions.setdefault("banchi-attempts", Attempts())
    return found


def sign_in() -> ResponseReturnValue:
    """The form, and what becomes of it."""
    onward = local_path(request.values.get("next", ""))
    if request.method == "POST":
        return _try(onward)
    if actor().person is not None:
        return redirect(behind_prefix(onward) if onward else url_for("web.home"))
    return render_template("sign_in.html", onward=onward, error="", username="")


def sign_out() -> ResponseReturnValue:
    """Forget who this is."""
    end_session()
    return redirect(url_for("web.home"), 303)


def _try(onward: str) -> ResponseReturnValue:
    username = request.form.get("username", "").strip().lower()[:_LONGEST_NAME]
    key = (username, request.remote_addr or "")
    minutes = attempts().wait(key, now())
    if minutes:
        return _refused(TooManyAttempts(minutes=minutes), onward, username)
    try:
        with here().sessions.read() as rows:
            person = check_credentials(rows, username, request.form.get("password", ""))
    except WrongCredentials as error:
        attempts().failed(key, now())
        return _refused(error, onward, username)
    attempts().succeeded(key)
    begin_session(person)
    return redirect(behind_prefix(onward) if onward else url_for("web.my_work"), 303)


def _refused(error: CatalogError, onward: str, username: str) -> Response:
    sentence = error.message.in_language(language())
    page = render_template("sign_in.html", onward=onward, error=sentence, username=username)
    response = make_response(page, error.status)
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(60 * int(error.values["minutes"]))
    return response
