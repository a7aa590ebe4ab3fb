"""Evaluating a search over arrays: no Python call for a single document.

A segment of an index is a set of documents numbered from nought.  A term's postings are two arrays
(sorted document numbers, weights); facets, sort keys and lengths are arrays over the segment.  None
in place of document numbers means every document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog.search.query import Clause, Filter

__all__ = [
    "Counts",
    "Facet",
    "Hits",
    "Ids",
    "Leaf",
    "Numbers",
    "Plan",
    "Postings",
    "Titles",
    "Values",
    "best",
    "both",
    "complement",
    "facet_counts",
    "find",
    "holding",
    "idf",
    "keys",
    "occurrences",
    "row_of",
    "top_values",
    "union",
]

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Postings = tuple[Ids, npt.NDArray[np.float32]]

_NONE: Ids = np.empty(0, np.int32)


class Values:
    """The values of one facet, numbered in the order of their first sight; numbers never change."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, name: str) -> int:
        """Return the number of a value, a new one at first sight."""
        code = self._codes.setdefault(name, len(self.names))
        if code == len(self.names):
            self.names.append(name)
        return code


class Facet:
    """Which values the documents of one segment hold: value codes in the order of documents."""

    def __init__(self, size: int, values: Iterable[tuple[int, Ids]]) -> None:
        """Take the number of documents, and for each value code the documents that hold it."""
        pairs = list(values)
        documents = np.concatenate([ids for _, ids in pairs]) if pairs else _NONE
        sizes = [len(ids) for _, ids in pairs]
        codes = np.repeat(np.array([code for code, _ in pairs], np.int32), sizes)
        self.codes = codes[np.argsort(documents, kind="stable")]
        held = np.bincount(documents, minlength=size)
        self.starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(held)])
        self.single = bool((held == 1).all())
        self.total: Counts = np.bincount(self.codes)

    def count(self, hits: Ids | None) -> Counts:
        """Return how many of the hits hold each value, indexed by value code."""
        if hits is None:
            return self.total
        if self.single:
            codes = self.codes[hits]
        else:
            first = self.starts[hits]
            held = self.starts[hits + 1] - first
            before = np.cumsum(held) - held
            codes = self.codes[np.repeat(first - before, held) + np.arange(held.sum())]
        return np.bincount(codes, minlength=len(self.total))


class Titles:
    """The titles of one segment in their order: the same number for the same key."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self.keys = sorted(set(keys))
        places = {key: place for place, key in enumerate(self.keys)}
        self.places: Keys = np.fromiter((places[key] for key in keys), np.int64, len(keys))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One segment as a search sees it.

    ``visible`` masks the documents that are alive and that the asker may see, ``seen`` numbers
    them; None means all.  ``totals`` holds counts of facets over them, once worked out.
    ``kept`` holds what was worked out of a segment, for as long as it lives.
    """

    size: int
    numbers: Mapping[str, Numbers]
    visible: Mask | None
    post: Callable[[str, str], Postings]
    facet: Callable[[str], Facet]
    kept: dict[str, Any] = field(default_factory=dict)
    seen: Ids | None = None
    totals: dict[str, Counts] = field(default_factory=dict)


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


@dataclass(slots=True)
class Hits:
    """The hits of one leaf: before the filters, and the documents each filter lets through.

    ``held`` are the documents that hold each clause of the plan, hidden ones included.
    """

    base: Ids | None
    filters: dict[str, Ids]
    size: int
    held: Sequence[Ids] = ()

    def all(self, without: str = "") -> Ids | None:
        """Return the documents that pass every filter, or every filter but one."""
        ids = self.base
        for name, allowed in self.filters.items():
            if name != without:
                ids = both(ids, allowed, self.size)
        return ids

    def count(self, ids: Ids | None) -> int:
        """Return how many documents these are."""
        return self.size if ids is None else len(ids)


def both(a: Ids | None, b: Ids | None, size: int) -> Ids | None:
    """Return the documents in both of two sorted sets of a segment."""
    if a is None:
        return b
    if b is None:
        return a
    if len(a) > len(b):
        a, b = b, a
    if not len(a):
        return a
    if len(b) > 64 * len(a):
        at = np.searchsorted(b, a)
        at[at == len(b)] = 0
        found: Ids = a[b[at] == a]
        return found
    mask = np.zeros(size, np.bool_)
    mask[b] = True
    return a[mask[a]]


def union(sets: Sequence[Ids], size: int) -> Ids:
    """Return the documents in any of some sorted sets of a segment."""
    if len(sets) < 2:
        return sets[0] if sets else _NONE
    if sum(map(len, sets)) * 16 < size:
        return np.unique(np.concatenate(sets))
    mask = np.zeros(size, np.bool_)
    for ids in sets:
        mask[ids] = True
    return np.flatnonzero(mask).astype(np.int32)


