"""The public datasets as outlines: two statements for all of them, no record made.

An export of the whole catalogue is bound by reading.  Values stay as they are kept, JSON is
decoded from the bytes of the row, and the types of columns that would convert each value in Python
are passed by.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    cast,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE
from catalog.db.models import Dataset, Distribution, Revision
from catalog.db.queries.agencies import list_agencies
from catalog.db.visibility import visible_to
from schemas.outline import Outline, change_of
from vocab.codes import DatasetState

#: Datasets read at a time: so few that all of it is still in the processor's nearest cache when it
#: is written, even while others need that as well.
CHUNK = 8
#: A database server is asked for so many rows at a time; SQLite gives them one by one.
_STREAMED: Mapping[str, Any] = {"stream_results": True, "max_row_buffer": 256}

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
    _REVISION.c.number,
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
) -> Iterator[Outline]:
    """The public datasets by primary key, ``chunk`` of them in memory at a time."""
    for found in _chunks(session, where, chunk):
        for _row, _version, outline in found:
            yield outline


def outlines_of_rows(session: Session, rows: Collection[int]) -> list[Stored]:
    """Those of these primary keys that are public, by primary key."""
    if not rows:
        return []
    chunks = _chunks(session, _DATASET.c.id.in_(rows), CHUNK)
    return [Stored(*each) for found in chunks for each in found]


def _chunks(
    session: Session, where: ColumnElement[bool] | None, chunk: int
) -> Iterator[list[tuple[int, int, Outline]]]:
    condition = public(where)
    joined = _DATASET.join(_REVISION, _REVISION.c.id == _DATASET.c.published_id)
    columns = *_COLUMNS, _kept(_dialect(session), _REVISION.c.metadata)
    query = select(*columns).select_from(joined).where(condition).order_by(_DATASET.c.id)
    agencies = {agency.row: agency for agency in list_agencies(session)}
    read = session.execute(query, execution_options=_STREAMED)
    parts = _Parts(session, condition, chunk)
    while rows := read.fetchmany(chunk):
        stated = parts.until(rows[-1][0])
        found = []
        for id_, version, slug, agency, created, modified, published, number, metadata in rows:
            values = (
                slug,
                agencies[agency],
                change_of(DatasetState.PUBLISHED, number),
                _instant(published or created),
                _instant(modified),
                orjson.loads(metadata),
                stated.get(id_, ()),
            )
            # A third of the time of calling the class.
            found.append((id_, version, tuple.__new__(Outline, values)))
        yield found


class _Parts:
    """Distributions of the same datasets, read beside them in the same order."""

    def __init__(self, session: Session, condition: ColumnElement[bool], chunk: int) -> None:
        metadata = _kept(_dialect(session), _DISTRIBUTION.c.metadata)
        query = (
            select(_DATASET.c.id, _DISTRIBUTION.c.uid, metadata)
            .join(_DISTRIBUTION, _DISTRIBUTION.c.revision_id == _DATASET.c.published_id)
            .where(condition)
            .order_by(_DATASET.c.id, _DISTRIBUTION.c.position)
        )
        self._found = session.execute(query, execution_options=_STREAMED)
        self._chunk = chunk
        self._ahead: list[Any] = []

    def until(self, last: int) -> dict[int, list[tuple[str, dict[str, Any]]]]:
        """Those of the datasets up to a primary key, by primary key, without what is hidden."""
        rows = self._ahead
        while not rows or rows[-1][0] <= last:
            # About as many as datasets of a chunk have.
            if not (more := self._found.fetchmany(4 * self._chunk)):
                break
            rows = [*rows, *more]
        end = bisect_right(rows, last, key=itemgetter(0))
        rows, self._ahead = rows[:end], rows[end:]
        found: dict[int, list[tuple[str, dict[str, Any]]]] = {}
        for row, uid, kept in rows:
            metadata = orjson.loads(kept)
            if metadata.get("resource_private") is True:
                continue
            if row in found:
                found[row].append((uid, metadata))
            else:
                found[row] = [(uid, metadata)]
        return found


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _kept(dialect: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of JSON as it is kept, in bytes where its text is UTF-8 already."""
    if dialect == "sqlite":
        return type_coerce(cast(column, LargeBinary), String)
    return cast(column, Text)


def _instant(value: str | dt.datetime) -> str:
    """An instant in UTC to the second; SQLite gives ``2024-01-15 03:00:00.000000``."""
    if isinstance(value, str):
        return f"{value[:10]}T{value[11:19]}+00:00"
    return value.astimezone(dt.UTC).isoformat(timespec="seconds")
