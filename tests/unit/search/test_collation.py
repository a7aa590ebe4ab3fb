"""Titles are in the order of the Royal Institute's dictionary."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.collation import MAX_KEY, title_key

# Ordered by hand by the rules that ``title_key`` states.
_LINES = """กก กง กฎ กรรม กล้า กลาง กะ กัก กัน กา กาง กำ กิน กี่ กึ่ง กุ้ง กู้ เก เก็ง เก่ง เกม เกะกะ
แก แกง โกง ใกล้ ไกล ขา ข่า ข้า ขาว เขต เขียน แข่ง โครงการ งบ จำนวน จุด เจ้า ฐาน ทะเบียน น้ำ แผน รายชื่อ
โรงงาน โรงเรียน สถานี สถิติ เส้น แหล่ง อาคาร"""
DICTIONARY = _LINES.split()


def test_words_of_a_dictionary_stay_in_their_order() -> None:
    mixed = random.Random(4).sample(DICTIONARY, len(DICTIONARY))  # noqa: S311
    assert sorted(mixed, key=title_key) == DICTIONARY


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ปี 2563", "ปี 2564"),
        ("2563", "abc"),
        ("Zebra", "กา"),
        ("กา", "ก่า"),
        ("ก่า", "ก้า"),
        ("ก้า", "กาก"),
        ("ปี ๒๕๖๓", "ปี 2564"),
        ("ฮ", ""),
    ],
)
def test_one_title_stands_before_another(first: str, second: str) -> None:
    assert title_key(first) < title_key(second)


@pytest.mark.parametrize(
    ("one", "other"), [("น้ำ", "นํ้า"), ("A-B", "a b"), ("ก (ข)", "ก ข"), (" ก", "ก")]
)
def test_spelling_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@given(st.text(max_size=400))
def test_any_text_has_a_short_key(text: str) -> None:
    assert 0 < len(title_key(text)) <= 12 * MAX_KEY
