"""What our own addresses stand for can be looked up."""

import dataclasses

import pytest

from catalog.rdf.catalogue import catalogue
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.vocabulary import agency_document, codelist_document, terms_document
from catalog.rdf.write import triples
from tests.builders import agency, dataset
from tests.unit.rdf.example import SITE, by_oxigraph, full
from vocab.codes import DatasetType
from vocab.concepts import codelists
from vocab.namespaces import DCT, FOAF, RDF, SKOS


def test_every_own_property_is_defined() -> None:
    defined = {s for s, p, *_ in by_oxigraph(terms_document(SITE, FORMATS[0]), FORMATS[0])}
    records = [full(t) for t in DatasetType] + [dataset(equivalent_scale="1-4000")]
    for record in records:
        used = {p for _, p, _ in triples(record, SITE) if p.startswith(SITE.own)}
        assert used
        assert used <= defined


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_every_value_of_every_list_is_published(form: Format) -> None:
    found = by_oxigraph(codelist_document(codelists(), SITE, form), form)
    concepts = {s for s, p, o, *_ in found if (p, o) == (RDF.type, SKOS.Concept)}
    assert concepts == {f"{SITE.base}/{c.path}" for scheme in codelists().values() for c in scheme}
    assert any(p == SKOS.exactMatch for _, p, *_ in found)


def test_one_list_can_be_had_alone() -> None:
    found = by_oxigraph(codelist_document(["data_type"], SITE, FORMATS[0]), FORMATS[0])
    assert {o for _, p, o, *_ in found if p == SKOS.inScheme} == {f"{SITE.base}/codelist/data_type"}
    with pytest.raises(KeyError):
        codelist_document(["no_such_list"], SITE, FORMATS[0])


def test_an_agency_has_its_names() -> None:
    found = by_oxigraph(agency_document(agency(), SITE, FORMATS[0]), FORMATS[0])
    names = {(o, lang) for _, p, o, lang, _ in found if p == FOAF.name}
    assert names == {("สำนักงานเขตพระนคร", "th"), ("Phra Nakhon District Office", "en")}


def test_a_catalogue_without_a_licence_states_none() -> None:
    silent = dataclasses.replace(SITE, licence="")
    stated = {p for n in catalogue(silent).own for p, _ in n.statements}
    assert DCT.license not in stated
    assert DCT.license in {p for n in catalogue(SITE).own for p, _ in n.statements}
