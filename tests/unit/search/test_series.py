"""Titles of a series are the same without their period."""

import pytest

from catalog.search.series import without_period


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สถิติคดี ปี 2561", "สถิติคดี พ.ศ. ๒๕๖๓"),
        ("รายงาน เดือนมกราคม 2563", "รายงานประจำเดือน ก.พ. 2564"),
        ("Traffic, January 2020", "Traffic March 2021"),
    ],
)
def test_titles_that_differ_in_their_period_are_of_one_series(one: str, other: str) -> None:
    assert without_period(one) == without_period(other)
    assert without_period(one) != without_period("สถิติอื่น")


@pytest.mark.parametrize("word", ["market", "decision", "mayor", "ปีก", "novel"])
def test_words_that_begin_like_a_month_stay(word: str) -> None:
    assert without_period(word)
