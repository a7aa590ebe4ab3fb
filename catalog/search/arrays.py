"""Evaluating a search over arrays: no Python call for a single document.

A segment of an index is a set of documents numbered from nought.  A term's postings are two arrays
(sorted document numbers, weights); facets, sort keys and lengths are arrays over the segment.  None
in place of document numbers means every document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog.search.query import Clause, Filter
from catalog.search.sets import NONE, Ids, Keys, Mask, Posting, any_of, both, union, which

__all__ = [
    "Counts",
    "Facet",
    "Hits",
    "Leaf",
    "Numbers",
    "Plan",
    "Titles",
    "Values",
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

Numbers = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]

_COUNTED = 10_000
_MANY = 4096
_SAMPLE = 512
_JOINED = 4096


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
    """Which values the documents of one segment hold: value codes in the order of documents.

    Where no document holds more than a few, its values are one number: what is counted once for
    each number gives all counts.
    """

    def __init__(self, size: int, values: Iterable[tuple[int, Ids]]) -> None:
        """Take the number of documents, and for each value code the documents that hold it."""
        pairs = list(values)
        documents = np.concatenate([ids for _, ids in pairs]) if pairs else NONE
        sizes = [len(ids) for _, ids in pairs]
        codes = np.repeat(np.array([code for code, _ in pairs], np.int64), sizes)
        self.codes = codes[np.argsort(documents, kind="stable")]
        held = np.bincount(documents, minlength=size)
        self.starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(held)])
        self.total: Counts = np.bincount(self.codes)
        most, radix = int(held.max(initial=1)), len(self.total) + 1
        self.radix = radix if radix**most <= _JOINED or most == 1 else 0
        if self.radix:
            self.places = most
            joined = np.zeros(size, np.int64)
            for at in range(most):
                digit = np.full(size, radix - 1, np.int64)  # none
                has = np.flatnonzero(held > at)
                digit[has] = self.codes[self.starts[has] + at]
                joined = joined * radix + digit
            self.codes, self.starts = joined, np.empty(0, np.int64)

    def count(self, hits: Keys | None) -> Counts:
        """Return how many of the hits hold each value, indexed by value code."""
        if hits is None:
            return self.total
        if self.radix:
            counted: Counts = np.bincount(self.codes.take(hits), minlength=self.radix**self.places)
            if self.places == 1:
                return counted[:-1]
            table = counted.reshape((self.radix,) * self.places)
            axes = range(self.places)
            out: Counts = sum(table.sum(axis=tuple(a for a in axes if a != one)) for one in axes)
            return out[:-1]
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
    ``kept`` holds what was worked out of a segment, for as long as it lives; ``counted`` in how
    many documents terms were found.
    """

    size: int
    numbers: Mapping[str, Numbers]
    visible: Mask | None
    post: Callable[[str, str], Posting]
    facet: Callable[[str], Facet]
    kept: dict[str, Any] = field(default_factory=dict)
    seen: Ids | None = None
    totals: dict[str, Counts] = field(default_factory=dict)
    counted: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, name: str, term: str) -> int:
        """Return how many documents that the asker may see hold a term of a field."""
        if self.visible is None:
            return len(self.post(name, term).ids)
        found = self.counted.get((name, term))
        if found is None:
            if len(self.counted) >= _COUNTED:
                self.counted.clear()
            found = int(np.count_nonzero(self.visible[self.post(name, term).ids]))
            self.counted[name, term] = found
        return found


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
    """The hits of one leaf: before the filters, and the documents each filter lets through."""

    base: Ids | None
    filters: dict[str, Ids]
    size: int

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
    rest = [_alternatives(leaf, clause, "text") for clause in plan.clauses]
    rest.sort(key=lambda found: sum(len(terms[0].ids) for terms in found))
    hits: Ids | None = None
    for found in rest:
        hits = any_of(found, leaf.size) if hits is None else hits[which(found, hits)]
    return hits


def find(leaf: Leaf, plan: Plan) -> Hits:
    """Return what a plan finds in one leaf, visible documents only."""
    hits = _matching(leaf, plan)
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
        return union([leaf.post(name, value).ids for value in dict.fromkeys(values)], leaf.size)

    filters = {name: passing(name, values) for name, values in plan.filters.items()}
    # What is typed has a number in place of the name of a facet: no count leaves it out.
    filters |= {str(at): passing(*one) for at, one in enumerate(plan.typed)}
    return Hits(hits, filters, leaf.size)


def occurrences(leaves: Sequence[Leaf], name: str, term: str) -> int:
    """Return how many visible documents hold a term of a field."""
    return sum(leaf.count(name, term) for leaf in leaves)


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
    places = np.flatnonzero(numbers >= bound).astype(np.int32)
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
    return np.flatnonzero(missing)


def _total(leaf: Leaf, name: str) -> Counts:
    found = leaf.totals.get(name)
    if found is None:
        seen = None if leaf.seen is None else leaf.seen.astype(np.int64)
        found = leaf.totals[name] = leaf.facet(name).count(seen)
    return found


def facet_counts(leaf: Leaf, names: Sequence[str], ids: Ids | None) -> list[Counts]:
    """Return the counts of some facets, by counting what is missing when that is less work."""
    if not names:
        return []
    if ids is leaf.seen or ids is None:
        return [_total(leaf, name) for name in names]
    every = leaf.size if leaf.seen is None else len(leaf.seen)
    # Numbers of the size of an address are taken in half the time.
    if len(ids) <= every // 2:
        hits = ids.astype(np.int64)
        return [leaf.facet(name).count(hits) for name in names]
    missing = complement(leaf, ids)
    return [_total(leaf, name) - leaf.facet(name).count(missing) for name in names]


def top_values(counts: Counts, names: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """Return the most frequent values, by count and then by name."""
    held = np.flatnonzero(counts)
    if len(held) > limit:
        least = np.partition(counts[held], len(held) - limit)[len(held) - limit]
        held = held[counts[held] >= least]
    codes, often = held.tolist(), counts[held].tolist()
    pairs = sorted((-count, names[code]) for code, count in zip(codes, often, strict=True))
    return [(name, -count) for count, name in pairs[:limit]]
