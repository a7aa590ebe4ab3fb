"""What the search does beyond the words as typed: what was meant, and what comes close."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.search.backend import SearchAnswer, SearchRequest
from catalog.search.document import SearchDocument
from catalog.search.near import FEW_MATCHES
from catalog.search.synonyms import Synonyms
from catalog.search.whoosh import WhooshBackend


def document(row: int, title: str, **more: object) -> SearchDocument:
    plain = SearchDocument(row=row, uid=str(row), version=1, title_th=title, audience=("anyone",))
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[WhooshBackend]:
    backend = WhooshBackend(tmp_path / "index")
    # Words tell something only where many datasets are without them.
    backend.rebuild(document(row, "เรื่องอื่น") for row in range(500, 540))
    yield backend
    backend.close()


def ask(backend: WhooshBackend, text: str, **more: object) -> SearchAnswer:
    return backend.search(replace(SearchRequest(text=text, audience=("anyone",)), **more))  # type: ignore[arg-type]


# What was meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fi'ci,", "โรงแรม"),
        ("ศญฌ", "lpg"),
        ("Fi'ci, 2563", "โรงแรม 2563"),
        ("Fi'ci, lpg", "โรงแรม lpg"),
        ("โรงแรน", "โรงแรม"),
        ("โรงแรม 63", "โรงแรม 2563"),
    ],
)
def test_what_was_meant_is_searched_in_place_of_nothing(
    backend: WhooshBackend, typed: str, meant: str
) -> None:
    backend.apply(document(row, "โรงแรม LPG 2563") for row in range(1, 4))
    answer = ask(backend, typed)
    assert (answer.did_you_mean, answer.instead, answer.relaxed) == (meant, True, True)
    right = ask(backend, meant)
    assert (answer.rows, answer.total, answer.terms) == (right.rows, 3, right.terms)
    assert not right.instead


def test_a_word_that_occurs_is_not_replaced(backend: WhooshBackend) -> None:
    backend.apply(document(row, "โรงแรม") for row in range(2, 30))
    backend.apply([document(1, "โรงแรน")])
    answer = ask(backend, "โรงแรน")
    assert (answer.rows, answer.did_you_mean, answer.instead) == ([1], "โรงแรม", False)
    answer = ask(backend, "โรงแรน สวนสัตว์")
    assert (answer.rows, answer.instead, answer.relaxed) == ([1], False, True)


def test_a_filter_does_not_change_what_was_meant(backend: WhooshBackend) -> None:
    csv = {"format": ("CSV",)}
    backend.apply([document(1, "โรงแรม", facets=csv), document(2, "โรงแรม")])
    assert ask(backend, "Fi'ci,").rows == [1, 2]
    assert ask(backend, "Fi'ci,", filters=csv).rows == [1]
    assert ask(backend, "Fi'ci, format:csv").rows == [1]
    nothing = ask(backend, "Fi'ci,", filters={"format": ("PDF",)})
    assert (nothing.total, nothing.rows, nothing.instead) == (0, [], True)
    kept = ask(backend, "โรงแรม", filters={"format": ("PDF",)})
    assert (kept.total, kept.did_you_mean, kept.instead) == (0, "", False)


def test_pages_of_what_was_meant_follow_each_other(backend: WhooshBackend) -> None:
    backend.apply(document(row, "โรงแรม") for row in range(1, 6))
    first = ask(backend, "Fi'ci,", limit=3)
    second = ask(backend, "Fi'ci,", limit=3, cursor=first.cursor)
    assert sorted(first.rows + second.rows) == [1, 2, 3, 4, 5]
    assert (first.total, second.cursor) == (5, "")


def test_what_was_meant_tells_no_hidden_word(backend: WhooshBackend) -> None:
    backend.apply(document(row, "โรงแรม 2563", audience=("agency:7",)) for row in range(1, 5))
    backend.apply([document(9, "ตลาด")])
    for typed in ("Fi'ci,", "โรงแรน", "-hv,^]"):
        answer = ask(backend, typed)
        assert (answer.did_you_mean, answer.instead, answer.near) == ("", False, [])


@pytest.mark.parametrize("typed", ["-hv,^]", "-yho9vo", "l5b9b-hv,^]"])
def test_the_other_layout_is_offered_whatever_its_splinters_find(
    backend: WhooshBackend, typed: str
) -> None:
    backend.apply(document(row, "ข้อมูลขั้นตอน สถิติข้อมูล") for row in range(1, 8))
    answer = ask(backend, typed)
    assert answer.did_you_mean in ("ข้อมูล", "ขั้นตอน", "สถิติข้อมูล")


def test_a_list_of_words_with_commas_is_no_other_layout(backend: WhooshBackend) -> None:
    backend.apply(document(row, "apples, pears") for row in range(1, 8))
    assert ask(backend, "apples,pears").did_you_mean == ""
    assert ask(backend, "-apples").did_you_mean == ""


def test_nobody_looks_for_a_word_like_of(backend: WhooshBackend) -> None:
    backend.apply(document(row, "ตลาด ด้วย") for row in range(1, 15))
    answer = ask(backend, "ด้วญ")
    assert (answer.did_you_mean, answer.instead) == ("", False)
    assert ask(backend, "ตลาค").did_you_mean == "ตลาด"


def test_a_phrase_is_not_replaced(backend: WhooshBackend) -> None:
    backend.apply([document(1, "โรงแรม")])
    assert not ask(backend, '"โรงแรน"').instead


# What comes close


def test_what_misses_a_word_follows_the_full_matches(backend: WhooshBackend) -> None:
    backend.apply([document(1, "กล้วย มะม่วง"), document(2, "มะม่วง"), document(3, "กล้วย")])
    backend.apply(document(row, "ข้อมูล กล้วย") for row in range(1000, 1200))
    answer = ask(backend, "กล้วย มะม่วง", facets=("agency",))
    assert (answer.rows, answer.total, answer.relaxed) == ([1], 1, False)
    assert answer.near == [2], "the commoner word alone tells too little"
    assert answer.facets == {"agency": []}


def test_near_datasets_are_the_best_first_and_fill_the_page(backend: WhooshBackend) -> None:
    backend.apply([document(1, "กล้วย มะม่วง มะพร้าว")])
    backend.apply([document(2, "ตลาด", body="กล้วย มะม่วง"), document(3, "กล้วย มะม่วง")])
    answer = ask(backend, "กล้วย มะม่วง มะพร้าว", limit=3)
    assert (answer.rows, answer.near) == ([1], [3, 2])
    assert ask(backend, "กล้วย มะม่วง มะพร้าว", limit=2).near == [3]
    assert ask(backend, "กล้วย มะม่วง มะพร้าว", limit=0).near == []
    assert ask(backend, "กล้วย มะม่วง มะพร้าว", offset=1).near == []


def test_enough_full_matches_need_no_near_ones(backend: WhooshBackend) -> None:
    backend.apply(document(row, "กล้วย มะม่วง") for row in range(1, FEW_MATCHES))
    backend.apply([document(90, "มะม่วง"), document(91, "กล้วย")])
    first, second = ask(backend, "กล้วย มะม่วง", limit=30).near
    assert {first, second} == {90, 91}
    assert ask(backend, "กล้วย มะม่วง", limit=5).near == []
    last = ask(backend, "กล้วย มะม่วง", limit=5, offset=15)
    assert (len(last.rows), last.near) == (4, [first])
    backend.apply([document(FEW_MATCHES, "กล้วย มะม่วง")])
    assert ask(backend, "กล้วย มะม่วง", limit=30).near == []


def test_a_word_with_many_names_counts_once(backend: WhooshBackend) -> None:
    backend.apply(document(row, "กรุงเทพมหานคร กทม. Bangkok") for row in range(1, 4))
    backend.apply([document(9, "กล้วย"), *(document(row, "มะพร้าว") for row in range(20, 60))])
    answer = ask(backend, "กล้วย กรุงเทพมหานคร", explain=True)
    assert answer.rows[0] == 9
    assert answer.explained[1][1][0] == "recency"


def test_what_is_near_passes_filters_and_is_not_excluded_or_hidden(
    backend: WhooshBackend,
) -> None:
    csv = {"format": ("CSV",)}
    backend.apply([document(1, "กล้วย มะม่วง"), document(2, "มะม่วง", facets=csv)])
    backend.apply([document(3, "มะม่วง ลับ"), document(4, "มะม่วง", audience=("agency:7",))])
    backend.apply(document(row, "กล้วย") for row in range(1000, 1200))
    assert ask(backend, "กล้วย มะม่วง").near == [2, 3]
    assert ask(backend, "กล้วย มะม่วง -ลับ").near == [2]
    narrower = ask(backend, "กล้วย มะม่วง", filters=csv)
    assert (narrower.total, narrower.rows, narrower.near) == (0, [], [2])
    assert ask(backend, "กล้วย มะม่วง", audience=("anyone", "agency:7")).near == [2, 4, 3]


@pytest.mark.parametrize("more", [{"sort": "modified"}, {"sort": "title"}])
def test_another_order_knows_no_near_ones(backend: WhooshBackend, more: dict[str, object]) -> None:
    backend.apply([document(1, "กล้วย มะม่วง"), document(2, "มะม่วง")])
    assert ask(backend, "กล้วย มะม่วง", **more).near == []


@pytest.mark.parametrize("text", ["มะม่วง", "กล้วย มะพร้าว", '"กล้วย มะม่วง"', ""])
def test_one_word_nothing_and_a_phrase_have_no_near_ones(backend: WhooshBackend, text: str) -> None:
    backend.apply([document(1, "กล้วย มะม่วง"), document(2, "มะม่วง")])
    assert ask(backend, text).near == []


def test_a_compound_that_is_nowhere_is_looked_for_in_its_parts(backend: WhooshBackend) -> None:
    backend.apply([document(1, "ถนน สายหลัก"), document(2, "หลวง")])
    answer = ask(backend, "ถนนหลวง", correct=False)
    assert (answer.relaxed, sorted(answer.rows)) == (True, [1, 2])


def test_what_holds_fewer_words_follows_what_holds_most(backend: WhooshBackend) -> None:
    backend.apply([document(1, "กล้วย มะม่วง"), document(2, "มะพร้าว"), document(3, "กล้วย")])
    answer = ask(backend, "กล้วย มะม่วง มะพร้าว")
    assert (answer.rows, answer.total, answer.relaxed) == ([1], 1, True)
    assert answer.near == [2, 3]


def test_a_word_that_says_little_only_moves_its_datasets_up(backend: WhooshBackend) -> None:
    backend.apply([document(1, "กล้วย"), document(2, "กล้วย จำนวน"), document(3, "จำนวน")])
    answer = ask(backend, "จำนวน กล้วย", explain=True)
    assert (answer.rows, answer.total, answer.relaxed) == ([2, 1], 2, False)
    earned = {what: weight for what, weight, _ in answer.explained[0]}
    assert 0 < earned["จำนวน"] < earned["กล้วย"]


def test_a_rare_word_for_a_common_thing_tells_as_little_as_the_thing(
    backend: WhooshBackend,
) -> None:
    backend.apply(document(row, "ตลาด") for row in range(1, 60))
    backend.apply([document(60, "market market market")])
    english, thai = (ask(backend, word, explain=True).explained for word in ("market", "ตลาด"))
    assert english[0][0][0] == "market"
    assert english[0][0][1] == pytest.approx(thai[0][0][1])


def test_words_that_stand_together_nowhere_are_looked_for_one_by_one(
    backend: WhooshBackend,
) -> None:
    backend.apply([document(1, "เสพ กล้วย มะม่วง"), document(2, "กล้วย มะม่วง"), document(3, "มะม่วง")])
    backend.apply([document(4, "ยา กล้วย มะม่วง")])
    ours = Synonyms((("ผู้เสพยา", "ขี้ยา"),))
    answer = ask(backend, "ผู้เสพยา กล้วย มะม่วง", synonyms=ours)
    assert (sorted(answer.rows), answer.relaxed) == ([1, 4], True)
    assert answer.near == [2, 3]


def test_what_nobody_holds_keeps_nothing_away(backend: WhooshBackend) -> None:
    backend.apply([document(1, "กล้วย มะม่วง"), document(2, "มะม่วง"), document(3, "มะม่วง")])
    backend.apply(document(row, "กล้วย") for row in range(1000, 1020))
    assert set(ask(backend, "กล้วย มะม่วง ทุเรียนหมอนทอง").near) >= {2, 3}
