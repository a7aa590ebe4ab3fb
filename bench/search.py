"""Measures the search against plain Whoosh, on the same made-up datasets in the same run.

    python -m bench.search [records...] [--mix] [--json file] [--no-peer]

``--mix`` asks a mix of questions for whole answers instead, see ``bench.mix``.

Times are CPU milliseconds of this process.  The peer is Whoosh as its manual shows it: a TEXT field
with StandardAnalyzer, the query parser, and ``groupedby`` for facets.  It is given the words that
our analyzer cut, with spaces between them, and a pattern that leaves them whole: by itself it would
find nothing inside a Thai sentence, and quickly.
"""

import argparse
import itertools
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import whoosh.analysis
import whoosh.fields
import whoosh.index
import whoosh.qparser
import whoosh.query
import whoosh.sorting

from bench.corpus import Corpus, Record
from catalog.search.analyzer import STOP_WORDS, Analyzer, default_analyzer
from catalog.search.backend import SearchRequest
from catalog.search.document import SearchDocument
from catalog.search.whoosh import WhooshBackend

FACETS = ("agency", "type", "category", "format", "licence")
_lib: Any = whoosh


def search_document(record: Record) -> SearchDocument:
    """Return what the search keeps of a made-up dataset."""
    return SearchDocument(
        row=record.row,
        uid=str(record.row),
        version=1,
        title_th=record.title_th,
        title_en=record.title_en,
        keywords=record.keywords,
        agency=record.agency_name,
        body=f"{record.notes_th}\n{record.notes_en}",
        distributions="\n".join(record.distributions),
        facets={
            "agency": (record.agency,),
            "type": (record.type,),
            "category": (record.category,),
            "format": record.formats,
            "licence": (record.licence,),
            "keyword": record.keywords,
            "year": (str(record.year),),
        },
        audience=("anyone",) if record.category == "public" else (f"keep:{record.agency}",),
        modified=record.modified.toordinal(),
        completeness=400 + record.row * 7919 % 600,
    )


def all_words(document: SearchDocument, analyzer: Analyzer) -> list[str]:
    """Return the words of all texts of a document."""
    texts = [document.title_th, document.title_en, *document.keywords]
    texts += [document.agency, document.body, document.distributions]
    return analyzer.tokens("\n".join(texts))


class Peer:
    """Plain Whoosh."""

    def __init__(self, folder: Path) -> None:
        fields = _lib.fields
        whole = _lib.analysis.StandardAnalyzer(expression=r"\S+", stoplist=None, minsize=1)
        schema = fields.Schema(
            row=fields.ID(stored=True, unique=True),
            text=fields.TEXT(analyzer=whole),
            **{name: fields.KEYWORD(commas=True, sortable=True) for name in FACETS},
        )
        self.index: Any = _lib.index.create_in(str(folder), schema)
        self.searcher: Any = None

    def build(self, documents: Sequence[SearchDocument], words: Sequence[list[str]]) -> None:
        """Index documents by their words."""
        writer = self.index.writer(limitmb=256)
        for document, cut in zip(documents, words, strict=True):
            facets = {name: ",".join(document.facets[name]) for name in FACETS}
            writer.add_document(row=str(document.row), text=" ".join(cut), **facets)
        writer.commit()
        self.searcher = self.index.searcher()

    def search(self, text: str, facets: bool) -> int:
        """Return the exact number of hits after fetching the first 20."""
        return len(self._results(text, facets)[0])

    def rows(self, text: str, facets: bool) -> list[int]:
        """Return the primary keys of the first 20 hits; the number of hits is counted too."""
        results, found = self._results(text, facets)
        len(results)
        return found

    def _results(self, text: str, facets: bool) -> tuple[Any, list[int]]:
        query: Any = _lib.query.Every()
        if text:
            query = _lib.qparser.QueryParser("text", self.index.schema).parse(text)
        if not facets:
            results = self.searcher.search(query, limit=20)
            return results, [int(hit["row"]) for hit in results]
        sorting = _lib.sorting
        groups = {
            name: sorting.FieldFacet(name, allow_overlap=name == "format", maptype=sorting.Count)
            for name in FACETS
        }
        results = self.searcher.search(query, limit=20, groupedby=groups)
        for name in FACETS:
            results.groups(name)
        return results, [int(hit["row"]) for hit in results]


def timed(call: Callable[[], object], repeat: int) -> list[float]:
    """Return the CPU milliseconds of each of some calls."""
    out = []
    for _ in range(repeat):
        start = time.process_time()
        call()
        out.append((time.process_time() - start) * 1000)
    return out


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def cases(held: Counter[str], count: int) -> dict[str, tuple[list[str], bool]]:
    """Return the kinds of requests: their texts, and whether facets are asked for."""
    draw = random.Random(1)
    useful = {w: n for w, n in held.items() if len(w) > 2 and w not in STOP_WORDS}
    rare = draw.sample(sorted(w for w, n in useful.items() if 2 <= n <= 10), 10)
    common = sorted(useful, key=lambda w: (-useful[w], w))[:5]
    medium = sorted(useful, key=lambda w: (abs(useful[w] - count * 0.07), w))[:5]
    return {
        "rare word": (rare, False),
        "common word": (common, False),
        "3 words": (
            [f"{a} {b} {medium[0]}" for a, b in itertools.pairwise(common)],
            False,
        ),
        "medium word + 5 facets": (medium, True),
        "common word + 5 facets": (common, True),
        "all + 5 facets": ([""], True),
    }


