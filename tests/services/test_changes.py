"""The public change log: what is told, when, and of what nothing ever is."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db import migrate
from catalog.db.models import Dataset
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.changes import (
    Window,
    count_changes,
    find_change,
    first_instant,
    last_change,
    list_changes,
    parts_of,
    walk_changes,
)
from catalog.db.queries.datasets import Which, find_dataset
from catalog.db.visibility import visible_to
from catalog.harvest.run import import_packages
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.datasets import (
    approve_dataset,
    edit_dataset,
    submit_dataset,
    withdraw_dataset,
)
from schemas.change import ChangeRecord
from schemas.dataset import DatasetRecord
from tests.fixtures_app import NOW, draft, person, published, registered, submitted
from vocab.codes import ChangeKind

INTERNAL: dict[str, Any] = {"data_category": "internal", "data_classification": "private"}

PRIVATE: dict[str, Any] = {"private": True}


def told(installation: Installation) -> list[ChangeRecord]:
    """The whole log."""
    with installation.sessions.read() as session:
        return list_changes(session, Window(), limit=1000)


def kinds(installation: Installation) -> list[tuple[str, ChangeKind]]:
    """UUID and kind of each line."""
    return [(change.uid, change.kind) for change in told(installation)]


def step(
    installation: Installation,
    who: str,
    verb: Callable[..., DatasetRecord],
    record: DatasetRecord,
    *given: object,
    now: dt.datetime = NOW,
) -> DatasetRecord:
    """One step on a record as it is now."""
    with installation.sessions.write() as session:
        latest = find_dataset(session, SYSTEM, record.uid, Which.LATEST)
        assert latest is not None
        actor = person(installation, who)
        return verb(session, actor, record.uid, *given, version=latest.version, now=now)


def amended(
    installation: Installation, record: DatasetRecord, *, now: dt.datetime = NOW, **changes: Any
) -> DatasetRecord:
    """A record whose words were changed and approved."""
    handed_in = replace(draft(**changes), slug=record.slug)
    step(installation, "steward", edit_dataset, record, handed_in, now=now)
    step(installation, "steward", submit_dataset, record, now=now)
    return step(installation, "head", approve_dataset, record, now=now)


def withdrawn(installation: Installation, record: DatasetRecord) -> DatasetRecord:
    return step(installation, "head", withdraw_dataset, record, "จบ")


def test_what_appears_changes_and_leaves_is_told_once_with_its_latest_change(
    installation: Installation,
) -> None:
    one, two = published(installation), published(installation, draft(title="ตลาดน้ำ"))
    assert kinds(installation) == [
        (one.uid, ChangeKind.CREATED),
        (two.uid, ChangeKind.CREATED),
    ]
    later = NOW + dt.timedelta(hours=1)
    amended(installation, one, title="ใหม่", now=later)
    assert kinds(installation) == [
        (two.uid, ChangeKind.CREATED),
        (one.uid, ChangeKind.UPDATED),
    ]
    last = told(installation)[-1]
    assert (last.at, last.slug, last.left) == (later, one.slug, False)
    withdrawn(installation, two)
    gone = told(installation)[-1]
    assert (gone.uid, gone.kind, gone.left) == (two.uid, ChangeKind.DELETED, True)
    assert gone.slug == "", "the words in a short name are hidden too"
    assert gone.at == later, "an instant before the last one would never be asked for"
    assert [change.seq for change in told(installation)] == [3, 4]


def test_a_narrower_audience_is_a_leave_and_a_wider_one_a_return(
    installation: Installation,
) -> None:
    one = published(installation)
    for narrower in (INTERNAL, PRIVATE):
        amended(installation, one, **narrower)
        assert kinds(installation) == [(one.uid, ChangeKind.DELETED)]
        amended(installation, one, **narrower, title="ยังปิดอยู่")
        assert told(installation)[0].seq % 2 == 0, "nobody is told of what happens behind the door"
        amended(installation, one)
        assert kinds(installation) == [(one.uid, ChangeKind.CREATED)]


def test_what_was_never_public_is_never_told(installation: Installation) -> None:
    registered(installation)
    submitted(installation)
    withdrawn(installation, submitted(installation))
    inner = published(installation, draft(**INTERNAL))
    amended(installation, inner, **INTERNAL, title="อีกชื่อ")
    withdrawn(installation, inner)
    assert told(installation) == []
    with installation.sessions.read() as session:
        assert find_change(session, inner.uid) is None
        assert last_change(session) == (0, None)
        assert first_instant(session) is None
        assert parts_of(session, Window(), 10) == [0]


def test_work_on_a_revision_that_nobody_is_shown_is_not_told(installation: Installation) -> None:
    one = published(installation)
    handed_in = replace(draft(title="ร่าง"), slug=one.slug)
    step(installation, "steward", edit_dataset, one, handed_in)
    step(installation, "steward", submit_dataset, one)
    assert [(change.seq, change.kind) for change in told(installation)] == [(1, ChangeKind.CREATED)]


def test_a_change_that_is_undone_is_never_told_and_takes_no_number(
    installation: Installation,
) -> None:
    one = published(installation)
    with pytest.raises(RuntimeError), installation.sessions.write() as session:
        head = person(installation, "head")
        withdraw_dataset(session, head, one.uid, "จบ", version=one.version, now=NOW)
        raise RuntimeError
    assert kinds(installation) == [(one.uid, ChangeKind.CREATED)]
    withdrawn(installation, one)
    assert [change.seq for change in told(installation)] == [2]


def test_another_name_or_place_of_the_agency_is_a_change_of_its_datasets(
    installation: Installation,
) -> None:
    one, inner = published(installation), published(installation, draft(**INTERNAL))
    with installation.sessions.write() as session:
        agency = get_agency(session, "bma")
        save_agency(session, SYSTEM, replace(agency, parent="nat-1"), now=NOW)
    assert kinds(installation) == [(one.uid, ChangeKind.UPDATED)]
    with installation.sessions.write() as session:
        agency = get_agency(session, "5001")
        save_agency(session, SYSTEM, replace(agency, two_person=False), now=NOW)
    assert [change.seq for change in told(installation)] == [2]
    assert inner.uid not in dict(kinds(installation))


def test_an_import_is_told_like_any_other_change(installation: Installation) -> None:
    def brought(title: str) -> None:
        packages = [
            {"name": "a-one", "title": title, "organization": {"title": "กรมทดสอบ"}},
            {"name": "a-two", "title": "คงเดิม", "organization": {"title": "กรมทดสอบ"}},
        ]
        import_packages(
            installation.sessions, SYSTEM, enumerate(packages, 1), source="t", now=installation.now
        )

    brought("เดิม")
    before = told(installation)
    assert [change.kind for change in before] == [ChangeKind.CREATED] * 2
    brought("ใหม่")
    after = told(installation)
    assert [change.kind for change in after] == [ChangeKind.CREATED, ChangeKind.UPDATED]
    assert [change.seq for change in after] == [2, 3]


def test_a_window_of_the_log(installation: Installation) -> None:
    made = [
        published(installation, draft(title=f"ชุดที่ {n}", slug=f"set-{n}"), drain=False)
        for n in range(6)
    ]
    withdrawn(installation, made[1])
    log = told(installation)
    with installation.sessions.read() as session:

        def found(window: Window, *, newest: bool = False) -> list[int]:
            return [c.seq for c in list_changes(session, window, limit=10, newest=newest)]

        assert found(Window()) == [1, 3, 4, 5, 6, 7]
        assert found(Window(after=3, before=7)) == [4, 5, 6]
        assert found(Window(live=True), newest=True) == [6, 5, 4, 3, 1]
        assert found(Window(since=NOW, until=NOW)) == []
        assert found(Window(since=NOW + dt.timedelta(seconds=1))) == []
        assert found(Window(agencies=frozenset())) == []
        assert found(Window(agencies=frozenset({log[0].agency}))) == [1, 3, 4, 5, 6, 7]
        assert [c.seq for c in walk_changes(session, Window(after=4), limit=2)] == [5, 6]
        assert count_changes(session, Window(live=True)) == 5
        assert parts_of(session, Window(), 4) == [0, 5]
        assert parts_of(session, Window(), 3) == [0, 4]
        assert parts_of(session, Window(live=True), 5) == [0]
        assert find_change(session, made[1].uid) == log[-1]
        assert last_change(session) == (7, NOW)


def test_who_reads_while_others_write_misses_nothing(installation: Installation) -> None:
    """No number is seen before a smaller one, however many write at once."""
    made: list[str] = []
    numbers: list[int] = []
    uids: list[str] = []
    ended = threading.Event()

    def write(writer: int) -> None:
        for turn in range(6):
            record = published(installation, draft(slug=f"w-{writer}-{turn}"), drain=False)
            made.append(record.uid)

    def read() -> None:
        while True:
            last_round = ended.is_set()
            with installation.sessions.read() as session:
                after = numbers[-1] if numbers else 0
                found = list_changes(session, Window(after=after), limit=3)
            numbers.extend(change.seq for change in found)
            uids.extend(change.uid for change in found)
            if last_round and not found:
                return

    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(read)
        for writing in [pool.submit(write, writer) for writer in range(4)]:
            writing.result()
        ended.set()
        reading.result()
    assert sorted(uids) == sorted(made)
    assert numbers == list(range(1, len(made) + 1))


STEPS = ("publish", "publish inner", "amend", "close", "open", "withdraw")


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=3, max_size=10))
def test_the_log_and_the_rows_agree_whatever_happens(
    installation: Installation, steps: list[tuple[str, int]]
) -> None:
    """What the log calls live is what anyone sees; numbers and instants only rise."""
    records: list[DatasetRecord] = []
    highest = max([change.seq for change in told(installation)], default=0)
    for what, which in steps:
        if what.startswith("publish"):
            inner: dict[str, Any] = INTERNAL if what.endswith("inner") else {}
            records.append(published(installation, draft(**inner), drain=False))
        elif which < len(records):
            record = records[which]
            if what == "withdraw":
                withdrawn(installation, records.pop(which))
            else:
                amended(installation, record, **(INTERNAL if what == "close" else {}))
        log = told(installation)
        with installation.sessions.read() as session:
            seen = session.scalars(
                select(Dataset.uid).where(visible_to(ANYONE), Dataset.published_id.is_not(None))
            )
            assert {change.uid for change in log if not change.left} == set(seen)
        assert max([change.seq for change in log], default=0) >= highest
        highest = max([change.seq for change in log], default=0)
        assert [change.at for change in log] == sorted(change.at for change in log)


def test_the_migration_tells_of_what_is_public_and_of_what_was(
    installation: Installation, tmp_path: Path
) -> None:
    """The log made from the rows of before names the same datasets as the one that was kept."""
    stays = published(installation, draft(slug="stays"))
    closed = published(installation, draft(slug="closed"))
    amended(installation, closed, **INTERNAL, now=NOW + dt.timedelta(minutes=1))
    back = published(installation, draft(slug="back"))
    amended(installation, back, **INTERNAL, now=NOW + dt.timedelta(minutes=2))
    amended(installation, back, now=NOW + dt.timedelta(minutes=3))
    gone = published(installation, draft(slug="gone"))
    withdrawn(installation, gone)
    inner = published(installation, draft(slug="inner", **INTERNAL))
    withdrawn(installation, inner)
    withdrawn(installation, registered(installation, draft(slug="never")))
    kept = {change.uid: change.left for change in told(installation)}
    assert kept == {stays.uid: False, closed.uid: True, back.uid: False, gone.uid: True}
    migrate.downgrade(installation.sessions.writer, "0004")
    migrate.upgrade(installation.sessions.writer)
    made = told(installation)
    assert {change.uid: change.left for change in made} == kept
    assert [change.seq for change in made] == [1, 2, 3, 4]
    assert [change.at for change in made] == sorted(change.at for change in made)
    assert {c.uid: c.at for c in made}[closed.uid] == NOW + dt.timedelta(minutes=1)
    # What follows goes on from there.
    amended(installation, stays, title="ต่อ", now=NOW + dt.timedelta(minutes=4))
    assert (told(installation)[-1].seq, told(installation)[-1].kind) == (5, ChangeKind.UPDATED)
    with installation.sessions.write() as session:
        assert session.scalar(text("SELECT count(*) FROM public_change")) == 4
