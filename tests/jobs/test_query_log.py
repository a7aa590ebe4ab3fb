"""Searches are counted in memory, bounded, and written off the reader's way."""

from __future__ import annotations

import datetime as dt
import logging
import threading

import pytest

from catalog.auth.policy import SYSTEM
from catalog.jobs import query_log
from catalog.jobs.installation import Installation
from catalog.jobs.query_log import QueryLog
from catalog.search.backend import SearchUnavailable
from catalog.services.query_log import QueryFigures, list_queries
from tests.fixtures_app import NOW, published
from tests.web.test_statements import counted

TODAY = dt.date(2026, 11, 25)


def figures(installation: Installation) -> QueryFigures:
    with installation.sessions.read() as session:
        return list_queries(session, SYSTEM, TODAY)


def test_counts_reach_the_rows_only_when_they_are_written(installation: Installation) -> None:
    log = installation.queries
    with counted(installation) as sent:
        for total in (3, 0, 5):
            log.note(" ขยะ ", total, NOW)
        log.note("somying@bangkok.example", 1, NOW)
    assert sent == []
    assert figures(installation).popular == ()
    log.flush()
    log.flush()
    (one,) = figures(installation).popular
    assert (one.text, one.count, one.misses, one.last_total) == ("ขยะ", 3, 1, 5)


def test_a_day_ends_at_midnight_in_thailand(installation: Installation) -> None:
    for hour in (16, 17):
        at = dt.datetime(2026, 11, 24, hour, 30, tzinfo=dt.UTC)
        installation.queries.note("ขยะ", 1, at)
    installation.queries.flush()
    assert [one.day.day for one in figures(installation).days] == [24, 25]


def test_memory_is_bounded(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_log, "MOST_HELD", 3)
    for number in range(10):
        installation.queries.note(f"คำ {number}", 1, NOW)
    installation.queries.note("คำ 0", 1, NOW)
    installation.queries.flush()
    assert [one.count for one in figures(installation).popular] == [2, 1, 1]


def test_a_timer_writes_and_closing_writes_the_rest(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = QueryLog(installation.sessions, installation.search, pause=0.01)
    flush, written = log.flush, threading.Event()

    def told() -> None:
        flush()
        written.set()

    monkeypatch.setattr(log, "flush", told)
    log.note("ขยะ", 1, NOW)
    assert written.wait(120), "given up: nothing is measured by it"
    assert [one.text for one in figures(installation).popular] == ["ขยะ"]
    log.pause = 1000
    log.note("ขยะ", 1, NOW)
    log.close()
    assert figures(installation).popular[0].count == 2


def test_what_cannot_be_written_is_lost_and_said(
    installation: Installation, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **_named: object) -> None:
        raise RuntimeError("ความลับ")

    monkeypatch.setattr(query_log, "record_queries", fail)
    installation.queries.note("ขยะ", 1, NOW)
    with caplog.at_level(logging.WARNING):
        installation.queries.close()
    assert "RuntimeError" in caplog.text
    assert "ขยะ" not in caplog.text
    assert "ความลับ" not in caplog.text
    installation.queries.close()


def test_popular_texts_are_read_when_counts_are_written(installation: Installation) -> None:
    published(installation)
    for ago in (0, 1, 2):
        for _ in range(2):
            installation.queries.note("ทะเบียน", 1, NOW - dt.timedelta(days=ago))
    assert installation.queries.popular == ()
    installation.queries.flush()
    assert installation.queries.popular == ("ทะเบียน",)


def test_an_index_that_cannot_answer_hides_what_is_popular(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SearchUnavailable("locked")

    monkeypatch.setattr(query_log, "popular_texts", fail)
    installation.queries.popular = ("ขยะ",)
    installation.queries.refresh(TODAY)
    assert installation.queries.popular == ()
