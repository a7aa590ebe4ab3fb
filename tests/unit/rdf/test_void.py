"""The VoID description as a document of its own."""

import dataclasses

import pytest

from catalog.rdf.formats import FORMATS, N_TRIPLES, Format
from catalog.rdf.void import void_document
from tests.builders import agency
from tests.unit.rdf.example import SITE, by_oxigraph, by_rdflib
from vocab.namespaces import DCT, FOAF, RDF, VOID

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
AGENCIES = (agency(code="5001"), agency(code="เขต 1"))


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_the_same_graph_in_each_syntax(form: Format) -> None:
    found = by_oxigraph(void_document(SITE, AGENCIES, form), form)
    assert found == by_rdflib(void_document(SITE, AGENCIES, form), form)
    assert found == by_oxigraph(void_document(SITE, AGENCIES, N_TRIPLES), N_TRIPLES)
    sets = {s for s, p, o, *_ in found if (p, o) == (RDF.type, VOID.Dataset)}
    assert len(sets) == 3
    assert {o for _, p, o, *_ in found if p == VOID.subset} == sets - {
        f"{SITE.base}/void#catalogue"
    }
    # Publishers are described; dumps and pages are addresses only.
    agents = {s for s, p, o, *_ in found if (p, o) == (RDF.type, FOAF.Agent)}
    assert {o for _, p, o, *_ in found if p == DCT.publisher} == agents


def test_the_licence_holds_for_the_whole_where_one_is_stated() -> None:
    def licences(licence: str) -> set[str]:
        site = dataclasses.replace(SITE, licence=licence)
        found = by_oxigraph(void_document(site, (), N_TRIPLES), N_TRIPLES)
        return {o for s, p, o, *_ in found if p == DCT.license and s.endswith("#catalogue")}

    assert licences("cc-by") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert licences("") == set()
