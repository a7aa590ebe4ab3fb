"""Blocks of the export: kept by the worker, read only as far as the rows say the same now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from catalog.db.models import Dataset, RdfBlock, RdfNode
from catalog.db.queries.outlines import public

#: Primary keys of a block: more make it smaller, but dearer to change, and what is unpacked of it
#: should still be in the processor's cache when it is handed on.
BLOCK = 16
#: Distance between the ids of two syntaxes; more blocks than any catalogue has.
SPAN = 1 << 40
#: Datasets of which a walk asks at a time.
CHUNK = 1000

_DATASET: Table = Dataset.__table__  # type: ignore[assignment]
_BLOCK: Table = RdfBlock.__table__  # type: ignore[assignment]
_NODE: Table = RdfNode.__table__  # type: ignore[assignment]

_KEPT = and_(
    _BLOCK.c.stamp == bindparam("stamp"),
    _BLOCK.c.id.in_(bindparam("ids", expanding=True, type_=BigInteger)),
)
_HELD = select(_BLOCK.c.id, _BLOCK.c.held).where(_KEPT)
_BLOCKS = _HELD.add_columns(_BLOCK.c.nodes, _BLOCK.c.parts, _BLOCK.c.body)


class Shown(NamedTuple):
    """A dataset that anyone may see; in fact a row of SQLAlchemy with these names."""

    row: int
    version: int
    slug: str


class Block(NamedTuple):
    """What is kept of neighbouring datasets, see `RdfBlock`."""

    held: str
    nodes: str
    parts: str
    body: bytes


def number_of(row: int) -> int:
    """The block in which the dataset with a primary key stands."""
    return row // BLOCK


def held(rows: Iterable[tuple[int, int, str]]) -> str:
    """What says which datasets (`Shown`) a block has, in which version."""
    return ",".join([f"{row}:{version}" for row, version, _ in rows])


def walk_public(
    session: Session,
    where: ColumnElement[bool] | None = None,
    first: int = 0,
    chunk: int = CHUNK,
) -> Iterator[list[tuple[int, str]]]:
    """The public datasets of the blocks from the first, about ``chunk`` at a time.

    By block, as `held` says it, which the database puts together in half the time.  More than a
    block holds: only whole ones are handed on.  The rule that hides a dataset is asked of the rows
    as they are now.
    """
    blocks = _ALL if where is None and chunk == CHUNK else _walk(where, chunk)
    while rows := session.execute(blocks, {"first": first * BLOCK, "size": BLOCK}).all():
        found = [(number, held) for number, held, _ in rows]
        if sum(count for _, _, count in rows) < chunk:
            yield found
            return
        # The last may go on behind the end of what was read.
        first, _ = found.pop()
        yield found


def _walk(where: ColumnElement[bool] | None, chunk: int) -> Select[Any]:
    number = (_DATASET.c.id // bindparam("size", type_=Integer)).label("number")
    columns = number, _DATASET.c.id, _DATASET.c.version
    begin = _DATASET.c.id >= bindparam("first", type_=Integer)
    query = select(*columns).where(public(where), begin).order_by(_DATASET.c.id)
    shown = query.limit(chunk).subquery()
    # No database promises to keep the order; another one would only take the long way.
    each = func.aggregate_strings(_text(shown.c.id) + ":" + _text(shown.c.version), ",")
    query = select(shown.c.number, each, func.count())
    return query.group_by(shown.c.number).order_by(shown.c.number)


def _text(column: ColumnElement[int]) -> ColumnElement[str]:
    return cast(column, Text)


#: Made once: to make a statement takes as long as to run it.
_ALL = _walk(None, CHUNK)


def public_blocks(
    session: Session, numbers: Collection[int], where: ColumnElement[bool] | None = None
) -> dict[int, list[Shown]]:
    """The public datasets of these blocks by primary key, an empty list where there are none."""
    begin, end = (bindparam(name, type_=Integer) for name in ("first", "last"))
    columns = _DATASET.c.id.label("row"), _DATASET.c.version, _DATASET.c.slug
    inside = public(where), _DATASET.c.id.between(begin, end)
    query = select(*columns).where(*inside).order_by(_DATASET.c.id)
    found: dict[int, Any] = {}
    for number in numbers:
        limits = {"first": number * BLOCK, "last": (number + 1) * BLOCK - 1}
        found[number] = session.execute(query, limits).all()
    return found


def blocks_of(
    session: Session, syntax: int, stamp: int, numbers: Collection[int]
) -> dict[int, Block]:
    """What a writer kept of these blocks."""
    values = {"stamp": stamp, "ids": _ids(syntax, numbers)}
    return {id_ % SPAN: Block(*rest) for id_, *rest in session.execute(_BLOCKS, values)}


def stale_blocks(session: Session, stamps: Mapping[int, int], first: int, limit: int) -> list[int]:
    """Blocks, from the first, that some syntax does not keep as they would be written now."""
    stale: list[int] = []
    for page in walk_public(session, first=first):
        numbers = [number for number, _ in page]
        kept = []
        for syntax, stamp in stamps.items():
            values = {"stamp": stamp, "ids": _ids(syntax, numbers)}
            kept.append({id_ % SPAN: held for id_, held in session.execute(_HELD, values)})
        for number, meant in page:
            if any(each.get(number) != meant for each in kept):
                stale.append(number)
                if len(stale) == limit:
                    return stale
    return stale


def _ids(syntax: int, numbers: Collection[int]) -> list[int]:
    return [number + syntax * SPAN for number in numbers]


def stray_blocks(session: Session) -> list[int]:
    """Blocks of which something is kept although nobody may see anything of them."""
    start = _BLOCK.c.id % SPAN * BLOCK
    inside = exists().where(public(_DATASET.c.id.between(start, start + (BLOCK - 1))))
    query = select(_BLOCK.c.id % SPAN).distinct().where(~inside.correlate(_BLOCK))
    return list(session.scalars(query))


def put_blocks(session: Session, syntax: int, stamp: int, blocks: Mapping[int, Block]) -> None:
    """Keep blocks in one syntax, instead of what was kept of them."""
    forget_blocks(session, blocks, [syntax])
    values: list[dict[str, Any]] = [
        {"id": number + syntax * SPAN, "stamp": stamp, **block._asdict()}
        for number, block in blocks.items()
    ]
    if values:
        session.execute(insert(_BLOCK), values)


def forget_blocks(session: Session, numbers: Collection[int], syntaxes: Iterable[int]) -> None:
    """Forget what is kept of some blocks."""
    gone = list(numbers)
    for syntax in syntaxes:
        for start in range(0, len(gone), 500):
            ids = _ids(syntax, gone[start : start + 500])
            session.execute(delete(_BLOCK).where(_BLOCK.c.id.in_(ids)))


def nodes_of(session: Session, syntax: int) -> dict[int, tuple[str, bytes]]:
    """Subject and text of every shared node of a syntax, by id."""
    query = select(_NODE.c.id, _NODE.c.subject, _NODE.c.body).where(_NODE.c.syntax == syntax)
    return {id_: (subject, body) for id_, subject, body in session.execute(query)}


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
