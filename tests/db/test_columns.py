"""Column types of our own, and the statement by which a page reads its rows."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from catalog.auth.policy import Actor, Post
from catalog.db.base import Instant, coded
from catalog.db.queries.datasets import _named, _shown_rows
from catalog.jobs.installation import Installation
from vocab.codes import DatasetState, Role

_UTC = dt.datetime(2026, 11, 26, 5, 30, 0, 7, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("dialect", "stored"),
    [
        (SQLiteDialect(), "2026-11-26 05:30:00.000007"),
        (registry.load("postgresql")(), _UTC.astimezone(dt.timezone(dt.timedelta(hours=7)))),
    ],
)
def test_an_instant_comes_back_aware_and_in_utc(dialect: Dialect, stored: object) -> None:
    read = Instant().result_processor(dialect, None)
    assert read(stored) == _UTC
    assert read(stored).tzinfo is dt.UTC
    assert read(None) is None


def test_a_code_comes_back_as_a_member_and_nothing_else_as_one() -> None:
    column: Any = coded(DatasetState, "state")
    read = column.result_processor(SQLiteDialect(), None)
    assert read("draft") is DatasetState.DRAFT
    assert read(None) is None
    with pytest.raises(LookupError):
        read("thrown away")


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("role", [Role.STAFF, Role.STEWARD, Role.ADMIN])
def test_the_rows_of_a_page_are_found_by_their_keys(
    installation: Installation, role: Role, few: bool
) -> None:
    """Not by who may see them, which is nearly all: a page would cost as much as the catalogue."""
    actor = Actor(person=1, posts=frozenset({Post(role, "5001", "bma")}))
    given = _named(range(1, 21) if few else range(1, 1001))
    with installation.sessions.read() as session:
        connection = session.connection()
        ran = connection.execute(_shown_rows(actor, few=few), given).context
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {ran.statement}", ran.parameters[0])
        plan = [step[-1] for step in steps]
    assert "SEARCH dataset USING INTEGER PRIMARY KEY (rowid=?)" in plan
    assert not [step for step in plan if step.startswith(("SCAN dataset", "MULTI-INDEX"))]
