"""Measures the DCAT export beside ckanext-dcat and plain rdflib, same records, same run.

    python -m bench.rdf [records] [--peer records] [--no-peer] [--large records] [--json file]

Rates are datasets per CPU second, each of the quickest of some rounds in which ours and the peers
take turns: what else the machine does can only make a round slower.

* one document: our writer from a record, ckanext-dcat's serialiser from the package of the same
  record (`bench.dcat_package`), and one rdflib graph filled with our triples, given ready made;
* the whole catalogue: ours from the rows of an SQLite file, reading included, and ckanext-dcat's
  serialiser on packages that it finds in memory, 100 a page as it serves them;
* the same from what the worker keeps written.

The peers get fewer records, because they are slow and each record costs them the same.  The records
are made-up complete ones, and the demo's, which are those of Bangkok.  ckanext-dcat runs in
`.cache/peers` (requirements/peers.in); without it its columns are left out.  ``--large`` measures
memory and the first byte with a catalogue of that size beside one of 1,000.
"""

import argparse
import dataclasses
import datetime as dt
import gc
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import rdflib

from bench.dcat_bulk import Catalogue, memory
from bench.dcat_package import dcat_package
from catalog.auth.policy import ANYONE
from catalog.config import Config
from catalog.db.queries.datasets import Which, walk_datasets
from catalog.harvest.demo import load_demo
from catalog.jobs.installation import Installation
from catalog.rdf.formats import FORMATS, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalog.rdf.site import Site
from catalog.rdf.stream import dataset_document
from catalog.rdf.terms import Literal, Triple
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.values import LocalizedText
from tests.builders import agency, dataset, distribution
from vocab.namespaces import PREFIXES

PEER = {TURTLE: "turtle", JSON_LD: "json-ld", RDF_XML: "xml", N_TRIPLES: "nt"}
PEER_PYTHON = Path(__file__).parents[1] / ".cache/peers/bin/python"
ROUNDS = 7
AGENCIES = 90
#: Datasets of the whole catalogue: the records again and again under other names.
BULK = 5_000


def site() -> Site:
    """The publishing site of the run."""
    return Site(
        base="https://data.example.th",
        title=LocalizedText("บัญชีข้อมูล", "Catalogue"),
        description=LocalizedText("ชุดข้อมูลของหน่วยงาน", "Datasets of agencies"),
        publisher=agency(code="bma"),
        licence="cc-by",
        issued=dt.date(2024, 1, 1),
        modified=dt.date(2024, 1, 15),
    )


def records(count: int) -> Iterator[DatasetRecord]:
    """Complete records of the type statistics, three distributions each, of ninety agencies."""
    owners = [agency(code=f"50{n:02}", name_th=f"สำนักงานเขตที่ {n}") for n in range(AGENCIES)]
    usual = dataset()
    words = usual.texts("tag_string")
    file = distribution()
    for number in range(count):
        metadata = {
            **usual.metadata,
            "title": f"{usual.text('title')} ชุดที่ {number}",
            "title_en": f"{usual.text('title_en')} {number}",
            "tag_string": (*words, f"คำสำคัญ {number}"),
        }
        files = tuple(
            DistributionRecord(
                uid=f"{number}-{part}",
                metadata={**file.metadata, "url": f"https://files.example/{number}/{part}.csv"},
            )
            for part in range(3)
        )
        yield dataclasses.replace(
            usual,
            row=number,
            uid=str(number),
            slug=f"dataset-{number}",
            agency=owners[number % AGENCIES],
            metadata=metadata,
            distributions=files,
        )


def rdflib_document(prepared: Sequence[Triple], form: Format) -> bytes:
    """One dataset through an rdflib graph."""
    graph = rdflib.Graph()
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    for subject, predicate, value in prepared:
        if isinstance(value, Literal):
            kind = rdflib.URIRef(value.datatype) if value.datatype else None
            said: Any = rdflib.Literal(value.text, lang=value.language or None, datatype=kind)
        else:
            said = rdflib.URIRef(value)
        graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), said))
    out: bytes = graph.serialize(format=PEER[form], encoding="utf-8")
    return out


def cpu(documents: Iterable[bytes]) -> float:
    """CPU seconds that it takes to make documents, one after the other, none of them kept."""
    began = time.process_time()
    assert all(documents)
    return time.process_time() - began


