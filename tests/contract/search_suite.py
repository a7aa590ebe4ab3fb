"""What every search backend must do; a test module of a backend inherits the suite."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from bench.hostile import hostile_texts
from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.document import FACETS, SearchDocument, phrase_text
from tests.contract.reference import ReferenceBackend
from tests.contract.search_model import (
    Texts,
    check,
    make_document,
    make_documents,
    make_request,
    model_of,
)


class SearchSuite:
    """Inherit it and give the fixture ``make``: a backend that fetches texts with a callback."""

    @pytest.fixture
    def texts(self) -> Texts:
        """The normalised texts of the rows, for phrases."""
        return {}

    @pytest.fixture
    def make(self, texts: Texts) -> Callable[[], SearchBackend]:
        raise NotImplementedError

    @pytest.fixture
    def backend(self, make: Callable[[], SearchBackend]) -> Iterator[SearchBackend]:
        """An open backend without documents."""
        backend = make()
        backend.rebuild([])
        backend.open()
        yield backend
        backend.close()

    def fill(
        self, backend: SearchBackend, documents: Sequence[SearchDocument], texts: Texts
    ) -> ReferenceBackend:
        backend.rebuild(documents)
        texts.update({document.row: phrase_text(document) for document in documents})
        return model_of(documents)

    def rows(self, backend: SearchBackend, text: str, **more: object) -> list[int]:
        request = replace(SearchRequest(text=text, audience=None), **more)  # type: ignore[arg-type]
        return backend.search(request).rows

    def test_optimising_changes_no_answer(self, backend: SearchBackend, texts: Texts) -> None:
        documents = make_documents(20)
        self.fill(backend, documents, texts)
        backend.apply(documents[:5], [document.row for document in documents[5:8]])
        asked = [SearchRequest(text=text, audience=None) for text in ("", "ข้อมูล")]
        before, held = list(map(backend.search, asked)), backend.versions()
        assert backend.optimise()
        assert list(map(backend.search, asked)) == before
        assert backend.versions() == held

    def test_an_empty_index_answers_everything_with_nothing(self, backend: SearchBackend) -> None:
        draw = random.Random(8)  # noqa: S311
        for request in [make_request(draw) for _ in range(100)]:
            answer = backend.search(request)
            assert (answer.total, answer.rows) == (0, [])
            assert not any(answer.facets.values())
            assert backend.suggest(request.text, request.audience) == []

    # Words

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("ทะเบียน", "ทะเบียนราษฎร"),
            ("โรงงาน", "โรงงานอุตสาหกรรม"),
            ("อุตสาหกรรม", "โรงงานอุตสาหกรรม"),
            ("ปี ๒๕๖๓", "ข้อมูล ปี 2563"),
            ("2563", "ข้อมูลปี๒๕๖๓"),
            ("น้ำท่วม", "จุดเสี่ยงนํ้าท่วมขัง"),
            ("ก.พ.ร.", "ตัวชี้วัด กพร"),
            ("pm 2.5", "ค่าฝุ่น PM2.5"),
        ],
    )
    def test_a_word_finds_the_title(self, backend: SearchBackend, text: str, title: str) -> None:
        other = SearchDocument(row=1, uid="1", version=1, title_th="รายชื่อห้องสมุด")
        backend.apply([other, SearchDocument(row=2, uid="2", version=1, title_th=title)])
        assert self.rows(backend, text) == [2]

    def test_every_word_of_a_title_finds_it(self, backend: SearchBackend, texts: Texts) -> None:
        model = self.fill(backend, make_documents(40), texts)
        analyzer = default_analyzer()
        for document in model.documents.values():
            for word in analyzer.tokens(f"{document.title_th} {document.title_en}"):
                assert document.row in self.rows(backend, word, limit=1000)

    def test_year_with_and_without_the_word_year(
        self, backend: SearchBackend, texts: Texts
    ) -> None:
        self.fill(backend, make_documents(60), texts)
        plain = self.rows(backend, "2563")
        assert plain
        assert self.rows(backend, "ปี ๒๕๖๓") == plain

    def test_english_finds_english_keywords(self, backend: SearchBackend) -> None:
        held = SearchDocument(row=7, uid="7", version=1, title_th="น้ำ", keywords=("Floods",))
        backend.apply([held])
        assert self.rows(backend, "flood") == self.rows(backend, "FLOODS") == [7]

    def test_whole_words_and_titles_come_first(self, backend: SearchBackend) -> None:
        plain = {"uid": "", "version": 1}
        backend.apply(
            [
                SearchDocument(row=1, title_th="ห้องสมุด", body="โรงงานอุตสาหกรรม", **plain),  # type: ignore[arg-type]
                SearchDocument(row=2, title_th="โรงงาน", **plain),  # type: ignore[arg-type]
                SearchDocument(row=3, title_th="ห้องสมุด", keywords=("โรงงาน",), **plain),  # type: ignore[arg-type]
            ]
        )
        assert self.rows(backend, "โรงงาน") == [2, 3, 1]

    def test_a_phrase_stands_as_it_is(self, backend: SearchBackend, texts: Texts) -> None:
        titles = ("เขต น้ำท่วม", "น้ำท่วม เขต", "เขต  นํ้าท่วม")
        documents = [
            SearchDocument(row=row, uid="", version=1, title_th=title)
            for row, title in enumerate(titles, 1)
        ]
        self.fill(backend, documents, texts)
        assert sorted(self.rows(backend, "เขต น้ำท่วม")) == [1, 2, 3]
        assert sorted(self.rows(backend, '"เขต น้ำท่วม"')) == [1, 3]

    @pytest.mark.parametrize(
        "text", ['"', "-", '-"', "AND", "a:b", "*", "[ TO", "\x00\ud800", "((", "ก" * 500]
    )
    def test_no_text_is_an_error(self, backend: SearchBackend, texts: Texts, text: str) -> None:
        self.fill(backend, make_documents(5), texts)
        backend.search(SearchRequest(text=text, audience=None, facets=FACETS))

    def test_hostile_texts_find_what_they_say(self, backend: SearchBackend, texts: Texts) -> None:
        model = self.fill(backend, make_documents(30), texts)
        for text in hostile_texts().values():
            request = SearchRequest(text=text, audience=None, facets=FACETS, limit=1000)
            check(backend.search(request), model, request)

    @pytest.mark.parametrize("value", ["\ud800", "", "\x00", "CSV" * 30_000, "\x1f", "ก" * 9000])
    def test_no_value_of_a_filter_is_an_error(self, backend: SearchBackend, value: str) -> None:
        backend.apply(make_documents(5))
        for name in FACETS:
            request = SearchRequest(filters={name: (value,)}, audience=None, facets=FACETS)
            assert backend.search(request).total == 0
        assert backend.search(SearchRequest(audience=(value,))).total == 0

    @pytest.mark.parametrize("text", ["โรงงน", "ราษ", "ทะเบียน โรงพยาบาล ไม่มีคำนี้"])
    def test_nothing_found_shows_something_like_it(self, backend: SearchBackend, text: str) -> None:
        titles = ("ทะเบียนราษฎร", "โรงงานอุตสาหกรรม โรงงาน")
        backend.apply(
            SearchDocument(row=row, uid="", version=1, title_th=title, audience=("anyone",))
            for row, title in enumerate(titles, 1)
        )
        answer = backend.search(SearchRequest(text=text, audience=("anyone",)))
        assert answer.relaxed
        assert answer.total == 1
        hidden = backend.search(SearchRequest(text=text, audience=("keep:1",)))
        assert (hidden.total, hidden.relaxed) == (0, False)
        assert not {"ราษฎร", "โรงงาน"} & set(hidden.terms)

    @pytest.mark.parametrize("text", ["โรงงน", '"โรงงานราษ"', "ทะเบียน รงพยาบา"])
    def test_nothing_like_it_is_shown_when_nobody_asked(
        self, backend: SearchBackend, text: str
    ) -> None:
        backend.apply(make_documents(40))
        request = SearchRequest(text=text, audience=None, facets=FACETS)
        assert backend.search(request).total
        answer = backend.search(replace(request, relax=False))
        assert (answer.total, answer.rows, answer.relaxed) == (0, [], False)
        assert not any(answer.facets.values())
        assert backend.search(replace(request, correct=False)).did_you_mean == ""

    def test_a_second_try_tells_no_hidden_word(self, backend: SearchBackend) -> None:
        backend.apply(
            [
                SearchDocument(row=1, uid="", version=1, title_th="ทะเบียน", audience=("anyone",)),
                SearchDocument(row=2, uid="", version=1, title_th="โรงงาน", audience=("org:1",)),
            ]
        )
        for text in ("ทะเบียน โรงงน", "ทะเบียน รงงา"):
            answer = backend.search(SearchRequest(text=text, audience=("anyone",)))
            assert (answer.relaxed, answer.rows) == (True, [1])
            assert "โรงงาน" not in answer.terms
            told = backend.search(SearchRequest(text=text, audience=("anyone", "org:1")))
            assert "โรงงาน" in told.terms

    # Facets, filters, audience

    def test_random_requests_answer_as_the_model(
        self, backend: SearchBackend, texts: Texts
    ) -> None:
        model = self.fill(backend, make_documents(150), texts)
        draw = random.Random(5)  # noqa: S311
        for _ in range(150):
            request = make_request(draw)
            check(backend.search(request), model, request)

    def test_a_filter_never_adds_hits(self, backend: SearchBackend, texts: Texts) -> None:
        self.fill(backend, make_documents(80), texts)
        draw = random.Random(6)  # noqa: S311
        for _ in range(80):
            request = make_request(draw)
            all_rows = set(backend.search(replace(request, filters={})).rows)
            assert set(backend.search(request).rows) <= all_rows

    def test_pages_are_slices_of_the_whole(self, backend: SearchBackend, texts: Texts) -> None:
        self.fill(backend, make_documents(70), texts)
        for text in ("", "โรงงาน", "2563"):
            whole = self.rows(backend, text, limit=1000)
            pages = [self.rows(backend, text, limit=7, offset=at) for at in range(0, 80, 7)]
            assert [row for page in pages for row in page] == whole

    def test_an_audience_without_terms_sees_nothing(
        self, backend: SearchBackend, texts: Texts
    ) -> None:
        self.fill(backend, make_documents(20), texts)
        answer = backend.search(SearchRequest(audience=(), facets=FACETS))
        assert answer.total == 0
        assert not any(answer.facets.values())

    def test_suggestions_are_visible_words(self, backend: SearchBackend) -> None:
        seen = {"uid": "", "version": 1, "audience": ("anyone",)}
        backend.apply(
            [
                SearchDocument(row=1, title_th="โรงพยาบาล", keywords=("โรงงาน ใหญ่",), **seen),  # type: ignore[arg-type]
                SearchDocument(row=2, title_th="โรงพยาบาล", **seen),  # type: ignore[arg-type]
                SearchDocument(row=3, uid="", version=1, title_th="โรงไฟฟ้า", audience=("org:1",)),
            ]
        )
        assert backend.suggest("โรง", ("anyone",)) == ["โรงพยาบาล", "โรงงาน ใหญ่"]
        assert "โรงไฟฟ้า" in backend.suggest("โรง", None)
        assert backend.suggest(" ", None) == []

    # Writing

    def test_updates_and_deletes_show_at_once(self, backend: SearchBackend, texts: Texts) -> None:
        model = self.fill(backend, make_documents(10), texts)
        changed = replace(model.documents[3], title_th="ห้องสมุด", version=77)
        backend.apply([changed], [5, 999])
        assert self.rows(backend, "ห้องสมุด") == [3]
        assert backend.document_count() == 9
        assert backend.versions() == {
            row: 77 if row == 3 else document.version
            for row, document in model.documents.items()
            if row != 5
        }

    def test_applying_twice_is_applying_once(self, backend: SearchBackend, texts: Texts) -> None:
        model = self.fill(backend, make_documents(10), texts)
        for _ in range(2):
            backend.apply(list(model.documents.values())[:4], [9])
        assert backend.document_count() == 9
        assert sorted(self.rows(backend, "")) == [1, 2, 3, 4, 5, 6, 7, 8, 10]

    def test_random_updates_keep_to_the_model(self, backend: SearchBackend, texts: Texts) -> None:
        model = self.fill(backend, make_documents(40), texts)
        draw = random.Random(8)  # noqa: S311
        for _ in range(30):
            upserts = [make_document(draw.randint(1, 60), draw) for _ in range(draw.randint(0, 3))]
            deletes = [draw.randint(1, 60) for _ in range(draw.randint(0, 2))]
            backend.apply(upserts, deletes)
            model.apply(upserts, deletes)
            texts.update({document.row: phrase_text(document) for document in upserts})
            for _ in range(4):
                request = make_request(draw)
                check(backend.search(request), model, request)
        assert backend.versions() == {r: d.version for r, d in model.documents.items()}

    def test_documents_are_read_when_nobody_else_can_write(
        self, backend: SearchBackend, make: Callable[[], SearchBackend], texts: Texts
    ) -> None:
        model = self.fill(backend, make_documents(3), texts)
        order: list[str] = []

        def slowly() -> Iterator[SearchDocument]:
            order.append("first reads")
            later.start()
            later.join(0.2)
            order.append("first has read")
            yield replace(model.documents[1], version=100)

        def then() -> Iterator[SearchDocument]:
            order.append("second reads")
            yield replace(model.documents[1], version=101)

        later = threading.Thread(target=lambda: make().apply(then()))
        backend.apply(slowly(), (row for row in (2,)))
        later.join()
        assert order == ["first reads", "first has read", "second reads"]
        assert backend.versions() == {1: 101, 3: model.documents[3].version}

    def test_a_failed_rebuild_leaves_the_old_index(
        self, backend: SearchBackend, texts: Texts
    ) -> None:
        self.fill(backend, make_documents(5), texts)

        def breaking() -> Iterator[SearchDocument]:
            yield from make_documents(3)
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError):
            backend.rebuild(breaking())
        assert backend.document_count() == 5

    def test_a_rebuild_tells_its_progress(self, backend: SearchBackend) -> None:
        told: list[int] = []
        assert backend.rebuild(make_documents(12), told.append) == 12
        assert told[-1] == 12

    def test_rebuilding_while_others_read(self, backend: SearchBackend, texts: Texts) -> None:
        self.fill(backend, make_documents(30), texts)
        stop = threading.Event()
        seen: set[int] = set()
        wrong: list[BaseException] = []

        def read() -> None:
            try:
                while not stop.is_set():
                    seen.add(backend.search(SearchRequest(audience=None, facets=FACETS)).total)
                    backend.search(SearchRequest(text="โรงงาน", audience=None, facets=FACETS))
            except BaseException as error:  # noqa: BLE001
                wrong.append(error)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for count in (60, 30) * 4:
            backend.rebuild(make_documents(count))
            backend.apply(make_documents(3))
        stop.set()
        for reader in readers:
            reader.join()
        assert wrong == []
        assert seen <= {30, 60}

    def test_closing_twice_and_searching_again(self, backend: SearchBackend, texts: Texts) -> None:
        self.fill(backend, make_documents(5), texts)
        backend.close()
        backend.close()
        assert backend.document_count() == 5
