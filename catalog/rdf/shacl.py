"""Our export judged by the official shapes, with the list of results that are known and accepted.

Needs pyshacl, which is no dependency of the running product: it is imported when asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from vocab.namespaces import ADMS, DCT, SPDX
from vocab.profiles.dcat import SHAPES

BASE = SHAPES / "shapes.ttl"
RANGE = SHAPES / "range.ttl"
RECOMMENDED = SHAPES / "shapes_recommended.ttl"

_SH = Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing a shape found: its file, where, on which property, how grave, in which words."""

    shapes: str
    severity: str
    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A result that says nothing against an export, and why."""

    shapes: str
    path: str
    reason: str


#: Faults of official files beyond the three that are shipped (dcat.md, section 3).  Base, range
#: and recommended shapes have none: there every result counts.
ACCEPTED = (
    Accepted(
        "mdr-vocabularies.shape.ttl",
        SPDX.algorithm,
        "the shape asks for an https address, the terms of SPDX are http",
    ),
    Accepted(
        "mdr-vocabularies.shape.ttl",
        DCT.publisher,
        "no Thai agency stands in the list of bodies of the European Union",
    ),
    Accepted(
        "deprecateduris.ttl",
        ADMS.status,
        "the shape asks for the code list before DCAT-AP 3",
    ),
)


def conforms(
    graph_text: str, shapes: Sequence[Path] = (BASE, RANGE), form: str = "turtle"
) -> list[Result]:
    """What the shapes find in our own export, sorted, without the accepted results.

    ``form`` is rdflib's name of the syntax.  Never call it with foreign data: the parser is not
    made for that.
    """
    graph = Graph()
    graph.parse(data=graph_text, format=form)
    found = [result for path in shapes for result in _results(graph, path)]
    accepted = {(each.shapes, each.path) for each in ACCEPTED}
    return sorted(r for r in found if (r.shapes, r.path) not in accepted)


@lru_cache(16)
def _shapes(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


def _results(graph: Graph, path: Path) -> list[Result]:
    from pyshacl import validate

    report: Any
    _, report, _ = validate(graph, shacl_graph=_shapes(path), do_owl_imports=False)
    made = []
    for node in report.subjects(RDF.type, _SH.ValidationResult):
        said = [
            str(report.value(node, predicate) or "")
            for predicate in (_SH.focusNode, _SH.resultPath, _SH.value, _SH.resultMessage)
        ]
        severity = str(report.value(node, _SH.resultSeverity)).rpartition("#")[2]
        made.append(Result(path.name, severity, *said))
    return made
