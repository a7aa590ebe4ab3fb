"""Hits in order: one page of them, by offset or from where the last page ended."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalog.search.arrays import best, keys, promising, row_of
from catalog.search.backend import SearchRequest
from catalog.search.leaf import Leaf, Titles
from catalog.search.paging import Cursor
from catalog.search.ranking import Scoring, scores
from catalog.search.sets import Ids, Keys

__all__ = ["Ordered", "by_number", "by_title"]

_HIGHEST = np.int32((1 << 31) - 1)


@dataclass(frozen=True, slots=True)
class Ordered:
    """Rows of a page, and the end of the page when more hits follow: its key or title."""

    rows: list[int]
    more: bool
    key: int = 0
    title: bytes = b""


def by_number(
    leaves: Sequence[Leaf],
    passing: Sequence[Ids | None],
    request: SearchRequest,
    by: Scoring,
    cursor: Cursor | None,
) -> Ordered:
    """Order hits by their score, or by a number of the document."""
    found, total = [], 0
    for leaf, ids in zip(leaves, passing, strict=True):
        if ids is not None and not len(ids):
            continue
        if request.sort == "relevance" and by.terms:
            # The bits of a float that is not negative are in the order of the float.
            upper = scores(leaf, ids, by).view(np.int32)
        else:
            name = "modified" if request.sort == "relevance" else request.sort
            numbers = leaf.numbers[name]
            upper = np.minimum(numbers if ids is None else numbers.take(ids), _HIGHEST).astype(
                np.int32
            )
        upper = _HIGHEST - upper if request.reverse else upper
        total += len(upper)
        some = promising(upper, request.offset + request.limit) if cursor is None else None
        if some is not None:
            ids, upper = some if ids is None else ids.take(some), upper.take(some)
        mine = keys(leaf, ids, upper.astype(np.int64))
        if cursor is not None:
            mine = mine[mine < cursor.key]
            total += len(mine) - len(upper)
        found.append(mine)
    page = best(found, request.limit, request.offset)
    more = total > request.offset + len(page)
    return Ordered([row_of(key) for key in page], more and bool(page), page[-1] if page else 0)


def by_title(
    leaves: Sequence[Leaf],
    passing: Sequence[Ids | None],
    request: SearchRequest,
    cursor: Cursor | None,
) -> Ordered:
    """Order hits by title: each part by its own numbers, then the first of each together."""
    wanted = request.offset + request.limit
    first: list[tuple[bytes, int]] = []
    total = 0
    for leaf, ids in zip(leaves, passing, strict=True):
        if ids is not None and not len(ids):
            continue
        title = leaf.titles()
        places = title.places if ids is None else title.places[ids]
        rows = (leaf.numbers["row"] if ids is None else leaf.numbers["row"][ids]).astype(np.int64)
        if cursor is not None:
            kept = _after(title, places, rows, cursor, request.reverse)
            places, rows = places[kept], rows[kept]
        total += len(rows)
        near: Keys = ((len(title.keys) - places if request.reverse else places) << 32) | rows
        if len(near) > wanted:
            near = near[np.argpartition(near, wanted)[:wanted]] if wanted else near[:0]
        for key in near.tolist():
            place = len(title.keys) - (key >> 32) if request.reverse else key >> 32
            first.append((title.keys[place], key & 0xFFFFFFFF))
    first.sort(key=lambda pair: pair[1])
    first.sort(key=lambda pair: pair[0], reverse=request.reverse)
    page = first[request.offset : wanted]
    last, row = page[-1] if page else (b"", 0)
    more = bool(page) and total > request.offset + len(page)
    return Ordered([row for _, row in page], more, row, last)


def _after(
    title: Titles, places: Keys, rows: Keys, cursor: Cursor, reverse: bool
) -> "np.typing.NDArray[np.bool_]":
    place = bisect_left(title.keys, cursor.title)
    same = place < len(title.keys) and title.keys[place] == cursor.title
    last = place if same else place - 1
    later = places < place if reverse else places > last
    return later | ((places == place) & (rows > cursor.key)) if same else later
