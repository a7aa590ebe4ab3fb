"""Measures the way of real records through the product: import, index, search, DCAT export.

    python -m bench.journey [made-up records] [--json file]

Once on the demo's records, once on as many made-up ones (10,000 unless told otherwise).  Everything
goes through the product's own doors: the CKAN import into SQLite, the outbox into the index, full
answers with their rows, the export from the rows.  The peers are plain Whoosh on the same words,
which fetches the same rows the same way, and one rdflib graph a dataset on the same triples, in the
same run.  Rates are per second of wall time
for the import, per CPU second elsewhere; times of searches are CPU milliseconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.corpus import Corpus, Record
from bench.rdf import rdflib_document
from bench.search import FACETS, Peer, all_words, cases, percentiles, timed
from catalog.auth.policy import ANYONE, SYSTEM
from catalog.config import Config
from catalog.db.queries.datasets import datasets_of_rows, walk_datasets
from catalog.harvest.demo import load_demo
from catalog.harvest.run import import_packages
from catalog.jobs.index import search_document
from catalog.jobs.installation import Installation
from catalog.rdf.formats import FORMATS
from catalog.rdf.stream import catalog_document
from catalog.rdf.write import triples
from catalog.search.analyzer import default_analyzer
from catalog.services.search import search_datasets
from vocab.concepts import codelist

#: Records given to the peer of the export: it needs a second for a hundred.
PEER_RECORDS = 60


def package(record: Record) -> dict[str, Any]:
    """A made-up dataset as a Thai CKAN package."""
    return {
        "name": f"made-up-{record.row}",
        "title": record.title_th,
        "notes": record.notes_th,
        "organization": {"title": record.agency_name},
        "tags": [{"name": word} for word in record.keywords],
        "data_type": codelist("data_type")[record.type].value,
        "license_id": record.licence if record.licence in codelist("license_id") else "",
        "update_frequency_unit": "ปี",
        "update_frequency_interval": "1",
        "last_updated_date": record.modified.isoformat(),
        "url": f"https://made-up.example/dataset/{record.row}",
        "resources": [
            {"name": name, "format": form, "url": f"https://made-up.example/{record.row}/{n}"}
            for n, (name, form) in enumerate(
                zip(record.distributions, record.formats * 9, strict=False)
            )
        ],
    }


def numbered(count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Made-up packages with their line numbers."""
    for number, record in enumerate(Corpus().records(count), 1):
        yield number, package(record)


def measure(name: str, installation: Installation, loading: float) -> dict[str, Any]:
    """Index, search and export what was loaded in ``loading`` seconds."""
    sessions = installation.sessions
    began = time.perf_counter()
    installation.drain()
    indexing = time.perf_counter() - began
    with sessions.read() as session:
        records = list(walk_datasets(session, SYSTEM))
    out: dict[str, Any] = {
        "name": name,
        "records": len(records),
        "import_per_s": len(records) / loading,
        "index_per_s": len(records) / indexing,
        "searches": {},
        "exports": {},
    }
    analyzer = default_analyzer()
    documents = [search_document(record) for record in records]
    words = [all_words(document, analyzer) for document in documents]
    held = Counter(word for cut in words for word in set(cut))
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(Path(folder))
        peer.build(documents, words)
        for kind, (texts, facets) in cases(held, len(records)).items():
            out["searches"][kind] = _searches(installation, peer, texts, FACETS if facets else ())
    out["exports"] = _exports(installation, records)
    return out


def _searches(
    installation: Installation, peer: Peer, texts: Sequence[str], facets: tuple[str, ...]
) -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    with installation.sessions.read() as session:
        for text in texts:
            ours += timed(
                lambda text=text: search_datasets(  # type: ignore[misc]
                    session, installation.search, ANYONE, text=text, facets=facets
                ),
                5,
            )
            theirs += timed(
                lambda text=text: datasets_of_rows(  # type: ignore[misc]
                    session, ANYONE, peer.rows(text, bool(facets))
                ),
                3,
            )
    return {
        "ms": percentiles(ours),
        "peer_ms": percentiles(theirs),
        "ratio": statistics.median(theirs) / statistics.median(ours),
    }


def _exports(installation: Installation, records: Sequence[Any]) -> dict[str, Any]:
    site = installation.site
    some = [list(triples(record, site)) for record in records[:PEER_RECORDS]]
    out = {}
    for form in FORMATS:
        with installation.sessions.read() as session:
            began = time.process_time()
            read = walk_datasets(session, ANYONE)
            size = sum(len(chunk) for chunk in catalog_document(read, site, form))
            ours = len(records) / (time.process_time() - began)
        began = time.process_time()
        for prepared in some:
            rdflib_document(prepared, form)
        theirs = len(some) / (time.process_time() - began)
        out[form.name] = {"per_s": ours, "mb": size / 1e6, "peer": theirs, "ratio": ours / theirs}
    return out


def report(out: dict[str, Any]) -> str:
    """The figures as tables."""
    lines = [
        f"{out['name']}: {out['records']} records",
        f"import {out['import_per_s']:.0f}/s, index {out['index_per_s']:.0f}/s (wall)",
        f"{'full answer of 20 rows':26}{'p50 ms':>9}{'p95 ms':>9}{'plain Whoosh':>14}{'ratio':>8}",
    ]
    for kind, row in out["searches"].items():
        lines.append(
            f"{kind:26}{row['ms'][0]:9.2f}{row['ms'][1]:9.2f}"
            f"{row['peer_ms'][0]:14.1f}{row['ratio']:7.1f}x"
        )
    lines.append(f"{'export from the rows':26}{'per s':>9}{'MB':>9}{'rdflib':>14}{'ratio':>8}")
    for form, row in out["exports"].items():
        lines.append(
            f"{form:26}{row['per_s']:9.0f}{row['mb']:9.1f}{row['peer']:14.0f}{row['ratio']:7.1f}x"
        )
    return "\n".join(lines)


def journey(count: int) -> Iterator[dict[str, Any]]:
    """Both runs, each in a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        installation = _opened(folder)
        began = time.perf_counter()
        load_demo(installation.sessions, now=installation.now)
        yield measure("demo", installation, time.perf_counter() - began)
        installation.close()
    with tempfile.TemporaryDirectory() as folder:
        installation = _opened(folder)
        packages: Iterable[tuple[int, object]] = list(numbered(count))
        began = time.perf_counter()
        import_packages(
            installation.sessions, SYSTEM, packages, source="made-up", now=installation.now
        )
        yield measure("made up", installation, time.perf_counter() - began)
        installation.close()


def _opened(folder: str) -> Installation:
    return Installation.open(Config.from_environ({"BANCHI_DATA": folder}))


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args(arguments)
    runs = []
    for out in journey(given.records):
        runs.append(out)
        print(report(out), end="\n\n", flush=True)
    if given.json:
        given.json.write_text(json.dumps(runs, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
