"""The API's search: orders, pages by cursor, and reasons for administrators only."""

import pytest
from flask import Flask

from catalog.auth.policy import SYSTEM
from catalog.jobs.installation import Installation
from catalog.services.query_log import list_queries
from schemas.time import civil_date
from tests.fixtures_app import NOW, draft, published
from tests.fixtures_http import client_of

SEARCH = "/api/v1/search"
TITLES = ("แผนน้ำ", "เกาะน้ำ", "การน้ำ", "2563 น้ำ", "ก่าน้ำ")


@pytest.fixture
def filled(app: Flask, installation: Installation) -> Flask:
    for title in TITLES:
        published(installation, draft(title=title), drain=False)
    installation.drain()
    return app


def test_titles_come_in_the_order_of_a_thai_dictionary(filled: Flask) -> None:
    client = client_of(filled)
    found = client.get(SEARCH, query_string={"sort": "title"}).get_json()["items"]
    listed = [item["metadata"]["title"] for item in found]
    assert listed == ["2563 น้ำ", "ก่าน้ำ", "การน้ำ", "เกาะน้ำ", "แผนน้ำ"]
    turned = client.get(SEARCH, query_string={"sort": "title", "reverse": "true"}).get_json()
    assert [item["metadata"]["title"] for item in turned["items"]] == listed[::-1]


@pytest.mark.parametrize("sort", ["title", "relevance", "modified"])
def test_a_cursor_leads_through_all_pages(filled: Flask, sort: str) -> None:
    client = client_of(filled)
    cursor: str | None = ""
    seen: list[str] = []
    for _ in range(3):
        query = {"q": "น้ำ", "sort": sort, "limit": 2, "cursor": cursor}
        page = client.get(SEARCH, query_string=query).get_json()
        seen += [item["uid"] for item in page["items"]]
        cursor = page["cursor"]
    assert cursor is None
    assert len(set(seen)) == len(seen) == len(TITLES)


def test_the_next_page_begins_where_this_one_ended(
    filled: Flask, installation: Installation
) -> None:
    client = client_of(filled)
    page = client.get(SEARCH, query_string={"sort": "title", "limit": 2, "offset": 1}).get_json()
    seen = [item["metadata"]["title"] for item in page["items"]]
    while page["next"]:
        published(installation, draft(title="1 น้ำ"))  # before all others
        assert "offset" not in page["next"]
        page = client.get(page["next"].removeprefix("http://catalogue.test")).get_json()
        seen += [item["metadata"]["title"] for item in page["items"]]
    assert seen == ["ก่าน้ำ", "การน้ำ", "เกาะน้ำ", "แผนน้ำ"]


def test_a_wrong_cursor_is_named(filled: Flask) -> None:
    client = client_of(filled)
    for query in ({"cursor": "x"}, {"cursor": "x", "offset": 3}):
        answer = client.get(SEARCH, query_string=query)
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["cursor"])


def test_only_administrators_learn_the_reasons(filled: Flask) -> None:
    query = {"q": "น้ำ", "explain": "true"}
    assert client_of(filled).get(SEARCH, query_string=query).status_code == 401
    assert client_of(filled, "steward").get(SEARCH, query_string=query).status_code == 403
    found = client_of(filled, "admin").get(SEARCH, query_string=query).get_json()
    assert len(found["explained"]) == len(found["items"]) == len(TITLES)
    assert {"what", "weight", "contribution"} == set(found["explained"][0][0])


def test_an_answer_says_that_the_text_was_cut(filled: Flask) -> None:
    client = client_of(filled)
    short = client.get(SEARCH, query_string={"q": "น้ำ"}).get_json()
    assert (short["cut"], short["notices"]) == (False, [])
    found = client.get(SEARCH, query_string={"q": "น้ำ " * 60}).get_json()
    assert (found["cut"], found["total"]) == (True, len(TITLES))
    (notice,) = found["notices"]
    assert notice["code"] == "search-text-cut"
    assert "200 ตัวอักษรแรก" in notice["detail_th"]
    assert "first 200 characters" in notice["detail_en"]


def test_searches_count_as_those_of_the_page_do(filled: Flask, installation: Installation) -> None:
    for who in ("anyone", "steward"):
        client = client_of(filled) if who == "anyone" else client_of(filled, who)
        for query in (
            {"q": "น้ำ"},
            {"q": "zzqqxx"},
            {"q": "น้ำ", "offset": 2},
            {"q": "น้ำ", "format": "CSV"},
            {"q": "somying@bangkok.example"},
            {},
        ):
            assert client.get(SEARCH, query_string=query).status_code == 200
        cursor = client.get(SEARCH, query_string={"limit": 2}).get_json()["cursor"]
        client.get(SEARCH, query_string={"cursor": cursor, "limit": 2})
    client_of(filled).get("/search", query_string={"q": "น้ำ"})
    installation.queries.flush()
    with installation.sessions.read() as session:
        counted = list_queries(session, SYSTEM, civil_date(NOW)).popular
    assert {(one.text, one.count, one.misses) for one in counted} == {
        ("น้ำ", 3, 0),
        ("zzqqxx", 2, 2),
    }
