"""DCAT over HTTP: negotiation, conditional requests, and only what anyone may see."""

import datetime as dt
import warnings
from typing import Any

import pytest
from flask import Flask
from rdflib import DCAT, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS
from sqlalchemy import update

from catalog.api.portal import rdf_wanted
from catalog.auth.policy import SYSTEM
from catalog.db.models import Revision
from catalog.jobs.installation import Installation
from catalog.services.datasets import draft_of, edit_dataset, withdraw_dataset
from catalog.services.people import give_post
from schemas.dataset import DatasetRecord
from tests.fixtures_app import NOW, draft, person, published, registered
from tests.fixtures_http import app_of, client_of
from vocab.codes import Role
from vocab.concepts import codelists

BASE = "http://catalogue.test"
#: suffix, exact content type, name of the parser
FORMATS = (
    ("ttl", "text/turtle; charset=utf-8", "turtle"),
    ("jsonld", "application/ld+json", "json-ld"),
    ("rdf", "application/rdf+xml; charset=utf-8", "xml"),
    ("nt", "application/n-triples; charset=utf-8", "nt"),
)


def graph(text: str, parser: str) -> Graph:
    """A document as a stranger reads it."""
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses what rdflib calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=text, format=parser)


def withdrawn(installation: Installation, record: DatasetRecord) -> None:
    with installation.sessions.write() as session:
        withdraw_dataset(
            session,
            person(installation, "head"),
            record.slug,
            "เลิกใช้",
            version=record.version,
            now=NOW + dt.timedelta(days=1),
        )


@pytest.mark.parametrize(("suffix", "kind", "parser"), FORMATS)
def test_suffix_and_accept_give_the_same_graph(
    app: Flask, installation: Installation, suffix: str, kind: str, parser: str
) -> None:
    record = published(installation)
    client = client_of(app)
    by_suffix = client.get(f"/dataset/{record.slug}.{suffix}", headers={"Accept": "text/html"})
    by_accept = client.get(
        f"/dataset/{record.slug}", headers={"Accept": f"text/html;q=0.5, {kind.partition(';')[0]}"}
    )
    assert by_suffix.content_type == by_accept.content_type == kind
    assert by_suffix.data == by_accept.data
    assert "Accept" in by_accept.vary
    turtle = graph(client.get(f"/dataset/{record.slug}.ttl").text, "turtle")
    found = graph(by_suffix.text, parser)
    assert isomorphic(found, turtle)
    subject = URIRef(f"{BASE}/dataset/{record.slug}")
    assert (subject, RDF.type, DCAT.Dataset) in found
    assert (
        subject,
        URIRef("http://purl.org/dc/terms/title"),
        Literal(record.title.th, "th"),
    ) in found


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json, text/html;q=0.9", "json-ld"),
        ("text/html, text/turtle", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None),
        ("*/*", None),
        ("", None),
        ("image/png", None),
        ("application/n-triples;q=0", None),
        ("TEXT/Turtle;q=1.0", "turtle"),
    ],
)
def test_who_gets_a_page_and_who_a_graph(app: Flask, accepted: str, name: str | None) -> None:
    for path in ("/dataset/some", "/catalog", "/agency/5001", "/codelist", "/codelist/a/b"):
        with app.test_request_context(path, headers={"Accept": accepted}) as context:
            form = rdf_wanted(context.request)
        assert (form.name if form else None) == name, path
    for path in ("/", "/dataset/some.ttl", "/dataset/some/edit", "/search", "/api/v1/datasets/x"):
        with app.test_request_context(path, headers={"Accept": accepted}) as context:
            assert rdf_wanted(context.request) is None, path
    with app.test_request_context("/catalog", method="POST", headers={"Accept": accepted}) as c:
        assert rdf_wanted(c.request) is None


def test_the_catalogue_holds_each_public_dataset_as_it_is_alone(
    app: Flask, installation: Installation
) -> None:
    records = [published(installation, drain=False) for _ in range(2)]
    registered(installation)
    client = client_of(app, "steward")
    for suffix, kind, parser in FORMATS:
        answer = client.get(f"/catalog.{suffix}")
        assert answer.content_type == kind
        whole = graph(answer.text, parser)
        listed = set(whole.objects(URIRef(f"{BASE}/catalog"), DCAT.dataset))
        assert listed == {URIRef(f"{BASE}/dataset/{record.slug}") for record in records}
        for record in records:
            alone = graph(client.get(f"/dataset/{record.slug}.{suffix}").text, parser)
            assert set(alone) <= set(whole)


