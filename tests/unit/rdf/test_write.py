"""Decisions of the mapping, one by one."""

import datetime as dt
from typing import Any

import pytest

from catalog.rdf.site import Site
from catalog.rdf.terms import Literal, Object
from catalog.rdf.write import describe, triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.values import LocalizedText
from tests.builders import agency, dataset, distribution
from tests.unit.rdf.example import SITE, full
from vocab.codes import AgencyKind, Classification, DatasetState, DatasetType
from vocab.namespaces import (
    ADMS,
    DCAT,
    DCT,
    DQV,
    EU,
    FOAF,
    GEO,
    RDF,
    RDFS,
    SKOS,
    VCARD,
    XSD,
    Iri,
)

OWN = SITE.own
HOME = Iri("https://data.example.th/dataset/population-phra-nakhon")
FILE = Iri(HOME + "#distribution-6c9d6d1e-0f0e-4e52-9f8b-0d6f3a3c8f11")


def values(record: DatasetRecord, subject: str, predicate: str) -> list[Object]:
    return [o for s, p, o in triples(record, SITE) if (s, p) == (subject, predicate)]


def of_dataset(predicate: str, **changes: Any) -> list[Object]:
    return values(dataset(**changes), HOME, predicate)


def of_file(predicate: str, **changes: Any) -> list[Object]:
    return values(dataset(distributions=(distribution(**changes),)), FILE, predicate)


def test_the_date_of_the_entry_is_not_the_date_of_the_data() -> None:
    stated = dt.datetime(2024, 5, 1, 17, 30, tzinfo=dt.UTC)
    record = dataset(last_updated_date=None, modified=stated, published=None, revision=2)
    assert values(record, HOME, DCT.modified) == []
    entry = SITE.entry(record)
    assert values(record, entry, DCT.modified) == [
        Literal("2024-05-01T17:30:00+00:00", "", XSD.dateTime)
    ]
    assert values(record, entry, DCT.issued)
    assert values(record, entry, ADMS.status) == ["http://purl.org/adms/changetype/updated"]
    assert values(record, entry, FOAF.primaryTopic) == [HOME]


def test_the_state_of_the_entry() -> None:
    first = dataset(revision=1)
    gone = dataset(revision=3, state=DatasetState.WITHDRAWN)
    assert values(first, SITE.entry(first), ADMS.status)[0].endswith("created")  # type: ignore[union-attr]
    assert values(gone, SITE.entry(gone), ADMS.status)[0].endswith("deleted")  # type: ignore[union-attr]
    assert len(values(first, SITE.entry(first), DCT.language)) == 2
    thai = dataset(title_en=None)
    assert values(thai, SITE.entry(thai), DCT.language) == [EU + "language/THA"]


def test_hidden_distributions_stay_hidden() -> None:
    marker = "คำลับเฉพาะ"
    hidden = distribution(uid="h", name=marker, resource_private=True)
    record = dataset(distributions=(hidden, distribution()))
    assert all(marker not in str(triple) for triple in triples(record, SITE))
    assert values(record, HOME, DCAT.distribution) == [FILE]


def test_a_dataset_without_files_has_no_empty_distribution() -> None:
    record = dataset(distributions=())
    assert values(record, HOME, DCAT.distribution) == []
    assert values(record, HOME, DCT.license)


def test_a_missing_description_repeats_the_title() -> None:
    assert of_dataset(DCT.description, notes=None, notes_en=None) == of_dataset(DCT.title)


def test_addresses_of_files() -> None:
    assert of_file(DCAT.downloadURL) == ["https://phranakhon.example/population.csv"]
    for url in (
        "https://h.example/page",
        "https://h.example",
        "https://h.example/index.html",
        "https://h.example/d?file=x.csv",
        "https://h.example/script.php",
    ):
        assert of_file(DCAT.accessURL, url=url) == [url]
        assert of_file(DCAT.downloadURL, url=url) == []
    for nothing in (None, "javascript:alert(1)"):
        assert of_file(DCAT.accessURL, url=nothing) == [HOME]


def test_formats() -> None:
    assert of_file(DCT.format, format="xlsx") == [EU + "file-type/XLSX"]
    assert of_file(DCT.format, format="MAP") == []
    assert of_file(OWN + "format", format="MAP") == [Literal("MAP")]
    assert of_file(DCAT.mediaType, format="MAP") == []
    assert of_file(DCT.format, format="SQLite") == []
    assert of_file(DCAT.mediaType, format="SQLite") == [
        "https://www.iana.org/assignments/media-types/application/vnd.sqlite3"
    ]
    assert of_file(DCAT.mediaType, format="WMS") == []
    assert of_file(DCT.format, format="WMS") == [EU + "file-type/WMS_SRVC"]


