"""Addresses, methods, envelope, errors and the actions that read one thing or a list."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.ckan.routes import ACTIONS
from catalog.errors import Unavailable
from catalog.jobs.installation import Installation
from schemas.dataset import DatasetRecord
from tests.api.ckan.conftest import Call, caller, error_of
from tests.fixtures_http import client_of, token_of

Records = dict[str, DatasetRecord]

#: Parameters with which each action answers.
NEEDS: dict[str, dict[str, Any]] = {
    "package_show": {"id": "population"},
    "organization_show": {"id": "5001"},
    "group_show": {},
    "resource_show": {},
}


# Addresses, methods, headers ---------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/3", "/api/3/"])
def test_the_version_is_told_without_a_redirect(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()) == (200, {"version": 3})


@pytest.mark.parametrize("path", ["/api/action/", "/api/3/action/"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_every_action_answers_to_get_and_post_at_both_addresses(
    client: FlaskClient, path: str, slash: str
) -> None:
    for name in set(ACTIONS) - {"group_show", "resource_show"}:
        needs = NEEDS.get(name, {})
        address = f"{path}{name}{slash}"
        answers = [
            client.get(address, query_string=needs),
            client.post(address, json=needs),
            client.post(address, data=needs),
            client.post(
                address,
                data=json.dumps(needs),
                content_type="application/x-www-form-urlencoded",
            ),
            client.post(address, data=needs, content_type="multipart/form-data"),
        ]
        for answer in answers:
            assert answer.status_code == 200, (address, answer.data)
            assert answer.data == answers[0].data
            assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Set-Cookie" not in answer.headers
            assert set(answer.get_json()) == {"help", "success", "result"}
            assert answer.get_json()["help"] == (
                f"http://catalogue.test/api/3/action/help_show?name={name}"
            )


def test_no_cookie_even_when_a_language_is_asked_for(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/api/action/package_list?lang=en").headers
    assert client.get("/api/action/package_list").headers["Vary"].count("Authorization") == 1


def test_tokens_come_in_two_headers_and_the_first_wins(site: Flask, small: Installation) -> None:
    steward, stranger = (token_of(small, who) for who in ("steward", "stranger"))
    seen = {}
    for name, headers in {
        "plain": {"Authorization": steward},
        "bearer": {"Authorization": f"Bearer {steward}"},
        "old": {"X-CKAN-API-Key": steward},
        "both": {"Authorization": steward, "X-CKAN-API-Key": "x"},
        "wrong first": {"Authorization": stranger, "X-CKAN-API-Key": steward},
        "wrong": {"Authorization": "nonsense"},
        "strange": {"Authorization": "Basic dTpw ä"},
        "none": {},
    }.items():
        answer = site.test_client().get("/api/action/package_show?id=a-draft", headers=headers)
        assert answer.status_code in (200, 404)
        assert "WWW-Authenticate" not in answer.headers
        seen[name] = answer.status_code == 200
    assert [name for name, ok in seen.items() if ok] == ["plain", "bearer", "old", "both"]


def test_the_session_of_the_pages_is_not_read(site: Flask) -> None:
    client = client_of(site, "steward")
    del client.environ_base["HTTP_AUTHORIZATION"]
    assert client.get("/api/action/package_show?id=a-draft").status_code == 404


# Errors ------------------------------------------------------------------------------------------


def test_unknown_actions_and_bodies_that_are_no_object_answer_with_a_text(
    client: FlaskClient,
) -> None:
    status, said = error_of(client.get("/api/action/nothing"))
    assert status == 400
    assert said.startswith("Bad request: Action name not known: nothing. Check the name")
    assert "· ไม่ใช่คำขอของ Action API" in said
    deep = b"[" * 5000 + b"]" * 5000
    for body in (b"[]", b"1", b"{", b'{"id": NaN}', b"\xff", b'{"a": "\\ud800"}', deep):
        answer = client.post("/api/action/package_show", data=body, content_type="application/json")
        status, said = error_of(answer)
        assert status == 400
        assert said.startswith("Bad request: JSON Error: ")
    many = "&".join(f"a{n}=1" for n in range(2000))
    form = "application/x-www-form-urlencoded"
    answer = client.post("/api/action/package_list", data=many, content_type=form)
    assert error_of(answer)[0] == 400


@pytest.mark.parametrize(
    "name",
    [
        *("package_create", "package_update", "package_patch", "package_delete"),
        *("resource_create", "resource_delete", "organization_create", "organization_purge"),
        *("group_update", "dataset_purge", "bulk_update_private", "package_owner_org_update"),
    ],
)
def test_what_writes_is_refused_as_such(client: FlaskClient, name: str) -> None:
    for answer in (
        client.get(f"/api/action/{name}"),
        client.post(f"/api/action/{name}", json={"name": "x"}),
        client.post(f"/api/action/{name}", data=b"{broken"),
    ):
        status, error = error_of(answer)
        assert (status, error["__type"]) == (403, "Authorization Error")
        assert error["message"].startswith("Access denied")


def test_a_missing_parameter_is_named(client: FlaskClient) -> None:
    for name in ("package_show", "resource_show", "organization_show", "group_show"):
        status, error = error_of(client.post(f"/api/action/{name}"))
        assert (status, error["__type"], error["id"]) == (
            409,
            "Validation Error",
            ["Missing value"],
        )
    status, error = error_of(client.post("/api/action/package_show", json={"id": {"a": 1}}))
    assert (status, error["id"]) == (409, ["Must be a text"])
    for value in (-1, 1.5, True, "x", "๑", [[1]]):
        answer = client.post("/api/action/package_list", json={"limit": value})
        assert error_of(answer)[0] == 409, value
    for listed in ("[1", [[1]], [{"a": 1}]):
        answer = client.post("/api/action/package_search", json={"facet.field": listed})
        assert error_of(answer)[0] == 409, listed


HIDDEN = ("a-draft", "internal-one")


def test_what_is_hidden_answers_like_what_is_not_there(
    client: FlaskClient, site: Flask, records: Records
) -> None:
    def answers(one: FlaskClient, name: str, action: str = "package_show") -> set[Any]:
        got = one.get(f"/api/action/{action}", query_string={"id": name})
        return {got.status_code, got.data, got.headers["Content-Type"]}

    for one in (client, client_of(site, "stranger")):
        unknown = answers(one, "0b9a1f52-8f6e-4c38-9f0c-9a1f528f6e4d")
        assert 404 in unknown
        for record in (records["draft"], records["internal"]):
            assert answers(one, record.uid) == answers(one, record.slug) == unknown
            part = record.distributions[0].uid
            assert answers(one, part, "resource_show") == answers(one, "x", "resource_show")
    # Not even its custodians get a hidden file from here.
    secret = next(part for part in records["floods"].distributions if part.hidden)
    for one in (client, client_of(site, "steward")):
        assert answers(one, secret.uid, "resource_show") == answers(one, "x", "resource_show")


def test_overload_is_said_in_plain_text(
    small: Installation, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In JSON a harvester takes it for an empty page, stops, and reports success."""

    def search(_request: object) -> None:
        raise Unavailable

    monkeypatch.setattr(small.search, "search", search)
    answer = client.get("/api/action/package_search?q=น้ำ")
    assert (answer.status_code, answer.mimetype) == (503, "text/plain")
    assert re.fullmatch("[0-9]+", answer.headers["Retry-After"])