class Ckan:
    """ckanext-dcat at work on some records, in its own process."""

    def __init__(self, given: Sequence[DatasetRecord], where: Site, folder: Path) -> None:
        file = folder / "packages.jsonl"
        lines = (json.dumps(dcat_package(each, where), ensure_ascii=False) for each in given)
        file.write_text("\n".join(lines), "utf-8")
        self._process = subprocess.Popen(  # noqa: S603 (our own script)
            [PEER_PYTHON, Path(__file__).with_name("dcat_peer.py"), file],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.about: dict[str, Any] = self._answer()

    def seconds(self, form: Format, what: str, count: int) -> float:
        """CPU seconds for so many records, as ``document`` or ``pages``."""
        assert self._process.stdin
        print(PEER[form], what, count, file=self._process.stdin, flush=True)
        return float(self._answer())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


def demo(folder: Path) -> list[DatasetRecord]:
    """The public datasets of the demo: real ones, in Thai."""
    opened = Installation.open(Config.from_environ({"BANCHI_DATA": str(folder / "demo")}))
    load_demo(opened.sessions, now=opened.now)
    with opened.sessions.read() as session:
        found = list(walk_datasets(session, ANYONE, which=Which.PUBLISHED))
    opened.close()
    return found


def measure(
    name: str, given: Sequence[DatasetRecord], peer: int, folder: Path, *, ckan: bool
) -> dict[str, Any]:
    """Rates of one set of records."""
    where, folder = site(), folder / f"{name} run"
    folder.mkdir()
    some = given[:peer]
    prepared = [list(triples(each, where)) for each in some]
    # Pages are as long as the peer serves them, whatever is asked of single documents.
    paged = given[: max(100, peer)] if peer else []
    rival = Ckan(paged, where, folder) if ckan and peer else None
    bulk = Catalogue(folder / "rows.sqlite3", given)
    whole = bulk.grow(BULK)
    kept = bulk.keep(where) / whole
    out: dict[str, Any] = {
        "name": name,
        "records": len(given),
        "whole": whole,
        "peer_records": len(some),
        "triples": statistics.mean(map(len, prepared)) if prepared else 0,
        "ckanext-dcat": rival.about if rival else None,
        "keep_us": kept * 1e6,
        "formats": {},
    }

    def ways(form: Format) -> dict[str, tuple[int, Callable[[], float]]]:
        documents = (len(given), lambda: cpu(dataset_document(r, where, form) for r in given))
        found: dict[str, tuple[int, Callable[[], float]]] = {"document": documents}
        found["rows"] = whole, lambda: bulk.seconds(where, form)
        found["stored"] = whole, lambda: bulk.seconds(where, form, stored=True)
        if some:
            graphs = lambda: cpu(rdflib_document(each, form) for each in prepared)  # noqa: E731
            found["rdflib"] = len(some), graphs
        if rival:
            found["ckan"] = len(some), lambda: rival.seconds(form, "document", len(some))
            found["pages"] = len(paged), lambda: rival.seconds(form, "pages", len(paged))
        return found

    # What is held here for the others is no work of the collector while ours runs: the peer, too,
    # has a process of its own.
    gc.collect()
    gc.freeze()
    for form in FORMATS:
        row = interleaved(ways(form))
        row["bytes"] = statistics.mean(len(dataset_document(r, where, form)) for r in given[:200])
        out["formats"][form.name] = row
    gc.unfreeze()
    if rival:
        rival.close()
    bulk.close()
    return out


def interleaved(ways: dict[str, tuple[int, Callable[[], float]]]) -> dict[str, float]:
    """Datasets a CPU second of ways to write so many, which take turns."""
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, seconds in taken.items():
            seconds.append(ways[way][1]())
    return {way: ways[way][0] / min(taken[way]) for way in taken}


def report(out: dict[str, Any]) -> str:
    """The figures of one set of records as a table."""
    peer = out["ckanext-dcat"]
    told = f"ckanext-dcat {peer['version']} writes {peer['triples']}" if peer else "no ckanext-dcat"
    lines = [
        f"{out['name']}: {out['records']} records, {out['whole']} in the whole catalogue, "
        f"{out['triples']:.0f} triples a dataset ({told})",
        f"{'':10}{'KiB':>6}{'document':>10}{'ckan':>7}{'ratio':>7}{'rdflib':>8}{'ratio':>7}"
        f"{'rows':>9}{'pages':>7}{'ratio':>7}{'stored':>9}{'/ rows':>8}",
    ]
    for name, row in out["formats"].items():
        cells = [f"{name:10}{row['bytes'] / 1024:6.1f}{row['document']:10.0f}"]
        for ours, theirs, width in (
            ("document", "ckan", 7),
            ("document", "rdflib", 8),
            ("rows", "pages", 7),
        ):
            if ours == "rows":
                cells.append(f"{row['rows']:9.0f}")
            if theirs in row:
                cells.append(f"{row[theirs]:{width}.0f}{row[ours] / row[theirs]:6.0f}x")
            else:
                cells.append(" " * (width + 7))
        cells.append(f"{row['stored']:9.0f}{row['stored'] / row['rows']:7.1f}x")
        lines.append("".join(cells))
    lines.append(f"to keep a dataset written in four syntaxes: {out['keep_us']:.0f} us CPU")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("records", type=int, nargs="?", default=2_000)
    parser.add_argument("--peer", type=int, default=60, help="records given to the peers")
    parser.add_argument("--no-peer", action="store_true", help="leave the peers out")
    parser.add_argument("--large", type=int, default=0, help="records of the large catalogue")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args(arguments)
    peer = 0 if given.no_peer else given.peer
    versions = {"python": platform.python_version(), "rdflib": rdflib.__version__}
    print(f"datasets per CPU second ({versions})")
    if peer and not PEER_PYTHON.exists():
        print(f"without ckanext-dcat: there is no {PEER_PYTHON.relative_to(Path.cwd())}")
    runs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, found in (("complete", list(records(given.records))), ("demo", demo(folder))):
            runs.append(measure(what, found, peer, folder, ckan=PEER_PYTHON.exists()))
            print(report(runs[-1]), flush=True)
        if given.large:
            runs.append(memory(folder, records(1000), given.large))
            print(json.dumps(runs[-1], indent=1))
    if given.json:
        given.json.write_text(json.dumps([versions, *runs], indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
