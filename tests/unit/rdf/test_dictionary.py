"""Data dictionaries as CSVW: every column in its order, in both languages, without blank nodes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, RDF, XSD

from catalog.rdf import dictionary
from catalog.rdf.dictionary import dictionary_nodes, variable
from catalog.rdf.formats import FORMATS, TURTLE, Format
from catalog.rdf.shacl import OFFICIAL, judge
from catalog.rdf.vocabulary import nodes_document
from catalog.rdf.write import triples
from schemas.dictionary import DictionaryRecord
from tests.builders import dataset, distribution
from tests.unit.rdf.example import SITE, by_oxigraph, by_rdflib, graph
from tests.unit.rdf.tables import COLUMNS, DICTIONARIES
from vocab.codes import ColumnType
from vocab.profiles import csvw

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

CSVW = Namespace("http://www.w3.org/ns/csvw#")
FILE = URIRef(f"{SITE.base}/dataset/population-phra-nakhon#distribution-{distribution().uid}")


def written(form: Format = TURTLE) -> bytes:
    return nodes_document(dictionary_nodes(dataset(), DICTIONARIES, SITE), SITE, form)


def columns(found: Graph) -> list[URIRef]:
    table = found.value(FILE, DCTERMS.conformsTo)
    assert (table, RDF.type, CSVW.TableSchema) in found
    assert (table, RDF.type, DCTERMS.Standard) in found
    return list(Collection(found, found.value(table, CSVW.column)))  # type: ignore[arg-type]


def test_the_columns_stand_in_their_order_with_what_the_dictionary_says() -> None:
    found = graph(written(), TURTLE)
    made = columns(found)
    assert len(made) == len(COLUMNS)
    for column, told in zip(made, COLUMNS, strict=True):
        assert (column, RDF.type, CSVW.Column) in found
        titles = {Literal(told.name), Literal(told.title.th, "th"), Literal(told.title.en, "en")}
        assert set(found.objects(column, CSVW.title)) == titles
        assert len(list(found.objects(column, DCTERMS.description))) == 2
        assert str(found.value(column, CSVW.name)) == variable(told.name)
        assert str(found.value(column, CSVW.datatype)).startswith(str(XSD))
        required = Literal(str(told.required).lower(), datatype=XSD.boolean)
        assert found.value(column, CSVW.required) == required
    keys = {str(key) for key in found.objects(None, CSVW.primaryKey)}
    assert keys == {variable(COLUMNS[0].name), variable(COLUMNS[4].name)}


def test_every_syntax_is_the_same_graph_without_blank_nodes() -> None:
    wanted = by_rdflib(written(), TURTLE)
    for form in FORMATS:
        assert by_rdflib(written(form), form) == by_oxigraph(written(form), form) == wanted


def test_beside_the_dataset_the_official_shapes_find_nothing() -> None:
    whole = [*triples(dataset(), SITE)]
    before = judge(whole, OFFICIAL)
    for node in dictionary_nodes(dataset(), DICTIONARIES, SITE):
        whole += [(node.subject, predicate, value) for predicate, value in node.statements]
    assert judge(whole, OFFICIAL) == before


def test_hidden_tables_and_those_without_a_dictionary_say_nothing() -> None:
    hidden = dataset(distributions=(distribution(resource_private=True),))
    assert list(dictionary_nodes(hidden, DICTIONARIES, SITE)) == []
    assert list(dictionary_nodes(dataset(), {}, SITE)) == []


def test_a_table_without_columns_has_an_empty_list() -> None:
    empty = {distribution().uid: DictionaryRecord(columns=())}
    document = nodes_document(dictionary_nodes(dataset(), empty, SITE), SITE, TURTLE)
    assert columns(graph(document, TURTLE)) == []


@given(st.text(min_size=1))
def test_the_name_of_a_column_is_one_of_a_variable(name: str) -> None:
    assert re.fullmatch(r"(?:[A-Za-z0-9_.]|%[0-9A-F]{2})*", variable(name))
    assert not variable(name).startswith("_")


def test_every_way_has_its_function_and_every_type_its_datatype() -> None:
    assert set(dictionary.WAYS) == set(csvw.Way)
    assert set(csvw.DATATYPES) == set(ColumnType)
