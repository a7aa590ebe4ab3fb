"""The feed of the newest public datasets, the site map and the word to robots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

from catalog.api.portal.documents import document
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.datasets import datasets_of_rows
from catalog.db.queries.portal import newest_rows, public_addresses
from catalog.rdf.formats import FORMATS
from catalog.rdf.terms import clean
from schemas.dataset import DatasetRecord

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: Entries of the feed.
NEWEST = 50
#: Most addresses of one site map (sitemaps.org).
MOST_ADDRESSES = 50_000
#: When an empty feed was last updated: it needs some instant.
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def feed() -> Response:
    """The newest public datasets (RFC 4287)."""
    opened = installation()
    with opened.sessions.read() as session:
        records = datasets_of_rows(session, ANYONE, newest_rows(session, NEWEST))
    base, address = opened.config.base_url, f"{opened.config.base_url}/feed.atom"
    updated = max((_instant(record) for record in records), default=EPOCH)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "th"})
    _text(root, "id", address)
    _text(root, "title", f"{opened.config.site_title_th} ({opened.config.site_title_en})")
    _text(root, "updated", _written(updated))
    _text(SubElement(root, "author"), "name", opened.config.site_title_th)
    _link(root, rel="self", href=address, type="application/atom+xml")
    _link(root, rel="alternate", href=f"{base}/", type="text/html")
    for record in records:
        _entry(root, record, base)
    modified = updated if records else None
    return _xml(root, "application/atom+xml; charset=utf-8", modified)


def _entry(root: Element, record: DatasetRecord, base: str) -> None:
    entry = SubElement(root, "entry")
    # The UUID is the dataset's for ever; its address follows the host.
    _text(entry, "id", f"urn:uuid:{record.uid}")
    _text(entry, "title", record.title.th or record.title.en or record.slug)
    _text(entry, "updated", _written(_instant(record)))
    _text(SubElement(entry, "author"), "name", record.agency.name_th)
    address = f"{base}/dataset/{quote(record.slug)}"
    _link(entry, rel="alternate", href=address, type="text/html")
    for form in FORMATS:
        _link(entry, rel="alternate", href=f"{address}.{form.suffix}", type=form.media_type)
    for keyword in record.keywords:
        SubElement(entry, "category", {"term": clean(keyword)})
    # Descriptions are Markdown; as plain text they need no cleaning from HTML.
    _text(entry, "summary", record.notes.th or record.notes.en)


def site_map() -> Response:
    """Addresses of the public pages: datasets and agencies."""
    opened = installation()
    with opened.sessions.read() as session:
        agencies = list_agencies(session)
        datasets = public_addresses(session, MOST_ADDRESSES - len(agencies) - 1)
    base = opened.config.base_url
    root = Element("urlset", {"xmlns": SITEMAP})
    _addresses(root, [(f"{base}/", None)])
    _addresses(root, ((f"{base}/agency/{quote(a.code, safe='')}", None) for a in agencies))
    _addresses(root, ((f"{base}/dataset/{quote(slug)}", at) for slug, at in datasets))
    return _xml(root, "application/xml; charset=utf-8", None)


def _addresses(root: Element, found: Iterable[tuple[str, dt.datetime | None]]) -> None:
    for address, at in found:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = address
        if at is not None:
            SubElement(url, "lastmod").text = _written(at)


def robots() -> Response:
    """Which addresses robots should leave alone, and where the site map is."""
    base = installation().config.base_url
    closed = ("/api/", "/my-work", "/sign-in", "/search", "/dataset/new")
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in closed))
    text = "\n".join((*lines, f"Sitemap: {base}/sitemap.xml", ""))
    return Response(text, content_type="text/plain; charset=utf-8")


def _instant(record: DatasetRecord) -> dt.datetime:
    return record.published or record.created


def _written(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean(text)


def _link(parent: Element, **attributes: str) -> None:
    SubElement(parent, "link", attributes)


def _xml(root: Element, content_type: str, modified: dt.datetime | None) -> Response:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document(written, content_type, modified)
