"""One state of the index: the segments of a commit, and what the journal adds to them.

A Whoosh reader shared by threads gives wrong results, so all reading happens under one lock; and
``Searcher.refresh()`` keeps deleted documents, so every state is put together anew.  What does not
change from state to state is kept: a change costs only its own documents.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from catalog.search.joined import Joined
from catalog.search.journal import Change, Journal
from catalog.search.leaf import Leaf, Numbers, Values
from catalog.search.query import in_field
from catalog.search.recent import Recent, RecentPart
from catalog.search.schema import TEXT
from catalog.search.segment import AUDIENCES, Memory, Segment
from catalog.search.spelling import Vocabulary
from catalog.search.stored import contents, deleted

__all__ = ["Snapshot"]

_LAST = "\U0010ffff"
_TERMS = 20_000
"""Terms of which it is kept, for one audience, whether they occur."""

_Known = dict[tuple[str, ...] | None, dict[str, bool]]
"""Whether terms of the text occur in what an audience sees, as far as it was asked."""


class Snapshot:
    """One state of the index, safe to share between threads until it is closed.

    ``generation`` is the number of its commit, ``end`` where in the journal it ends, ``pending``
    how many rows the journal names up to there.
    """

    def __init__(
        self,
        memory: Memory,
        journal: Journal,
        segments: Sequence[Segment],
        recent: Recent,
        *,
        generation: int,
        end: int = 0,
        pending: int = 0,
        before: "Snapshot | None" = None,
    ) -> None:
        """Add to the segments of a commit what the journal holds beyond a place.

        ``recent`` are the documents of the journal up to there, ``before`` is the state of the same
        commit that ends there.  Raises DAMAGE.
        """
        self.generation, self.journal = generation, journal
        self._memory, self._segments, self._recent = memory, segments, recent
        self._visible: dict[tuple[str, ...] | None, tuple[list[Leaf], float, int]] = {}
        self._known: _Known = {}
        with memory.lock:
            self._mark = journal.mark()
            changes, self.end = journal.read(end)
            self.pending = pending + sum(len(change.rows) for change in changes)
            self._add(changes)
            self._recent_part = RecentPart(recent)
            large = [segment for segment in segments if not segment.small]
            self._large = [(segment, len(segment.deleted)) for segment in large]
            # The small segments stay as they are until the next commit.
            few: Joined = before._few if before else Joined([one for one in segments if one.small])
            if before:
                self._known = _absent(before._known, changes)
            self._few: Joined = few
            self._small = Joined([part for part in (few, self._recent_part) if part.size])
            self._deleted = self._small.deleted
            for segment in segments:
                segment.users += 1

    @classmethod
    def of(cls, index: Any, build: Path, memory: Memory) -> "Snapshot":
        """Return the newest state; segments that are new are opened.  Raises DAMAGE."""
        found = contents(index)
        segments: list[Segment] = []
        with memory.lock:
            try:
                segments.extend(
                    _opened(memory, index.storage, found.schema, one)
                    for one in found.segments
                    if one.doc_count_all()
                )
                generation = int(found.generation)
                journal, recent = Journal(build, generation), Recent(memory.values)
                out = cls(memory, journal, segments, recent, generation=generation)
            except BaseException:
                for segment in segments:
                    if not segment.users:
                        segment.close()
                raise
            memory.keep_only({segment.key: segment for segment in segments})
            return out

    def _add(self, changes: Sequence[Change]) -> None:
        rows = {row for change in changes for row in change.rows}
        for segment in self._segments if rows else ():
            segment.delete_rows(rows)
        for change in changes:
            for row in change.rows:
                self._recent.delete(row)
            for one in change.documents:
                self._recent.add(one)

    def behind(self) -> bool:
        """Say whether the journal holds more, or is no longer there."""
        try:
            return self.journal.mark() != self._mark
        except OSError:
            return True

    def following(self) -> "Snapshot":
        """Return the state of now, when there was no commit since.  Raises DAMAGE."""
        return Snapshot(
            self._memory,
            self.journal,
            self._segments,
            self._recent,
            generation=self.generation,
            end=self.end,
            pending=self.pending,
            before=self,
        )

    def close(self) -> None:
        """Close the files that no other state reads."""
        with self._memory.lock:
            for segment in self._segments:
                segment.users -= 1
                if not segment.users:
                    segment.close()
            self._segments = ()

    def rows(self) -> dict[Any, Numbers]:
        """Return the rows of each segment by its id, in the order of its documents."""
        return {segment.key: segment.numbers["row"] for segment in self._segments}

    def deleted_share(self) -> float:
        """Return which share of the documents in the segments is deleted, 0 to 1."""
        held = sum(segment.size for segment in self._segments)
        return sum(len(segment.deleted) for segment in self._segments) / max(1, held)

    def leaves(self, audience: tuple[str, ...] | None) -> list[Leaf]:
        """Return the parts of the index as this audience sees them (None: everything alive)."""
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
                leaves = [segment.leaf(audience, count) for segment, count in self._large]
                if self._small.size:
                    leaves.append(Leaf.of(self._small, audience, self._deleted))
                size = sum(leaf.count_seen() for leaf in leaves)
                mean = max(1.0, sum(leaf.length for leaf in leaves) / max(1, size))
                found = (leaves, mean, max((leaf.newest for leaf in leaves), default=0))
                if len(self._visible) >= AUDIENCES:
                    self._visible.clear()
                self._visible[audience] = found
            return found

    def occurs(self, audience: tuple[str, ...] | None, term: str) -> bool:
        """Say whether what this audience sees holds a term of the text.  Raises IndexDamaged.

        Which words are asked for shows in cursors, so nothing hidden may count here either.
        """
        known = self._known.get(audience)
        if known is None or len(known) >= _TERMS:
            if len(self._known) >= AUDIENCES:
                self._known.clear()
            known = self._known[audience] = {}
        found = known.get(term)
        if found is None:
            found = known[term] = any(leaf.count(TEXT, term) for leaf in self.leaves(audience))
        return found

    def values(self, facet: str) -> Values:
        """Return the values of a facet."""
        return self._memory.values[facet]

    def words_with(self, part: str, limit: int) -> list[str]:
        """Return indexed words that contain a text, in no order, at most ``limit`` a segment."""
        out: dict[str, None] = {}
        for segment in self._segments:
            words, at = segment.words(), 0
            for _ in range(limit):
                at = words.find(part, at)
                if at < 0:
                    break
                end = words.index("\n", at)
                out[words[words.rindex("\n", 0, at) + 1 : end]] = None
                at = end
        more = (word for word, _ in self._recent_part.terms(TEXT) if part in word)
        return [*out, *_first(more, limit, out)]

    def vocabularies(self) -> list[Vocabulary]:
        """Return the words of every part for mending slips, hidden ones included."""
        out = [segment.vocabulary() for segment in self._segments]
        with self._memory.lock:
            return [*out, self._recent_part.vocabulary()] if self._recent_part.size else out

    def unread(self) -> int:
        """Return how many documents are in segments whose words were not yet made ready."""
        return sum(segment.size for segment in self._segments if not segment.read)

    def words_near(self, word: str, limit: int) -> list[str]:
        """Return indexed words one typing slip away that begin with the same two letters."""
        out: dict[str, None] = {}
        for segment in self._segments:
            near = (other for other in segment.words_from(word[:2]) if _one_slip(word, other))
            out |= _first(near, limit - len(out), out)
        more = (other for other, _ in self._recent_part.terms(TEXT) if _one_slip(word, other))
        return [*out, *_first(more, limit - len(out), out)]

    def words_from(self, prefix: str, limit: int) -> list[str]:
        """Return suggestions that begin with a text, in no order: the most frequent ones.

        Hidden documents count here; what of it may be shown, and in which order, is not said.
        """
        out: dict[str, None] = {}
        for segment in self._segments:
            words, often = segment.suggested()
            first = bisect_left(words, prefix)
            last = bisect_left(words, prefix + _LAST)
            chosen = np.argsort(-often[first:last], kind="stable")[:limit] + first
            out |= dict.fromkeys(words[at] for at in chosen.tolist())
        more = (
            (-n, word) for word, n in self._recent_part.terms("suggest") if word.startswith(prefix)
        )
        return [*out, *_first((word for _, word in sorted(more)), limit, out)]


def _absent(known: _Known, changes: Sequence[Change]) -> _Known:
    """Return what is known not to occur, and does not in the documents of some changes either."""
    new: set[str] = set()
    for change in changes:
        for one in change.documents:
            new.update(one.text)
            for name, terms in one.marked.items():
                new.update(in_field(name, term) for term in terms)
    return {
        # Copied first: a search of the state before may learn more meanwhile.
        audience: {t: False for t, there in list(held.items()) if not there and t not in new}
        for audience, held in list(known.items())
    }


def _opened(memory: Memory, storage: Any, schema: Any, one: Any) -> Segment:
    """Return a segment as it is in memory, or open it."""
    gone = set(deleted(one))
    segment = memory.segments.get(one.segment_id())
    if segment is None or segment.forgets(gone):
        segment = Segment(memory, storage, schema, one)
    segment.delete(gone)
    return segment


def _first(words: Iterable[str], limit: int, known: dict[str, None]) -> dict[str, None]:
    """Return the first so many words that are not known yet."""
    out: dict[str, None] = {}
    for word in words:
        if len(out) >= limit:
            break
        if word not in known:
            out[word] = None
    return out


def _one_slip(word: str, other: str) -> bool:
    """Say whether one letter more, less or other turns a word into another of the same start."""
    longer, shorter = max(len(word), len(other)), min(len(word), len(other))
    if longer - shorter > 1 or word[:2] != other[:2]:
        return False
    same = 0
    while same < shorter and word[same] == other[same]:
        same += 1
    behind = 0
    while behind < shorter - same and word[-1 - behind] == other[-1 - behind]:
        behind += 1
    return same + behind >= longer - 1
