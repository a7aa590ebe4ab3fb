"""VoID and OpenSearch: what they name is there, and nothing hidden is counted or named."""

import dataclasses
import html
import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from rdflib import DCAT, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import FOAF, RDF, VOID

from catalog.api.portal.discovery import OPEN_SEARCH
from catalog.app import create_app
from catalog.jobs.installation import Installation
from tests.api.test_catalogue_pages import titles
from tests.api.test_portal import BASE, FORMATS, graph, withdrawn
from tests.fixtures_app import NOW, PASSWORD, draft, published, registered
from tests.fixtures_http import client_of

WHOLE = URIRef(f"{BASE}/void#catalogue")


def described(app: Flask) -> Graph:
    """The description as anyone reads it."""
    return graph(client_of(app).get("/.well-known/void").text, "turtle")


@pytest.mark.parametrize(("suffix", "kind", "parser"), FORMATS)
def test_one_description_at_three_addresses(
    app: Flask, installation: Installation, suffix: str, kind: str, parser: str
) -> None:
    published(installation)
    client = client_of(app)
    by_suffix = client.get(f"/void.{suffix}")
    assert by_suffix.content_type == kind
    for path in ("/void", "/.well-known/void"):
        by_accept = client.get(path, headers={"Accept": kind})
        assert by_accept.data == by_suffix.data
        assert "Accept" in by_accept.vary
    assert isomorphic(graph(by_suffix.text, parser), described(app))
    held = client.get(f"/void.{suffix}", headers={"If-None-Match": by_suffix.headers["ETag"]})
    assert held.status_code == 304
    # A search for nothing in particular gives Turtle.
    assert client.get("/.well-known/void").mimetype == "text/turtle"


def test_every_dump_is_there_and_holds_what_it_says(app: Flask, installation: Installation) -> None:
    record = published(installation)
    client, found = client_of(app), described(app)
    (about,) = found.subjects(RDF.type, VOID.DatasetDescription)
    assert set(found.objects(about, FOAF.primaryTopic)) == {WHOLE}
    subsets = set(found.objects(WHOLE, VOID.subset))
    assert {str(one) for one in subsets} == {
        f"{BASE}/void#agency/{code}/catalog" for code in ("5001", "bma")
    }
    for subject in (WHOLE, *subsets):
        (root,) = found.objects(subject, VOID.rootResource)
        dumps = {str(dump) for dump in found.objects(subject, VOID.dataDump)}
        assert dumps == {f"{root}.{suffix}" for suffix, _, _ in FORMATS}
        for suffix, _, parser in FORMATS:
            dump = graph(client.get(f"{root}.{suffix}".removeprefix(BASE)).text, parser)
            listed = set(dump.objects(root, DCAT.dataset))
            assert listed == {URIRef(f"{BASE}/dataset/{record.slug}")}
        assert len(set(found.objects(subject, VOID.feature))) == 4
        assert set(titles(found, subject)) == {"th", "en"}
    (space,) = found.objects(WHOLE, VOID.uriSpace)
    assert str(space) == f"{BASE}/dataset/"
    (search,) = found.objects(WHOLE, VOID.openSearchDescription)
    assert client.get(str(search).removeprefix(BASE)).status_code == 200
    assert URIRef(f"{BASE}/ns#") in set(found.objects(WHOLE, VOID.vocabulary))


def test_an_agency_without_anything_public_is_not_named(
    app: Flask, installation: Installation
) -> None:
    registered(installation)
    published(installation, draft(private=True))
    before = client_of(app).get("/void.nt").text
    assert not set(described(app).objects(WHOLE, VOID.subset))
    record = published(installation)
    assert len(set(described(app).objects(WHOLE, VOID.subset))) == 2
    withdrawn(installation, record)
    assert client_of(app, "steward").get("/void.nt").text == before


def read(text: bytes) -> Element:
    """A document of our own, read strictly."""
    return fromstring(text)  # noqa: S314 (we wrote it)


