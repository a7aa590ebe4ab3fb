"""The published revisions of a dataset as PROV."""

from __future__ import annotations

import datetime as dt

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, XSD

from catalog.rdf.formats import FORMATS, TURTLE
from catalog.rdf.provenance import provenance_document
from catalog.rdf.stream import dataset_document
from schemas.revision import RevisionRecord
from tests.builders import NOW, dataset
from tests.unit.rdf.example import SITE, by_oxigraph, by_rdflib, graph

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

WHOLE = f"{SITE.base}/dataset/population-phra-nakhon/provenance"
REVISIONS = [RevisionRecord(1, NOW), RevisionRecord(4, NOW + dt.timedelta(days=3))]


def test_each_revision_follows_the_one_before() -> None:
    found = graph(provenance_document(dataset(), REVISIONS, SITE, TURTLE), TURTLE)
    first, last = URIRef(f"{WHOLE}#revision-1"), URIRef(f"{WHOLE}#revision-4")
    assert set(found.subject_objects(PROV.wasRevisionOf)) == {(last, first)}
    activity = found.value(last, PROV.wasGeneratedBy)
    assert (activity, RDF.type, PROV.Activity) in found
    assert found.value(activity, PROV.used) == first
    at = Literal("2024-01-18T03:00:00+00:00", datatype=XSD.dateTime)
    assert found.value(activity, PROV.endedAtTime) == at
    assert found.value(last, PROV.generatedAtTime) == at
    assert found.value(last, PROV.specializationOf) == URIRef(SITE.entry(dataset()))


def test_the_agency_acts_and_nobody_else() -> None:
    found = graph(provenance_document(dataset(), REVISIONS, SITE, TURTLE), TURTLE)
    agents = set(found.objects(None, PROV.wasAssociatedWith))
    assert agents == {URIRef(f"{SITE.base}/agency/5001")}


def test_the_catalogue_record_leads_there() -> None:
    found = graph(dataset_document(dataset(), SITE, TURTLE), TURTLE)
    assert found.value(URIRef(SITE.entry(dataset())), PROV.has_provenance) == URIRef(WHOLE)


def test_every_syntax_is_the_same_graph_without_blank_nodes() -> None:
    made = {form: provenance_document(dataset(), REVISIONS, SITE, form) for form in FORMATS}
    wanted = by_rdflib(made[TURTLE], TURTLE)
    for form, document in made.items():
        assert by_rdflib(document, form) == by_oxigraph(document, form) == wanted


def test_a_title_in_thai_only() -> None:
    document = provenance_document(dataset(title_en=None), REVISIONS[:1], SITE, TURTLE)
    titles = list(graph(document, TURTLE).objects(URIRef(WHOLE), DCTERMS.title))
    assert [str(getattr(title, "language", "")) for title in titles] == ["th"]
