"""The public catalogue as one RDF document: from what is kept written, from the rows where not."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from catalog.db.queries.fragments import Fragment, nodes_of, put_nodes, walk_fragments
from catalog.db.queries.outlines import Stored, outlines_of_rows
from catalog.rdf.fast import writer
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.packing import Packing, packing
from catalog.rdf.site import Site
from catalog.rdf.stream import REMEMBERED, Listing, Piece, stored_document
from schemas.outline import Outline

log = logging.getLogger(__name__)


def export_catalogue(
    session: Session, site: Site, form: Format, where: ColumnElement[bool] | None = None
) -> Iterator[bytes]:
    """What anyone may see, of the datasets of a condition, UTF-8, in chunks; the head at once.

    Byte for byte what the records say now, whatever is kept and however old.  A dataset that cannot
    be written is left out whole and logged.
    """
    return stored_document(_pieces(session, site, form, where), site, form)


def _pieces(
    session: Session, site: Site, form: Format, where: ColumnElement[bool] | None
) -> Iterator[Piece[bytes]]:
    made = packing(site.base, form)
    listed = Listing(site, form)
    number = FORMATS.index(form)
    shared = _Shared(session, number)
    for found in walk_fragments(session, number, made.stamp, where):
        rest = _written(session, [row for row, _, _, body in found if body is None], site, form)
        for row, slug, nodes, body in found:
            if body is None or nodes is None:
                if (live := rest.get(row)) is None:
                    continue
                own, pointed = live
                fresh: Iterable[tuple[str, bytes]] = pointed.items()
            else:
                own, fresh = made.unpack(body), shared.fresh(nodes)
            yield (listed.of(slug).encode(), own), fresh


class _Shared:
    """Shared nodes by id, as one walk over fragments meets them."""

    def __init__(self, session: Session, syntax: int) -> None:
        self._session = session
        self._syntax = syntax
        self._nodes: dict[str, tuple[str, bytes]] = {}
        self._lists: set[str] = set()
        self._met: set[str] = set()

    def fresh(self, ids: str) -> Sequence[tuple[str, bytes]]:
        """Subject and text of those that no fragment before pointed to, in their order."""
        if ids in self._lists:
            return ()
        if len(self._lists) >= REMEMBERED:
            self._lists.clear()
        self._lists.add(ids)
        new = [each for each in ids.split(",") if each not in self._met]
        if not new:
            return ()
        if not self._nodes:
            kept = nodes_of(self._session, self._syntax)
            self._nodes = {str(id_): node for id_, node in kept.items()}
        self._met.update(new)
        return [self._nodes[each] for each in new]


def _written(
    session: Session, rows: Sequence[int], site: Site, form: Format
) -> dict[int, tuple[bytes, dict[str, bytes]]]:
    """What the rows say, for datasets of which nothing fresh is kept."""
    if not rows:
        return {}
    out = {}
    for stored in outlines_of_rows(session, rows):
        if (text := write_outline(stored.outline, site, form)) is not None:
            own, nodes = text
            encoded = {subject: node.encode() for subject, node in nodes.items()}
            out[stored.row] = own.encode(), encoded
    return out


def write_outline(outline: Outline, site: Site, form: Format) -> tuple[str, dict[str, str]] | None:
    """Own text of a dataset, and shared nodes by subject; None, logged, when it cannot be written.

    A record with a code that no list has is one: the others must not wait for its repair.
    """
    try:
        own, shared = writer(site.base, form).write(outline)
    except (KeyError, ValueError) as error:
        log.error("dataset %s cannot be written as RDF: %r", outline.slug, error)
        return None
    nodes: dict[str, str] = {}
    for each in shared:
        nodes |= each.nodes
    return own, nodes


def keep_fragments(
    session: Session,
    made: Packing,
    number: int,
    written: Iterable[tuple[Stored, str, dict[str, str]]],
) -> list[Fragment]:
    """Fragments of what was written, after keeping the shared nodes it points to."""
    given = list(written)
    nodes = {subject: text.encode() for _, _, each in given for subject, text in each.items()}
    ids = put_nodes(session, number, nodes)
    return [
        Fragment(
            stored.row,
            stored.version,
            ",".join(str(ids[subject]) for subject in pointed),
            made.pack(own),
        )
        for stored, own, pointed in given
    ]
