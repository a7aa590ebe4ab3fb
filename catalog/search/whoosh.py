"""The embedded search engine: Whoosh keeps the segments on disk, arrays answer the requests.

The index is disposable.  Whatever is wrong with it, the answer is IndexDamaged and a rebuild from
the rows.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import whoosh.index

from catalog.search import codec, evaluate
from catalog.search.analyzer import Analyzer, default_analyzer
from catalog.search.backend import (
    IndexDamaged,
    SearchAnswer,
    SearchError,
    SearchRequest,
    SearchUnavailable,
    Texts,
)
from catalog.search.collation import title_key
from catalog.search.document import (
    FACETS,
    SearchDocument,
    neighbours,
    suggestions,
    title_terms,
    weights,
    whole,
)
from catalog.search.folder import IndexFolder, stamp
from catalog.search.journal import Change, Journal, Prepared
from catalog.search.later import Later
from catalog.search.meant import did_you_mean, in_place_of_nothing
from catalog.search.query import clean, parse, squeeze
from catalog.search.segment import Memory
from catalog.search.snapshot import Snapshot
from catalog.search.spelling import FEW, looks_slipped
from schemas.time import seconds_ago

__all__ = ["WhooshBackend"]

_index: Any = whoosh.index

_BATCH = 100_000
_STEP = 1000
_PENDING = 64
"""Rows that the journal may name: more are written into the segments."""
_MANY = 2000
_PAUSE = 1.0
"""What a visitor would wait for is made ready for so many new documents by itself, so many seconds
after they were seen: the first misspelt text would pay 0.1 s for 10,000 documents."""
_LATER = ("keyword",)
"""Facets of so many values that reading them takes longer than all the rest."""
_FRESH = 0.4
"""Seconds between two states while changes come in a stream: opening one costs as much as some
searches do.  A change after so long a silence is seen at once."""
_TICK = 0.1
"""Seconds after which a folder that changes again bears another time for certain."""


@dataclass(slots=True)
class _State:
    """An opened snapshot, and how many searches are using it."""

    snapshot: Snapshot
    users: int = 0
    replaced: bool = False


class WhooshBackend:
    """The search backend in a folder of its own; share one object between all threads."""

    def __init__(
        self,
        root: Path,
        *,
        texts: Texts | None = None,
        analyzer: Analyzer | None = None,
        memory_megabytes: int = 160,
        lock_seconds: float = 10.0,
        fresh_seconds: float = _FRESH,
        journal_rows: int = _PENDING,
    ) -> None:
        """Take the folder for indexes (``<data>/index``), and the callback that checks phrases.

        Without ``texts`` a quoted phrase asks for its words only.  ``memory_megabytes`` bounds the
        postings kept; ``lock_seconds`` is how long a writer waits for another one; what other
        processes wrote is seen ``fresh_seconds`` later at most; a journal names at most
        ``journal_rows`` rows.
        """
        self._folder = IndexFolder(root, stamp(f"whoosh {codec.WHOOSH_VERSION}"))
        self._texts = texts
        self._given_analyzer = analyzer
        self._memory_megabytes = memory_megabytes
        self._patience = lock_seconds
        self._lock = threading.RLock()
        self._ix: Any = None
        self._token: tuple[int, int] | None = None
        self._state: _State | None = None
        self._build, self._touched, self._looked = root, 0.0, float("-inf")
        self._fresh, self._journal_rows = fresh_seconds, journal_rows
        self._memory = Memory(memory_megabytes)
        self._later = Later(self._make_ready, _PAUSE)

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of both documents and requests, also for highlighting."""
        return self._given_analyzer or default_analyzer()

    # Opening and closing

    def open(self) -> None:
        """Make ready to search; raise IndexDamaged when a rebuild is due first, IndexUnsafe."""
        self._folder.prepare()
        with self._lease() as snapshot:
            # Words and facets are read now, not by the first visitor.
            self.analyzer.tokens("")
            for leaf in snapshot.leaves(None):
                for name in FACETS:
                    if name not in _LATER:
                        leaf.facet(name)

    def close(self) -> None:
        """Give back files and memory; may be called twice, and a search opens again."""
        self._later.cancel()
        with self._lock:
            self._drop()
            self._ix = self._token = None
            self._memory = Memory(self._memory_megabytes)

    def _drop(self) -> None:
        state, self._state = self._state, None
        if state is not None:
            state.replaced = True
            if not state.users:
                state.snapshot.close()

    @contextmanager
    def _lease(self, *, newest: bool = True) -> Iterator[Snapshot]:
        """Lend the newest state, or one that is hardly older.

        It is closed when it is replaced and nobody uses it any more.
        """
        with self._lock:
            state = self._newest() if newest else self._new_enough()
            state.users += 1
        try:
            yield state.snapshot
        finally:
            with self._lock:
                state.users -= 1
                if state.replaced and not state.users:
                    state.snapshot.close()

    def _new_enough(self) -> _State:
        same = self._state is not None and self._folder.token() == self._token
        if self._state is None or not same or time.monotonic() - self._looked >= self._fresh:
            return self._newest()
        return self._state

    def _newest(self) -> _State:
        for attempt in range(5):
            # A commit or a rebuild elsewhere may remove files between two of our steps.
            try:
                ix = self._current()
                touched = self._build.stat().st_mtime
                state = self._state
                if state is None or (
                    touched != self._touched
                    and (state.snapshot.generation != ix.latest_generation())
                ):
                    state = self._use(Snapshot.of(ix, self._build, self._memory))
                elif state.snapshot.behind():
                    state = self._use(state.snapshot.following())
                # Two changes may bear the same time: only one that is past says that none follows.
                self._touched = touched if seconds_ago(touched) > _TICK else 0.0
            except codec.DAMAGE as error:
                self._token = None
                if attempt == 4:
                    raise IndexDamaged("the search index cannot be read") from error
            else:
                return state
        raise AssertionError("unreachable")

    def _use(self, snapshot: Snapshot) -> _State:
        self._looked = time.monotonic()
        self._drop()
        self._state = _State(snapshot)
        if snapshot.unread() > _MANY:
            self._later.ask()
        return self._state

    def _make_ready(self) -> None:
        # Whatever is wrong with the index, the next search says so.
        with suppress(SearchError), self._lease() as snapshot:
            for leaf in snapshot.leaves(None):
                for name in _LATER:
                    leaf.facet(name)
            snapshot.words_from("", 0)
            snapshot.vocabularies()

    def _current(self) -> Any:
        """Return the Whoosh index of the build in use."""
        with self._lock:
            token = self._folder.token()
            if token != self._token:
                self._folder.prepare()
                self._build = self._folder.current()
                self._ix = _index.open_dir(str(self._build))
                self._drop()
                self._memory = Memory(self._memory_megabytes)
                self._token = token
            return self._ix

    # Writing

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Write and remove documents by row in one commit; of a row in both, the document stays.

        Raises SearchUnavailable when another process keeps writing, IndexDamaged when there is no
        index to write to.
        """
        with self._folder.writing(self._patience):
            # Everything that can fail for a document fails before the index is touched.
            prepared = {document.row: self._prepared(document) for document in upserts}
            rows = {*deletes, *prepared}
            if not rows:
                return
            with self._lease() as snapshot:
                # Whoever writes sees it at once.
                self._looked = float("-inf")
                if snapshot.pending + len(rows) <= self._journal_rows:
                    snapshot.journal.append(Change(rows, prepared.values()), snapshot.end)
                    return
            self._commit(dict.fromkeys(rows) | prepared, codec.merge_small)

    def optimise(self, least: float = 0.0) -> bool:
        """Merge all segments into one when so large a share of their documents is deleted.

        Takes about 0.6 ms of CPU a dataset.  Raises what `apply` raises.
        """
        with self._folder.writing(self._patience):
            with self._lease() as snapshot:
                if snapshot.deleted_share() < least:
                    return False
            self._commit({}, codec.merge_all)
            return True

    def _commit(self, changed: dict[int, Prepared | None], merge: Callable[..., Any]) -> None:
        """Write what the journal holds into the segments, and after it what changed since."""
        with self._lease() as snapshot:
            held = snapshot.rows()
            changed = snapshot.journal.pending() | changed
        try:
            writer = codec.writer(self._current(), self._patience)
        except _index.LockError as error:
            raise SearchUnavailable("the search index is being written") from error
        except codec.DAMAGE as error:
            raise IndexDamaged("the search index cannot be written to") from error
        try:
            codec.delete(writer, changed.keys(), held)
            for one in changed.values():
                if one is not None:
                    codec.add_document(writer, one)
            # Before the commit: one without a journal is damaged.
            following = Journal(self._build, snapshot.generation + 1)
            following.create()
            writer.commit(mergetype=merge)
        except BaseException:
            # Whoosh keeps its own lock until then, also when the disk is full.
            with suppress(Exception):
                writer.cancel()
            raise
        following.remove_others()

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Build a new index beside the old one, swap, and return how many documents it holds.

        ``documents`` name every row at most once.  When they raise, the old index stays.  Takes
        about 0.9 ms and 3 KB of memory a dataset.
        """
        with self._folder.writing(self._patience):
            build = self._folder.new()
            done = 0
            try:
                ix = codec.create(str(build))
                writer: Any = None
                try:
                    for document in documents:
                        prepared = self._prepared(document)
                        if writer is None:
                            writer = codec.writer(ix, self._patience)
                        codec.add_document(writer, prepared)
                        done += 1
                        if progress and done % _STEP == 0:
                            progress(done)
                        if done % _BATCH == 0:
                            writer.commit(mergetype=codec.merge_none)
                            writer = None
                except BaseException:
                    if writer is not None:
                        writer.cancel()
                    raise
                if writer is not None:
                    writer.commit(mergetype=codec.merge_none)
                Journal(build, ix.latest_generation()).create()
            except BaseException:
                self._folder.discard(build)
                raise
            self._folder.use(build)
        if progress:
            progress(done)
        return done

    def _prepared(self, document: SearchDocument) -> Prepared:
        weighted = weights(document, self.analyzer)
        marked: dict[str, Collection[str]] = {
            "title": title_terms(document, self.analyzer),
            "suggest": set(suggestions(document, self.analyzer)),
            "audience": set(document.audience),
        }
        marked |= {name: set(held) for name, held in document.facets.items()}
        values: dict[str, int | bytes] = {
            "row": document.row,
            "version": document.version,
            "modified": document.modified,
            "completeness": document.completeness,
            "length": round(sum(weighted.values())),
            "whole_th": whole(self.analyzer.tokens(document.title_th)),
            "whole_en": whole(self.analyzer.tokens(document.title_en)),
            "order": title_key(document.title_th or document.title_en),
        }
        return Prepared(weighted, marked, values)

    # Reading

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one request; raise IndexDamaged when the index cannot be read."""
        asked = self._asked(request)
        query = asked.query
        with self._lease(newest=False) as snapshot:

            def meant() -> evaluate.Asked | None:
                if not request.correct:
                    return None
                text = in_place_of_nothing(snapshot, request, self.analyzer)
                return self._asked(replace(request, text=text)) if text else None

            answer = evaluate.answer(snapshot, query, request, self._texts, asked.titled, meant)
            doubtful = not query.clauses or answer.relaxed or answer.total <= FEW
            doubtful = doubtful or looks_slipped(request.text)
            doubtful = doubtful and bool(query.clauses or query.excluded) and not answer.instead
            if request.correct and doubtful:
                better = did_you_mean(snapshot, query, request, self.analyzer)
                answer = replace(answer, did_you_mean=better)
            return answer

    def _asked(self, request: SearchRequest) -> evaluate.Asked:
        query = parse(request.text, self.analyzer, request.synonyms, request.agencies)
        words = [word for _, piece in query.pieces for word in piece]
        titles = evaluate.Titled(phrase=tuple(neighbours(words, self.analyzer)), exact=whole(words))
        return evaluate.Asked(query, request, titles)

    def suggest(self, prefix: str, audience: tuple[str, ...] | None, limit: int = 10) -> list[str]:
        """Return keywords and title words that this audience may see, the commonest first."""
        wanted = squeeze(clean(prefix)[0])
        if not wanted:
            return []
        with self._lease(newest=False) as snapshot:
            return evaluate.suggest(snapshot, wanted, audience, limit)

    def versions(self) -> Mapping[int, int]:
        """Return the version of every document by its row."""
        out: dict[int, int] = {}
        with self._lease() as snapshot:
            for leaf in snapshot.leaves(None):
                rows, versions = leaf.numbers["row"], leaf.numbers["version"]
                if leaf.visible is not None:
                    rows, versions = rows[leaf.visible], versions[leaf.visible]
                out.update(zip(rows.tolist(), versions.tolist(), strict=True))
        return out

    def document_count(self) -> int:
        """Return how many documents the index holds."""
        with self._lease() as snapshot:
            return sum(
                leaf.size if leaf.visible is None else int(leaf.visible.sum())
                for leaf in snapshot.leaves(None)
            )
