"""The documents of a journal in memory, added to at the end only.

A state of the index sees the first so many of them: what is added later does not show in it.  They
are few, so that lists do; what a search asks for is made an array then.
"""

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np

from catalog.search.document import FACETS
from catalog.search.journal import Prepared, row_of
from catalog.search.leaf import Numbers, Titles, Values
from catalog.search.query import field_of
from catalog.search.schema import COLUMNS, MARKED, TEXT
from catalog.search.sets import NO_POSTINGS, Keys, Posting
from catalog.search.spelling import Vocabulary

__all__ = ["Recent", "RecentPart"]


class Recent:
    """All documents of one journal, in the order in which they were written."""

    def __init__(self, values: Mapping[str, Values]) -> None:
        """Take the numbered values of the facets, which all parts of the index share."""
        self.deleted: list[int] = []
        self.titles: list[bytes] = []
        self.columns: dict[str, list[int]] = {name: [] for name in COLUMNS}
        self.postings: dict[str, dict[bytes, tuple[list[int], list[float]]]] = {
            name: {} for name in (TEXT, *MARKED)
        }
        self.held: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in FACETS}
        self._values = values
        self._by_row: dict[int, int] = {}
        self._unread: list[str] = []
        self._vocabulary = Vocabulary(())

    def add(self, prepared: Prepared) -> None:
        """Add one document; one of the same row is deleted first, by ``delete``."""
        number = len(self.titles)
        for name, value in prepared.values.items():
            if name in self.columns:
                self.columns[name].append(int(value))
        words = self.postings[TEXT]
        for term, weight in prepared.text.items():
            key = _key(term)
            found = words.get(key)
            if found is None:
                found = words[key] = ([], [])
                self._unread.append(key.decode())
            found[0].append(number)
            found[1].append(weight)
        for name, terms in prepared.marked.items():
            for term in terms:
                ids, weights = self.postings[name].setdefault(_key(term), ([], []))
                ids.append(number)
                weights.append(1.0)
        for name, (documents, codes) in self.held.items():
            for term in prepared.marked.get(name, ()):
                documents.append(number)
                codes.append(self._values[name].code(_key(term).decode()))
        self._by_row[row_of(prepared)] = number
        # Last: from now on the document counts.
        self.titles.append(bytes(prepared.values["order"]))

    def delete(self, row: int) -> None:
        """Delete the document of a row, if there is one."""
        number = self._by_row.pop(row, None)
        if number is not None:
            self.deleted.append(number)

    def vocabulary(self) -> Vocabulary:
        """Return all words for mending slips."""
        unread, self._unread = self._unread, []
        self._vocabulary.add(unread)
        return self._vocabulary


class RecentPart:
    """The first so many documents of a journal, as a part of the index."""

    def __init__(self, recent: Recent) -> None:
        """Take the documents that are there now, and what is deleted of them now."""
        self._recent = recent
        self.size = len(recent.titles)
        self.deleted = recent.deleted[:]
        self.numbers: dict[str, Numbers] = {
            name: np.array(held[: self.size], np.uint32) for name, held in recent.columns.items()
        }
        self._terms: dict[str, list[tuple[str, int]]] = {}
        self._nothing = Posting(NO_POSTINGS, self.size, weighted=False)

    def post(self, name: str, term: str) -> Posting:
        """Return the postings of a term of a field; one of the text may name another field."""
        name, term = field_of(term) if name == TEXT else (name, term)
        found = self._recent.postings.get(name, {}).get(_key(term))
        if found is None:
            return self._nothing
        ids, weights = found
        count = bisect_left(ids, self.size)
        held = np.array(ids[:count], np.int32), np.array(weights[:count], np.float32)
        return Posting(held, self.size, weighted=name == TEXT)

    def holders(self, name: str) -> tuple[Keys, Keys]:
        """Return which documents hold which value of a facet, in no order."""
        documents, codes = self._recent.held[name]
        count = bisect_left(documents, self.size)
        return np.array(documents[:count], np.int64), np.array(codes[:count], np.int64)

    def titles(self) -> Titles:
        """Return the order of the titles."""
        return Titles(self._recent.titles[: self.size])

    def terms(self, name: str) -> list[tuple[str, int]]:
        """Return the terms of a field, in no order, with the number of documents that hold each."""
        found = self._terms.get(name)
        if found is None:
            every = list(self._recent.postings[name].items())
            counted = ((term.decode(), bisect_left(ids, self.size)) for term, (ids, _) in every)
            found = self._terms[name] = [pair for pair in counted if pair[1]]
        return found

    def vocabulary(self) -> Vocabulary:
        """Return the words for mending slips; also those of later documents, which none counts."""
        return self._recent.vocabulary()


def _key(term: str) -> bytes:
    return term.encode("utf-8", "replace")
