"""Attack cases I: input that hurts, as far as it comes over the API or an address."""

import ast
import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from rdflib import Graph, URIRef

from catalog.jobs.installation import Installation
from schemas.distribution import DistributionRecord
from tests.fitness.sources import PACKAGES, modules, parse
from tests.fixtures_app import DISTRIBUTION, METADATA, draft, published
from tests.fixtures_http import client_of
from vocab.profiles.th_gov import FIELDS

API = "/api/v1"
#: Seconds of CPU within which any question is answered on a slow machine.
PATIENCE = 5.0


def register(app: Flask, **metadata: Any) -> Any:
    """The answer to a draft of nothing but this metadata."""
    body = {"agency": "5001", "metadata": metadata}
    return client_of(app, "steward").post(f"{API}/datasets", json=body)


@pytest.mark.parametrize(
    "body",
    [
        {"extras__99999__key": "x"},
        {"metadata": {"extras__99999__key": "x"}},
        {"metadata": {"tag_string": [str(n) for n in range(201)]}},
        {"distributions": [{"metadata": {}}] * 201},
        {"metadata": {"title": "ก" * 20_001}},
    ],
)
def test_I01_no_key_and_no_length_of_the_sender_reserves_memory(
    app: Flask, body: dict[str, Any]
) -> None:
    whole = {"agency": "5001", "metadata": {}, **body}
    assert client_of(app, "steward").post(f"{API}/datasets", json=whole).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "../setup.cfg",
        "..%2f..%2fsetup.cfg",
        "%2e%2e/%2e%2e/secret.key",
        "....//secret.key",
        "..\\..\\secret.key",
        "/etc/passwd",
        "%00",
        "secret.key",
        "banchi.sqlite3",
    ],
)
def test_I02_no_name_leads_out_of_its_folder(app: Flask, path: str) -> None:
    client = client_of(app, "admin")
    stems = ("/static", "/dataset", "/snapshot", "/agency", "/codelist")
    for stem in (*stems, *(f"{API}/{name}" for name in ("datasets", "agencies", "codelists"))):
        for suffix in ("", ".ttl"):
            answer = client.get(f"{stem}/{path}{suffix}")
            assert answer.status_code in (404, 308), (stem, path)


#: Who may read XML or YAML of others, and how.
READERS: dict[str, str] = {}


def test_I03_nothing_of_ours_reads_xml(app: Flask) -> None:
    """What is not read cannot explode; a harvester of XML has to come with its guard."""
    readers = {}
    for path in modules(*PACKAGES):
        for node in ast.walk(parse(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in names:
                writes = name.rpartition(".")[2] in ("Element", "SubElement", "tostring")
                escapes = name.startswith("xml.sax.saxutils")
                root = name.partition(".")[0]
                if root in ("xml", "lxml", "openpyxl", "expat") and not (writes or escapes):
                    readers[path] = name
    assert readers == READERS
    answer = client_of(app, "steward").post(
        f"{API}/datasets",
        data=b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        content_type="application/xml",
    )
    assert answer.status_code == 415


def test_I05_text_is_cleaned_of_what_cannot_be_seen_or_written(app: Flask) -> None:
    made = register(app, title="ก\u0000ข\u200b ค\ufeff\r\n ๒๕๖๙", tag_string=["a\u2060b"])
    assert made.status_code == 201
    metadata = made.get_json()["metadata"]
    assert (metadata["title"], metadata["tag_string"]) == ("กข ค ๒๕๖๙", ["ab"])
    flood = register(app, title="ก" + "\u0e48" * 19_000)
    assert flood.status_code == 201
    for slug in ("ก\u200dข", "a\u200db", "a๑", "A", "a/b", "a.b", "..", "a\n"):
        body: dict[str, Any] = {"agency": "5001", "slug": slug, "metadata": {}}
        answer = client_of(app, "steward").post(f"{API}/datasets", json=body)
        assert answer.status_code == 422, slug


@pytest.mark.parametrize(
    "address",
    [
        'https://host.example/a b"c',
        "https://host.example/<x> <y> <z> .",
        'https://host.example/>\n<http://evil.example/s> <http://evil.example/p> "o" .',
        "https://host.example/{a}|b^c`d\\e",
        "https://host.example/ก?ข=ค#ง",
        "https://host.example/%zz%",
    ],
)
def test_I06_no_address_breaks_or_injects_triples(
    app: Flask, installation: Installation, address: str
) -> None:
    client = client_of(app, "steward")
    stated = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in METADATA.items()}
    part = {"metadata": {"name": "x", "url": address, "format": "CSV"}}
    body = {"agency": "5001", "metadata": {**stated, "url": address}, "distributions": [part]}
    made = client.post(f"{API}/datasets", json=body)
    assert made.status_code == 201, made.text
    slug = made.get_json()["slug"]
    client.post(f"{API}/datasets/{slug}/submit", headers={"If-Match": '"1"'})
    approved = client_of(app, "head").post(
        f"{API}/datasets/{slug}/approve", headers={"If-Match": '"2"'}
    )
    assert approved.status_code == 200, approved.text
    graphs = [
        Graph().parse(data=client.get(f"/dataset/{slug}.{suffix}").text, format=kind)
        for suffix, kind in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"))
    ]
    assert {len(graph) for graph in graphs} == {len(graphs[0])}
    assert URIRef("http://evil.example/s") not in set(graphs[0].subjects())
    for term in {term for triple in graphs[0] for term in triple if isinstance(term, URIRef)}:
        assert not set(term) & set('<>"{}|\\^` \n'), term


def test_I06_language_tags_are_ours_and_well_formed(app: Flask, installation: Installation) -> None:
    record = published(installation, draft(title='x"@en-\n', title_en="ก'''\"\"\"@th"))
    found = Graph().parse(data=client_of(app).get(f"/dataset/{record.slug}.nt").text, format="nt")
    tags = {getattr(term, "language", None) for triple in found for term in triple}
    assert tags == {"th", "en", None}


BAD_NUMBERS = [
    "-1",
    "abc",
    "",
    " 1",
    "1 ",
    "+1",
    "1e3",
    "0x10",
    "๑๒",
    "1_0",
    "1.0",
    "9" * 30,
    "NaN",
]


@pytest.mark.parametrize("number", [*BAD_NUMBERS, "1001", "99999999999"])
def test_I07_paging_takes_plain_numbers_within_bounds(app: Flask, number: str) -> None:
    client = client_of(app)
    for path in ("/datasets", "/search", "/agencies"):
        answer = client.get(API + path, query_string={"limit": number})
        assert answer.status_code == 422, (path, number)
        if number != "1001":
            far = client.get(API + path, query_string={"offset": number})
            assert far.status_code == 422, (path, number)
    assert client.get(f"{API}/suggest", query_string={"q": "a", "limit": number}).status_code == 422


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "x", [], {}, [[]], {"a": {}}, ["x", 1]])
def test_I07_no_type_of_json_is_a_fault_of_the_server(app: Flask, value: Any) -> None:
    client = client_of(app, "steward")
    bodies: list[Any] = [value, {"agency": value, "metadata": value, "distributions": value}]
    bodies += [{"agency": "5001", "metadata": {row.key: value}} for row in FIELDS]
    bodies += [
        {"agency": "5001", "metadata": {}, "distributions": [{"metadata": {row.key: value}}]}
        for row in FIELDS
        if row.level == "resource"
    ]
    for body in bodies:
        answer = client.post(
            f"{API}/datasets", data=json.dumps(body), content_type="application/json"
        )
        assert answer.status_code in (201, 422), (body, answer.text)


