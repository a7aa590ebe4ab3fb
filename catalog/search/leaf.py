"""A part of the index as a search sees it: numbers, facets and titles as arrays.

A part is a set of documents numbered from nought.  None in place of document numbers means every
document.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from catalog.search.sets import NONE, Ids, Keys, Mask, Posting

__all__ = [
    "Counts",
    "Facet",
    "Few",
    "Leaf",
    "Numbers",
    "Part",
    "Titles",
    "Valued",
    "Values",
]

Numbers = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]

_COUNTED = 10_000
_JOINED = 4096
_GONE = 256
"""So many documents deleted are looked at term by term; with more, terms are counted anew."""


class Values:
    """The values of one facet, numbered in the order of their first sight; numbers never change."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._codes: dict[str, int] = {}
        self._places: Keys = np.empty(0, np.int64)

    def code(self, name: str) -> int:
        """Return the number of a value, a new one at first sight."""
        code = self._codes.setdefault(name, len(self.names))
        if code == len(self.names):
            self.names.append(name)
        return code

    def places(self) -> Keys:
        """Return the place of each value, by its number, when the values are ordered by name."""
        names, places = self.names[:], self._places
        # More than these do no harm.  What another search sets meanwhile may be fewer.
        if len(places) < len(names):
            places = np.empty(len(names), np.int64)
            places[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
            self._places = places
        return places


class Facet:
    """Which values the documents of one segment hold: value codes in the order of documents.

    Where no document holds more than a few, its values are one number: what is counted once for
    each number gives all counts.
    """

    def __init__(self, size: int, documents: Keys, codes: Keys) -> None:
        """Take the number of documents, and which document holds which value."""
        self.codes: npt.NDArray[Any] = codes[np.argsort(documents, kind="stable")]
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
            # As small as can be: what is picked out here and there must be in the cache.
            smallest = np.min_scalar_type(radix**most)
            self.codes, self.starts = joined.astype(smallest), np.empty(0, np.int64)

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


class Few:
    """The same for few documents, without what makes many quick."""

    def __init__(self, size: int, documents: Keys, codes: Keys) -> None:
        """Take the number of documents, and which document holds which value."""
        self._size, self._documents, self._codes = size, documents, codes
        self.total: Counts = np.bincount(codes)

    def count(self, hits: Keys | None) -> Counts:
        """Return how many of the hits hold each value, indexed by value code."""
        if hits is None:
            return self.total
        mask = np.zeros(self._size, np.bool_)
        mask[hits] = True
        return np.bincount(self._codes[mask[self._documents]], minlength=len(self.total))


class Titles:
    """The titles of one segment in their order: the same number for the same key."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self.keys = sorted(set(keys))
        places = {key: place for place, key in enumerate(self.keys)}
        self.places: Keys = np.fromiter((places[key] for key in keys), np.int64, len(keys))


class Valued(Protocol):
    """The values of one facet in one part of the index."""

    total: Counts

    def count(self, hits: Keys | None) -> Counts:
        """Return how many of the hits hold each value, indexed by value code."""


class Part(Protocol):
    """Documents of the index that never change, numbered from nought.

    ``numbers`` has the columns of ``schema.COLUMNS``; ``kept`` holds what was worked out of the
    part, for as long as it lives.
    """

    @property
    def size(self) -> int:
        """How many documents there are, deleted ones included."""

    @property
    def numbers(self) -> Mapping[str, Numbers]:
        """Numbers of every document, by column."""

    @property
    def kept(self) -> dict[str, Any]:
        """What was worked out."""

    def post(self, name: str, term: str) -> Posting:
        """Return the postings of a term of a field."""

    def facet(self, name: str) -> Valued:
        """Return the values of a facet."""

    def titles(self) -> Titles:
        """Return the order of the titles."""


class _Counted:
    """In how many of some documents terms were found."""

    def __init__(self, visible: Mask | None) -> None:
        self._visible = visible
        self._held: dict[tuple[str, str], int] = {}

    def of(self, key: tuple[str, str], posting: Posting) -> int:
        if self._visible is None:
            return len(posting.ids)
        found = self._held.get(key)
        if found is None:
            if len(self._held) >= _COUNTED:
                self._held.clear()
            found = self._held[key] = int(np.count_nonzero(self._visible.take(posting.ids)))
        return found


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of the index as an asker sees it.

    ``visible`` masks the documents that are alive and that the asker may see, ``seen`` numbers
    them; None means all.  ``length`` is the length of what is seen, ``newest`` its last day of
    modification.  ``totals`` holds counts of facets over it, once worked out.
    """

    size: int
    numbers: Mapping[str, Numbers]
    kept: dict[str, Any]
    post: Callable[[str, str], Posting]
    facet: Callable[[str], Valued]
    titles: Callable[[], Titles]
    visible: Mask | None
    seen: Ids | None
    length: int
    newest: int
    _counted: _Counted
    totals: dict[str, Counts] = field(default_factory=dict)
    _gone: Ids = field(default_factory=lambda: NONE)

    @classmethod
    def of(
        cls, part: Part, audience: tuple[str, ...] | None, deleted: Sequence[int] = ()
    ) -> "Leaf":
        """Return what an audience (None: everybody's) sees of a part without what is deleted."""
        visible = None
        if audience is not None or deleted:
            visible = np.full(part.size, audience is None)
            for term in audience or ():
                visible[part.post("audience", term).ids] = True
            visible[deleted] = False
        seen = None if visible is None else np.flatnonzero(visible).astype(np.int32)
        lengths, days = part.numbers["length"], part.numbers["modified"]
        if seen is not None:
            lengths, days = lengths[seen], days[seen]
        return cls(
            size=part.size,
            numbers=part.numbers,
            kept=part.kept,
            post=part.post,
            facet=part.facet,
            titles=part.titles,
            visible=visible,
            seen=seen,
            length=int(lengths.sum(dtype=np.int64)),
            newest=int(days.max(initial=0)),
            _counted=_Counted(visible),
        )

    def without(self, deleted: Sequence[int]) -> "Leaf":
        """Return the same part after more of its documents were deleted.

        What was counted is counted down, which is quicker than counting again.
        """
        every: Ids = np.unique(np.array(deleted, np.int32))
        visible = np.ones(self.size, np.bool_) if self.visible is None else self.visible.copy()
        gone = every[visible[every]]
        if not len(gone):
            return self
        visible[gone] = False
        seen: Ids
        if self.seen is None:
            seen = np.flatnonzero(visible).astype(np.int32)
        else:
            seen = np.delete(self.seen, np.searchsorted(self.seen, gone))
        days, newest = self.numbers["modified"], self.newest
        if int(days[gone].max()) == newest:
            newest = int(days[seen].max(initial=0))
        counted, before = self._counted, np.union1d(self._gone, gone).astype(np.int32)
        if len(before) > _GONE:
            counted, before = _Counted(visible), NONE
        hits = gone.astype(np.int64)
        return replace(
            self,
            visible=visible,
            seen=seen,
            length=self.length - int(self.numbers["length"][gone].sum(dtype=np.int64)),
            newest=newest,
            totals={n: held - self.facet(n).count(hits) for n, held in list(self.totals.items())},
            _counted=counted,
            _gone=before,
        )

    def count_seen(self) -> int:
        """Return how many documents the asker may see."""
        return self.size if self.seen is None else len(self.seen)

    def count(self, name: str, term: str) -> int:
        """Return how many documents that the asker may see hold a term of a field."""
        posting = self.post(name, term)
        found = self._counted.of((name, term), posting)
        return found - posting.count_inside(self._gone) if len(self._gone) else found
