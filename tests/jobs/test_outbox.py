"""The outbox: work is done from the record as it is, twice or out of order without harm."""

import fcntl
import itertools
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from catalog.audit.events import CONSUMERS, Consumer, Event
from catalog.audit.trail import emit
from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.models import OutboxMessage
from catalog.errors import CatalogError
from catalog.jobs.index import apply_rows, compare_index, rebuild_index, repair_index
from catalog.jobs.installation import Installation
from catalog.jobs.outbox import drain_outbox
from catalog.jobs.worker import PAUSE, Worker
from catalog.search.backend import IndexDamaged
from catalog.services.datasets import withdraw_dataset
from catalog.services.search import search_datasets, suggest
from tests.fixtures_app import NOW, draft, person, published, registered

#: Seconds after which a test that waits for a thread is given up; nothing is measured by it.
HANGS = 120


def _waiting(installation: Installation) -> int:
    with installation.sessions.read() as session:
        return session.scalar(select(func.count(OutboxMessage.id))) or 0


def _found(installation: Installation, text: str) -> list[str]:
    with installation.sessions.read() as session:
        page = search_datasets(session, installation.search, ANYONE, text=text)
        return [record.slug for record in page.records]


def test_a_published_dataset_is_found_once_the_outbox_is_empty(installation: Installation) -> None:
    record = published(installation, drain=False)
    assert _found(installation, "ทะเบียน") == []
    assert installation.drain() == 5
    assert _waiting(installation) == 0
    assert _found(installation, "ทะเบียน") == [record.slug]
    assert "ทะเบียน" in suggest(installation.search, ANYONE, "ทะเบ")


def test_a_withdrawn_dataset_is_not_found_even_before_the_index_knows(
    installation: Installation,
) -> None:
    record = published(installation)
    with installation.sessions.write() as session:
        head = person(installation, "head")
        withdraw_dataset(session, head, record.slug, "เลิก", version=record.version, now=NOW)
    assert _found(installation, "ทะเบียน") == []
    installation.drain()
    assert _found(installation, "ทะเบียน") == []


def test_work_done_twice_and_out_of_order_gives_the_same_index(installation: Installation) -> None:
    records = [published(installation, draft(title_en=f"Set {n}")) for n in range(3)]
    before = dict(installation.search.versions())
    rows = [record.row for record in records]
    for order in (rows, rows[::-1], rows[:1] * 2):
        apply_rows(installation.sessions, installation.search, order)
    assert dict(installation.search.versions()) == before


def test_two_drains_at_once_do_not_overtake_each_other(installation: Installation) -> None:
    published(installation, drain=False)
    lock = installation.config.data / "outbox.lock"
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert installation.drain() == 0
        assert _waiting(installation) == 5
    assert installation.drain() == 5


def test_one_bad_record_does_not_hold_up_the_others(installation: Installation) -> None:
    good = registered(installation, draft(title_en="Good set"))
    bad = registered(installation, draft(title_en="Bad set"))
    done: list[int] = []

    def handler(rows: Sequence[int]) -> None:
        if bad.row in rows:
            raise ValueError("cannot be indexed")
        done.extend(rows)

    lock = installation.config.data / "outbox.lock"
    finished = drain_outbox(installation.sessions, {Consumer.SEARCH: handler}, lock)
    assert (finished, done) == (1, [good.row])
    with installation.sessions.read() as session:
        assert session.scalars(select(OutboxMessage.subject_id)).all() == [bad.row]


def test_trouble_of_the_whole_consumer_leaves_all_messages(installation: Installation) -> None:
    registered(installation)

    def handler(rows: Sequence[int]) -> None:
        raise IndexDamaged(f"no index for {rows}")

    lock = installation.config.data / "outbox.lock"
    with pytest.raises(CatalogError):
        drain_outbox(installation.sessions, {Consumer.SEARCH: handler}, lock)
    assert _waiting(installation) == 1


