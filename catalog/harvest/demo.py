"""The demo: Bangkok's agencies, 824 real records, and people to sign in as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import func, select

from catalog.auth.passwords import new_password
from catalog.auth.policy import SYSTEM
from catalog.db.base import Sessions
from catalog.db.models import ImportOutcome
from catalog.db.queries.people import find_person
from catalog.harvest.agencies import load_bangkok
from catalog.harvest.outcomes import ImportReport
from catalog.harvest.run import import_packages
from catalog.harvest.sources.packages import read_packages
from catalog.services.people import add_person, give_post
from vocab.codes import Role

#: File of each source of records, and how many it holds.
SOURCES: Mapping[str, tuple[str, int]] = {
    "data.go.th": ("datagoth-packages.jsonl.gz", 810),
    "gdcatalog": ("gdc-records.jsonl", 14),
}
RECORDS = sum(count for _, count in SOURCES.values())


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A made-up person: no agency means the whole catalogue."""

    username: str
    name: str
    role: Role
    agency: str


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("steward-5001", "บริกรข้อมูล สำนักงานเขตพระนคร", Role.STEWARD, "5001"),
    DemoPerson("head-5001", "หัวหน้า สำนักงานเขตพระนคร", Role.HEAD, "5001"),
    DemoPerson("steward-0700", "บริกรข้อมูล สำนักการแพทย์", Role.STEWARD, "0700"),
    DemoPerson("head-0700", "หัวหน้า สำนักการแพทย์", Role.HEAD, "0700"),
    DemoPerson("evaluator", "ผู้ประเมิน สำนักยุทธศาสตร์และประเมินผล", Role.EVALUATOR, "2100"),
    DemoPerson("admin", "ผู้ดูแลระบบ", Role.ADMIN, ""),
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account made just now; its password is told once and kept nowhere."""

    person: DemoPerson
    password: str


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What loading the demo did: agencies made, records imported, accounts made."""

    agencies: int
    imports: tuple[ImportReport, ...]
    accounts: tuple[Account, ...] = field(repr=False)


def load_demo(
    sessions: Sessions,
    *,
    now: Callable[[], dt.datetime],
    progress: Callable[[int], None] | None = None,
) -> DemoReport:
    """Bring in whatever of the demo is missing; loading it again changes nothing.

    ``progress`` is told how many of the `RECORDS` are done.  Agencies and people that are there
    stay as they are.  The people come last, so that a load which was stopped still gives their
    passwords when it is run again.
    """
    made = load_bangkok(sessions, now)
    reports: list[ImportReport] = []
    for source, (name, _) in SOURCES.items():
        done = sum(len(report.records) for report in reports)

        def told(count: int, before: int = done) -> None:
            if progress is not None:
                progress(before + count)

        with _file(name) as path:
            packages = read_packages(path)
            reports.append(
                import_packages(sessions, SYSTEM, packages, source=source, now=now, progress=told)
            )
    return DemoReport(made, tuple(reports), _load_people(sessions, now))


def is_demo_loaded(sessions: Sessions) -> bool:
    """Whether every record and person of the demo is there: a few quick statements."""
    with sessions.read() as session:
        query = select(func.count()).where(ImportOutcome.source.in_(list(SOURCES)))
        if (session.scalar(query) or 0) < RECORDS:
            return False
        return all(find_person(session, person.username) for person in PEOPLE)


def _file(name: str) -> AbstractContextManager[Path]:
    return as_file(files("catalog.harvest") / "data" / "demo" / name)


def _load_people(sessions: Sessions, now: Callable[[], dt.datetime]) -> tuple[Account, ...]:
    with sessions.read() as session:
        missing = [p for p in PEOPLE if find_person(session, p.username) is None]
    accounts = tuple(Account(person, new_password()) for person in missing)
    if accounts:
        with sessions.write() as session:
            for account in accounts:
                who, at = account.person, now()
                add_person(session, SYSTEM, who.username, who.name, account.password, now=at)
                give_post(session, SYSTEM, who.username, who.role, who.agency, now=at)
    return accounts
