"""The four official files on a thousand records: nothing but what is listed, or really missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SKOS

from catalog.rdf.shacl import ACCEPTED, OFFICIAL, RECOMMENDED, VOCABULARIES, Result, judge
from catalog.rdf.terms import Triple
from catalog.rdf.triples import of_rdflib
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests.unit.rdf.example import SITE
from tests.unit.rdf.generated import records
from tests.unit.rdf.test_shapes_differential import agree
from vocab.codes import DatasetType
from vocab.concepts import codelist
from vocab.namespaces import DCAT, DCT, EU, Iri
from vocab.profiles.dcat import BOX_KEYS, PLACE_OF_COVERAGE, file_type
from vocab.profiles.th_gov import ATTRIBUTES, FIELDS, ValueType

pytestmark = pytest.mark.untraced

DATA = Path(__file__).parents[2] / "data" / "eu_vocabularies.ttl"
#: Lists of which the file has an extract only.
EXTRACTS = ("country", "continent", "language", "place")


@pytest.fixture(scope="module")
def made() -> list[DatasetRecord]:
    return list(records(1000))


@pytest.fixture(scope="module")
def lists() -> list[Triple]:
    """The lists of the European Union, as the official files want them beside the data."""
    return list(of_rdflib(rdflib.Graph().parse(DATA)))


def unstated(*keys: str) -> Callable[[DatasetRecord, str], bool]:
    """Nothing is stated in any of these fields of the dataset."""
    return lambda record, _: not any(record.metadata.get(key) for key in keys)


def part_of(record: DatasetRecord, focus: str) -> DistributionRecord:
    """The distribution that a result is about."""
    (part,) = (each for each in record.distributions if focus.endswith(f"-{each.uid}"))
    return part


def undescribed(record: DatasetRecord, focus: str) -> bool:
    return not part_of(record, focus).text("description")


def without_code(record: DatasetRecord, focus: str) -> bool:
    """No format is stated, or none that the list of the Union has."""
    known = file_type(part_of(record, focus).text("format"))
    return known is None or not known.code


def no_place(record: DatasetRecord, _: str) -> bool:
    box = record.metadata.keys() >= set(BOX_KEYS)
    return PLACE_OF_COVERAGE.get(record.text("geo_coverage"), "") is None and not box


def year_of_part(key: str) -> Callable[[DatasetRecord, str], bool]:
    """A period without its first or last year."""

    def lacks(record: DatasetRecord, focus: str) -> bool:
        for part in record.distributions:
            if focus.endswith(f"-{part.uid}-temporal"):
                return f"resource_{key}" not in part.metadata
        return key not in record.metadata

    return lacks


#: Why a recommended property is missing: the record itself does not state it.
MISSING: Mapping[Iri, Callable[[DatasetRecord, str], bool]] = {
    DCT.temporal: unstated("first_year_of_data", "last_year_of_data", "reference_period"),
    DCAT.contactPoint: unstated("maintainer", "maintainer_email"),
    DCAT.distribution: lambda record, _: not record.public_distributions,
    DCAT.keyword: unstated("tag_string"),
    DCAT.theme: unstated("geographic_data_set", "theme"),
    DCT.license: unstated("license_id"),
    DCT.spatial: no_place,
    DCT.description: undescribed,
    DCT["format"]: without_code,
    DCAT.startDate: year_of_part("first_year_of_data"),
    DCAT.endDate: year_of_part("last_year_of_data"),
}


def unexplained(record: DatasetRecord, found: list[Result]) -> list[Result]:
    """Results that neither the list of accepted ones nor the record explains."""
    return [
        result
        for result in found
        if result.shapes != RECOMMENDED.name
        or result.component != "MinCount"
        or not MISSING[Iri(result.path)](record, result.focus)
    ]


def test_the_records_use_every_field_code_and_type(made: list[DatasetRecord]) -> None:
    used: dict[tuple[str, str], set[object]] = {}
    for record in made:
        sheets = [("dataset", record.metadata)]
        sheets += [("resource", part.metadata) for part in record.distributions]
        for level, metadata in sheets:
            for key, value in metadata.items():
                found = used.setdefault((level, key), set())
                found.update(value if isinstance(value, tuple) else (value,))
    for row in FIELDS:
        if row.level == "dataset" and row.key in ATTRIBUTES:
            continue
        assert (row.level, row.key) in used, row.key
        if row.value_type in (ValueType.CODE, ValueType.CODES):
            wanted = {concept.id for concept in codelist(row.codelist)}
            assert used[row.level, row.key] >= wanted, row.key
    assert {record.dataset_type for record in made} == set(DatasetType)


def test_a_thousand_records_give_only_what_is_listed(
    made: list[DatasetRecord], lists: list[Triple]
) -> None:
    missing = set()
    for record in made:
        found = judge([*triples(record, SITE), *lists], OFFICIAL)
        assert unexplained(record, found) == [], record.slug
        missing |= {result.path for result in found}
    assert missing == set(MISSING)


def test_pyshacl_finds_the_same_in_every_fortieth(made: list[DatasetRecord]) -> None:
    for record in made[::40]:
        agree(list(triples(record, SITE)), OFFICIAL)


def test_every_code_of_the_union_that_is_written_exists(
    made: list[DatasetRecord], lists: list[Triple]
) -> None:
    known = {subject for subject, predicate, _ in lists if predicate == str(SKOS.inScheme)}
    written = {
        value
        for record in made
        for _, predicate, value in triples(record, SITE)
        if predicate != str(RDF.type) and str(value).startswith(EU)
    }
    codes = {
        value
        for value in written
        if (parts := str(value).removeprefix(EU).split("/"))[1:] and parts[0] not in EXTRACTS
    }
    assert len(codes) > 60
    assert codes <= known


def test_an_accepted_result_accepts_no_code_of_a_list() -> None:
    for each in ACCEPTED:
        ours = Result(each.shapes, each.severity, "f", each.path, "https://data.example.th/x")
        assert each.covers(ours)
        if each.but_not:
            listed = Result(each.shapes, "Warning", "f", each.path, EU + "data-theme/NO")
            assert not each.covers(listed)
    one = next(each for each in ACCEPTED if each.path == DCT.publisher)
    assert not one.covers(Result(VOCABULARIES.name, "Violation", "f", DCT.publisher, "x"))
