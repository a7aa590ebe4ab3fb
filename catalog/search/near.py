"""What follows few full matches: datasets that miss a part of what was asked for, and say so.

Counting words would add everything that holds the commonest one.  So a word weighs what it tells,
and a dataset is near when it holds at least a seventh of what all words tell.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from catalog.search.arrays import Hits, Plan, best, holding, keys, row_of
from catalog.search.leaf import Leaf
from catalog.search.ranking import Scoring, scores
from catalog.search.sets import Ids, both

__all__ = ["FEW_MATCHES", "SHARE", "near_rows"]

FEW_MATCHES = 20
"""So many full matches, filters aside, are enough: they fill a page."""

SHARE = 1 / 7
"""The share of what all words tell that a near dataset holds."""


def near_rows(
    leaves: Sequence[Leaf], plan: Plan, found: Sequence[Hits], by: Scoring, limit: int
) -> list[int]:
    """Return the rows, the best first, that are no full match but hold most of what is asked for.

    ``found`` are the full matches.  The filters hold for near datasets too, but whether there are
    any depends on no filter, so that a filter never adds one.
    """
    if limit <= 0 or len(plan.clauses) < 2 or _count(found) >= FEW_MATCHES:
        return []
    held = [[holding(leaf, clause) for leaf in leaves] for clause in plan.clauses]
    # What hidden datasets hold must not show in what is near.
    size = sum(leaf.count_seen() for leaf in leaves)
    seen = [sum(map(_seen, leaves, ids)) for ids in held]
    # What nobody holds is nothing that a dataset could be nearer by.
    telling = [_telling(count, size) if count else 0.0 for count in seen]
    if not any(seen):
        return []
    # No title holds all words of what misses one.
    by = replace(by, clauses=(), phrase=(), exact=0)
    ranked = []
    for at, (leaf, full) in enumerate(zip(leaves, found, strict=True)):
        told = np.zeros(leaf.size, np.float32)
        for weight, ids in zip(telling, held, strict=True):
            told[ids[at]] += np.float32(weight)
        enough = told >= np.float32(SHARE * sum(telling))
        if leaf.visible is not None:
            enough &= leaf.visible
        enough[full.base] = False
        for clause in plan.excluded:
            enough[holding(leaf, clause)] = False
        near: Ids | None = np.flatnonzero(enough).astype(np.int32)
        for allowed in full.filters.values():
            near = both(near, allowed, leaf.size)
        earned = scores(leaf, near, by).view(np.int32).astype(np.int64)
        ranked.append(keys(leaf, near, earned))
    return [row_of(key) for key in best(ranked, limit)]


def _count(found: Sequence[Hits]) -> int:
    return sum(hits.count(hits.base) for hits in found)


def _seen(leaf: Leaf, ids: Ids) -> int:
    return len(ids) if leaf.visible is None else int(np.count_nonzero(leaf.visible[ids]))


def _telling(held: int, size: int) -> float:
    """Return what a word tells that so many of all documents hold, as BM25 counts it."""
    return float(np.log(1 + (size - held + 0.5) / (held + 0.5)))