def test_drift_is_found_and_mended(installation: Installation) -> None:
    stale = published(installation, draft(title_en="Stale set"))
    missing = published(installation, draft(title_en="Missing set"))
    documents = installation.search
    assert not compare_index(installation.sessions, documents)
    from catalog.jobs.index import search_document

    old = search_document(stale)
    from dataclasses import replace

    documents.apply([replace(old, version=99), replace(old, row=999, version=1)], [missing.row])
    drift = compare_index(installation.sessions, documents)
    assert (drift.missing, drift.stale, drift.extra) == ((missing.row,), (stale.row,), (999,))
    repair_index(installation.sessions, documents, drift)
    assert not compare_index(installation.sessions, documents)
    documents.apply([], [missing.row])
    assert installation.heal() == 1
    assert installation.heal() == 0


def test_work_that_waits_is_no_drift(installation: Installation) -> None:
    registered(installation)
    assert not compare_index(installation.sessions, installation.search)


def test_a_deleted_index_is_built_again_from_the_rows(installation: Installation) -> None:
    record = published(installation)
    installation.search.close()
    import shutil

    shutil.rmtree(installation.config.index_folder)
    installation.open_index()
    assert _found(installation, "ทะเบียน") == [record.slug]


def test_the_worker_heals_a_damaged_index_by_itself(installation: Installation) -> None:
    record = published(installation)
    installation.search.close()
    for file in installation.config.index_folder.rglob("*"):
        if file.is_file() and file.name != "lock":
            file.write_bytes(b"")
    worker = Worker(installation)
    registered(installation, draft(title_en="Another"))
    worker.round()
    worker.round()
    assert _found(installation, "ทะเบียน") == [record.slug]
    assert _waiting(installation) == 0


def test_the_running_worker_makes_a_change_searchable_at_its_next_look(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PAUSE < 2, "seconds between two looks: what follows holds within so long"
    worker, looked, looks = Worker(installation), threading.Condition(), itertools.count(1)
    look, last = worker.round, [0]

    def counted() -> int:
        done = look()
        with looked:
            last[0] = next(looks)
            looked.notify_all()
        return done

    monkeypatch.setattr(worker, "round", counted)
    worker.start()
    try:
        record = published(installation, drain=False)
        with looked:
            # The look that is going on may have begun before: the one after it has not.
            wanted = last[0] + 2
            assert looked.wait_for(lambda: last[0] >= wanted, HANGS)
        assert _found(installation, "ทะเบียน") == [record.slug]
    finally:
        worker.stop()


def test_a_round_that_fails_does_not_end_the_worker(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(installation, pause=0)
    rounds: list[str] = []

    def failing() -> int:
        rounds.append("round")
        if len(rounds) == 3:
            worker._stop.set()
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(worker, "round", failing)
    monkeypatch.setattr(worker._stop, "wait", lambda _seconds: None)
    worker.run()
    assert len(rounds) == 3


def test_a_rebuild_while_datasets_change_loses_nothing(installation: Installation) -> None:
    for n in range(5):
        published(installation, draft(title_en=f"Set {n}"))
    stop = threading.Event()
    rebuilt: list[int] = []

    def rebuild() -> None:
        while not stop.is_set():
            rebuilt.append(rebuild_index(installation.sessions, installation.search))

    thread = threading.Thread(target=rebuild)
    thread.start()
    try:
        for n in range(5, 10):
            # Not drained here: rebuilding without a pause would keep the index's lock from it.
            published(installation, draft(title_en=f"Set {n}"), drain=False)
    finally:
        stop.set()
        thread.join()
    assert rebuilt
    installation.drain()
    assert not compare_index(installation.sessions, installation.search)
    assert installation.search.document_count() == 10


def test_every_event_has_a_consumer_or_says_why_none() -> None:
    assert set(CONSUMERS) == set(Event)


def test_an_event_leaves_one_message_for_each_consumer(installation: Installation) -> None:
    with installation.sessions.write() as session:
        emit(session, SYSTEM, Event.DATASET_EDITED, subject=1, now=NOW)
        emit(session, SYSTEM, Event.PERSON_ADDED, subject=1, now=NOW)
    assert _waiting(installation) == len(CONSUMERS[Event.DATASET_EDITED])
