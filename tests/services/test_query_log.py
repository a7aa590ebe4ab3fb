"""What is looked for is counted without who looked, and nobody's typing is told to others."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.auth.policy import SYSTEM
from catalog.errors import Forbidden, SignInRequired
from catalog.jobs.installation import Installation
from catalog.services import query_log
from catalog.services.query_log import (
    LONGEST,
    Asked,
    countable,
    list_queries,
    popular_texts,
    record_queries,
)
from tests.fixtures_app import NOW, draft, person, published

TODAY = dt.date(2026, 11, 25)


def searched(
    installation: Installation, text: str, *days: int, count: int = 2, misses: int = 0
) -> None:
    """Somebody looked for a text some days ago."""
    for ago in days:
        with installation.sessions.write() as session:
            asked = {text: Asked(count, misses, 7)}
            record_queries(session, SYSTEM, asked, now=NOW - dt.timedelta(days=ago))


def popular(installation: Installation) -> tuple[str, ...]:
    with installation.sessions.read() as session:
        return popular_texts(session, installation.search, TODAY)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  ทะเบียน   ราษฎร ", "ทะเบียน ราษฎร"),
        ("COVID-19", "covid-19"),
        ("ปี ๒๕๖๔", "ปี 2564"),
        ("ปี 2564 2565", "ปี 2564 2565"),
        ("นายกเทศมนตรี", "นายกเทศมนตรี"),
        ("ทะเบียนรถยนต์", "ทะเบียนรถยนต์"),
        ("", ""),
        ("\x00\ud800", ""),
    ],
)
def test_a_text_is_counted_in_one_spelling(text: str, kept: str) -> None:
    assert countable(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "somying@bangkok.example",
        "somying@",
        "somying%40bangkok.example",
        "1234567890123",
        "1-2345-67890-12-3",
        "1 2345 67890 12 3",
        "๑๒๓๔๕๖๗๘๙๐๑๒๓",
        "081-234-5678",
        "02 123 4567",
        "+66 (81) 234.5678",
        "๐๘๑๒๓๔๕๖๗๘",
        "ที่ดินของ นายสมชาย ใจดี",
        "นางสาว สมหญิง รักดี",
        "นางสมหญิง รักดี",
        "Mr. Somchai Jaidee",
        "ด.ช.สมชาย ใจดี",
        "ก" * (LONGEST + 1),
        "ก" * 100_000,
    ],
)
def test_what_may_point_at_a_person_is_not_kept(text: str) -> None:
    assert countable(text) == ""


@given(st.text(max_size=400))
def test_any_text_is_kept_in_bounds_or_not_at_all(text: str) -> None:
    kept = countable(text)
    assert len(kept) <= LONGEST
    assert "@" not in kept
    assert countable(kept) == kept


def test_counts_add_up_by_day(installation: Installation) -> None:
    searched(installation, "ขยะ", 0, 0, 8, 40, misses=1)
    searched(installation, "น้ำ", 0)
    with installation.sessions.read() as session:
        figures = list_queries(session, person(installation, "admin"), TODAY)
    first, second = figures.popular
    assert (first.text, first.count, first.days, first.misses) == ("ขยะ", 6, 2, 3)
    assert (first.recent, first.earlier, first.last_total) == (4, 2, 7)
    assert second.text == "น้ำ"
    assert [one.text for one in figures.missed] == ["ขยะ"]
    assert [(one.day, one.count, one.misses) for one in figures.days] == [
        (TODAY - dt.timedelta(days=8), 2, 1),
        (TODAY, 6, 2),
    ]


def test_a_day_keeps_only_so_many_texts_and_the_log_only_so_many_days(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_log, "MOST_A_DAY", 2)
    searched(installation, "เก่า", 100)
    for text in ("หนึ่ง", "สอง", "สาม"):
        searched(installation, text, 0)
    searched(installation, "สอง", 0)
    with installation.sessions.read() as session:
        figures = list_queries(session, SYSTEM, TODAY)
        long_ago = list_queries(session, SYSTEM, TODAY - dt.timedelta(days=100))
    assert [(one.text, one.count) for one in figures.popular] == [("สอง", 4), ("หนึ่ง", 2)]
    assert "เก่า" not in [one.text for one in long_ago.popular]


@pytest.mark.parametrize("who", ["anyone", "colleague", "steward", "head", "evaluator"])
def test_only_administrators_see_what_is_looked_for(installation: Installation, who: str) -> None:
    actor = person(installation, who)
    wanted = SignInRequired if who == "anyone" else Forbidden
    with installation.sessions.write() as session:
        with pytest.raises(wanted):
            list_queries(session, actor, TODAY)
        with pytest.raises(wanted):
            record_queries(session, actor, {"ก": Asked(1, 0, 1)}, now=NOW)


def test_popular_is_what_several_days_had(installation: Installation) -> None:
    published(installation)
    searched(installation, "ทะเบียน", 0, 1, 2)
    searched(installation, "ประชากร", 0, 1, count=50)
    searched(installation, "ราษฎร", 0, 1, 2, count=1)
    searched(installation, "แขวง", 31, 32, 33)
    assert popular(installation) == ("ทะเบียน",)


@pytest.mark.parametrize(
    "text",
    [
        "ทะเบียน zzqqxx",  # a word that no public record has
        "zzqqxx",
        "ทะเบียน -zzqqxx",  # an exclusion would hide the word from the check
        "-zzqqxx",
        'ทะเบียน "zzqqxx"',
        "agency:5001",
        "ก",
        "ทะเบียนเฉพาะเขต",
        "ทะเบียนฉบับร่าง",
        "ทะเบียน " * 10,
    ],
)
def test_v04_no_typing_comes_out_that_is_not_public(installation: Installation, text: str) -> None:
    published(installation)
    published(installation, draft(title="ทะเบียนเฉพาะเขต", private=True))
    searched(installation, text.strip(), *range(10), count=100)
    assert popular(installation) == ()


def test_popular_texts_are_few_and_the_most_frequent_first(installation: Installation) -> None:
    words = ["ทะเบียน", "ประชากร", "ราษฎร", "แขวง", "population", "registered"]
    published(installation)
    for number, word in enumerate(words):
        searched(installation, word, 0, 1, 2, count=10 + number)
    assert popular(installation) == tuple(reversed(words))
