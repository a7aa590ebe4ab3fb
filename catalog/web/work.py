"""My work: what came back, what is begun, what waits, what is due, by date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import and_
from sqlalchemy.orm import Session

from catalog.auth.policy import GRANTS, Actor, allows
from catalog.checks import timeliness
from catalog.db.queries.datasets import (
    CHUNK,
    Which,
    in_state,
    in_working_state,
    list_datasets,
)
from catalog.db.queries.figures import notes_of, of_agencies
from catalog.web.context import here, signed_in_actor, today
from schemas.dataset import DatasetRecord
from schemas.quality import Timeliness
from vocab.codes import DatasetState, Permission, UpdateState

#: Working revisions read for the page; more than this and the page says so.
LIMIT = 200
#: Days ahead in which an update counts as due soon.
SOON = dt.timedelta(days=30)
#: Due datasets listed.
_DUE = 30


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: a dataset, and the note it came back with."""

    record: DatasetRecord
    note: str


@dataclass(frozen=True, slots=True)
class Due:
    """A dataset whose update is late or due soon."""

    record: DatasetRecord
    timely: Timeliness


@dataclass(frozen=True, slots=True)
class Work:
    """The lists of the page; ``total`` counts working revisions, ``may_register`` the button."""

    returned: tuple[Task, ...] = ()
    to_approve: tuple[Task, ...] = ()
    drafts: tuple[Task, ...] = ()
    waiting: tuple[Task, ...] = ()
    due: tuple[Due, ...] = ()
    due_total: int = 0
    total: int = 0
    may_register: bool = False

    @property
    def count(self) -> int:
        """How many things the reader can do something about."""
        return len(self.returned) + len(self.to_approve) + len(self.drafts) + self.due_total


def my_work() -> ResponseReturnValue:
    """The page."""
    who = signed_in_actor()
    with here().sessions.read() as rows:
        work = work_of(rows, who, today())
    return render_template("work.html", work=work, limit=LIMIT)


def work_of(rows: Session, who: Actor, day: dt.date) -> Work:
    """What waits for a person; a fixed number of statements however much it is."""
    if not who.keeps:
        return Work()
    mine = of_agencies(who.keeps)
    unfinished = in_working_state(DatasetState.DRAFT, DatasetState.RETURNED, DatasetState.SUBMITTED)
    working = list_datasets(
        rows, who, where=and_(mine, unfinished), limit=LIMIT, which=Which.LATEST
    )
    notes = notes_of(rows, who, [record.row for record in working.items])
    tasks = [Task(record, notes.get(record.row, "")) for record in working.items]
    published = list_datasets(
        rows, who, where=and_(mine, in_state(DatasetState.PUBLISHED)), limit=CHUNK
    )
    due = _due(published.items, day)
    submitted = [task for task in tasks if task.record.state is DatasetState.SUBMITTED]
    approves = {
        task.record.row for task in submitted if allows(who, Permission.APPROVE, task.record.agency)
    }
    return Work(
        returned=_in_state(tasks, DatasetState.RETURNED),
        drafts=_in_state(tasks, DatasetState.DRAFT),
        to_approve=tuple(task for task in submitted if task.record.row in approves),
        waiting=tuple(task for task in submitted if task.record.row not in approves),
        due=due[:_DUE],
        due_total=len(due),
        total=working.total,
        may_register=may_register(who),
    )


def may_register(who: Actor) -> bool:
    """Whether some post of the reader allows registering datasets."""
    return any(Permission.REGISTER in GRANTS[post.role] for post in who.posts)


def _in_state(tasks: list[Task], state: DatasetState) -> tuple[Task, ...]:
    return tuple(task for task in tasks if task.record.state is state)


def _due(records: tuple[DatasetRecord, ...], day: dt.date) -> tuple[Due, ...]:
    found = [Due(record, timeliness(record, today=day)) for record in records]
    near = [
        one
        for one in found
        if one.timely.due
        and one.timely.state in (UpdateState.LATE, UpdateState.ON_TIME)
        and one.timely.due <= day + SOON
    ]
    return tuple(sorted(near, key=lambda one: (one.timely.due or day, one.record.slug)))