def holding(leaf: Leaf, clause: Clause, name: str = "text") -> Ids:
    """Return the documents in which one of the alternatives holds, in the text or another field."""
    found = []
    for alternative in clause:
        ids: Ids | None = None
        for term in sorted(alternative, key=lambda term: len(leaf.post(name, term)[0])):
            ids = both(ids, leaf.post(name, term)[0], leaf.size)
        found.append(_NONE if ids is None else ids)
    return union(found, leaf.size)


def _matching(leaf: Leaf, plan: Plan, held: Sequence[Ids]) -> Ids | None:
    sets = sorted(held, key=len)
    if plan.enough is not None:
        counted = np.zeros(leaf.size, np.uint8)
        for ids in sets:
            counted[ids] += 1
        return np.flatnonzero(counted >= plan.enough).astype(np.int32)
    hits: Ids | None = None
    for ids in sets:
        hits = both(hits, ids, leaf.size)
    return hits


def find(leaf: Leaf, plan: Plan) -> Hits:
    """Return what a plan finds in one leaf, visible documents only."""
    held = [holding(leaf, clause) for clause in plan.clauses]
    hits = _matching(leaf, plan, held)
    unwanted = [holding(leaf, clause) for clause in plan.excluded]
    mask = leaf.visible
    if unwanted:
        mask = np.ones(leaf.size, np.bool_) if mask is None else mask.copy()
        for ids in unwanted:
            mask[ids] = False
    if hits is None and not unwanted:
        hits = leaf.seen
    elif mask is not None:
        hits = np.flatnonzero(mask).astype(np.int32) if hits is None else hits[mask[hits]]

    def passing(name: str, values: Sequence[str]) -> Ids:
        return union([leaf.post(name, value)[0] for value in dict.fromkeys(values)], leaf.size)

    filters = {name: passing(name, values) for name, values in plan.filters.items()}
    # What is typed has a number in place of the name of a facet: no count leaves it out.
    filters |= {str(at): passing(*one) for at, one in enumerate(plan.typed)}
    return Hits(hits, filters, leaf.size, held)


def occurrences(leaves: Sequence[Leaf], name: str, term: str) -> int:
    """Return how many visible documents hold a term of a field."""
    total = 0
    for leaf in leaves:
        ids, _ = leaf.post(name, term)
        total += len(ids) if leaf.visible is None else int(np.count_nonzero(leaf.visible[ids]))
    return total


def idf(leaves: Sequence[Leaf], term: str) -> float:
    """Return the inverse document frequency of BM25 over the documents that the asker may see.

    A cursor hands it out: over all documents it would tell how many hidden ones hold a word.
    """
    total = sum(leaf.size if leaf.seen is None else len(leaf.seen) for leaf in leaves)
    held = occurrences(leaves, "text", term)
    return float(np.log(1 + (total - held + 0.5) / (held + 0.5)))


def keys(leaf: Leaf, ids: Ids | None, upper: Keys) -> Keys:
    """Return sort keys (the larger the better, no two the same) for numbers from 0 to 2 ** 31.

    A key holds the number above and the row below: among equals the lower row is first.
    """
    rows = leaf.numbers["row"] if ids is None else leaf.numbers["row"][ids]
    return (upper << 32) | (0xFFFFFFFF - rows.astype(np.int64))


def row_of(key: int) -> int:
    """Return the row in a sort key."""
    return 0xFFFFFFFF - (key & 0xFFFFFFFF)


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


def complement(leaf: Leaf, ids: Ids) -> Ids:
    """Return the documents that the asker may see and that are not among these."""
    missing = np.ones(leaf.size, np.bool_) if leaf.visible is None else leaf.visible.copy()
    missing[ids] = False
    return np.flatnonzero(missing).astype(np.int32)


def _total(leaf: Leaf, name: str) -> Counts:
    found = leaf.totals.get(name)
    if found is None:
        found = leaf.totals[name] = leaf.facet(name).count(leaf.seen)
    return found


def facet_counts(leaf: Leaf, names: Sequence[str], ids: Ids | None) -> list[Counts]:
    """Return the counts of some facets, by counting what is missing when that is less work."""
    if ids is leaf.seen or ids is None:
        return [_total(leaf, name) for name in names]
    every = leaf.size if leaf.seen is None else len(leaf.seen)
    if len(ids) <= every // 2:
        return [leaf.facet(name).count(ids) for name in names]
    missing = complement(leaf, ids)
    return [_total(leaf, name) - leaf.facet(name).count(missing) for name in names]


def top_values(counts: Counts, names: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """Return the most frequent values, by count and then by name."""
    held = np.flatnonzero(counts)
    if len(held) > limit:
        least = np.partition(counts[held], len(held) - limit)[len(held) - limit]
        held = held[counts[held] >= least]
    pairs = [(names[code], int(counts[code])) for code in held.tolist()]
    return nsmallest(limit, pairs, key=lambda pair: (-pair[1], pair[0]))
