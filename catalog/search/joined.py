"""Small parts of the index as one: a search pays for every part that it asks."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from catalog.search.leaf import Few, Numbers, Titles
from catalog.search.schema import COLUMNS
from catalog.search.sets import Keys, Posting

__all__ = ["Joined", "Small"]


class Small(Protocol):
    """A part of the index with few documents."""

    @property
    def size(self) -> int:
        """How many documents there are, deleted ones included."""

    @property
    def numbers(self) -> Mapping[str, Numbers]:
        """Numbers of every document, by column."""

    @property
    def deleted(self) -> Sequence[int]:
        """What is deleted of it now."""

    def post(self, name: str, term: str) -> Posting:
        """Return the postings of a term of a field."""

    def holders(self, name: str) -> tuple[Keys, Keys]:
        """Return which documents hold which value of a facet, in no order."""

    def titles(self) -> Titles:
        """Return the order of the titles."""


class Joined:
    """Some small parts, their documents numbered through; what is asked for is kept."""

    def __init__(self, parts: Sequence[Small]) -> None:
        """Take parts."""
        self.size = 0
        self.kept: dict[str, Any] = {}
        self._parts: list[tuple[int, Small]] = []
        for part in parts:
            self._parts.append((self.size, part))
            self.size += part.size
        self.numbers: dict[str, Numbers] = {
            name: _concatenated([part.numbers[name] for part in parts], np.uint32)
            for name in COLUMNS
        }
        self._postings: dict[tuple[str, str], Posting] = {}
        self._facets: dict[str, Few] = {}
        self._holders: dict[str, tuple[Keys, Keys]] = {}

    @property
    def deleted(self) -> list[int]:
        """What is deleted of the parts now."""
        return [start + document for start, part in self._parts for document in part.deleted]

    def post(self, name: str, term: str) -> Posting:
        """Return the postings of a term of a field; one of the text may name another field."""
        found = self._postings.get((name, term))
        if found is None:
            held = [(start, part.post(name, term)) for start, part in self._parts]
            held = [(start, one) for start, one in held if len(one.ids)]
            ids = _concatenated(
                [one.ids + start if start else one.ids for start, one in held], np.int32
            )
            weights = _concatenated([one.weights for _, one in held], np.float32)
            found = Posting((ids, weights), self.size, weighted=any(p.weighted for _, p in held))
            self._postings[name, term] = found
        return found

    def facet(self, name: str) -> Few:
        """Return the values of a facet."""
        found = self._facets.get(name)
        if found is None:
            found = self._facets[name] = Few(self.size, *self.holders(name))
        return found

    def holders(self, name: str) -> tuple[Keys, Keys]:
        """Return which documents hold which value of a facet, in no order."""
        found = self._holders.get(name)
        if found is None:
            held = [(start, *part.holders(name)) for start, part in self._parts]
            documents = _concatenated([ids + start for start, ids, _ in held], np.int64)
            codes = _concatenated([codes for _, _, codes in held], np.int64)
            found = self._holders[name] = documents, codes
        return found

    def titles(self) -> Titles:
        """Return the order of the titles."""
        found: Titles | None = self.kept.get("titles")
        if found is None:
            held = [part.titles() for _, part in self._parts]
            keys = [titles.keys[place] for titles in held for place in titles.places.tolist()]
            found = self.kept["titles"] = Titles(keys)
        return found


def _concatenated(arrays: "Sequence[npt.NDArray[Any]]", kind: type[np.generic]) -> Any:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, kind)
