"""All doors of the change log at once: nothing of what left stays behind any of them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.exchange.oai import verbs
from catalog.errors import Unavailable
from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published
from tests.fixtures_http import client_of
from tests.services.test_changes import INTERNAL, amended, withdrawn

#: Every door, and whether it tells of what left (its UUID, and when).
DOORS = {
    "/oai?verb=ListRecords&metadataPrefix=oai_dc": True,
    "/oai?verb=ListRecords&metadataPrefix=dcat_ap": True,
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc": True,
    "/api/v1/changes": True,
    "/changes.atom": True,
    "/resourcesync/changelist.xml": True,
    "/resourcesync/resourcelist.xml": False,
    "/data.json": False,
}
WORDS: dict[str, Any] = {
    "slug": "a-telling-name",
    "title": "คำลับหนึ่ง",
    "title_en": "Hiddenword",
    "notes": "คำลับสอง",
    "tag_string": ("คำลับสาม",),
    "maintainer": "คำลับสี่",
    "data_source": "คำลับห้า",
}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


@pytest.mark.parametrize("how", ["withdrawn", "internal", "private"])
def test_v13_nothing_of_what_left_is_behind_any_door(
    client: FlaskClient, installation: Installation, how: str
) -> None:
    """Right after it left, and for a cache that holds what was there before."""
    published(installation)
    leaves = published(installation, draft(**WORDS))
    held = {}
    for door in DOORS:
        answer = client.get(door)
        assert leaves.uid in answer.text, "it was there"
        held[door] = answer.headers.get("ETag", '"none"')
    if how == "withdrawn":
        withdrawn(installation, leaves)
    else:
        narrower = INTERNAL if how == "internal" else {"private": True}
        amended(installation, leaves, **{**WORDS, "slug": ""}, **narrower)
    words = [w for word in WORDS.values() for w in (word if isinstance(word, tuple) else (word,))]
    for door, tells in DOORS.items():
        since = {"If-None-Match": held[door], "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}
        for headers in ({}, since, {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}):
            answer = client.get(door, headers=headers)
            assert answer.status_code == 200, door
            assert [word for word in words if word in answer.text] == [], door
            assert (leaves.uid in answer.text) == tells, door
            assert "no-cache" in answer.headers["Cache-Control"] or door.startswith("/oai")


def test_who_asks_makes_no_difference(
    client: FlaskClient, app: Flask, installation: Installation
) -> None:
    published(installation)
    published(installation, draft(**INTERNAL))
    for door in DOORS:
        for who in ("steward", "admin"):
            assert client_of(app, who).get(door).data == client.get(door).data, (door, who)


def test_every_answer_may_be_read_by_scripts_of_other_sites(client: FlaskClient) -> None:
    for door in DOORS:
        if not door.startswith("/api/v1"):
            assert client.get(door).headers["Access-Control-Allow-Origin"] == "*"
        assert client.head(door).status_code == 200, door


def test_what_is_not_offered_is_said_in_both_languages(client: FlaskClient) -> None:
    answer = client.delete("/oai")
    assert answer.status_code == 405
    too_long = client.post("/oai", data={"verb": "x" * 3_000_000})
    assert too_long.status_code == 413
    assert too_long.content_type == "text/plain; charset=utf-8"
    assert len(too_long.text.splitlines()) == 2


def test_a_busy_catalogue_says_in_seconds_when_to_come_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole seconds: harvesters cannot read a date there."""

    def busy(_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(verbs, "first_instant", busy)
    answer = client.get("/oai?verb=Identify")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"].isdigit()
    assert answer.content_type == "text/plain; charset=utf-8"
