"""The journal of the index: what was written is seen, and what was half written never was."""

import os
import random
import resource
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.search.backend import IndexDamaged, SearchRequest
from catalog.search.document import FACETS, SearchDocument
from catalog.search.journal import Change, Journal, Prepared
from catalog.search.synonyms import Synonyms
from catalog.search.whoosh import WhooshBackend
from tests.contract.search_model import make_document, make_documents, make_request


def prepared(row: int) -> Prepared:
    return Prepared({"น้ำ": 1.5, "\ud800": 1.0}, {"title": ("น้ำ",)}, {"row": row, "order": b"\x00"})


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(tmp_path, 7)
    made.create()
    return made


def test_changes_are_read_from_where_reading_stopped(journal: Journal) -> None:
    changes = [Change((row, row + 1), [prepared(row)]) for row in (1, 2, 3)]
    end = 0
    for change in changes:
        before, mark = end, journal.mark()
        journal.append(change, end)
        assert journal.mark() != mark
        read, end = journal.read(before)
        assert read == [change]
    assert journal.read() == (changes, end)
    assert journal.read(end) == ([], end)
    assert journal.pending() == {1: prepared(1), 2: prepared(2), 3: prepared(3), 4: None}


def test_half_a_record_was_never_written(journal: Journal, tmp_path: Path) -> None:
    whole, last = Change((1,), [prepared(1)]), Change((2,), [prepared(2)])
    journal.append(whole, 0)
    _, end = journal.read()
    journal.append(last, end)
    (file,) = tmp_path.iterdir()
    for size in range(end, file.stat().st_size):
        os.truncate(file, size)
        assert journal.read() == ([whole], end)
        journal.append(last, end)
        assert journal.read()[0] == [whole, last]


def test_another_byte_is_damage(journal: Journal, tmp_path: Path) -> None:
    journal.append(Change((1,), [prepared(1)]), 0)
    (file,) = tmp_path.iterdir()
    written = file.read_bytes()
    for at in range(4, len(written)):
        file.write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
        with pytest.raises(ValueError, match="not what was written"):
            journal.read()
    # What a file system makes of a power cut.
    file.write_bytes(bytes(len(written)))
    with pytest.raises(ValueError, match="not what was written"):
        journal.read()


def test_a_full_disk_is_told(journal: Journal) -> None:
    journal.append(Change((1,), []), 0)
    _, end = journal.read()
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (end + 10, unlimited[1]))
    try:
        with pytest.raises(OSError, match="to its end"):
            journal.append(Change((2,), []), end)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert journal.read() == ([Change((1,), [])], end)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def backend(root: Path) -> Iterator[WhooshBackend]:
    made = WhooshBackend(root)
    made.rebuild(make_documents(40))
    yield made
    made.close()


def journal_in(root: Path) -> Path:
    (file,) = root.glob("*/build-*/journal-*")
    return file


def requests(count: int) -> list[SearchRequest]:
    draw = random.Random(5)  # noqa: S311
    return [replace(make_request(draw), facets=FACETS) for _ in range(count)]


