"""What the search keeps of a dataset."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from catalog.search.analyzer import default_analyzer
from catalog.search.document import (
    FACETS,
    SearchDocument,
    document,
    phrase_text,
    suggestions,
    weights,
)
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from vocab.codes import AgencyKind, Audience, DatasetState

# 1 October in Thailand, still 30 September in UTC.
MODIFIED = dt.datetime(2026, 9, 30, 17, 30, tzinfo=dt.UTC)


def record(**metadata: Value) -> DatasetRecord:
    stated: Mapping[str, Value] = {"title": "จำนวนโรงงาน", "title_en": "Factories"} | metadata
    return DatasetRecord(
        row=7,
        uid="u-7",
        slug="factories",
        agency=AgencyRecord(
            row=1,
            code="5001",
            kind=AgencyKind.OFFICE,
            name_th="สำนักอนามัย",
            name_en="Health Department",
            organisation="bma",
            aliases=("สนอ.",),
        ),
        state=DatasetState.PUBLISHED,
        audience=Audience.ANYONE,
        version=3,
        revision=1,
        created=MODIFIED,
        modified=MODIFIED,
        metadata=stated,
    )


def test_a_record_becomes_a_document() -> None:
    made = document(
        record(
            data_type="statistics",
            data_category="public",
            license_id="cc-by",
            tag_string=("โรงงาน", "Factory"),
            data_format=("csv", "xls"),
            first_year_of_data=2020,
            last_year_of_data=2022,
        ),
        completeness=640,
    )
    assert (made.row, made.uid, made.version, made.completeness) == (7, "u-7", 3, 640)
    assert made.facets == {
        "agency": ("5001",),
        "type": ("statistics",),
        "category": ("public",),
        "licence": ("cc-by",),
        "format": ("CSV", "XLS"),
        "keyword": ("โรงงาน", "Factory"),
        "year": ("2020", "2021", "2022"),
    }
    assert set(made.facets) == set(FACETS)
    assert made.audience == ("anyone", "keep:5001")
    assert dt.date.fromordinal(made.modified) == dt.date(2026, 10, 1)


def test_a_level_of_protection_stands_below_its_category() -> None:
    made = document(record(data_category="personal", data_classification="secret"))
    assert made.facets["category"] == ("personal", "personal/secret")
    alone = document(record(data_classification="secret"))
    assert alone.facets["category"] == ()


def test_what_a_steward_hid_is_not_searchable() -> None:
    shown = DistributionRecord(metadata={"name": "รายเขต", "format": "csv"})
    hidden = DistributionRecord(
        metadata={"name": "ต้นฉบับ", "format": "mdb", "resource_private": True}
    )
    made = document(replace(record(), distributions=(shown, hidden)))
    assert made.facets["format"] == ("CSV",)
    assert "รายเขต" in made.distributions
    assert "ต้นฉบับ" not in made.body


@pytest.mark.parametrize(
    ("stated", "years"),
    [
        ({}, ()),
        ({"first_year_of_data": 2020}, ("2020",)),
        ({"last_year_of_data": 2021}, ("2021",)),
        ({"first_year_of_data": 2021, "last_year_of_data": 2020}, ("2020", "2021")),
    ],
)
def test_years_of_the_data(stated: Mapping[str, Value], years: tuple[str, ...]) -> None:
    assert document(record(**stated)).facets["year"] == years


def test_a_mistyped_year_does_not_fill_the_index() -> None:
    made = document(record(first_year_of_data=1, last_year_of_data=9999))
    assert len(made.facets["year"]) <= 201


def test_places_weigh_differently() -> None:
    made = SearchDocument(
        row=1, uid="", version=1, title_th="ทะเบียน", keywords=("ราษฎร",), body="น้ำท่วม ทะเบียน"
    )
    assert weights(made, default_analyzer()) == {
        "ทะเบียน": 4.0,
        "ราษฎร": 2.0,
        "น้ำท่วม": 1.0,
        "น้ำ": 0.5,
        "ท่วม": 0.5,
    }


def test_a_part_of_a_compound_weighs_half_of_its_place() -> None:
    made = SearchDocument(row=1, uid="", version=1, title_th="น้ำท่วม", names="flood")
    found = weights(made, default_analyzer())
    assert found["น้ำท่วม"] == 2 * found["น้ำ"] == 3.0
    assert 0 < found["flood"] < 1


def test_the_words_of_short_names_and_of_files_are_kept() -> None:
    files = [
        "https://data.example/download/bike_way-x7k2pq.zip?at=secret",
        "https://data.example/download/%E0%B8%99%E0%B9%89%E0%B8%B3.xlsx",
        "https://data.example/download/xx-ktrn.csv",
        "https://data.example/service/layer",
        "https://data.example/0165cf6a-f01f-47c2-9b9b-0165cf6af01f.csv",
    ]
    shown = tuple(DistributionRecord(metadata={"url": url}) for url in files)
    made = document(replace(record(), slug="bts_station-data", distributions=shown))
    assert made.names == "bts station bike way น้ำ"
    hidden = DistributionRecord(metadata={"url": files[0], "resource_private": True})
    assert "bike" not in document(replace(record(), distributions=(hidden,))).names


@pytest.mark.parametrize(
    "slug", ["item_0165cf6a-f01f-47c2-9b9b", "dataset-0a1b2c3d4e", "https-a-b"]
)
def test_a_made_up_short_name_has_no_words(slug: str) -> None:
    assert document(replace(record(), slug=slug)).names == ""


def test_no_more_than_some_names_of_files_are_kept() -> None:
    names = (f"ka{a}{b}" for a in "bcdfghjk" for b in "lmnpqrst")
    many = [DistributionRecord(metadata={"url": f"https://a.example/{name}.csv"}) for name in names]
    made = document(replace(record(), distributions=tuple(many)))
    assert len(made.names.split()) == 1 + 20


def test_no_phrase_crosses_from_one_text_to_the_next() -> None:
    made = SearchDocument(row=1, uid="", version=1, title_th="นํ้า  ท่วม", keywords=("ก",), body="ข")
    assert phrase_text(made) == "น้ำ ท่วม\nก\nข"


def test_suggestions_are_keywords_and_title_words() -> None:
    made = SearchDocument(
        row=1, uid="", version=1, title_th="ข้อมูลโรงงาน ปี 2563", keywords=("Open  Data",)
    )
    assert list(suggestions(made, default_analyzer())) == ["open data", "ข้อมูล", "โรงงาน"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"row": -1},
        {"row": 1 << 32},
        {"facets": {"colour": ("red",)}},
        {"facets": {"keyword": ("",)}},
        {"audience": ("x" * 501,)},
    ],
)
def test_what_no_index_can_hold_is_refused(wrong: Mapping[str, object]) -> None:
    with pytest.raises(ValueError, match=r"32 bits|facet|characters"):
        SearchDocument(**({"row": 1, "uid": "", "version": 1, "title_th": ""} | dict(wrong)))  # type: ignore[arg-type]
