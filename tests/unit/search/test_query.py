"""What a reader's text asks for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.analyzer import default_analyzer
from catalog.search.query import MAX_CHARACTERS, MAX_TERMS, Query, clean, parse, squeeze


def parsed(text: str) -> Query:
    return parse(text, default_analyzer())


def words(query: Query) -> list[str]:
    return [clause[0][0] for clause in query.clauses]


@given(st.text(st.one_of(st.characters(), st.sampled_from('"-“” \n"ก')), max_size=400))
def test_no_text_is_an_error(text: str) -> None:
    query = parsed(text)
    assert len(query.clauses) + len(query.excluded) <= MAX_TERMS
    for clause in (*query.clauses, *query.excluded):
        for term in (term for alternative in clause for term in alternative):
            assert term
            term.encode()


@given(st.text(st.characters(), max_size=1000))
def test_a_text_is_short_and_printable_after_cleaning(text: str) -> None:
    cleaned, _ = clean(text)
    assert len(cleaned) <= MAX_CHARACTERS
    cleaned.encode()
    assert not any(ord(c) < 32 or ord(c) == 127 for c in cleaned)


def test_a_word_also_asks_for_its_parts() -> None:
    assert parsed("โรงงานอุตสาหกรรม").clauses == (
        (("โรงงานอุตสาหกรรม",), ("โรง", "งาน", "อุตสาหกรรม")),
    )


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert words(parsed("ปี ๒๕๖๓")) == words(parsed("2563")) == ["2563"]
    assert words(parsed("ปี")) == ["ปี"]
    assert parsed("").clauses == ()


def test_quotes_hold_words_together() -> None:
    query = parsed("“น้ำท่วม ขัง” เขต")
    assert query.phrases == ("น้ำท่วม ขัง",)
    assert set(words(query)) >= {"น้ำท่วม", "เขต"}


@pytest.mark.parametrize("text", ['"น้ำท่วม', 'น้ำท่วม"', '""น้ำท่วม', '"" น้ำท่วม'])
def test_a_lonely_quote_means_nothing(text: str) -> None:
    query = parsed(text)
    assert words(query) == ["น้ำท่วม"]
    assert query.phrases == ()


def test_a_hyphen_before_a_word_excludes_it() -> None:
    query = parsed('น้ำ -ประปา -"น้ำ เสีย" - โควิด-19')
    assert words(query) == ["น้ำ", "โควิด", "19"]
    assert query.excluded == ((("ประปา",),), (("น้ำ", "เสีย"),))


def test_a_long_text_is_cut_between_words() -> None:
    text = "ข้อมูล " * 100
    assert clean(text)[0].endswith("ข้อมูล")
    cut, broken = clean("ก" * 201)
    assert broken
    assert len(cut) == MAX_CHARACTERS


def test_very_long_text_costs_little() -> None:
    start = time.process_time()
    parsed("สำนักงานสถิติแห่งชาติ" * 5000)
    parsed("\x00" * 100_000)
    parsed('-"' * 50_000)
    assert time.process_time() - start < 0.3


def test_squeezing() -> None:
    assert squeeze(" นํ้า \n  ท่วม ") == "น้ำ ท่วม"
