"""Evaluating a search over arrays: no Python call for a single document.

A segment of an index is a set of documents numbered from nought.  A term's postings are two arrays
(sorted document numbers, weights); facets, sort keys and lengths are arrays over the segment.  None
in place of document numbers means every document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

import numpy as np
import numpy.typing as npt

from catalog.search.query import Clause

__all__ = [
    "Counts",
    "Facet",
    "Hits",
    "Ids",
    "Leaf",
    "Numbers",
    "Plan",
    "Postings",
    "Values",
    "best",
    "both",
    "complement",
    "facet_counts",
    "find",
    "idf",
    "rank",
    "term_weights",
    "top_values",
    "union",
]

Ids = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Postings = tuple[Ids, npt.NDArray[np.float32]]

K1, B = 1.2, 0.75
PARTS = 0.5
"""What a term that is only a part of the word asked for counts against a whole word."""

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


@dataclass(frozen=True, slots=True)
class Leaf:
    """One segment as a search sees it.

    ``visible`` masks the documents that are alive and that the asker may see; None means all.
    """

    size: int
    numbers: Mapping[str, Numbers]
    visible: Mask | None
    post: Callable[[str, str], Postings]
    facet: Callable[[str], Facet]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a document must hold; ``enough`` is how many clauses must hold, None means all."""

    clauses: Sequence[Clause] = ()
    excluded: Sequence[Clause] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
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


def _holding(leaf: Leaf, clause: Clause) -> Ids:
    found = []
    for alternative in clause:
        ids: Ids | None = None
        for term in sorted(alternative, key=lambda term: len(leaf.post("text", term)[0])):
            ids = both(ids, leaf.post("text", term)[0], leaf.size)
        found.append(_NONE if ids is None else ids)
    return union(found, leaf.size)


def _matching(leaf: Leaf, plan: Plan) -> Ids | None:
    sets = sorted((_holding(leaf, clause) for clause in plan.clauses), key=len)
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
    hits = _matching(leaf, plan)
    unwanted = [_holding(leaf, clause) for clause in plan.excluded]
    mask = leaf.visible
    if unwanted:
        mask = np.ones(leaf.size, np.bool_) if mask is None else mask.copy()
        for ids in unwanted:
            mask[ids] = False
    if mask is not None:
        hits = np.flatnonzero(mask).astype(np.int32) if hits is None else hits[mask[hits]]
    filters = {
        name: union([leaf.post(name, value)[0] for value in dict.fromkeys(values)], leaf.size)
        for name, values in plan.filters.items()
    }
    return Hits(hits, filters, leaf.size)


def idf(leaves: Sequence[Leaf], term: str) -> float:
    """Return the inverse document frequency of BM25 over all documents, whoever may see them."""
    total = sum(leaf.size for leaf in leaves)
    holding = sum(len(leaf.post("text", term)[0]) for leaf in leaves)
    return float(np.log(1 + (total - holding + 0.5) / (holding + 0.5)))


def term_weights(leaves: Sequence[Leaf], clauses: Sequence[Clause]) -> dict[str, float]:
    """Return for each term its idf, less when it only stands for a word asked for.

    All terms of another way to say it (parts, synonyms) weigh half a word together, so that a long
    name does not come before the abbreviation that was typed.
    """
    out: dict[str, float] = {}
    for clause in clauses:
        for i, alternative in enumerate(clause):
            for term in alternative:
                weight = PARTS / len(alternative) if i else 1.0
                out[term] = max(out.get(term, 0.0), weight)
    return {term: weight * idf(leaves, term) for term, weight in out.items()}


def _score(
    leaf: Leaf, ids: Ids | None, weights: Mapping[str, float], mean: float
) -> npt.NDArray[np.float32]:
    length = leaf.numbers["length"]
    chosen = length if ids is None else length[ids]
    norm = (K1 * (1 - B) + K1 * B / mean * chosen).astype(np.float32)
    score = np.zeros(len(chosen), np.float32)
    if not len(chosen):
        return score
    for term, weight in weights.items():
        held, often = leaf.post("text", term)
        if not len(held):
            continue
        if len(held) == len(chosen) and (ids is None or ids is held):
            tf = often
        elif ids is not None and len(ids) * 16 < leaf.size:
            at = np.searchsorted(held, ids)
            at[at == len(held)] = 0
            tf = np.where(held[at] == ids, often[at], np.float32(0))
        else:
            dense = np.zeros(leaf.size, np.float32)
            dense[held] = often
            tf = dense if ids is None else dense[ids]
        score += np.float32(weight * (K1 + 1)) * tf / (tf + norm)
    return score


def rank(
    leaf: Leaf, ids: Ids | None, sort: str, weights: Mapping[str, float], mean: float
) -> tuple[Keys, Numbers]:
    """Return a sort key (the larger the better, no two the same) and the row of each document.

    The key holds the score or number above, and the row below: among equals the lower row is first.
    """
    rows = leaf.numbers["row"] if ids is None else leaf.numbers["row"][ids]
    if sort == "relevance" and weights:
        # The bits of a float that is not negative are in the order of the float.
        upper = _score(leaf, ids, weights, mean).view(np.int32).astype(np.int64)
    else:
        name = "modified" if sort == "relevance" else sort
        numbers = leaf.numbers[name]
        upper = (numbers if ids is None else numbers[ids]).astype(np.int64)
    return (upper << 32) | (0xFFFFFFFF - rows.astype(np.int64)), rows


def best(found: Sequence[tuple[Keys, Numbers]], limit: int, offset: int = 0) -> list[int]:
    """Return the rows with the largest keys, the largest first."""
    if not found or limit <= 0:
        return []
    keys = np.concatenate([keys for keys, _ in found])
    rows = np.concatenate([rows for _, rows in found])
    wanted = limit + offset
    if len(keys) > wanted:
        top = np.argpartition(keys, len(keys) - wanted)[len(keys) - wanted :]
        keys, rows = keys[top], rows[top]
    order = np.argsort(-keys)[offset:wanted]
    return [int(row) for row in rows[order]]


def complement(ids: Ids, size: int) -> Ids:
    """Return the documents of a segment that are not among these."""
    missing = np.ones(size, np.bool_)
    missing[ids] = False
    return np.flatnonzero(missing).astype(np.int32)


def facet_counts(leaf: Leaf, names: Sequence[str], ids: Ids | None) -> list[Counts]:
    """Return the counts of some facets, by counting what is missing when that is less work."""
    if ids is None or len(ids) <= leaf.size // 2:
        return [leaf.facet(name).count(ids) for name in names]
    missing = complement(ids, leaf.size)
    return [(facet := leaf.facet(name)).total - facet.count(missing) for name in names]


def top_values(counts: Counts, names: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """Return the most frequent values, by count and then by name."""
    held = np.flatnonzero(counts)
    if len(held) > limit:
        least = np.partition(counts[held], len(held) - limit)[len(held) - limit]
        held = held[counts[held] >= least]
    pairs = [(names[code], int(counts[code])) for code in held.tolist()]
    return nsmallest(limit, pairs, key=lambda pair: (-pair[1], pair[0]))
