"""Datasets as frozen records: three statements however many rows, never the ORM."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.auth.policy import SYSTEM, Actor, as_seen_by, audience_of
from catalog.db.models import Agency, Dataset, Distribution, Revision
from catalog.db.queries.agencies import agencies_by_row
from catalog.db.visibility import kept_by, visible_to
from catalog.errors import NotFound
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, restored
from schemas.page import Page
from schemas.quality import restored_findings
from vocab.codes import Audience, DatasetState

#: Datasets read at a time when a whole catalogue is walked.
CHUNK = 500


class Which(StrEnum):
    """Which revision of a dataset is wanted."""

    PUBLISHED = "published"
    WORKING = "working"
    #: The published one, else the working one, else the newest: what the index shows.
    SHOWN = "shown"
    #: The working one, else the published one, else the newest: what custodians work on.
    LATEST = "latest"


def _pointer(which: Which) -> ColumnElement[Any]:
    match which:
        case Which.PUBLISHED:
            return Dataset.published_id  # type: ignore[return-value]
        case Which.WORKING:
            return Dataset.working_id  # type: ignore[return-value]
        case Which.SHOWN:
            return func.coalesce(Dataset.published_id, Dataset.working_id, _newest())
        case Which.LATEST:
            return func.coalesce(Dataset.working_id, Dataset.published_id, _newest())


def _newest() -> ColumnElement[Any]:
    return (
        select(func.max(Revision.id))
        .where(Revision.dataset_id == Dataset.id)
        .correlate(Dataset)
        .scalar_subquery()
    )


def _open_to(actor: Actor, which: Which) -> ColumnElement[bool]:
    """Working revisions are for custodians; whoever merely sees a dataset gets the shown one."""
    return kept_by(actor) if which in (Which.WORKING, Which.LATEST) else visible_to(actor)


_COLUMNS = (
    Dataset.id,
    Dataset.uid,
    Dataset.slug,
    Dataset.agency_id,
    Dataset.state,
    Dataset.working_state,
    Dataset.audience,
    Dataset.version,
    Dataset.created,
    Dataset.modified,
    Dataset.published,
    Dataset.source,
    Dataset.published_id,
    Revision.id.label("revision_id"),
    Revision.number,
    Revision.stated,
    Revision.repairs,
)


def _select(which: Which) -> Select[Any]:
    return select(*_COLUMNS).join(Revision, Revision.id == _pointer(which))


def _records(session: Session, actor: Actor, rows: Sequence[Row[Any]]) -> list[DatasetRecord]:
    """The records of rows that the actor may see, each as the actor may see it."""
    revisions = [row.revision_id for row in rows]
    parts: dict[int, list[DistributionRecord]] = {}
    query = (
        select(Distribution.revision_id, Distribution.uid, Distribution.stated)
        .where(Distribution.revision_id.in_(revisions))
        .order_by(Distribution.revision_id, Distribution.position)
    )
    for revision, uid, written in session.execute(query):
        record = DistributionRecord(uid=uid, metadata=restored("resource", written))
        parts.setdefault(revision, []).append(record)
    agencies = agencies_by_row(session, (row.agency_id for row in rows))
    records = (
        _record(row, agencies[row.agency_id], tuple(parts.get(row.revision_id, ()))) for row in rows
    )
    return [as_seen_by(actor, record) for record in records]


def _record(
    row: Row[Any], agency: AgencyRecord, distributions: tuple[DistributionRecord, ...]
) -> DatasetRecord:
    is_working = row.revision_id != row.published_id and row.state is not DatasetState.WITHDRAWN
    return DatasetRecord(
        row=row.id,
        uid=row.uid,
        slug=row.slug,
        agency=agency,
        # A working revision beside a published one is shown with its own state and audience.
        state=(row.working_state or row.state) if is_working else row.state,
        audience=Audience.CUSTODIANS if is_working else row.audience,
        version=row.version,
        revision=row.number,
        created=row.created,
        modified=row.modified,
        published=row.published,
        is_working=is_working,
        metadata=restored("dataset", row.stated),
        distributions=distributions,
        repairs=restored_findings(row.repairs),
        source=row.source or "",
    )


def rightful_audience(record: DatasetRecord) -> Audience:
    """The audience the rule gives a record; what the column must hold."""
    return audience_of(
        record.state,
        record.category,
        record.classification,
        record.metadata.get("private") is True,
    )


def find_dataset(
    session: Session, actor: Actor, name: str, which: Which = Which.SHOWN
) -> DatasetRecord | None:
    """A dataset by slug or UUID, None when there is none that the actor may see.

    `Which.SHOWN` never gives a working revision to others than custodians, since the audience of
    an unpublished dataset is its custodians.
    """
    visible = _open_to(actor, which)
    query = _select(which).where(or_(Dataset.slug == name, Dataset.uid == name), visible)
    rows = session.execute(query.limit(1)).all()
    return _records(session, actor, rows)[0] if rows else None


def get_dataset(
    session: Session, actor: Actor, name: str, which: Which = Which.SHOWN
) -> DatasetRecord:
    """Like `find_dataset`; raises NotFound."""
    record = find_dataset(session, actor, name, which)
    if record is None:
        raise NotFound
    return record


def datasets_of_rows(session: Session, actor: Actor, rows: Sequence[int]) -> list[DatasetRecord]:
    """The shown revisions of these primary keys in the order given; unseen ones are left out.

    The second net under search: even a stale index cannot show what the actor may not see.
    """
    if not rows:
        return []
    query = _select(Which.SHOWN).where(Dataset.id.in_(rows), visible_to(actor))
    found = {r.row: r for r in _records(session, actor, session.execute(query).all())}
    return [found[row] for row in rows if row in found]


def list_datasets(
    session: Session,
    actor: Actor,
    *,
    limit: int,
    offset: int = 0,
    where: ColumnElement[bool] | None = None,
    which: Which = Which.SHOWN,
) -> Page[DatasetRecord]:
    """A page of what the actor may see, newest change first, with the exact total."""
    visible = _open_to(actor, which)
    condition = visible if where is None else and_(visible, where)
    counted = select(func.count()).select_from(Dataset)
    total = session.scalar(counted.where(condition, _pointer(which).is_not(None)))
    query = (
        _select(which)
        .where(condition)
        .order_by(Dataset.modified.desc(), Dataset.id)
        .limit(limit)
        .offset(offset)
    )
    records = _records(session, actor, session.execute(query).all())
    return Page(tuple(records), total or 0, limit, offset)


def walk_datasets(
    session: Session,
    actor: Actor,
    *,
    where: ColumnElement[bool] | None = None,
    which: Which = Which.SHOWN,
    after: int = 0,
    chunk: int = CHUNK,
) -> Iterator[DatasetRecord]:
    """All that the actor may see, by primary key, reading `chunk` at a time (flat in memory)."""
    visible = _open_to(actor, which)
    condition = visible if where is None else and_(visible, where)
    while True:
        query = (
            _select(which).where(condition, Dataset.id > after).order_by(Dataset.id).limit(chunk)
        )
        rows = session.execute(query).all()
        if not rows:
            return
        yield from _records(session, actor, rows)
        after = rows[-1].id


def of_agency(code: str) -> ColumnElement[bool]:
    """Condition: the dataset belongs to this agency."""
    return Dataset.agency_id.in_(select(Agency.id).where(Agency.code == code))


def in_state(*states: DatasetState) -> ColumnElement[bool]:
    """Condition: the dataset is in one of these states."""
    return Dataset.state.in_(states)


def in_working_state(*states: DatasetState) -> ColumnElement[bool]:
    """Condition: the dataset has a working revision in one of these states."""
    return Dataset.working_state.in_(states)


def in_rows(rows: Iterable[int]) -> ColumnElement[bool]:
    """Condition: one of these primary keys."""
    return Dataset.id.in_(list(rows))


def version_of_rows(session: Session) -> dict[int, int]:
    """Version of every dataset by primary key: what the index is compared with."""
    return dict(session.execute(select(Dataset.id, Dataset.version)).all())


def count_datasets(session: Session, actor: Actor) -> int:
    """How many datasets the actor may see."""
    return session.scalar(select(func.count()).select_from(Dataset).where(visible_to(actor))) or 0


def everything() -> Actor:
    """The actor under which the index is built: it holds every record with its audience."""
    return SYSTEM
