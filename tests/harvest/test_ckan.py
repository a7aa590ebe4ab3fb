"""Laws of the translation: it never raises, what it gives can be stored, and it is a function."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.harvest.publishers import Directory
from catalog.harvest.repairs import OLD_KEYS
from catalog.harvest.sources.ckan import Refused, Translated, draft_of_package
from schemas.dataset import MetadataSchema
from schemas.distribution import DistributionMetadataSchema
from schemas.quality import FindingSchema
from vocab.concepts import codelist
from vocab.messages import say
from vocab.profiles.th_gov import (
    ATTRIBUTES,
    CkanPlace,
    Field,
    ValueType,
    dataset_fields,
    resource_fields,
)

ODD = ("", "2569-02-30", "๒๕๖๓", "รายปี", "อื่น ๆ", "http://[", "&#xD800;&lt;", "ข้อมูลสาธารณะ", "[[")
TEXTS = st.text() | st.sampled_from([*ODD, "\ud800", '["CSV"]', "9" * 50])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.just(10**30)
HOSTILE = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [row.key for row in (*dataset_fields(), *resource_fields())]
    + [*OLD_KEYS, "organization", "owner_org", "extras", "resources", "tags", "license_title"]
    + ["state", "type", "id", "key", "value", "title"]
)
PACKAGES = st.fixed_dictionaries(
    {"title": TEXTS | st.just("ชื่อ"), "url": TEXTS | st.just("https://a.go.th/x")},
    optional={
        "resources": st.lists(st.dictionaries(KEYS, HOSTILE, max_size=6), max_size=3) | HOSTILE,
        "extras": st.lists(st.dictionaries(KEYS, HOSTILE, max_size=3), max_size=3) | HOSTILE,
        "tags": st.lists(st.dictionaries(KEYS, HOSTILE, max_size=2) | TEXTS, max_size=4) | HOSTILE,
    },
).flatmap(
    lambda package: st.dictionaries(KEYS, HOSTILE, max_size=12).map(lambda more: more | package)
)


@given(PACKAGES | HOSTILE)
def test_translating_never_raises_and_gives_what_can_be_stored(package: Any) -> None:
    result = draft_of_package(package, agencies=Directory())
    findings = result.reasons if isinstance(result, Refused) else result.repairs
    dumped = FindingSchema(many=True).dump(findings)
    json.dumps(dumped, ensure_ascii=False).encode("utf-8")
    for finding in findings:
        assert say(finding.code, "th", finding.values)
        assert say(finding.code, "en", finding.values)
    if isinstance(result, Refused):
        return
    assert result.key
    assert len(result.parts) == len(result.draft.distributions)
    metadata = dict(result.draft.metadata)
    assert MetadataSchema().load(MetadataSchema().dump(metadata)) == metadata
    schema = DistributionMetadataSchema()
    for part in result.draft.distributions:
        assert schema.load(schema.dump(part.metadata)) == dict(part.metadata)


@given(PACKAGES)
def test_translating_twice_gives_the_same(package: Any) -> None:
    first = draft_of_package(package, agencies=Directory())
    assert draft_of_package(package, agencies=Directory()) == first


def example(row: Field) -> tuple[object, object]:
    """A value of a field as a Thai catalogue writes it, and as a record keeps it."""
    match row.value_type:
        case ValueType.CODE:
            concept = codelist(row.codelist).concepts[-1]
            return concept.value, concept.id
        case ValueType.CODES:
            concepts = codelist(row.codelist).concepts[:2]
            return [c.value for c in concepts], tuple(c.id for c in concepts)
        case ValueType.BOOLEAN:
            return "True", True
        case ValueType.DATE:
            return "2025-01-06", dt.date(2025, 1, 6)
        case ValueType.YEAR:
            return "2020", 2020
        case ValueType.INTEGER:
            return "4", 4
        case ValueType.DEGREES:
            return "13.75", 13.75
        case ValueType.URL:
            return "https://a.go.th/x.csv", "https://a.go.th/x.csv"
        case ValueType.EMAIL:
            return "data@agency.example", "data@agency.example"
        case ValueType.KEYWORDS:
            return [{"name": "น้ำ"}], ("น้ำ",)
        case ValueType.FORMAT:
            return "CSV", "CSV"
        case _:
            return "ข้อความ", "ข้อความ"


CARRIED = [row for row in dataset_fields() if row.ckan and row.key not in ATTRIBUTES]


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: row.key)
@pytest.mark.parametrize("extras", [False, True])
def test_each_field_of_a_dataset_is_read_from_its_place(row: Field, extras: bool) -> None:
    wire, kept = example(row)
    key = "tags" if row.ckan is CkanPlace.TAGS else row.key
    package: dict[str, Any] = {"title": "ชื่อ", "organization": "กรม", key: wire}
    if extras and row.ckan is CkanPlace.EXTRA:
        package["extras"] = [{"key": row.key, "value": package.pop(key)}]
    result = draft_of_package(package, agencies=Directory(), openly=False)
    assert isinstance(result, Translated)
    assert result.draft.metadata[row.key] == kept
    assert result.repairs == ()


@pytest.mark.parametrize("row", resource_fields(), ids=lambda row: row.key)
def test_each_field_of_a_resource_is_read(row: Field) -> None:
    wire, kept = example(row)
    package = {"title": "ชื่อ", "organization": "กรม", "resources": [{"name": "x", row.key: wire}]}
    result = draft_of_package(package, agencies=Directory())
    assert isinstance(result, Translated)
    assert result.draft.distributions[0].metadata[row.key] == kept


def test_only_fields_of_our_own_have_no_place_in_a_package() -> None:
    assert [row.key for row in dataset_fields() if row.ckan is None] == [
        "title_en",
        "notes_en",
        "theme",
    ]


def test_a_publisher_keeps_its_code() -> None:
    directory = Directory()
    first, second = directory.publisher("กรมธนารักษ์"), directory.publisher(" กรมธนารักษ์ ")
    assert first == second
    assert first.code.startswith("nat-")
    assert len(first.code) == 12