def test_the_description_of_the_search(app: Flask, installation: Installation) -> None:
    published(installation)
    client = client_of(app)
    answer = client.get("/opensearch.xml")
    assert answer.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = read(answer.data)
    space = f"{{{OPEN_SEARCH}}}"
    assert root.tag == f"{space}OpenSearchDescription"
    short, long = (root.findtext(f"{space}{name}") or "" for name in ("ShortName", "LongName"))
    assert 0 < len(short) <= 16
    assert 0 < len(long) <= 48
    urls = {url.get("type"): url.get("template") or "" for url in root.findall(f"{space}Url")}
    assert set(urls) == {"text/html", "application/atom+xml", "application/json"}
    for kind, template in urls.items():
        address = template.replace("{searchTerms}", "ทะเบียนราษฎร").replace("{startPage?}", "")
        found = client.get(address.removeprefix(BASE))
        assert (found.status_code, found.mimetype) == (200, kind)
        assert "ทะเบียนราษฎร" in found.get_data(as_text=True)
    held = client.get("/opensearch.xml", headers={"If-None-Match": answer.headers["ETag"]})
    assert held.status_code == 304


def test_pages_lead_to_the_descriptions(app: Flask, installation: Installation) -> None:
    published(installation)
    client = client_of(app)
    home, agency = client.get("/").text, client.get("/agency/5001").text
    for page in (home, agency):
        assert 'type="application/opensearchdescription+xml"' in page
        assert 'href="/opensearch.xml"' in page
        assert 'href="/portals"' in page
    assert 'type="text/turtle" title="บัญชีข้อมูลทั้งหมดในรูปแบบ DCAT" href="/catalog.ttl"' in home
    assert 'href="/agency/5001/catalog.ttl"' in agency
    assert 'href="/portals?agency=5001"' in agency


PAGES = ("/", "/search?q=ทะเบียน", "/agency", "/agency/5001", "/portals", "/codelist", "/help")
DOCUMENTS = (
    *("/void.nt", "/opensearch.xml", "/feed.atom", "/changes.atom", "/sitemap.xml", "/robots.txt"),
    *("/data.json", "/oai?verb=Identify", "/.well-known/resourcesync", "/catalog.nt", "/portals"),
)


def test_every_door_is_right_behind_a_prefix(installation: Installation) -> None:
    base = "https://data.example.go.th/catalogue"
    slug = published(installation).slug
    config = dataclasses.replace(installation.config, base_url=base, trusted_proxies=1)
    behind = Installation.open(config, now=lambda: NOW)
    proxied = {"X-Forwarded-Prefix": "/catalogue", "X-Forwarded-Proto": "https"}
    try:
        client = create_app(config, behind).test_client()

        def through(path: str) -> Any:
            """As the proxy passes it on: without the prefix."""
            answer = client.get(path, headers=proxied)
            assert answer.status_code == 200, path
            return answer

        for page in (*PAGES, f"/dataset/{slug}"):
            text = through(page).get_data(as_text=True)
            links = re.findall(r'(?:href|src|action)="(/[^"#]*)', text)
            assert links
            assert [link for link in links if not link.startswith("/catalogue/")] == [], page
            for link in {html.unescape(link) for link in links}:
                path = link.removeprefix("/catalogue")
                assert client.get(path, headers=proxied).status_code in (200, 302), link
        for path in DOCUMENTS:
            text = through(path).get_data(as_text=True)
            ours = re.findall(r"https://data\.example\.go\.th[^\s\"<>]*", text)
            assert ours, path
            assert [one for one in ours if not one.startswith(base)] == [], path
            assert "localhost" not in text
    finally:
        behind.close()


def test_signing_in_behind_a_prefix_leads_on_behind_it(installation: Installation) -> None:
    config = dataclasses.replace(installation.config, trusted_proxies=1)
    client = create_app(config, installation).test_client()
    proxied = {"X-Forwarded-Prefix": "/catalogue"}
    form = client.get("/sign-in?next=/saved", headers=proxied).text
    (token,) = re.findall(r'name="csrf_token" value="([^"]*)"', form)
    filled = {"username": "steward", "password": PASSWORD, "next": "/saved", "csrf_token": token}
    answer = client.post("/sign-in", data=filled, headers=proxied)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/catalogue/saved")
    again = client.get("/sign-in?next=/saved", headers=proxied)
    assert (again.status_code, again.headers["Location"]) == (302, "/catalogue/saved")
