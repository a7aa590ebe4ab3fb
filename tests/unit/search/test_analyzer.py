"""Cutting Thai and English text into words."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.analyzer import MAX_WORD, Analyzer, default_analyzer, normalise, stem
from catalog.search.query import parse
from catalog.search.synonyms import NO_SYNONYMS

THAI = st.text(st.sampled_from([chr(c) for c in range(0x0E01, 0x0E5C)]), max_size=40)
DIRTY = st.text(st.sampled_from("กขคนรมสาะำํเแๅฤๆฯ ัิีึืุู็่้๊๋์ํ๎ฺ.-\u200b\u00ada1๑Aé"), max_size=30)
ANYTHING = st.one_of(THAI, DIRTY, st.text(st.characters(), max_size=60))


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return default_analyzer()


@given(ANYTHING)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ปี ๒๕๖๓", "ปี 2563"),
        ("สํานักงาน", "สำนักงาน"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("เเผนที่", "แผนที่"),
        ("ตลาด\u200bนัด", "ตลาดนัด"),
        ("บ้้าน", "บ้าน"),
        ("ที่ี", "ที่".replace("ี่", "ี่")),
        ("ทื่", "ทื่"),
        ("ท่ี", "ที่"),
        ("ๅ", "า"),
        ("ฤๅษี", "ฤๅษี"),
        ("ＧＩＳ PM2.5", "gis pm2.5"),
    ],
)
def test_one_spelling_for_what_looks_the_same(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@given(THAI)
def test_a_cut_loses_no_letter(text: str) -> None:
    for run in re.findall("[ก-ฮะ-ฺเ-ๅ็-๎]+", normalise(text)):
        assert "".join(default_analyzer().cut(run)) == run


@given(ANYTHING)
def test_words_cover_the_text(text: str) -> None:
    words = default_analyzer().tokens(text)
    assert all(0 < len(word) <= MAX_WORD for word in words)
    assert all(word == normalise(word) for word in words)
    letters = set(re.findall("[ก-ฮa-z0-9]", normalise(text).replace("ฯลฯ", "")))
    # A plural loses its s, and may turn from -ies to -y.
    assert letters - {"s", "i", "e"} <= set("".join(words))


@given(ANYTHING)
def test_parts_are_parts(text: str) -> None:
    analyzer = default_analyzer()
    for word in analyzer.tokens(text):
        parts = analyzer.parts(word)
        assert not parts or "".join(parts) == word or not word.isalpha()
        assert set(analyzer.fine(word)) <= {word, *analyzer.sub_words(word)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ทะเบียนราษฎร", ["ทะเบียน", "ราษฎร"]),
        ("โรงงานอุตสาหกรรม", ["โรงงานอุตสาหกรรม"]),
        ("ปีพ.ศ.๒๕๖๖", ["ปี", "พศ", "2566"]),
        ("เม.ย. ก.พ.ร. ตร.กม.", ["เมย", "กพร", "ตรกม"]),
        ("สังกัด สพฐ. และ กทม.", ["สังกัด", "สพฐ", "และ", "กทม"]),
        ("กรุงเทพฯ ต่างๆ ฯลฯ", ["กรุงเทพ", "ต่าง"]),
        ("ขนาดเล็กPM2.5", ["ขนาดเล็ก", "pm2.5"]),
        ("Factories, buses and GIS", ["factory", "buse", "and", "gis"]),
        ("เขตคลองสามวา", ["เขต", "คลองสามวา"]),
        ("\ud800ก\x00", ["ก"]),
        ("", []),
    ],
)
def test_words_of_a_text(analyzer: Analyzer, text: str, words: list[str]) -> None:
    assert analyzer.tokens(text) == words


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("โรงงานอุตสาหกรรม", {"โรงงาน", "โรง", "งาน", "อุตสาหกรรม"}),
        ("ข้อมูล", set()),
        ("ทะเบียน", set()),
        ("pm2.5", {"pm", "2.5", "pm2", "5"}),
        ("covid-19", {"covid", "19"}),
        ("bangkok", set()),
    ],
)
def test_parts_of_a_word(analyzer: Analyzer, word: str, parts: set[str]) -> None:
    assert set(analyzer.sub_words(word)) == parts


def test_an_abbreviation_is_one_word_with_and_without_dots(analyzer: Analyzer) -> None:
    for dotted, plain in (("พ.ศ.", "พศ"), ("ก.พ.ร.", "กพร"), ("กทม.", "กทม"), ("มิ.ย.", "มิย")):
        assert analyzer.tokens(dotted) == analyzer.tokens(plain) == [plain]


@pytest.mark.parametrize(
    "text",
    ["ก", "น้ำ", "่้", "a", "a.", "ก.", "กา", "เ", "ํ่", "ฯ", "\u200b", "สำนักงาน", "ก a", "é"],
)
def test_hostile_text_takes_linear_time(analyzer: Analyzer, text: str) -> None:
    hostile = text * (100_000 // len(text))
    start = time.process_time()
    analyzer.tokens(hostile)
    assert time.process_time() - start < 3  # about 0.3 s where nobody else is working


def test_the_word_lists_are_normalised(analyzer: Analyzer) -> None:
    words = [word for word, _ in analyzer.dictionary.counts()]
    joined = "\n".join(sorted(words))
    assert len(words) > 60_000
    assert normalise(joined) == joined


@pytest.mark.parametrize(
    "words",
    [
        "vaccine vaccines vaccination vaccinated",
        "flood floods flooding flooded",
        "plan plans planning planned",
        "pollution polluted",
        "education educational",
        "employ employment employed",
        "house houses housing",
    ],
)
def test_english_words_of_one_stem_find_each_other(words: str) -> None:
    analyzer = default_analyzer()
    for asked in words.split():
        (clause,) = parse(asked, analyzer, NO_SYNONYMS).clauses
        for written in words.split():
            (word,) = analyzer.tokens(written)
            held = {word, *analyzer.sub_words(word)}
            assert any(held.issuperset(one) for one in clause), (asked, written)


def test_a_stem_is_no_word_and_short_words_have_none() -> None:
    assert stem("gis") == stem("น้ำท่วม") == stem("pm2.5") == ""
    assert not stem("flooding")[-1].isalnum()
