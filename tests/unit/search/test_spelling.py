"""What a misspelt word was meant to be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.analyzer import default_analyzer
from catalog.search.spelling import (
    Vocabulary,
    corrections,
    distance,
    other_keyboard,
    skeleton,
)

_TEXT = """
ประชากร จตุจักร สาทร ลาดกระบัง โรงพยาบาล โรงเรียน เขต น้ำท่วม งบประมาณ อุตสาหกรรม ตลาด จักร ทะเบียน
นักเรียน คุณภาพ อากาศ จราจร population hospital district school บางกะปิ ห้วยขวาง ดินแดง
"""
WORDS = _TEXT.split()
ANALYZER = default_analyzer()
VOCABULARY = Vocabulary(WORDS)


def count(word: str) -> int:
    return 50 if word in WORDS else 0


def corrected(text: str) -> list[str]:
    return corrections(text, ANALYZER, count, [VOCABULARY])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("จตจักร", "จตุจักร"),
        ("สาธร", "สาทร"),
        ("ลาดกะบัง", "ลาดกระบัง"),
        ("ประชากรณ์", "ประชากร"),
        ("เขตจตจักร", "เขตจตุจักร"),
        ("เขต จตจักร น้ำทวม", "เขต จตุจักร น้ำท่วม"),
        ("งบประมาน", "งบประมาณ"),
        ("ทะเบีบน", "ทะเบียน"),
        ("บางกระปิ", "บางกะปิ"),
        ("คุนภาพอากาด", "คุณภาพอากาศ"),
        ("hosptial", "hospital"),
        ("schol district", "school district"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert corrected(typed) == [meant]


@pytest.mark.parametrize(
    "text",
    ["ประชากร", "เขต 2563", "", "zzzzqqq", "กขฃคฅฆง", "-จตจักร", "ชื่อ:จตจักร", "-ก่อนสาธร", "x" * 300],
)
def test_what_is_right_excluded_or_hopeless_stays(text: str) -> None:
    assert corrected(text) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("xit=kdi", "ประชากร"), ("XIT=KDI", "ประชากร"), ("ย่นยี", None)]
)
def test_the_other_keyboard_layout(typed: str, meant: str | None) -> None:
    if meant is None:
        assert corrected(typed) == []
    elif typed.islower():
        assert corrected(typed)[0] == meant
    else:  # with the shift key other letters come
        assert meant not in corrected(typed)


def test_both_layouts_are_each_others_inverse() -> None:
    assert other_keyboard("population") == "ยนยีสฟะรนื"
    assert other_keyboard("ยนยีสฟะรนื") == "population"
    assert corrected("ยนยีสฟะรนื")[0] == "population"


def test_slips_that_keep_the_sound_cost_least() -> None:
    assert distance("สาธร", "สาทร", 2) < distance("สาธร", "สาขร", 2)
    assert distance("น้ำ", "นำ", 2) < distance("น้ำ", "น้อ", 2)
    assert skeleton("ลาดกระบัง") == skeleton("ลาดกะบัง")
    assert skeleton("ประชากรณ์") == skeleton("ประชากร")


@given(st.text("กขคงจตาิุ่้เแ", min_size=1, max_size=8), st.text("กขคงจตาิุ่้เแ", min_size=1, max_size=8))
def test_a_distance_is_the_same_both_ways_and_nought_for_the_same(a: str, b: str) -> None:
    assert distance(a, a, 2.0) == 0
    assert min(distance(a, b, 99.0), 9) == pytest.approx(min(distance(b, a, 99.0), 9))


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    for other in corrected(text):
        assert other
        other.encode()


@given(st.text(st.sampled_from('จตุจักร สาธรเขต-:"lpohsia'), max_size=40))
def test_a_correction_has_no_word_that_was_not_given(text: str) -> None:
    hidden = Vocabulary([*WORDS, "จตุจักรลับ", "สาธรลับเฉพาะ", "hospitals"])
    for other in corrections(text, ANALYZER, count, [hidden]):
        assert "ลับ" not in other


def test_it_takes_little_time_among_many_words() -> None:
    many = Vocabulary([*WORDS, *sorted(w for w, _ in ANALYZER.dictionary.counts())[:32_000]])
    for text in ("จตจักร", "สาธร", "ลาดกะบัง", "ก" * 200, "กา" * 100, "zzzz " * 40):
        start = time.process_time()
        corrections(text, ANALYZER, count, [many])
        # The bound is 15 ms for what people type; a test machine may be busy.
        assert time.process_time() - start < 0.1, text
