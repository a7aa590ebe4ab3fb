"""Writers take the lock at once, readers cannot write, the trail cannot be rewritten."""

import datetime as dt
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from catalog.db import migrate
from catalog.db.base import MAPPED
from catalog.db.models import Agency, AuditEntry, Dataset, OutboxMessage
from tests.fixtures_app import NOW, migrated
from vocab.codes import AgencyKind, Audience, DatasetState


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'banchi.sqlite3'}"


def _city(code: str) -> Agency:
    return Agency(code=code, kind=AgencyKind.CITY, name_th=code, name_en="", organisation=code)


def test_readers_map_the_file_and_writers_do_not(url: str) -> None:
    sessions = migrated(url)
    with sessions.write() as session:
        assert session.scalar(text("PRAGMA mmap_size")) == 0
    with sessions.read() as session:
        assert session.scalar(text("PRAGMA mmap_size")) == MAPPED


def test_a_reader_cannot_write(url: str) -> None:
    sessions = migrated(url)
    with sessions.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.add(_city("bma"))
        session.flush()


def test_a_failed_block_leaves_nothing_behind(url: str) -> None:
    sessions = migrated(url)
    with pytest.raises(RuntimeError), sessions.write() as session:
        session.add(_city("bma"))
        session.flush()
        raise RuntimeError
    with sessions.read() as session:
        assert session.scalars(select(Agency)).all() == []


def test_a_writer_holds_the_lock_from_its_first_statement(url: str) -> None:
    sessions = migrated(url)
    other = sqlite3.connect(sessions.writer.url.database or "", timeout=0)
    with sessions.write() as session:
        session.scalar(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_eight_writers_at_once_all_succeed(url: str) -> None:
    sessions = migrated(url)
    failures: list[Exception] = []

    def write(worker: int) -> None:
        try:
            for turn in range(10):
                with sessions.write() as session:
                    # Reading before writing is what makes deferred transactions fail.
                    session.scalars(select(Agency)).all()
                    session.add(_city(f"{worker}-{turn}"))
        except Exception as error:  # noqa: BLE001  (reported below)
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with sessions.read() as session:
        assert len(session.scalars(select(Agency)).all()) == 80


def test_a_savepoint_can_be_undone_alone(url: str) -> None:
    sessions = migrated(url)
    with sessions.write() as session:
        session.add(_city("kept"))
        with pytest.raises(RuntimeError), session.begin_nested():
            session.add(_city("undone"))
            session.flush()
            raise RuntimeError
    with sessions.read() as session:
        assert session.scalars(select(Agency.code)).all() == ["kept"]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET note = ''", "DELETE FROM audit_entry"]
)
def test_the_trail_is_append_only(url: str, statement: str) -> None:
    sessions = migrated(url)
    with sessions.write() as session:
        session.add(
            AuditEntry(
                at=NOW, actor_name="x", event="agency.saved", subject_kind="agency", subject_id=1
            )
        )
    with pytest.raises(IntegrityError, match="append-only"), sessions.write() as session:
        session.execute(text(statement))


def _dataset(session: Session, **changes: object) -> Dataset:
    agency = _city("bma")
    session.add(agency)
    session.flush()
    values: dict[str, object] = {
        "uid": "u",
        "slug": "s",
        "agency_id": agency.id,
        "organisation": "bma",
        "state": DatasetState.DRAFT,
        "audience": Audience.CUSTODIANS,
        "created": NOW,
        "modified": NOW,
    }
    row = Dataset(**{**values, **changes})
    session.add(row)
    session.flush()
    return row


@pytest.mark.parametrize(
    "changes",
    [
        {"state": DatasetState.PUBLISHED},
        {"working_state": DatasetState.DRAFT},
        {"version": 0},
        {"agency_id": 99},
        {"published_id": 99},
    ],
    ids=["published without revision", "working without revision", "version", "agency", "revision"],
)
def test_the_database_refuses_what_cannot_be(url: str, changes: dict[str, object]) -> None:
    sessions = migrated(url)
    with pytest.raises(IntegrityError), sessions.write() as session:
        _dataset(session, **changes)


def test_an_instant_without_zone_is_refused_and_others_come_back_in_utc(url: str) -> None:
    sessions = migrated(url)
    bangkok = dt.timezone(dt.timedelta(hours=7))
    with sessions.write() as session:
        at = dt.datetime(2026, 11, 25, 12, 0, tzinfo=bangkok)
        session.add(OutboxMessage(consumer="search", subject_id=1, event="e", at=at))
    with sessions.read() as session:
        read = session.scalars(select(OutboxMessage.at)).one()
        assert read == at
        assert read.utcoffset() == dt.timedelta(0)
    with pytest.raises(StatementError, match="time zone"), sessions.write() as session:
        session.add(
            OutboxMessage(consumer="search", subject_id=1, event="e", at=at.replace(tzinfo=None))
        )


def test_models_and_migrations_agree_up_and_down(url: str) -> None:
    sessions = migrated(url)
    assert migrate.is_current(sessions.writer)
    migrate.check(sessions.writer)
    migrate.upgrade(sessions.writer)
    migrate.downgrade(sessions.writer, "base")
    assert not migrate.is_current(sessions.writer)
    with sessions.reader.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert [name for (name,) in names] == ["alembic_version"]
    migrate.upgrade(sessions.writer)
    migrate.check(sessions.writer)
    sessions.close()
