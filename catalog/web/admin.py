"""Pages of the administrator: words of one meaning, and words that lead to others one way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.errors import CatalogError, Forbidden
from catalog.search.synonyms import MAX_MEMBER_CHARACTERS, MAX_MEMBERS, member_form
from catalog.services.synonyms import (
    SynonymGroup,
    add_synonyms,
    change_synonyms,
    list_switched_off,
    list_synonyms,
    remove_synonyms,
    restore_synonyms,
)
from catalog.web.context import here, now, signed_in_actor
from catalog.web.i18n import language

#: Longest word that an address writes into the form (characters).
_LONGEST = 200
#: Groups in force that are listed unless all are asked for: what is written here comes first.
_LISTED = 100
_ONE_WAY = "one"
_BETWEEN = re.compile(r"[=>\r\n]+")

#: What the form holds: the fields by their names.
_Typed = Mapping[str, str]


def synonyms() -> ResponseReturnValue:
    """The groups in force, a form to add or change one, and buttons that switch each off and on."""
    if request.method == "POST":
        return _edit_synonyms()
    # A search that found nothing leads here with its words.
    return _page({"members": request.args.get("word", "")[:_LONGEST]})


def _page(typed: _Typed, error: CatalogError | None = None) -> str:
    one_way = request.values.get("way") == _ONE_WAY
    instead = request.values.get("instead", "")
    find = request.args.get("find", "")[:_LONGEST]
    with here().sessions.read() as rows:
        every = list_synonyms(rows, signed_in_actor())
        off = list_switched_off(rows, signed_in_actor())
    known = [group for group in every if group.one_way == one_way]
    found = _with_word(known, find)
    listed = found if "all" in request.args else found[:_LISTED]
    changed = next((group for group in known if instead in group.members), None)
    return render_template(
        "synonyms.html",
        one_way=one_way,
        counts={way: sum(group.one_way == way for group in every) for way in (False, True)},
        groups=listed,
        total=len(found),
        off=_with_word([group for group in off if group.one_way == one_way], find),
        find=find,
        changed=changed,
        typed=typed if error or changed is None else _fields(changed),
        error=error.message.in_language(language()) if error else "",
        side=error.values.get("side", "members") if error else "",
        done=request.args.get("done", ""),
        most=MAX_MEMBERS,
        longest=MAX_MEMBER_CHARACTERS,
    )


def _fields(group: SynonymGroup) -> _Typed:
    return {
        "members": "\n".join(group.members),
        "leads_to": "\n".join(group.leads_to),
        "note": group.note,
    }


def _with_word(groups: Sequence[SynonymGroup], find: str) -> list[SynonymGroup]:
    form = member_form(find)
    return [
        group
        for group in groups
        if not form or any(form in member_form(one) for one in (*group.members, *group.leads_to))
    ]


def _edit_synonyms() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("members", "leads_to", "note")}
    try:
        done = _edited(typed)
    except Forbidden:
        raise
    except CatalogError as error:
        return make_response(_page(typed, error), error.status)
    way = request.form.get("way") or None
    return redirect(url_for("web.synonyms", way=way, done=done), 303)


def _edited(typed: _Typed) -> str:
    """Do what was asked and return what it was."""
    who, asked = signed_in_actor(), request.form
    one_way = asked.get("way") == _ONE_WAY
    words = {side: _BETWEEN.split(typed[side]) for side in ("members", "leads_to")}
    told: dict[str, Any] = {"leads_to": words["leads_to"] if one_way else None, "now": now()}
    with here().sessions.write() as rows:
        if "remove" in asked:
            remove_synonyms(rows, who, asked["remove"], one_way=one_way, now=now())
            return "removed"
        if "restore" in asked:
            restore_synonyms(rows, who, asked["restore"], one_way=one_way, now=now())
            return "restored"
        if instead := asked.get("instead"):
            change_synonyms(rows, who, instead, words["members"], typed["note"], **told)
            return "changed"
        add_synonyms(rows, who, words["members"], typed["note"], **told)
        return "added"
