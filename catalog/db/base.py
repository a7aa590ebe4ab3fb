"""Sessions: readers that cannot write, and writers that take SQLite's lock at once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session

#: Milliseconds a SQLite writer waits for another before it gives up.
BUSY_TIMEOUT = 20_000


#: Bytes of a SQLite file that readers map into memory (address space, not memory of its own).
MAPPED = 1 << 30


class Instant(TypeDecorator[dt.datetime]):
    """An aware instant, stored in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """UTC; a naive value is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Aware, in UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """Of SQLite the text itself is read, in one step: a page of hits has sixty of them."""
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _instant(stored: str | None) -> dt.datetime | None:
    return None if stored is None else dt.datetime.fromisoformat(f"{stored}+00:00")


class _Codes(SqlEnum):
    """A closed list whose members are looked up without a call of Python for each."""

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:  # noqa: ARG002
        """Raises KeyError for what stands in the column without being a member."""
        members = {member.value: member for member in self.enum_class or ()}
        return {None: None, **members}.__getitem__


def coded(codes: type[Any], name: str) -> SqlEnum:
    """A column type for a closed list: text with a check constraint named after the list."""
    return _Codes(
        codes,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [m.value for m in members],
        length=32,
    )


class Base(DeclarativeBase):
    """Base of the models; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: String, dt.datetime: Instant}


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _engine(url: str, *, writer: bool) -> Engine:
    engine = create_engine(url, json_serializer=_dumps, pool_pre_ping=not _is_sqlite(url))
    if _is_sqlite(url):
        _tune_sqlite(engine, writer=writer)
    return engine


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _tune_sqlite(engine: Engine, *, writer: bool) -> None:
    begin = "BEGIN IMMEDIATE" if writer else "BEGIN"

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: it breaks savepoints and begins
        # DEFERRED, so that a reader who turns writer can fail with "database is locked".
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: an acknowledged write survives power loss, not only a killed process.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not writer:
            cursor.execute("PRAGMA query_only=ON")
            # A page is read where it lies, not copied: looking through the texts of 20,000
            # datasets takes two thirds of the time.
            cursor.execute(f"PRAGMA mmap_size={MAPPED}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


class Sessions:
    """The two ways into the database; made once, in the edge that starts the program."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writer = _engine(url, writer=True)
        self.reader = _engine(url, writer=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database and cannot change it."""
        with Session(self.reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits when the block ends well, else undoes everything."""
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.writer.dispose()
        self.reader.dispose()
