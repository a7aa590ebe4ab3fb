"""The words of the analyzer and their packed form."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.search import dictionary
from catalog.search.dictionary import HEAD, Dictionary, pack, packaged_lines

WORDS = st.text(st.sampled_from("กขคาน"), min_size=1, max_size=7)
COUNTS = st.dictionaries(WORDS, st.integers(0, 10**6), max_size=40)


@given(COUNTS)
def test_a_packed_dictionary_holds_the_same_words(counts: dict[str, int]) -> None:
    held = Dictionary(pack(counts))
    assert dict(held.counts()) == counts
    assert pack(dict(held.counts())) == pack(counts)
    assert {word: held.count(word) for word in counts} == counts


@given(COUNTS, WORDS)
def test_the_words_that_begin_a_text_are_found_by_its_head(
    counts: dict[str, int], text: str
) -> None:
    lengths, longer = Dictionary(pack(counts))[text[:HEAD]]
    beginning = {word for word in counts if text.startswith(word)}
    assert {text[:n] for n in lengths if text[:n] in longer or n <= HEAD} >= beginning
    assert {text[:n] for n in lengths if n <= min(HEAD, len(text))} <= beginning
    assert longer.keys() == {w for w in counts if len(w) > HEAD and w[:HEAD] == text[:HEAD]}
    assert list(lengths) == sorted(set(lengths))


@given(COUNTS, st.lists(WORDS))
def test_words_from_another_list_are_words_without_a_count(
    counts: dict[str, int], others: list[str]
) -> None:
    assert dict(Dictionary(pack(counts), others).counts()) == dict.fromkeys(others, 0) | counts


def test_what_no_word_begins_with_is_not_a_word() -> None:
    held = Dictionary(pack({"กา": 3}))
    assert held.count("กาก") is held.count("กากา") is held.count("ข") is None
    assert held["ขขข"] == ((), {})


def test_hostile_texts_do_not_fill_the_memory() -> None:
    held = Dictionary([""])
    for number in range(dictionary._KEPT + 10):
        assert held[chr(0x100 + number % 50_000) + chr(0x100 + number // 50_000)] == ((), {})
    assert len(held) == dictionary._KEPT


def test_the_packaged_list_is_in_the_form_of_pack() -> None:
    lines = packaged_lines()
    assert pack(dict(Dictionary(lines).counts())) == lines
