"""Each constraint that is compiled, on its own, against what pyshacl says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from catalog.rdf.shacl import by_pyshacl, conforms, judge
from catalog.rdf.shapes import Result, Unsupported, compiled
from catalog.rdf.terms import Literal
from catalog.rdf.triples import Triples, of_rdflib
from tests.unit.rdf.test_shapes_differential import multiset
from vocab.namespaces import RDF, Iri

PREFIXES = """
@prefix : <https://shapes.example/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: One thing with values of every kind.
DATA = (
    PREFIXES
    + """
:one a :Thing ; :r "text"@en , "plain" , "ข้อความ" .
:one :p :two , "ข้อความ"@th , "text"@en , "more"@en-GB , "plain" ,
    "2024-02-29"^^xsd:date , "2024-02-30"^^xsd:date , "a string"^^xsd:string , [ a :Part ] , 7 .
:two a :Part ; :q "ข้าง"@th , "ใน"@th , "in"@EN .
:three a :Thing .
"""
)
#: What is said of the values of :p of each :Thing, and of the nodes that are found at fault.
CONSTRAINTS = {
    "sh:class :Part": 8,
    "sh:datatype xsd:string": 8,
    "sh:datatype xsd:date": 9,
    "sh:datatype rdf:langString": 7,
    "sh:datatype rdfs:Literal": 2,
    "sh:datatype xsd:integer": 9,
    "sh:disjoint :r": 2,
    "sh:hasValue :two": 1,
    "sh:in ( :two 7 'plain' )": 7,
    "sh:languageIn ( 'th' 'en' )": 7,
    "sh:maxCount 9": 1,
    "sh:maxCount 10": 0,
    "sh:minCount 1": 1,
    "sh:minCount 0": 0,
    "sh:maxLength 5": 6,
    "sh:nodeKind sh:IRI": 9,
    "sh:nodeKind sh:BlankNode": 9,
    "sh:nodeKind sh:Literal": 2,
    "sh:nodeKind sh:BlankNodeOrIRI": 8,
    "sh:nodeKind sh:IRIOrLiteral": 1,
    "sh:nodeKind sh:BlankNodeOrLiteral": 1,
    "sh:not [ sh:class :Part ]": 2,
    "sh:or ( [ sh:class :Part ] [ sh:datatype xsd:date ] )": 7,
    "sh:pattern '^https:'": 9,
    "sh:property [ sh:path :q ; sh:minCount 1 ]": 9,
    "sh:property [ sh:path :q ; sh:uniqueLang true ]": 1,
    "sh:property [ sh:path :q ; sh:uniqueLang false ]": 0,
    "sh:node [ a sh:NodeShape ; sh:property [ sh:path :q ; sh:minCount 1 ] ]": 9,
    "sh:node [ a sh:NodeShape ; sh:class :Part ]": 8,
}


def graph_of(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture
def file_of(tmp_path: Path):
    """A file of shapes."""
    numbers = iter(range(99))

    def written(text: str) -> Path:
        path = tmp_path / f"{next(numbers)}.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return path

    return written


def both(path: Path, data: rdflib.Graph) -> list[Result]:
    """What is found, if both find the same."""
    found = compiled(graph_of(path.read_text()), path.name).judge(Triples(of_rdflib(data)))
    assert multiset(found) == multiset(by_pyshacl(data, path))
    return found


@pytest.mark.parametrize(("constraint", "count"), CONSTRAINTS.items())
def test_a_property(file_of, constraint: str, count: int) -> None:
    shape = f":S sh:targetClass :Thing ; sh:property [ sh:path :p ; {constraint} ] ."
    assert len(both(file_of(shape), graph_of(DATA))) == count


@pytest.mark.parametrize(
    ("constraint", "count"),
    [
        ("sh:class :Part", 2),
        ("sh:nodeKind sh:IRI", 0),
        ("sh:not [ sh:property [ sh:path :p ; sh:maxCount 0 ] ]", 1),
        ("sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ; sh:severity sh:Info ]", 2),
    ],
)
def test_a_node(file_of, constraint: str, count: int) -> None:
    shape = f":S a sh:NodeShape ; sh:targetClass :Thing ; {constraint} ."
    assert len(both(file_of(shape), graph_of(DATA))) == count


def test_a_result_says_where_and_what(file_of) -> None:
    shape = """:S a sh:NodeShape ; sh:targetClass :Thing ; sh:property [
        sh:path [ sh:inversePath :p ] ; sh:minCount 1 ; sh:severity sh:Warning ;
        sh:name "name" ; sh:message "Nothing points here" ] ."""
    found = both(file_of(shape), graph_of(":one a :Thing ; :p :two . :two a :Thing ; :p 'x' ."))
    (one,) = found
    assert (one.severity, one.focus, one.path, one.value, one.component, one.message) == (
        *("Warning", "https://shapes.example/one", "^https://shapes.example/p", ""),
        *("MinCount", "Nothing points here"),
    )


def test_triples_are_judged_without_a_document(file_of) -> None:
    path = file_of(
        ":S sh:targetClass :Thing ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ."
    )
    thing = Iri("https://shapes.example/one")
    is_a = (thing, RDF.type, Iri("https://shapes.example/Thing"))
    label = Iri("http://www.w3.org/2000/01/rdf-schema#label")
    assert [r.focus for r in judge([is_a], [path])] == [thing]
    assert judge([is_a, (thing, label, Literal("ก", "th"))], [path]) == []


@pytest.mark.parametrize(
    "shape",
    [
        ":S sh:targetClass :Thing ; sh:property [ sh:path :p ; sh:minInclusive 8 ] .",
        ":S sh:targetClass :Thing ; sh:closed true ; sh:ignoredProperties ( rdf:type ) .",
        ":S sh:targetClass :Thing ; sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ] .",
        ":S sh:targetClass :Thing ; sh:deactivated true ; sh:class :Part .",
        ":S a sh:NodeShape ; sh:targetNode :three ; sh:property [ sh:path :p ; sh:minCount 1 ] .",
        ":S a sh:NodeShape ; sh:targetSubjectsOf :q ; sh:class :Thing .",
    ],
)
def test_what_is_not_compiled_goes_to_pyshacl(file_of, shape: str) -> None:
    path = file_of(shape)
    with pytest.raises(Unsupported):
        judge([], [path])
    found = conforms(DATA, [path])
    assert multiset(found) == multiset(by_pyshacl(graph_of(DATA), path))
    assert bool(found) is ("deactivated" not in shape)


def test_a_shape_that_leads_back_to_itself_is_not_compiled(file_of) -> None:
    shape = ":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ sh:path :p ; sh:node :S ] ."
    with pytest.raises(Unsupported, match="recursive"):
        judge([], [file_of(shape)])
