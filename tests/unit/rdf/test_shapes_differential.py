"""Compiled shapes find what pyshacl finds: on records as they are, and on records made wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.rdf.shacl import BASE, OFFICIAL, RANGE, RECOMMENDED, Result, by_pyshacl, program
from catalog.rdf.terms import Literal, Object, Triple
from catalog.rdf.triples import BLANK, Triples, of_rdflib
from catalog.rdf.write import triples
from tests.strategies import datasets
from tests.unit.rdf.example import SITE, full, minimal
from vocab.codes import DatasetType
from vocab.namespaces import DCAT, DCT, FOAF, RDF, RDFS, SKOS, XSD, Iri

#: Values that stand where they do not belong.
WRONG: tuple[Object, ...] = (
    Literal("ข้อความ", "th"),
    Literal("text", "en-GB"),
    Literal("plain"),
    Literal("", "", XSD.string),
    Literal("2024-02-30", "", XSD.date),
    Literal("2024-02-29", "", XSD.date),
    Literal("yesterday", "", XSD.dateTime),
    Literal("2024", "", XSD.gYear),
    Literal("-1", "", XSD.nonNegativeInteger),
    Literal("1.5", "", XSD.decimal),
    Literal("P1M", "", XSD.duration),
    Literal("xyz", "", XSD.hexBinary),
    Iri("https://elsewhere.example/thing"),
    Iri("mailto:somebody@example.go.th"),
    Iri(BLANK + "b1"),
    Iri(DCAT.Dataset),
)


def to_rdflib(statements: Iterable[Triple]) -> rdflib.Graph:
    """The same graph for pyshacl."""
    graph = rdflib.Graph()
    for subject, predicate, value in statements:
        graph.add((_named(subject), rdflib.URIRef(predicate), _term(value)))
    return graph


def _named(name: str) -> rdflib.URIRef | rdflib.BNode:
    blank = name.startswith(BLANK)
    return rdflib.BNode(name.removeprefix(BLANK)) if blank else rdflib.URIRef(name)


def _term(value: Object) -> rdflib.term.Node:
    if isinstance(value, Literal):
        return rdflib.Literal(
            value.text,
            lang=value.language or None,
            datatype=rdflib.URIRef(value.datatype) if value.datatype else None,
        )
    return _named(value)


def multiset(found: Iterable[Result]) -> Counter[tuple[str, ...]]:
    """Results without their messages; blank nodes have no names of their own."""

    def shown(text: str) -> str:
        return re.sub("^(_:)?(b[0-9]+|[nN][0-9a-f]{32}(b[0-9]+)?)$", "_:", text)

    return Counter((r.severity, shown(r.focus), r.path, shown(r.value), r.component) for r in found)


def agree(statements: list[Triple], shapes: Iterable[Path]) -> int:
    """Both find the same with each file; how many results they found."""
    graph = to_rdflib(statements)
    ours = Triples(of_rdflib(graph))
    count = 0
    for path in shapes:
        found = multiset(program(path).judge(ours))
        assert found == multiset(by_pyshacl(graph, path)), path.name
        count += found.total()
    return count


@pytest.mark.parametrize("dataset_type", DatasetType)
@pytest.mark.parametrize("make", [full, minimal])
def test_complete_and_bare_records(dataset_type, make) -> None:
    # At least the publisher, who is no body of the European Union.
    assert agree(list(triples(make(dataset_type), SITE)), OFFICIAL)


@st.composite
def broken(draw: st.DrawFn) -> list[Triple]:
    """The triples of a record of any type with up to six things made wrong."""
    made = draw(st.sampled_from([full(t) for t in DatasetType])) if draw(st.booleans()) else None
    statements = list(triples(made or draw(datasets()), SITE))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(statements) - 1))
        subject, predicate, value = statements[at]
        match draw(st.sampled_from(["drop", "value", "more", "predicate", "class", "subject"])):
            case "drop":
                statements = [each for each in statements if each[:2] != (subject, predicate)]
                statements.append((subject, DCT.relation, value))
            case "value":
                statements[at] = (subject, predicate, draw(st.sampled_from(WRONG)))
            case "more":
                statements.append((subject, predicate, draw(st.sampled_from(WRONG))))
            case "predicate":
                other = draw(st.sampled_from([p for _, p, _ in statements]))
                statements[at] = (subject, other, value)
            case "class":
                kind = draw(st.sampled_from([DCAT.DatasetSeries, DCAT.DataService, DCAT.Catalog]))
                statements.append((subject, RDF.type, kind))
            case "subject":
                statements[at] = (Iri(BLANK + "b2"), predicate, value)
    return statements


@given(broken())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_broken_records(statements: list[Triple]) -> None:
    assert agree(statements, OFFICIAL)


def test_what_the_graph_states_of_classes_counts() -> None:
    """rdfs:subClassOf in the data, as a vocabulary beside a record states it."""
    unit, office = Iri("https://data.example.th/ns#Unit"), Iri("https://data.example.th/ns#Office")
    agency = Iri("https://data.example.th/agency/1")
    statements: list[Triple] = [
        (unit, RDFS.subClassOf, office),
        (office, RDFS.subClassOf, FOAF.Agent),
        (office, RDFS.subClassOf, unit),
        (agency, RDF.type, unit),
        (agency, DCT.type, agency),
        (Iri("https://data.example.th/x"), RDF.type, SKOS.Concept),
    ]
    agree(statements, (BASE, RANGE, RECOMMENDED))
    found = program(BASE).judge(Triples(statements))
    assert (str(FOAF.name), str(agency)) in {(r.path, r.focus) for r in found}