def test_licence_and_conditions_are_repeated_on_distributions() -> None:
    record = dataset(
        license_id="cc-by", distributions=(distribution(resource_accessible_condition=None),)
    )
    assert values(record, FILE, DCT.license) == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(record, "https://creativecommons.org/licenses/by/4.0/", DCT.title) == [
        Literal("Creative Commons Attribution", "en")
    ]
    assert values(record, FILE, DCT.rights) == [HOME + "#accessible_condition"]
    own = of_file(DCT.rights)
    assert own == [FILE + "-resource_accessible_condition"]


def test_a_licence_in_words() -> None:
    record = dataset(license_id="other", license_id_other="ใช้ได้ในราชการ")
    assert values(record, FILE, DCT.license) == [HOME + "#other-license_id"]
    assert values(record, HOME + "#other-license_id", DCT.title) == [Literal("ใช้ได้ในราชการ", "th")]
    types = values(record, HOME + "#other-license_id", DCT.type)
    assert types == ["http://purl.org/adms/licencetype/UnknownIPR"]
    assert of_dataset(DCT.license, license_id="other") == [SITE.base + "/codelist/license_id/other"]


def test_texts_of_other_stand_beside_their_codes() -> None:
    record = dataset(
        objective=("law", "other"),
        objective_other="ตามข้อบัญญัติ",
        update_frequency_unit="other",
        update_frequency_unit_other="ตามฤดูกาล",
        data_language=("other", "unknown"),
        data_language_other="ภาษามือ",
        data_format_other="สมุด",
    )
    stated = values(record, HOME, OWN + "objective")
    assert stated[2] == HOME + "#other-objective"
    assert values(record, str(stated[2]), RDF.type) == [SKOS.Concept]
    assert values(record, str(stated[2]), SKOS.prefLabel) == [Literal("ตามข้อบัญญัติ", "th")]
    assert values(record, HOME, DCT.accrualPeriodicity) == [EU + "frequency/OTHER"]
    assert values(record, HOME, OWN + "updateFrequencyUnitOther") == [Literal("ตามฤดูกาล", "th")]
    assert values(record, HOME, DCT.language) == [EU + "language/UND"]
    assert values(record, HOME, DCT.format) == []
    assert values(record, HOME, OWN + "dataFormat")[1] == HOME + "#other-data_format"


def test_access_rights_come_from_the_level_first() -> None:
    record = dataset(data_category="public", data_classification="secret")
    assert values(record, HOME, DCT.accessRights) == [EU + "access-right/NON_PUBLIC"]
    assert values(record, HOME, OWN + "dataCategory")[0].endswith("/public")  # type: ignore[union-attr]
    assert values(record, HOME, OWN + "dataClassification")[0].endswith("/secret")  # type: ignore[union-attr]
    assert record.classification is Classification.SECRET


def test_places() -> None:
    bangkok, thailand = EU + "place/THA_BKK", EU + "country/THA"
    national = agency(code="0203", kind=AgencyKind.NATIONAL, organisation="0203")
    assert of_dataset(DCT.spatial) == [bangkok]
    assert of_dataset(DCT.spatial, agency=national) == [thailand]
    assert of_dataset(DCT.spatial, geo_coverage="country") == [thailand]
    assert of_dataset(DCT.spatial, geo_coverage="world") == []
    kinds = values(dataset(), bangkok, DCAT.centroid)
    assert kinds == [Literal("POINT(100.5 13.75)", "", GEO.wktLiteral)]
    types = values(dataset(agency=national), f"{SITE.base}/agency/0203", DCT.type)
    assert types == ["http://purl.org/adms/publishertype/NationalAuthority"]


BOX = {
    "west_bound_longitude": 100.33,
    "east_bound_longitude": 100.94,
    "north_bound_longitude": 13.96,
    "south_bound_longitude": 13.49,
}


def test_a_box_of_four_fields() -> None:
    record = dataset(**BOX)
    assert values(record, HOME + "#box", DCAT.bbox) == [
        Literal(
            "POLYGON((100.33 13.49,100.94 13.49,100.94 13.96,100.33 13.96,100.33 13.49))",
            "",
            GEO.wktLiteral,
        )
    ]
    assert values(record, HOME + "#box", DCAT.centroid) == [
        Literal("POINT(100.635 13.725)", "", GEO.wktLiteral)
    ]
    assert len(values(record, HOME, DCT.spatial)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"west_bound_longitude": None},
        {"north_bound_longitude": 100.0},
        {"west_bound_longitude": 101.0},
        {"south_bound_longitude": 14.0},
    ],
)
def test_what_is_no_box_is_not_written(wrong: dict[str, Any]) -> None:
    assert len(of_dataset(DCT.spatial, **BOX | wrong)) == 1


