"""The page for portals: every address that it offers answers with what it says."""

import html
import re

from flask import Flask

from catalog.jobs.installation import Installation
from tests.fixtures_app import published
from tests.fixtures_http import app_of, client_of
from vocab.profiles.exchange import PROFILES

BASE = "http://catalogue.test"


def offered(page: str) -> list[str]:
    """What the page gives to copy."""
    return [html.unescape(text) for text in re.findall(r'<code class="copy">([^<]*)</code>', page)]


def reached(app: Flask, addresses: list[str]) -> set[str]:
    """The media types that addresses of ours answer with."""
    client, kinds = client_of(app), set[str]()
    for address in addresses:
        path = address.removeprefix(BASE) or "/"
        if path == "/oai":
            path += "?verb=Identify"
        answer = client.get(path)
        assert answer.status_code == 200, address
        kinds.add(answer.mimetype or "")
    return kinds


def test_every_address_answers(installation: Installation) -> None:
    published(installation)
    app = app_of(installation)
    for query in ("", "?lang=en"):
        page = client_of(app).get(f"/portals{query}")
        assert page.status_code == 200
        found = offered(page.text)
        addresses = [one for one in found if one.startswith(BASE)]
        assert {f"{BASE}/catalog.ttl?limit=100", f"{BASE}/catalog.ttl", BASE} <= set(addresses)
        assert {
            *("text/turtle", "text/html", "application/json", "text/xml", "application/gzip")
        } <= reached(app, addresses)
        named = [one for one in found if one.startswith("profile=")]
        assert named == [f"profile={one.name}" for one in PROFILES]
        for one in named:
            assert client_of(app).get(f"/catalog.ttl?{one}").status_code == 200
        assert set(found) == {*addresses, *named}


def test_an_agency_has_addresses_of_its_own(installation: Installation) -> None:
    published(installation)
    app = app_of(installation)
    page = client_of(app).get("/portals?agency=5001").text
    found = offered(page)
    assert f"{BASE}/agency/5001/catalog.ttl?limit=100" in found
    assert '{"organizations_filter_include": ["5001"]}' in found
    assert "สำนักงานเขตพระนคร" in page
    reached(app, [one for one in found if one.startswith(BASE)])
    assert client_of(app).get("/portals?agency=none").status_code == 404


def test_the_page_speaks_both_languages(installation: Installation) -> None:
    client = client_of(app_of(installation))
    assert "<h1>ให้พอร์ทัลดึงข้อมูล</h1>" in client.get("/portals").text
    assert "<h1>Let a portal take the data</h1>" in client.get("/portals?lang=en").text
