"""ResourceSync: from the source description to every dataset and every change."""

import datetime as dt
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.exchange import resourcesync
from catalog.jobs.installation import Installation
from tests.fixtures_app import NOW, draft, published, registered
from tests.fixtures_http import client_of
from tests.services.test_changes import INTERNAL, amended, withdrawn

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RS = "{http://www.openarchives.org/rs/terms/}"
BASE = "http://catalogue.test"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def read(client: FlaskClient, address: str) -> Element:
    """A document: its capability and, below the top, the way up."""
    answer = client.get(address.removeprefix(BASE))
    assert answer.status_code == 200
    assert answer.content_type == "application/xml; charset=utf-8"
    root = fromstring(answer.data)  # noqa: S314 (we wrote it)
    assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex")
    return root


def about(element: Element) -> dict[str, str]:
    found = element.find(f"{RS}md")
    assert found is not None
    return dict(found.attrib)


def locations(root: Element) -> dict[str, dict[str, str]]:
    return {one.findtext(f"{MAP}loc") or "": about(one) for one in root if one.tag.startswith(MAP)}


def found_by_capability(client: FlaskClient, capability: str) -> str:
    """The address of a list, as a client finds it: from the well-known one."""
    address = "/.well-known/resourcesync"
    for wanted, kind in (("description", "capabilitylist"), ("capabilitylist", capability)):
        root = read(client, address)
        assert about(root)["capability"] == wanted
        (address,) = [
            where for where, said in locations(root).items() if said["capability"] == kind
        ]
    return address


def test_a_client_finds_every_dataset_and_can_read_it(
    client: FlaskClient, installation: Installation
) -> None:
    one, two = published(installation), published(installation, draft(title="ตลาดน้ำ"))
    registered(installation)
    withdrawn(installation, published(installation))
    root = read(client, found_by_capability(client, "resourcelist"))
    moment = dt.datetime.fromisoformat(about(root)["at"])
    assert NOW - dt.timedelta(minutes=5) < moment < NOW, "what is being written is asked for next"
    listed = locations(root)
    assert list(listed) == [f"{BASE}/dataset/{record.uid}.rdf" for record in (one, two)]
    for address, said in listed.items():
        answer = client.get(address.removeprefix(BASE))
        assert answer.status_code == 200
        assert answer.mimetype == said["type"]


def test_a_client_is_told_of_what_changed_and_what_left(
    client: FlaskClient, installation: Installation
) -> None:
    assert about(read(client, "/resourcesync/changelist.xml"))["from"].startswith("1970")
    stays, closed, gone = (published(installation, draft(slug=f"s-{n}")) for n in "abc")
    amended(installation, stays, title="ใหม่", now=NOW + dt.timedelta(hours=1))
    amended(installation, closed, **INTERNAL, now=NOW + dt.timedelta(hours=2))
    withdrawn(installation, gone)
    root = read(client, found_by_capability(client, "changelist"))
    listed = locations(root)
    assert [(address, said["change"]) for address, said in listed.items()] == [
        (f"{BASE}/dataset/{stays.uid}.rdf", "updated"),
        (f"{BASE}/dataset/{closed.uid}.rdf", "deleted"),
        (f"{BASE}/dataset/{gone.uid}.rdf", "deleted"),
    ]
    stamps = [said["datetime"] for said in listed.values()]
    assert stamps == sorted(stamps)
    assert about(root)["from"] <= stamps[0]
    text = client.get("/resourcesync/changelist.xml").text
    assert not [record.slug for record in (closed, gone) if f"/{record.slug}" in text]


def test_whoever_holds_the_list_is_told_so_until_something_changes(
    client: FlaskClient, installation: Installation
) -> None:
    record = published(installation)
    for address in ("/resourcesync/resourcelist.xml", "/resourcesync/changelist.xml"):
        held = {"If-None-Match": client.get(address).headers["ETag"]}
        assert client.get(address, headers=held).status_code == 304
        amended(installation, record, title=address)
        assert client.get(address, headers=held).status_code == 200


@pytest.mark.parametrize("path", ["resourcelist", "changelist"])
def test_a_long_list_comes_in_parts_and_misses_nothing_that_changes_meanwhile(
    client: FlaskClient, installation: Installation, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(resourcesync, "PART", 2)
    monkeypatch.setattr(resourcesync, "_CHUNK", 1)
    made = [published(installation, draft(slug=f"s-{n}"), drain=False) for n in range(5)]
    index = read(client, f"/resourcesync/{path}.xml")
    assert index.tag == f"{MAP}sitemapindex"
    parts = list(locations(index))
    assert len(parts) == 3
    assert set(map(str, locations(index).values())) == {str(about(index))}
    found: list[str] = []
    for number, part in enumerate(parts):
        root = read(client, part)
        ways = {ln.get("rel"): ln.get("href") for ln in root.findall(f"{RS}ln")}
        assert ways["index"] == f"{BASE}/resourcesync/{path}.xml"
        found += locations(root)
        amended(installation, made[2 * number], title="ใหม่")
    assert set(found) == {f"{BASE}/dataset/{record.uid}.rdf" for record in made}
    whole = read(client, f"/resourcesync/{path}.xml?after=๑")
    assert whole.tag == f"{MAP}sitemapindex", "what is no number is passed over"
