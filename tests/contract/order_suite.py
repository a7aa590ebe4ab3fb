"""In which order any search backend gives its hits, why, and how pages follow each other."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from catalog.errors import InvalidInput
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.document import SearchDocument
from tests.contract.search_model import make_document, make_documents

_PLAIN = {"uid": "", "version": 1}


class OrderSuite:
    """Inherit it beside ``SearchSuite``, whose fixtures it needs."""

    def rows_of(self, backend: SearchBackend, text: str, *documents: SearchDocument) -> list[int]:
        backend.apply(documents)
        return backend.search(SearchRequest(text=text, audience=None)).rows

    def test_places_rank_in_their_order(self, backend: SearchBackend) -> None:
        other = {"title_th": "ห้องสมุด", **_PLAIN}
        documents = [
            SearchDocument(row=1, distributions="น้ำท่วม", **other),  # type: ignore[arg-type]
            SearchDocument(row=2, body="น้ำท่วม", **other),  # type: ignore[arg-type]
            SearchDocument(row=3, agency="น้ำท่วม", **other),  # type: ignore[arg-type]
            SearchDocument(row=4, keywords=("น้ำท่วม",), **other),  # type: ignore[arg-type]
            SearchDocument(row=5, title_th="จุดเสี่ยงน้ำท่วม", **_PLAIN),  # type: ignore[arg-type]
            SearchDocument(row=6, title_th="น้ำท่วม", **_PLAIN),  # type: ignore[arg-type]
        ]
        assert self.rows_of(backend, "น้ำท่วม", *documents) == [6, 5, 4, 3, 2, 1]

    def test_a_title_that_is_the_question_comes_first(self, backend: SearchBackend) -> None:
        many = "โรงพยาบาล สถิติ " * 8
        documents = [
            SearchDocument(row=1, title_th=many, keywords=("สถิติ", "โรงพยาบาล"), **_PLAIN),  # type: ignore[arg-type]
            SearchDocument(row=2, title_th="โรงพยาบาลและสถิติ", **_PLAIN),  # type: ignore[arg-type]
            SearchDocument(row=3, title_th="สถิติ โรงพยาบาล", body="อื่น " * 60, **_PLAIN),  # type: ignore[arg-type]
        ]
        assert self.rows_of(backend, "สถิติโรงพยาบาล", *documents)[0] == 3

    def test_words_side_by_side_in_a_title_come_before_words_apart(
        self, backend: SearchBackend
    ) -> None:
        documents = [
            SearchDocument(row=1, title_th="นักเรียน เขต สถิติ", **_PLAIN),  # type: ignore[arg-type]
            SearchDocument(row=2, title_th="เขต สถิติ นักเรียน", **_PLAIN),  # type: ignore[arg-type]
        ]
        assert self.rows_of(backend, "สถิติ นักเรียน", *documents) == [2, 1]

    def test_the_newer_and_more_complete_win_a_tie(self, backend: SearchBackend) -> None:
        same = {"title_th": "น้ำ", "modified": 739000, **_PLAIN}
        documents = [
            SearchDocument(row=1, **same),  # type: ignore[arg-type]
            SearchDocument(row=2, completeness=900, **same),  # type: ignore[arg-type]
            SearchDocument(row=3, completeness=900, **{**same, "modified": 739900}),  # type: ignore[arg-type]
        ]
        assert self.rows_of(backend, "น้ำ", *documents) == [3, 2, 1]

    def test_reasons_sum_to_the_order(self, backend: SearchBackend) -> None:
        backend.apply(make_documents(60))
        request = SearchRequest(text="โรงงาน ทะเบียน", audience=None, limit=60, explain=True)
        answer = backend.search(replace(request, text="โรงงาน"))
        assert len(answer.explained) == len(answer.rows) > 3
        totals = [sum(earned for _, _, earned in reasons) for reasons in answer.explained]
        assert totals == pytest.approx(sorted(totals, reverse=True), rel=1e-5)
        assert {"โรงงาน", "recency"} <= {what for what, _, _ in answer.explained[0]}
        assert backend.search(replace(request, explain=False)).explained == ()

    @pytest.mark.parametrize("reverse", [False, True])
    @pytest.mark.parametrize("sort", ["relevance", "modified", "completeness", "title"])
    @pytest.mark.parametrize("text", ["", "โรงงาน"])
    def test_pages_by_cursor_are_the_whole_list(
        self, backend: SearchBackend, text: str, sort: str, reverse: bool
    ) -> None:
        backend.apply(make_documents(70))
        backend.apply(make_documents(20, seed=9))
        request = SearchRequest(text=text, audience=None, sort=sort, reverse=reverse)  # type: ignore[arg-type]
        every = backend.search(replace(request, limit=1000))
        assert every.cursor == ""
        seen: list[int] = []
        page = backend.search(replace(request, limit=7))
        while True:
            assert page.total == every.total
            seen += page.rows
            if not page.cursor:
                break
            page = backend.search(replace(request, limit=7, cursor=page.cursor))
        assert seen == every.rows
        by_offset = [backend.search(replace(request, limit=7, offset=at)).rows for at in (0, 7, 14)]
        assert seen[:21] == [row for rows in by_offset for row in rows]

    @pytest.mark.parametrize("sort", ["relevance", "modified", "completeness", "title"])
    def test_pages_miss_nothing_while_others_change(
        self, backend: SearchBackend, sort: str
    ) -> None:
        draw = random.Random(2)  # noqa: S311
        backend.rebuild(make_documents(80))
        request = SearchRequest(text="โรงงาน", audience=None, sort=sort, limit=5)  # type: ignore[arg-type]
        before = backend.search(replace(request, limit=1000)).rows
        changing = set(before[1::4]) | set(range(81, 120))
        seen: list[int] = []
        page = backend.search(request)
        while True:
            seen += page.rows
            if not page.cursor:
                break
            some = draw.sample(sorted(changing), 6)
            backend.apply([make_document(row, draw) for row in some[:4]], some[4:])
            page = backend.search(replace(request, cursor=page.cursor))
        assert [row for row in seen if row not in changing] == [
            row for row in before if row not in changing
        ]

    @pytest.mark.parametrize(
        "cursor", ["x", "!!!", "W10", "bnVsbA", "WyJhIiwxLCIiLDEsMSx7fV0", "A" * 9000]
    )
    def test_a_cursor_of_another_question_is_refused(
        self, backend: SearchBackend, cursor: str
    ) -> None:
        with pytest.raises(InvalidInput):
            backend.search(SearchRequest(audience=None, cursor=cursor))
        backend.apply(make_documents(9))
        given = backend.search(SearchRequest(audience=None, limit=2)).cursor
        with pytest.raises(InvalidInput):
            backend.search(SearchRequest(audience=None, sort="title", cursor=given))
        with pytest.raises(InvalidInput):
            SearchRequest(cursor=given, offset=3)

    def test_titles_are_in_order_over_all_writings(
        self, backend: SearchBackend, make: Callable[[], SearchBackend]
    ) -> None:
        titles = ["ไกล", "กา", "เก", "ก่า", "แผน", "Zoo", "2563", "กา"]
        for row, title in enumerate(titles, 1):
            backend.apply([SearchDocument(row=row, title_th=title, **_PLAIN)])  # type: ignore[arg-type]
        request = SearchRequest(audience=None, sort="title")
        assert backend.search(request).rows == [7, 6, 2, 8, 4, 3, 1, 5]
        assert backend.search(replace(request, reverse=True)).rows == [5, 1, 3, 4, 2, 8, 6, 7]
        assert make().search(request).rows == [7, 6, 2, 8, 4, 3, 1, 5]
