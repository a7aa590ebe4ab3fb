"""Four syntaxes, one graph, read by two independent parsers."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.rdf.formats import FORMATS, JSON_LD, Format
from catalog.rdf.stream import dataset_document
from catalog.rdf.syntax import syntax
from catalog.rdf.terms import Literal, node
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from tests.builders import dataset
from tests.unit.rdf.example import SITE, Quads, by_oxigraph, by_rdflib, full, minimal
from vocab.codes import DatasetType
from vocab.concepts import codelist
from vocab.namespaces import EU, XSD, Iri
from vocab.profiles.th_gov import FIELDS, Field, ValueType

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

#: Ends of the names of properties whose values are addresses to go to, not things described here.
_ADDRESSES = ("#type", "URL", "hasEmail", "has_provenance")
HOSTILE = [
    'คำ "ข้อมูล" \\ จบ\\',
    "บรรทัด\nใหม่\r\nและ\tแท็บ\r",
    "</script><script>alert(1)</script><!--",
    "]]> & &amp; <b>ก</b>",
    "\x00\x01\x0b\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff",
    "\ud800ก\udfff",
    "กำ น้ำ ก\u0e33 \u0e4d\u0e32 e\u0301",
    "😀 𝒳 \U0010ffff",
    "'''\"\"\"",
    "@th ^^<x>",
    "\\u0022 \\n",
]
ADDRESSES = [
    'http://h/a b<>"{}|\\^`',
    "https://ข้อมูล.ไทย/ก?ข=ค#ง",
    "http://h/%zz%",
    "http://h/\n\r\t\x00",
    "javascript:alert('x')",
    "http://h/'x'&y=<z>",
    "//h/x",
    "",
]
text = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
address = st.one_of(
    st.sampled_from(ADDRESSES), st.builds("http://h.example/{}".format, st.text(max_size=20))
)


def value_of(row: Field) -> st.SearchStrategy[Value]:
    """Any value of a row's type, as hostile as a record may carry it."""
    match row.value_type:
        case ValueType.CODE | ValueType.CODES:
            codes = st.sampled_from([c.id for c in codelist(row.codelist)])
            return st.lists(codes, min_size=1, max_size=3).map(tuple) if row.many else codes
        case ValueType.KEYWORDS:
            return st.lists(text, max_size=3).map(tuple)
        case ValueType.BOOLEAN:
            return st.booleans()
        case ValueType.DATE:
            return st.dates()
        case ValueType.YEAR | ValueType.INTEGER:
            return st.integers(-5, 3000)
        case ValueType.DEGREES:
            return st.floats()
        case ValueType.URL:
            return address
        case _:
            return text


def metadata(level: str) -> st.SearchStrategy[dict[str, Value]]:
    rows = {f.key: value_of(f) for f in FIELDS if f.level == level}
    must = {key: rows.pop(key) for key in ("title",) if level == "dataset"}
    return st.fixed_dictionaries(must, optional=rows)


@st.composite
def records(draw: st.DrawFn) -> DatasetRecord:
    """Records of any content."""
    files = draw(st.lists(metadata("resource"), max_size=2))
    made = dataset(
        slug=draw(st.sampled_from(["a-b", "0-14", "__"])),
        distributions=tuple(
            DistributionRecord(uid=f"{n}", metadata=each) for n, each in enumerate(files)
        ),
    )
    object.__setattr__(made, "metadata", draw(metadata("dataset")))
    return made


def expected(record: DatasetRecord) -> Quads:
    """The graph as it was meant, without any syntax."""
    found: Quads = set()
    for subject, predicate, value in triples(record, SITE):
        if isinstance(value, Literal):
            found.add((subject, predicate, *value))
        else:
            found.add((subject, predicate, value, "", ""))
    return found


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("dataset_type", DatasetType)
def test_two_parsers_read_what_was_meant(dataset_type: DatasetType, form: Format) -> None:
    for record in (full(dataset_type), minimal(dataset_type)):
        document = dataset_document(record, SITE, form)
        assert by_rdflib(document, form) == by_oxigraph(document, form) == expected(record)