@pytest.mark.parametrize(
    "query",
    ["limit=1&limit=2", "nothing=1", "q=a&q=b", "sort=price", "facets=1", "state=x", "%00=1"],
)
def test_I07_a_question_that_is_not_known_is_refused(app: Flask, query: str) -> None:
    client = client_of(app)
    answers = {client.get(f"{API}/{path}?{query}").status_code for path in ("datasets", "search")}
    assert 422 in answers
    assert answers <= {200, 422}


@pytest.mark.parametrize(
    "day",
    [
        "2569-11-01",
        "2567-02-29",
        "2566-02-29",
        "2023-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2024-13-01",
        "01/11/2569",
        "๒๐๒๖-๑๑-๐๑",
        "2026-11-01T17:00:00Z",
        "",
    ],
)
def test_I08_a_day_is_a_day_of_the_common_era(app: Flask, day: str) -> None:
    answer = register(app, last_updated_date=day)
    assert answer.status_code == 422, day
    assert "last_updated_date" in answer.get_json()["errors"]["metadata"]


def test_I08_a_leap_day_of_the_common_era_is_one(app: Flask) -> None:
    assert register(app, last_updated_date="2024-02-29").status_code == 201
    for year in (2569, 0, -1, 99999, "2026", 2026.5, "๒๕๖๙"):
        assert register(app, first_year_of_data=year).status_code == 422, year


@pytest.mark.parametrize(
    "text",
    [
        "*" * 2000,
        "*ทะเบียน* ?? **",
        "(" * 1000 + ")" * 1000,
        '"' * 2000,
        "- " * 1000,
        "a " * 1000,
        "(a|a)*" * 300 + "b",
        "ก" + "\u0e48" * 1999,
        "%" * 2000,
        "title:x AND (NOT y) ~2^3",
        "\u0000\u200b\ufeff",
        "ก" * 2000,
    ],
)
def test_I09_no_text_is_too_much_for_the_search(
    app: Flask, installation: Installation, text: str
) -> None:
    published(installation)
    client = client_of(app)
    for path in ("/search", "/suggest"):
        begun = time.thread_time()
        assert client.get(API + path, query_string={"q": text}).status_code == 200
        assert time.thread_time() - begun < PATIENCE
        assert client.get(API + path, query_string={"q": text + "x" * 2000}).status_code == 422


def test_I09_many_filters_are_too_many(app: Flask) -> None:
    client = client_of(app)
    many = "&".join(f"keyword={quote(str(n))}" for n in range(51))
    assert client.get(f"{API}/search?{many}").status_code == 422
    assert client.get(f"{API}/search?keyword={'x' * 501}").status_code == 422


def test_I10_nobody_can_state_a_checksum() -> None:
    """No field holds one; a file store has to count its own."""
    told = json.dumps([row.key for row in FIELDS])
    assert not [word for word in ("hash", "checksum", "sha", "md5") if word in told]
    assert DistributionRecord(metadata=DISTRIBUTION.metadata).uid == ""
