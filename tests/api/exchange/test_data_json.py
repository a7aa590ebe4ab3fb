"""/data.json: valid by the official schema whatever a record says, and public only."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings

from catalog.api.exchange import data_json
from catalog.api.exchange.dcat_us import catalog_head, dcat_us
from catalog.auth.policy import SYSTEM
from catalog.harvest.run import import_packages
from catalog.jobs.installation import Installation
from catalog.rdf.site import Site
from schemas.dataset import DatasetRecord
from schemas.values import LocalizedText
from tests.builders import agency, dataset, distribution
from tests.fixtures_app import draft, published, registered
from tests.fixtures_http import client_of
from tests.services.test_changes import INTERNAL, amended, withdrawn
from tests.strategies import datasets

SCHEMAS = Path(__file__).parents[2] / "data" / "dcat_us"
SITE = Site(
    base="https://catalogue.example",
    title=LocalizedText("บัญชี", "Catalogue"),
    description=LocalizedText("ก", "a"),
    publisher=agency(),
)
OFFICE = "office@catalogue.example"


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found


#: Catalogue and dataset; the first refers to the second by its file's name.
DATASET = jsonschema_rs.validator_for(schema("dataset-non-federal.json"), validate_formats=True)
WHOLE = schema("catalog.json")
WHOLE["properties"]["dataset"]["items"] = {"type": "object"}
CATALOGUE = jsonschema_rs.validator_for(WHOLE, validate_formats=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def valid(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The datasets of a document that the schema accepts."""
    CATALOGUE.validate(document)
    for each in document["dataset"]:
        DATASET.validate(each)
        assert None not in each.values()
    found: list[dict[str, Any]] = document["dataset"]
    return found


def read(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get("/data.json")
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    return valid(json.loads(answer.data))


def one(**changes: Any) -> dict[str, Any]:
    """A faultless record with changes, in DCAT-US."""
    made = dcat_us(dataset(**changes), SITE, OFFICE)
    DATASET.validate(made)
    return made


def test_an_empty_catalogue_is_valid_too(client: FlaskClient) -> None:
    assert read(client) == []


def test_what_a_record_says() -> None:
    assert one() == {
        "@type": "dcat:Dataset",
        "identifier": "0b9a1f52-8f6e-4c38-9f0c-9a1f528f6e4c",
        "title": "จำนวนประชากรตามทะเบียนราษฎรของเขตพระนคร",
        "description": "จำนวนประชากรจำแนกตามแขวง เพศ และอายุ",
        "keyword": ["ประชากร", "ทะเบียนราษฎร", "population"],
        "modified": "2023-12-31",
        "issued": "2024-01-15",
        "publisher": {"@type": "org:Organization", "name": "สำนักงานเขตพระนคร"},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": "ฝ่ายทะเบียน สำนักงานเขตพระนคร",
            "hasEmail": "mailto:registry@phranakhon.example",
        },
        "accessLevel": "public",
        "rights": "ไม่มีเงื่อนไข",
        "accrualPeriodicity": "R/P1M",
        "language": ["th"],
        "spatial": "Bangkok",
        "temporal": "2015/2023",
        "landingPage": "https://catalogue.example/dataset/population-phra-nakhon",
        "references": ["https://phranakhon.example/population"],
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "title": "ประชากรรายเดือน",
                "description": "ตารางรายเดือน",
                "format": "CSV",
                "mediaType": "text/csv",
                "downloadURL": "https://phranakhon.example/population.csv",
            }
        ],
    }


@pytest.mark.parametrize(
    ("unit", "interval", "wanted"),
    [
        ("year", 2, "R/P2Y"),
        ("half-year", 1, "R/P6M"),
        ("quarter", None, "R/P3M"),
        ("minute", 15, "R/PT15M"),
        ("real-time", None, "R/PT1S"),
        ("other", None, "irregular"),
        ("never", None, None),
        ("unknown", None, None),
        (None, None, None),
    ],
)
def test_how_often_it_is_updated(unit: str | None, interval: int | None, wanted: str) -> None:
    said = one(update_frequency_unit=unit, update_frequency_interval=interval)
    assert said.get("accrualPeriodicity") == wanted


