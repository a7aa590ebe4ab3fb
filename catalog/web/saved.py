"""Searches that the reader keeps: the list with what is new, saving, changing, looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from catalog.auth.policy import Actor
from catalog.db.queries.datasets import datasets_of_rows
from catalog.db.queries.saved_searches import find_email
from catalog.errors import CatalogError, InvalidInput, wrong
from catalog.services.agency_tree import agency_tree
from catalog.services.saved_searches import (
    change_search,
    delete_search,
    list_searches,
    look_at_search,
    new_hits,
    save_search,
)
from catalog.web.context import here, now, signed_in_actor
from catalog.web.facets import facet_title, label
from catalog.web.i18n import language, marked
from catalog.web.search import Asked
from schemas.dataset import DatasetRecord
from schemas.saved_search import SavedSearchRecord
from vocab.codes import DigestFrequency

#: New hits named for each search.
NAMED = 3
#: Longest address of a search that is read (characters).
_LONGEST = 4000

FREQUENCIES: Mapping[DigestFrequency, str] = {
    DigestFrequency.NONE: marked("No e-mail"),
    DigestFrequency.DAILY: marked("Every day at 08:00"),
    DigestFrequency.WEEKLY: marked("Every Monday at 08:00"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search with its filters in words, how many hits are new, and the newest of them."""

    search: SavedSearchRecord
    filters: tuple[tuple[str, str], ...]
    count: int
    newest: tuple[DatasetRecord, ...]


def saved_searches() -> ResponseReturnValue:
    """The reader's own searches with what is new since the last look; sending keeps one more."""
    who = signed_in_actor()
    if request.method != "POST":
        return _page(who, "")
    asked = _asked(request.form.get("search", ""))
    try:
        with here().sessions.write() as rows:
            save_search(
                rows,
                who,
                request.form.get("name", ""),
                asked.text,
                asked.filters,
                asked.sort,
                DigestFrequency.NONE,
                now=now(),
            )
    except CatalogError as error:
        return make_response(_page(who, error.message.in_language(language())), error.status)
    return _back("saved")


def change_saved_search(uid: str) -> ResponseReturnValue:
    """Look at a search's hits, rename it, choose how often a mail tells of new ones, delete it."""
    who, action = signed_in_actor(), request.form.get("action", "")
    with here().sessions.write() as rows:
        if action == "look":
            search = look_at_search(rows, who, uid, now=now())
            return redirect(f"{url_for('web.search')}?{search.query}", 303)
        if action == "delete":
            delete_search(rows, who, uid, now=now())
            return _back("deleted")
        name, frequency = request.form.get("name", ""), _frequency()
        change_search(rows, who, uid, name, frequency, language(), now=now())
        return _back("changed")


def _page(who: Actor, error: str) -> str:
    with here().sessions.read() as rows:
        email = find_email(rows, who.person or 0)
        kept = _kept(rows, who)
    return render_template(
        "saved.html",
        kept=kept,
        email=email,
        error=error,
        done=request.args.get("done", ""),
        frequencies=FREQUENCIES,
    )


def _kept(rows: Session, who: Actor) -> list[Kept]:
    """The list of the page; a fixed number of statements however long it is."""
    searches = list_searches(rows, who)
    agencies = agency_tree(rows)
    asked = [(search, search.last_seen) for search in searches]
    hits = new_hits(rows, here().search, who, asked, now())
    named = {row for found in hits.values() for row in found[:NAMED]}
    records = {one.row: one for one in datasets_of_rows(rows, who, sorted(named))}
    return [
        Kept(
            search,
            tuple(
                (facet_title(name), label(name, value, agencies))
                for name, values in search.filters.items()
                for value in values
            ),
            len(hits[search.uid]),
            tuple(records[row] for row in hits[search.uid][:NAMED] if row in records),
        )
        for search in searches
    ]


def _asked(query: str) -> Asked:
    """The question of an address; what makes no sense asks for everything."""
    try:
        pairs = parse_qsl(query[:_LONGEST], max_num_fields=200)
    except ValueError:
        pairs = []
    return Asked.of(MultiDict(pairs))


def _frequency() -> DigestFrequency:
    try:
        return DigestFrequency(request.form.get("frequency", ""))
    except ValueError as error:
        said = wrong("not-listed", choices=", ".join(DigestFrequency))
        raise InvalidInput({"frequency": said}) from error


def _back(done: str) -> Response:
    return redirect(url_for("web.saved_searches", done=done), 303)
