"""Walks by offset while datasets leave: none that stays is missed, in any order of the rows."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.ckan import walks
from catalog.api.ckan.walks import Walks
from catalog.jobs.installation import Installation
from schemas.dataset import DatasetRecord
from tests.api.ckan.conftest import caller
from tests.fixtures_app import draft, published
from tests.fixtures_http import client_of
from tests.services.test_changes import INTERNAL, amended, withdrawn

#: As CKANHarvester asks, as ckanapi asks, and what else may be walked by.
SORTS = (
    *("id asc", "", "metadata_created asc", "name desc", "metadata_modified asc", "id"),
    "metadata_modified desc, name asc",
)
Made = list[DatasetRecord]


@pytest.fixture
def made(installation: Installation) -> Made:
    """Twelve public datasets."""
    return [
        published(installation, draft(slug=f"set-{n:02}", title=f"ชุดที่ {n}"), drain=False)
        for n in range(12)
    ]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def walked(
    client: FlaskClient, between: Callable[[list[str]], None], rows: int = 3, **given: Any
) -> list[str]:
    """Names in the order met, until a page is empty; ``between`` is done after every page."""
    call, found, start = caller(client), list[str](), 0
    while True:
        result = call("package_search", rows=rows, start=start, **given)
        if not result["results"]:
            return found
        found += [each["name"] for each in result["results"]]
        between(found)
        start += rows


@pytest.mark.parametrize("sort", SORTS)
def test_a_dataset_that_leaves_makes_a_walk_miss_no_other(
    client: FlaskClient, installation: Installation, made: Made, sort: str
) -> None:
    names = {record.slug: record for record in made}
    left: list[str] = []

    def leave(found: list[str]) -> None:
        if len(left) < 4:
            left.append(next(name for name in found if name not in left))
            withdrawn(installation, names[left[-1]])

    found = walked(client, leave, sort=sort)
    assert set(found) == set(names)
    assert len(found) == len(names), "and none comes twice"


def test_a_narrower_class_is_a_leave_too(
    client: FlaskClient, installation: Installation, made: Made
) -> None:
    def close(found: list[str]) -> None:
        if len(found) == 3:
            amended(installation, next(r for r in made if r.slug == found[0]), **INTERNAL)

    found = walked(client, close, sort="name asc", fq="organization:5001")
    assert found == [record.slug for record in made]


def test_without_the_memory_the_offset_counts(
    client: FlaskClient,
    installation: Installation,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gap is there, and it is the memory that closes it."""
    monkeypatch.setattr(walks, "PATIENCE", -1.0)

    def leave(found: list[str]) -> None:
        if len(found) == 3:
            withdrawn(installation, made[0])

    found = walked(client, leave, sort="name asc")
    assert set(found) == {record.slug for record in made} - {"set-03"}


def test_two_walks_at_once_miss_nothing(
    client: FlaskClient, installation: Installation, made: Made
) -> None:
    """Another walk that begins after a leave moves no place of the first forward."""
    others: list[list[str]] = []

    def leave(found: list[str]) -> None:
        if len(found) == 3:
            withdrawn(installation, made[1])
            others.append(walked(client, lambda _: None, sort="name asc"))

    found = walked(client, leave, sort="name asc")
    assert found == [record.slug for record in made]
    assert set(others[0]) == {record.slug for record in made} - {"set-01"}


def test_who_counts_pages_by_the_first_answer_misses_nothing_either(
    client: FlaskClient, installation: Installation, made: Made
) -> None:
    call = caller(client)
    first = call("package_search", rows=5, sort="id asc")
    found = [each["name"] for each in first["results"]]
    for name in found[:3]:
        withdrawn(installation, next(r for r in made if r.slug == name))
    for start in range(5, first["count"], 5):
        page = call("package_search", rows=5, start=start, sort="id asc")
        found += [each["name"] for each in page["results"]]
    assert set(found) == {record.slug for record in made}


def test_a_page_of_names_begins_where_the_last_one_ended(
    client: FlaskClient, installation: Installation, made: Made
) -> None:
    call = caller(client)
    found = call("package_list", limit=4)
    withdrawn(installation, made[0])
    again = [call("package_list", limit=4, offset=4) for _ in range(2)]
    assert again[0] == again[1]
    found += again[0] + call("package_list", limit=4, offset=8)
    assert found == [record.slug for record in made]
    assert call("package_list", limit=4, offset=12) == []
    assert call("package_list", offset=9) == [record.slug for record in made[10:]]


def test_an_order_by_words_and_a_page_without_rows_take_the_offset(
    client: FlaskClient, made: Made
) -> None:
    call = caller(client)
    pages = [
        call("package_search", rows=6, start=start, sort="title_string asc") for start in (0, 6)
    ]
    assert len({each["id"] for page in pages for each in page["results"]}) == len(made)
    assert call("package_search", rows=0, start=0, sort="id asc")["results"] == []
    assert call("package_search", rows=5, start=500, sort="id asc")["results"] == []


def test_the_memory_is_short_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    kept = Walks(lambda: clock[0])
    order = [("metadata_modified", True)]
    kept.keep("q", 10, (5, "b"), order)
    assert kept.place("q", 10) == (5, "b")
    assert kept.place("q", 20) is None
    kept.keep("q", 10, (4, "a"), order)
    assert kept.place("q", 10) == (5, "b"), "the earlier place stays"
    kept.keep("q", 10, (5, "b"), order)
    kept.keep("q", 10, (5, "a"), order)
    assert kept.place("q", 10) == (5, "a")
    clock[0] = walks.PATIENCE + 1
    assert kept.place("q", 10) is None
    kept.keep("q", 10, (1, "z"), order)
    assert kept.place("q", 10) == (1, "z")
    monkeypatch.setattr(walks, "MOST", 2)
    kept.keep("q", 20, (1, "z"), order)
    kept.keep("q", 30, (1, "z"), order)
    assert kept.place("q", 10) is None
    assert kept.place("q", 30) == (1, "z")
