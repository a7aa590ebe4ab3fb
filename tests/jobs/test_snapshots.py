"""Snapshots: the catalogue as files, handed out only while they are what the rows say."""

import dataclasses
import datetime as dt
import fcntl
import gzip
import hashlib
import logging
from pathlib import Path

import pytest

from catalog.auth.policy import SYSTEM
from catalog.db.queries.agencies import get_agency
from catalog.jobs.export import export_catalogue
from catalog.jobs.installation import Installation
from catalog.jobs.nightly import Nightly
from catalog.jobs.snapshots import GZIP, PLAIN, Snapshot, Snapshots, file_name
from catalog.jobs.worker import Worker
from catalog.rdf.formats import FORMATS, TURTLE
from catalog.services.agencies import save_agency
from catalog.services.datasets import draft_of, edit_dataset, withdraw_dataset
from schemas.time import BANGKOK
from tests.fixtures_app import NOW, draft, person, published


def make(installation: Installation, now: dt.datetime = NOW) -> Snapshot:
    made = installation.snapshots.make(installation.sessions, installation.site, now)
    assert made is not None
    return made


def fresh(installation: Installation) -> Snapshot | None:
    with installation.sessions.read() as session:
        return installation.snapshots.fresh(session, installation.site)


def files(installation: Installation) -> list[Path]:
    return [p for p in installation.snapshots.folder.rglob("catalog.*") if p.is_file()]


def test_the_files_are_the_export_with_their_checksums(installation: Installation) -> None:
    published(installation)
    made = make(installation)
    for form in FORMATS:
        with installation.sessions.read() as session:
            meant = b"".join(export_catalogue(session, installation.site, form))
        plain = installation.snapshots.path(made, file_name(form, PLAIN))
        packed = installation.snapshots.path(made, file_name(form, GZIP))
        assert plain.read_bytes() == gzip.decompress(packed.read_bytes()) == meant
        for path in (plain, packed):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            assert made.sums[path.name] == digest
            told = path.with_name(f"{path.name}.sha256").read_text("ascii")
            assert told == f"{digest}  {path.name}\n"
    assert made.changed is not None
    assert fresh(installation) == installation.snapshots.present() == made


def test_the_same_state_gives_the_same_bytes(installation: Installation) -> None:
    published(installation)
    first = make(installation)
    second = make(installation, NOW + dt.timedelta(days=1))
    assert first.sums == second.sums
    assert first.folder != second.folder
    assert {path.parent.name for path in files(installation)} == {second.folder}


def test_an_empty_catalogue_has_a_snapshot_too(installation: Installation) -> None:
    made = make(installation)
    assert made.changed is None
    assert fresh(installation) == made


def test_whatever_anyone_may_see_changes_refuses_the_files(installation: Installation) -> None:
    record = published(installation)

    def withdraw() -> None:
        with installation.sessions.write() as session:
            head = person(installation, "head")
            withdraw_dataset(session, head, other.slug, "จบ", version=other.version, now=NOW)

    def rename() -> None:
        with installation.sessions.write() as session:
            agency = dataclasses.replace(get_agency(session, "5001"), name_th="ชื่อใหม่")
            save_agency(session, SYSTEM, agency, now=NOW)

    other = published(installation, draft(title="ปลาทองคำ"))
    for change in (withdraw, lambda: published(installation, draft(title="ใหม่")), rename):
        make(installation)
        assert fresh(installation) is not None
        assert files(installation)
        change()
        assert fresh(installation) is None
        installation.drain()
        assert files(installation) == []
        assert installation.snapshots.present() is None
    assert record.slug


def test_a_draft_of_others_refuses_nothing(installation: Installation) -> None:
    record = published(installation)
    made = make(installation)
    with installation.sessions.write() as session:
        steward = person(installation, "steward")
        words = dataclasses.replace(
            draft_of(record), metadata={**record.metadata, "title": "ยังเป็นร่าง"}
        )
        edit_dataset(session, steward, record.slug, words, version=record.version, now=NOW)
    installation.drain()
    assert fresh(installation) == made


