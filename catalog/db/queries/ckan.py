"""What the CKAN Action API asks of the rows: conditions on shown metadata, pages, counts, facets.

The JSON functions are SQLite's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, text, true
from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE, Actor
from catalog.db.models import Dataset, Distribution, Revision
from catalog.db.visibility import visible_to
from vocab.codes import Audience, DatasetState

Condition = ColumnElement[bool]

#: Escapes % and _ in LIKE.
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who searches, and what beyond public datasets they asked for."""

    actor: Actor = ANYONE
    private: bool = False
    drafts: bool = False
    deleted: bool = False

    @property
    def condition(self) -> Condition:
        """Datasets within reach; never more than the visibility rule gives."""
        public = and_(Dataset.audience == Audience.ANYONE, Dataset.published_id.is_not(None))
        if not (self.private or self.drafts or self.deleted):
            return public
        wanted = [public]
        if self.private:
            wanted.append(Dataset.state == DatasetState.PUBLISHED)
        if self.drafts:
            wanted.append(Dataset.state.not_in((DatasetState.PUBLISHED, DatasetState.WITHDRAWN)))
        if self.deleted:
            wanted.append(Dataset.state == DatasetState.WITHDRAWN)
        return and_(visible_to(self.actor), or_(*wanted))


def _shown() -> ColumnElement[Any]:
    newest = (
        select(func.max(Revision.id))
        .where(Revision.dataset_id == Dataset.id)
        .correlate(Dataset)
        .scalar_subquery()
    )
    return func.coalesce(Dataset.published_id, Dataset.working_id, newest)


def _stated(key: str) -> ColumnElement[Any]:
    return func.json_extract(text("revision.metadata"), f"$.{key}")


# Conditions --------------------------------------------------------------------------------------


def among(rows: Collection[int]) -> Condition:
    """One of these primary keys, however many."""
    if not rows:
        return false()
    listed = func.json_each(json.dumps(list(rows))).table_valued("value")
    return Dataset.id.in_(select(listed.c.value))


def of_agencies(rows: Collection[int]) -> Condition:
    """Owned by one of the agencies with these primary keys."""
    return Dataset.agency_id.in_(sorted(rows)) if rows else false()


def list_values(session: Session, within: Condition, key: str) -> list[tuple[int, Any]]:
    """Primary key and value of the datasets that state a single value; a list is JSON text."""
    query = (
        select(Dataset.id, _stated(key))
        .join(Revision, Revision.id == _shown())
        .where(within, _stated(key).is_not(None))
    )
    return [(row, value) for row, value in session.execute(query)]


def list_items(session: Session, within: Condition, key: str) -> list[tuple[int, Any]]:
    """Primary key and each value of a list; keywords as tags."""
    items = func.json_each(text("revision.metadata"), f"$.{key}").table_valued("value")
    value = tag_of(items.c.value) if key == "tag_string" else items.c.value
    query = (
        select(Dataset.id, value)
        .select_from(Dataset)
        .join(Revision, Revision.id == _shown())
        .join(items, true())
        .where(within)
    )
    return [(row, value) for row, value in session.execute(query)]


def list_parts(session: Session, within: Condition, key: str) -> list[tuple[int, Any]]:
    """Primary key and each value of a field of the public files."""
    query = (
        select(Dataset.id, _part(key))
        .join(Distribution, Distribution.revision_id == _shown())
        .where(within, _is_public_part(), _part(key).is_not(None))
    )
    return [(row, value) for row, value in session.execute(query)]


def tag_of(keyword: ColumnElement[Any]) -> ColumnElement[Any]:
    """A keyword as a tag, as `catalog.api.ckan.package.tag_name` writes it."""
    name = func.replace(func.replace(keyword, ", ", " "), ",", " ")
    return func.trim(func.substr(name, 1, 100), " ")


def _part(key: str) -> ColumnElement[Any]:
    return func.json_extract(text("distribution.metadata"), f"$.{key}")


def _is_public_part() -> Condition:
    return func.coalesce(_part("resource_private"), 0) == 0


def instant_between(
    column: str,
    low: dt.datetime | None,
    high: dt.datetime | None,
    *,
    with_low: bool = True,
    with_high: bool = True,
) -> Condition:
    """``created`` or ``modified`` lies in a range; None is open."""
    return and_(true(), *_bounds(getattr(Dataset, column), low, high, with_low, with_high))


def text_between(
    column: str, low: str | None, high: str | None, *, with_low: bool, with_high: bool
) -> Condition:
    """``uid`` or ``slug`` lies in a range."""
    return and_(true(), *_bounds(getattr(Dataset, column), low, high, with_low, with_high))


def _bounds(
    value: ColumnElement[Any], low: Any, high: Any, with_low: bool, with_high: bool
) -> list[Condition]:
    found = []
    if low is not None:
        found.append(value >= low if with_low else value > low)
    if high is not None:
        found.append(value <= high if with_high else value < high)
    return found


def column_matches(column: str, pattern: str) -> Condition:
    """``uid`` or ``slug`` matches a pattern of LIKE."""
    matched: Condition = getattr(Dataset, column).like(pattern, escape=_ESCAPE)
    return matched


def is_public(yes: bool) -> Condition:
    """Whether anyone may see it."""
    return (Dataset.audience == Audience.ANYONE) if yes else (Dataset.audience != Audience.ANYONE)


def in_ckan_state(state: str) -> Condition:
    """Active, draft or deleted."""
    match state:
        case "active":
            return Dataset.state == DatasetState.PUBLISHED
        case "deleted":
            return Dataset.state == DatasetState.WITHDRAWN
        case "draft":
            return Dataset.state.not_in((DatasetState.PUBLISHED, DatasetState.WITHDRAWN))
        case _:
            return false()


