"""Measures the judging of datasets by the official shapes, against pyshacl in the same run.

    python -m bench.shacl [records] [--json file] [--peer records]

Times are CPU seconds of this process.  Both judge the same datasets one by one, as they are
published, with the modular files of DCAT-AP 3.0.1 (base, range, recommended, vocabularies); half of
the datasets are made wrong.  Ours begins with the record; the peer is given its graph ready
made, so that only its validation is counted, on fewer records, because each costs it the same.
The results of both must be equal, or there are no figures.
"""

import argparse
import json
import platform
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import rdflib

from bench.rdf import records, site
from catalog.rdf.shacl import OFFICIAL, Result, by_pyshacl, program
from catalog.rdf.terms import Literal, Triple
from catalog.rdf.triples import Triples, of_rdflib
from catalog.rdf.write import triples
from vocab.namespaces import DCAT, DCT, RDF

ROUNDS = 3
#: Predicates whose statements are left out of every second dataset, in turn.
DAMAGE = (DCT.title, DCT.publisher, DCAT.accessURL, RDF.type, DCAT.contactPoint)


def damaged(statements: list[Triple], number: int) -> list[Triple]:
    """Every second dataset as it is, the others without a property that they should have."""
    if number % 2 == 0:
        return statements
    lost = DAMAGE[number // 2 % len(DAMAGE)]
    return [each for each in statements if each[1] != lost or each[0].endswith("#record")]


def graph_of(statements: Iterable[Triple]) -> rdflib.Graph:
    """The same triples for the peer."""
    graph = rdflib.Graph()
    for subject, predicate, value in statements:
        if isinstance(value, Literal):
            kind = rdflib.URIRef(value.datatype) if value.datatype else None
            term: Any = rdflib.Literal(value.text, lang=value.language or None, datatype=kind)
        else:
            term = rdflib.URIRef(value)
        graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), term))
    return graph


def compared(found: Iterable[Result]) -> Counter[tuple[str, ...]]:
    """Results without their messages."""
    return Counter((r.shapes, r.severity, r.focus, r.path, r.value, r.component) for r in found)


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    began = time.process_time()
    run()
    return time.process_time() - began


def measure(count: int, peers: int) -> dict[str, Any]:
    """Datasets a second of both, and how many results they agree on.

    Raises AssertionError when the results differ.
    """
    programs = [program(path) for path in OFFICIAL]
    where = site()
    made = list(records(count))

    def ours(number: int) -> list[Result]:
        graph = Triples(damaged(list(triples(made[number], where)), number))
        return [result for each in programs for result in each.judge(graph)]

    graphs = [graph_of(damaged(list(triples(made[n], where)), n)) for n in range(peers)]
    agreed = 0
    for graph in graphs:
        mine = Triples(of_rdflib(graph))
        found = compared(result for each in programs for result in each.judge(mine))
        theirs = compared(result for path in OFFICIAL for result in by_pyshacl(graph, path))
        assert found == theirs
        agreed += found.total()
    rounds = []
    for _ in range(ROUNDS):
        mine_took = seconds(lambda: [ours(number) for number in range(count)]) / count
        peer_took = (
            seconds(lambda: [by_pyshacl(graph, path) for graph in graphs for path in OFFICIAL])
            / peers
        )
        rounds.append((mine_took, peer_took))
    mine_took, peer_took = (statistics.median(column) for column in zip(*rounds, strict=True))
    return {
        "python": platform.python_version(),
        "datasets": count,
        "peer_datasets": peers,
        "results_agreed": agreed,
        "ours_per_second": round(1 / mine_took, 1),
        "pyshacl_per_second": round(1 / peer_took, 2),
        "ratio": round(peer_took / mine_took, 1),
    }


def main(arguments: list[str]) -> None:
    """Print the figures, and write them down when a file is named."""
    parser = argparse.ArgumentParser(prog="python -m bench.shacl")
    parser.add_argument("records", nargs="?", type=int, default=1000)
    parser.add_argument("--peer", type=int, default=20, metavar="RECORDS")
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    figures = measure(chosen.records, min(chosen.peer, chosen.records))
    print(
        f"official shapes, a dataset at a time: ours {figures['ours_per_second']:,}/s "
        f"from the record, pyshacl {figures['pyshacl_per_second']:,}/s from its graph: "
        f"x{figures['ratio']}; "
        f"{figures['results_agreed']} results alike on {figures['peer_datasets']} datasets"
    )
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
