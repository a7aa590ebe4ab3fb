"""Keeps what is written of the public datasets equal to the rows; the export reads it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from catalog.db.base import Sessions
from catalog.db.queries.fragments import (
    Block,
    Shown,
    blocks_of,
    forget_blocks,
    held,
    number_of,
    public_blocks,
    put_blocks,
    put_nodes,
    stale_blocks,
    stray_blocks,
)
from catalog.db.queries.outlines import outlines_of_rows
from catalog.jobs.export import missing, write_outline
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.packing import Part, packing, stamps
from catalog.rdf.site import Site

log = logging.getLogger(__name__)

#: Blocks written before they are kept: one short transaction for each so many and syntax.
BATCH = 8

#: Own text of a dataset and shared nodes by subject, by primary key and version.
_Live = Mapping[tuple[int, int], tuple[bytes, dict[str, bytes]]]


def apply_fragments(sessions: Sessions, site: Site, rows: Iterable[int]) -> None:
    """Keep the blocks of these datasets as anyone may see them now, in every syntax.

    What a block has of its other datasets stays, as far as it is still what the rows say.
    """
    numbers = sorted({number_of(row) for row in rows})
    for start in range(0, len(numbers), BATCH):
        _refresh(sessions, site, numbers[start : start + BATCH])


def heal_fragments(sessions: Sessions, site: Site, first: int = 0) -> int | None:
    """Write what is missing, old or of another writer, of some blocks from the first.

    At most `BATCH` of them, so that other work gets its turn; returns with which block the next
    step begins, None when there is none.  Blocks of which nobody may see anything are forgotten.
    """
    with sessions.read() as session:
        gone = [] if first else stray_blocks(session)
        old = stale_blocks(session, stamps(site.base), first, BATCH)
    if gone:
        log.warning("%d blocks of fragments forgotten that nobody may see", len(gone))
        with sessions.write() as session:
            forget_blocks(session, gone, range(len(FORMATS)))
    if old:
        _refresh(sessions, site, old)
    return old[-1] + 1 if len(old) == BATCH else None


def _refresh(sessions: Sessions, site: Site, numbers: Collection[int]) -> None:
    """Write these blocks: what is kept and still true, and anew what is not."""
    with sessions.read() as session:
        shown = public_blocks(session, numbers)
        new: set[int] = set()
        for number, stamp in stamps(site.base).items():
            kept = blocks_of(session, number, stamp, numbers)
            for each, rows in shown.items():
                new.update(missing(rows, kept.get(each)))
        found = outlines_of_rows(session, new)
    for form in FORMATS:
        texts = ((stored, write_outline(stored.outline, site, form)) for stored in found)
        live = {(stored.row, stored.version): text or (b"", {}) for stored, text in texts}
        with sessions.write() as session:
            _keep(session, site, form, shown, live)


def _keep(
    session: Session, site: Site, form: Format, shown: Mapping[int, Sequence[Shown]], live: _Live
) -> None:
    made, syntax = packing(site.base, form), FORMATS.index(form)
    nodes = {subject: text for _, each in live.values() for subject, text in each.items()}
    ids = put_nodes(session, syntax, nodes)
    written = {
        key: (",".join(str(ids[subject]) for subject in pointed), own)
        for key, (own, pointed) in live.items()
    }
    kept = blocks_of(session, syntax, made.stamp, shown)
    forget_blocks(session, shown, [syntax])
    blocks = {}
    for number, rows in shown.items():
        block = kept.get(number)
        known = {**(made.parts(block.parts, block.body) if block else {}), **written}
        has = [each for each in rows if (each.row, each.version) in known]
        if has:
            parts = [Part(*each, *known[each.row, each.version]) for each in has]
            blocks[number] = Block(held(has), *made.pack(parts))
    put_blocks(session, syntax, made.stamp, blocks)
