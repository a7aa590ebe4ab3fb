"""The change log as JSON and Atom: pages to walk, tombstones, nothing missed."""

import datetime as dt
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.exchange import atom
from catalog.jobs.installation import Installation
from tests.fixtures_app import NOW, draft, published, registered
from tests.fixtures_http import client_of
from tests.services.test_changes import INTERNAL, amended, withdrawn

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def feed(client: FlaskClient, address: str = "/changes.atom") -> Element:
    answer = client.get(address)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return fromstring(answer.data)  # noqa: S314 (we wrote it)


def links(root: Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in root.findall(f"{ATOM}link")}


def path(address: str) -> str:
    return address.removeprefix("http://catalogue.test")


def test_the_log_is_walked_by_its_numbers(client: FlaskClient, installation: Installation) -> None:
    empty = client.get("/api/v1/changes").get_json()
    assert empty == {
        "items": [],
        "since": 0,
        "more": False,
        "next": "http://catalogue.test/api/v1/changes?since=0&limit=100",
    }
    made = [published(installation, draft(slug=f"s-{n}"), drain=False) for n in range(5)]
    withdrawn(installation, made[1])
    page = client.get("/api/v1/changes?limit=3").get_json()
    assert page["more"]
    assert [item["uid"] for item in page["items"]] == [made[n].uid for n in (0, 2, 3)]
    amended(installation, made[0], title="ใหม่")
    rest = client.get(path(page["next"])).get_json()
    assert [(item["uid"], item["kind"], item["slug"]) for item in rest["items"]] == [
        (made[4].uid, "created", "s-4"),
        (made[1].uid, "deleted", ""),
        (made[0].uid, "updated", "s-0"),
    ]
    assert not rest["more"]
    assert client.get(path(rest["next"])).get_json()["items"] == []
    first = page["items"][0]
    assert (first["agency"], first["seq"]) == ("5001", 1)
    assert dt.datetime.fromisoformat(first["at"]) == NOW


def test_a_number_that_was_never_given_out_skips_nothing(
    client: FlaskClient, installation: Installation
) -> None:
    published(installation)
    page = client.get("/api/v1/changes?since=999999").get_json()
    assert (page["items"], page["since"]) == ([], 1)
    for wrong in ("since=-1", "since=x", "limit=0", "limit=1001", "since=1&since=2", "x=1"):
        assert client.get(f"/api/v1/changes?{wrong}").status_code == 422, wrong


def test_whoever_knows_the_newest_change_is_told_so(
    client: FlaskClient, installation: Installation
) -> None:
    record = published(installation)
    for address in ("/api/v1/changes", "/changes.atom"):
        held = {"If-None-Match": client.get(address).headers["ETag"]}
        assert client.get(address, headers=held).status_code == 304
        registered(installation)
        assert client.get(address, headers=held).status_code == 304
        amended(installation, record, title=f"ใหม่ {address}")
        assert client.get(address, headers=held).status_code == 200


def test_the_feed_has_entries_and_tombstones(
    client: FlaskClient, installation: Installation
) -> None:
    stays = published(installation, draft(title="ก & <ข>"))
    closed = published(installation)
    amended(installation, closed, **INTERNAL, now=NOW + dt.timedelta(hours=1))
    never = registered(installation)
    root = feed(client)
    stamp = (NOW + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert root.findtext(f"{ATOM}updated") == stamp
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1
    gone = root.find(TOMBSTONE)
    assert gone is not None
    assert gone.attrib == {"ref": f"urn:uuid:{closed.uid}", "when": stamp}
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{stays.uid}"
    assert entry.findtext(f"{ATOM}title") == "ก & <ข>"
    assert len(entry.findall(f"{ATOM}link")) == 5
    text = client.get("/changes.atom").text
    assert closed.slug not in text
    assert never.uid not in text


def test_a_long_feed_leads_on(
    client: FlaskClient, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atom, "PAGE", 2)
    assert feed(client).findall(f"{ATOM}entry") == []
    made = [published(installation, draft(slug=f"s-{n}"), drain=False) for n in range(5)]
    address, found = "/changes.atom", []
    while address:
        root = feed(client, address)
        assert path(links(root)["self"]) == address
        found += [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
        address = path(links(root).get("next", ""))
    assert found == [f"urn:uuid:{record.uid}" for record in reversed(made)]
    since = feed(client, "/changes.atom?since=3")
    assert len(since.findall(f"{ATOM}entry")) == 2
    assert "next" not in links(since)
    assert "since=2" in links(feed(client, "/changes.atom?since=2"))["next"]
    odd = feed(client, "/changes.atom?since=๑&before=x")
    assert path(links(odd)["self"]) == "/changes.atom"
