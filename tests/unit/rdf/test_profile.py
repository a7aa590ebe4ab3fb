"""The tables of the profile hold every code of ours and no code that does not exist."""

import hashlib

import pytest

from vocab.codes import AgencyKind, Category, Classification, DatasetType, FrequencyUnit
from vocab.concepts import codelist, fold
from vocab.profiles.dcat import (
    ACCESS_LABELS,
    ACCESS_OF_CATEGORY,
    ACCESS_OF_CLASSIFICATION,
    ADMS_LICENCE_TYPES,
    BOX_KEYS,
    COVERAGE_KEY,
    DATASET_TYPES,
    FILE_TYPES,
    FREQUENCY,
    FREQUENCY_LABELS,
    FREQUENCY_WITHOUT_INTERVAL,
    INTERVAL_KEY,
    LANGUAGES,
    LICENCES,
    PLACE_OF_COVERAGE,
    PUBLISHER_TYPE,
    RESTATED,
    SHAPES,
    access_right,
    file_type,
    frequency,
)
from vocab.profiles.th_gov import FIELDS, field


def ids(scheme: str) -> set[str]:
    return {c.id for c in codelist(scheme)}


def test_every_code_has_its_row() -> None:
    assert set(LANGUAGES) == ids("data_language")
    assert set(LICENCES) == ids("license_id")
    assert set(PLACE_OF_COVERAGE) <= ids("geo_coverage")
    assert set(DATASET_TYPES) <= set(DatasetType)
    assert set(PUBLISHER_TYPE) == set(AgencyKind)
    assert set(ACCESS_OF_CATEGORY) == set(Category)
    assert set(ACCESS_OF_CLASSIFICATION) == set(Classification)
    assert {*ACCESS_OF_CATEGORY.values(), *ACCESS_OF_CLASSIFICATION.values()} <= set(ACCESS_LABELS)
    assert {t for row in LICENCES.values() for t in row.types} <= set(ADMS_LICENCE_TYPES)
    used = {*FREQUENCY.values(), *FREQUENCY_WITHOUT_INTERVAL.values(), "OTHER"}
    assert used == set(FREQUENCY_LABELS)
    for key in (*BOX_KEYS, COVERAGE_KEY, INTERVAL_KEY):
        assert field("dataset", key).rdf
    stated = {(f.level, *f.rdf) for f in FIELDS if f.rdf}
    assert set(RESTATED) <= stated


def test_the_tables_agree_with_the_code_lists() -> None:
    for concept in codelist("license_id"):
        known = LICENCES[concept.id].iri
        # One address may not carry two titles: the looser code gets an address of ours.
        assert known in ("", concept.attributes.get("uri"))
    assert len({r.iri for r in LICENCES.values() if r.iri}) == 8
    for concept in codelist("data_language"):
        if concept.exact_match:
            assert concept.exact_match[0].endswith("/" + LANGUAGES[concept.id][0])


@pytest.mark.parametrize(
    ("unit", "interval", "code"),
    [
        (FrequencyUnit.YEAR, 1, "ANNUAL"),
        (FrequencyUnit.YEAR, None, "ANNUAL"),
        (FrequencyUnit.YEAR, 7, "OTHER"),
        (FrequencyUnit.MONTH, 3, "QUARTERLY"),
        (FrequencyUnit.HALF_YEAR, 1, "ANNUAL_2"),
        (FrequencyUnit.BUSINESS_DAY, 1, "DAILY"),
        (FrequencyUnit.HOUR, 24, "DAILY"),
        (FrequencyUnit.REAL_TIME, None, "UPDATE_CONT"),
        (FrequencyUnit.NEVER, 5, "NEVER"),
        (FrequencyUnit.UNKNOWN, None, "UNKNOWN"),
        (FrequencyUnit.OTHER, None, "OTHER"),
        (FrequencyUnit.DAY, 0, "OTHER"),
    ],
)
def test_frequencies(unit: FrequencyUnit, interval: int | None, code: str) -> None:
    assert frequency(unit, interval) == code


def test_the_level_decides_before_the_category() -> None:
    assert access_right(Category.PUBLIC, Classification.SECRET) == "NON_PUBLIC"
    assert access_right(Category.INTERNAL, None) == "RESTRICTED"
    assert access_right(None, Classification.OPEN) == "PUBLIC"
    assert access_right(None, None) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("CSV", "CSV"),
        (" .csv", "CSV"),
        ("text/csv; charset=utf-8", "CSV"),
        ("xlsx", "Excel XLSX"),
        ("Shapefile", "Esri Shape"),
        ("geo json", "GeoJSON"),
        ("application/vnd.ms-excel", "Excel XLS"),
        ("application/rdf+xml", "RDF XML"),
        ("WMS", "WMS"),
        ("SQLite", "SQLite"),
    ],
)
def test_formats_by_any_spelling(text: str, label: str) -> None:
    found = file_type(text)
    assert found is not None
    assert found.label == label


def test_an_uncertain_format_is_no_format() -> None:
    for text in ("", "MAP", "XLS/XLSX", "Excel", "ไฟล์"):
        assert file_type(text) is None


def test_no_spelling_means_two_formats() -> None:
    for row in FILE_TYPES:
        for text in (row.code, *row.aliases):
            assert not text or file_type(text) is row
        assert fold(row.label)


def test_the_shapes_are_the_published_ones() -> None:
    readme = (SHAPES / "README.md").read_text(encoding="utf-8")
    for path in sorted(SHAPES.glob("*.ttl")):
        assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" in readme