def measure(count: int, folder: Path, with_peer: bool) -> dict[str, Any]:
    """Build both indexes and time every kind of request."""
    analyzer = default_analyzer()
    documents = [search_document(record) for record in Corpus().records(count)]
    words = [all_words(document, analyzer) for document in documents]
    held = Counter(word for cut in words for word in set(cut))

    backend = WhooshBackend(folder / "ours")
    (build,) = timed(lambda: backend.rebuild(documents), 1)
    (opening,) = timed(backend.open, 1)
    updates = timed(lambda: backend.apply([random.choice(documents)]), 20)
    size = sum(file.stat().st_size for file in (folder / "ours").rglob("*") if file.is_file())
    out: dict[str, Any] = {
        "records": count,
        "machine": f"{platform.python_implementation()} {platform.python_version()}",
        "index_per_s": count / build * 1000,
        "index_mb": size / 1e6,
        "open_ms": opening,
        "update_ms": percentiles(updates),
        "cases": {},
    }
    peer = Peer(_made(folder / "peer")) if with_peer else None
    if peer:
        (peer_build,) = timed(lambda: peer.build(documents, words), 1)
        out["peer_index_per_s"] = count / peer_build * 1000
    for name, (texts, facets) in cases(held, count).items():
        out["cases"][name] = _case(backend, peer, texts, FACETS if facets else ())
    backend.close()
    return out


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _case(
    backend: WhooshBackend, peer: Peer | None, texts: Sequence[str], facets: tuple[str, ...]
) -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    hits, peer_hits = 0, 0
    for text in texts:
        # Administrators see everything, as the peer does; then a visitor's view of the same.
        request = SearchRequest(text=text, audience=None, facets=facets)
        ours += timed(lambda request=request: backend.search(request), 9)  # type: ignore[misc]
        hits += backend.search(request).total
        if peer:
            theirs += timed(lambda text=text: peer.search(text, bool(facets)), 3)  # type: ignore[misc]
            peer_hits += peer.search(text, bool(facets))
    visitor: list[float] = []
    for text in texts:
        request = SearchRequest(text=text, audience=("anyone",), facets=facets)
        visitor += timed(lambda request=request: backend.search(request), 9)  # type: ignore[misc]
    return {
        "hits": hits // len(texts),
        "ms": percentiles(ours),
        "visitor_ms": percentiles(visitor),
        **(
            {
                "peer_hits": peer_hits // len(texts),
                "peer_ms": percentiles(theirs),
                "ratio": statistics.median(theirs) / statistics.median(ours),
            }
            if peer
            else {}
        ),
    }


def report(out: dict[str, Any]) -> str:
    """Return the figures as a table to read."""
    update, size = out["update_ms"], out["index_mb"]
    lines = [
        f"{out['records']} datasets, {out['machine']}, CPU time",
        f"index {out['index_per_s']:.0f}/s ({size:.1f} MB), open {out['open_ms']:.0f} ms",
        f"update p50 {update[0]:.0f}, p95 {update[1]:.0f} ms",
    ]
    if "peer_index_per_s" in out:
        lines.append(f"plain Whoosh indexes {out['peer_index_per_s']:.0f}/s, words already cut")
    lines.append("")
    head = ("", "hits", "p50 ms", "p95 ms", "visitor", "plain hits", "plain p50", "ratio")
    lines.append(f"{head[0]:24}" + "".join(f"{name:>11}" for name in head[1:]))
    for name, case in out["cases"].items():
        row = f"{name:24}{case['hits']:11}{case['ms'][0]:11.2f}{case['ms'][1]:11.2f}"
        row += f"{case['visitor_ms'][0]:11.2f}"
        if "ratio" in case:
            row += f"{case['peer_hits']:11}{case['peer_ms'][0]:11.1f}{case['ratio']:10.0f}x"
        lines.append(row)
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=int, nargs="*", default=[10_000])
    parser.add_argument("--mix", action="store_true", help="whole answers over a mix of questions")
    parser.add_argument("--questions", type=int, default=1000, help="how many questions in the mix")
    parser.add_argument("--folder", type=Path, help="build there, and use what is there")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--no-peer", action="store_true", help="leave the peers out")
    given = parser.parse_args(arguments)
    out: Any
    if given.mix:
        # The mix needs what stands here.
        from bench import mix

        peers, folder = not given.no_peer, given.folder
        out = mix.run(given.records, asked=given.questions, peers=peers, folder=folder)
    else:
        with tempfile.TemporaryDirectory() as folder:
            out = measure(given.records[0], Path(folder), not given.no_peer)
        print(report(out))
    if given.json:
        given.json.write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
