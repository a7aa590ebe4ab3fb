"""The public datasets as outlines: two statements for 200 of them, no record made.

An export of the whole catalogue is bound by reading.  Values stay as they are kept, JSON is
decoded for many datasets at a time, and the types of columns that would convert each value in
Python are passed by.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE
from catalog.db.models import Dataset, Distribution, Revision
from catalog.db.queries.agencies import list_agencies
from catalog.db.visibility import visible_to
from schemas.agency import AgencyRecord
from schemas.outline import Outline, change_of
from vocab.codes import DatasetState

#: Datasets read at a time: few enough that a processor has what was read of them still at hand.
CHUNK = 200

_DATASET: Table = Dataset.__table__  # type: ignore[assignment]
_REVISION: Table = Revision.__table__  # type: ignore[assignment]
_DISTRIBUTION: Table = Distribution.__table__  # type: ignore[assignment]

_COLUMNS = (
    _DATASET.c.id,
    _DATASET.c.version,
    _DATASET.c.slug,
    _DATASET.c.agency_id,
    type_coerce(_DATASET.c.created, String),
    type_coerce(_DATASET.c.modified, String),
    type_coerce(_DATASET.c.published, String),
    _REVISION.c.id,
    _REVISION.c.number,
    cast(_REVISION.c.metadata, Text),
)


#: Of the datasets between two primary keys; the rule is not asked again, their revisions are known.
_PARTS = (
    select(_DISTRIBUTION.c.revision_id, _DISTRIBUTION.c.uid, cast(_DISTRIBUTION.c.metadata, Text))
    .join(_DATASET, _DATASET.c.published_id == _DISTRIBUTION.c.revision_id)
    .where(_DATASET.c.id.between(bindparam("first"), bindparam("last")))
    .order_by(_DATASET.c.id, _DISTRIBUTION.c.position)
)


class Stored(NamedTuple):
    """An outline with the primary key and the version of its dataset."""

    row: int
    version: int
    outline: Outline


def public(where: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Condition: anyone may see the dataset, and it is published."""
    condition = and_(visible_to(ANYONE), _DATASET.c.published_id.is_not(None))
    return condition if where is None else and_(condition, where)


def walk_outlines(
    session: Session, where: ColumnElement[bool] | None = None, chunk: int = CHUNK
) -> Iterator[Stored]:
    """The public datasets by primary key, ``chunk`` of them in memory at a time."""
    query = _query(public(where)).where(_DATASET.c.id > bindparam("after")).limit(chunk)
    agencies = {agency.row: agency for agency in list_agencies(session)}
    after = 0
    while rows := session.execute(query, {"after": after}).all():
        yield from _outlines(session, rows, agencies)
        after = rows[-1].id


def outlines_of_rows(session: Session, rows: Collection[int]) -> list[Stored]:
    """Those of these primary keys that are public, by primary key."""
    found = session.execute(_query(public(_DATASET.c.id.in_(rows)))).all()
    agencies = {agency.row: agency for agency in list_agencies(session)}
    return list(_outlines(session, found, agencies))


def _query(condition: ColumnElement[bool]) -> Select[Any]:
    joined = _DATASET.join(_REVISION, _REVISION.c.id == _DATASET.c.published_id)
    return select(*_COLUMNS).select_from(joined).where(condition).order_by(_DATASET.c.id)


def _outlines(
    session: Session, rows: Sequence[Any], agencies: Mapping[int, AgencyRecord]
) -> Iterator[Stored]:
    if not rows:
        return
    held = session.execute(_PARTS, {"first": rows[0].id, "last": rows[-1].id}).all()
    parts: dict[int, list[tuple[str, dict[str, Any]]]] = {}
    for (revision, uid, _), stated in zip(held, _decoded(part[2] for part in held), strict=True):
        if stated.get("resource_private") is not True:
            parts.setdefault(revision, []).append((uid, stated))
    decoded = _decoded(row[-1] for row in rows)
    for row, stated in zip(rows, decoded, strict=True):
        id_, version, slug, agency, created, modified, published, revision, number, _ = row
        outline = Outline(
            slug,
            agencies[agency],
            change_of(DatasetState.PUBLISHED, number),
            _instant(published or created),
            _instant(modified),
            stated,
            parts.get(revision, ()),
        )
        yield Stored(id_, version, outline)


def _decoded(texts: Iterable[str]) -> list[dict[str, Any]]:
    """JSON objects, decoded in one go: the single call costs more than a small value."""
    found: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    return found


def _instant(value: str | dt.datetime) -> str:
    """An instant in UTC to the second; SQLite gives ``2024-01-15 03:00:00.000000``."""
    if isinstance(value, str):
        return f"{value[:10]}T{value[11:19]}+00:00"
    return value.astimezone(dt.UTC).isoformat(timespec="seconds")
