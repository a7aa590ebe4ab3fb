"""Measures whole answers over a mix of questions, beside tantivy and SQLite's FTS5.

    python -m bench.search RECORDS... --mix [--questions 1000] [--folder keep] [--json file]
                           [--no-peer]

A whole answer is what a page costs below its template: analysis, the exact total, five facets, the
records of 20 rows from a SQLite file, highlights, all under the visibility rule.  The peers get the
words that our analyzer cut, and fetch and highlight the same rows the same way.  What is built in
a folder that is named is used again, as long as the index format stays the same.  Times are CPU
milliseconds unless marked wall.  With several sizes, the last lines say how each figure grows.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bench.corpus import Corpus
from bench.peers import Fts5, Tantivy, cut
from bench.rows import store
from bench.search import all_words, search_document, timed
from catalog.auth.policy import ANYONE, Actor, actor_terms
from catalog.db import migrate
from catalog.db.base import Sessions
from catalog.db.queries.datasets import datasets_of_rows
from catalog.jobs.index import phrase_texts
from catalog.search.analyzer import STOP_WORDS, default_analyzer
from catalog.search.backend import IndexDamaged, SearchRequest
from catalog.search.document import SearchDocument
from catalog.search.highlight import excerpt, highlight
from catalog.search.query import parse
from catalog.search.whoosh import WhooshBackend
from catalog.services.search import search_datasets
from schemas.dataset import DatasetRecord

FACETS = ("agency", "type", "category", "format", "licence")
DEEP = 10_000
"""The offset of a deep page: page 501 of 20 rows."""

Find = Callable[[SearchRequest], tuple[int, list[int]]]
Terms = Callable[[SearchRequest], Sequence[str]]


def questions(
    documents: Sequence[SearchDocument], count: int, seed: int = 5
) -> list[SearchRequest]:
    """Return different questions: words of titles, filters, orders, deep pages."""
    draw = random.Random(seed)
    analyzer = default_analyzer()
    terms = actor_terms(ANYONE)
    out: list[SearchRequest] = []
    while len(out) < count:
        near = draw.choice(documents)
        words = [w for w in analyzer.tokens(near.title_th) if len(w) > 1 and w not in STOP_WORDS]
        size = draw.choices((0, 1, 2, 3), (10, 40, 35, 15))[0]
        text = " ".join(draw.sample(words, min(size, len(words))))
        filters = {}
        if draw.random() < 0.3:
            name = draw.choice(("agency", "type", "format", "licence"))
            filters[name] = near.facets[name][:1]
        out.append(
            SearchRequest(
                text=text,
                filters=filters,
                audience=terms,
                facets=FACETS,
                sort="modified" if draw.random() < 0.2 else "relevance",
                offset=DEEP if draw.random() < 0.02 else 0,
            )
        )
    return out


def page(session: Session, actor: Actor, find: Find, request: SearchRequest, terms: Terms) -> int:
    """Answer a question to the last highlight, and return the number of hits."""
    total, rows = find(request)
    words = terms(request)
    for record in datasets_of_rows(session, actor, rows):
        highlighted(record, words)
    return total


def served(session: Session, backend: WhooshBackend, request: SearchRequest) -> int:
    """Answer a question as a page does, and return the number of hits.

    The words of one meaning and the tree of agencies are looked after: two statements more.
    """
    found = search_datasets(
        session,
        backend,
        ANYONE,
        text=request.text,
        filters=request.filters,
        sort=request.sort,
        offset=request.offset,
        facets=request.facets,
    )
    for record in found.records:
        highlighted(record, found.terms)
    return found.total


def highlighted(record: DatasetRecord, terms: Sequence[str]) -> None:
    """Mark the words in what a list shows of a record."""
    highlight(record.title.th, terms)
    excerpt(record.notes.th, terms)


def spread(times: Sequence[float]) -> dict[str, float]:
    """Return the median, 95th and 99th percentile, the highest and the mean."""
    ordered = sorted(times)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    return {
        "p50": statistics.median(ordered),
        "p95": at(0.95),
        "p99": at(0.99),
        "max": ordered[-1],
        "mean": statistics.fmean(ordered),
    }


class Bench:
    """One size: its rows, index and peers in a folder."""

    def __init__(self, count: int, folder: Path, *, asked: int, peers: bool) -> None:
        self.count, self.folder, self.peers = count, folder, peers
        self.analyzer = default_analyzer()
        self.analyzer.tokens("ทะเบียน")
        self.out: dict[str, Any] = {"records": count}
        self.sessions = Sessions(f"sqlite:///{folder / 'rows.sqlite3'}")
        self.root = folder / "index"
        self.documents: list[SearchDocument] = []
        self.asked = asked

    def build(self) -> None:
        """Store the rows and build the index, in a process of its own to see its memory."""
        there = (self.folder / "rows.sqlite3").exists()
        migrate.upgrade(self.sessions.writer)
        if not there:
            store(self.sessions, Corpus().records(self.count))
        told = self.folder / "built.json"
        try:
            WhooshBackend(self.root).open()
        except IndexDamaged:
            command = [sys.executable, "-m", "bench.mix", str(self.root), str(self.count)]
            told.write_bytes(_told(command))
        self.out |= json.loads(told.read_text())
        # Indexes of formats before stand beside it in a folder that is kept.
        used = max(self.root.glob("*/current"), key=lambda file: file.stat().st_mtime).parent
        files = (file for file in used.rglob("*") if file.is_file())
        self.out["index_mb"] = sum(file.stat().st_size for file in files) / 1e6
        self.documents = [search_document(record) for record in Corpus().records(self.count)]
        # No server holds them: its garbage collector would not look through them.
        gc.freeze()

    def measure(self) -> None:
        """Ask everything."""
        backend = WhooshBackend(self.root, texts=phrase_texts(self.sessions))
        backend.open()

        told: list[Sequence[str]] = [()]

        def ours(request: SearchRequest) -> tuple[int, list[int]]:
            answer = backend.search(request)
            told[0] = answer.terms
            return answer.total, answer.rows

        def words(_: SearchRequest) -> Sequence[str]:
            return told[0]

        asked = questions(self.documents, self.asked)
        with self.sessions.read() as session:
            self.out["mix"] = self._mix(session, ours, asked, words)
            self.out["mix again"] = self._mix(session, ours, asked, words)
            # What others on the machine do to a single time is a fifth of it and more.
            self.out["mix, best of 5"] = self._mix(session, ours, asked, words, 5)
            self.out["as the page asks"] = spread(
                [timed(lambda r=r: served(session, backend, r), 1)[0] for r in asked]  # type: ignore[misc]
            )
            self.out["engine alone"] = spread(
                [timed(lambda r=r: ours(r), 1)[0] for r in asked]  # type: ignore[misc]
            )
            self._single(backend, ours)
        self.out["first query"] = self._fresh()
        self._updates(backend)
        self.out["memory_mb"] = _memory()
        if self.peers:
            self._ask_peers(asked)
        backend.close()

    def _mix(
        self,
        session: Session,
        find: Find,
        asked: Sequence[SearchRequest],
        terms: Terms,
        times: int = 1,
    ) -> dict[str, float]:
        """Ask every question so many times, one after the other; the best of each counts."""
        best = [float("inf")] * len(asked)
        for _ in range(times):
            for at, request in enumerate(asked):
                took = timed(lambda r=request: page(session, ANYONE, find, r, terms), 1)  # type: ignore[misc]
                best[at] = min(best[at], took[0])
        return spread(best)

    def _single(self, backend: WhooshBackend, find: Find) -> None:
        held = Counter(
            word
            for document in self.documents[:: max(1, self.count // 10_000)]
            for word in set(all_words(document, self.analyzer))
        )
        common = next(w for w, _ in held.most_common() if len(w) > 2 and w not in STOP_WORDS)
        plain = SearchRequest(audience=actor_terms(ANYONE), facets=FACETS)
        cases = {
            "match-all": [plain],
            "99 % word": [replace(plain, text=common)],
            "phrase": [replace(plain, text=f'"{text}"', facets=()) for text in self._phrases()],
        }
        for name, requests in cases.items():
            times = []
            for request in requests:
                find(request)
                times += timed(lambda request=request: find(request), 9)  # type: ignore[misc]
            self.out[name] = spread(times)
        prefixes = ("น", "ทะ", "โรง", "ข้อ", "สถิ", "กรุงเทพ", "wat", "แผน", "อุต", "ปี")
        terms = actor_terms(ANYONE)
        times = []
        for prefix in prefixes:
            backend.suggest(prefix, terms)
            times += timed(lambda prefix=prefix: backend.suggest(prefix, terms), 9)  # type: ignore[misc]
        self.out["suggestions"] = spread(times)

    def _phrases(self) -> list[str]:
        draw = random.Random(3)
        texts = [document.title_th for document in draw.sample(self.documents, 12)]
        pairs = (self.analyzer.tokens(text) for text in texts)
        return ["".join(words[:2]) for words in pairs] + ["รายชื่อ", "กรุงเทพมหานคร"]

    def _fresh(self) -> dict[str, float]:
        command = [sys.executable, "-m", "bench.mix", str(self.root), "0"]
        return spread([float(_told(command)) for _ in range(5)])

    def _updates(self, backend: WhooshBackend) -> None:
        draw = random.Random(2)
        other = WhooshBackend(self.root)
        other.open()
        changing: list[float] = []
        # One change after a silence, and one after the other.
        for name, count, pause in (("alone", 30, 0.5), ("in a stream", 90, 0.0)):
            seeing: list[float] = []
            for _ in range(count):
                time.sleep(pause)
                year = str(time.time_ns())  # no run before has used it
                document = draw.choice(self.documents)
                document = replace(document, facets={**document.facets, "year": (year,)})
                began = time.perf_counter()
                backend.apply([document])
                changed = time.perf_counter()
                mine = SearchRequest(audience=None, filters={"year": (year,)}, limit=1)
                while not other.search(mine).total:
                    pass
                changing.append((changed - began) * 1000)
                seeing.append((time.perf_counter() - changed) * 1000)
            self.out[f"seen after (wall), {name}"] = spread(seeing)
        other.close()
        self.out["update (wall)"] = spread(changing)

    def _cut(self) -> Iterator[tuple[SearchDocument, dict[str, str]]]:
        for document in self.documents:
            yield document, cut(document, self.analyzer)

    def _ask_peers(self, asked: Sequence[SearchRequest]) -> None:
        there = (self.folder / "fts5.sqlite3").exists()
        tantivy = Tantivy(self.folder / "tantivy", self.analyzer)
        fts5 = Fts5(self.folder / "fts5.sqlite3", self.analyzer)
        if not there:
            cut_texts = list(self._cut())
            tantivy.build(cut_texts)
            fts5.build(cut_texts)
            del cut_texts

        def words(request: SearchRequest) -> Sequence[str]:
            return parse(request.text, self.analyzer).terms

        with self.sessions.read() as session:
            self.out["tantivy"] = self._mix(session, tantivy.search, asked, words)
            self.out["tantivy, best of 5"] = self._mix(session, tantivy.search, asked, words, 5)
            self.out["tantivy alone"] = spread(
                [timed(lambda r=r: tantivy.search(r), 1)[0] for r in asked]  # type: ignore[misc]
            )
            # A few: a question takes it up to some seconds.
            few = asked[:: max(1, len(asked) // 40)]
            self.out["fts5"] = self._mix(session, fts5.search, few, words)


def _told(command: Sequence[str]) -> bytes:
    ran = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return ran.stdout


def _memory() -> float:
    """Return the most memory that this process has taken, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What the kernel keeps for a process itself may be that of the one that started it.
        held = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(held["VmHWM"].split()[0]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _in_process(root: Path, count: int) -> None:
    """Build the index, or ask the first question, in this fresh process; print what it took."""
    backend = WhooshBackend(root)
    began = time.process_time()
    if not count:
        backend.open()
        backend.search(SearchRequest(text="ทะเบียน", audience=("anyone",), facets=FACETS))
        print((time.process_time() - began) * 1000)
        return
    making = 0.0

    def documents() -> Iterator[SearchDocument]:
        # Making up a record is no part of a rebuild.
        nonlocal making
        corpus = Corpus()
        for row in range(1, count + 1):
            start = time.process_time()
            document = search_document(corpus.record(row))
            making += time.process_time() - start
            yield document

    backend.rebuild(documents())
    took = time.process_time() - began - making
    print(json.dumps({"rebuild_per_s": count / took, "rebuild_mb": _memory()}))


def measure(count: int, *, asked: int, peers: bool, folder: Path | None) -> dict[str, Any]:
    """All figures of one size."""
    with tempfile.TemporaryDirectory() as passing:
        kept = folder / str(count) if folder else Path(passing)
        kept.mkdir(parents=True, exist_ok=True)
        bench = Bench(count, kept, asked=asked, peers=peers)
        bench.build()
        bench.measure()
        return bench.out


def report(out: dict[str, Any]) -> str:
    """Return the figures of one size as a table."""
    lines = [
        f"{out['records']} datasets",
        f"rebuild {out['rebuild_per_s']:.0f}/s, {out['rebuild_mb']:.0f} MB; "
        f"index {out['index_mb']:.1f} MB; process {out['memory_mb']:.0f} MB",
        f"{'':24}" + "".join(f"{name:>9}" for name in ("p50", "p95", "p99", "max", "mean")),
    ]
    for name, figures in out.items():
        if isinstance(figures, dict):
            lines.append(f"{name:24}" + "".join(f"{figure:9.2f}" for figure in figures.values()))
    if "tantivy" in out:
        first, mean, alone = (out[n]["mean"] for n in ("mix", "mix again", "engine alone"))
        lines.append(
            f"mean against tantivy {mean / out['tantivy']['mean']:.2f}x, "
            f"at first sight {first / out['tantivy']['mean']:.2f}x "
            f"(engine alone {alone / out['tantivy alone']['mean']:.2f}x), "
            f"against FTS5 {mean / out['fts5']['mean']:.3f}x; best of 5 against best of 5 "
            f"{out['mix, best of 5']['mean'] / out['tantivy, best of 5']['mean']:.2f}x"
        )
    return "\n".join(lines)


def growth(runs: Sequence[dict[str, Any]]) -> str:
    """Say how the medians grow from the smallest size to the largest."""
    first, last = runs[0], runs[-1]
    lines = [f"growth from {first['records']} to {last['records']} datasets, p50"]
    for name, figures in last.items():
        if isinstance(figures, dict):
            lines.append(f"{name:24}{figures['p50'] / first[name]['p50']:8.1f}x")
    return "\n".join(lines)


def run(
    sizes: Sequence[int], *, asked: int, peers: bool, folder: Path | None
) -> list[dict[str, Any]]:
    """Measure and print some sizes."""
    runs = []
    for count in sizes:
        runs.append(measure(count, asked=asked, peers=peers, folder=folder))
        print(report(runs[-1]), end="\n\n", flush=True)
    if len(runs) > 1:
        print(growth(runs))
    return runs


if __name__ == "__main__":
    _in_process(Path(sys.argv[1]), int(sys.argv[2]))
