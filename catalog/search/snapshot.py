"""One opened state of a Whoosh index, with its arrays kept from state to state.

A Whoosh reader shared by threads gives wrong results, so all reading happens under one lock; and
``Searcher.refresh()`` keeps deleted documents, so every state opens a reader of its own.  What was
decoded of a segment is kept under the segment's id: a commit costs only its new small segment.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from catalog.search.arrays import Facet, Leaf, Mask, Numbers, Postings, Titles, Values, union
from catalog.search.backend import IndexDamaged
from catalog.search.codec import COLUMNS, DAMAGE, column, postings, read_terms, title_keys
from catalog.search.query import field_of
from catalog.search.spelling import Vocabulary

__all__ = ["Memory", "Segment", "Snapshot"]

_AUDIENCES = 32
"""Audiences whose view of a state is kept: 5 bytes a dataset and the totals of its facets."""


class Memory:
    """Decoded postings of all segments, the least used forgotten first; the lock for reading."""

    def __init__(self, megabytes: int) -> None:
        self.lock = threading.RLock()
        self.values: defaultdict[str, Values] = defaultdict(Values)
        self.segments: dict[Any, Segment] = {}
        self._kept: OrderedDict[tuple[Any, str, str], Postings] = OrderedDict()
        self._bytes = 0
        self._limit = megabytes << 20

    def postings(self, key: tuple[Any, str, str], load: Callable[[], Postings]) -> Postings:
        """Return the postings under a key, loading them once."""
        with self.lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = load()
                self._bytes += _weight(found)
                while self._bytes > self._limit and len(self._kept) > 1:
                    self._bytes -= _weight(self._kept.popitem(last=False)[1])
            else:
                self._kept.move_to_end(key)
            return found

    def keep_only(self, segments: "dict[Any, Segment]") -> None:
        """Forget the postings of segments that are gone."""
        with self.lock:
            self.segments = segments
            for key in [key for key in self._kept if key[0] not in segments]:
                self._bytes -= _weight(self._kept.pop(key))


def _weight(found: Postings) -> int:
    return found[0].nbytes + found[1].nbytes + 300


class Segment:
    """What never changes of a segment: numbers, facets (at first use) and the list of its words."""

    def __init__(self, reader: Any) -> None:
        self.size = int(reader.doc_count_all())
        self.numbers: dict[str, Numbers] = {n: column(reader, n, self.size) for n in COLUMNS}
        self.facets: dict[str, Facet] = {}
        self.words: str | None = None
        self.vocabulary: Vocabulary | None = None
        self.kept: dict[str, Any] = {}


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise IndexDamaged(f"the field {name} of the search index cannot be read") from error


class Snapshot:
    """One state of the index, safe to share between threads until it is closed."""

    def __init__(self, reader: Any, memory: Memory) -> None:
        """Take an open Whoosh reader, and own it.  Raises IndexDamaged."""
        self._reader, self._memory = reader, memory
        self.generation = reader.generation()
        self._readers = []
        self._dead: list[Mask | None] = []
        self._visible: dict[tuple[str, ...] | None, list[Leaf]] = {}
        segments = {}
        with memory.lock:
            for leaf, _ in reader.leaf_readers():
                if not leaf.doc_count_all():
                    continue
                key = leaf.segment().segment_id()
                segments[key] = memory.segments.get(key) or Segment(leaf)
                self._readers.append((key, leaf, segments[key]))
                dead = None
                if leaf.has_deletions():
                    dead = np.zeros(segments[key].size, np.bool_)
                    dead[list(leaf.segment().deleted_docs())] = True
                self._dead.append(dead)
            memory.keep_only(segments)
        length = sum(float(s.numbers["length"].sum(dtype=np.int64)) for _, _, s in self._readers)
        self.size = sum(s.size for _, _, s in self._readers)
        self.mean_length = max(1.0, length / max(1, self.size))
        days = [int(s.numbers["modified"].max()) for _, _, s in self._readers]
        self.newest = max(days, default=0)

    def close(self) -> None:
        """Close the reader's files."""
        with self._memory.lock:
            self._reader.close()

    def leaves(self, audience: tuple[str, ...] | None) -> list[Leaf]:
        """Return the segments as this audience sees them (None sees everything alive)."""
        audience = None if audience is None else tuple(sorted(set(audience)))
        with self._memory.lock:
            found = self._visible.get(audience)
            if found is None:
                found = [self._leaf(at, audience) for at in range(len(self._readers))]
                if len(self._visible) >= _AUDIENCES:
                    self._visible.clear()
                self._visible[audience] = found
            return found

    def _leaf(self, at: int, audience: tuple[str, ...] | None) -> Leaf:
        segment, mask = self._readers[at][2], self._mask(at, audience)
        return Leaf(
            segment.size,
            segment.numbers,
            mask,
            partial(self.post, at),
            partial(self.facet, at),
            segment.kept,
            None if mask is None else np.flatnonzero(mask).astype(np.int32),
        )

    def _mask(self, at: int, audience: tuple[str, ...] | None) -> Mask | None:
        dead, size = self._dead[at], self._readers[at][2].size
        if audience is None:
            return None if dead is None else ~dead
        mask = np.zeros(size, np.bool_)
        mask[union([self.post(at, "audience", term)[0] for term in audience], size)] = True
        return mask if dead is None else mask & ~dead

    def post(self, at: int, name: str, term: str) -> Postings:
        """Return the postings of a term of a field in one segment.  Raises IndexDamaged.

        A term of the text may name another field, see ``query.field_of``.
        """
        if name == "text":
            name, term = field_of(term)
        key, reader, _ = self._readers[at]

        def load() -> Postings:
            with _reading(name):
                return postings(reader, name, term)

        return self._memory.postings((key, name, term), load)

    def facet(self, at: int, name: str) -> Facet:
        """Return the values of a facet in one segment.  Raises IndexDamaged."""
        _, reader, segment = self._readers[at]
        found = segment.facets.get(name)
        if found is None:
            with self._memory.lock, _reading(name):
                values = self._memory.values[name]
                held = [
                    (values.code(term), postings(reader, name, term)[0])
                    for term in list(read_terms(reader, name))
                ]
                found = segment.facets[name] = Facet(segment.size, held)
        return found

    def titles(self, at: int) -> Titles:
        """Return the order of the titles of one segment.  Raises IndexDamaged."""
        _, reader, segment = self._readers[at]
        found: Titles | None = segment.kept.get("titles")
        if found is None:
            with self._memory.lock, _reading("order"):
                found = segment.kept["titles"] = Titles(title_keys(reader))
        return found

    def names(self, facet: str) -> list[str]:
        """Return the values of a facet by their codes."""
        return self._memory.values[facet].names

    def words_with(self, part: str, limit: int) -> list[str]:
        """Return indexed words that contain a text, in no order, at most ``limit`` a segment."""
        out: dict[str, None] = {}
        for _, reader, segment in self._readers:
            with self._memory.lock, _reading("text"):
                if segment.words is None:
                    segment.words = "\n" + "\n".join(read_terms(reader, "text")) + "\n"
            words, at = segment.words, 0
            for _ in range(limit):
                at = words.find(part, at)
                if at < 0:
                    break
                end = words.index("\n", at)
                out[words[words.rindex("\n", 0, at) + 1 : end]] = None
                at = end
        return list(out)

    def vocabularies(self) -> list[Vocabulary]:
        """Return the words of every segment for mending slips, hidden ones included."""
        out = []
        for _, reader, segment in self._readers:
            if segment.vocabulary is None:
                with self._memory.lock, _reading("text"):
                    segment.vocabulary = Vocabulary(read_terms(reader, "text"))
            out.append(segment.vocabulary)
        return out

    def words_near(self, word: str, limit: int) -> list[str]:
        """Return indexed words one typing slip away that begin with the same two letters."""
        out: dict[str, None] = {}
        with self._memory.lock, _reading("text"):
            for _, reader, _ in self._readers:
                for near in reader.terms_within("text", word, 1, prefix=2):
                    out[near] = None
                    if len(out) >= limit:
                        return list(out)
        return list(out)

    def words_from(self, prefix: str, limit: int) -> list[str]:
        """Return suggestions that begin with a text, in the order of the alphabet by segment."""
        out: dict[str, None] = {}
        with self._memory.lock, _reading("suggest"):
            for _, reader, _ in self._readers:
                for i, term in enumerate(reader.expand_prefix("suggest", prefix)):
                    if i >= limit:
                        break
                    out[term.decode()] = None
        return list(out)
