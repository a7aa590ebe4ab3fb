"""One opened state of a Whoosh index, with its arrays kept from state to state.

A Whoosh reader shared by threads gives wrong results, so all reading happens under one lock; and
``Searcher.refresh()`` keeps deleted documents, so every state is put together anew.  A segment
never changes but for what is deleted of it: its reader and what was decoded are kept under its id,
and a commit costs only its new small segment.
"""

import threading
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog.search.arrays import Facet, Leaf, Numbers, Titles, Values
from catalog.search.backend import IndexDamaged
from catalog.search.codec import DAMAGE
from catalog.search.query import field_of
from catalog.search.schema import COLUMNS
from catalog.search.sets import Mask, Posting
from catalog.search.spelling import Vocabulary
from catalog.search.stored import (
    TitleKeys,
    columns,
    contents,
    deleted,
    field_postings,
    open_segment,
    postings,
    terms,
)

__all__ = ["Memory", "Segment", "Snapshot"]

_LAST = "\U0010ffff"
_TERMS = 20_000
"""Terms of which it is kept whether they occur."""

_AUDIENCES = 32
"""Audiences whose view of a state is kept: 5 bytes a dataset and the totals of its facets."""


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
            # Most changes only add a segment: then there is nothing to look through.
            for key in [key for key in self._kept if key[0] in gone] if gone else ():
                self._bytes -= self._kept.pop(key).nbytes


class Segment:
    """What never changes of a segment: numbers, facets (at first use) and the list of its words.

    ``users`` counts the states that hold it: its files stay open as long.
    """

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self.size = int(segment.doc_count_all())
        self.numbers = columns(storage, schema, segment, COLUMNS)
        self.reader, self.users = open_segment(storage, schema, segment), 0
        self.titles = TitleKeys(storage, schema, segment)
        self.facets: dict[str, Facet] = {}
        self.words: str | None = None
        self.suggested: tuple[list[str], npt.NDArray[np.int32]] | None = None
        self.vocabulary: Vocabulary | None = None
        self.kept: dict[str, Any] = {}


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise IndexDamaged(f"the field {name} of the search index cannot be read") from error


def _of_seen(leaf: Leaf, name: str) -> Numbers:
    numbers = leaf.numbers[name]
    return numbers if leaf.seen is None else numbers[leaf.seen]


