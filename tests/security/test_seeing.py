"""Attack cases V and X as far as the API and the portal are concerned: who may see and do what."""

import datetime as dt
import json
import re
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.security import check_password_hash

from catalog.auth import passwords
from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.models import Token
from catalog.errors import WrongCredentials
from catalog.jobs.installation import Installation
from catalog.search.backend import SearchRequest
from catalog.services import datasets as services
from catalog.services.people import disable_person, end_post, set_password, sign_in
from catalog.services.search import search_datasets
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests.fixtures_app import DISTRIBUTION, NOW, PASSWORD, draft, person, published, registered
from tests.fixtures_http import client_of, token_of
from vocab.codes import Role

API = "/api/v1"


def withdraw(installation: Installation, record: DatasetRecord) -> None:
    """Withdraw, and do not yet tell the index."""
    with installation.sessions.write() as session:
        services.withdraw_dataset(
            session,
            person(installation, "head"),
            record.slug,
            "เลิกใช้",
            version=record.version,
            now=NOW + dt.timedelta(days=1),
        )


def api_routes(app: Flask, *methods: str) -> list[tuple[str, str]]:
    """Method and rule of the API's routes with these methods."""
    return [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in sorted(rule.methods or ())
        if method in methods
    ]


def test_V02_a_search_that_names_no_audience_finds_nothing(installation: Installation) -> None:
    published(installation)
    registered(installation)
    for request in (SearchRequest(), SearchRequest(text="ทะเบียน", facets=("keyword", "agency"))):
        answer = installation.search.search(request)
        assert (answer.total, answer.rows) == (0, [])
        assert not any(answer.facets.values())
    assert installation.search.suggest("ทะ", ()) == []


def test_V05_every_change_asks_for_a_token_of_its_own(app: Flask) -> None:
    routes = api_routes(app, "POST", "PUT", "PATCH", "DELETE")
    assert len(routes) >= 6
    cookie_only = client_of(app, "head")
    del cookie_only.environ_base["HTTP_AUTHORIZATION"]
    for client in (client_of(app), cookie_only):
        for method, rule in routes:
            address = re.sub("<[^>]+>", "anything", rule)
            answer = client.open(address, method=method, json={}, headers={"If-Match": '"1"'})
            assert answer.status_code == 401, rule
            assert "Set-Cookie" not in answer.headers


def test_V06_a_hidden_file_is_hidden_on_every_surface(
    app: Flask, installation: Installation
) -> None:
    secret = {
        **DISTRIBUTION.metadata,
        "name": "แฟ้มปกปิด",
        "url": "https://secret.example/x.csv",
        "resource_private": True,
    }
    record = published(
        installation, draft(distributions=(DISTRIBUTION, DistributionRecord(metadata=secret)))
    )
    client = client_of(app, "colleague")
    paths = [f"/dataset/{record.slug}", f"{API}/datasets/{record.slug}", f"{API}/datasets"]
    paths += [f"{API}/datasets/{record.slug}/findings", f"{API}/search?q={quote('แฟ้มปกปิด')}"]
    for stem in (f"/dataset/{record.slug}", "/catalog"):
        paths += [f"{stem}.{suffix}" for suffix in ("ttl", "jsonld", "rdf", "nt")]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "secret.example" not in answer.text, path
        assert record.distributions[1].uid not in answer.text, path
    assert "secret.example" in client_of(app, "steward").get(paths[1]).text


