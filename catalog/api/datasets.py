"""Datasets over the API: read, registered, edited and moved along their way."""

from __future__ import annotations

import datetime as dt

from flask import Response
from sqlalchemy import ColumnElement, and_, true

from catalog.api.answers import dataset_answer, json_answer, page_fields
from catalog.api.requests import (
    installation,
    known_name,
    read_body,
    read_query,
    reading,
    seen_version,
    signed_in,
)
from catalog.api.wire import DatasetsQuery, FindingsQuery, FindingsSchema, NoteSchema
from catalog.checks import check, completeness, in_order
from catalog.db.queries import datasets as queries
from catalog.db.queries.datasets import Which, get_dataset
from catalog.db.queries.figures import of_agencies
from catalog.rdf.findings import shape_findings
from catalog.services import datasets as services
from catalog.services.agency_tree import agency_tree
from schemas.dataset import DatasetDraftSchema, DatasetRecord, DatasetSchema
from schemas.time import civil_date

_dataset = DatasetSchema()
_findings = FindingsSchema()


def list_datasets() -> Response:
    """A page of the datasets the asker may see, the last changed first."""
    query = read_query(DatasetsQuery)
    where: ColumnElement[bool] = true()
    if "state" in query:
        where = and_(where, queries.in_state(query["state"]))
    with reading() as (session, actor):
        if "agency" in query:
            where = and_(where, of_agencies(agency_tree(session).within(query["agency"])))
        page = queries.list_datasets(
            session, actor, limit=query["limit"], offset=query["offset"], where=where
        )
    return json_answer(page_fields(page, page.items, _dataset))


def show_dataset(name: str) -> Response:
    """A dataset as it is published; to those who look after it an unpublished one too."""
    with reading() as (session, actor):
        record = get_dataset(session, actor, known_name(name))
    return dataset_answer(record)


def show_working(name: str) -> Response:
    """The working revision beside or before the published one, for those who look after it."""
    with reading() as (session, actor):
        record = get_dataset(session, actor, known_name(name), Which.WORKING)
    return dataset_answer(record)


def register_dataset() -> Response:
    """Begin a dataset as a draft."""
    actor = signed_in()
    draft = read_body(DatasetDraftSchema)
    with installation().sessions.write() as session:
        record = services.register_dataset(session, actor, draft, now=_now())
    answer = dataset_answer(record, 201)
    answer.headers["Location"] = f"{installation().config.base_url}/api/v1/datasets/{record.slug}"
    return answer


def edit_dataset(name: str) -> Response:
    """Put a new working revision in place of the version that If-Match names."""
    actor = signed_in()
    version, draft = seen_version(), read_body(DatasetDraftSchema)
    with installation().sessions.write() as session:
        record = services.edit_dataset(
            session, actor, known_name(name), draft, version=version, now=_now()
        )
    return dataset_answer(record)


def submit_dataset(name: str) -> Response:
    """Hand the working revision to the head for approval."""
    actor, version = signed_in(), seen_version()
    with installation().sessions.write() as session:
        record = services.submit_dataset(
            session, actor, known_name(name), version=version, now=_now()
        )
    return dataset_answer(record)


def return_dataset(name: str) -> Response:
    """Give a submitted revision back to its authors with a note."""
    actor = signed_in()
    version, note = seen_version(), read_body(NoteSchema)["note"]
    with installation().sessions.write() as session:
        record = services.return_dataset(
            session, actor, known_name(name), note, version=version, now=_now()
        )
    return dataset_answer(record)


def approve_dataset(name: str) -> Response:
    """Publish a submitted revision."""
    actor, version = signed_in(), seen_version()
    with installation().sessions.write() as session:
        record = services.approve_dataset(
            session, actor, known_name(name), version=version, now=_now()
        )
    return dataset_answer(record)


def withdraw_dataset(name: str) -> Response:
    """Take a dataset out of the catalogue, with the reason."""
    actor = signed_in()
    version, note = seen_version(), read_body(NoteSchema)["note"]
    with installation().sessions.write() as session:
        record = services.withdraw_dataset(
            session, actor, known_name(name), note, version=version, now=_now()
        )
    return dataset_answer(record)


def show_findings(name: str) -> Response:
    """What the checks say of a dataset today, what its import repaired, and its completeness."""
    query = read_query(FindingsQuery)
    which = Which.WORKING if query["working"] else Which.SHOWN
    with reading() as (session, actor):
        record = get_dataset(session, actor, known_name(name), which)
    return json_answer(_findings.dump(_judged(record, civil_date(_now()))))


def _judged(record: DatasetRecord, today: dt.date) -> dict[str, object]:
    measure = completeness(record)
    checked = check(record, today=today)
    shapes = shape_findings(record, installation().site, checked)
    found = (*in_order((*checked, *shapes)), *record.repairs)
    return {
        "version": record.version,
        "findings": found,
        "completeness": {
            "method": measure.method,
            "reached": round(float(measure.reached), 4),
            "possible": round(float(measure.possible), 4),
            "ratio": round(float(measure.ratio), 4),
        },
    }


def _now() -> dt.datetime:
    return installation().now()
