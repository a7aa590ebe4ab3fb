"""Fragments of the export: kept by the worker, read only as far as the rows say the same now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from catalog.db.models import Dataset, RdfFragment, RdfNode
from catalog.db.queries.outlines import public

#: Distance between the ids of two syntaxes; more datasets than any catalogue has.
SPAN = 1 << 40

_DATASET: Table = Dataset.__table__  # type: ignore[assignment]
_FRAGMENT: Table = RdfFragment.__table__  # type: ignore[assignment]
_NODE: Table = RdfNode.__table__  # type: ignore[assignment]


class Fragment(NamedTuple):
    """What is kept of a dataset: its version, ids of shared nodes, its packed text."""

    row: int
    version: int
    nodes: str
    body: bytes


class Found(NamedTuple):
    """A public dataset, with what is kept of it if that is what would be written now."""

    row: int
    slug: str
    nodes: str | None
    body: bytes | None


def _fresh(syntax: int, stamp: int) -> ColumnElement[bool]:
    return and_(
        _FRAGMENT.c.id == _DATASET.c.id + syntax * SPAN,
        _FRAGMENT.c.version == _DATASET.c.version,
        _FRAGMENT.c.stamp == stamp,
    )


def walk_fragments(
    session: Session,
    syntax: int,
    stamp: int,
    where: ColumnElement[bool] | None = None,
    chunk: int = 1000,
) -> Iterator[Sequence[Found]]:
    """The public datasets by primary key, ``chunk`` at a time, with what is kept of them.

    The rule that hides a dataset is asked of the rows as they are now: what is kept of one that was
    withdrawn or reclassified is not even read.
    """
    query = (
        select(_DATASET.c.id, _DATASET.c.slug, _FRAGMENT.c.nodes, _FRAGMENT.c.body)
        .select_from(_DATASET.outerjoin(_FRAGMENT, _fresh(syntax, stamp)))
        .where(public(where), _DATASET.c.id > bindparam("after"))
        .order_by(_DATASET.c.id)
        .limit(chunk)
    )
    after = 0
    while rows := session.execute(query, {"after": after}).all():
        yield rows  # type: ignore[misc]  # rows have the names of Found
        after = rows[-1].id


def rows_to_write(session: Session, stamps: Mapping[int, int], after: int, limit: int) -> list[int]:
    """Public datasets of which some syntax is not kept as it would be written now."""
    missing = [
        ~select(_FRAGMENT.c.id).where(_fresh(syntax, stamp)).exists()
        for syntax, stamp in stamps.items()
    ]
    query = select(_DATASET.c.id).where(public(or_(*missing)), _DATASET.c.id > after)
    return list(session.scalars(query.order_by(_DATASET.c.id).limit(limit)))


def rows_to_forget(session: Session) -> list[int]:
    """Datasets of which something is kept although nobody may see them or they are gone."""
    kept = select((_FRAGMENT.c.id % SPAN).label("row")).distinct().subquery()
    seen = select(_DATASET.c.id).where(public())
    return list(session.scalars(select(kept.c.row).where(kept.c.row.not_in(seen))))


def put_fragments(
    session: Session, syntax: int, stamp: int, fragments: Collection[Fragment]
) -> None:
    """Keep what was written of some datasets in one syntax, instead of what was kept."""
    ids = [each.row + syntax * SPAN for each in fragments]
    session.execute(delete(_FRAGMENT).where(_FRAGMENT.c.id.in_(ids)))
    values: list[dict[str, Any]] = [
        {"id": id_, "version": f.version, "stamp": stamp, "nodes": f.nodes, "body": f.body}
        for id_, f in zip(ids, fragments, strict=True)
    ]
    if values:
        session.execute(insert(_FRAGMENT), values)


def forget_fragments(session: Session, rows: Collection[int], syntaxes: Iterable[int]) -> None:
    """Forget what is kept of some datasets."""
    gone = list(rows)
    for syntax in syntaxes:
        for start in range(0, len(gone), 500):
            ids = [row + syntax * SPAN for row in gone[start : start + 500]]
            session.execute(delete(_FRAGMENT).where(_FRAGMENT.c.id.in_(ids)))


def nodes_of(session: Session, syntax: int) -> dict[int, tuple[str, bytes]]:
    """Subject and text of every shared node of a syntax, by id."""
    query = select(_NODE.c.id, _NODE.c.subject, _NODE.c.body).where(_NODE.c.syntax == syntax)
    return {row.id: (row.subject, row.body) for row in session.execute(query)}


def put_nodes(session: Session, syntax: int, nodes: Mapping[str, bytes]) -> dict[str, int]:
    """Ids of shared nodes by subject, after keeping their texts."""
    found = {subject: (id_, body) for id_, (subject, body) in nodes_of(session, syntax).items()}
    for subject, body in nodes.items():
        if subject not in found:
            values = {"syntax": syntax, "subject": subject, "body": body}
            made = insert(_NODE).values(values).returning(_NODE.c.id)
            found[subject] = session.execute(made).scalar_one(), body
        elif found[subject][1] != body:
            session.execute(update(_NODE).where(_NODE.c.id == found[subject][0]).values(body=body))
    return {subject: found[subject][0] for subject in nodes}
