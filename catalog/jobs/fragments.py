"""Keeps what is written of the public datasets equal to the rows; the export reads it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from catalog.db.base import Sessions
from catalog.db.queries.fragments import (
    forget_fragments,
    put_fragments,
    rows_to_forget,
    rows_to_write,
)
from catalog.db.queries.outlines import outlines_of_rows
from catalog.jobs.export import keep_fragments, write_outline
from catalog.rdf.formats import FORMATS
from catalog.rdf.packing import packing, stamps
from catalog.rdf.site import Site

log = logging.getLogger(__name__)

#: Datasets written before they are kept: one short transaction for each so many and syntax.
BATCH = 200


def apply_fragments(sessions: Sessions, site: Site, rows: Sequence[int]) -> None:
    """Keep of these datasets what anyone may see now, in every syntax, and forget the others."""
    with sessions.read() as session:
        found = outlines_of_rows(session, rows)
    public = {stored.row for stored in found}
    if gone := [row for row in rows if row not in public]:
        with sessions.write() as session:
            forget_fragments(session, gone, range(len(FORMATS)))
    for number, form in enumerate(FORMATS):
        made = packing(site.base, form)
        texts = ((stored, write_outline(stored.outline, site, form)) for stored in found)
        written = [(stored, *text) for stored, text in texts if text is not None]
        if written:
            with sessions.write() as session:
                fragments = keep_fragments(session, made, number, written)
                put_fragments(session, number, made.stamp, fragments)


def heal_fragments(sessions: Sessions, site: Site, after: int = 0) -> int | None:
    """Write what is missing, old or of another writer, of some datasets behind a primary key.

    At most `BATCH` of them, so that other work gets its turn; returns behind which primary key the
    next begin, None when there are none.  What is kept of hidden datasets is forgotten first.
    """
    with sessions.read() as session:
        gone = [] if after else rows_to_forget(session)
        old = rows_to_write(session, stamps(site.base), after, BATCH)
    if gone:
        log.warning("fragments of %d datasets forgotten that nobody may see", len(gone))
        apply_fragments(sessions, site, gone)
    if old:
        apply_fragments(sessions, site, old)
    return old[-1] if len(old) == BATCH else None
