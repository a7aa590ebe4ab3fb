"""Made-up datasets as rows of a real database, put there in bulk for measuring."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.corpus import Record
from bench.search import search_document
from catalog.db.base import Sessions
from catalog.db.models import Agency, Dataset, Distribution, Revision
from catalog.db.queries.search_texts import put_texts
from catalog.search.document import phrase_text
from vocab.codes import AgencyKind, Audience, DatasetState

_CHUNK = 2000
_SPACE = uuid.UUID("00000000-0000-4000-8000-000000000000")


def store(sessions: Sessions, records: Iterable[Record]) -> None:
    """Write records with all that a page of hits reads, and the texts for phrases."""
    agencies: dict[str, int] = {}
    left = iter(records)
    while chunk := list(islice(left, _CHUNK)):
        with sessions.write() as session:
            _store(session, chunk, agencies)


def _store(session: Session, chunk: list[Record], agencies: dict[str, int]) -> None:
    new = {r.agency: r.agency_name for r in chunk if r.agency not in agencies}
    for code, name in new.items():
        agencies[code] = len(agencies) + 1
        session.execute(insert(Agency), [_agency(agencies[code], code, name)])
    parts = [part for record in chunk for part in _distributions(record)]
    rows = [_dataset(record, agencies[record.agency]) for record in chunk]
    # The pointer to the published revision is set last: revisions point at their dataset.
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    session.execute(insert(Dataset), rows)
    session.execute(insert(Revision), [_revision(record) for record in chunk])
    session.execute(insert(Distribution), parts)
    made = map(search_document, chunk)
    put_texts(session, ((d.row, d.version, phrase_text(d)) for d in made))


def _agency(row: int, code: str, name: str) -> dict[str, Any]:
    return {
        "id": row,
        "code": code,
        "kind": AgencyKind.OFFICE,
        "name_th": name,
        "organisation": "made-up",
    }


def _at(record: Record) -> dt.datetime:
    return dt.datetime.combine(record.modified, dt.time(5), dt.UTC)


def _dataset(record: Record, agency: int) -> dict[str, Any]:
    public = record.category == "public"
    return {
        "id": record.row,
        "uid": str(uuid.uuid5(_SPACE, str(record.row))),
        "slug": f"made-up-{record.row}",
        "agency_id": agency,
        "organisation": "made-up",
        "state": DatasetState.PUBLISHED,
        "audience": Audience.ANYONE if public else Audience.CUSTODIANS,
        "version": 1,
        "published_id": record.row,
        "created": _at(record),
        "modified": _at(record),
        "published": _at(record),
    }


def _revision(record: Record) -> dict[str, Any]:
    stated = {
        "title": record.title_th,
        "title_en": record.title_en,
        "notes": record.notes_th,
        "notes_en": record.notes_en,
        "tag_string": list(record.keywords),
        "data_type": record.type,
        "data_category": record.category,
        "license_id": record.licence,
        "data_format": list(record.formats),
        "first_year_of_data": record.year,
        "last_updated_date": record.modified.isoformat(),
        "url": f"https://made-up.example/dataset/{record.row}",
    }
    return {
        "id": record.row,
        "dataset_id": record.row,
        "number": 1,
        "stated": stated,
        "at": _at(record),
    }


def _distributions(record: Record) -> Iterator[dict[str, Any]]:
    for at, (name, form) in enumerate(zip(record.distributions, record.formats, strict=False)):
        yield {
            "revision_id": record.row,
            "position": at,
            "uid": str(uuid.uuid5(_SPACE, f"{record.row}/{at}")),
            "stated": {
                "name": name,
                "format": form,
                "url": f"https://made-up.example/{record.row}/{at}",
            },
        }
