"""A segment of a Whoosh index with what was read of it, kept from state to state.

A segment never changes but for what is deleted of it.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog.search.backend import IndexDamaged
from catalog.search.codec import DAMAGE
from catalog.search.leaf import Facet, Leaf, Titles, Values
from catalog.search.query import field_of
from catalog.search.schema import COLUMNS, TEXT
from catalog.search.sets import NO_POSTINGS, Keys, Posting
from catalog.search.spelling import Vocabulary
from catalog.search.stored import (
    TitleKeys,
    columns,
    field_postings,
    open_segment,
    places,
    postings,
    postings_at,
    terms,
)

__all__ = ["AUDIENCES", "SMALL", "Memory", "Segment"]

AUDIENCES = 32
"""Audiences whose view is kept: 5 bytes a dataset and the totals of its facets."""

SMALL = 2000
"""Documents of a segment that is asked together with other small ones."""


class Memory:
    """Decoded postings of all segments, the least used forgotten first; the lock for reading."""

    def __init__(self, megabytes: int) -> None:
        self.lock = threading.RLock()
        self.values: defaultdict[str, Values] = defaultdict(Values)
        self.segments: dict[Any, Segment] = {}
        self._kept: OrderedDict[tuple[Any, str, str], Posting] = OrderedDict()
        self._bytes = 0
        self._limit = megabytes << 20

    def postings(self, key: tuple[Any, str, str], load: Callable[[], Posting]) -> Posting:
        """Return the postings under a key, loading them once."""
        with self.lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = load()
                self._bytes += found.nbytes
                while self._bytes > self._limit and len(self._kept) > 1:
                    self._bytes -= self._kept.popitem(last=False)[1].nbytes
            else:
                self._kept.move_to_end(key)
            return found

    def keep_only(self, segments: "dict[Any, Segment]") -> None:
        """Forget the postings of segments that are gone."""
        with self.lock:
            gone = self.segments.keys() - segments.keys()
            self.segments = segments
            # Most commits only add a segment: then there is nothing to look through.
            for key in [key for key in self._kept if key[0] in gone] if gone else ():
                self._bytes -= self._kept.pop(key).nbytes


class Segment:
    """A segment as a part of the index: numbers now, the rest at first use.

    ``users`` counts the states that hold it: its files stay open as long.  ``deleted`` only grows;
    a state sees the first so many of it.
    """

    def __init__(self, memory: Memory, storage: Any, schema: Any, segment: Any) -> None:
        """Open a segment.  Raises DAMAGE."""
        self.key = segment.segment_id()
        self.size = int(segment.doc_count_all())
        self.numbers = columns(storage, schema, segment, COLUMNS)
        self.kept: dict[str, Any] = {}
        self.deleted: list[int] = []
        self.users = 0
        self._memory = memory
        self._reader = open_segment(storage, schema, segment)
        self._titles = TitleKeys(storage, schema, segment)
        self._deleted: set[int] = set()
        self._leaves: dict[tuple[str, ...] | None, tuple[int, Leaf]] = {}
        self._facets: dict[str, Facet] = {}
        self._places: dict[str, dict[bytes, tuple[int, int]] | None] = {}
        self._nothing = Posting(NO_POSTINGS, self.size, weighted=False)
        self._holders: dict[str, tuple[Keys, Keys]] = {}
        self._words: str | None = None
        self._suggested: tuple[list[str], npt.NDArray[np.int32]] | None = None
        self._vocabulary: Vocabulary | None = None

    def close(self) -> None:
        """Close its files."""
        self._titles.close()
        self._reader.close()

    def delete(self, documents: Collection[int]) -> None:
        """Take note that documents are deleted from now on."""
        more = [document for document in documents if document not in self._deleted]
        self._deleted.update(more)
        self.deleted += more

    def forgets(self, documents: Collection[int]) -> bool:
        """Say whether one that is known to be deleted is not among these."""
        return not self._deleted.issubset(documents)

    def delete_rows(self, rows: Collection[int]) -> None:
        """Take note that the documents of some rows are deleted, those that are here."""
        held = np.isin(self.numbers["row"], np.array(list(rows), np.uint32))
        self.delete(np.flatnonzero(held).tolist())

    def leaf(self, audience: tuple[str, ...] | None, deleted: int) -> Leaf:
        """Return what an audience sees after the first so many deletions."""
        known, leaf = self._leaves.get(audience, (0, None))
        if leaf is None or known > deleted:
            leaf = Leaf.of(self, audience, self.deleted[:deleted])
        elif known < deleted:
            leaf = leaf.without(self.deleted[known:deleted])
        if audience not in self._leaves and len(self._leaves) >= AUDIENCES:
            self._leaves.clear()
        self._leaves[audience] = (deleted, leaf)
        return leaf

    def post(self, name: str, term: str) -> Posting:
        """Return the postings of a term of a field.  Raises IndexDamaged.

        A term of the text may name another field, see ``query.field_of``.
        """
        if name == TEXT:
            name, term = field_of(term)
        if self.small and not self._may_hold(name, term):
            return self._nothing

        def load() -> Posting:
            with _reading(name):
                wanted, known = _written(term), self._places.get(name)
                if known is None:
                    held = postings(self._reader, name, wanted)
                else:
                    held = postings_at(self._reader, *known[wanted])
                return Posting(held, self.size, weighted=name == TEXT)

        return self._memory.postings((self.key, name, term), load)

    def _may_hold(self, name: str, term: str) -> bool:
        """Say whether a term may be here: most are in few small segments."""
        if name not in self._places:
            with self._memory.lock, _reading(name):
                self._places[name] = places(self._reader, name)
        known = self._places[name]
        return known is None or _written(term) in known

    def facet(self, name: str) -> Facet:
        """Return the values of a facet.  Raises IndexDamaged."""
        found = self._facets.get(name)
        if found is None:
            found = self._facets[name] = Facet(self.size, *self._read_holders(name))
        return found

    def holders(self, name: str) -> tuple[Keys, Keys]:
        """Return which documents hold which value of a facet, in no order.  Raises IndexDamaged."""
        found = self._holders.get(name)
        if found is None:
            found = self._holders[name] = self._read_holders(name)
        return found

    def _read_holders(self, name: str) -> tuple[Keys, Keys]:
        with self._memory.lock, _reading(name):
            values = self._memory.values[name]
            held = [
                (values.code(term), ids) for term, (ids, _) in field_postings(self._reader, name)
            ]
        codes = np.repeat([code for code, _ in held], [len(ids) for _, ids in held])
        documents = np.concatenate([ids for _, ids in held]) if held else codes
        return documents.astype(np.int64), codes.astype(np.int64)

    def titles(self) -> Titles:
        """Return the order of the titles.  Raises IndexDamaged."""
        found: Titles | None = self.kept.get("titles")
        if found is None:
            with self._memory.lock, _reading("order"):
                found = self.kept["titles"] = Titles(self._titles.read())
        return found

    def words(self) -> str:
        """Return all words, each between two line ends.  Raises IndexDamaged."""
        with self._memory.lock, _reading(TEXT):
            if self._words is None:
                held = "\n".join(word for word, _ in terms(self._reader, TEXT))
                self._words = f"\n{held}\n"
            return self._words

    def words_from(self, prefix: str) -> list[str]:
        """Return the words that begin with a text, in order.  Raises IndexDamaged."""
        words = self.words()
        first, last = words.find(f"\n{prefix}"), words.rfind(f"\n{prefix}")
        return words[first + 1 : words.index("\n", last + 1)].split("\n") if first >= 0 else []

    def suggested(self) -> tuple[list[str], npt.NDArray[np.int32]]:
        """Return what is suggested, in order, and how often each occurs.  Raises IndexDamaged."""
        if self._suggested is None:
            with self._memory.lock, _reading("suggest"):
                pairs = list(terms(self._reader, "suggest"))
            often = np.array([count for _, count in pairs], np.int32)
            self._suggested = [word for word, _ in pairs], often
        return self._suggested

    @property
    def small(self) -> bool:
        """Whether a search asks it together with all other small ones."""
        return self.size <= SMALL

    @property
    def read(self) -> bool:
        """Whether the words were made ready for mending slips."""
        return self._vocabulary is not None

    def vocabulary(self) -> Vocabulary:
        """Return the words for mending slips, hidden ones included.  Raises IndexDamaged."""
        found = self._vocabulary
        if found is None:
            # Outside the lock: nobody else's search waits for it.
            found = self._vocabulary = Vocabulary(self.words().split("\n"))
        return found


def _written(term: str) -> bytes:
    # As it was written: a lone surrogate in a filter is no damage of the index.
    return term.encode("utf-8", "replace")


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise IndexDamaged(f"the field {name} of the search index cannot be read") from error
