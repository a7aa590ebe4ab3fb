"""Schemas: strict in, complete out, and what was dumped is loaded again."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError
from pyoxigraph import NamedNode

from schemas.agency import AgencySchema
from schemas.dataset import DatasetDraft, DatasetDraftSchema, DatasetSchema, MetadataSchema
from schemas.distribution import DistributionRecord, DistributionSchema, restored
from schemas.fields import MANY_LIMIT, clean_url
from schemas.page import Page, PagingSchema
from schemas.person import MembershipRecord, PersonRecord
from schemas.problem import ProblemSchema
from schemas.quality import Finding, FindingSchema, Measure, Part
from schemas.values import LocalizedText, clean_line, clean_text
from tests import strategies
from tests.builders import agency, dataset, distribution, draft
from tests.strategies import LINES
from vocab.codes import Category, Classification, DatasetType, Role, Severity, Source
from vocab.profiles.th_gov import FIELDS, ValueType


def refused(schema: Schema, wire: dict[str, Any]) -> dict[str, Any]:
    """What a schema says against something on the wire."""
    with pytest.raises(ValidationError) as caught:
        schema.load(wire)
    messages = caught.value.messages
    assert isinstance(messages, dict)
    return messages


@given(strategies.METADATA)
def test_metadata_that_was_dumped_is_loaded_again(metadata: dict[str, Any]):
    assert MetadataSchema().load(MetadataSchema().dump(metadata)) == metadata


@given(strategies.distributions(max_size=1))
def test_a_distribution_that_was_dumped_is_loaded_again(
    distributions: tuple[DistributionRecord, ...],
):
    for one in distributions:
        assert DistributionSchema().load(DistributionSchema().dump(one)) == one


@given(strategies.METADATA, strategies.distributions(), st.sampled_from(["", "a-1", "x" * 70]))
def test_a_draft_that_was_dumped_is_loaded_again(
    metadata: dict[str, Any], distributions: tuple[DistributionRecord, ...], slug: str
):
    made = DatasetDraft(agency="5001", slug=slug, metadata=metadata, distributions=distributions)
    assert DatasetDraftSchema().load(DatasetDraftSchema().dump(made)) == made


@given(
    st.builds(
        Finding,
        code=LINES,
        severity=st.sampled_from(Severity),
        field=st.sampled_from([row.key for row in FIELDS]),
        distribution=st.none() | st.integers(0, MANY_LIMIT),
        values=st.dictionaries(LINES, st.text(max_size=10), max_size=3),
    )
)
def test_a_finding_that_was_dumped_is_loaded_again(finding: Finding):
    assert FindingSchema().load(FindingSchema().dump(finding)) == finding


@given(strategies.METADATA, strategies.distributions(max_size=2))
def test_what_storage_restores_is_what_the_schema_loads(
    metadata: dict[str, Any], distributions: tuple[DistributionRecord, ...]
):
    assert restored("dataset", MetadataSchema().dump(metadata)) == metadata
    for one in distributions:
        stored = DistributionSchema().dump(one)["metadata"]
        assert restored("resource", stored) == one.metadata


def test_what_is_not_stated_is_left_out_and_false_is_stated():
    assert MetadataSchema().dump({"title": "", "objective": (), "private": False}) == {
        "private": False
    }


def test_empty_values_of_a_draft_are_dropped():
    wire = {"agency": "5001", "metadata": {"title": "  ", "objective": [], "notes": "x"}}
    assert DatasetDraftSchema().load(wire).metadata == {"notes": "x"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "red"),
        ("title", None),
        ("title", 3),
        ("title", "ก" * 20_001),
        ("data_type", "census"),
        ("objective", "law"),
        ("objective", ["law", "nonsense"]),
        ("objective", [None]),
        ("tag_string", ["a"] * (MANY_LIMIT + 1) + [str(i) for i in range(MANY_LIMIT)]),
        ("update_frequency_interval", 0),
        ("update_frequency_interval", 1.5),
        ("update_frequency_interval", "1"),
        ("update_frequency_interval", 10_001),
        ("private", "yes"),
        ("private", 1),
        ("created_date", "2567-02-29"),
        ("created_date", "1499-12-31"),
        ("created_date", "31/12/2023"),
        ("created_date", 20240101),
        ("first_year_of_data", 2567),
        ("first_year_of_data", True),
        ("west_bound_longitude", "NaN"),
        ("west_bound_longitude", float("inf")),
        ("west_bound_longitude", 180.1),
        ("url", "javascript:alert(1)"),
        ("url", "/relative"),
        ("url", "http://user:secret@data.example/"),
        ("url", "http://[::1"),
        ("maintainer_email", "a@b@c.example"),
        ("maintainer_email", "nobody"),
        ("maintainer_email", "a@b.example\nBcc: everybody@b.example"),
    ],
)
def test_a_hostile_or_sloppy_value_is_refused_at_its_field(key: str, value: object):
    assert key in refused(MetadataSchema(), {key: value})


def test_empty_addresses_are_empty_not_wrong():
    loaded = MetadataSchema().load({"url": " ", "maintainer_email": ""})
    assert loaded == {"url": "", "maintainer_email": ""}


def test_a_list_keeps_each_value_once_and_no_empty_one():
    loaded = MetadataSchema().load({"tag_string": ["ก ข", "", " ก  ข ", "ค"]})
    assert loaded == {"tag_string": ("ก ข", "ค")}


@pytest.mark.parametrize("slug", ["A", "a b", "../etc", "ก", "a", "x" * 101, "ok\n"])
def test_a_slug_that_cannot_be_an_address_is_refused(slug: str):
    wire = {"agency": "5001", "slug": slug, "metadata": {}}
    assert "slug" in refused(DatasetDraftSchema(), wire)


def test_a_draft_without_agency_or_with_a_strange_key_is_refused():
    found = refused(DatasetDraftSchema(), {"metadata": {}, "state": "published"})
    assert set(found) == {"agency", "state"}


def test_a_distribution_with_a_false_id_is_refused():
    assert "uid" in refused(DistributionSchema(), {"uid": "1", "metadata": {}})


def test_a_dump_of_some_fields_gives_only_those():
    assert set(DistributionSchema(only=("metadata",)).dump(distribution())) == {"metadata"}


@given(st.text(max_size=60))
def test_cleaning_a_text_twice_changes_nothing_more(text: str):
    once = clean_text(text)
    assert clean_text(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)
    once.encode()


def test_cleaning_keeps_thai_and_drops_what_cannot_be_seen():
    assert clean_text("\ufeffน\u200bำ\r\nท\x00าง\ud800 ") == "นำ\nทาง"
    assert clean_line(" ก\n\n ข ") == "ก ข"


AWKWARD = st.sampled_from([*"%[]#?/@:\u1680\u00a0\u202e\ue000\U0001fffe=\u0338ก", "%20", "%zz"])


@given(st.lists(AWKWARD | st.characters(), max_size=20).map("".join))
def test_a_cleaned_address_stays_as_it_is_and_is_an_iri(path: str):
    once = clean_url(f"https://data.example/{path}")
    assert clean_url(once) == once
    assert once.split() == [once]
    assert NamedNode(once).value == once


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://data.example/ก ข", "https://data.example/ก%20ข"),
        ("https://data.example/100%", "https://data.example/100%25"),
        ("https://data.example/a[1]#b#c", "https://data.example/a%5B1%5D#b%23c"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("HTTP://data.example?q=|", "HTTP://data.example?q=%7C"),
    ],
)
def test_an_address_as_it_was_typed_is_made_whole(typed: str, kept: str):
    assert clean_url(typed) == kept


def test_every_row_has_a_field_that_explains_itself():
    for schema, level in ((MetadataSchema(), "dataset"), (DistributionSchema(), "resource")):
        fields = schema.fields if level == "dataset" else schema.fields["metadata"].schema.fields  # type: ignore[attr-defined]
        for row in FIELDS:
            if row.level == level and row.key in fields:
                assert fields[row.key].metadata["title"] == row.label_en
                assert row.label_th in fields[row.key].metadata["description"]


def test_every_value_type_is_in_use():
    assert {row.value_type for row in FIELDS} == set(ValueType)


def test_a_dataset_on_the_wire_shows_the_agencys_public_facts_only():
    dumped = DatasetSchema().dump(dataset())
    assert set(dumped["agency"]) == {"code", "name_th", "name_en", "kind"}
    assert dumped["metadata"]["last_updated_date"] == "2023-12-31"
    assert dumped["created"] == "2024-01-15T03:00:00+00:00"
    assert "row" not in dumped


def test_a_record_answers_for_its_metadata():
    record = dataset()
    assert record.title == LocalizedText(
        "จำนวนประชากรตามทะเบียนราษฎรของเขตพระนคร", "Population of Phra Nakhon District"
    )
    assert record.notes.en == "Population by subdistrict, sex and age"
    assert record.keywords == ("ประชากร", "ทะเบียนราษฎร", "population")
    assert record.text("update_frequency_interval") == "1"
    assert record.texts("title") == (record.title.th,)
    assert record.texts("standard_other") == ()
    assert (record.day("last_updated_date"), record.day("title")) == (
        record.metadata["last_updated_date"],
        None,
    )
    assert record.number("first_year_of_data") == 2015
    assert record.number("private") is None
    assert record.dataset_type is DatasetType.STATISTICS
    assert record.category is Category.PUBLIC
    assert record.classification is Classification.OPEN


def test_a_record_without_metadata_answers_with_nothing():
    empty = replace(dataset(), metadata={})
    assert (empty.dataset_type, empty.category, empty.classification) == (None, None, None)
    assert empty.keywords == ()


def test_a_hidden_distribution_is_not_public():
    shown, hidden = distribution(), distribution(resource_private=True)
    assert dataset(distributions=(shown, hidden)).public_distributions == (shown,)
    assert shown.text("format") == "CSV"
    assert shown.text("nothing") == ""


def test_a_draft_is_built_from_the_same_faultless_facts():
    assert draft().metadata == dataset().metadata


def test_a_text_in_two_languages_falls_back_to_the_other():
    assert LocalizedText("ไทย", "English").in_language("en") == "English"
    assert LocalizedText("ไทย").in_language("en") == "ไทย"
    assert LocalizedText("", "English").in_language("th") == "English"


def test_an_agency_has_both_names():
    assert agency().name == LocalizedText("สำนักงานเขตพระนคร", "Phra Nakhon District Office")
    assert AgencySchema().dump(agency())["kind"] == "district"


def test_a_membership_holds_from_its_first_day_to_the_day_before_its_last():
    first, last = dt.date(2023, 10, 1), dt.date(2024, 10, 1)
    role = MembershipRecord(role=Role.STEWARD, agency="5001", valid_from=first, valid_to=last)
    days = (dt.date(2023, 9, 30), first, dt.date(2024, 9, 30), last)
    assert [role.holds_on(day) for day in days] == [False, True, True, False]
    assert MembershipRecord(role=Role.ADMIN, agency="").holds_on(first)
    person = PersonRecord(row=1, username="somsri", name="สมศรี", active=True, epoch=0)
    assert person.memberships == ()


def test_a_page_knows_its_neighbours():
    assert Page((), total=45, limit=20, offset=0).previous_offset is None
    assert Page((), total=45, limit=20, offset=0).next_offset == 20
    assert Page((), total=45, limit=20, offset=40).next_offset is None
    assert Page((), total=45, limit=20, offset=10).previous_offset == 0


@pytest.mark.parametrize("text", ["-1", "1000000000", "x", "", "๕", "+1", " 1", "1_0", "1.0"])
def test_a_strange_page_is_refused(text: str):
    assert set(refused(PagingSchema(), {"limit": text})) == {"limit"}
    assert set(refused(PagingSchema(), {"offset": text, "page": "1"})) == {"offset", "page"}


def test_a_page_is_asked_for_in_plain_numbers():
    assert PagingSchema().load({"limit": "5"}) == {"limit": 5, "offset": 0}


def test_a_problem_carries_both_languages():
    assert {"detail_th", "detail_en"} <= set(ProblemSchema().fields)


def test_only_an_error_blocks_the_way():
    blocking = [severity for severity in Severity if Finding("x", severity).blocks]
    assert blocking == [Severity.ERROR]


def test_a_measure_of_nothing_is_whole():
    assert Measure("m", Fraction(1), Fraction(4)).ratio == Fraction(1, 4)
    assert Measure("m", Fraction(0), Fraction(0)).ratio == 1


def test_a_part_that_cannot_be_counted_loses_nothing_and_an_assumption_below_shows():
    part = Part("1", "หนึ่ง", "one", Fraction(40), Fraction(30), Source.SEED)
    assert part.lost == 10
    assert not part.assumed
    assert replace(part, applicable=False).lost == 0
    assert replace(part, parts=(replace(part, source=Source.ASSUMED),)).assumed
