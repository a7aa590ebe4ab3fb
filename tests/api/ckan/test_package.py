"""A dataset as a CKAN package: complete, typed, nothing hidden, and read back by our own import."""

import datetime as dt
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.api.ckan.package import (
    ckan_licence,
    ckan_organization,
    ckan_package,
    exchanged,
    instant,
    organization_name,
    tag,
    tag_name,
)
from catalog.harvest.publishers import Directory
from catalog.harvest.sources.ckan import Translated, draft_of_package
from catalog.rdf.site import Site
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.values import LocalizedText
from tests.builders import agency, dataset, distribution
from tests.strategies import datasets, values
from vocab.codes import Audience, DatasetState
from vocab.concepts import codelist
from vocab.profiles.th_gov import (
    ATTRIBUTES,
    CkanPlace,
    Field,
    ValueType,
    dataset_fields,
    field,
    resource_fields,
)

SITE = Site(
    base="https://catalogue.example",
    title=LocalizedText("บัญชีข้อมูล", "Catalogue"),
    description=LocalizedText("ทดสอบ", "Test"),
    publisher=agency(),
)
#: What CKAN itself may leave empty; a null anywhere else breaks typed clients.
MAY_BE_NULL = {
    "package": {
        "url", "version", "author", "author_email", "maintainer", "maintainer_email",
        "creator_user_id", "license_url",
    },
    "resource": {
        "url_type", "mimetype", "mimetype_inner", "size", "last_modified", "resource_type",
        "cache_url", "cache_last_updated",
    },
    "tag": {"vocabulary_id"},
    "organization": set(),
}  # fmt: skip
KEYS = {
    "package": (
        "id name title notes url version type state private author author_email maintainer"
        " maintainer_email creator_user_id owner_org organization license_id license_title"
        " license_url isopen metadata_created metadata_modified num_resources num_tags resources"
        " tags groups extras relationships_as_subject relationships_as_object"
    ),
    "resource": (
        "id package_id name description url url_type format mimetype mimetype_inner size hash"
        " position state created last_modified metadata_modified datastore_active resource_type"
        " cache_url cache_last_updated"
    ),
    "tag": "id name display_name state vocabulary_id",
    "organization": (
        "id name title type description image_url created is_organization approval_status state"
    ),
}
STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}")


