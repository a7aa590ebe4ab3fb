"""Place names: the same place however it was spelt, and nothing else."""

import pytest

from catalog.search.analyzer import default_analyzer
from catalog.search.places import packaged_places, sound
from catalog.search.query import parse
from catalog.search.synonyms import NO_SYNONYMS, Synonyms, Table

ANALYZER = default_analyzer()


def thai(text: str) -> set[tuple[str, ...]]:
    """The alternatives in Thai letters of a text that is one place."""
    (clause,) = parse(text, ANALYZER, NO_SYNONYMS).clauses
    return {one for one in clause if one[0] >= "\u0e00"}


def test_all_provinces_and_the_districts_of_bangkok_are_known() -> None:
    names = [place[0] for place in packaged_places()]
    assert len(names) == len(set(names))
    assert {"เชียงใหม่", "นราธิวาส", "จตุจักร", "ทุ่งครุ", "สีลม"} <= set(names)
    assert len(names) > 76 + 50


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chatuchak", "จตุจักร"),
        ("jatujak", "จตุจักร"),
        ("Lat Phrao", "ลาดพร้าว"),
        ("ladprao", "ลาดพร้าว"),
        ("Lardprao", "ลาดพร้าว"),
        ("Khlong Toei", "คลองเตย"),
        ("klong toey", "คลองเตย"),
        ("Bangkapi", "บางกะปิ"),
        ("huay kwang", "ห้วยขวาง"),
        ("sathorn", "สาทร"),
        ("samut prakarn", "สมุทรปราการ"),
        ("Ayuthaya", "พระนครศรีอยุธยา"),
        ("Puket", "ภูเก็ต"),
        ("nan", "น่าน"),
    ],
)
def test_a_place_is_found_however_it_is_spelt(typed: str, meant: str) -> None:
    assert tuple(ANALYZER.tokens(meant)) in thai(typed)


@pytest.mark.parametrize("word", ["tag", "pray", "pre", "expense", "energy", "x" * 40])
def test_an_english_word_is_no_place(word: str) -> None:
    assert thai(word) == set()


def test_a_thai_name_also_asks_for_its_spellings_in_latin_letters() -> None:
    (clause,) = parse("ลาดพร้าว", ANALYZER, NO_SYNONYMS).clauses
    assert {("lat", "phrao"), ("latphrao",)} <= set(clause)


def test_a_place_stands_in_a_longer_question() -> None:
    clauses = parse("temples in Chiang Rai", ANALYZER).clauses
    assert (("chiang", "rai"), ("เชียงราย",), ("chiangrai",)) in clauses


def test_two_places_of_one_sound_are_found_by_their_own_spelling_alone() -> None:
    table = Table((), ANALYZER, (("บางแรก", "Bang Phon"), ("บางสอง", "Bangpon")))
    assert table.others(("bang", "pond")) == []
    assert table.others(("bangpon",)) == [tuple(ANALYZER.tokens("บางสอง"))]


def test_words_of_the_administrators_join_those_of_a_place() -> None:
    ours = Synonyms((("จตุจักร", "สวนจตุจักร์"),))
    (clause,) = parse("จตุจักร", ANALYZER, ours).clauses
    assert ("chatuchak",) in clause
    assert tuple(ANALYZER.tokens("สวนจตุจักร์")) in clause


def test_spelling_as_one_hears_does_not_change_the_sound() -> None:
    assert sound("chatuchak") == sound("jatujak")
    assert sound("lat phrao") == sound("ladprao") == sound("lardprao")
    assert sound("bueng kum") == sound("beungkum")
    assert sound("lampang") != sound("lamphun")
