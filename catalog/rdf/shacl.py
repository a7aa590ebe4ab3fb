"""Our export judged by SHACL shapes, with the list of results that are known and accepted.

Shapes are compiled (catalog.rdf.shapes); a graph of shapes that asks for more goes to pyshacl,
which is no dependency of the running product and is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import rdflib

from catalog.rdf.shapes import Program, Result, Unsupported, compiled
from catalog.rdf.terms import Triple
from catalog.rdf.triples import Triples, of_rdflib
from vocab.namespaces import ADMS, DCAT, DCT, EU, SH, SPDX
from vocab.profiles.dcat import SHAPES

BASE = SHAPES / "shapes.ttl"
RANGE = SHAPES / "range.ttl"
RECOMMENDED = SHAPES / "shapes_recommended.ttl"
VOCABULARIES = SHAPES / "mdr-vocabularies.shape.ttl"
#: The modular files of DCAT-AP 3.0.1.
OFFICIAL = (BASE, RANGE, RECOMMENDED, VOCABULARIES)

__all__ = [
    "ACCEPTED",
    "BASE",
    "OFFICIAL",
    "RANGE",
    "RECOMMENDED",
    "VOCABULARIES",
    "Accepted",
    "Result",
    "by_pyshacl",
    "conforms",
    "judge",
    "program",
]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A result that says nothing against an export, and why.

    ``severity`` "" is any; values that begin with one of ``but_not`` are not accepted.
    """

    shapes: str
    path: str
    reason: str
    severity: str = ""
    but_not: tuple[str, ...] = ()

    def covers(self, result: Result) -> bool:
        """Whether a result is this one."""
        return (
            (self.shapes, self.path) == (result.shapes, result.path)
            and self.severity in ("", result.severity)
            and not result.value.startswith(self.but_not)
        )


#: Addresses under which every value must be a code of the list.
_LISTED = (EU, "http://purl.org/adms/")
#: Faults of official files and values of our own (dcat.md, section 3).  Base, range and
#: recommended shapes have none: there every result counts.
ACCEPTED = (
    Accepted(
        VOCABULARIES.name,
        SPDX.algorithm,
        "the shape asks for an https address, the terms of SPDX are http",
    ),
    Accepted(
        VOCABULARIES.name,
        DCT.publisher,
        "no Thai agency stands in the list of bodies of the European Union",
        "Warning",
    ),
    Accepted(
        VOCABULARIES.name,
        DCT.type,
        "the types of the Thai standard stand beside those of the European Union",
        "Warning",
        _LISTED,
    ),
    Accepted(
        VOCABULARIES.name,
        DCAT.theme,
        "the layers of the Thai standard are themes of their own list",
        "Warning",
        _LISTED,
    ),
    Accepted(
        VOCABULARIES.name,
        DCT.spatial,
        "a bounding box stands beside the place and has no name",
        "Warning",
        _LISTED,
    ),
    Accepted(
        "deprecateduris.ttl",
        ADMS.status,
        "the shape asks for the code list before DCAT-AP 3",
    ),
)


def judge(triples: Iterable[Triple], shapes: Sequence[Path] = (BASE, RANGE)) -> list[Result]:
    """What compiled shapes find in triples of ours, sorted, without the accepted results.

    Raises `Unsupported` for shapes that are not compiled here.
    """
    graph = Triples(triples)
    return _unaccepted(result for path in shapes for result in program(path).judge(graph))


def conforms(
    graph_text: str, shapes: Sequence[Path] = (BASE, RANGE), form: str = "turtle"
) -> list[Result]:
    """What shapes find in a document of ours, sorted, without the accepted results.

    ``form`` is rdflib's name of the syntax.  Never call it with foreign data: the parser is not
    made for that.  Shapes that are not compiled here are run by pyshacl; ImportError without it.
    """
    graph = rdflib.Graph()
    graph.parse(data=graph_text, format=form)
    ours = Triples(of_rdflib(graph))
    found: list[Result] = []
    for path in shapes:
        try:
            found += program(path).judge(ours)
        except Unsupported:
            found += by_pyshacl(graph, path)
    return _unaccepted(found)


def _unaccepted(found: Iterable[Result]) -> list[Result]:
    return sorted(r for r in found if not any(each.covers(r) for each in ACCEPTED))


@lru_cache(16)
def _shapes(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="turtle")


@lru_cache(16)
def program(path: Path) -> Program:
    """The compiled shapes of a file; raises `Unsupported`."""
    return compiled(_shapes(path), path.name)


def by_pyshacl(graph: rdflib.Graph, path: Path) -> list[Result]:
    """Everything that pyshacl finds with the shapes of a file: the fall-back and the oracle."""
    from pyshacl import validate

    report: Any
    _, report, _ = validate(graph, shacl_graph=_shapes(path), do_owl_imports=False)
    made = []
    # Not every result: those below another one (sh:detail) explain it.
    for node in report.objects(None, rdflib.URIRef(SH.result)):

        def said(predicate: str, at: Any = node) -> str:
            value = report.value(at, rdflib.URIRef(predicate))
            return "" if value is None else str(value)

        back = report.value(
            report.value(node, rdflib.URIRef(SH.resultPath)), rdflib.URIRef(SH.inversePath)
        )
        component = said(SH.sourceConstraintComponent).removeprefix(str(SH))
        made.append(
            Result(
                shapes=path.name,
                severity=said(SH.resultSeverity).removeprefix(str(SH)),
                focus=said(SH.focusNode),
                path=said(SH.resultPath) if back is None else f"^{back}",
                value=said(SH.value),
                component=component.removesuffix("ConstraintComponent"),
                message=said(SH.resultMessage),
            )
        )
    return made
