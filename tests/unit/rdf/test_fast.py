"""The generated writers give the bytes of the graph, whatever a record holds."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.rdf import generate, memory, trace
from catalog.rdf.fast import Writer, writer
from catalog.rdf.formats import FORMATS, N_TRIPLES, RDF_XML, TURTLE, Format
from catalog.rdf.kinds import download, is_download, is_file
from catalog.rdf.level import USUAL
from catalog.rdf.outline import outline_of, record_of
from catalog.rdf.source import Shared
from catalog.rdf.template import tidy
from catalog.rdf.terms import PLAIN, iri
from catalog.rdf.trace import GATHERED, MARKS, READS
from catalog.rdf.write import describe
from schemas.dataset import DatasetRecord, MetadataSchema
from schemas.distribution import DistributionMetadataSchema, DistributionRecord
from schemas.outline import Outline
from tests.builders import agency, dataset, distribution
from tests.unit.rdf.example import SITE, full, minimal
from tests.unit.rdf.test_syntax import address, records
from vocab.codes import DatasetState, DatasetType
from vocab.namespaces import DCT
from vocab.profiles.th_gov import RdfKind

RECORDS = [make(t) for t in DatasetType for make in (full, minimal)]
forms = pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)


def nodes(shared: list[Shared]) -> list[tuple[str, bytes]]:
    found: dict[str, bytes] = {}
    for each in shared:
        found |= each.nodes
    return list(found.items())


def same(made: Writer, outline: Outline) -> None:
    own, shared = made.write(outline)
    meant, pointed = made.describe(outline)
    assert b"".join(own) == meant
    assert nodes(shared) == nodes(pointed)


@forms
def test_every_type_is_written_as_its_graph_says(form: Format) -> None:
    for record in RECORDS:
        same(writer(SITE.base, form), outline_of(record))


@given(records())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_a_record_holds_is_written_as_its_graph_says(record: DatasetRecord) -> None:
    for form in FORMATS:
        same(writer(SITE.base, form), outline_of(record))


@forms
@pytest.mark.parametrize(
    "base", ["http://h.example/a&b", "https://ข้อมูล.ไทย/ก{0}".replace("{0}", "")]
)
def test_any_base_will_do(form: Format, base: str) -> None:
    for record in RECORDS:
        same(writer(base, form), outline_of(record))


def stored(record: DatasetRecord) -> Outline:
    """The outline of a record as storage holds it: JSON values only."""
    outline = outline_of(record)
    dumped: dict[str, Any] = MetadataSchema().dump(record.metadata)
    parts = [(uid, DistributionMetadataSchema().dump(each)) for uid, each in outline.parts]
    return outline._replace(metadata=dumped, parts=parts)


@forms
def test_values_as_storage_holds_them_are_written_alike(form: Format) -> None:
    made = writer(SITE.base, form)
    for record in (dataset(), *RECORDS[::2]):
        own, shared = made.write(stored(record))
        assert b"".join(own) == b"".join(made.write(outline_of(record))[0])
        assert nodes(shared) == nodes(made.write(outline_of(record))[1])


@forms
def test_what_is_unusual_goes_the_long_way(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Writer(SITE.base, form)
    twice = (distribution(uid="a"), distribution(uid="a", name="อีกชื่อ"))
    cases = [
        dataset(notes=None, notes_en=None),
        dataset(url=f"{SITE.base}/dataset/population-phra-nakhon#contact"),
        dataset(distributions=twice),
    ]
    long_way: list[Outline] = []

    def remember(outline: Outline) -> tuple[bytes, list[Shared]]:
        long_way.append(outline)
        return Writer.describe(made, outline)

    monkeypatch.setattr(made, "describe", remember)
    made.write(outline_of(dataset()))
    assert long_way == []
    for case in cases:
        made.write(outline_of(case))
        found = describe(case, SITE)
        own = made.syntax.between.join(map(made.syntax.node, found.own))
        assert long_way.pop() == outline_of(case)
        assert b"".join(made.write(outline_of(case))[0]) == own.encode()
        long_way.clear()


@forms
def test_a_list_where_one_value_is_meant_goes_the_long_way(form: Format) -> None:
    made = writer(SITE.base, form)
    usual = outline_of(dataset())
    for odd in ([True], {"a": 1}):
        outline = usual._replace(metadata={**usual.metadata, "official_statistics": odd})
        same(made, outline)


@forms
def test_states_and_languages_of_the_entry(form: Format) -> None:
    made = writer(SITE.base, form)
    for changes in (
        {"revision": 3},
        {"state": DatasetState.WITHDRAWN},
        {"title_en": None},
        {"published": None},
        {"agency": agency(organisation="nation")},
        {"agency": agency(code="ก/ข", name_en="")},
    ):
        same(made, outline_of(dataset(**changes)))


def test_an_unknown_code_is_an_error() -> None:
    made = writer(SITE.base, TURTLE)
    for changes in ({"objective": ("no-such-code",)}, {"license_id": "no-such-code"}):
        with pytest.raises((KeyError, ValueError)):
            made.write(outline_of(dataset(**changes)))
    odd = DistributionRecord(uid="x", metadata={"resource_data_collect": "no-such-code"})
    with pytest.raises((KeyError, ValueError)):
        made.write(outline_of(dataset(distributions=(odd,))))


@forms
def test_memories_are_bounded(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT", 2)
    made = Writer(SITE.base, form)
    for day in range(1, 20):
        same(made, outline_of(dataset(last_updated_date=dt.date(2024, 1, day))))


@forms
def test_a_kind_of_which_nothing_is_known_is_asked_each_time(
    form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {kind: beside for kind, beside in READS.items() if kind is not RdfKind.CONCEPT}
    monkeypatch.setattr(generate, "READS", known)
    made = Writer(SITE.base, form)
    for record in RECORDS:
        same(made, outline_of(record))


def test_what_is_bound_to_an_address_joins_what_was_said() -> None:
    parts = {DCT.type: b"dct:type <a>"}
    first, more = f"dct:type <{trace.SUBJECT}#x>", f", <{trace.SUBJECT}#x>"
    link = DCT.type, first.encode(), more.encode()
    bound = memory.Bound(True, (link,), (), (), frozenset())
    bound.write("http://h/d", parts, {}, [], {})
    assert parts == {DCT.type: b"dct:type <a>, <http://h/d#x>"}


def test_every_kind_has_its_way() -> None:
    assert set(RdfKind) == {*MARKS, *READS, RdfKind.KEYWORDS, RdfKind.PUBLISHER}
    assert set(MARKS) & set(READS) == set()
    assert set(MARKS) | set(READS) >= GATHERED


def test_an_outline_gives_its_record_back() -> None:
    for record in (*RECORDS, dataset(revision=4), dataset(state=DatasetState.WITHDRAWN)):
        assert outline_of(record_of(outline_of(record))) == outline_of(record)


def test_tidy() -> None:
    assert tidy("ก\x00ข\r\n") == "กข\n"
    assert tidy(" \u200b\x00 ") == " \u200b "
    assert tidy(" \x00\n") == ""
    assert tidy(7) == "7"


def test_marks_survive_every_syntax() -> None:
    """No syntax escapes a mark, and no record may bring one along unnoticed."""
    for form in FORMATS:
        made = Writer(SITE.base, form)
        hostile = f"{trace.SUBJECT} {trace.VALUE} {trace.ADDRESS} {{t}} {trace.ISSUED}"
        same(made, outline_of(dataset(title=hostile, notes=hostile, unit_of_measure=hostile)))
        same(made, outline_of(dataset(url=trace.ADDRESS, license_id="other")))


def test_a_writer_is_made_once() -> None:
    assert writer(SITE.base, N_TRIPLES) is writer(SITE.base, N_TRIPLES)
    assert writer(SITE.base, N_TRIPLES) is not writer(SITE.base, RDF_XML)


@given(address | st.text() | st.builds("https://h.example/{}.{}".format, st.text(), st.text()))
@example("http://a/b")
@example("ftp://x/y.csv")
@example("http://h.csv")
@example("https://h.csv")
@example("https://h/a.csv/")
@example("http://h/a.csv?x#y")
@example("http://h/.csv")
@example("https://h.csv/a/b.zip")
@example("https://h:80/a/b.no-file")
@example("https://h:80/~a_b-c/d/e.XLSX")
def test_short_cuts_say_what_the_long_ways_say(text: str) -> None:
    found = iri(text)
    if PLAIN.fullmatch(text):
        assert found == text
    if found:
        assert download(found) == is_download(found)
    if usual := USUAL.fullmatch(text):
        assert found == text
        assert is_file(usual[1]) == download(text)
