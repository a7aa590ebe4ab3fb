"""Datasets, agencies and code lists as RDF: always and only what anyone may see."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import Gone

from catalog.api.portal.profiles import alternatives, asked_profile, profiled
from catalog.api.requests import installation, known_code, known_name
from catalog.auth.policy import ANYONE
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.changes import last_change
from catalog.db.queries.datasets import Which, find_dataset
from catalog.db.queries.portal import was_public
from catalog.db.queries.revisions import public_revisions
from catalog.errors import NotFound
from catalog.rdf.croissant import croissant_document
from catalog.rdf.formats import JSON_LD, Format
from catalog.rdf.profiles import dataset_in_profile
from catalog.rdf.provenance import provenance_document
from catalog.rdf.stream import dataset_document
from catalog.rdf.thai_shapes import shapes_document
from catalog.rdf.vocabulary import agency_document, codelist_document, terms_document
from schemas.dataset import DatasetRecord
from vocab.concepts import codelists
from vocab.profiles.exchange import DEFAULT


def public_record(session: Session, name: str) -> DatasetRecord:
    """A public dataset; Gone when it was public and is withdrawn, NotFound for everything else."""
    record = find_dataset(session, ANYONE, known_name(name), Which.PUBLISHED)
    if record is None:
        raise Gone if was_public(session, name) else NotFound
    return record


def dataset_graph(name: str, form: Format) -> Response:
    """A public dataset in the profile that is asked for."""
    profile = asked_profile()
    with installation().sessions.read() as session:
        record = public_record(session, name)
    site = installation().site
    if profile is None:
        return alternatives(site.dataset(record))
    if profile is DEFAULT:
        body = dataset_document(record, site, form)
    else:
        body = dataset_in_profile(record, site, form, profile)
    return profiled(document(body, form.content_type, modified=record.modified), profile)


def croissant_of(name: str) -> Response:
    """A public dataset as Croissant."""
    site = installation().site
    with installation().sessions.read() as session:
        record = public_record(session, name)
    # No data dictionary is on record yet: of tables the files are told, not the columns.
    body = croissant_document(record, {}, site)
    return document(body, JSON_LD.content_type, modified=record.modified)


def provenance_graph(name: str, form: Format) -> Response:
    """The revisions of a public dataset that anyone could see."""
    with installation().sessions.read() as session:
        record = public_record(session, name)
        revisions = public_revisions(session, record)
    body = provenance_document(record, revisions, installation().site, form)
    return document(body, form.content_type)


def agency_graph(code: str, form: Format) -> Response:
    """An agency as publishers are described."""
    with installation().sessions.read() as session:
        record = get_agency(session, known_code(code))
    return document(agency_document(record, installation().site, form), form.content_type)


def codelist_graph(scheme: str, form: Format) -> Response:
    """A code list as SKOS, or all of them ("")."""
    if scheme and scheme not in codelists():
        raise NotFound
    chosen = (scheme,) if scheme else tuple(codelists())
    return document(codelist_document(chosen, installation().site, form), form.content_type)


def terms_graph(form: Format) -> Response:
    """The properties of our own namespace."""
    return document(terms_document(installation().site, form), form.content_type)


def shapes_graph(form: Format) -> Response:
    """The Thai metadata standard as SHACL shapes."""
    return document(shapes_document(installation().site, form), form.content_type)


def document(body: bytes, content_type: str, modified: dt.datetime | None = None) -> Response:
    """A document that caches may keep but must ask about; 304 to whoever holds it."""
    response = Response(body, content_type=content_type)
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return conditional(response, modified)


def log_stamp(session: Session, *asked: object) -> tuple[str, dt.datetime | None]:
    """Weak ETag and instant of a document that follows from the public change log.

    The number of the log's last entry differs whenever anything public came, changed or went, and
    its instant never goes back; ``asked`` is what else the document depends on.
    """
    number, at = last_change(session)
    return hashlib.sha256(f"{number} {asked}".encode()).hexdigest()[:32], at


def logged(
    session: Session,
    content_type: str,
    write: Callable[[], bytes],
    *asked: object,
    dated: bool = False,
) -> Response:
    """A document that follows from the public change log: written unless the asker holds it.

    ``dated`` tells when the log changed last, which is enough for whoever asks by date alone.
    """
    stamp, at = log_stamp(session, *asked)
    body = b"" if request.if_none_match.contains_weak(stamp) else write()
    response = Response(body, content_type=content_type)
    # Weak: another version of the program may write another body.
    response.set_etag(stamp, weak=True)
    return conditional(response, at if dated else None)


def conditional(response: Response, modified: dt.datetime | None) -> Response:
    """An answer with its validators set, or 304 to whoever holds it already."""
    # no-cache: a cache may keep it but must ask, so that nothing withdrawn is served from it.
    response.headers["Cache-Control"] = "public, no-cache"
    if modified is not None:
        response.last_modified = modified
    return response.make_conditional(request)  # type: ignore[return-value]