def like(pieces: Sequence[str], wildcards: str) -> str:
    """The pattern of LIKE for pieces with ``*`` and ``?`` between them."""
    out = ""
    for at, piece in enumerate(pieces):
        for special in (_ESCAPE, "%", "_"):
            piece = piece.replace(special, _ESCAPE + special)
        out += piece
        if at < len(wildcards):
            out += "%" if wildcards[at] == "*" else "_"
    return out


# Pages and counts --------------------------------------------------------------------------------

ORDERS: dict[str, Callable[[], ColumnElement[Any]]] = {
    "id": lambda: Dataset.uid.expression,
    "name": lambda: Dataset.slug.expression,
    "metadata_created": lambda: Dataset.created.expression,
    "metadata_modified": lambda: Dataset.modified.expression,
    "title_string": lambda: (
        select(func.coalesce(_stated("title"), _stated("title_en"), ""))
        .select_from(Revision)
        .where(Revision.id == _shown())
        .correlate(Dataset)
        .scalar_subquery()
    ),
    # Nobody is counted, so all have been viewed equally often.
    "views_recent": lambda: literal(0),
}
"""Columns that a page may be sorted by."""
STEADY = frozenset({"id", "name", "metadata_created", "metadata_modified"})
"""Those that every dataset has a value of: a page can begin behind one of them."""


def count_rows(session: Session, where: Condition) -> int:
    """How many datasets meet a condition."""
    return session.scalar(select(func.count()).select_from(Dataset).where(where)) or 0


def list_rows(
    session: Session,
    where: Condition,
    order: Sequence[tuple[str, bool]],
    *,
    limit: int | None = None,
    offset: int = 0,
    after: Sequence[Any] | None = None,
) -> list[int]:
    """Primary keys in order (column of `ORDERS`, descending); the UUID is always the last key.

    ``after`` is the place of a dataset (`place_of`) behind which the list begins; all columns of
    the order must then be `STEADY`.
    """
    keys = [ORDERS[name]().desc() if falls else ORDERS[name]().asc() for name, falls in order]
    query = select(Dataset.id).where(where).order_by(*keys, Dataset.uid)
    if after is not None:
        query = query.where(_beyond(order, after))
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return list(session.scalars(query))


def place_of(session: Session, row: int, order: Sequence[tuple[str, bool]]) -> tuple[Any, ...]:
    """The values of a dataset in an order, its UUID last."""
    columns = [ORDERS[name]() for name, _ in order]
    return tuple(session.execute(select(*columns, Dataset.uid).where(Dataset.id == row)).one())


def _beyond(order: Sequence[tuple[str, bool]], place: Sequence[Any]) -> Condition:
    keys = [*((ORDERS[name](), falls) for name, falls in order), (Dataset.uid.expression, False)]
    steps = []
    for at, (column, falls) in enumerate(keys):
        same = [key == value for (key, _), value in zip(keys[:at], place, strict=False)]
        steps.append(and_(*same, column < place[at] if falls else column > place[at]))
    return or_(*steps)


def list_names(session: Session, limit: int | None, offset: int, *, after: str = "") -> list[str]:
    """Short names of the public datasets behind one of them, sorted."""
    named = and_(Reach().condition, Dataset.slug > after)
    query = select(Dataset.slug).where(named).order_by(Dataset.slug).offset(offset)
    return list(session.scalars(query.limit(-1 if limit is None else limit)))


def row_of(session: Session, actor: Actor, name: str) -> int | None:
    """Primary key of the dataset with a UUID or short name, None when the actor may not see it."""
    query = select(Dataset.id).where(visible_to(actor))
    by_id = session.scalar(query.where(Dataset.uid == name))
    return by_id or session.scalar(query.where(Dataset.slug == name))


def row_of_part(session: Session, actor: Actor, uid: str) -> int | None:
    """Primary key of the dataset that shows a public file with this UUID."""
    return session.scalar(
        select(Dataset.id)
        .join(Distribution, Distribution.revision_id == _shown())
        .where(Distribution.uid == uid, _is_public_part(), visible_to(actor))
        .limit(1)
    )


# Facets ------------------------------------------------------------------------------------------


def count_agencies(session: Session, where: Condition) -> dict[int, int]:
    """Datasets of each agency by its primary key."""
    query = select(Dataset.agency_id, func.count()).where(where).group_by(Dataset.agency_id)
    return dict(session.execute(query).all())


def count_values(session: Session, where: Condition, key: str) -> dict[str, int]:
    """Datasets by a single value of their metadata, "" where nothing is stated."""
    value = func.coalesce(_stated(key), "")
    query = (
        select(value, func.count())
        .select_from(Dataset)
        .join(Revision, Revision.id == _shown())
        .where(where)
        .group_by(value)
    )
    return dict(session.execute(query).all())


def count_items(session: Session, where: Condition, key: str) -> dict[str, int]:
    """Datasets by the values of a list of their metadata; keywords are counted as tags."""
    items = func.json_each(text("revision.metadata"), f"$.{key}").table_valued("value")
    value = tag_of(items.c.value) if key == "tag_string" else items.c.value
    query = (
        select(value, func.count(Dataset.id.distinct()))
        .select_from(Dataset)
        .join(Revision, Revision.id == _shown())
        .join(items, true())
        .where(where)
        .group_by(value)
    )
    return dict(session.execute(query).all())


def count_formats(session: Session, where: Condition) -> dict[str, int]:
    """Datasets by the formats of their public files."""
    value = _part("format")
    query = (
        select(value, func.count(Dataset.id.distinct()))
        .select_from(Dataset)
        .join(Distribution, Distribution.revision_id == _shown())
        .where(where, _is_public_part(), value.is_not(None))
        .group_by(value)
    )
    return dict(session.execute(query).all())
