"""Sets of documents of one segment as sorted arrays, and the terms that documents hold.

None in place of document numbers means every document.  What is picked out is picked with ``take``
and ``compress``: with brackets it takes numpy twice as long.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = [
    "NONE",
    "NO_POSTINGS",
    "Ids",
    "Keys",
    "Mask",
    "Posting",
    "Postings",
    "Weights",
    "any_of",
    "both",
    "union",
    "which",
]

Ids = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float32]
Postings = tuple[Ids, Weights]

NONE: Ids = np.empty(0, np.int32)
NO_POSTINGS: Postings = (NONE, np.empty(0, np.float32))

_DENSE = 16
"""A term that one of so many documents holds is kept spread over its segment."""

_SOUGHT = 256


class Posting:
    """The documents of a segment that hold a term (sorted), and what it weighs in each.

    A frequent term is also spread over the segment when it is first asked for: whether documents
    hold it is then seen without a search.
    """

    __slots__ = ("_mask", "_spread", "dense", "ids", "size", "weighted", "weights")

    def __init__(self, held: Postings, size: int, *, weighted: bool) -> None:
        """Take the postings, the number of documents of the segment, and if weights are wanted."""
        self.ids, self.weights = held
        self.size, self.weighted = size, weighted
        self.dense = len(self.ids) * _DENSE >= size
        self._mask: Mask | None = None
        self._spread: Weights | None = None

    @property
    def nbytes(self) -> int:
        """How much memory it takes, with all that it may keep."""
        each = self.ids.itemsize + (self.weights.itemsize if self.weighted else 0)
        spread = (1 + (self.weights.itemsize if self.weighted else 0)) if self.dense else 0
        return len(self.ids) * each + self.size * spread + 400

    def mask(self) -> Mask:
        """Say of every document whether it holds the term."""
        if self._mask is None:
            mask = np.zeros(self.size, np.bool_)
            mask[self.ids] = True
            if not self.dense:
                return mask
            self._mask = mask
        return self._mask

    def inside(self, ids: Ids) -> Mask:
        """Say of each of some documents (sorted) whether it holds the term."""
        if self.dense or not self._quick(ids):
            return self.mask().take(ids)
        out = np.zeros(len(ids), np.bool_)
        out[self._shared(ids)[1]] = True
        return out

    def count_inside(self, few: Ids) -> int:
        """Return how many of a few documents (sorted) hold the term."""
        if self._mask is not None:
            return int(np.count_nonzero(self._mask.take(few)))
        if not len(self.ids):
            return 0
        near = self.ids.take(self.ids.searchsorted(few), mode="clip")
        return int(np.count_nonzero(near == few))

    def weigh(self, ids: Ids | None) -> Weights:
        """Return what the term weighs in each of some documents (sorted), or in every one."""
        if ids is None or self.dense or not self._quick(ids):
            spread = self._spread
            if spread is None:
                spread = np.zeros(self.size, np.float32)
                spread[self.ids] = self.weights
                if self.dense:
                    self._spread = spread
            return spread if ids is None else spread.take(ids)
        out = np.zeros(len(ids), np.float32)
        ours, theirs = self._shared(ids)
        out[theirs] = self.weights.take(ours)
        return out

    def _quick(self, ids: Ids) -> bool:
        """Say whether the few are quicker sought among the many than marked in the segment."""
        return min(len(ids), len(self.ids)) * _SOUGHT <= self.size

    def _shared(self, ids: Ids) -> "tuple[Keys, Keys]":
        """Return the places, here and there, of the documents that are in both."""
        few, many = (self.ids, ids) if len(self.ids) < len(ids) else (ids, self.ids)
        if not len(few):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        at = np.searchsorted(many, few)
        at[at == len(many)] = 0
        (kept,) = (many.take(at) == few).nonzero()
        there = at.take(kept)
        return (kept, there) if few is self.ids else (there, kept)


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
        return a.compress(b.take(at) == a)
    mask = np.zeros(size, np.bool_)
    mask[b] = True
    return a.compress(mask.take(a))


def union(sets: Sequence[Ids], size: int) -> Ids:
    """Return the documents in any of some sorted sets of a segment."""
    sets = [ids for ids in sets if len(ids)]
    if len(sets) < 2:
        return sets[0] if sets else NONE
    if sum(map(len, sets)) * len(sets) * 2 <= size:
        every = np.concatenate(sets)
        every.sort(kind="stable")  # the way that merges what is sorted already
        first = np.empty(len(every), np.bool_)
        first[0] = True
        np.not_equal(every[1:], every[:-1], out=first[1:])
        return every.compress(first)
    mask = np.zeros(size, np.bool_)
    for ids in sets:
        mask[ids] = True
    return mask.nonzero()[0].astype(np.int32)


def any_of(alternatives: Sequence[Sequence[Posting]], size: int) -> Ids:
    """Return the documents that hold all terms of one of some alternatives, none of them empty."""
    found = []
    for first, *others in alternatives:
        ids = first.ids
        for other in others:
            ids = ids.compress(other.inside(ids))
        found.append(ids)
    return union(found, size)


def which(alternatives: Sequence[Sequence[Posting]], ids: Ids) -> Mask:
    """Say of each of some documents whether it holds all terms of one of some alternatives."""
    out: Mask | None = None
    for first, *others in alternatives:
        mask = first.inside(ids)
        for other in others:
            mask &= other.inside(ids)
        out = mask if out is None else out | mask
    return np.zeros(len(ids), np.bool_) if out is None else out
