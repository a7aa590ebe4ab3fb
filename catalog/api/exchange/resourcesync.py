"""ResourceSync (ANSI/NISO Z39.99): what there is and what changes, each dataset at one address.

A dataset's resource is its RDF/XML at an address made from its UUID: that one says nothing of the
dataset and stays when it is gone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from flask import Response, request
from sqlalchemy.orm import Session

from catalog.api.exchange.oai.verbs import SETTLING
from catalog.api.portal.feed import EPOCH, written
from catalog.api.requests import installation
from catalog.db.queries.changes import (
    Window,
    first_instant,
    last_change,
    parts_of,
    walk_changes,
)
from catalog.rdf.formats import RDF_XML
from schemas.change import ChangeRecord

#: Addresses of a part, and the most of one document (sitemaps.org).
PART, MOST = 40_000, 50_000
#: Characters gathered before they are handed on.
_CHUNK = 1 << 16
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:rs="http://www.openarchives.org/rs/terms/">\n'
)
_SOURCE, _CAPABILITIES = "/.well-known/resourcesync", "/resourcesync/capabilitylist.xml"
_RESOURCES, _CHANGES = "/resourcesync/resourcelist.xml", "/resourcesync/changelist.xml"


def source_description() -> Response:
    """ResourceSync: the source description, from which a client finds all the rest."""
    listed = _entry(_here(_CAPABILITIES), _md(capability="capabilitylist"))
    return _document("urlset", [_md(capability="description"), listed])


def capability_list() -> Response:
    """ResourceSync: the capability list."""
    return _document(
        "urlset",
        [
            _ln("up", _SOURCE),
            _md(capability="capabilitylist"),
            _entry(_here(_RESOURCES), _md(capability="resourcelist")),
            _entry(_here(_CHANGES), _md(capability="changelist")),
        ],
    )


def resource_list() -> Response:
    """ResourceSync: every public dataset, in parts when they are many."""
    moment = written(installation().now() - SETTLING)
    about = [_ln("up", _CAPABILITIES), _md(capability="resourcelist", at=moment)]
    return _listing(_RESOURCES, about, Window(live=True), _resource)


def change_list() -> Response:
    """ResourceSync: the latest change of every dataset that is public or was, in their order."""
    with installation().sessions.read() as session:
        began = first_instant(session) or EPOCH
    about = [_ln("up", _CAPABILITIES), _md(capability="changelist", from_=written(began))]
    return _listing(_CHANGES, about, Window(), _changed)


# Lists -------------------------------------------------------------------------------------------


def _listing(
    path: str, about: list[str], whole: Window, entry: Callable[[ChangeRecord, str], str]
) -> Response:
    """A list, a part of it (``after`` to ``before``), or the index of its parts."""
    given = Window(after=_number("after") or 0, before=_number("before"), live=whole.live)
    with installation().sessions.read() as session:
        starts = parts_of(session, whole, PART)
        newest, _ = last_change(session)
    base, is_part = installation().config.base_url, given != whole
    if len(starts) > 1 and not is_part:
        # The last part is open: what changes while the others are read comes in there.
        ends = [f"&before={start + 1}" for start in starts[1:]] + [""]
        parts = [
            _part(f"{base}{path}?after={start}{end}", about[-1])
            for start, end in zip(starts, ends, strict=True)
        ]
        return _document("sitemapindex", [*about, *parts])
    if is_part:
        about = [*about, _ln("index", path)]

    def rows(session: Session) -> Iterator[str]:
        yield from about
        for change in walk_changes(session, given, limit=MOST):
            yield entry(change, base)

    stamp = f"{path} {given} {newest} {base}"
    return _conditional(Response(_streamed(rows), content_type=_TYPE), stamp)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


_TYPE = "application/xml; charset=utf-8"


def _streamed(rows: Callable[[Session], Iterator[str]]) -> Iterator[bytes]:
    opened = installation()

    def chunks() -> Iterator[bytes]:
        waiting, size = [_HEAD.format("urlset")], 0
        with opened.sessions.read() as session:
            for row in rows(session):
                waiting.append(row)
                size += len(row)
                if size >= _CHUNK:
                    yield "".join(waiting).encode()
                    waiting, size = [], 0
        yield "".join([*waiting, "</urlset>\n"]).encode()

    return chunks()


def _document(root: str, parts: list[str]) -> Response:
    body = "".join([_HEAD.format(root), *parts, f"</{root}>\n"])
    return _conditional(Response(body, content_type=_TYPE), body)


def _conditional(response: Response, stamp: str) -> Response:
    """304 to whoever holds it; a list names an instant that moves on, so its tag is weak."""
    response.implicit_sequence_conversion = False
    response.set_etag(hashlib.sha256(stamp.encode()).hexdigest()[:32], weak=True)
    # A cache may keep it but must ask, so that nothing withdrawn is served from it.
    response.headers["Cache-Control"] = "public, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]


# Elements ----------------------------------------------------------------------------------------


def _resource(change: ChangeRecord, base: str) -> str:
    return _entry(_address(change, base), _md(type=RDF_XML.media_type), change.at)


def _changed(change: ChangeRecord, base: str) -> str:
    facts = {"change": change.kind.value, "datetime": written(change.at)}
    if not change.left:
        facts["type"] = RDF_XML.media_type
    return _entry(_address(change, base), _md(**facts), change.at)


def _address(change: ChangeRecord, base: str) -> str:
    return f"{base}/dataset/{change.uid}.{RDF_XML.suffix}"


def _entry(address: str, about: str, at: dt.datetime | None = None) -> str:
    stamp = f"<lastmod>{written(at)}</lastmod>" if at else ""
    return f"<url><loc>{escape(address)}</loc>{stamp}{about}</url>\n"


def _part(address: str, about: str) -> str:
    return f"<sitemap><loc>{escape(address)}</loc>{about}</sitemap>\n"


def _here(path: str) -> str:
    return f"{installation().config.base_url}{path}"


def _md(**facts: str) -> str:
    return f"<rs:md{_attributes(facts)}/>"


def _ln(rel: str, path: str) -> str:
    return f"<rs:ln{_attributes({'rel': rel, 'href': _here(path)})}/>\n"


def _attributes(facts: dict[str, str]) -> str:
    return "".join(f" {name.rstrip('_')}={quoteattr(value)}" for name, value in facts.items())