@pytest.mark.parametrize("small", [0, 2000])
def test_a_commit_changes_no_answer(
    backend: WhooshBackend, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("catalog.search.segment.SMALL", small)
    draw = random.Random(4)  # noqa: S311
    asked = requests(30)
    for _ in range(12):
        rows = draw.sample(range(1, 60), 3)
        backend.apply([make_document(row, draw) for row in rows[:2]], rows[2:])
        for request in asked[:5]:
            backend.search(request)
    before = [backend.search(request) for request in asked]
    assert backend._newest().snapshot.pending == 36
    other = WhooshBackend(backend._folder.root)
    assert [other.search(request) for request in asked] == before
    assert other.versions() == backend.versions()
    other.close()
    backend.optimise()
    assert backend._newest().snapshot.pending == 0
    assert [backend.search(request) for request in asked] == before


def test_many_changes_are_written_into_the_segments(backend: WhooshBackend, root: Path) -> None:
    backend.apply(make_documents(50)[40:])
    assert journal_in(root).name.endswith("-1")
    assert journal_in(root).stat().st_size
    backend.apply(make_documents(110)[50:])
    assert journal_in(root).name.endswith("-2")
    assert not journal_in(root).stat().st_size
    assert backend.document_count() == 110
    backend.apply([], range(1, 101))
    assert backend.document_count() == 10
    assert not journal_in(root).stat().st_size


def test_a_journal_that_is_gone_or_spoilt_asks_for_a_rebuild(
    backend: WhooshBackend, root: Path
) -> None:
    backend.apply(make_documents(41)[40:])
    written = journal_in(root).read_bytes()
    journal_in(root).write_bytes(written[:-1] + b"?")
    with pytest.raises(IndexDamaged):
        backend.document_count()
    journal_in(root).unlink()
    with pytest.raises(IndexDamaged):
        backend.document_count()
    with pytest.raises(IndexDamaged):
        WhooshBackend(root).open()
    backend.rebuild(make_documents(41))
    assert backend.document_count() == 41


def test_what_a_killed_writer_left_half_written_is_written_over(
    backend: WhooshBackend, root: Path
) -> None:
    backend.apply(make_documents(41)[40:])
    with journal_in(root).open("ab") as file:
        file.write(b"\x80\x00\x00\x00half")
    assert backend.document_count() == 41
    other = WhooshBackend(root)
    other.apply(make_documents(42)[41:])
    assert backend.document_count() == other.document_count() == 42
    other.close()


def test_changes_in_a_stream_are_seen_together(backend: WhooshBackend, root: Path) -> None:
    other = WhooshBackend(root, fresh_seconds=3600.0)
    everything = SearchRequest(audience=None)
    assert other.search(everything).total == 40
    backend.apply([], [1])
    assert backend.search(everything).total == 39
    assert other.search(everything).total == 40
    # Whoever compares or writes sees what there is.
    assert other.document_count() == 39
    assert other.search(everything).total == 39
    backend.apply([], [2])
    other.apply([], [3])
    assert other.search(everything).total == backend.search(everything).total == 37
    # Another build is another matter.
    backend.rebuild(make_documents(5))
    assert other.search(everything).total == 5
    other.close()


def test_words_of_the_journal_mend_slips_and_are_suggested(backend: WhooshBackend) -> None:
    def asked(text: str) -> SearchRequest:
        return SearchRequest(text=text, audience=None)

    title = "พิพิธภัณฑ์ quokka"
    before = backend._newest().snapshot
    backend.apply([SearchDocument(row=90, uid="", version=1, title_th=title, audience=("anyone",))])
    assert backend.search(asked("พิพิธภัณ")).rows == [90]
    assert backend.search(asked("quoka")).rows == [90]
    assert backend.search(asked("okka")).rows == [90]
    assert backend.suggest("quo", ("anyone",)) == ["quokka"]
    state = backend._newest().snapshot
    assert "quokka" in state.words_near("quokkx", 9)
    assert state.words_near("quokkx", 0) == []
    assert before.words_near("quokkx", 9) == []
    assert before.words_with("quokka", 9) == []
    backend.apply([], [90])
    assert backend.suggest("quo", ("anyone",)) == []
    assert backend.search(asked("quokka")).total == 0


def test_a_state_holds_still_while_the_journal_goes_on(backend: WhooshBackend) -> None:
    with backend._lease() as state:
        sizes = [sum(leaf.count_seen() for leaf in state.leaves(None))]
        backend.apply(make_documents(45)[40:], [1])
        assert backend.document_count() == 44
        sizes += [
            sum(leaf.count_seen() for leaf in state.leaves(audience))
            for audience in (None, ("anyone", "agency:501", "agency:502", "agency:599"))
        ]
        (leaf,) = state.leaves(None)
        assert leaf.post("text", "ชุด").size == 40
    assert sizes[0] == sizes[1] == 40
    assert sizes[2] <= 40


def test_a_word_that_nobody_used_is_noticed_when_somebody_does(backend: WhooshBackend) -> None:
    """What is known not to occur is known from state to state, until a document brings it."""
    groups = (("quokka", "wombat"), ("สพฐ.", "numbat"))
    for text in ("quokka", "numbat"):
        request = SearchRequest(text=text, audience=("anyone",), synonyms=Synonyms(groups))
        backend.search(request)
        backend.apply(make_documents(1))
        before = backend.search(request).total
        other = "wombat" if text == "quokka" else "สพฐ."
        new = SearchDocument(row=95, uid="", version=1, title_th=other, audience=("anyone",))
        backend.apply([new])
        found = backend.search(request)
        assert found.total == before + 1
        assert 95 in found.rows
        hidden = replace(new, audience=("nobody",))
        backend.apply([hidden])
        assert backend.search(request).total == before
        assert not backend._newest().snapshot.occurs(("nowhere",), other)
        backend.apply([], [95])
