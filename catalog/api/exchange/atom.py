"""The public change log as an Atom feed with tombstones (RFC 4287, RFC 5005, RFC 6721)."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement

from flask import Response, request
from sqlalchemy.orm import Session

from catalog.api.portal.documents import logged
from catalog.api.portal.feed import ATOM, ATOM_TYPE, EPOCH, written, xml_text
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.db.queries.changes import Window, list_changes
from catalog.db.queries.datasets import datasets_of_rows
from catalog.rdf.formats import FORMATS
from catalog.rdf.terms import clean
from schemas.change import ChangeRecord
from schemas.dataset import DatasetRecord

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
#: Changes of a page of the feed.
PAGE = 100


def changes_feed() -> Response:
    """The latest changes of the public datasets, the newest first; what left as a tombstone."""
    window = Window(after=_number("since") or 0, before=_number("before"))
    with installation().sessions.read() as session:
        content_type = f"{ATOM_TYPE}; charset=utf-8"
        return logged(session, content_type, lambda: _written(session, window), _address(window))


def _written(session: Session, window: Window) -> bytes:
    """The feed of a window."""
    opened = installation()
    found = list_changes(session, window, limit=PAGE + 1, newest=True)
    rows = [change.row for change in found[:PAGE] if not change.left]
    records = {record.row: record for record in datasets_of_rows(session, ANYONE, rows)}
    changes = found[:PAGE]
    root = Element("feed", {"xmlns": ATOM, "xmlns:at": _TOMBSTONES, "xml:lang": "th"})
    title = f"{opened.config.site_title_th}: การเปลี่ยนแปลง (changes)"
    _text(root, "id", f"{opened.config.base_url}/changes.atom")
    _text(root, "title", title)
    _text(root, "updated", written(changes[0].at if changes else EPOCH))
    _text(SubElement(root, "author"), "name", opened.config.site_title_th)
    _link(root, "self", _address(window))
    if len(found) > PAGE:
        _link(root, "next", _address(Window(after=window.after, before=changes[-1].seq)))
    for change in changes:
        if change.left:
            gone = {"ref": f"urn:uuid:{change.uid}", "when": written(change.at)}
            SubElement(root, "at:deleted-entry", gone)
        else:
            _entry(root, change, records[change.row])
    return xml_text(root)


def _number(name: str) -> int | None:
    """A number of the log; what is none is passed over."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def _address(window: Window) -> str:
    given = {"since": window.after or None, "before": window.before}
    stated = {name: value for name, value in given.items() if value is not None}
    base = f"{installation().config.base_url}/changes.atom"
    return f"{base}?{urlencode(stated)}" if stated else base


def _entry(root: Element, change: ChangeRecord, record: DatasetRecord) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", f"urn:uuid:{record.uid}")
    _text(entry, "title", record.title.th or record.title.en or record.slug)
    _text(entry, "updated", written(change.at))
    _text(SubElement(entry, "author"), "name", record.agency.name_th)
    address = f"{installation().config.base_url}/dataset/{quote(record.slug)}"
    _link(entry, "alternate", address, "text/html")
    for form in FORMATS:
        _link(entry, "alternate", f"{address}.{form.suffix}", form.media_type)
    _text(entry, "summary", record.notes.th or record.notes.en)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean(text)


def _link(parent: Element, rel: str, href: str, media_type: str = ATOM_TYPE) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href, "type": media_type})
