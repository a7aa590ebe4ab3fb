"""The embedded search engine keeps the contract, and its index can be lost at any moment."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import whoosh.index

from catalog.search import backend as protocol
from catalog.search import codec, schema, stored
from catalog.search.backend import (
    IndexDamaged,
    IndexUnsafe,
    SearchBackend,
    SearchRequest,
    SearchUnavailable,
)
from catalog.search.document import FACETS, SearchDocument, phrase_text
from catalog.search.folder import IndexFolder
from catalog.search.later import Later
from catalog.search.sets import Postings
from catalog.search.whoosh import WhooshBackend
from tests.contract.order_suite import OrderSuite
from tests.contract.search_model import (
    Texts,
    as_callback,
    check,
    make_documents,
    make_request,
    model_of,
)
from tests.contract.search_suite import SearchSuite


class TestWhoosh(SearchSuite, OrderSuite):
    """The suite, on a folder of its own."""

    @pytest.fixture
    def make(self, texts: Texts, tmp_path: Path) -> Iterator[Callable[[], SearchBackend]]:
        with ExitStack() as made:

            def make() -> SearchBackend:
                backend = self.backend_in(tmp_path / "index", as_callback(texts))
                made.callback(backend.close)
                return backend

            yield make

    def backend_in(self, root: Path, texts: protocol.Texts) -> WhooshBackend:
        return WhooshBackend(root, texts=texts)


class TestWhooshInParts(TestWhoosh):
    """The same with a journal that is soon full, and segments that are soon large."""

    @pytest.fixture(autouse=True)
    def _soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("catalog.search.segment.SMALL", 5)
        monkeypatch.setattr("catalog.search.codec._SMALL_SEGMENT", 3)
        monkeypatch.setattr("catalog.search.leaf._GONE", 3)

    def backend_in(self, root: Path, texts: protocol.Texts) -> WhooshBackend:
        return WhooshBackend(root, texts=texts, journal_rows=3)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "index"


@pytest.fixture
def backend(root: Path) -> WhooshBackend:
    return WhooshBackend(root, lock_seconds=0.2)


def build_of(root: Path) -> Path:
    (build,) = root.glob("*/build-*")
    return build


def everything(backend: SearchBackend) -> Any:
    return backend.search(SearchRequest(audience=None, facets=FACETS, limit=1000))


def test_a_missing_index_asks_for_a_rebuild(backend: WhooshBackend) -> None:
    with pytest.raises(IndexDamaged):
        backend.open()
    with pytest.raises(IndexDamaged):
        backend.apply(make_documents(1))
    assert backend.rebuild(make_documents(3)) == 3
    backend.open()
    assert backend.document_count() == 3
    backend.close()


# Whoosh leaves a file open when it cannot read it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["toc", "segment", "empty", "pointer", "gone"])
def test_a_damaged_index_asks_for_a_rebuild(backend: WhooshBackend, root: Path, kind: str) -> None:
    documents = make_documents(50)
    backend.rebuild(documents)
    build = build_of(root)
    for file in build.iterdir():
        if kind == "toc" and file.suffix == ".toc":
            file.write_bytes(b"nonsense" * 10)
        if kind == "segment" and file.suffix in (".pst", ".trm"):
            held = bytearray(file.read_bytes())
            held[200:-200] = bytes(len(held) - 400)
            file.write_bytes(bytes(held))
        if kind == "empty":
            file.write_bytes(b"")
        if kind == "gone":
            file.unlink()
    if kind == "pointer":
        (build.parent / "current").write_text("../../elsewhere")
    with pytest.raises(IndexDamaged):
        # What can be opened all the same is found out by reading.
        everything(backend)
    backend.rebuild(documents)
    assert everything(backend).total == 50
    backend.close()


def test_an_index_open_to_others_is_refused(backend: WhooshBackend, root: Path) -> None:
    backend.rebuild(make_documents(1))
    assert root.stat().st_mode & 0o777 == 0o700
    root.chmod(0o755)
    with pytest.raises(IndexUnsafe):
        backend.open()
    with pytest.raises(IndexUnsafe):
        backend.rebuild([])


def test_another_writer_makes_writers_wait(backend: WhooshBackend, root: Path) -> None:
    backend.rebuild(make_documents(2))
    other = WhooshBackend(root, lock_seconds=0.0)
    with backend._folder.writing(1.0), pytest.raises(SearchUnavailable):
        other.apply(make_documents(1))
    other.apply(make_documents(1))
    assert backend.document_count() == 2
    backend.close()
    other.close()


def test_two_processes_see_each_others_writing(backend: WhooshBackend, root: Path) -> None:
    other = WhooshBackend(root)
    documents = make_documents(12)
    backend.rebuild(documents[:5])
    assert other.document_count() == 5
    other.apply(documents[5:7], [1])
    assert backend.document_count() == 6
    backend.rebuild(documents)
    assert other.document_count() == 12
    assert len(list(root.glob("*/build-*"))) == 1
    backend.close()
    other.close()


def test_optimising_changes_no_answer(backend: WhooshBackend) -> None:
    documents = make_documents(60)
    backend.rebuild(documents)
    for at in range(0, 30, 3):
        backend.apply(documents[at : at + 2])
    before = everything(backend)
    backend.optimise()
    assert everything(backend) == before
    assert len(backend._newest().snapshot.leaves(None)) == 1
    backend.close()


def test_the_words_of_a_large_index_are_made_ready_by_themselves(
    backend: WhooshBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.search.whoosh._MANY", 20)
    backend._later = Later(backend._make_ready, 0.0)
    backend.rebuild(make_documents(30))
    backend.open()
    state = backend._newest()
    deadline = time.monotonic() + 30
    while state.snapshot.unread():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    # A few more are left to the first misspelt text.
    backend.optimise()
    assert backend._newest().snapshot.unread() > 0
    assert backend.search(SearchRequest(text="โรงงน", audience=None)).relaxed
    assert backend._newest().snapshot.unread() == 0
    backend.close()


def test_words_of_an_index_that_is_gone_are_nobodys_trouble(
    backend: WhooshBackend, root: Path
) -> None:
    backend.rebuild(make_documents(3))
    shutil.rmtree(root)
    backend._make_ready()
    with pytest.raises(IndexDamaged):
        backend.document_count()


def test_a_state_is_read_to_its_end_after_its_files_are_gone(
    backend: WhooshBackend, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = make_documents(60)
    backend.rebuild(documents[:40])
    monkeypatch.setattr("catalog.search.segment.SMALL", 0)
    monkeypatch.setattr("catalog.search.codec._SMALL_SEGMENT", 0)
    backend._journal_rows = 0
    backend.apply(documents[40:])
    other = WhooshBackend(root)
    with backend._lease() as state:
        before = set(build_of(root).glob("*.trm"))
        other.optimise()
        assert not before & set(build_of(root).glob("*.trm"))
        # Nothing of it was read so far.
        leaves = state.leaves(None)
        assert [len(leaf.titles().places) for leaf in leaves] == [40, 20]
        assert all(leaf.facet("type").total.sum() for leaf in leaves)
        assert len(state.leaves(("anyone",))) == 2
        assert len(leaves[0].post("text", "ชุด").ids) == 40
        assert state.words_with("โรงงาน", 9)
        assert len(state.vocabularies()) == 2
        assert state.words_near("โรงงน", 9)
    assert backend.search(SearchRequest(audience=None, sort="title")).total == 60
    backend.close()
    other.close()


def test_another_dictionary_has_another_index(root: Path) -> None:
    assert IndexFolder(root, "one").path != IndexFolder(root, "two").path


def same(one: Postings, other: Postings) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_public_reader_equals_the_fast_one(
    backend: WhooshBackend, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.rebuild(make_documents(300))
    index: Any = whoosh.index
    reader = index.open_dir(str(build_of(root))).reader()
    try:
        size = reader.doc_count_all()
        for name in ("text", "title", "agency", "format", "audience", "keyword"):
            fast = dict(stored.field_postings(reader, name))
            public = dict(stored.field_postings_publicly(reader, name))
            assert list(fast) == list(public) == [term for term, _ in stored.terms(reader, name)]
            assert all(same(fast[term], public[term]) for term in fast)
            assert all(same(fast[term], stored.postings(reader, name, term)) for term in fast)
            assert list(stored.terms(reader, name)) == list(stored.terms_publicly(reader, name))
        assert not len(stored.postings(reader, "text", "ไม่มี")[0])
        of = (reader.storage(), reader.schema, reader.segment())
        for name, held in stored.columns(*of, schema.COLUMNS).items():
            public_column = stored.column_publicly(reader.column_reader(name), size)
            assert np.array_equal(held, public_column)
    finally:
        reader.close()
    before = everything(backend)
    backend.close()
    monkeypatch.setattr(stored, "_as_known", lambda _: False)
    assert everything(backend) == before
    backend.close()


def test_the_public_writer_equals_the_fast_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = make_documents(80)
    texts = as_callback({document.row: phrase_text(document) for document in documents})
    fast = WhooshBackend(tmp_path / "fast", texts=texts, journal_rows=0)
    public = WhooshBackend(tmp_path / "public", texts=texts, journal_rows=0)
    fast.rebuild(documents[:70])
    fast.apply(documents[60:], [1])
    monkeypatch.setattr(codec, "_blocks_as_known", lambda: False)
    public.rebuild(documents[:70])
    public.apply(documents[60:], [1])
    model = model_of(documents[1:])
    draw = random.Random(9)  # noqa: S311
    for _ in range(40):
        request = make_request(draw)
        answer = fast.search(request)
        assert public.search(request) == answer
        check(answer, model, request)
    fast.close()
    public.close()


def test_a_term_of_many_blocks(tmp_path: Path) -> None:
    count = 9000
    backend = WhooshBackend(tmp_path / "index")
    backend.rebuild(
        SearchDocument(
            row=row, uid="", version=1, title_th="น้ำ", facets={"agency": (str(row % 3),)}
        )
        for row in range(1, count + 1)
    )
    answer = backend.search(
        SearchRequest(text="น้ำ", audience=None, facets=("agency",), limit=3, offset=4500)
    )
    assert answer.total == count
    assert answer.rows == [4501, 4502, 4503]
    assert answer.facets["agency"] == [("0", 3000), ("1", 3000), ("2", 3000)]
    backend.close()


def test_threads_that_share_a_reader_get_right_answers(tmp_path: Path) -> None:
    documents = make_documents(400)
    backend = WhooshBackend(tmp_path / "index", memory_megabytes=0)  # decodes again and again
    backend.rebuild(documents[:300])
    backend.apply(documents[300:], [1, 2])
    draw = random.Random(3)  # noqa: S311
    requests = [make_request(draw) for _ in range(40)]
    expected = [backend.search(request) for request in requests]
    wrong: list[object] = []

    def read(first: int) -> None:
        for i in range(len(requests)):
            at = (i + first) % len(requests)
            try:
                answer = backend.search(requests[at])
            except Exception as error:  # noqa: BLE001
                wrong.append(error)
            else:
                if answer != expected[at]:
                    wrong.append(requests[at])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=read, args=(7 * i,)) for i in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
    backend.close()


KILLS = int(os.environ.get("BANCHI_TEST_KILLS", "6"))

WRITER = """
import sys
import threading
from pathlib import Path
from catalog.search.analyzer import Analyzer
from catalog.search.dictionary import Dictionary
from catalog.search.document import SearchDocument
from catalog.search.whoosh import WhooshBackend

backend = WhooshBackend(Path(sys.argv[1]), analyzer=Analyzer(Dictionary([""])))
for version in range(1, 10**6):
    backend.apply(
        SearchDocument(row=row, uid="", version=version, title_th=f"water {version}")
        for row in range(1 + version % 5, 20, 5)
    )
    print(version, flush=True)
"""


@pytest.mark.kill
@pytest.mark.load
def test_a_killed_writer_loses_nothing(backend: WhooshBackend, root: Path) -> None:
    backend.rebuild(make_documents(19))
    for attempt in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline()
        time.sleep(0.013 * attempt % 0.3)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        fresh = WhooshBackend(root)
        fresh.open()
        assert fresh.document_count() == 19
        assert everything(fresh).total == 19
        fresh.apply(make_documents(1))
        fresh.close()
    assert backend.document_count() == 19
    backend.close()
