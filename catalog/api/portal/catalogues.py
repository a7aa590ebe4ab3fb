"""The catalogue over HTTP: of everybody or of one agency, whole as a stream or in pages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.urls import iri_to_uri

from catalog.api.portal.documents import conditional, log_stamp
from catalog.api.portal.profiles import alternatives, asked_profile, profiled
from catalog.api.portal.refusals import Unreadable
from catalog.api.requests import installation, known_code
from catalog.auth.policy import ANYONE
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.datasets import Which, datasets_of_rows, walk_datasets
from catalog.db.queries.portal import owned_by, public_page
from catalog.jobs.export import export_catalogue
from catalog.rdf.catalogue import CatalogPage
from catalog.rdf.formats import Format
from catalog.rdf.profiles import catalog_in_profile
from catalog.rdf.site import Site
from catalog.rdf.stream import catalog_document
from catalog.services.agency_tree import agency_tree
from schemas.dataset import DatasetRecord
from vocab.profiles.exchange import DEFAULT, Profile

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
    """What a document is: the site whose catalogue, of which agencies (None: all), and how."""

    site: Site
    agencies: tuple[str, ...] | None
    form: Format
    profile: Profile

    def written(
        self, records: Iterable[DatasetRecord], page: CatalogPage | None = None
    ) -> Iterator[bytes]:
        """These datasets as the document; one that cannot be written is left out and logged."""
        if self.profile is DEFAULT:
            return catalog_document(records, self.site, self.form, page=page, on_error=_left_out)
        return catalog_in_profile(
            records, self.site, self.form, self.profile, page=page, on_error=_left_out
        )


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
    """The public catalogue, of all or of one agency and those below it; NotFound for none."""
    asked, profile = asked_page(), asked_profile()
    with installation().sessions.read() as session:
        site, agencies = _whose(session, code)
        if profile is None:
            return alternatives(site.catalogue)
        part = Part(site, agencies, form, profile)
        stamp, at = log_stamp(session, part, asked)
        if request.if_none_match.contains_weak(stamp):
            response = Response(content_type=form.content_type)
        elif asked is None:
            response = Response(_stream(part), content_type=form.content_type)
            # Without this it would be read to its end for a Content-Length nobody needs.
            response.implicit_sequence_conversion = False
        else:
            response = _page(session, part, asked)
    # Weak: nobody has read the body yet, and another version of the program may write another.
    response.set_etag(stamp, weak=True)
    return profiled(conditional(response, at), profile)


def _whose(session: Session, code: str) -> tuple[Site, tuple[str, ...] | None]:
    site = installation().site
    if not code:
        return site, None
    agency = get_agency(session, known_code(code))
    return site.of_agency(agency), agency_tree(session).within(agency.code)


def _stream(part: Part) -> Iterator[bytes]:
    opened = installation()
    owners = None if part.agencies is None else owned_by(part.agencies)

    def chunks() -> Iterator[bytes]:
        with opened.sessions.read() as session:
            if part.profile is DEFAULT:
                yield from export_catalogue(session, part.site, part.form, owners)
            else:
                yield from part.written(
                    walk_datasets(session, ANYONE, where=owners, which=Which.PUBLISHED)
                )

    return chunks()


def _page(session: Session, part: Part, asked: Asked) -> Response:
    """One page; its neighbours are in the same syntax and profile, whatever is accepted then."""
    found = public_page(session, asked.after, asked.limit, part.agencies)
    profile = {} if part.profile is DEFAULT else {"profile": part.profile.name}

    def address(after: str | None) -> str:
        if after is None:
            return ""
        pairs = {"limit": asked.limit, **({"after": after} if after else {}), **profile}
        return f"{part.site.catalogue}.{part.form.suffix}?{urlencode(pairs)}"

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
    body = b"".join(part.written(records, page))
    response = Response(body, content_type=part.form.content_type)
    for rel, to in (("prev", page.previous), ("next", page.next)):
        if to:
            response.headers.add("Link", f'<{iri_to_uri(to)}>; rel="{rel}"')
    return response


def _left_out(record: DatasetRecord, error: Exception) -> None:
    log.error("dataset %s cannot be written as RDF: %r", record.uid, error)
