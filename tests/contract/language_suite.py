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

    def test_a_rare_synonym_does_not_outrank_the_common_word_as_typed(
        self, backend: SearchBackend
    ) -> None:
        ours = Synonyms((("แคคตัส", "กระบองเพชร"),))
        backend.apply(_document(row, "เรื่องอื่น", body="แคคตัส") for row in range(2, 40))
        backend.apply([_document(1, "เรื่องอื่น", body="กระบองเพชร"), _document(50, "อื่น")])
        asked = SearchRequest(text="แคคตัส", audience=None, synonyms=ours, limit=100)
        assert backend.search(asked).rows[-1] == 1
        rare = backend.search(replace(asked, text="กระบองเพชร"))
        assert rare.rows[0] == 1

    def test_synonyms_come_with_the_request(self, backend: SearchBackend) -> None:
        backend.apply([_document(1, "กระบองเพชรในบ้าน"), _document(2, "แคคตัส")])
        ours = Synonyms((("แคคตัส", "กระบองเพชร"),))
        assert self.rows(backend, "แคคตัส") == [2]
        assert self.rows(backend, "แคคตัส", synonyms=ours) == [1, 2]
        assert self.rows(backend, '"แคคตัส"', synonyms=ours) == [2]
        assert self.rows(backend, "แคคตัส", synonyms=NO_SYNONYMS) == [2]

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("จตจักร", "จตุจักร"),
            ("ลาดกะบัง", "ลาดกระบัง"),
            ("ประชากรณ์", "ประชากร"),
            ("เขตจตจักร", "เขตจตุจักร"),
            ("xit=kdi", "ประชากร"),
            ("hosptial format:csv", "hospital format:csv"),
        ],
    )
    def test_a_slip_is_followed_by_what_was_meant(
        self, backend: SearchBackend, typed: str, meant: str
    ) -> None:
        csv = {"format": ("CSV",)}
        backend.apply(
            _document(row, "ประชากร เขตจตุจักร ลาดกระบัง", title_en="Hospital", facets=csv)
            for row in range(1, 6)
        )
        answer = backend.search(SearchRequest(text=typed, audience=("anyone",)))
        assert answer.did_you_mean == meant
        right = backend.search(SearchRequest(text=meant, audience=("anyone",)))
        assert (right.total, right.did_you_mean) == (5, "")

    def test_what_was_meant_tells_no_hidden_word(self, backend: SearchBackend) -> None:
        hidden = {"audience": ("agency:7",)}
        backend.apply(_document(row, "จตุจักร hospital", **hidden) for row in range(1, 6))
        backend.apply([_document(9, "ห้องสมุด")])
        for typed in ("จตจักร", "hosptial", "0936ydi", "เขตจตจักร"):
            answer = backend.search(SearchRequest(text=typed, audience=("anyone",)))
            assert answer.did_you_mean == "", typed
            assert not {"จตุจักร", "hospital"} & set(answer.terms)
        told = backend.search(SearchRequest(text="จตจักร", audience=("agency:7",)))
        assert told.did_you_mean == "จตุจักร"

    def test_english_words_of_one_stem(self, backend: SearchBackend) -> None:
        backend.apply([_document(1, "ฉีด", title_en="Vaccinated people"), _document(2, "Water")])
        assert self.rows(backend, "vaccination") == self.rows(backend, "vaccines") == [1]
        for text in ("vaccine", "vaccinat", "peopl", "Waterr"):
            answer = backend.search(SearchRequest(text=text, audience=("anyone",)))
            assert answer.rows
            assert not [term for term in (*answer.terms, answer.did_you_mean) if "~" in term]
