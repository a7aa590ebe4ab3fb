"""VoID and OpenSearch: what they name is there, and nothing hidden is counted or named."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from rdflib import DCAT, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDF, VOID

from catalog.api.portal.discovery import OPEN_SEARCH
from catalog.jobs.installation import Installation
from tests.api.test_portal import BASE, FORMATS, graph, withdrawn
from tests.fixtures_app import draft, published, registered
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
        assert {title.language for title in found.objects(subject, DCTERMS.title)} == {"th", "en"}
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
