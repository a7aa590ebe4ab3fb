"""Marking a query's words in a text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.search.analyzer import normalise
from catalog.search.highlight import excerpt, highlight


def marked(text: str, *terms: str) -> list[str]:
    return [piece for piece, hit in highlight(text, terms) if hit]


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_the_pieces_are_the_text(text: str, terms: list[str]) -> None:
    pieces = highlight(text, terms)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


@pytest.mark.parametrize(
    ("text", "term", "hit"),
    [
        ("สถิติการทะเบียนราษฎรรายอำเภอ", "ทะเบียน", "ทะเบียน"),
        ("ปี ๒๕๖๓", "2563", "๒๕๖๓"),
        ("สํานักงานเขต", "สำนักงาน", "สํานักงาน"),
        ("ใช้นํ้าประปา", "น้ำ", "นํ้า"),
        ("ตลาด\u200bนัด", "ตลาดนัด", "ตลาด\u200bนัด"),
        ("All FACTORIES here", "factory", "FACTORIES"),
        ("Open Schools", "school", "Schools"),
    ],
)
def test_a_term_is_found_as_its_author_wrote_it(text: str, term: str, hit: str) -> None:
    assert marked(text, term) == [hit]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("logistics", "gis"),
        ("น้ำ", "น"),
        ("การ", "กา" + "ร์"),
        ("น้ำ", "นั"),
        ("โรงงานอุตสาหกรรม", "รร"),
        ("รรม", "รร"),
    ],
)
def test_what_only_looks_alike_stays_unmarked(text: str, term: str) -> None:
    assert marked(text, term) == []


def test_an_abbreviation_stands_by_itself() -> None:
    assert marked("รร.วัดกก ครู รร 5 คน", "รร") == ["รร", "รร"]
    assert marked("จำนวนคนไข้", "คน") == ["คน"]


def test_small_words_are_marked_only_where_nothing_else_is_asked_for() -> None:
    assert marked("แผนที่ การให้บริการ", "แผนที่", "การ") == ["แผนที่"]
    assert marked("การให้บริการ", "การ") == ["การ", "การ"]


def test_the_longest_term_wins() -> None:
    assert marked("โรงงานอุตสาหกรรม", "โรงงาน", "โรงงานอุตสาหกรรม") == ["โรงงานอุตสาหกรรม"]


def test_markup_stays_text() -> None:
    assert highlight("<b>gis</b>", ["gis"]) == [("<b>", False), ("gis", True), ("</b>", False)]


def joined(pieces: list[tuple[str, bool]]) -> str:
    return "".join(piece for piece, _ in pieces)


@given(st.text(max_size=300), st.integers(20, 100))
def test_an_excerpt_is_short(text: str, size: int) -> None:
    assert len(joined(excerpt(text, ["ก"], size))) <= max(size + 2, len(text))


@given(
    st.lists(st.sampled_from(["กา", "มี", " ", "ข้อ", "ทะเบียน"]), max_size=80),
    st.integers(20, 100),
)
def test_an_excerpt_is_a_part_of_the_text_marked_like_the_whole(
    words: list[str], size: int
) -> None:
    plain = " ".join("".join(words).split())
    pieces = [piece for piece in excerpt("".join(words), ["ทะเบียน"], size) if piece[0] != "…"]
    assert joined(pieces) in plain
    hits = [piece for piece, hit in pieces if hit]
    assert all(hit == "ทะเบียน" for hit in hits[:-1])
    assert all("ทะเบียน".startswith(hit) for hit in hits)  # the last may be cut off
    assert bool(hits) == ("ทะเบียน" in plain)


def test_an_excerpt_shows_the_first_hit() -> None:
    text = "ข้อมูล " * 60 + "ทะเบียนราษฎร " + "ข้อมูล " * 60
    pieces = excerpt(text, ["ทะเบียน"], 100)
    assert ("ทะเบียน", True) in pieces
    assert pieces[0] == pieces[-1] == ("…", False)
    assert "ทะเบียนราษฎร" in joined(pieces)
    assert len(joined(pieces)) <= 110


@pytest.mark.parametrize(
    ("text", "term", "hits"),
    [
        ("ปี ๒๕๖๓ และ 2563", "2563", ["๒๕๖๓", "2563"]),
        ("เเผนงานแผน", "แผน", ["เเผน", "แผน"]),
        ("ทะะเบียน", "ทะเบียน", ["ทะะเบียน"]),
        ("ที่อยู่ กทม\u200b", "กทม", ["กทม\u200b"]),
        ("İstanbul gis", "gis", ["gis"]),
        ("factory, factories, factoryism", "factory", ["factory", "factories"]),
    ],
)
def test_a_spelling_that_the_search_mends_is_marked_as_a_whole(
    text: str, term: str, hits: list[str]
) -> None:
    assert marked(text, term) == hits


@given(
    st.lists(
        st.sampled_from(["กา", "เเก", "นํ้า", "ที่", "รู้้", "ข\u200bอ", "ฤๅ", "มๅ", "เก่ี", "๑ก"]),
        min_size=1,
    )
)
@example(["İ"])
def test_a_text_of_any_spelling_is_one_hit_of_itself(syllables: list[str]) -> None:
    """Taking a text apart for its spelling agrees with ``normalise``."""
    text = "".join(["กา", *syllables])
    assert highlight(text, [normalise(text)]) == [(text, True)]


@given(
    st.lists(
        st.sampled_from(["กา", "เเก", "นํ้า", " ", "ทะเบียน", "ทะะเบียน", "gis", "GIS-", "\u00a0"]),
        max_size=60,
    ),
    st.integers(5, 60),
)
def test_an_excerpt_marks_what_the_whole_text_marks(words: list[str], size: int) -> None:
    """It looks through the two sides of a blank by themselves, and only as far as it shows."""
    plain = " ".join("".join(words).split())
    terms = ["กา", "แก", "ทะเบียน", "gis"]
    pieces = [piece for piece in excerpt(plain, terms, size) if piece[0] != "…"]
    at = plain.find(joined(pieces))
    whole = [piece for piece, hit in highlight(plain, terms) if hit]
    shown = [piece for piece, hit in pieces if hit]
    assert bool(shown) == bool(whole)
    assert at >= 0
    assert shown[:1] == whole[:1] or whole[0].startswith(shown[0])
