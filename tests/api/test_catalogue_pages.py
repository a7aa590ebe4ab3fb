"""The catalogue in pages and by agency: a walk misses nothing and repeats nothing."""

import dataclasses
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import DCAT, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, Namespace
from rdflib.term import Node

from catalog.app import create_app
from catalog.auth.policy import SYSTEM
from catalog.harvest.run import import_packages
from catalog.jobs.installation import Installation
from catalog.rdf.outline import outline_of
from catalog.rdf.shacl import conforms
from catalog.services.agencies import save_agency
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.outline import Outline
from tests.api.test_portal import BASE, FORMATS, graph, withdrawn
from tests.changing import Changer
from tests.fixtures_app import NOW, draft, published, registered
from tests.fixtures_http import client_of
from vocab.codes import AgencyKind

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
WHOLE = URIRef(f"{BASE}/catalog")


def imported(installation: Installation, count: int) -> list[str]:
    """Addresses of this many public datasets of the district 5001."""
    packages = (
        (n, {"name": f"record-{n:04}", "title": f"ชุดที่ {n}", "owner_org": "5001"})
        for n in range(count)
    )
    import_packages(installation.sessions, SYSTEM, packages, source="t", now=installation.now)
    return [f"{BASE}/dataset/record-{n:04}" for n in range(count)]


def view(found: Graph) -> URIRef:
    """The one node of a page that leads on."""
    (one,) = found.subjects(RDF.type, HYDRA.PartialCollectionView)
    assert set(found.subjects(RDF.type, HYDRA.PagedCollection)) == {one}
    assert isinstance(one, URIRef)
    return one


def pages(client: FlaskClient, start: str, parser: str = "turtle") -> Iterator[Graph]:
    """Each page of a walk, read before the next one is asked for."""
    address: str | None = start
    while address:
        answer = client.get(address.removeprefix(BASE))
        assert answer.status_code == 200, answer.text
        found = graph(answer.text, parser)
        yield found
        assert str(view(found)) == f"{BASE}{address.removeprefix(BASE)}"
        address = next(map(str, found.objects(view(found), HYDRA.next)), None)


def numbers(found: Graph, predicate: URIRef) -> set[int]:
    """The numbers that a page says with this predicate."""
    return {int(str(number)) for number in found.objects(None, predicate)}


def titles(found: Graph, subject: Node) -> dict[str, str]:
    """Titles by language."""
    said = [title for title in found.objects(subject, DCTERMS.title) if isinstance(title, Literal)]
    return {title.language or "": str(title) for title in said}


def datasets(found: Graph) -> list[str]:
    """What a page says is in the catalogue."""
    linked = sorted(map(str, found.objects(None, DCAT.dataset)))
    assert linked == sorted(map(str, found.subjects(RDF.type, DCAT.Dataset)))
    return linked


@pytest.mark.parametrize(("suffix", "kind", "parser"), FORMATS)
def test_all_pages_together_are_the_whole(
    app: Flask, installation: Installation, suffix: str, kind: str, parser: str
) -> None:
    known = imported(installation, 23)
    client = client_of(app)
    found = list(pages(client, f"/catalog.{suffix}?limit=5", parser))
    assert [len(datasets(page)) for page in found] == [5, 5, 5, 5, 3]
    assert sorted(one for page in found for one in datasets(page)) == known
    for page in found:
        assert numbers(page, HYDRA.totalItems) == {23}
        assert numbers(page, HYDRA.itemsPerPage) == {5}
    answer = client.get("/catalog?limit=5", headers={"Accept": kind})
    assert answer.data == client.get(f"/catalog.{suffix}?limit=5").data
    assert answer.content_type == kind
    whole = graph(client.get(f"/catalog.{suffix}").text, parser)
    assert sorted(datasets(whole)) == known
    assert not set(whole.objects(None, HYDRA.view))
    together = Graph()
    for page in found:
        for triple in page:
            together.add(triple)
    assert set(whole) <= set(together)


def test_neighbours_of_a_page_in_both_dialects(app: Flask, installation: Installation) -> None:
    imported(installation, 23)
    client = client_of(app)
    found = list(pages(client, "/catalog.ttl?limit=5"))
    addresses = [str(view(page)) for page in found]
    older = {
        HYDRA.first: HYDRA.firstPage,
        HYDRA.previous: HYDRA.previousPage,
        HYDRA.next: HYDRA.nextPage,
        HYDRA.last: HYDRA.lastPage,
    }
    for number, page in enumerate(found):
        said = {
            HYDRA.first: addresses[0],
            HYDRA.last: addresses[-1],
            HYDRA.previous: addresses[number - 1] if number else None,
            HYDRA.next: addresses[number + 1] if number < 4 else None,
        }
        for new, address in said.items():
            there = [address] if address else []
            assert [str(o) for o in page.objects(view(page), new)] == there
            assert [str(o) for o in page.objects(view(page), older[new])] == there
        assert {type(o) for o in page.objects(view(page), HYDRA.first)} == {URIRef}
        assert {type(o) for o in page.objects(view(page), HYDRA.firstPage)} == {Literal}
        headers = client.get(addresses[number]).headers.getlist("Link")
        assert [link for link in headers if "profile" not in link] == [
            f'<{said[key]}>; rel="{rel}"'
            for key, rel in ((HYDRA.previous, "prev"), (HYDRA.next, "next"))
            if said[key]
        ]
    (alone,) = pages(client, "/catalog.ttl?limit=50")
    assert not set(alone.objects(None, HYDRA.next))
    assert set(alone.objects(view(alone), HYDRA.last)) == {view(alone)}
    full = list(pages(client, "/catalog.ttl?limit=23"))
    assert len(full) == 1


