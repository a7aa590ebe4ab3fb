"""Each rule of the metadata check: a faultless dataset, one thing changed, what is found."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.checks import RULES, check, check_metadata
from catalog.checks.metadata import in_order
from catalog.checks.subject import Subject
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.quality import Finding
from tests import strategies
from tests.builders import METADATA, RESOURCE, TODAY, dataset, distribution, draft
from vocab.codes import DatasetType, Severity
from vocab.concepts import codelist
from vocab.messages import say
from vocab.profiles.th_gov import dataset_fields, field, resource_fields

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE

#: What the other types offer beside or instead of the fields of statistics.
RECORD: dict[str, Any] = {
    "data_type": "record",
    "first_year_of_data": None,
    "last_year_of_data": None,
    "data_release_calendar": None,
    "disaggregate": None,
    "unit_of_measure": None,
    "unit_of_multiplier": None,
    "calculation_method": None,
    "standard": None,
    "official_statistics": None,
    "distributions": (
        DistributionRecord(
            metadata={
                key: value
                for key, value in RESOURCE.items()
                if field("resource", key).applies_to(DatasetType.RECORD)
            }
        ),
    ),
}
GIS: dict[str, Any] = RECORD | {
    "data_type": "gis",
    "west_bound_longitude": 100.3,
    "east_bound_longitude": 100.9,
    "north_bound_longitude": 14.0,
    "south_bound_longitude": 13.5,
    "positional_accuracy": "มี ความคลาดเคลื่อน 5 เมตร",
}


def found(record: DatasetRecord, *, today: dt.date = TODAY) -> list[tuple[str, Severity, str]]:
    """Code, severity and field of all findings on the metadata."""
    return [(f.code, f.severity, f.field) for f in check_metadata(record, today=today)]


def test_nothing_is_found_in_a_faultless_dataset_or_its_draft():
    assert check(dataset(), today=TODAY) == ()
    assert check(draft(), today=TODAY) == ()
    assert found(dataset(**RECORD)) == []
    assert found(dataset(**GIS)) == []


def mandatory(level: str) -> list[str]:
    rows = dataset_fields() if level == "dataset" else resource_fields()
    return [
        row.key
        for row in rows
        if row.obligation[DatasetType.STATISTICS] == "mandatory"
        and (level, row.key) not in {("dataset", "owner_org"), ("dataset", "name")}
    ]


@pytest.mark.parametrize("key", [k for k in mandatory("dataset") if k != "private"])
def test_each_mandatory_field_is_missed(key: str):
    assert ("missing-mandatory", ERROR, key) in found(dataset(**{key: None}))


@pytest.mark.parametrize("key", mandatory("resource"))
def test_each_mandatory_field_of_a_resource_is_missed_at_its_place(key: str):
    record = dataset(distributions=(distribution(), distribution(**{key: None})))
    (finding,) = check_metadata(record, today=TODAY)
    assert (finding.code, finding.field, finding.distribution) == ("missing-mandatory", key, 1)


def test_the_agency_of_a_draft_is_missed_like_any_field():
    assert [(f.code, f.field) for f in check_metadata(draft(agency=""), today=TODAY)] == [
        ("missing-mandatory", "owner_org")
    ]


def test_nobody_is_asked_for_what_the_catalogue_fills_in_itself():
    assert check_metadata(draft(slug="", private=None), today=TODAY) == ()


def test_without_a_type_the_fourteen_items_are_still_asked_for():
    assert found(dataset(data_type=None, title=None)) == [
        ("missing-mandatory", ERROR, "data_type"),
        ("missing-mandatory", ERROR, "title"),
    ]


def test_an_empty_text_is_as_good_as_none():
    assert ("missing-mandatory", ERROR, "title") in found(dataset(title="  "))


@pytest.mark.parametrize("unit", ["year", "quarter", "business-day", "minute"])
def test_a_unit_of_time_needs_its_interval(unit: str):
    record = dataset(update_frequency_unit=unit, update_frequency_interval=None)
    assert found(record) == [("missing-conditional", ERROR, "update_frequency_interval")]


@pytest.mark.parametrize("unit", ["real-time", "never", "unknown"])
def test_a_unit_that_is_no_time_takes_no_interval(unit: str):
    record = dataset(update_frequency_unit=unit)
    assert found(record) == [("interval-forbidden", WARNING, "update_frequency_interval")]
    assert found(dataset(update_frequency_unit=unit, update_frequency_interval=None)) == []


def test_another_unit_is_named_and_may_have_an_interval():
    record = dataset(update_frequency_unit="other")
    assert found(record) == [("missing-conditional", ERROR, "update_frequency_unit_other")]


def test_without_a_unit_the_interval_is_nobodys_fault():
    assert found(dataset(update_frequency_unit=None)) == [
        ("missing-mandatory", ERROR, "update_frequency_unit")
    ]


OTHERS = [row for row in (*dataset_fields(), *resource_fields()) if row.other_of]


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: f"{row.level}-{row.key}")
@pytest.mark.parametrize("dataset_type", list(DatasetType))
def test_every_other_is_to_be_named_where_the_type_offers_it(row: Any, dataset_type: DatasetType):
    parent = field(row.level, row.other_of)
    value = ("other",) if parent.many else "other"
    base: dict[str, Any] = {} if dataset_type is DatasetType.STATISTICS else dict(RECORD)
    base["data_type"] = str(dataset_type)
    if row.level == "dataset":
        record = dataset(**base | {row.other_of: value})
    else:
        record = dataset(
            **base | {"distributions": (distribution(**{row.other_of: value}),)},
        )
    missed = row.applies_to(dataset_type)
    if row.key == "data_type_other":
        missed = True
        record = dataset(**dict(RECORD) | {"data_type": "other"})
    assert (("missing-conditional", ERROR, row.key) in found(record)) == missed


def test_the_text_of_an_other_that_was_not_chosen_is_left_over():
    assert found(dataset(objective_other="โครงการ")) == [
        ("other-forbidden", WARNING, "objective_other")
    ]
    named = dataset(objective=("law", "other"), objective_other="โครงการ")
    assert found(named) == []


def test_a_value_that_the_type_does_not_offer_is_warned_of():
    assert found(dataset(data_support="government")) == [("not-offered", WARNING, "data_support")]
    record = dataset(distributions=(distribution(resource_data_collect="person"),))
    assert found(record) == [("not-offered", WARNING, "resource_data_collect")]


#: Fields with a limit whose text has no shape of its own (those are measured further below).
FREE = [
    row
    for row in dataset_fields()
    if row.max_length and row.key not in ("tag_string", "maintainer_email", "name")
]


@pytest.mark.parametrize("row", FREE, ids=lambda row: row.key)
def test_the_limit_is_the_last_length_that_passes(row: Any):
    base = {"objective": ("law", "other")} if row.key == "objective_other" else {}
    assert found(dataset(**base, **{row.key: "ก" * row.max_length})) == []
    assert found(dataset(**base, **{row.key: "ก" * (row.max_length + 1)})) == [
        ("too-long", ERROR, row.key)
    ]


def test_keywords_are_measured_as_one_text_with_commas():
    exactly = ("ก" * 100, "ข" * 99)
    assert found(dataset(tag_string=exactly)) == []
    assert found(dataset(tag_string=(*exactly, "ab"))) == [("too-long", ERROR, "tag_string")]


def test_a_slug_and_an_address_have_limits_too():
    assert found(dataset(slug="a" * 71)) == [("too-long", ERROR, "name")]
    assert found(dataset(maintainer_email="a" * 39 + "@bkk.example")) == [
        ("too-long", ERROR, "maintainer_email")
    ]


@pytest.mark.parametrize(
    "keyword", ["กข", "A1", "โควิด-19", "พ.ศ. 2563", "a_b", "๒๕๖๓", "Café", "ก็", "น้ำ", "เด็กๆ", "ฯลฯ"]
)
def test_a_good_keyword_passes(keyword: str):
    assert found(dataset(tag_string=(keyword,))) == []


@pytest.mark.parametrize(
    ("keyword", "code", "severity"),
    [
        ("ก", "keyword-length", ERROR),
        ("ก" * 101, "keyword-length", ERROR),
        ("ซัลเฟอร์ > 2%", "keyword-characters", ERROR),
        ("ค่า ฿", "keyword-characters", ERROR),
        ("2×2", "keyword-characters", ERROR),
        ("ทุนรัฐบา\ufffd", "keyword-broken", ERROR),
        ("ข้อมูลประวั", "keyword-broken", WARNING),
        ("ประเทศไ", "keyword-broken", WARNING),
        ("เจ้าหน้าที่ทั้", "keyword-broken", WARNING),
        ("ชื่", "keyword-broken", WARNING),
        ("เป็", "keyword-broken", WARNING),
        ("ำลัง", "keyword-broken", WARNING),
    ],
)
def test_a_bad_keyword_is_named_with_its_fault(keyword: str, code: str, severity: Severity):
    assert found(dataset(tag_string=("ประชากร", keyword))) == [(code, severity, "tag_string")]


@given(st.lists(strategies.THAI_WORDS | st.text(max_size=120), max_size=3, unique=True))
def test_no_keyword_is_too_strange_to_be_judged(keywords: list[str]):
    for finding in check_metadata(dataset(tag_string=tuple(keywords)), today=TODAY):
        assert finding.field == "tag_string"
        assert len(finding.values.get("keyword", "")) <= 60


@pytest.mark.parametrize(
    ("key", "alone"),
    [
        ("objective", "unknown"),
        ("data_format", "unknown"),
        ("data_language", "unknown"),
        ("disaggregate", "none"),
        ("disaggregate", "unknown"),
    ],
)
def test_unknown_and_none_stand_alone(key: str, alone: str):
    another = next(c.id for c in codelist(field("dataset", key).codelist) if c.id != alone)
    assert found(dataset(**{key: (alone,)})) == []
    assert ("unknown-alone", WARNING, key) in found(dataset(**{key: (another, alone)}))


def test_dates_have_an_order_and_do_not_lie_ahead():
    made, tomorrow = dt.date(2023, 12, 31), TODAY + dt.timedelta(days=1)
    record = dict(RECORD) | {"created_date": made, "last_updated_date": made}
    assert found(dataset(**record)) == []
    later = record | {"created_date": made + dt.timedelta(days=1)}
    assert found(dataset(**later)) == [("date-order", ERROR, "created_date")]
    assert found(dataset(last_updated_date=TODAY)) == []
    assert found(dataset(last_updated_date=tomorrow)) == [
        ("date-future", ERROR, "last_updated_date")
    ]
    assert found(dataset(data_release_calendar=dt.date(2030, 1, 1))) == []


def test_dates_of_a_resource_have_an_order_too():
    days: dict[str, Any] = {
        "resource_created_date": dt.date(2023, 2, 1),
        "resource_last_updated_date": dt.date(2023, 1, 31),
    }
    file = DistributionRecord(
        metadata={"name": "x", "url": "http://x.example", "format": "CSV"} | days
    )
    record = dataset(**dict(RECORD) | {"distributions": (file,)})
    (finding,) = check_metadata(record, today=TODAY)
    assert (finding.code, finding.distribution) == ("date-order", 0)
    assert say(finding.code, "th", finding.values) == (
        "วันที่เริ่มต้นสร้าง (1 ก.พ. 2566) อยู่หลังวันที่ปรับปรุงข้อมูลล่าสุด (31 ม.ค. 2566) กรุณาแก้ไขวันที่"
    )


def test_years_have_an_order():
    assert found(dataset(first_year_of_data=2023)) == []
    assert found(dataset(first_year_of_data=2024)) == [("year-order", ERROR, "first_year_of_data")]
    assert found(dataset(first_year_of_data=None)) == []


def test_next_years_number_passes_the_one_after_is_asked_about():
    assert found(dataset(last_year_of_data=2025)) == []
    assert found(dataset(last_year_of_data=2026)) == [("year-future", ADVICE, "last_year_of_data")]


def test_a_year_of_the_wrong_era_is_noticed_in_years_and_dates():
    assert found(dataset(last_year_of_data=2566)) == [("year-era", ERROR, "last_year_of_data")]
    assert found(dataset(first_year_of_data=1856)) == [("year-era", WARNING, "first_year_of_data")]
    assert found(dataset(first_year_of_data=1857)) == []
    assert found(dataset(data_release_calendar=dt.date(2567, 1, 1))) == [
        ("year-era", ERROR, "data_release_calendar")
    ]


WEST, EAST = "west_bound_longitude", "east_bound_longitude"
NORTH, SOUTH = "north_bound_longitude", "south_bound_longitude"


def test_all_four_edges_or_none():
    assert found(dataset(**GIS | {SOUTH: None, WEST: None})) == [
        ("bbox-incomplete", ERROR, WEST),
        ("bbox-incomplete", ERROR, SOUTH),
    ]
    assert found(dataset(**GIS | dict.fromkeys((WEST, EAST, NORTH, SOUTH)))) == []


def test_an_edge_at_zero_degrees_is_there():
    edges = {WEST: 0.0, EAST: 0.0, NORTH: 0, SOUTH: 0}
    assert {code for code, _, _ in found(dataset(**GIS | edges))} == {"bbox-outside-thailand"}


def test_edges_have_an_order():
    assert found(dataset(**GIS | {WEST: 101.0, SOUTH: 14.5})) == [
        ("bbox-order", ERROR, WEST),
        ("bbox-order", ERROR, SOUTH),
    ]
    assert found(dataset(**GIS | {WEST: 100.9})) == []


def test_a_latitude_ends_at_ninety_degrees():
    assert found(dataset(**GIS | {NORTH: 90.0})) == [("bbox-outside-thailand", WARNING, NORTH)]
    assert ("bbox-latitude", ERROR, NORTH) in found(dataset(**GIS | {NORTH: 100.5}))


def test_an_edge_outside_thailand_is_warned_of():
    assert found(dataset(**GIS | {EAST: 105.7})) == []
    assert found(dataset(**GIS | {EAST: 105.8})) == [("bbox-outside-thailand", WARNING, EAST)]


@pytest.mark.parametrize(
    ("category", "level", "allowed"),
    [
        ("public", "open", True),
        ("public", "private", False),
        ("internal", "private", True),
        ("internal", "open", False),
        ("personal", "secret", True),
        ("personal", "open", False),
        ("personal", "top-secret", False),
        ("official-secret", "top-secret", True),
        ("official-secret", "private", False),
        ("national-security", "confidential", True),
        ("national-security", "open", False),
    ],
)
def test_a_category_has_its_levels(category: str, level: str, allowed: bool):
    record = dataset(
        data_category=category, data_classification=level, private=True, allow_harvest=False
    )
    expected = [] if allowed else [("level-not-allowed", ERROR, "data_classification")]
    assert found(record) == expected


def test_a_missing_level_is_advised_with_the_levels_to_choose_from():
    (finding,) = check_metadata(dataset(data_classification=None), today=TODAY)
    assert (finding.code, finding.severity) == ("classification-missing", ADVICE)
    assert finding.values["allowed"] == "codelist/data_classification/open"
    assert found(dataset(data_classification=None, data_category=None)) == [
        ("missing-mandatory", ERROR, "data_category")
    ]


def test_public_data_is_advised_to_have_an_open_licence():
    assert found(dataset(license_id="cc-by-nc")) == [("licence-not-open", ADVICE, "license_id")]
    named = dataset(license_id="other", license_id_other="สัญญาของหน่วยงาน")
    assert found(named) == []
    closed = dataset(
        license_id="cc-by-nc", data_category="internal", data_classification="private", private=True
    )
    assert found(closed) == []


def test_data_that_is_not_public_is_advised_to_say_how_to_get_it():
    closed = {"data_category": "internal", "data_classification": "private", "private": True}
    assert found(dataset(**closed, accessible_condition=None)) == [
        ("condition-advised", ADVICE, "accessible_condition")
    ]
    assert found(dataset(accessible_condition=None)) == []


def test_what_is_above_open_is_neither_shown_to_all_nor_listed_nationally():
    record = dataset(data_category="personal", data_classification="secret")
    assert found(record) == [
        ("visibility-too-wide", WARNING, "private"),
        ("harvest-not-allowed", WARNING, "allow_harvest"),
    ]


def test_a_high_value_needs_its_assessment():
    assert found(dataset(**RECORD, high_value_dataset=True)) == [
        ("high-value-assessment", ADVICE, "high_value_dataset")
    ]
    assert found(dataset(**RECORD, high_value_dataset=False)) == []


@pytest.mark.parametrize(
    "name",
    [
        "นายสมชาย ใจดี",
        "นาง สมศรี",
        "นางสาวมาลี",
        "น.ส. มาลี",
        "ดร.สมชาย",
        "ว่าที่ร้อยตรีสมชาย",
        "Mr. Somchai",
        "Miss Mali",
        "dr somchai",
    ],
)
def test_the_name_of_a_person_is_advised_against(name: str):
    assert found(dataset(maintainer=name)) == [("person-name", ADVICE, "maintainer")]


@pytest.mark.parametrize(
    "name",
    [
        "ฝ่ายทะเบียน",
        "นายทะเบียนท้องถิ่น",
        "นายกเทศมนตรี",
        "นางเลิ้ง ศูนย์บริการ",
        "Msgr Archive Unit",
        "สำนักนายก",
    ],
)
def test_the_name_of_a_unit_is_not(name: str):
    assert found(dataset(maintainer=name)) == []


def test_positional_accuracy_begins_with_yes_or_no():
    assert found(dataset(**GIS | {"positional_accuracy": "ไม่มี"})) == []
    assert found(dataset(**GIS | {"positional_accuracy": "5 เมตร"})) == [
        ("accuracy-wording", ADVICE, "positional_accuracy")
    ]


def test_public_data_without_any_file_is_advised_to_have_one():
    assert found(dataset(distributions=())) == [("no-distributions", ADVICE, "")]


def test_a_format_is_written_in_capitals():
    record = dataset(distributions=(distribution(format="csv"),))
    (finding,) = check_metadata(record, today=TODAY)
    assert (finding.code, finding.values["wanted"]) == ("format-case", "CSV")


def test_findings_come_in_the_standards_order():
    record = dataset(
        distributions=(distribution(format=None, name=None), distribution(url=None)),
        license_id=None,
        title=None,
        last_updated_date=dt.date(2023, 1, 1),
        maintainer="นาย ก",
    )
    assert [(f.distribution, f.field) for f in check(record, today=TODAY)] == [
        (None, "title"),
        (None, "maintainer"),
        (None, "license_id"),
        (None, "last_updated_date"),
        (0, "name"),
        (0, "format"),
        (1, "url"),
    ]


def test_a_finding_on_the_whole_record_comes_first():
    whole, title = Finding("a", ERROR), Finding("b", ERROR, "title")
    assert in_order([title, whole]) == (whole, title)


@given(strategies.datasets(), strategies.RECENT_DAYS)
def test_every_finding_can_be_said_and_bears_the_code_of_its_rule(
    record: DatasetRecord, today: dt.date
):
    subject = Subject.of(record, today)
    said = Counter[str]()
    for code, rule in RULES.items():
        for finding in rule(subject):
            assert finding.code == code
            assert finding.severity is not Severity.REPAIR
            assert all(say(code, lang, finding.values) for lang in ("th", "en"))
            said[code] += 1
    assert said.total() == len(check(record, today=today))


def test_the_faultless_facts_fill_every_field_the_type_offers():
    offered = {
        row.key
        for row in dataset_fields()
        if row.applies_to(DatasetType.STATISTICS) and not row.other_of
    } - {"owner_org", "name"}
    assert set(METADATA) == offered
