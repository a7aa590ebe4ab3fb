"""The search page, and the suggestions of its box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, get_args
from urllib.parse import urlencode

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from catalog.checks import timeliness
from catalog.errors import InvalidInput
from catalog.search.backend import Sort
from catalog.search.document import FACETS
from catalog.search.highlight import excerpt, highlight
from catalog.services.agency_tree import AgencyTree
from catalog.services.search import CUT_AT, SearchPage, search_datasets
from catalog.services.suggestions import find_suggestions
from catalog.services.synonyms import current_synonyms
from catalog.web.context import actor, here, now, today
from catalog.web.facets import facet_title, facets_of, label
from catalog.web.format import in_language, language_of
from catalog.web.i18n import gettext as _
from catalog.web.i18n import language, marked
from catalog.web.ways_out import relaxed_sentence, ways_out
from schemas.dataset import DatasetRecord
from schemas.page import MAX_OFFSET
from vocab.messages import say

PAGE = 20
#: The last page that is found by its number alone; further ones are reached by cursors.
_DEEPEST = MAX_OFFSET // PAGE
#: Values of one facet that a request may name.
_MAX_CHOSEN = 20
_LONGEST = 200
#: Longest text that is taken (characters); of what is longer than the engine reads it says so.
_LONGEST_TEXT = 500

SORTS: Mapping[str, str] = {
    "relevance": marked("Best match"),
    "title": marked("Title"),
    "modified": marked("Latest change"),
    "completeness": marked("Most complete"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; anything that makes no sense is passed over.

    ``cursor`` tells where the page before ``page`` ended; without one the place of a page is
    counted, and what changes meanwhile may be missed or come twice.
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    cursor: str = ""

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Asked:
        """Read from the arguments of an address."""
        chosen = {name: _distinct(args.getlist(name)) for name in FACETS}
        sorts: tuple[Sort, ...] = get_args(Sort)
        sort: Sort = next((one for one in sorts if one == args.get("sort")), "relevance")
        page = _page_number(args.get("page", ""))
        cursor = args.get("cursor", "") if page > 1 else ""
        return cls(
            text=args.get("q", "")[:_LONGEST_TEXT].strip(),
            filters={name: values for name, values in chosen.items() if values},
            sort=sort,
            page=page if cursor else min(page, _DEEPEST),
            cursor=cursor,
        )

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * PAGE

    def address(self) -> str:
        """The address of this question."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        if self.cursor:
            pairs.append(("cursor", self.cursor))
        return url_for("web.search") + (f"?{urlencode(pairs)}" if pairs else "")

    def on(self, page: int, cursor: str = "") -> Asked:
        """The same question on another page."""
        return replace(self, page=page, cursor=cursor)

    def without(self, name: str, value: str) -> Asked:
        """The same question without one filter."""
        left = {
            k: tuple(v for v in vs if (k, v) != (name, value)) for k, vs in self.filters.items()
        }
        return replace(self.on(1), filters={k: vs for k, vs in left.items() if vs})


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    cleaned = (value.strip()[:_LONGEST] for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))[:_MAX_CHOSEN]


def _page_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(1, number)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter with the address without it."""

    title: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A dataset among the hits; title and text in pieces, hits marked.

    ``updated`` is the last update of its data as timeliness is judged, None when nobody stated it.
    """

    record: DatasetRecord
    title: list[tuple[str, bool]]
    text: list[tuple[str, bool]]
    formats: tuple[str, ...]
    updated: dt.date | None


def search() -> ResponseReturnValue:
    """The search page."""
    asked = Asked.of(request.args)
    with here().sessions.read() as rows:

        def count(
            text: str, filters: dict[str, tuple[str, ...]], facets: tuple[str, ...]
        ) -> SearchPage:
            return search_datasets(
                rows, here().search, actor(), text=text, filters=filters, limit=0, facets=facets
            )

        found = _found(rows, asked)
        agencies = found.agencies
        synonyms = current_synonyms(rows) if found.relaxed else None
        out = None if found.total else ways_out(asked.text, asked.filters, agencies, count)
    if asked.page == 1 and not asked.filters:
        here().queries.note(asked.text, 0 if found.relaxed else found.total, now())
    return render_template(
        "search.html",
        asked=asked,
        found=found,
        hits=[_hit(record, found) for record in found.records],
        near=[_hit(record, found) for record in found.near],
        facets=facets_of(found.facets, asked.filters, agencies),
        chips=_chips(asked, agencies),
        relaxed=relaxed_sentence(asked.text, found, synonyms),
        cut=say("search-text-cut", language(), CUT_AT) if found.cut else "",
        meant=replace(asked.on(1), text=found.did_you_mean).address(),
        removals=[
            (one, asked.without(one.name, one.value).address(), facet_title(one.name))
            for one in (out.removals if out else ())
        ],
        out=out,
        sorts=[(name, _(title)) for name, title in SORTS.items() if name in get_args(Sort)],
        last=max(asked.page, -(-found.total // PAGE)),
        before=asked.on(asked.page - 1).address() if 1 < asked.page <= _DEEPEST + 1 else "",
        after=asked.on(asked.page + 1, found.cursor).address() if found.cursor else "",
        first=asked.on(1).address(),
    )


def _found(rows: Session, asked: Asked) -> SearchPage:
    """The hits of a page: after its cursor, or by its number where that is of another question."""

    def ask(**place: Any) -> SearchPage:
        return search_datasets(
            rows,
            here().search,
            actor(),
            text=asked.text,
            filters=asked.filters,
            sort=asked.sort,
            limit=PAGE,
            **place,
        )

    if asked.cursor:
        with suppress(InvalidInput):
            return ask(cursor=asked.cursor)
    return ask(offset=min(asked.offset, MAX_OFFSET))


def suggest() -> ResponseReturnValue:
    """Completions of what was typed so far, in groups, each with the address it leads to."""
    with here().sessions.read() as rows:
        found = find_suggestions(rows, here().search, actor(), request.args.get("q", "")[:_LONGEST])
    words = [_suggested(word, url_for("web.search", q=word), fills=True) for word in found.words]
    titles = [
        _suggested(in_language(one.title), url_for("web.show_dataset", slug=one.slug))
        for one in found.titles
    ]
    agencies = [
        _suggested(in_language(one.name), url_for("web.show_agency", code=one.code))
        for one in found.agencies
    ]
    groups = ((_("Search for"), words), (_("Datasets"), titles), (_("Agencies"), agencies))
    return jsonify([{"title": title, "items": items} for title, items in groups if items])


def _suggested(text: str, address: str, *, fills: bool = False) -> dict[str, object]:
    return {"text": text, "lang": language_of(text), "address": address, "fills": fills}


def _hit(record: DatasetRecord, found: SearchPage) -> Hit:
    formats = (part.text("format").upper() for part in record.public_distributions)
    notes = in_language(record.notes)
    return Hit(
        record,
        highlight(in_language(record.title), found.terms),
        excerpt(notes, found.terms),
        tuple(dict.fromkeys(one for one in formats if one))[:6],
        timeliness(record, today=today()).last,
    )


def _chips(asked: Asked, agencies: AgencyTree) -> list[Chip]:
    return [
        Chip(facet_title(name), label(name, value, agencies), asked.without(name, value).address())
        for name, values in asked.filters.items()
        for value in values
    ]
