"""The catalogue over HTTP: of everybody or of one agency, whole as a stream or in pages."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy.orm import Session

from catalog.api.portal.documents import conditional
from catalog.api.portal.refusals import Unreadable
from catalog.api.requests import installation, known_code
from catalog.auth.policy import ANYONE
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.changes import last_change
from catalog.db.queries.datasets import Which, datasets_of_rows, walk_datasets
from catalog.db.queries.portal import owned_by, public_page
from catalog.rdf.catalogue import CatalogPage
from catalog.rdf.formats import Format
from catalog.rdf.site import Site
from catalog.rdf.stream import catalog_document
from catalog.services.agency_tree import agency_tree
from schemas.dataset import DatasetRecord

log = logging.getLogger(__name__)

#: Datasets of a page when only its beginning is given, and the most that one may hold: about 8 MB.
USUAL, MOST = 100, 1000

_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile("[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is wanted: behind which UUID it begins ("": the first) and how many it holds."""

    after: str
    limit: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a document is of: the site whose catalogue it is, and the agencies (None: all)."""

    site: Site
    agencies: tuple[str, ...] | None


def asked_page() -> Asked | None:
    """The page that the address names, None when the whole is wanted; raises Unreadable."""
    given = {name: request.args.getlist(name) for name in ("after", "limit")}
    if not any(given.values()):
        return None
    for name, values in given.items():
        if len(values) > 1:
            raise Unreadable(name, "ระบุได้ครั้งเดียว", "Give it once.")
    after, limit = (values[0] if values else "" for values in given.values())
    if after and not _UUID.fullmatch(after):
        told = "ต้องเป็นที่อยู่หน้าถัดไปที่ระบบให้ไว้ (hydra:next)", "Follow hydra:next as it is given."
        raise Unreadable("after", *told)
    if limit and not (_NUMBER.fullmatch(limit) and 0 < int(limit) <= MOST):
        raise Unreadable("limit", f"ต้องเป็นจำนวนเต็ม 1 ถึง {MOST}", f"A whole number, 1 to {MOST}.")
    return Asked(after, int(limit or USUAL))


def catalog_graph(form: Format, code: str = "") -> Response:
    """The public catalogue, of all or of one agency and those below it; NotFound for none.

    Its validators follow from the public change log: the number of its last entry differs whenever
    anything public came, changed or went, and its instant never goes back.
    """
    asked = asked_page()
    with installation().sessions.read() as session:
        part = _part(session, code)
        number, at = last_change(session)
        stamp = hashlib.sha256(f"{form.name} {number} {part} {asked}".encode()).hexdigest()[:32]
        if request.if_none_match.contains_weak(stamp):
            response = Response(content_type=form.content_type)
        elif asked is None:
            response = Response(_stream(part, form), content_type=form.content_type)
            # Without this it would be read to its end for a Content-Length nobody needs.
            response.implicit_sequence_conversion = False
        else:
            response = _page(session, part, form, asked)
    # Weak: nobody has read the body yet, and another version of the program may write another.
    response.set_etag(stamp, weak=True)
    return conditional(response, at)


def _part(session: Session, code: str) -> Part:
    site = installation().site
    if not code:
        return Part(site, None)
    agency = get_agency(session, known_code(code))
    return Part(site.of_agency(agency), agency_tree(session).within(agency.code))


def _stream(part: Part, form: Format) -> Iterator[bytes]:
    opened = installation()
    owners = None if part.agencies is None else owned_by(part.agencies)

    def chunks() -> Iterator[bytes]:
        with opened.sessions.read() as session:
            records = walk_datasets(session, ANYONE, where=owners, which=Which.PUBLISHED)
            yield from catalog_document(records, part.site, form, on_error=_left_out)

    return chunks()


def _page(session: Session, part: Part, form: Format, asked: Asked) -> Response:
    """One page; its neighbours are in the same syntax, whatever the reader accepts next time."""
    found = public_page(session, asked.after, asked.limit, part.agencies)

    def address(after: str | None) -> str:
        if after is None:
            return ""
        pairs = {"limit": asked.limit, **({"after": after} if after else {})}
        return f"{part.site.catalogue}.{form.suffix}?{urlencode(pairs)}"

    page = CatalogPage(
        address=address(asked.after),
        total=found.total,
        size=asked.limit,
        first=address(""),
        previous=address(found.previous),
        next=address(found.next),
        last=address(found.last),
    )
    records = datasets_of_rows(session, ANYONE, found.rows)
    parts = catalog_document(records, part.site, form, page=page, on_error=_left_out)
    response = Response(b"".join(parts), content_type=form.content_type)
    for rel, to in (("prev", page.previous), ("next", page.next)):
        if to:
            response.headers.add("Link", f'<{to}>; rel="{rel}"')
    return response


def _left_out(record: DatasetRecord, error: Exception) -> None:
    log.error("dataset %s cannot be written as RDF: %r", record.uid, error)
