"""The search page with its facets, and the suggestions of its box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args
from urllib.parse import urlencode

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from catalog.db.queries.agencies import list_agencies
from catalog.search.backend import Sort
from catalog.search.document import FACETS
from catalog.search.highlight import excerpt, highlight
from catalog.services.search import SearchPage, search_datasets
from catalog.services.suggestions import find_suggestions
from catalog.web.context import actor, here
from catalog.web.format import in_language, language_of, year_of
from catalog.web.i18n import gettext as _
from catalog.web.i18n import marked
from catalog.web.values import code_label
from schemas.dataset import DatasetRecord
from schemas.page import MAX_OFFSET
from vocab.concepts import codelist

PAGE = 20
#: Values of a facet shown at once, and behind "more".
SHOWN, MORE = 6, 30
#: Values of one facet that a request may name.
_MAX_CHOSEN = 20
_LONGEST = 200

TITLES: Mapping[str, str] = {
    "agency": marked("Agency"),
    "type": marked("Type"),
    "category": marked("Category"),
    "format": marked("Format"),
    "licence": marked("Licence"),
    "keyword": marked("Keyword"),
    "year": marked("Year of the data"),
}
SORTS: Mapping[str, str] = {
    "relevance": marked("Best match"),
    "modified": marked("Latest change"),
    "completeness": marked("Most complete"),
}
_CODELISTS = {"type": "data_type", "category": "data_category", "licence": "license_id"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; anything that makes no sense is passed over."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Asked:
        """Read from the arguments of an address."""
        chosen = {name: _distinct(args.getlist(name)) for name in FACETS}
        sorts: tuple[Sort, ...] = get_args(Sort)
        sort: Sort = next((one for one in sorts if one == args.get("sort")), "relevance")
        page = args.get("page", "")
        return cls(
            text=args.get("q", "")[:_LONGEST].strip(),
            filters={name: values for name, values in chosen.items() if values},
            sort=sort,
            page=_page_number(page),
        )

    def address(self) -> str:
        """The address of this question."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return url_for("web.search") + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, name: str, value: str) -> Asked:
        """The same question without one filter."""
        left = {
            k: tuple(v for v in vs if (k, v) != (name, value)) for k, vs in self.filters.items()
        }
        return replace(self, filters={k: vs for k, vs in left.items() if vs}, page=1)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    cleaned = (value.strip()[:_LONGEST] for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))[:_MAX_CHOSEN]


def _page_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(1, min(number, MAX_OFFSET // PAGE))


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: ``count`` is how many hits it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values shown at once and those behind "more"."""

    name: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter with the address without it."""

    title: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A dataset among the hits; title and text in pieces, hits marked."""

    record: DatasetRecord
    title: list[tuple[str, bool]]
    text: list[tuple[str, bool]]
    formats: tuple[str, ...]


def search() -> ResponseReturnValue:
    """The search page."""
    asked = Asked.of(request.args)
    with here().sessions.read() as rows:
        found = search_datasets(
            rows,
            here().search,
            actor(),
            text=asked.text,
            filters=asked.filters,
            sort=asked.sort,
            limit=PAGE,
            offset=(asked.page - 1) * PAGE,
        )
        names = agency_names(rows)
    last = max(1, -(-min(found.total, MAX_OFFSET) // PAGE))
    return render_template(
        "search.html",
        asked=asked,
        found=found,
        hits=[_hit(record, found) for record in found.records],
        facets=_facets(found, asked, names),
        chips=_chips(asked, names),
        sorts=[(name, _(title)) for name, title in SORTS.items()],
        last=last,
        before=replace(asked, page=asked.page - 1).address() if asked.page > 1 else "",
        after=replace(asked, page=asked.page + 1).address() if asked.page < last else "",
        first=replace(asked, page=1).address(),
    )


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


def agency_names(rows: Session) -> dict[str, str]:
    """Names of all agencies by code, in the page's language."""
    return {agency.code: in_language(agency.name) for agency in list_agencies(rows)}


def _hit(record: DatasetRecord, found: SearchPage) -> Hit:
    formats = (part.text("format").upper() for part in record.public_distributions)
    notes = in_language(record.notes)
    return Hit(
        record,
        highlight(in_language(record.title), found.terms),
        highlight(excerpt(notes, found.terms), found.terms),
        tuple(dict.fromkeys(one for one in formats if one))[:6],
    )


def _label(name: str, value: str, names: Mapping[str, str]) -> str:
    if name == "agency":
        return names.get(value, value)
    if name in _CODELISTS:
        return code_label(_CODELISTS[name], value)
    if name == "format":
        return format_label(value)
    if name == "year" and value.isascii() and value.isdigit() and len(value) == 4:
        return year_of(value)
    return value


def format_label(value: str) -> str:
    """A format as it is written, but อื่นๆ and its like in the page's language."""
    known = codelist("data_format").find(value) if language_of(value) == "th" else None
    return code_label("data_format", known.id) if known else value


def _facets(found: SearchPage, asked: Asked, names: Mapping[str, str]) -> list[Facet]:
    return [
        facet
        for name in FACETS
        if (facet := _facet(name, found.facets.get(name, ()), asked, names)).first
    ]


def _facet(
    name: str, counted: Sequence[tuple[str, int]], asked: Asked, names: Mapping[str, str]
) -> Facet:
    chosen = asked.filters.get(name, ())
    counts = dict(counted)
    # What is chosen stays in sight, even when it leaves nothing.
    order = [*chosen, *(value for value, _count in counted if value not in chosen)]
    choices = tuple(
        Choice(value, _label(name, value, names), counts.get(value, 0), value in chosen)
        for value in order
    )
    cut = max(SHOWN, len(chosen))
    return Facet(name, _(TITLES[name]), choices[:cut], choices[cut : cut + MORE], len(chosen))


def _chips(asked: Asked, names: Mapping[str, str]) -> list[Chip]:
    return [
        Chip(_(TITLES[name]), _label(name, value, names), asked.without(name, value).address())
        for name, values in asked.filters.items()
        for value in values
    ]