def parts_of(package: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every object of a package with its kind."""
    return [
        ("package", package),
        ("organization", package["organization"]),
        *(("resource", one) for one in package["resources"]),
        *(("tag", one) for one in package["tags"]),
    ]


@given(datasets())
def test_every_key_is_there_and_null_only_where_it_may_be(record: DatasetRecord) -> None:
    package = ckan_package(record, SITE)
    for kind, found in parts_of(package):
        assert set(KEYS[kind].split()) <= set(found)
        assert {key for key, value in found.items() if value is None} <= MAY_BE_NULL[kind]
    thai = {row.key for row in dataset_fields() if row.ckan in (CkanPlace.TOP, CkanPlace.EXTRA)}
    assert thai <= set(package)
    keys = [extra["key"] for extra in package["extras"]]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(package)
    assert all(isinstance(extra["value"], str) for extra in package["extras"])


@given(datasets())
def test_values_are_what_typed_clients_expect(record: DatasetRecord) -> None:
    package = ckan_package(record, SITE)
    assert package["num_resources"] == len(package["resources"])
    assert package["num_tags"] == len(package["tags"])
    assert package["license_id"]
    assert package["license_title"]
    for stamp in (package["metadata_created"], package["metadata_modified"]):
        assert STAMP.fullmatch(stamp)
    for position, part in enumerate(package["resources"]):
        assert part["position"] == position
        assert part["name"]
        assert str(uuid.UUID(part["id"])) == part["id"]
        assert part["url"].isascii()
        assert STAMP.fullmatch(part["created"])
        assert part["last_modified"] is None or STAMP.fullmatch(part["last_modified"])
    names = [one["name"] for one in package["tags"]]
    assert all(2 <= len(name) <= 100 and "," not in name for name in names)
    assert len(set(names)) == len(names)


# Back through our own import ---------------------------------------------------------------------

PLAIN = st.text("กขคงจฉชซญดตถทนบปผฝพฟมยรลวศสหอabcXYZ019", min_size=3, max_size=20)
#: Added by the import where a source states nothing.
ADDED = {
    "data_format", "data_format_other", "data_category", "data_classification", "license_id",
    "private",
}  # fmt: skip


def plain(row: Field) -> st.SearchStrategy[Any]:
    """Values that need no repair, so that the import takes them as they are."""
    match row.value_type:
        case ValueType.KEYWORDS:
            return st.lists(PLAIN, min_size=1, max_size=4, unique_by=str.casefold).map(tuple)
        case ValueType.FORMAT:
            return st.sampled_from(["CSV", "XLSX", "PDF", "GEOJSON"])
        case ValueType.URL:
            return PLAIN.map(lambda _: "https://data.example/file")
        case ValueType.TEXT | ValueType.LONG_TEXT:
            return PLAIN
        case _:
            return values(row)


def stated(rows: tuple[Field, ...], *always: str) -> st.SearchStrategy[dict[str, Any]]:
    """Metadata of these rows, some of them always."""
    usable = {row.key: plain(row) for row in rows if row.ckan and row.key not in ATTRIBUTES}
    sure = {key: usable.pop(key) for key in always}
    return st.builds(
        lambda a, b: a | b, st.fixed_dictionaries({}, optional=usable), st.fixed_dictionaries(sure)
    )


@st.composite
def untouched(draw: st.DrawFn) -> DatasetRecord:
    """Public records without anything that an import would mend."""
    metadata = draw(stated(dataset_fields(), "title"))
    metadata["private"] = False
    resources = tuple(row for row in resource_fields() if row.key != "name")
    given_parts = draw(st.lists(st.tuples(stated(resources), PLAIN), max_size=3))
    parts = [
        DistributionRecord(uid=str(uuid.uuid4()), metadata={**part, "name": name})
        for part, name in given_parts
    ]
    return replace(dataset(distributions=tuple(parts)), metadata=metadata)


@given(untouched())
def test_our_own_import_reads_back_what_was_stated(record: DatasetRecord) -> None:
    read = draft_of_package(ckan_package(record, SITE), agencies=Directory([agency()]))
    assert isinstance(read, Translated)
    assert (read.draft.agency, read.draft.slug) == (record.agency.code, record.slug)
    back = dict(read.draft.metadata)
    for key in ADDED - set(record.metadata):
        back.pop(key, None)
    assert back == dict(record.metadata)
    shown = [dict(part.metadata) for part in record.public_distributions]
    assert [dict(part.metadata) for part in read.draft.distributions] == shown
    assert read.parts == tuple(part.uid for part in record.public_distributions)


@given(datasets(), datasets())
def test_nothing_hidden_is_in_it(record: DatasetRecord, other: DatasetRecord) -> None:
    secret = DistributionRecord(
        uid=str(uuid.uuid4()),
        metadata={"name": "ลับสุดยอดzq", "resource_private": True, "format": "zqx"},
    )
    shown = replace(record, distributions=(secret, *record.distributions))
    assert ckan_package(shown, SITE) == ckan_package(record, SITE)
    assert "zq" not in str(ckan_package(replace(record, distributions=(secret,)), SITE))


# Single values -----------------------------------------------------------------------------------


def test_dates_are_in_the_common_era_and_years_as_thai_portals_write_them() -> None:
    package = ckan_package(
        dataset(last_updated_date=dt.date(2026, 1, 2), first_year_of_data=2015), SITE
    )
    assert package["last_updated_date"] == "2026-01-02"
    assert package["first_year_of_data"] == "2558"
    # 2043 would be taken for a year of the Common Era.
    assert exchanged(field("dataset", "first_year_of_data"), 1500) == "1500"
    bangkok = dt.timezone(dt.timedelta(hours=7))
    assert instant(dt.datetime(2026, 2, 15, 9, tzinfo=bangkok)) == "2026-02-15T02:00:00.000000"


def test_tags_are_the_same_everywhere() -> None:
    assert tag("น้ำ")["id"] == tag("น้ำ")["id"] != tag("น้ำท่วม")["id"]
    assert [tag_name(k) for k in ("ก", "a, b,c", "x" * 200, ",,ก")] == ["", "a b c", "x" * 100, ""]


def test_addresses_are_ascii_and_a_wrong_mail_address_is_left_out() -> None:
    part = distribution(url="https://ข้อมูล.example/ไฟล์ 1.csv?ก=%20", name=None)
    package = ckan_package(
        dataset(distributions=(part,), maintainer_email="a@-b.example", url=None), SITE
    )
    url = package["resources"][0]["url"]
    assert url.isascii()
    assert url.startswith("https://xn--")
    assert url.endswith("%20")
    assert package["resources"][0]["name"] == "ไฟล์ 1.csv"
    assert (package["maintainer_email"], package["url"]) == ("", None)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DatasetState.PUBLISHED, "active"),
        (DatasetState.WITHDRAWN, "deleted"),
        (DatasetState.SUBMITTED, "draft"),
    ],
)
def test_states(state: DatasetState, said: str) -> None:
    assert ckan_package(dataset(state=state), SITE)["state"] == said


def test_what_not_everybody_sees_is_private() -> None:
    assert ckan_package(dataset(audience=Audience.ORGANISATION), SITE)["private"] is True
    assert ckan_package(dataset(private=True), SITE)["private"] is True
    assert ckan_package(dataset(), SITE)["private"] is False


def test_organisations() -> None:
    shown = ckan_organization(agency(valid_from=dt.date(2020, 1, 1)), SITE, 3)
    assert (shown["name"], shown["package_count"], shown["users"]) == ("5001", 3, [])
    assert shown["created"] == "2020-01-01T00:00:00.000000"
    strange = organization_name(agency(code="หน่วย งาน"))
    assert re.fullmatch("[a-z0-9_-]{2,100}", strange)


def test_licences_hold_texts_only() -> None:
    for concept in codelist("license_id"):
        assert all(isinstance(value, str) for value in ckan_licence(concept).values())
    unstated = ckan_package(dataset(license_id=None), SITE)
    assert (unstated["license_id"], unstated["license_title"]) == (
        "notspecified",
        "License not specified",
    )