def test_another_site_or_writer_refuses_the_files(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(installation)
    made = make(installation)
    with installation.sessions.read() as session:
        elsewhere = dataclasses.replace(installation.site, base="https://elsewhere.example")
        assert installation.snapshots.fresh(session, elsewhere) is None
        monkeypatch.setattr("catalog.jobs.snapshots.stamps", lambda _base: {0: 1})
        assert installation.snapshots.fresh(session, installation.site) is None
    monkeypatch.undo()
    assert fresh(installation) == made


def test_another_name_of_the_city_refuses_the_files_without_a_restart(
    installation: Installation,
) -> None:
    published(installation)
    made = make(installation)
    with installation.sessions.write() as session:
        city = dataclasses.replace(get_agency(session, "bma"), name_th="มหานคร")
        save_agency(session, SYSTEM, city, now=NOW)
    assert installation.site.publisher.name_th == "มหานคร"
    assert fresh(installation) is None
    again = make(installation)
    assert again.number == made.number, "the city has no dataset of its own"
    path = installation.snapshots.path(again, file_name(TURTLE, PLAIN))
    assert "มหานคร" in path.read_text("utf-8")
    assert fresh(installation) == again


def test_what_cannot_be_read_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path)
    assert kept.present() is None
    assert kept.last_made is None
    for text in ("", "{}", "[]", '{"number": 1}'):
        (tmp_path / "present.json").write_text(text)
        assert kept.present() is None
    (tmp_path / "made").write_text("yesterday")
    assert kept.last_made is None


def test_one_process_makes_them_at_a_time(installation: Installation) -> None:
    make(installation)
    with (installation.snapshots.folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        again = installation.snapshots.make(installation.sessions, installation.site, NOW)
        assert again is None


def test_a_file_is_read_on_while_others_take_its_place(installation: Installation) -> None:
    published(installation)
    made = make(installation)
    path = installation.snapshots.path(made, file_name(TURTLE, PLAIN))
    meant = path.read_bytes()
    with path.open("rb") as reading:
        make(installation)
        assert not path.exists()
        assert reading.read() == meant


# When -------------------------------------------------------------------------------------------


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant of November 2026 as clocks in Thailand show it."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK)


def test_they_are_due_each_night_and_when_asked_for(installation: Installation) -> None:
    nightly = Nightly(installation)
    assert nightly.due(at(25, 12)), "never made"
    published(installation)
    make(installation, at(25, 12))
    assert not nightly.due(at(27, 2)), "fresh"
    published(installation, draft(title="อีกชุด"))
    assert not nightly.due(at(25, 23))
    assert not nightly.due(at(26, 0, 59))
    assert nightly.due(at(26, 1))
    installation.snapshots.want()
    assert not nightly.due(at(25, 12, 4))
    assert nightly.due(at(25, 12, 5))
    make(installation, at(25, 12, 5))
    assert not installation.snapshots.wanted


def test_the_worker_makes_them(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    worker = Worker(installation)
    worker.nightly = Nightly(installation, pause=-1)
    worker.round()
    worker.nightly.stop()
    assert fresh(installation) is not None
    assert "snapshots made" in caplog.text
    worker.round()
    worker.stop()
    waiting = Nightly(installation)
    waiting.tick()
    waiting.stop()


def test_what_fails_is_told_and_tried_again(
    installation: Installation,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise OSError("no space left")

    nightly = Nightly(installation)
    nightly.stop()
    monkeypatch.setattr(Snapshots, "make", fails)
    nightly.run()
    assert "the work of the night failed" in caplog.text
    monkeypatch.setattr(Snapshots, "make", lambda *_: None)
    caplog.clear()
    nightly.run()
    assert caplog.text == ""
