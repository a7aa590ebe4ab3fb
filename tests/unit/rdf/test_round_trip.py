"""Write, read, write: the same bytes, by a parser that knows nothing of us."""

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings

from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.stream import catalog_document, dataset_document
from catalog.rdf.syntax import syntax
from catalog.rdf.terms import Literal, Node, Object
from schemas.dataset import DatasetRecord
from tests.unit.rdf.example import OXIGRAPH, SITE, full, minimal
from tests.unit.rdf.test_syntax import records
from vocab.codes import DatasetType
from vocab.namespaces import RDF, XSD, Iri

RECORDS = [make(t) for t in DatasetType for make in (full, minimal)]
forms = pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)


def read(document: bytes, form: Format) -> list[Node]:
    """The nodes of a document, in its order; a subject that comes again begins a node anew."""
    found: list[Node] = []
    for each in pyoxigraph.parse(document, format=OXIGRAPH[form]):
        assert isinstance(each.subject, pyoxigraph.NamedNode)
        if not found or found[-1].subject != each.subject.value:
            found.append(Node(Iri(each.subject.value)))
        found[-1].add(Iri(each.predicate.value), value_of(each.object))
    return found


def value_of(term: object) -> Object:
    if isinstance(term, pyoxigraph.NamedNode):
        return Iri(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    language, kind = term.language or "", Iri(term.datatype.value)
    return Literal(term.value, language, "" if language or kind == XSD.string else kind)


def written(nodes: list[Node], form: Format) -> bytes:
    style = syntax(form, SITE.own)
    return (style.head + style.between.join(map(style.node, nodes)) + style.foot).encode()


@forms
def test_a_catalogue_comes_back_to_the_byte(form: Format) -> None:
    document = b"".join(catalog_document(RECORDS, SITE, form))
    assert written(read(document, form), form) == document


@given(records())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_dataset_comes_back_to_the_byte(record: DatasetRecord) -> None:
    for form in FORMATS:
        document = dataset_document(record, SITE, form)
        nodes = read(document, form)
        assert written(nodes, form) == document
        assert any(
            value == Iri(str(SITE.dataset(record))) for n in nodes for _, value in n.statements
        )
        assert all(node.values(RDF.type) for node in nodes)
