"""Records as rows of a real database, put there in bulk for measuring an export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from catalog.db.base import Sessions
from catalog.db.models import Agency, Dataset, Distribution, Revision
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord, MetadataSchema
from schemas.distribution import DistributionMetadataSchema, DistributionRecord

_CHUNK = 1000


def store_records(sessions: Sessions, records: Iterable[DatasetRecord]) -> None:
    """Write published records with their agencies and distributions."""
    agencies: dict[str, int] = {}
    left = iter(records)
    numbers = iter(range(1, 10**9))
    while chunk := list(islice(left, _CHUNK)):
        with sessions.write() as session:
            _store(session, list(zip(numbers, chunk, strict=False)), agencies)


def _store(
    session: Session, chunk: list[tuple[int, DatasetRecord]], agencies: dict[str, int]
) -> None:
    for _, record in chunk:
        if record.agency.code not in agencies:
            agencies[record.agency.code] = len(agencies) + 1
            session.execute(insert(Agency), [_agency(len(agencies), record.agency)])
    # The pointer to the published revision is set last: revisions point at their dataset.
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    session.execute(insert(Dataset), [_dataset(n, r, agencies[r.agency.code]) for n, r in chunk])
    session.execute(insert(Revision), [_revision(n, r) for n, r in chunk])
    parts = [row for n, r in chunk for row in _parts(n, r.distributions)]
    if parts:
        session.execute(insert(Distribution), parts)


def _agency(row: int, agency: AgencyRecord) -> dict[str, Any]:
    return {
        "id": row,
        "code": agency.code,
        "kind": agency.kind,
        "name_th": agency.name_th,
        "name_en": agency.name_en,
        "organisation": agency.organisation,
    }


def _dataset(row: int, record: DatasetRecord, agency: int) -> dict[str, Any]:
    return {
        "id": row,
        "uid": record.uid,
        "slug": record.slug,
        "agency_id": agency,
        "organisation": record.agency.organisation,
        "state": record.state,
        "audience": record.audience,
        "version": 1,
        "published_id": row,
        "created": record.created,
        "modified": record.modified,
        "published": record.published,
    }


def _revision(row: int, record: DatasetRecord) -> dict[str, Any]:
    return {
        "id": row,
        "dataset_id": row,
        "number": 1,
        "stated": MetadataSchema().dump(record.metadata),
        "at": record.created.astimezone(dt.UTC),
    }


def _parts(row: int, parts: Iterable[DistributionRecord]) -> Iterator[dict[str, Any]]:
    schema = DistributionMetadataSchema()
    for at, part in enumerate(parts):
        stated = schema.dump(part.metadata)
        yield {"revision_id": row, "position": at, "uid": part.uid, "stated": stated}