def test_a_distribution_has_one_date_of_issue() -> None:
    released, created = dt.date(2024, 1, 2), dt.date(2023, 12, 1)
    both = {"resource_data_release_date": released, "resource_created_date": created}
    assert of_file(DCT.issued, **both) == [Literal("2024-01-02", "", XSD.date)]
    assert of_file(DCT.created, **both) == [Literal("2023-12-01", "", XSD.date)]
    assert of_file(DCT.issued, resource_created_date=created) == [
        Literal("2023-12-01", "", XSD.date)
    ]


def test_buddhist_years_never_leave() -> None:
    record = dataset(
        first_year_of_data=2558, last_year_of_data=2566, last_updated_date=dt.date(2566, 1, 1)
    )
    assert values(record, HOME, DCT.temporal) == []
    assert values(record, HOME, DCT.modified) == []


def test_scale_and_accuracy() -> None:
    record = full(DatasetType.GIS)
    home = SITE.dataset(record)
    # The sample states อื่นๆ, which has no ratio.
    assert values(record, home, OWN + "equivalentScale")[0].endswith("/other")  # type: ignore[union-attr]
    scaled = dataset(equivalent_scale="1-50000", positional_accuracy="±5 เมตร")
    assert values(scaled, HOME + "#equivalent_scale", DQV.value) == [
        Literal("0.00002", "", XSD.decimal)
    ]
    assert values(scaled, HOME + "#positional_accuracy", DQV.value) == [Literal("±5 เมตร", "th")]
    assert values(scaled, HOME + "#positional_accuracy", DQV.isMeasurementOf) == [
        OWN + "positionalAccuracy"
    ]
    assert len(values(scaled, OWN + "positionalAccuracy", SKOS.prefLabel)) == 2


def test_values_without_content_say_nothing() -> None:
    blank = "\x00 "
    keys = (
        *("maintainer", "data_source", "accessible_condition", "unit_of_measure", "standard"),
        *("positional_accuracy", "reference_period", "objective_other"),
    )
    record = dataset(
        **dict.fromkeys(keys, blank),
        maintainer_email="nobody",
        url="ไม่มี",
        reference_url_catalog="ไม่มี",
        tag_string=(blank, "GIS", "GIS\x00"),
        update_frequency_interval=-1,
        calculation_method=None,
        first_year_of_data=None,
        last_year_of_data=None,
    )
    said = {p for s, p, _ in triples(record, SITE) if s == HOME}
    for predicate in (
        DCAT.contactPoint,
        DCT.provenance,
        DCT.rights,
        DCT.conformsTo,
        DCT.temporal,
        DCAT.landingPage,
        ADMS.identifier,
        DQV.hasQualityMeasurement,
        OWN + "updateFrequencyInterval",
    ):
        assert predicate not in said
    assert values(record, HOME, DCAT.keyword) == [Literal("GIS", "en")]


def test_contacts() -> None:
    nameless = dataset(maintainer=None)
    assert values(nameless, HOME + "#contact", VCARD.hasEmail) == [
        "mailto:registry@phranakhon.example"
    ]
    assert values(dataset(), HOME + "#contact", VCARD.fn)


def test_a_reference_period_in_words() -> None:
    record = dataset(reference_period="ปีการศึกษา 2566")
    assert values(record, HOME + "#temporal", RDFS.label) == [Literal("ปีการศึกษา 2566", "th")]


def test_an_address_may_be_the_dataset_itself() -> None:
    record = dataset(url=str(HOME))
    assert values(record, HOME, DCAT.landingPage) == [HOME]
    assert values(record, HOME, RDF.type) == [DCAT.Dataset]


def test_new_distributions_are_named_by_position() -> None:
    record = dataset(distributions=(DistributionRecord(), DistributionRecord()))
    assert values(record, HOME, DCAT.distribution) == [
        HOME + "#distribution-1",
        HOME + "#distribution-2",
    ]


def test_no_node_is_own_and_shared() -> None:
    for dataset_type in DatasetType:
        found = describe(full(dataset_type), SITE)
        assert not {n.subject for n in found.own} & {n.subject for n in found.shared}


@pytest.mark.parametrize(
    "base", ["", "data.example.th", "ftp://h", "https://h/", "https://h/?a", "https://h/#a"]
)
def test_a_base_must_be_an_address_without_a_tail(base: str) -> None:
    text = LocalizedText("ก")
    with pytest.raises(ValueError):  # noqa: PT011  (the message is the base itself)
        Site(base=base, title=text, description=text, publisher=agency())