def test_what_is_held_already_is_not_sent_again(app: Flask, installation: Installation) -> None:
    record = published(installation)
    client = client_of(app)
    paths = ("/catalog.ttl", f"/dataset/{record.slug}.ttl", "/agency/5001.nt", "/ns.ttl")
    for path in (*paths, "/codelist.rdf", "/feed.atom", "/sitemap.xml"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, no-cache", path
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        head = client.head(path)
        assert (head.status_code, head.data) == (200, b""), path
        assert head.headers["ETag"] == first.headers["ETag"], path
    since = client.get(f"/dataset/{record.slug}.ttl").headers["Last-Modified"]
    later = client.get(f"/dataset/{record.slug}.ttl", headers={"If-Modified-Since": since})
    assert later.status_code == 304
    published(installation)
    held = client.get("/catalog.ttl", headers={"If-None-Match": "W/0"}).headers["ETag"]
    assert client.get("/catalog.ttl", headers={"If-None-Match": held}).status_code == 304


def test_the_same_bytes_after_a_restart(app: Flask, installation: Installation) -> None:
    record = published(installation)
    before = client_of(app).get(f"/dataset/{record.slug}.nt").headers["ETag"]
    opened = Installation.open(installation.config, now=lambda: NOW)
    try:
        after = client_of(app_of(opened)).get(f"/dataset/{record.slug}.nt").headers["ETag"]
    finally:
        opened.close()
    assert before == after


def test_a_withdrawn_public_dataset_is_gone_and_says_so(
    app: Flask, installation: Installation
) -> None:
    record = published(installation)
    withdrawn(installation, record)
    for who in ("anyone", "steward", "admin"):
        client = client_of(app, who)
        for answer in (
            client.get(f"/dataset/{record.slug}.ttl"),
            client.get(f"/dataset/{record.slug}", headers={"Accept": "text/turtle"}),
        ):
            assert answer.status_code == 410
            assert answer.content_type == "text/plain; charset=utf-8"
            assert len(answer.text) < 300
        assert record.slug not in client.get("/catalog.nt").text


@pytest.mark.parametrize(
    "words",
    [
        {"private": True},
        {"data_category": "internal", "data_classification": "private", "private": True},
        {"data_category": "official-secret", "data_classification": "secret", "private": True},
    ],
)
def test_what_was_never_public_is_never_gone(
    app: Flask, installation: Installation, words: dict[str, Any]
) -> None:
    client = client_of(app, "head")
    unknown = client.get("/dataset/unknown.ttl")
    record = published(installation, draft(**words))
    shown = client.get(f"/dataset/{record.slug}.ttl")
    withdrawn(installation, record)
    after = client.get(f"/dataset/{record.slug}.ttl")
    for answer in (shown, after):
        assert (answer.status_code, answer.data) == (404, unknown.data)
        assert dict(answer.headers) == dict(unknown.headers)


def test_words_of_a_later_draft_do_not_make_it_public(
    app: Flask, installation: Installation
) -> None:
    record = published(installation, draft(private=True))
    later = NOW + dt.timedelta(hours=1)
    with installation.sessions.write() as session:
        opened = draft_of(record)
        stated: dict[str, Any] = {k: v for k, v in opened.metadata.items() if k != "private"}
        edited = edit_dataset(
            session,
            person(installation, "steward"),
            record.slug,
            draft(slug=record.slug, distributions=opened.distributions, **stated),
            version=record.version,
            now=later,
        )
    withdrawn(installation, edited)
    assert client_of(app).get(f"/dataset/{record.slug}.ttl").status_code == 404


def test_the_public_face_is_the_same_for_everybody(app: Flask, installation: Installation) -> None:
    record = published(installation)
    give = published(installation, draft(private=True))
    with installation.sessions.write() as session:
        give_post(session, SYSTEM, "steward", Role.HEAD, "5004", now=NOW)
    texts = {
        (client.get("/catalog.nt").text, client.get(f"/dataset/{record.slug}.nt").text)
        for client in (client_of(app, who) for who in ("anyone", "colleague", "steward", "admin"))
    }
    assert len(texts) == 1
    assert give.slug not in texts.pop()[0]


def test_our_own_words_can_be_looked_up(app: Flask) -> None:
    client = client_of(app)
    lists = graph(client.get("/codelist.ttl").text, "turtle")
    concepts = {str(s) for s in lists.subjects(RDF.type, SKOS.Concept)}
    assert concepts == {
        f"{BASE}/{concept.path}" for scheme in codelists().values() for concept in scheme
    }
    for address in sorted(concepts)[::40]:
        path = address.removeprefix(BASE)
        found = client.get(path, headers={"Accept": "application/n-triples"})
        assert f"<{address}>" in found.text
    one = client.get("/codelist/data_type.nt").text
    assert one.count("http://www.w3.org/2004/02/skos/core#Concept>") == 5
    assert client.get("/codelist/none.nt").status_code == 404
    terms = graph(client.get("/ns", headers={"Accept": "application/rdf+xml"}).text, "xml")
    assert (URIRef(f"{BASE}/ns#objective"), RDF.type, RDF.Property) in terms
    assert client.get("/ns").mimetype == "text/turtle"
    assert client.get("/ns.jsonld").mimetype == "application/ld+json"


def test_an_agency_is_described(app: Flask) -> None:
    client = client_of(app)
    found = graph(client.get("/agency/5001.ttl").text, "turtle")
    subject = URIRef(f"{BASE}/agency/5001")
    assert Literal("สำนักงานเขตพระนคร", "th") in set(found.objects(subject))
    by_accept = client.get("/agency/5001", headers={"Accept": "text/turtle"})
    assert isomorphic(found, graph(by_accept.text, "turtle"))
    assert client.get("/agency/none.ttl").status_code == 404
    assert client.get("/agency/none", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.post("/agency/5001.ttl").status_code == 405


def test_the_catalogue_as_a_page_is_the_front_page(app: Flask) -> None:
    answer = client_of(app).get("/catalog", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Accept" in answer.vary


def test_the_catalogue_leaves_while_it_is_still_being_read(
    app: Flask, installation: Installation
) -> None:
    record = published(installation)
    response = client_of(app).get("/catalog.nt", buffered=False)
    assert response.is_streamed
    assert "Content-Length" not in response.headers
    whole = b"".join(response.iter_encoded())
    assert record.slug.encode() in whole
    response.close()


def test_one_bad_record_does_not_stop_the_catalogue(app: Flask, installation: Installation) -> None:
    good, bad = published(installation), published(installation, drain=False)
    with installation.sessions.write() as session:
        wrong = {"title": "ก", "notes": "ข", "license_id": "a code that no list has"}
        session.execute(update(Revision).where(Revision.dataset_id == bad.row).values(stated=wrong))
    text = client_of(app).get("/catalog.ttl").text
    assert good.slug in text
    assert f"/dataset/{bad.slug}>" not in text
    assert len(graph(text, "turtle")) > 10
