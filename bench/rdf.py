"""Measures the DCAT export against plain rdflib, on the same records in the same run.

    python -m bench.rdf [records] [--json file] [--peer records] [--no-peer]

Times are CPU seconds of this process.  Our writer makes each dataset's document from its record.
The peer is what every Python portal does: one rdflib graph a dataset, filled with the same triples
and serialised.  It is given the triples ready made, so that only its own work is counted; its
rate is measured on fewer records, because it is slow and each record costs it the same.  The
whole catalogue as one stream is measured with its highest memory.
"""

import argparse
import dataclasses
import datetime as dt
import json
import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import rdflib

from catalog.rdf.formats import FORMATS, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalog.rdf.site import Site
from catalog.rdf.stream import catalog_document, dataset_document
from catalog.rdf.terms import Literal, Triple
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.values import LocalizedText
from tests.builders import agency, dataset, distribution
from vocab.namespaces import PREFIXES

PEER = {TURTLE: "turtle", JSON_LD: "json-ld", RDF_XML: "xml", N_TRIPLES: "nt"}
ROUNDS = 3
AGENCIES = 90


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


def measure(count: int, peer_count: int) -> dict[str, Any]:
    """Rates in datasets a CPU second, medians of interleaved rounds."""
    where, given = site(), list(records(count))
    some = [list(triples(each, where)) for each in given[:peer_count]]
    out: dict[str, Any] = {
        "python": platform.python_version(),
        "rdflib": rdflib.__version__,
        "records": count,
        "peer_records": peer_count,
        "triples": len(list(triples(given[0], where))),
        "formats": {},
    }
    for form in FORMATS:
        ours, whole, theirs = [], [], []
        for _ in range(ROUNDS):
            ours.append(cpu(dataset_document(r, where, form) for r in given))
            whole.append(cpu(catalog_document(given, where, form)))
            if some:
                theirs.append(cpu(rdflib_document(each, form) for each in some))
        row = {
            "bytes": len(dataset_document(given[0], where, form)),
            "document": count / statistics.median(ours),
            "stream": count / statistics.median(whole),
        }
        if theirs:
            row["rdflib"] = peer_count / statistics.median(theirs)
            row["ratio"] = row["document"] / row["rdflib"]
        out["formats"][form.name] = row
    out["peak"] = {n: peak(n) for n in (100, count)}
    return out


def peak(count: int) -> int:
    """Highest traced memory of a stream of so many datasets, in bytes."""
    where = site()
    tracemalloc.start()
    try:
        for _ in catalog_document(records(count), where, TURTLE):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def report(out: dict[str, Any]) -> str:
    """The figures as a table."""
    lines = [
        f"DCAT export, datasets per CPU second, {out['triples']} triples a dataset, "
        f"{out['records']} records (Python {out['python']}, rdflib {out['rdflib']}, "
        f"{out['peer_records']} records)",
        f"{'':12}{'KiB':>7}{'document':>10}{'stream':>10}{'rdflib':>10}{'ratio':>8}",
    ]
    for name, row in out["formats"].items():
        peer = f"{row['rdflib']:10.0f}{row['ratio']:7.0f}x" if "rdflib" in row else ""
        size = row["bytes"] / 1024
        lines.append(f"{name:12}{size:7.1f}{row['document']:10.0f}{row['stream']:10.0f}{peer}")
    peaks = ", ".join(f"{n} datasets {size / 1e6:.1f} MB" for n, size in out["peak"].items())
    lines.append(f"highest memory of a Turtle stream: {peaks}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=int, nargs="?", default=2_000)
    parser.add_argument("--peer", type=int, default=60, help="records given to rdflib")
    parser.add_argument("--no-peer", action="store_true", help="leave rdflib out")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args(arguments)
    out = measure(given.records, 0 if given.no_peer else given.peer)
    print(report(out))
    if given.json:
        given.json.write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
