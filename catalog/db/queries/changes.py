"""Reads the public change log; everything in it may be told to anyone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, join, select
from sqlalchemy.orm import Session

from catalog.db.models import Agency, Dataset, PublicChange
from schemas.change import ChangeRecord
from vocab.codes import ChangeKind

_LEFT = PublicChange.kind == ChangeKind.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The changes that are meant: ``since`` is inclusive, ``until`` and ``before`` are not.

    ``after`` and ``before`` are numbers of the log, ``agencies`` codes of owners (None:
    all); ``live`` leaves out what left.
    """

    after: int = 0
    before: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    agencies: frozenset[str] | None = None
    live: bool = False

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The window in SQL."""
        found = [PublicChange.seq > self.after]
        if self.before is not None:
            found.append(PublicChange.seq < self.before)
        if self.since is not None:
            found.append(PublicChange.at >= self.since)
        if self.until is not None:
            found.append(PublicChange.at < self.until)
        if self.agencies is not None:
            owners = select(Agency.id).where(Agency.code.in_(sorted(self.agencies)))
            found.append(PublicChange.agency_id.in_(owners))
        if self.live:
            found.append(~_LEFT)
        return found


_JOINED = join(PublicChange, Dataset, Dataset.id == PublicChange.dataset_id).join(
    Agency, Agency.id == PublicChange.agency_id
)


def _select() -> Any:
    return select(
        PublicChange.seq,
        PublicChange.dataset_id,
        Dataset.uid,
        Dataset.slug,
        PublicChange.kind,
        PublicChange.at,
        Agency.code,
    ).select_from(_JOINED)


def _record(row: Row[Any]) -> ChangeRecord:
    seq, dataset, uid, slug, kind, at, agency = tuple(row)
    shown = "" if kind is ChangeKind.DELETED else slug
    return ChangeRecord(seq, dataset, uid, shown, kind, at, agency)


def list_changes(
    session: Session, window: Window, *, limit: int, newest: bool = False
) -> list[ChangeRecord]:
    """Changes in the order in which they happened, or the newest first."""
    order = PublicChange.seq.desc() if newest else PublicChange.seq.asc()
    query = _select().where(*window.conditions).order_by(order).limit(limit)
    return [_record(row) for row in session.execute(query)]


def walk_changes(session: Session, window: Window, *, limit: int) -> Iterator[ChangeRecord]:
    """Like `list_changes`, row by row from the database (flat in memory)."""
    query = _select().where(*window.conditions).order_by(PublicChange.seq).limit(limit)
    for row in session.execute(query.execution_options(yield_per=1000)):
        yield _record(row)


def count_changes(session: Session, window: Window) -> int:
    """How many changes lie in a window."""
    query = select(func.count()).select_from(PublicChange).where(*window.conditions)
    return session.scalar(query) or 0


def find_change(session: Session, uid: str) -> ChangeRecord | None:
    """The latest change of a dataset by its UUID, None when it never was public."""
    row = session.execute(_select().where(Dataset.uid == uid)).first()
    return None if row is None else _record(row)


def last_change(session: Session) -> tuple[int, dt.datetime | None]:
    """Number and instant of the newest change; they differ whenever the public part does."""
    query = select(PublicChange.seq, PublicChange.at).order_by(PublicChange.seq.desc()).limit(1)
    row = session.execute(query).first()
    return (0, None) if row is None else (row[0], row[1])


def first_instant(session: Session) -> dt.datetime | None:
    """Instant of the oldest change that is still some dataset's latest."""
    return session.scalar(select(func.min(PublicChange.at)))


def parts_of(session: Session, window: Window, size: int) -> list[int]:
    """The numbers after which the parts of a long list begin, 0 for the first."""
    numbered = (
        select(
            PublicChange.seq,
            func.row_number().over(order_by=PublicChange.seq).label("number"),
        )
        .where(*window.conditions)
        .subquery()
    )
    query = select(numbered.c.seq).where(numbered.c.number % size == 0)
    ends = list(session.scalars(query.order_by(numbered.c.seq)))
    if ends and count_changes(session, window) % size == 0:
        ends.pop()
    return [0, *ends]
