"""Datasets as frozen records: two statements however many rows, never the ORM."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, as_seen_by, audience_of
from catalog.db.models import Agency, Dataset, Distribution, Revision
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


# Plain tables: a statement on classes goes through the ORM, which costs more than the reading.
_DATASET: Table = Dataset.__table__  # type: ignore[assignment]
_REVISION: Table = Revision.__table__  # type: ignore[assignment]
_DISTRIBUTION: Table = Distribution.__table__  # type: ignore[assignment]
_AGENCY: Table = Agency.__table__  # type: ignore[assignment]
_PARENT = _AGENCY.alias()


def _pointer(which: Which) -> ColumnElement[Any]:
    published, working = _DATASET.c.published_id, _DATASET.c.working_id
    match which:
        case Which.PUBLISHED:
            return published
        case Which.WORKING:
            return working
        case Which.SHOWN:
            return func.coalesce(published, working, _newest())
        case Which.LATEST:
            return func.coalesce(working, published, _newest())


def _newest() -> ColumnElement[Any]:
    return (
        select(func.max(_REVISION.c.id))
        .where(_REVISION.c.dataset_id == _DATASET.c.id)
        .correlate(_DATASET)
        .scalar_subquery()
    )


def _open_to(actor: Actor, which: Which) -> ColumnElement[bool]:
    """Working revisions are for custodians; whoever merely sees a dataset gets the shown one."""
    return kept_by(actor) if which in (Which.WORKING, Which.LATEST) else visible_to(actor)


_COLUMNS = (
    _DATASET.c.id,
    _DATASET.c.uid,
    _DATASET.c.slug,
    _DATASET.c.state,
    _DATASET.c.working_state,
    _DATASET.c.audience,
    _DATASET.c.version,
    _DATASET.c.created,
    _DATASET.c.modified,
    _DATASET.c.published,
    _DATASET.c.source,
    _DATASET.c.published_id,
    _REVISION.c.id,
    _REVISION.c.number,
    # As the text it is kept as: all of a page is decoded at once.
    cast(_REVISION.c.metadata, Text),
    cast(_REVISION.c.repairs, Text),
    _AGENCY.c.id,
    _AGENCY.c.code,
    _AGENCY.c.kind,
    _AGENCY.c.name_th,
    _AGENCY.c.name_en,
    _PARENT.c.code,
    _AGENCY.c.organisation,
    cast(_AGENCY.c.aliases, Text),
    _AGENCY.c.area_code,
    _AGENCY.c.two_person,
    _AGENCY.c.valid_from,
    _AGENCY.c.valid_to,
)
#: Where in a row the columns of its revision, its two texts and its agency begin.
_OF_REVISION, _OF_TEXTS, _OF_AGENCY = 12, 14, 16

#: Rows of a page: as many a statement may name one by one, which costs less than a list.
_FEW = 20
_NAMES = tuple(f"row_{at}" for at in range(_FEW))


def _among(column: ColumnElement[Any], *, few: bool) -> ColumnElement[bool]:
    """Condition: the column holds one of the keys that `_named` gives."""
    if few:
        return column.in_([bindparam(name, type_=Integer()) for name in _NAMES])
    return column.in_(bindparam("rows", expanding=True))


def _named(keys: Sequence[int]) -> dict[str, Any]:
    """The parameters of `_among`; the last of few keys stands in every place that is left."""
    if len(keys) > _FEW:
        return {"rows": keys}
    return dict(zip(_NAMES, [*keys, *[keys[-1]] * (_FEW - len(keys))], strict=True))


@lru_cache(maxsize=2)
def _parts(*, few: bool) -> Select[Any]:
    part = _DISTRIBUTION.c
    return (
        select(part.revision_id, part.uid, cast(part.metadata, Text))
        .where(_among(part.revision_id, few=few))
        .order_by(part.revision_id, part.position)
    )


def _select(which: Which) -> Select[Any]:
    joined = (
        _DATASET.join(_REVISION, _REVISION.c.id == _pointer(which))
        .join(_AGENCY, _AGENCY.c.id == _DATASET.c.agency_id)
        .outerjoin(_PARENT, _PARENT.c.id == _AGENCY.c.parent_id)
    )
    return select(*_COLUMNS).select_from(joined)


@lru_cache(maxsize=256)
def _shown_rows(actor: Actor, *, few: bool) -> Select[Any]:
    """The statement of `datasets_of_rows`: putting it together takes longer than running it."""
    return _select(Which.SHOWN).where(_among(_DATASET.c.id, few=few), visible_to(actor))


def _decoded(texts: Iterable[str]) -> list[Any]:
    """JSON values, decoded in one go: the single call costs more than a small value."""
    found: list[Any] = json.loads(f"[{','.join(texts)}]")
    return found


def _records(session: Session, actor: Actor, rows: Sequence[Row[Any]]) -> list[DatasetRecord]:
    """The records of rows that the actor may see, each as the actor may see it."""
    if not rows:
        return []
    parts: dict[int, list[DistributionRecord]] = {}
    wanted = [row[_OF_REVISION] for row in rows]
    query = _parts(few=len(wanted) <= _FEW)
    held = session.connection().execute(query, _named(wanted)).all()
    for (revision, uid, _), written in zip(held, _decoded(part[2] for part in held), strict=True):
        part = DistributionRecord(uid=uid, metadata=restored("resource", written))
        parts.setdefault(revision, []).append(part)
    stated = iter(_decoded(text for row in rows for text in row[_OF_TEXTS:_OF_AGENCY]))
    out = []
    for row, words, repairs in zip(rows, stated, stated, strict=True):
        distributions = tuple(parts.get(row[_OF_REVISION], ()))
        out.append(as_seen_by(actor, _record(row, words, repairs, distributions)))
    return out


@lru_cache(maxsize=4096)
def _agency(*of: Any) -> AgencyRecord:
    """The agency of these columns, which many rows share."""
    row, code, kind, name_th, name_en, parent, organisation, aliases, area_code, *more = of
    two_person, valid_from, valid_to = more
    return AgencyRecord(
        row=row,
        code=code,
        kind=kind,
        name_th=name_th,
        name_en=name_en,
        parent=parent or "",
        organisation=organisation,
        aliases=tuple(json.loads(aliases)),
        area_code=area_code,
        two_person=two_person,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _record(
    row: Sequence[Any],
    words: Mapping[str, Any],
    repairs: Sequence[Mapping[str, Any]],
    distributions: tuple[DistributionRecord, ...],
) -> DatasetRecord:
    id_, uid, slug, state, working_state, audience, version, *rest = row
    created, modified, published, source, published_id, revision_id, number, _, _, *agency = rest
    is_working = revision_id != published_id and state is not DatasetState.WITHDRAWN
    return DatasetRecord(
        row=id_,
        uid=uid,
        slug=slug,
        agency=_agency(*agency),
        # A working revision beside a published one is shown with its own state and audience.
        state=(working_state or state) if is_working else state,
        audience=Audience.CUSTODIANS if is_working else audience,
        version=version,
        revision=number,
        created=created,
        modified=modified,
        published=published,
        is_working=is_working,
        metadata=restored("dataset", words),
        distributions=distributions,
        repairs=restored_findings(repairs),
        source=source or "",
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
    query = _select(which).where(or_(_DATASET.c.slug == name, _DATASET.c.uid == name), visible)
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
    # Without the ways of the ORM around it, which a statement on tables does not need.
    query = _shown_rows(actor, few=len(rows) <= _FEW)
    read = session.connection().execute(query, _named(rows)).all()
    found = {record.row: record for record in _records(session, actor, read)}
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
    counted = select(func.count()).select_from(_DATASET)
    total = session.scalar(counted.where(condition, _pointer(which).is_not(None)))
    query = (
        _select(which)
        .where(condition)
        .order_by(_DATASET.c.modified.desc(), _DATASET.c.id)
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
            _select(which)
            .where(condition, _DATASET.c.id > after)
            .order_by(_DATASET.c.id)
            .limit(chunk)
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


def version_of_rows(session: Session) -> dict[int, int]:
    """Version of every dataset by primary key: what the index is compared with."""
    return dict(session.execute(select(Dataset.id, Dataset.version)).all())


def count_datasets(session: Session, actor: Actor) -> int:
    """How many datasets the actor may see."""
    return session.scalar(select(func.count()).select_from(Dataset).where(visible_to(actor))) or 0
