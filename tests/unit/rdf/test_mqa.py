"""Every metric of the quality assessment by its definition, on a record that has it and one not."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from catalog.rdf.mqa import BEST, Answers, Assessment, Tally, assess, own_pages
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests.builders import agency, distribution
from tests.unit.rdf.example import SITE, full
from vocab.codes import DatasetType
from vocab.namespaces import DCT, EU, Iri
from vocab.profiles.mqa import (
    KNOWN_LICENCES,
    METRICS,
    OF_DIMENSION,
    POSSIBLE,
    RATINGS,
    Dimension,
    Rating,
    rating,
)
from vocab.profiles.th_gov import field

FILE = {
    "name": "ขอบเขตการปกครอง",
    "description": "ขอบเขตแขวงและเขต",
    "url": "https://files.example/borders.geojson",
    "format": "GEOJSON",
    "size": 2048,
    "resource_created_date": distribution().metadata["resource_last_updated_date"],
}


def part(**changes: Any) -> DistributionRecord:
    """A distribution; None takes a value away."""
    values = {k: v for k, v in {**FILE, **changes}.items() if v is not None}
    uid = str(uuid.uuid5(uuid.NAMESPACE_URL, repr(values)))
    return DistributionRecord(uid=uid, metadata=values)


def model(*parts: DistributionRecord, **changes: Any) -> DatasetRecord:
    """A record of geographic data that lacks nothing."""
    record = full(DatasetType.GIS, agency=agency(), distributions=parts or (part(),))
    usual = {"license_id": "cc-by", "data_classification": "open", "license_id_other": None}
    told = {**record.metadata, **usual, **changes}
    return dataclasses.replace(record, metadata={k: v for k, v in told.items() if v is not None})


def all_answer(_: str) -> bool:
    """Every address answers."""
    return True


def scored(
    record: DatasetRecord, answers: Answers = all_answer, without: Iterable[Iri] = ()
) -> Assessment:
    """The score of a record, its graph without some predicates."""
    lost = set(without)
    said = [each for each in triples(record, SITE) if each[1] not in lost]
    return assess(SITE.dataset(record), said, answers)


def test_the_table_is_the_portals() -> None:
    assert POSSIBLE == 405
    assert tuple(OF_DIMENSION.values()) == (100, 100, 110, 75, 20)
    assert len(METRICS) == len({metric.code for metric in METRICS}) == 23
    for metric in METRICS:
        for level, key in metric.fields:
            assert field(level, key).key == key


def test_a_dataset_that_lacks_nothing_reaches_every_point() -> None:
    found = scored(model())
    assert {code: share for code, share in found.shares.items() if share != 1} == {}
    assert found.points == POSSIBLE
    assert set(found.shares) == {metric.code for metric in METRICS}


#: What a record must lose so that a metric is missed; a predicate where no record can lose it.
FAILING: Mapping[str, DatasetRecord | Iri] = {
    "keywordAvailability": model(tag_string=None),
    "categoryAvailability": model(geographic_data_set=None, theme=None),
    "spatialAvailability": model(
        geo_coverage="world",
        **dict.fromkeys(
            (
                *("west_bound_longitude", "east_bound_longitude"),
                *("north_bound_longitude", "south_bound_longitude"),
            )
        ),
    ),
    "temporalAvailability": model(reference_period=None),
    "downloadUrlAvailability": model(part(url="https://files.example/page")),
    "formatAvailability": model(part(format="ไม่ทราบ")),
    "mediaTypeAvailability": model(part(format="GTFS")),
    "formatMediaTypeVocabularyAlignment": model(part(format="Parquet")),
    "formatMediaTypeNonProprietary": model(part(format="XLSX")),
    "formatMediaTypeMachineInterpretable": model(part(format="TXT")),
    "dcatApCompliance": DCT.title,
    "licenceAvailability": DCT.license,
    "knownLicence": model(license_id="dga-open"),
    "accessRightsAvailability": model(data_category=None, data_classification=None),
    "accessRightsVocabularyAlignment": model(data_category=None, data_classification=None),
    "contactPointAvailability": model(maintainer=None, maintainer_email=None),
    "publisherAvailability": DCT.publisher,
    "rightsAvailability": model(accessible_condition=None),
    "byteSizeAvailability": model(part(size=None)),
    "dateIssuedAvailability": DCT.issued,
    "dateModifiedAvailability": model(last_updated_date=None),
}


@pytest.mark.parametrize("code", FAILING)
def test_a_record_without_it_misses_the_metric(code: str) -> None:
    failing = FAILING[code]
    if isinstance(failing, DatasetRecord):
        assert scored(failing).shares[code] == 0
    else:
        assert scored(model(), without=[failing]).shares[code] == 0


def test_every_metric_was_tried() -> None:
    asked = {"accessUrlStatusCode", "downloadUrlStatusCode"}
    assert set(FAILING) | asked == {metric.code for metric in METRICS}


@pytest.mark.parametrize("code", ["accessUrlStatusCode", "downloadUrlStatusCode"])
def test_an_address_must_answer(code: str) -> None:
    assert scored(model()).shares[code] == 1
    assert scored(model(), lambda _: False).shares[code] == 0
    assert scored(model(part(url="ftp://files.example/a.csv"))).shares[code] == 0
    unknown = scored(model(), lambda _: None)
    assert unknown.shares[code] == unknown.assumed[code] == 1


def test_without_a_file_there_is_nothing_that_answers() -> None:
    found = scored(model(part(url=None)))
    # The page of the dataset stands in for an address.
    assert (found.shares["accessUrlStatusCode"], found.shares["downloadUrlStatusCode"]) == (1, 0)
    assert scored(model(part(url=None)), own_pages(SITE)).assumed["accessUrlStatusCode"] == 0
    assert scored(model(), own_pages(SITE)).assumed["accessUrlStatusCode"] == 1


def test_the_best_file_decides_on_interoperability_the_share_on_the_rest() -> None:
    record = model(
        part(format="XLSX", url="https://files.example/page"), part(format="PDF"), part()
    )
    found = scored(record)
    assert {found.shares[code] for code in BEST} == {1}
    assert found.shares["downloadUrlAvailability"] == Fraction(2, 3)
    # A sheet alone is machine readable, a text alone bound to no vendor: they do not add up.
    two = scored(model(part(format="XLSX"), part(format="TXT")))
    assert two.shares["formatMediaTypeMachineInterpretable"] == 1
    assert two.shares["formatMediaTypeNonProprietary"] == 0


def test_without_a_distribution_only_the_dataset_counts() -> None:
    record = dataclasses.replace(model(), distributions=())
    found = scored(record)
    lost = {code for code, share in found.shares.items() if share == 0}
    assert lost == {
        *BEST,
        *("accessUrlStatusCode", "downloadUrlAvailability", "downloadUrlStatusCode"),
        *("licenceAvailability", "knownLicence", "rightsAvailability", "byteSizeAvailability"),
    }


def test_a_date_of_a_file_will_do() -> None:
    record = model(part(resource_last_updated_date=FILE["resource_created_date"]))
    undated = dataclasses.replace(
        record,
        metadata={
            k: v
            for k, v in record.metadata.items()
            if k not in ("last_updated_date", "data_release_date")
        },
    )
    found = scored(undated)
    assert found.shares["dateIssuedAvailability"] == found.shares["dateModifiedAvailability"] == 1


def test_an_access_right_beside_the_list_is_half_the_points() -> None:
    record = model()
    dataset = SITE.dataset(record)
    said = [
        (s, p, Iri("https://rights.example/ours") if p == DCT.accessRights else v)
        for s, p, v in triples(record, SITE)
    ]
    found = assess(dataset, said, all_answer)
    assert found.shares["accessRightsAvailability"] == 1
    assert found.shares["accessRightsVocabularyAlignment"] == 0
    assert EU + "licence/CC0" in KNOWN_LICENCES


def test_a_catalogue_is_the_mean_and_says_what_to_fix_first() -> None:
    whole, bare = model(), model(part(url=None, format=None), tag_string=None)
    tally = Tally(most_examples=1)
    for slug, record in (("a", whole), ("b", bare), ("c", bare)):
        tally.add(slug, scored(record, own_pages(SITE)))
    score = tally.score()
    assert score.datasets == 3
    assert score.points == (scored(whole).points + 2 * scored(bare).points) / 3
    assert sum(score.of(dimension) for dimension in Dimension) == score.points
    assert score.of(Dimension.FINDABILITY) == 80
    first, *_, last = score.to_fix
    # Two of three datasets lack 30 points of addresses, 20 of keywords, 20 of formats …
    assert (first.metric.code, first.lost, first.lacking, first.examples) == (
        *("keywordAvailability", 20, 2),
        ("b",),
    )
    assert last.metric.code == "formatMediaTypeVocabularyAlignment"
    assert [t.lost for t in score.to_fix] == sorted((t.lost for t in score.to_fix), reverse=True)
    # Nobody asked the two addresses of the whole one.
    assert score.assumed == Fraction(50 + 30, 3)


def test_an_empty_catalogue_has_no_points() -> None:
    score = Tally().score()
    assert (score.datasets, score.points, score.assumed, score.rating) == (0, 0, 0, Rating.BAD)


@pytest.mark.parametrize(
    ("points", "name"),
    [
        *[(405, "excellent"), (351, "excellent"), (350, "good"), (221, "good")],
        *[(220, "sufficient"), (121, "sufficient"), (120, "bad"), (0, "bad")],
    ],
)
def test_a_rating_begins_at_its_points(points: int, name: str) -> None:
    assert rating(points) == name
    assert set(RATINGS) == set(Rating)