@given(records())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_a_record_holds_comes_back(record: DatasetRecord) -> None:
    meant = expected(record)
    for form in FORMATS:
        document = dataset_document(record, SITE, form)
        assert by_oxigraph(document, form) == meant
        assert by_rdflib(document, form) == meant


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_text(said: str, form: Format) -> None:
    record = dataset(title="ก" + said, notes=said, tag_string=(said,), maintainer=said)
    document = dataset_document(record, SITE, form)
    assert by_rdflib(document, form) == by_oxigraph(document, form) == expected(record)


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("url", ADDRESSES)
def test_hostile_addresses(url: str, form: Format) -> None:
    record = dataset(url=url, reference_url_catalog=url)
    document = dataset_document(record, SITE, form)
    assert by_rdflib(document, form) == by_oxigraph(document, form) == expected(record)


@given(records())
@settings(max_examples=60)
def test_laws_of_every_graph(record: DatasetRecord) -> None:
    """What the official shapes do not look at (dcat.md, section 0, item 9)."""
    free_text = re.compile(r"(title|description|keyword|prefLabel|label|fn|name)$")
    for _, predicate, value in triples(record, SITE):
        if not isinstance(value, Literal):
            continue
        assert value.text
        assert not (value.language and value.datatype)
        assert value.language in ("", "th", "en")
        if free_text.search(predicate) and "media-types" not in predicate:
            assert value.language or predicate.endswith("#label"), (predicate, value)
        if value.datatype == XSD.date:
            assert dt.date.fromisoformat(value.text).year < 2400
        if value.datatype == XSD.dateTime:
            stated = dt.datetime.fromisoformat(value.text)
            assert stated.tzinfo
            assert stated.year < 2400
        if value.datatype == XSD.gYear:
            assert re.fullmatch(r"\d{4}", value.text)
            assert 0 < int(value.text) < 2400


@pytest.mark.parametrize("dataset_type", DatasetType)
def test_every_object_is_described_in_the_same_graph(dataset_type: DatasetType) -> None:
    """Type and label of whatever a dataset points to, except plain addresses."""
    found = list(triples(full(dataset_type), SITE))
    described = {s for s, p, _ in found if p.endswith("#type")}
    for _, predicate, value in found:
        if isinstance(value, Iri) and not predicate.endswith(_ADDRESSES):
            assert value in described, (predicate, value)


def test_json_may_stand_in_a_script_element() -> None:
    document = dataset_document(dataset(title="</script>"), SITE, JSON_LD)
    assert b"<" not in document
    assert "</script>" in json.dumps(json.loads(document))


def test_json_brings_its_context_along() -> None:
    loaded: dict[str, Any] = json.loads(dataset_document(dataset(), SITE, JSON_LD))
    assert all(isinstance(v, str) for v in loaded["@context"].values())
    assert loaded["@graph"][0]["@type"] == ["dcat:Dataset"]


def test_a_property_outside_all_namespaces_is_an_error() -> None:
    stray = node(Iri("http://h/x"))
    stray.add(Iri("http://h/property"), Literal("x"))
    for own in (SITE.own, "http://h/"):
        for form in FORMATS[:3]:
            writer = syntax(form, own)
            if own == SITE.own:
                with pytest.raises(KeyError):
                    writer.node(stray)
            else:
                assert "thgdc:property" in writer.node(stray)
    with pytest.raises(KeyError):
        syntax(FORMATS[0], SITE.own).names[SITE.own + "not-a-name"]


def test_shared_nodes_are_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = syntax(FORMATS[0], "http://other.example/ns#")
    monkeypatch.setattr("catalog.rdf.syntax._KEPT", 2)
    nodes = [node(Iri(f"{EU}country/{n}")) for n in range(3)]
    for each in nodes:
        each.add(Iri(XSD.string), Literal("x"))
    texts = [writer.shared(each) for each in nodes]
    assert writer.shared(nodes[2]) is texts[2]
    assert writer.shared(nodes[0]) == texts[0]
