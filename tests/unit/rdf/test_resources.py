"""Series, data services and databases: valid by the official shapes, and saying what they are."""

from __future__ import annotations

import pytest
from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF

from catalog.rdf import resources
from catalog.rdf.catalogue import catalogue
from catalog.rdf.formats import FORMATS, TURTLE, Format
from catalog.rdf.resources import Record, describe_resource, own_terms
from catalog.rdf.shacl import OFFICIAL, judge
from catalog.rdf.terms import Triple
from catalog.rdf.vocabulary import nodes_document, terms_document
from catalog.rdf.write import Description, describe
from tests.unit.rdf.example import SITE, by_oxigraph, by_rdflib, graph
from tests.unit.rdf.test_shapes_differential import agree
from tests.unit.rdf.things import MEMBERS, database, entry, series, service
from vocab.codes import StakeholderRole
from vocab.namespaces import DCAT as DCAT_
from vocab.profiles import resources as tables

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

DCAT = Namespace(str(DCAT_))
OWN = Namespace(SITE.own)
WHOLE: list[Record] = [series(), service(), database()]
CATALOGUE = URIRef(SITE.catalogue)


def said(*descriptions: Description) -> list[Triple]:
    return [
        (node.subject, predicate, value)
        for each in descriptions
        for node in (*each.own, *each.shared)
        for predicate, value in node.statements
    ]


def in_the_catalogue(*records: Record) -> list[Triple]:
    """A catalogue with these, and with the datasets that they name."""
    members = [describe(member, SITE) for member in MEMBERS]
    listed = [(SITE.catalogue, DCAT_.dataset, SITE.dataset(member)) for member in MEMBERS]
    made = said(catalogue(SITE), *members, *(describe_resource(r, SITE) for r in records))
    return made + listed


def written(record: Record, form: Format = TURTLE) -> bytes:
    made = describe_resource(record, SITE)
    return nodes_document((*made.own, *made.shared), SITE, form)


@pytest.mark.parametrize("record", WHOLE, ids=lambda r: type(r).__name__)
def test_the_official_shapes_find_nothing(record: Record) -> None:
    assert judge(in_the_catalogue(record), OFFICIAL) == []
    assert agree(in_the_catalogue(record), OFFICIAL)


def test_all_of_them_in_one_catalogue_are_valid() -> None:
    assert judge(in_the_catalogue(*WHOLE), OFFICIAL) == []


def test_what_is_missing_is_found() -> None:
    """The shapes look at them: without this the tests above could pass by being blind."""
    bare = {"maintainer": None, "maintainer_email": None, "title": None, "title_en": None}
    lacking: list[Record] = [
        series(entry=entry("a", **bare), members=()),
        service(entry=entry("b", **bare), endpoint="", serves=()),
        database(entry=entry("c", **bare)),
    ]
    found = judge(in_the_catalogue(*lacking), OFFICIAL)
    missing = {(result.focus.rpartition("/")[2], result.path) for result in found}
    assert {(name, str(DCTERMS.title)) for name in "abc"} <= missing
    assert {(name, str(DCAT.contactPoint)) for name in "abc"} <= missing
    assert ("b", str(DCAT.endpointURL)) in missing
    assert ("b", str(DCAT.servesDataset)) in missing
    assert ("a", f"^{DCAT.inSeries}") in missing


@pytest.mark.parametrize("record", WHOLE, ids=lambda r: type(r).__name__)
def test_every_syntax_is_the_same_graph_without_blank_nodes(record: Record) -> None:
    wanted = by_rdflib(written(record), TURTLE)
    for form in FORMATS:
        document = written(record, form)
        assert by_rdflib(document, form) == by_oxigraph(document, form) == wanted


def test_the_datasets_of_a_series_point_to_it() -> None:
    found = graph(written(series()), TURTLE)
    made = URIRef(f"{SITE.base}/series/register")
    members = {URIRef(f"{SITE.base}/dataset/{each.slug}") for each in MEMBERS}
    assert set(found.subjects(DCAT.inSeries, made)) == members
    assert (CATALOGUE, DCAT.resource, made) in found
    # DCAT-AP has no place for a series among the datasets of a catalogue.
    assert (CATALOGUE, DCAT.dataset, made) not in found


def test_a_service_says_where_and_how_it_is_asked() -> None:
    found = graph(written(service()), TURTLE)
    made = URIRef(f"{SITE.base}/service/register-api")
    assert (CATALOGUE, DCAT.service, made) in found
    assert found.value(made, DCAT.endpointURL) == URIRef("https://api.district.example/register")
    assert (found.value(made, DCTERMS.conformsTo), RDF.type, DCTERMS.Standard) in found
    silent = graph(written(service(description="", standards=())), TURTLE)
    assert silent.value(made, DCAT.endpointDescription) is None
    assert silent.value(made, DCTERMS.conformsTo) is None


def test_a_database_has_its_parts_and_names_no_person() -> None:
    found = graph(written(database()), TURTLE)
    made = URIRef(f"{SITE.base}/database/register-db")
    assert {DCAT.Dataset, DCAT.Catalog} == set(found.objects(made, RDF.type))
    assert OWN.database in set(found.objects(made, DCTERMS.type))
    first, second = sorted(map(str, found.objects(made, OWN.subsystem)))
    assert found.value(URIRef(first), OWN.linkedTo) == URIRef(second)
    agents = set()
    for one in found.objects(made, PROV.qualifiedAttribution):
        agents.add(str(found.value(one, PROV.agent)))
        assert (found.value(one, DCAT.hadRole), RDF.type, DCAT.Role) in found
    assert agents == {f"{SITE.base}/agency/5001", f"{SITE.base}/agency/2100"}


def test_a_database_without_registered_datasets_is_no_catalogue() -> None:
    found = graph(written(database(datasets=())), TURTLE)
    made = URIRef(f"{SITE.base}/database/register-db")
    assert set(found.objects(made, RDF.type)) == {DCAT.Dataset}
    assert judge(in_the_catalogue(database(datasets=())), OFFICIAL) == []


def test_every_own_term_is_defined() -> None:
    defined = {s for s, *_ in by_oxigraph(terms_document(SITE, TURTLE), TURTLE)}
    assert {node.subject for node in own_terms(SITE.own)} <= defined
    own = {
        term
        for record in WHOLE
        for _, predicate, value in in_the_catalogue(record)
        for term in (predicate, value)
        if str(term).startswith(SITE.own)
    }
    assert own <= defined


def test_every_way_has_its_function_and_every_role_its_word() -> None:
    assert set(resources.WAYS) == set(tables.Way)
    assert set(tables.ROLE_OF) == set(StakeholderRole)