def test_V07_a_create_call_overwrites_nothing(app: Flask, installation: Installation) -> None:
    theirs = published(installation)
    before = client_of(app).get(f"{API}/datasets/{theirs.slug}").data
    attacker = client_of(app, "outsider")
    part = {"uid": theirs.distributions[0].uid, "metadata": {"name": "ของฉัน"}}
    mine = {"agency": "5004", "metadata": {"title": "ของฉัน"}, "distributions": [part, part]}
    taken = attacker.post(f"{API}/datasets", json={**mine, "slug": theirs.slug})
    assert taken.status_code == 409
    for key in ("uid", "id", "row", "version", "state"):
        assert attacker.post(f"{API}/datasets", json={**mine, key: theirs.uid}).status_code == 422
    made = attacker.post(f"{API}/datasets", json=mine).get_json()
    uids = {found["uid"] for found in made["distributions"]}
    assert len(uids) == 2
    assert theirs.distributions[0].uid not in uids
    again = {**mine, "distributions": [{**part, "uid": uid} for uid in sorted(uids)] + [part]}
    edited = attacker.put(
        f"{API}/datasets/{made['slug']}", json=again, headers={"If-Match": '"1"'}
    ).get_json()
    kept = [found["uid"] for found in edited["distributions"]]
    assert kept[:2] == sorted(uids), "its own stay"
    assert kept[2] not in (*uids, theirs.distributions[0].uid)
    assert client_of(app).get(f"{API}/datasets/{theirs.slug}").data == before
    stranger = attacker.post(f"{API}/datasets", json={**mine, "agency": "5001"})
    assert stranger.status_code == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 5000, b"\xff", b'{"a": NaN}'])
def test_V08_who_asks_is_settled_before_what_is_asked(app: Flask, body: bytes) -> None:
    client = client_of(app)
    for method, path in (("POST", "/datasets"), ("PUT", "/datasets/any")):
        answer = client.open(API + path, method=method, data=body, content_type="text/x-template")
        assert answer.status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/datasets;/{slug}",
        "/api/v1/datasets/{slug};public",
        "/api/v1/datasets/{slug}%3bpublic/working",
        "/api/v1/datasets/{slug}/working;x",
        "/api/v1/datasets/./{slug}/working",
        "/api/v1/datasets//{slug}/working",
        "/api/v1/agencies/../datasets/{slug}",
        "/api/v1/datasets/{slug}%00",
        "/api/v1/datasets/{slug}%2fworking",
        "/dataset/{slug};x.ttl",
        "/dataset/{slug}.ttl;x",
    ],
)
def test_V08_no_spelling_of_a_path_goes_around_the_rule(
    app: Flask, installation: Installation, path: str
) -> None:
    record = registered(installation)
    answer = client_of(app).get(path.format(slug=record.slug), follow_redirects=True)
    assert answer.status_code == 404
    assert record.uid not in answer.text


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "5001' UNION SELECT 1", '"; DROP TABLE dataset', "%"]
)
def test_V09_what_is_asked_is_never_part_of_a_statement(
    app: Flask, installation: Installation, text: str
) -> None:
    published(installation)
    client = client_of(app)
    listed = client.get(f"{API}/datasets", query_string={"agency": text})
    assert (listed.status_code, listed.get_json()["total"]) == (200, 0)
    for path in (f"/datasets/{quote(text)}", f"/agencies/{quote(text)}"):
        assert client.get(API + path).status_code == 404
    assert client.get(f"{API}/datasets").get_json()["total"] == 1


@pytest.mark.parametrize(
    "text", ["x' OR 1=1 --", '" OR 1=1 --', "x') UNION SELECT password_hash FROM person --", "%"]
)
def test_V09_nor_is_what_ckans_clients_and_harvesters_ask(
    app: Flask, installation: Installation, text: str
) -> None:
    published(installation)
    client = client_of(app)
    search = "/api/3/action/package_search"
    quoted = json.dumps(text)
    values = [f"{name}:{value}" for name in ("title", "name", "tags") for value in (text, quoted)]
    for asked in (
        *({"fq": value} for value in (*values, f"metadata_modified:[{quoted} TO *]")),
        {"sort": f"title asc, {text}"},
        {"facet.field": f"[{quoted}]"},
    ):
        answer = client.get(search, query_string=asked)
        assert answer.status_code in (200, 400, 409), asked
        assert "scrypt" not in answer.text
        if answer.status_code == 200 and "fq" in asked:
            assert answer.get_json()["result"]["count"] == 0, asked
    for field in ("set", "identifier", "from"):
        verb = "GetRecord" if field == "identifier" else "ListRecords"
        asked = {"verb": verb, "metadataPrefix": "oai_dc", field: text}
        assert "<error" in client.get("/oai", query_string=asked).text
    assert client.get(search).get_json()["result"]["count"] == 1


