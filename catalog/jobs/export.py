"""The public catalogue as one RDF document: from what is kept written, from the rows where not."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from catalog.db.queries.fragments import (
    Block,
    Shown,
    blocks_of,
    held,
    nodes_of,
    public_blocks,
    walk_public,
)
from catalog.db.queries.outlines import outlines_of_rows
from catalog.rdf.fast import writer
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.packing import Packing, packing
from catalog.rdf.site import Site
from catalog.rdf.source import Shared
from catalog.rdf.stream import Listing, Piece, pieces_document
from schemas.outline import Outline

log = logging.getLogger(__name__)

#: Own text of a dataset and shared nodes by subject, by primary key.
_Live = Mapping[int, tuple[bytes, dict[str, bytes]]]


def export_catalogue(
    session: Session, site: Site, form: Format, where: ColumnElement[bool] | None = None
) -> Iterator[bytes]:
    """What anyone may see, of the datasets of a condition, UTF-8, in chunks; the head at once.

    Byte for byte what the records say now, whatever is kept and however old.  A dataset that cannot
    be written is left out whole and logged when it is first met.
    """
    return pieces_document(_pieces(session, site, form, where), site, form)


def _pieces(
    session: Session, site: Site, form: Format, where: ColumnElement[bool] | None
) -> Iterator[Piece]:
    """Whole blocks where they say what the rows say, single datasets where not."""
    made = packing(site.base, form)
    number = FORMATS.index(form)
    shared = _Shared(session, number, made.between)
    single = _Single(made, Listing(site, form), shared)
    whole = site.catalogue == made.catalogue
    for page in walk_public(session, where):
        kept = blocks_of(session, number, made.stamp, [block for block, _ in page])
        good = {n for n, now in page if whole and n in kept and kept[n].held == now}
        others = public_blocks(session, [n for n, _ in page if n not in good], where)
        new = [row for n, rows in others.items() for row in missing(rows, kept.get(n))]
        live = _written(session, new, site, form)
        for n, _ in page:
            if n in good:
                yield from _stretches(made, kept[n], shared)
            else:
                yield from single.pieces(others[n], kept.get(n), live)


def _stretches(made: Packing, block: Block, shared: _Shared) -> Iterator[Piece]:
    """A whole block, in one piece unless it points to shared nodes that were not met before."""
    text, start = made.whole(block.body), 0
    for end, fresh in shared.due(block.nodes):
        # Not a copy: it is put together with what follows.
        yield (memoryview(text)[start:end],), fresh
        start = end
    yield (memoryview(text)[start:] if start else text,), ()


def missing(rows: Sequence[Shown], block: Block | None) -> list[int]:
    """Primary keys of the datasets that a block does not have as they are now."""
    has = set(block.held.split(",")) if block else set()
    return [each.row for each in rows if held([each]) not in has]


class _Single:
    """Pieces of the document for one dataset each."""

    def __init__(self, made: Packing, listed: Listing, shared: _Shared) -> None:
        self._made = made
        self._listed = listed
        self._shared = shared

    def pieces(self, rows: Sequence[Shown], block: Block | None, live: _Live) -> Iterator[Piece]:
        """Those of a block: from what is kept of it, from ``live`` where that has it."""
        between = self._made.between
        kept = self._made.parts(block.parts, block.body) if block else {}
        for row, version, slug in rows:
            if row in live:
                own, pointed = live[row]
                fresh = [(subject, between + node) for subject, node in pointed.items()]
            else:
                nodes, own = kept.get((row, version), ("", b""))
                fresh = self._shared.fresh(nodes)
            if own:
                yield (self._listed.of(slug), between, own), fresh


class _Shared:
    """Shared nodes by id, as one walk over blocks meets them."""

    def __init__(self, session: Session, syntax: int, between: bytes) -> None:
        self._session = session
        self._syntax = syntax
        self._between = between
        self._nodes: dict[str, tuple[str, bytes]] = {}
        self._met: set[str] = set()

    def due(self, nodes: str) -> list[tuple[int, list[tuple[str, bytes]]]]:
        """Of those of a block, subject and text of what was not met before, by place."""
        pointed, _, places = nodes.partition(";")
        ids = pointed.split(",")
        if self._met.issuperset(ids):
            return []
        found: dict[str, list[str]] = {}
        for id_, place in zip(ids, places.split(","), strict=True):
            # "" where nothing is pointed to.
            if id_ and id_ not in self._met:
                found.setdefault(place, []).append(id_)
        return [(int(place), self._texts(new)) for place, new in found.items()]

    def fresh(self, ids: str) -> list[tuple[str, bytes]]:
        """Subject and text of those that no dataset before pointed to, in their order."""
        return self._texts([id_ for id_ in filter(None, ids.split(",")) if id_ not in self._met])

    def _texts(self, new: Collection[str]) -> list[tuple[str, bytes]]:
        if new and not self._nodes:
            kept = nodes_of(self._session, self._syntax)
            self._nodes = {
                str(id_): (subject, self._between + text) for id_, (subject, text) in kept.items()
            }
        self._met.update(new)
        return [self._nodes[each] for each in new]


def _written(session: Session, rows: Sequence[int], site: Site, form: Format) -> _Live:
    """What the rows say, for datasets of which nothing fresh is kept."""
    if not rows:
        return {}
    found = (
        (each, write_outline(each.outline, site, form)) for each in outlines_of_rows(session, rows)
    )
    return {stored.row: text for stored, text in found if text is not None}


def write_outline(
    outline: Outline, site: Site, form: Format
) -> tuple[bytes, dict[str, bytes]] | None:
    """Own text of a dataset, and shared nodes by subject; None, logged, when it cannot be written.

    A record with a code that no list has is one: the others must not wait for its repair.
    """
    try:
        own, shared = writer(site.base, form).write(outline)
    except (KeyError, ValueError) as error:
        log.error("dataset %s cannot be written as RDF: %r", outline.slug, error)
        return None
    nodes = Shared.joined(shared).nodes
    return b"".join(own), nodes
