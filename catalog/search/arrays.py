"""Evaluating a search over arrays: no Python call for a single document.

A part of an index is a set of documents numbered from nought.  A term's postings are two arrays
(sorted document numbers, weights); facets, sort keys and lengths are arrays over the part.  None in
place of document numbers means every document.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog.search.leaf import Counts, Leaf, Numbers, Values
from catalog.search.query import Clause, Filter
from catalog.search.sets import NONE, Ids, Keys, Mask, Posting, any_of, both, union, which

__all__ = [
    "Hits",
    "Plan",
    "best",
    "complement",
    "facet_counts",
    "find",
    "holding",
    "idf",
    "keys",
    "occurrences",
    "promising",
    "row_of",
    "rows_of",
    "top_values",
    "within",
]

_MANY = 4096
_SAMPLE = 512


@dataclass(frozen=True, slots=True)
class Plan:
    """What a document must hold; ``enough`` is how many clauses must hold, None means all.

    ``filters`` are those of the request, ``typed`` those of its text: the counts of a facet leave
    its own filter out, since another value may be chosen there, but never what is typed.
    """

    clauses: Sequence[Clause] = ()
    excluded: Sequence[Clause] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Sequence[Filter] = ()
    enough: int | None = None


class Hits:
    """The hits of one leaf: before the filters, and the documents each filter lets through."""

    def __init__(self, base: Ids | None, leaf: Leaf, plan: Plan) -> None:
        self.base, self.size = base, leaf.size
        self._leaf, self._plan = leaf, plan
        self._filters: dict[str, Ids] | None = None

    def only(self, base: Ids) -> "Hits":
        """Return the same with some of the documents before the filters."""
        return Hits(base, self._leaf, self._plan)

    @property
    def filters(self) -> Mapping[str, Ids]:
        """The documents that each filter lets through; those that are typed have numbers."""
        if self._filters is None:
            plan = self._plan
            self._filters = {name: self._passing(name, v) for name, v in plan.filters.items()}
            # No count of a facet leaves out what is typed: it has no name of a facet.
            self._filters |= {str(at): self._passing(*one) for at, one in enumerate(plan.typed)}
        return self._filters

    def _passing(self, name: str, values: Sequence[str]) -> Ids:
        held = [self._leaf.post(name, value).ids for value in dict.fromkeys(values)]
        return union(held, self.size)

    def all(self, without: str = "") -> Ids | None:
        """Return the documents that pass every filter, or every filter but one."""
        ids = self.base
        if ids is not None and not len(ids):
            return ids
        for name, allowed in self.filters.items():
            if name != without:
                ids = both(ids, allowed, self.size)
        return ids

    def count(self, ids: Ids | None) -> int:
        """Return how many documents these are."""
        return self.size if ids is None else len(ids)


def _alternatives(leaf: Leaf, clause: Clause, name: str) -> list[list[Posting]]:
    """Return the terms of each alternative, the rarest first; none that a segment lacks."""
    out = []
    for alternative in clause:
        terms = [leaf.post(name, term) for term in alternative]
        if len(terms) > 1:
            terms.sort(key=lambda held: len(held.ids))
        if terms and len(terms[0].ids):
            out.append(terms)
    return out


def holding(leaf: Leaf, clause: Clause, name: str = "text") -> Ids:
    """Return the documents in which one of the alternatives holds, in the text or another field."""
    return any_of(_alternatives(leaf, clause, name), leaf.size)


def within(leaf: Leaf, ids: Ids, clause: Clause, name: str = "text") -> Mask:
    """Say of each of some documents whether one of the alternatives holds in it."""
    return which(_alternatives(leaf, clause, name), ids)


def _matching(leaf: Leaf, plan: Plan) -> Ids | None:
    if plan.enough is not None:
        counted = np.zeros(leaf.size, np.uint8)
        for clause in plan.clauses:
            counted[holding(leaf, clause)] += 1
        return np.flatnonzero(counted >= plan.enough).astype(np.int32)
    # The rarest clause is put together; the others are only looked up in what it gives.
    rest = []
    for clause in plan.clauses:
        found = _alternatives(leaf, clause, "text")
        if not found:
            return NONE
        rest.append(found)
    rest.sort(key=lambda found: sum(len(terms[0].ids) for terms in found))
    hits: Ids | None = None
    for found in rest:
        hits = any_of(found, leaf.size) if hits is None else hits.compress(which(found, hits))
    return hits


def find(leaf: Leaf, plan: Plan) -> Hits:
    """Return what a plan finds in one leaf, visible documents only."""
    hits = _matching(leaf, plan)
    if hits is not None and not len(hits):
        return Hits(hits, leaf, plan)
    unwanted = [holding(leaf, clause) for clause in plan.excluded]
    mask = leaf.visible
    if unwanted:
        mask = np.ones(leaf.size, np.bool_) if mask is None else mask.copy()
        for ids in unwanted:
            mask[ids] = False
    if hits is None and not unwanted:
        hits = leaf.seen
    elif mask is not None:
        if hits is None:
            hits = np.flatnonzero(mask).astype(np.int32)
        else:
            hits = hits.compress(mask.take(hits))
    return Hits(hits, leaf, plan)


def occurrences(leaves: Sequence[Leaf], name: str, term: str) -> int:
    """Return how many visible documents hold a term of a field."""
    return sum(leaf.count(name, term) for leaf in leaves)


def idf(leaves: Sequence[Leaf], term: str) -> float:
    """Return the inverse document frequency of BM25 over the documents that the asker may see.

    A cursor hands it out: over all documents it would tell how many hidden ones hold a word.
    """
    total = sum(leaf.count_seen() for leaf in leaves)
    held = occurrences(leaves, "text", term)
    return math.log(1 + (total - held + 0.5) / (held + 0.5))


def keys(leaf: Leaf, ids: Ids | None, upper: Keys) -> Keys:
    """Return sort keys (the larger the better, no two the same) for numbers from 0 to 2 ** 31.

    A key holds the number above and the row below: among equals the lower row is first.
    """
    rows = leaf.numbers["row"] if ids is None else leaf.numbers["row"].take(ids)
    return (upper << 32) | (0xFFFFFFFF - rows.astype(np.int64))


def row_of(key: int) -> int:
    """Return the row in a sort key."""
    return 0xFFFFFFFF - (key & 0xFFFFFFFF)


def rows_of(keys: Keys) -> Numbers:
    """Return the rows in sort keys."""
    return (0xFFFFFFFF - (keys & 0xFFFFFFFF)).astype(np.uint32)


def promising(numbers: npt.NDArray[Any], wanted: int) -> Ids | None:
    """Return the places of the largest numbers, at least ``wanted`` and seldom many more.

    None when that would not save work.  All that are as large as the smallest of them are there.
    """
    step = len(numbers) // _SAMPLE
    # So many of the sample are expected above the bound, and some to spare.
    rank = 4 + 2 * wanted // step if step else _SAMPLE
    if len(numbers) < _MANY or rank >= _SAMPLE // 2:
        return None
    sample = numbers[::step]
    bound = np.partition(sample, len(sample) - rank)[len(sample) - rank]
    places = (numbers >= bound).nonzero()[0].astype(np.int32)
    return places if wanted <= len(places) < len(numbers) // 2 else None


def best(found: Sequence[Keys], limit: int, offset: int = 0) -> list[int]:
    """Return the largest keys, the largest first."""
    if not found or limit <= 0:
        return []
    every = np.concatenate(found)
    wanted = limit + offset
    if len(every) > wanted:
        every = every[np.argpartition(every, len(every) - wanted)[len(every) - wanted :]]
    chosen: list[int] = np.sort(every)[::-1][offset:wanted].tolist()
    return chosen


def complement(leaf: Leaf, ids: Ids) -> Keys:
    """Return the documents that the asker may see and that are not among these."""
    missing = np.ones(leaf.size, np.bool_) if leaf.visible is None else leaf.visible.copy()
    missing[ids] = False
    return missing.nonzero()[0]


def _total(leaf: Leaf, name: str) -> Counts:
    found = leaf.totals.get(name)
    if found is None:
        seen = None if leaf.seen is None else leaf.seen.astype(np.int64)
        found = leaf.totals[name] = leaf.facet(name).count(seen)
    return found


def facet_counts(leaf: Leaf, names: Sequence[str], ids: Ids | None) -> list[Counts]:
    """Return the counts of some facets, by counting what is missing when that is less work."""
    if ids is leaf.seen or ids is None:
        return [_total(leaf, name) for name in names]
    # Numbers of the size of an address are taken in half the time.
    if len(ids) <= leaf.count_seen() // 2:
        hits = ids.astype(np.int64)
        return [leaf.facet(name).count(hits) for name in names]
    missing = complement(leaf, ids)
    return [_total(leaf, name) - leaf.facet(name).count(missing) for name in names]


def top_values(counts: Counts, values: Values, limit: int) -> list[tuple[str, int]]:
    """Return the most frequent values, by count and then by name."""
    (held,) = counts.nonzero()
    often = counts.take(held)
    order = ((-often << 32) | values.places().take(held)).argsort()[:limit]
    names = values.names
    codes, often = held.take(order).tolist(), often.take(order)
    return [(names[code], count) for code, count in zip(codes, often.tolist(), strict=True)]
