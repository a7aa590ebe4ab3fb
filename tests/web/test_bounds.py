"""Input that hurts: bounded in fields, rows, bytes and numbers; never a crash."""

from __future__ import annotations

import tracemalloc

import pytest
from werkzeug.datastructures import MultiDict

from catalog.errors import TooLarge
from catalog.jobs.installation import Installation
from catalog.web.routes import MAX_FIELDS
from catalog.web.typed import read_typed
from tests.fixtures_app import published
from tests.web.answers import ANSWERS
from tests.web.visitors import Visitor

NEW = "/dataset/new?type=record"


def test_i01_a_huge_index_makes_nothing_of_its_size() -> None:
    form = MultiDict(
        [
            ("r-999-name", "x"),
            ("r-99999999999-name", "x"),
            ("r-1e9-name", "x"),
            ("extras__99999999__key", "x"),
            ("d-title", "y"),
            ("d-unknown_key", "z"),
        ]
    )
    tracemalloc.start()
    typed = read_typed(form)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000
    assert len(typed.rows) == 1
    assert dict(typed.boxes) == {"d-title"[2:]: ("y",)}


def test_i01_too_many_rows_are_refused() -> None:
    with pytest.raises(TooLarge):
        read_typed(MultiDict((f"r-{n}-name", "x") for n in range(201)))


def test_i01_too_many_fields_and_too_many_bytes_are_refused(steward: Visitor) -> None:
    token = steward.token()
    many = {"csrf_token": token, **{f"d-x{n}": "1" for n in range(MAX_FIELDS)}}
    assert steward.client.post(NEW, data=many).status_code == 413
    heavy = {"csrf_token": token, "d-notes": "x" * (2 * 1024 * 1024)}
    answer = steward.client.post(NEW, data=heavy)
    assert answer.status_code == 413
    assert "2 MB" in answer.text


def test_text_beyond_the_hard_limit_is_refused_and_kept_within_it(steward: Visitor) -> None:
    answer = steward.send(NEW, "save", {**ANSWERS, "d-title": "ก" * 20_005})
    assert answer.status_code == 422
    assert 'id="d-title-error"' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=0",
        "page=99999999999999999999",
        "page=abc",
        "page=๒",
        "page=",
        "sort=nonsense",
        "lang=xx",
        "type=&type=",
        "year=999999999999999999999",
        "year=๒๕๖๓",
        "format=" + "x" * 5000,
        "q=" + "%22(" * 500,
        "q=%00%ED%A0%80",
        "q=*&keyword=%00",
        "&".join(f"keyword={n}" for n in range(500)),
    ],
)
def test_i07_i09_no_query_is_an_error(
    installation: Installation, anyone: Visitor, query: str
) -> None:
    published(installation)
    assert anyone.get(f"/search?{query}").status_code == 200
    assert anyone.get(f"/agency/5001?{query}").status_code == 200
    assert anyone.get(f"/suggest?{query}").status_code == 200


@pytest.mark.parametrize("version", ["", "-1", "abc", "9" * 30, "๑", "1.5"])
def test_i07_a_version_that_is_none_is_a_stale_edit(
    installation: Installation, steward: Visitor, version: str
) -> None:
    record = published(installation)
    path = f"/dataset/{record.slug}/edit"
    assert steward.send(path, "save", {"version": version}).status_code == 412


@pytest.mark.parametrize(
    "day",
    [
        ("29", "2", "2566"),
        ("31", "4", "2569"),
        ("0", "1", "2569"),
        ("1", "13", "2569"),
        ("1", "1", "0"),
    ],
)
def test_i08_impossible_days_are_refused(steward: Visitor, day: tuple[str, str, str]) -> None:
    boxes = dict(zip(("day", "month", "year"), day, strict=True))
    typed = {f"d-last_updated_date-{name}": text for name, text in boxes.items()}
    # A select box cannot send month 13, but somebody without a browser can.
    answer = steward.send(NEW, "save", {**ANSWERS, **typed})
    assert answer.status_code == 422
    assert 'id="d-last_updated_date-error"' in answer.text


def test_a_leap_day_of_the_buddhist_era_is_read(steward: Visitor) -> None:
    typed = {
        "d-last_updated_date-day": "29",
        "d-last_updated_date-month": "2",
        "d-last_updated_date-year": "2567",
    }
    assert steward.send(NEW, "save", {**ANSWERS, **typed}).status_code == 303