def test_a_body_that_is_too_large(client: FlaskClient) -> None:
    answer = client.post("/api/action/package_show", data=b"{" + b" " * 3_000_000)
    assert answer.status_code == 413
    assert answer.get_json().startswith("Bad request")


# Actions -----------------------------------------------------------------------------------------


def test_what_is_listed_can_be_shown(call: Call, records: Records) -> None:
    names = call("package_list")
    assert names == ["0-14", "__", "population"]
    for name in names:
        shown = call("package_show", id=name, include_drafts=True, anything=1)
        assert shown["name"] == name
        assert call("package_show", name=name) == shown == call("package_show", name_or_id=name)
        assert call("package_show", id=shown["id"]) == shown
        for part in shown["resources"]:
            assert call("resource_show", id=part["id"]) == part
    assert call("package_list", limit=1, offset=1) == ["__"]
    assert call("package_list", offset="5") == []
    assert call("package_list", limit=0) == []


def test_organisations(call: Call, client: FlaskClient) -> None:
    names = call("organization_list")
    assert set(names) == {"bma", "5001", "5004", "2100", "nat-1"}
    listed = call("organization_list", all_fields="True", sort="package_count desc", limit=1)
    assert [(one["name"], one["package_count"]) for one in listed] == [("5001", 3)]
    assert call("organization_list", sort="name", limit=2, offset=1) == ["5001", "5004"]
    assert call("organization_list", organizations='["bma", "x"]') == ["bma"]
    assert call("organization_list", q="bang rak") == ["5004"]
    shown = call("organization_show", id="5001", include_password_hash=False)
    assert shown == call("organization_show", id=shown["id"])
    assert shown["users"] == []
    whole = call("organization_show", id="5001", include_datasets=True)
    assert {one["name"] for one in whole["packages"]} == {"population", "0-14", "__"}
    assert whole["packages"][0]["owner_org"] == shown["id"]
    assert error_of(client.get("/api/action/organization_show?id=x"))[0] == 404
    assert error_of(client.get("/api/action/group_show?id=5001"))[1]["message"].startswith(
        "Not found"
    )
    for sort in ("nothing", "name up", ","):
        assert error_of(client.get(f"/api/action/organization_list?sort={sort}"))[0] == 409


def test_tags_groups_licences_and_the_rest(call: Call, client: FlaskClient) -> None:
    assert call("group_list") == call("group_list", all_fields=True) == []
    assert "น้ำท่วม" in call("tag_list")
    assert [one["name"] for one in call("tag_list", query="DRAIN", all_fields=True)] == ["drainage"]
    assert error_of(client.get("/api/action/tag_list?vocabulary_id=x"))[0] == 404
    ids = {one["id"] for one in call("license_list")}
    assert {one["license_id"] for one in call("package_search")["results"]} <= ids
    status = call("status_show")
    assert status["site_url"] == "http://catalogue.test"
    assert status["extensions"] == []
    assert "package_search" in call("help_show")
    assert all(call("help_show", name=name) for name in ACTIONS)
    assert error_of(client.get("/api/action/help_show?name=x"))[0] == 404


def test_head_and_options(client: FlaskClient) -> None:
    assert client.head("/api/3/action/package_list").status_code == 200
    answer = client.options("/api/3/action/package_search")
    assert {"GET", "POST", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    assert client.put("/api/3/action/package_search").status_code == 405


def test_the_answers_of_a_token_are_not_for_other_sites(site: Flask) -> None:
    answer = client_of(site, "steward").get("/api/action/package_list")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert caller(client_of(site, "steward"))("package_list") == ["0-14", "__", "population"]
