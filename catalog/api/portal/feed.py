"""Atom feeds of the newest public datasets: of all of them, and of what a search finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request
from sqlalchemy.orm import Session

from catalog.api.portal.documents import document, logged
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.db.queries.datasets import datasets_of_rows
from catalog.db.queries.portal import newest_rows
from catalog.rdf.formats import FORMATS
from catalog.rdf.terms import clean
from catalog.search.document import FACETS
from catalog.services.search import search_datasets
from schemas.dataset import DatasetRecord
from schemas.page import MAX_OFFSET

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml"
#: Entries of a page of a feed.
NEWEST = 50
#: When an empty feed was last updated: it needs some instant.
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
#: Longest text and most values of a filter that are looked for.
_LONGEST, _MOST = 200, 20


@dataclass(frozen=True, slots=True)
class Question:
    """What a feed is of: the arguments in one order, so that a feed has one address."""

    pairs: tuple[tuple[str, str], ...]
    page: int

    @classmethod
    def asked(cls) -> Question:
        """Read from the address; what makes no sense is passed over."""
        text = request.args.get("q", "")[:_LONGEST].strip()
        pairs = [("q", text)] if text else []
        for name in FACETS:
            values = (value.strip()[:_LONGEST] for value in request.args.getlist(name))
            chosen = list(dict.fromkeys(filter(None, values)))[:_MOST]
            pairs += [(name, value) for value in chosen]
        page = request.args.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        return cls(tuple(pairs), max(1, min(number, MAX_OFFSET // NEWEST)))

    @property
    def text(self) -> str:
        """The words looked for."""
        return dict(self.pairs).get("q", "")

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Values by facet."""
        return {
            facet: tuple(value for name, value in self.pairs if name == facet)
            for facet in FACETS
            if any(name == facet for name, _ in self.pairs)
        }

    def address(self, path: str, page: int = 1) -> str:
        """The address of this question at a path of ours."""
        pairs = (*self.pairs, *([("page", str(page))] if page > 1 else []))
        base = installation().config.base_url
        return f"{base}{path}" + (f"?{urlencode(pairs)}" if pairs else "")


def feed() -> Response:
    """The newest public datasets, or those that a search finds, in pages (RFC 4287, RFC 5005)."""
    question = Question.asked()
    content_type = f"{ATOM_TYPE}; charset=utf-8"
    with installation().sessions.read() as session:
        if not question.pairs:
            # What a search finds follows its index too, which comes behind the log.
            write = lambda: _written(question, *_newest(session, question))  # noqa: E731
            asked = question.address("/feed.atom"), question
            return logged(session, content_type, write, *asked, dated=True)
        records, more = _found(session, question)
    updated = max(map(_instant, records), default=None)
    return document(_written(question, records, more), content_type, updated)


def _written(question: Question, records: Sequence[DatasetRecord], more: bool) -> bytes:
    """The feed with one page of datasets; ``more`` says that a further one follows."""
    opened = installation()
    updated = max((_instant(record) for record in records), default=EPOCH)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "th"})
    # The same on every page: the pages are one feed.
    _text(root, "id", question.address("/feed.atom"))
    title = f"{opened.config.site_title_th} ({opened.config.site_title_en})"
    words = [value for _, value in question.pairs]
    _text(root, "title", ": ".join([title, *([" · ".join(words)] if words else [])]))
    _text(root, "updated", written(updated))
    _text(SubElement(root, "author"), "name", opened.config.site_title_th)
    _link(root, "self", question.address("/feed.atom", question.page), ATOM_TYPE)
    page = question.address("/search") if question.pairs else f"{opened.config.base_url}/"
    _link(root, "alternate", page, "text/html")
    if question.page > 1:
        before = question.address("/feed.atom", question.page - 1)
        _link(root, "previous", before, ATOM_TYPE)
        _link(root, "first", question.address("/feed.atom"), ATOM_TYPE)
    if more:
        _link(root, "next", question.address("/feed.atom", question.page + 1), ATOM_TYPE)
    for record in records:
        _entry(root, record, opened.config.base_url)
    return xml_text(root)


def _newest(session: Session, question: Question) -> tuple[Sequence[DatasetRecord], bool]:
    """The public datasets of one page, the newest first, and whether a further one follows."""
    rows = newest_rows(session, NEWEST + 1, (question.page - 1) * NEWEST)
    return datasets_of_rows(session, ANYONE, rows[:NEWEST]), len(rows) > NEWEST


def _found(session: Session, question: Question) -> tuple[Sequence[DatasetRecord], bool]:
    """The same of those that a search finds."""
    offset = (question.page - 1) * NEWEST
    found = search_datasets(
        session,
        installation().search,
        ANYONE,
        text=question.text,
        filters=question.filters,
        sort="modified",
        limit=NEWEST,
        offset=offset,
        facets=(),
    )
    # What is only like the words asked for is no hit: it would come and go.
    if found.relaxed:
        return (), False
    newest = sorted(found.records, key=_instant, reverse=True)
    return newest, min(found.total, MAX_OFFSET) > offset + NEWEST


def _entry(root: Element, record: DatasetRecord, base: str) -> None:
    entry = SubElement(root, "entry")
    # The UUID is the dataset's for ever; its address follows the host.
    _text(entry, "id", f"urn:uuid:{record.uid}")
    _text(entry, "title", record.title.th or record.title.en or record.slug)
    _text(entry, "updated", written(_instant(record)))
    _text(SubElement(entry, "author"), "name", record.agency.name_th)
    address = f"{base}/dataset/{quote(record.slug)}"
    _link(entry, "alternate", address, "text/html")
    for form in FORMATS:
        _link(entry, "alternate", f"{address}.{form.suffix}", form.media_type)
    for keyword in record.keywords:
        SubElement(entry, "category", {"term": clean(keyword)})
    # Descriptions are Markdown; as plain text they need no cleaning from HTML.
    _text(entry, "summary", record.notes.th or record.notes.en)


def _instant(record: DatasetRecord) -> dt.datetime:
    return record.published or record.created


def written(instant: dt.datetime) -> str:
    """An instant as RFC 3339 has it."""
    return instant.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def xml_text(root: Element) -> bytes:
    """An XML document of ours in UTF-8."""
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def xml_document(root: Element, content_type: str, modified: dt.datetime | None) -> Response:
    """An XML document of ours, answered to whoever does not hold it yet."""
    return document(xml_text(root), content_type, modified)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean(text)


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href, "type": media_type})
