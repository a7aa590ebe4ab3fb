"""Errors on the wire: problems in both languages, whatever was sent and wherever it was sent."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from catalog.api.problems import Malformed, all_sentences
from catalog.api.requests import MAX_DEPTH, read_json
from catalog.errors import all_errors
from catalog.jobs.installation import Installation
from catalog.search.backend import IndexDamaged
from tests.fixtures_http import client_of

HERE = "/api/v1"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2", "/api/4", "/api/v1/datasets/a/b"])
def test_unknown_addresses_are_problems(app: Flask, path: str) -> None:
    answer = client_of(app).get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_method_that_is_not_offered_names_those_that_are(app: Flask) -> None:
    answer = client_of(app).delete(f"{HERE}/datasets")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert answer.get_json()["code"] == "method-not-allowed"


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("en", "en"), ("th", "th"), ("fr", "th"), ("", "th"), ("en;q=0.1, th", "th")],
)
def test_the_sentence_is_in_the_readers_language(app: Flask, accepted: str, lang: str) -> None:
    answer = client_of(app).get(f"{HERE}/datasets/none", headers={"Accept-Language": accepted})
    found = answer.get_json()
    assert found["detail"] == found[f"detail_{lang}"]
    assert answer.headers["Content-Language"] == lang
    assert {"Accept-Language", "Authorization"} <= set(answer.vary)


def test_every_error_has_a_page_of_its_own(app: Flask) -> None:
    client = client_of(app)
    listed = client.get(f"{HERE}/errors").get_json()["items"]
    assert {item["code"] for item in listed} >= {error.code for error in all_errors()}
    for code, text in all_sentences().items():
        found = client.get(f"{HERE}/errors/{code}").get_json()
        assert found == {"code": code, "detail_th": text.th, "detail_en": text.en}
    assert client.get(f"{HERE}/errors/none").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"1", "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"agency": 1, "metadata": []}', "application/json", 422),
        (b'{"agency": "5001", "metadata": {}, "more": 1}', "application/json", 422),
        (b'{"agency": "5001", "agency": "5004", "metadata": {}}', "application/json", 400),
        (b'{"agency": "\\ud800", "metadata": {}}', "application/json", 400),
        (b'{"agency": NaN}', "application/json", 400),
        (b'{"agency": "\xff"}', "application/json", 400),
        (b"\xef\xbb\xbf{}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "application/json", 400),
        (b"1" * 5000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "application/x-www-form-urlencoded", 415),
        (b"{}", "application/json; charset=tis-620", 415),
        (b"{}", "", 415),
        (b'{"agency": "' + b"x" * (2 << 20) + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_the_senders_fault(
    app: Flask, body: bytes, kind: str, status: int
) -> None:
    answer = client_of(app, "steward").post(f"{HERE}/datasets", data=body, content_type=kind)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert_spoken(answer.get_json().get("errors", {}))


def assert_spoken(errors: dict[str, Any]) -> None:
    """Every leaf of what is wrong is a code with a sentence in each language."""
    for found in errors.values():
        if isinstance(found, dict):
            assert_spoken(found)
            continue
        for said in found:
            assert set(said) == {"code", "detail_th", "detail_en"}
            assert re.search("[ก-๙]", said["detail_th"])
            assert not re.search("[ก-๙]", said["detail_en"])


def test_a_value_of_the_wrong_form_is_named_by_its_field(app: Flask) -> None:
    body = {"agency": "5001", "metadata": {"title": 7, "data_type": "nothing", "zzz": 1}}
    answer = client_of(app, "steward").post(f"{HERE}/datasets", json=body)
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]["metadata"]) == {"title", "data_type", "zzz"}
    assert_spoken(answer.get_json()["errors"])


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("/search?limit=๑", "limit", "not-whole"),
        ("/search?limit=1001", "limit", "number-between"),
        ("/search?cursor=x&offset=1", "cursor", "cursor-with-offset"),
        ("/search?cursor=x", "cursor", "cursor-unknown"),
        ("/search?sort=x", "sort", "not-listed"),
        ("/search?zz=1", "zz", "field-unknown"),
        ("/suggest", "q", "value-missing"),
        ("/datasets?limit=1&limit=2", "limit", "field-repeated"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_both_languages(
    app: Flask, query: str, field: str, code: str
) -> None:
    answer = client_of(app).get(f"{HERE}{query}")
    errors = answer.get_json()["errors"]
    assert (answer.status_code, errors[field][0]["code"]) == (422, code)
    assert_spoken(errors)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Basic YTpi",
        "Bearer",
        "Bearer  ",
        "Bearer unknown",
        "Bearer a b",
        "Bearer ก",
        "x" * 5000,
    ],
)
def test_a_token_that_is_none_is_refused_everywhere(app: Flask, written: str) -> None:
    client = client_of(app)
    headers = {"Authorization": written.encode().decode("latin-1")}
    for path in ("", "/datasets", "/agencies", "/codelists", "/search", "/openapi.json"):
        answer = client.get(HERE + path, headers=headers)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "invalid-token"), path
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_broken_index_is_a_matter_of_waiting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    installation: Installation = app.extensions["banchi"]

    def damaged(*_: object) -> None:
        raise IndexDamaged("segment _42 at some path")

    monkeypatch.setattr(installation.search, "search", damaged)
    answer = client_of(app).get(f"{HERE}/search")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "segment" not in answer.text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=20,
    )
)
def test_json_is_read_as_it_was_written(document: Any) -> None:
    try:
        written = json.dumps(document, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return
    assert read_json(written) == document


def test_nesting_is_counted_outside_of_strings_only() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read_json(deepest.encode())
    assert read_json(json.dumps("[" * 1000).encode()) == "[" * 1000
    assert read_json(json.dumps('\\"' + "[" * 1000).encode())
    with pytest.raises(Malformed) as caught:
        read_json(f"[{deepest}]".encode())
    assert isinstance(caught.value, BadRequest)