def test_what_is_not_stated_has_no_key() -> None:
    bare = one(
        notes=None,
        notes_en=None,
        tag_string=None,
        maintainer=None,
        maintainer_email="no address",
        accessible_condition=None,
        license_id="cc-by",
        data_language=("unknown",),
        geo_coverage="world",
        first_year_of_data=None,
        url="no address",
        last_updated_date=None,
        distributions=(),
        published=None,
    )
    assert bare["description"] == bare["title"]
    assert bare["contactPoint"] == {
        "@type": "vcard:Contact",
        "fn": "สำนักงานเขตพระนคร",
        "hasEmail": f"mailto:{OFFICE}",
    }
    assert bare["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert bare["modified"] == bare["issued"] == "2024-01-15"
    missing = ("keyword", "rights", "language", "spatial", "temporal", "references", "distribution")
    assert not set(missing) & set(bare)
    assert (
        "hasEmail"
        not in dcat_us(dataset(maintainer_email=None), SITE, "a@localhost")["contactPoint"]
    )
    assert one(license_id=None).get("license") is None
    assert one(first_year_of_data=2566).get("temporal") is None
    assert len(one(accessible_condition="ก" * 300)["rights"]) == 255


def test_only_a_file_can_be_downloaded() -> None:
    found = one(
        distributions=(
            distribution(format="Database"),
            distribution(format="CSV", url="https://ก.example/ก ข.csv"),
            distribution(format="CSV", url="no address"),
            distribution(resource_private=True, url="https://secret.example/x"),
        )
    )["distribution"]
    assert [sorted(set(part) & {"accessURL", "downloadURL"}) for part in found] == [
        ["accessURL"],
        ["downloadURL"],
        [],
    ]
    assert found[1]["downloadURL"].isascii()


@settings(max_examples=100)
@given(datasets())
def test_every_record_is_valid(record: DatasetRecord) -> None:
    document = {**catalog_head(SITE), "dataset": [dcat_us(record, SITE, OFFICE)]}
    valid(json.loads(json.dumps(document)))


def test_only_what_anyone_may_see_is_in_it(client: FlaskClient, installation: Installation) -> None:
    stays, closed, gone = (published(installation, draft(slug=f"s-{n}")) for n in "abc")
    registered(installation)
    published(installation, draft(**INTERNAL))
    held = {"If-None-Match": client.get("/data.json").headers["ETag"]}
    assert client.get("/data.json", headers=held).status_code == 304
    amended(installation, closed, **INTERNAL)
    assert client.get("/data.json", headers=held).status_code == 200
    withdrawn(installation, gone)
    assert [each["identifier"] for each in read(client)] == [stays.uid]


def test_imported_records_are_valid(client: FlaskClient, installation: Installation) -> None:
    packages = [
        {
            "name": f"odd-{n}",
            "title": "แปลก\u0000 ๆ",
            "notes": "",
            "organization": {"title": "กรมทดสอบ"},
            "license_id": "?",
            "maintainer_email": "ก@ข",
            "resources": [{"url": "not an address", "format": "แปลก"}],
        }
        for n in range(3)
    ]
    import_packages(
        installation.sessions, SYSTEM, enumerate(packages), source="t", now=installation.now
    )
    assert len(read(client)) == 3


def test_a_record_that_cannot_be_written_stops_nobody(
    client: FlaskClient, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = published(installation), published(installation)

    def failing(record: DatasetRecord, site: Site, office: str) -> dict[str, Any]:
        if record.uid == bad.uid:
            raise ValueError(record.uid)
        return dcat_us(record, site, office)

    monkeypatch.setattr(data_json, "dcat_us", failing)
    monkeypatch.setattr(data_json, "_CHUNK", 1)
    assert [each["identifier"] for each in read(client)] == [good.uid]


def test_dates_are_days_in_thailand() -> None:
    late = dt.datetime(2024, 9, 30, 18, tzinfo=dt.UTC)
    assert one(published=late)["issued"] == "2024-10-01"