def test_the_pages_of_an_empty_catalogue(app: Flask) -> None:
    (found,) = pages(client_of(app), "/catalog.ttl?limit=10")
    assert datasets(found) == []
    assert numbers(found, HYDRA.totalItems) == {0}


def test_a_walk_while_a_hundred_records_change(app: Flask, installation: Installation) -> None:
    known = imported(installation, 200)
    # Every other one in the order of their names: all over the order of the pages.
    changer = Changer(installation, [f"record-{n:04}" for n in range(0, 200, 2)])
    met: list[str] = []
    for found in pages(client_of(app), "/catalog.ttl?limit=20"):
        met += datasets(found)
        for act in (changer.edit, changer.withdraw, changer.add) * 4:
            if len(changer.gone) < 34:
                act()
    gone, edited = (
        [f"{BASE}/dataset/{name}" for name in names] for names in (changer.gone, changer.edited)
    )
    assert len(gone) + len(edited) >= 66
    assert len(met) == len(set(met))
    assert set(known) - set(gone) <= set(met)
    after = [one for page in pages(client_of(app), "/catalog.nt?limit=1000", "nt") for one in page]
    said = {str(value) for triple in after for value in triple}
    assert not said & set(gone)
    assert f"แก้แล้ว {changer.edited[0]}" in said


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-1", "limit"),
        ("limit=๑๐", "limit"),
        ("limit=5&limit=6", "limit"),
        ("after=12", "after"),
        ("after=../../etc", "after"),
        ("after=&after=", "after"),
        ("limit=5%0A", "limit"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(app: Flask, query: str, name: str) -> None:
    for path, accept in (("/catalog.ttl", "*/*"), ("/catalog", "text/turtle")):
        answer = client_of(app).get(f"{path}?{query}", headers={"Accept": accept})
        assert answer.status_code == 400
        assert answer.content_type == "text/plain; charset=utf-8"
        thai, english = answer.text.splitlines()
        assert f"พารามิเตอร์ {name} " in thai
        assert f"parameter {name} " in english


def test_a_cursor_is_no_key(app: Flask, installation: Installation) -> None:
    """A place in the order, whoever stands there: of a hidden record, of none, behind the last."""
    known = imported(installation, 3)
    hidden = registered(installation)
    client = client_of(app)
    for uid in (
        hidden.uid,
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ):
        found = graph(client.get(f"/catalog.ttl?after={uid}").text, "turtle")
        assert set(datasets(found)) <= set(known)
        assert numbers(found, HYDRA.totalItems) == {3}
    assert hidden.slug not in client.get("/catalog.nt?limit=1000").text
    assert len(set(found.objects(view(found), HYDRA.previous))) == 1


def test_a_page_that_is_held_is_not_sent_again(app: Flask, installation: Installation) -> None:
    record = published(installation)
    client = client_of(app)
    for path in ("/catalog.ttl", "/agency/5001/catalog.ttl", "/agency/bma/catalog.nt"):
        for query in ("", "?limit=5"):
            first = client.get(path + query)
            assert first.headers["Cache-Control"] == "public, no-cache"
            for held in (
                {"If-None-Match": first.headers["ETag"]},
                {"If-Modified-Since": first.headers["Last-Modified"]},
            ):
                again = client.get(path + query, headers=held)
                assert (again.status_code, again.data) == (304, b"")
            head = client.head(path + query, headers={"Accept": "*/*"})
            assert (head.status_code, head.headers["ETag"]) == (200, first.headers["ETag"])
    paths = ("/catalog.ttl", "/catalog.nt?limit=5")
    tags = {path: client.get(path).headers["ETag"] for path in paths}
    with installation.sessions.write() as session:
        renamed = dataclasses.replace(record.agency, name_th="สำนักงานเขตพระนคร (ใหม่)")
        save_agency(session, SYSTEM, renamed, now=NOW)
    for path, tag in tags.items():
        answer = client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200, path
        assert "(ใหม่)" in answer.text
    since = client.get("/catalog.ttl").headers["Last-Modified"]
    withdrawn(installation, Changer(installation, []).read(record.slug))
    for path, tag in tags.items():
        for held in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
            answer = client.get(path, headers=held)
            assert answer.status_code == 200, path
            assert record.slug not in answer.text


def test_one_bad_record_does_not_stop_a_page(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = published(installation, drain=False), published(installation, drain=False)

    def fails(record: DatasetRecord) -> Outline:
        if record.row == bad.row:
            raise KeyError("a code that no list has")
        return outline_of(record)

    monkeypatch.setattr("catalog.rdf.stream.outline_of", fails)
    (found,) = pages(client_of(app), "/catalog.ttl?limit=10")
    assert datasets(found) == [f"{BASE}/dataset/{good.slug}"]


def test_an_agency_has_a_catalogue_of_its_own(app: Flask, installation: Installation) -> None:
    mine = published(installation)
    registered(installation)
    published(installation, draft(private=True))
    client = client_of(app, "steward")
    for suffix, kind, parser in FORMATS:
        answer = client.get(f"/agency/5001/catalog.{suffix}")
        assert answer.content_type == kind
        found = graph(answer.text, parser)
        subject = URIRef(f"{BASE}/agency/5001/catalog")
        assert set(found.subjects(RDF.type, DCAT.Catalog)) == {subject}
        assert set(found.objects(subject, DCAT.dataset)) == {URIRef(f"{BASE}/dataset/{mine.slug}")}
        assert set(found.objects(subject, DCTERMS.publisher)) == {URIRef(f"{BASE}/agency/5001")}
        assert titles(found, subject) == {
            "th": "ชุดข้อมูลของสำนักงานเขตพระนคร",
            "en": "Datasets of Phra Nakhon District Office",
        }
        alone = graph(client.get(f"/dataset/{mine.slug}.{suffix}").text, parser)
        assert set(alone) <= set(found)
        negotiated = client.get("/agency/5001/catalog", headers={"Accept": kind})
        assert negotiated.data == answer.data
        assert "Accept" in negotiated.vary
    assert conforms(client.get("/agency/5001/catalog.ttl?limit=5").text) == []
    (home,) = found.objects(subject, FOAF.homepage)
    assert client.get(str(home).removeprefix(BASE)).status_code == 200
    people = client.get("/agency/5001/catalog", headers={"Accept": "text/html"})
    assert (people.status_code, people.headers["Location"]) == (303, "/agency/5001")


def test_the_catalogue_of_an_agency_holds_those_below_it(
    app: Flask, installation: Installation
) -> None:
    record = published(installation)
    client = client_of(app)
    for code, there in (("bma", True), ("5001", True), ("5004", False), ("nat-1", False)):
        (found,) = pages(client, f"/agency/{code}/catalog.ttl?limit=7")
        assert datasets(found) == [f"{BASE}/dataset/{record.slug}"] * there
        assert (record.slug in client.get(f"/agency/{code}/catalog.ttl").text) is there
    for path in ("/agency/none/catalog.ttl", "/agency/none/catalog.ttl?limit=5"):
        assert client.get(path).status_code == 404
    assert client.get("/agency/none/catalog", headers={"Accept": "text/turtle"}).status_code == 404


def test_an_agency_without_an_english_name_and_with_a_thai_code(
    app: Flask, installation: Installation
) -> None:
    with installation.sessions.write() as session:
        named = AgencyRecord(
            row=0, code="เขต 1", kind=AgencyKind.DISTRICT, name_th="เขตหนึ่ง", organisation=""
        )
        save_agency(session, SYSTEM, named, now=NOW)
    client = client_of(app)
    (found,) = pages(client, "/agency/%E0%B9%80%E0%B8%82%E0%B8%95%201/catalog.ttl?limit=5")
    (subject,) = found.subjects(RDF.type, DCAT.Catalog)
    assert set(titles(found, subject)) == {"th"}


def test_every_address_is_right_behind_a_prefix(installation: Installation) -> None:
    base = "https://data.example.go.th/catalogue"
    imported(installation, 12)
    config = dataclasses.replace(installation.config, base_url=base, trusted_proxies=1)
    behind = Installation.open(config, now=lambda: NOW)
    try:
        client = create_app(config, behind).test_client()
        proxied = {
            "X-Forwarded-Prefix": "/catalogue",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "data.example.go.th",
        }

        def through(address: str, **more: str) -> Any:
            """As the proxy passes it on: without the prefix."""
            assert address.startswith(base)
            return client.get(address.removeprefix(base), headers={**proxied, **more})

        for start in ("/catalog", "/agency/5001/catalog"):
            address, met = f"{base}{start}.ttl?limit=5", []
            for _ in range(3):
                found = graph(through(address).text, "turtle")
                met += datasets(found)
                links = {str(o) for o in found.objects(view(found)) if str(o).startswith("http")}
                ours = {link for link in links if "hydra" not in link}
                assert all(through(link).status_code == 200 for link in ours)
                address = next(map(str, found.objects(view(found), HYDRA.next)), "")
            assert address == ""
            assert len(set(met)) == 12
            assert all(through(one, Accept="text/turtle").status_code == 200 for one in met)
            people = through(f"{base}{start}", Accept="text/html")
            assert urlsplit(people.headers["Location"]).path.startswith("/catalogue/")
    finally:
        behind.close()