class Snapshot:
    """One state of the index, safe to share between threads until it is closed."""

    def __init__(self, index: Any, memory: Memory) -> None:
        """Read which segments an index has; those that are new are opened.  Raises DAMAGE."""
        self._memory = memory
        self._segments: list[tuple[Any, Segment]] = []
        self._dead: list[Mask | None] = []
        self._visible: dict[tuple[str, ...] | None, tuple[list[Leaf], float, int]] = {}
        self._held: dict[str, bool] = {}
        found = contents(index)
        self.generation = int(found.generation)
        with memory.lock:
            try:
                for one in found.segments:
                    self._take(index.storage, found.schema, one)
            except BaseException:
                self.close()
                raise
            memory.keep_only(dict(self._segments))

    def _take(self, storage: Any, schema: Any, one: Any) -> None:
        if not one.doc_count_all():
            return
        key = one.segment_id()
        segment = self._memory.segments.get(key)
        if segment is None:
            segment = Segment(storage, schema, one)
        segment.users += 1
        self._segments.append((key, segment))
        dead = None
        if one.has_deletions():
            dead = np.zeros(segment.size, np.bool_)
            dead[deleted(one)] = True
        self._dead.append(dead)

    def close(self) -> None:
        """Close the files that no other state reads."""
        with self._memory.lock:
            for _, segment in self._segments:
                segment.users -= 1
                if not segment.users:
                    segment.titles.close()
                    segment.reader.close()
            self._segments = []

    def rows(self) -> dict[Any, Numbers]:
        """Return the rows of each segment by its id, in the order of its documents."""
        return {key: segment.numbers["row"] for key, segment in self._segments}

    def leaves(self, audience: tuple[str, ...] | None) -> list[Leaf]:
        """Return the segments as this audience sees them (None sees everything alive)."""
        return self._seen(audience)[0]

    def figures(self, audience: tuple[str, ...] | None) -> tuple[float, int]:
        """Return the mean length and the last day of modification of what this audience sees.

        Scores depend on them and cursors hand them out, so nothing hidden may count in them.
        """
        return self._seen(audience)[1:]

    def _seen(self, audience: tuple[str, ...] | None) -> tuple[list[Leaf], float, int]:
        audience = None if audience is None else tuple(sorted(set(audience)))
        with self._memory.lock:
            found = self._visible.get(audience)
            if found is None:
                leaves = [self._leaf(at, audience) for at in range(len(self._segments))]
                lengths = [_of_seen(leaf, "length") for leaf in leaves]
                total = sum(int(held.sum(dtype=np.int64)) for held in lengths)
                mean = max(1.0, total / max(1, sum(map(len, lengths))))
                days = [int(_of_seen(leaf, "modified").max(initial=0)) for leaf in leaves]
                found = (leaves, mean, max(days, default=0))
                if len(self._visible) >= _AUDIENCES:
                    self._visible.clear()
                self._visible[audience] = found
            return found

    def _leaf(self, at: int, audience: tuple[str, ...] | None) -> Leaf:
        segment, mask = self._segments[at][1], self._mask(at, audience)
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
        dead, size = self._dead[at], self._segments[at][1].size
        if audience is None:
            return None if dead is None else ~dead
        mask = np.zeros(size, np.bool_)
        for term in audience:
            mask[self.post(at, "audience", term).ids] = True
        return mask if dead is None else mask & ~dead

    def post(self, at: int, name: str, term: str) -> Posting:
        """Return the postings of a term of a field in one segment.  Raises IndexDamaged.

        A term of the text may name another field, see ``query.field_of``.
        """
        if name == "text":
            name, term = field_of(term)
        key, segment = self._segments[at]

        def load() -> Posting:
            with _reading(name):
                # As it was written: a lone surrogate in a filter is no damage of the index.
                held = postings(segment.reader, name, term.encode("utf-8", "replace"))
                return Posting(held, segment.size, weighted=name == "text")

        return self._memory.postings((key, name, term), load)

    def holds(self, term: str) -> bool:
        """Say whether any document has a term of the text.  Raises IndexDamaged."""
        found = self._held.get(term)
        if found is None:
            if len(self._held) >= _TERMS:
                self._held.clear()
            every = range(len(self._segments))
            found = self._held[term] = any(len(self.post(at, "text", term).ids) for at in every)
        return found

    def facet(self, at: int, name: str) -> Facet:
        """Return the values of a facet in one segment.  Raises IndexDamaged."""
        _, segment = self._segments[at]
        found = segment.facets.get(name)
        if found is None:
            with self._memory.lock, _reading(name):
                values = self._memory.values[name]
                held = [
                    (values.code(term), ids)
                    for term, (ids, _) in field_postings(segment.reader, name)
                ]
                found = segment.facets[name] = Facet(segment.size, held)
        return found

    def titles(self, at: int) -> Titles:
        """Return the order of the titles of one segment.  Raises IndexDamaged."""
        _, segment = self._segments[at]
        found: Titles | None = segment.kept.get("titles")
        if found is None:
            with self._memory.lock, _reading("order"):
                found = segment.kept["titles"] = Titles(segment.titles.read())
        return found

    def names(self, facet: str) -> list[str]:
        """Return the values of a facet by their codes."""
        return self._memory.values[facet].names

    def words_with(self, part: str, limit: int) -> list[str]:
        """Return indexed words that contain a text, in no order, at most ``limit`` a segment."""
        out: dict[str, None] = {}
        for _, segment in self._segments:
            words, at = self._listed(segment), 0
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
        for _, segment in self._segments:
            vocabulary = segment.vocabulary
            if vocabulary is None:
                # Outside the lock: nobody else's search waits for it.
                vocabulary = Vocabulary(self._listed(segment).split("\n"))
                segment.vocabulary = vocabulary
            out.append(vocabulary)
        return out

    def unread(self) -> int:
        """Return how many documents are in segments whose words were not yet made ready."""
        return sum(s.size for _, s in self._segments if s.vocabulary is None)

    def _listed(self, segment: Segment) -> str:
        """Return all words of a segment, each between two line ends."""
        with self._memory.lock, _reading("text"):
            if segment.words is None:
                segment.words = "\n" + "\n".join(_words(segment)) + "\n"
            return segment.words

    def words_near(self, word: str, limit: int) -> list[str]:
        """Return indexed words one typing slip away that begin with the same two letters."""
        out: dict[str, None] = {}
        with self._memory.lock, _reading("text"):
            for _, segment in self._segments:
                for near in segment.reader.terms_within("text", word, 1, prefix=2):
                    out[near] = None
                    if len(out) >= limit:
                        return list(out)
        return list(out)

    def words_from(self, prefix: str, limit: int) -> list[str]:
        """Return suggestions that begin with a text, in no order: the most frequent ones.

        Hidden documents count here; what of it may be shown, and in which order, is not said.
        """
        out: dict[str, None] = {}
        for _, segment in self._segments:
            if segment.suggested is None:
                with self._memory.lock, _reading("suggest"):
                    pairs = list(terms(segment.reader, "suggest"))
                often = np.array([count for _, count in pairs], np.int32)
                segment.suggested = [word for word, _ in pairs], often
            words, often = segment.suggested
            first = bisect_left(words, prefix)
            last = bisect_left(words, prefix + _LAST)
            chosen = np.argsort(-often[first:last], kind="stable")[:limit] + first
            out |= dict.fromkeys(words[at] for at in chosen.tolist())
        return list(out)


def _words(segment: Segment) -> list[str]:
    return [word for word, _ in terms(segment.reader, "text")]
