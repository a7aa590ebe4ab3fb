"""What every search backend understands of a reader's language; inherit it beside SearchSuite."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.document import SearchDocument
from catalog.search.synonyms import NO_SYNONYMS, Synonyms


def _document(row: int, title: str, **more: object) -> SearchDocument:
    plain = SearchDocument(row=row, uid=str(row), version=1, title_th=title, audience=("anyone",))
    return replace(plain, **more)  # type: ignore[arg-type]


class LanguageSuite:
    """Give the fixture ``make``, as for SearchSuite."""

    @pytest.fixture
    def backend(self, make: Callable[[], SearchBackend]) -> Iterator[SearchBackend]:
        backend = make()
        backend.rebuild([])
        backend.open()
        yield backend
        backend.close()

    def rows(self, backend: SearchBackend, text: str, **more: object) -> list[int]:
        request = replace(SearchRequest(text=text, audience=("anyone",)), **more)  # type: ignore[arg-type]
        answer = backend.search(request)
        assert not answer.relaxed
        return sorted(answer.rows)

    def test_a_prefix_is_a_filter(self, backend: SearchBackend) -> None:
        csv = {"format": ("CSV",), "year": ("2020", "2021"), "keyword": ("Flood",)}
        backend.apply(
            [
                _document(1, "น้ำท่วม", facets=csv),
                _document(2, "น้ำท่วม", facets={"format": ("PDF",), "agency": ("5001",)}),
            ]
        )
        for text in ("format:csv", "ปี:2563", "year:2021 น้ำ", "-รูปแบบ:pdf", "tag:flood"):
            assert self.rows(backend, text) == [1], text
        for text in ("รูปแบบ:pdf", "น้ำ -ปี:2563", "หน่วยงาน:5001"):
            assert self.rows(backend, text) == [2], text
        assert self.rows(backend, "format:csv", filters={"format": ("PDF",)}) == []
        assert self.rows(backend, "format:csv,pdf", filters={"format": ("PDF",)}) == [2]

    def test_the_title_alone(self, backend: SearchBackend) -> None:
        backend.apply(
            [
                _document(1, "โรงพยาบาลสัตว์", body="ห้องสมุด"),
                _document(2, "ห้องสมุดประชาชน", body="โรงพยาบาล"),
            ]
        )
        assert self.rows(backend, "โรงพยาบาล") == [1, 2]
        assert self.rows(backend, "ชื่อ:โรงพยาบาล") == [1]
        assert self.rows(backend, "-title:โรงพยาบาล ห้องสมุด") == [2]

    def test_a_year_of_either_calendar(self, backend: SearchBackend) -> None:
        backend.apply(
            [
                _document(1, "งบประมาณ 2563"),
                _document(2, "Budget 2020"),
                _document(3, "งบประมาณ", facets={"year": ("2020",)}),
                _document(4, "งบประมาณ 2564"),
            ]
        )
        assert self.rows(backend, "2563") == self.rows(backend, "๒๕๖๓") == [1, 2, 3]
        assert self.rows(backend, "2020") == [1, 2, 3]
        assert backend.search(SearchRequest(text="2020", audience=None)).rows[0] == 2

    def test_an_abbreviation_finds_the_name_and_the_name_the_abbreviation(
        self, backend: SearchBackend
    ) -> None:
        backend.apply(
            [
                _document(1, "โรงเรียนสังกัดสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน"),
                _document(2, "โรงเรียนสังกัด สพฐ."),
                _document(3, "อาชีวศึกษา"),
            ]
        )
        for text in ("สพฐ.", "สพฐ", "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", "สังกัดสพฐ."):
            assert self.rows(backend, text) == [1, 2], text
        assert backend.search(SearchRequest(text="สพฐ", audience=None)).rows[0] == 2

    def test_synonyms_come_with_the_request(self, backend: SearchBackend) -> None:
        backend.apply([_document(1, "กระบองเพชรในบ้าน"), _document(2, "แคคตัส")])
        ours = Synonyms((("แคคตัส", "กระบองเพชร"),))
        assert self.rows(backend, "แคคตัส") == [2]
        assert self.rows(backend, "แคคตัส", synonyms=ours) == [1, 2]
        assert self.rows(backend, '"แคคตัส"', synonyms=ours) == [2]
        assert self.rows(backend, "แคคตัส", synonyms=NO_SYNONYMS) == [2]