def test_V10_nobody_learns_who_has_an_account(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown, wrong and disabled cost one hash each and give the same answer."""
    hashed: list[str] = []

    def counted(stored: str, password: str) -> bool:
        hashed.append(stored)
        return check_password_hash(stored, password)

    monkeypatch.setattr(passwords, "check_password_hash", counted)
    with installation.sessions.write() as session:
        disable_person(session, SYSTEM, "outsider", now=NOW)
    said = set()
    with installation.sessions.read() as session:
        for username, password in (("nobody", "x"), ("steward", "x"), ("outsider", PASSWORD)):
            with pytest.raises(WrongCredentials) as caught:
                sign_in(session, username, password)
            said.add(str(caught.value))
    assert (len(hashed), len(said)) == (3, 1)


def test_V10_every_token_out_of_force_is_refused_in_the_same_words(
    app: Flask, installation: Installation
) -> None:
    bodies = set()
    for change in ({"expires": NOW}, {"revoked": NOW - dt.timedelta(days=1)}, None):
        token = token_of(installation, "steward") if change else "banchi_unknown"
        if change:
            with installation.sessions.write() as session:
                session.execute(update(Token).values(**change))
        answer = client_of(app).get(API, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
        bodies.add(answer.data)
    assert len(bodies) == 1


def test_V12_a_disabled_person_is_out_at_the_next_request(
    app: Flask, installation: Installation
) -> None:
    record = registered(installation)
    client = client_of(app, "steward")
    assert client.get(f"{API}/datasets/{record.slug}").status_code == 200
    assert client.get(f"/dataset/{record.slug}").status_code == 200
    with installation.sessions.write() as session:
        disable_person(session, SYSTEM, "steward", now=NOW)
    assert client.get(f"{API}/datasets/{record.slug}").status_code == 401
    assert client.get(f"/dataset/{record.slug}").status_code == 404


def test_V12_a_new_password_ends_sessions_and_tokens_of_the_old_one(
    app: Flask, installation: Installation
) -> None:
    record = registered(installation)
    client = client_of(app, "steward")
    assert client.get(f"/dataset/{record.slug}").status_code == 200
    with installation.sessions.write() as session:
        set_password(session, SYSTEM, "steward", "another long password", now=NOW)
    assert client.get(f"/dataset/{record.slug}").status_code == 404
    assert client.get(f"{API}/datasets/{record.slug}").status_code == 401


def test_V12_a_post_that_ended_gives_nothing_at_the_next_request(
    app: Flask, installation: Installation
) -> None:
    record = registered(installation)
    client = client_of(app, "steward")
    assert client.get(f"/dataset/{record.slug}").status_code == 200
    with installation.sessions.write() as session:
        end_post(session, SYSTEM, "steward", Role.STEWARD, "5001", now=NOW)
    assert client.get(f"/dataset/{record.slug}").status_code == 404
    assert client.get(f"{API}/datasets/{record.slug}").status_code == 404
    again = client.post(f"{API}/datasets", json={"agency": "5001", "metadata": {}})
    assert again.status_code == 403
    assert client.get("/my-work").status_code == 200, "still signed in, as nobody in particular"


def test_V13_what_is_withdrawn_is_served_from_nowhere(
    app: Flask, installation: Installation
) -> None:
    record = published(installation)
    client = client_of(app)
    paths = {
        f"{API}/datasets/{record.slug}": 404,
        f"{API}/datasets/{record.uid}": 404,
        f"{API}/datasets/{record.slug}/findings": 404,
        f"/dataset/{record.slug}": 404,
        f"/dataset/{record.slug}.ttl": 410,
        "/catalog.nt": 200,
        "/feed.atom": 200,
        "/sitemap.xml": 200,
        f"{API}/datasets?limit=1&offset=0": 200,
        f"{API}/search?q=statistics": 200,
        "/search": 200,
    }
    held = {path: client.get(path).headers.get("ETag", '"x"') for path in paths}
    withdraw(installation, record)
    for path, status in paths.items():
        since = {"If-None-Match": held[path], "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}
        answer = client.get(path, headers=since)
        assert answer.status_code == status, path
        assert record.slug not in answer.text.replace(path, ""), path
        assert record.uid not in answer.text.replace(path, ""), path
    with installation.sessions.read() as session:
        stale = search_datasets(session, installation.search, ANYONE, text="ทะเบียน")
    assert stale.records == (), "the index has not heard of it yet, the rows have"


def test_V13_an_old_page_of_a_list_shows_what_may_be_seen_now(
    app: Flask, installation: Installation
) -> None:
    records = [published(installation, drain=False) for _ in range(3)]
    client = client_of(app)
    pages = [client.get(f"{API}/datasets?limit=1&offset={at}").get_json() for at in range(3)]
    assert len({page["items"][0]["uid"] for page in pages}) == 3
    withdraw(installation, records[0])
    after = [client.get(f"{API}/datasets?limit=1&offset={at}").get_json() for at in range(3)]
    assert [page["total"] for page in after] == [2, 2, 2]
    assert all(records[0].uid != i["uid"] for page in after for i in page["items"])
    assert all(a != b for a, b in pairwise(after[:2]))


def test_V13_an_old_cursor_shows_what_may_be_seen_now(
    app: Flask, installation: Installation
) -> None:
    records = [published(installation, drain=False) for _ in range(3)]
    installation.drain()
    client = client_of(app)
    address = f"{API}/search?limit=1&sort=modified"
    first = client.get(address).get_json()
    onward = f"{address}&cursor={quote(first['cursor'])}"
    second = client.get(onward).get_json()["items"][0]["uid"]
    withdraw(installation, next(each for each in records if each.uid == second))
    for _ in range(2):
        assert second not in client.get(onward).text
        installation.drain()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "https://user:secret@host.example/",
        "http:javascript",
    ],
)
def test_X01_an_address_that_runs_is_not_taken(app: Flask, address: str) -> None:
    body: dict[str, Any] = {"agency": "5001", "metadata": {"url": address}}
    answer = client_of(app, "steward").post(f"{API}/datasets", json=body)
    assert answer.status_code == 422
    assert "url" in answer.get_json()["errors"]["metadata"]
    part = {"agency": "5001", "metadata": {}, "distributions": [{"metadata": {"url": address}}]}
    assert client_of(app, "steward").post(f"{API}/datasets", json=part).status_code == 422


def test_X02_no_answer_of_a_program_is_taken_for_a_page(
    app: Flask, installation: Installation
) -> None:
    script = "<script>alert(1)</script><svg onload=alert(1)>"
    record = published(installation, draft(title=script, notes=script))
    client = client_of(app)
    for path in (
        f"{API}/datasets/{record.slug}",
        f"{API}/search?q={quote(script)}",
        f"{API}/datasets/{quote('<svg>')}",
        f"/dataset/{record.slug}.rdf",
        f"/dataset/{record.slug}.jsonld",
        "/feed.atom",
        "/sitemap.xml",
        "/dataset/none.ttl",
    ):
        answer = client.get(path)
        assert answer.mimetype not in ("text/html", "image/svg+xml"), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        if "xml" in (answer.mimetype or ""):
            assert "<script" not in answer.text, path
