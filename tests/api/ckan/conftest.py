"""A small catalogue and a caller of the Action API."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.jobs.installation import Installation
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests.fixtures_app import DISTRIBUTION, NOW, draft, published, registered, settings
from tests.fixtures_http import app_of

Call = Callable[..., Any]


def file(**changes: Any) -> DistributionRecord:
    """The usual file with some values changed."""
    return DistributionRecord(metadata={**DISTRIBUTION.metadata, **changes})


@pytest.fixture(scope="module")
def small(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A small catalogue that the tests of a module only read."""
    folder = tmp_path_factory.mktemp("small") / "data"
    shutil.copytree(seeded_folder, folder)
    opened = Installation.open(settings(folder), now=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def records(small: Installation) -> dict[str, DatasetRecord]:
    """Its five datasets: three public ones, an internal one, and a draft."""
    return filled(small)


@pytest.fixture(scope="module")
def site(small: Installation, records: dict[str, DatasetRecord]) -> Flask:
    """The application in front of it."""
    return app_of(small)


@pytest.fixture(scope="module")
def client(site: Flask) -> FlaskClient:
    """Nobody in particular."""
    return site.test_client()


@pytest.fixture(scope="module")
def call(client: FlaskClient) -> Call:
    """Calls an action by POST and gives its result; a test fails when the action does."""
    return caller(client)


@pytest.fixture(scope="module")
def names(call: Call) -> Callable[..., list[str]]:
    """Names of what a search finds, in order."""

    def found(q: str = "", **more: Any) -> list[str]:
        result = call("package_search", q=q, **more)
        assert result["count"] >= len(result["results"])
        return [package["name"] for package in result["results"]]

    return found


def filled(installation: Installation) -> dict[str, DatasetRecord]:
    """The five datasets, made."""
    drafts = {
        "population": draft(slug="population"),
        "floods": draft(
            slug="0-14",
            title="จุดเสี่ยงน้ำท่วมในเขตพระนคร",
            title_en="Flood risk points",
            notes="ตำแหน่งที่น้ำท่วมขังซ้ำซาก",
            tag_string=("น้ำท่วม", "drainage"),
            data_type="gis",
            license_id="dga-open",
            distributions=(
                file(name="จุด", format="GeoJSON"),
                file(name="ลับ", format="SHP", resource_private=True),
            ),
        ),
        "malaria": draft(
            slug="__",
            title="ผู้ป่วยมาลาเรีย",
            title_en="Malaria cases (air quality apart)",
            tag_string=("สาธารณสุข",),
            license_id="not-specified",
            distributions=(file(format="PDF"),),
        ),
    }
    found = {name: published(installation, one, drain=False) for name, one in drafts.items()}
    internal = draft(slug="internal-one", data_category="internal", data_classification="private")
    found["internal"] = published(installation, internal, drain=False)
    found["draft"] = registered(installation, draft(slug="a-draft", title="ร่างที่ยังไม่เสร็จ"))
    installation.drain()
    return found


def caller(client: FlaskClient) -> Call:
    """Calls actions by POST as this client."""

    def called(action: str, **parameters: Any) -> Any:
        answer = client.post(f"/api/action/{action}", json=parameters)
        body = json.loads(answer.data)
        assert answer.status_code == 200, body
        assert body["success"] is True
        return body["result"]

    return called


def error_of(answer: TestResponse) -> tuple[int, Any]:
    """Status and error of an answer."""
    body = json.loads(answer.data)
    return answer.status_code, body if isinstance(body, str) else body["error"]
