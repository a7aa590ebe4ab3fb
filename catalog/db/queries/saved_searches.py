"""Saved searches: a person's own, and those whose mail may be due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.auth.policy import Actor
from catalog.db.models import Dataset, Person, SavedSearch
from catalog.db.queries.people import actor_of, find_person, person_record
from catalog.db.visibility import visible_to
from schemas.saved_search import SavedSearchRecord
from vocab.codes import DatasetState, DigestFrequency

#: Publications looked at for one answer, the latest first.
MOST_FRESH = 5000


@dataclass(frozen=True, slots=True)
class Reader:
    """A person to write to: who they are now, where their mail goes, and in which language."""

    actor: Actor
    email: str
    language: str


def saved_search_record(row: SavedSearch) -> SavedSearchRecord:
    """The frozen record of a row."""
    return SavedSearchRecord(
        uid=row.uid,
        name=row.name,
        text=row.text,
        filters={name: tuple(values) for name, values in row.filters.items()},
        sort=row.sort,
        frequency=row.frequency,
        created=row.created,
        last_seen=row.last_seen,
        last_sent=row.last_sent,
    )


def searches_of(session: Session, person: int) -> list[SavedSearch]:
    """The rows of a person, the latest first."""
    query = select(SavedSearch).where(SavedSearch.person_id == person)
    return list(session.scalars(query.order_by(SavedSearch.id.desc())))


def find_search(session: Session, person: int, uid: str) -> SavedSearch | None:
    """A search of a person; another's is as if it were not there."""
    own = (SavedSearch.person_id == person, SavedSearch.uid == uid)
    return session.scalar(select(SavedSearch).where(*own))


def published_since(
    session: Session, actor: Actor, since: dt.datetime
) -> list[tuple[int, dt.datetime]]:
    """Primary key and instant of what the actor may see and was published after an instant."""
    query = (
        select(Dataset.id, Dataset.published)
        .where(
            Dataset.state == DatasetState.PUBLISHED,
            Dataset.published > since,
            visible_to(actor),
        )
        .order_by(Dataset.published.desc(), Dataset.id.desc())
        .limit(MOST_FRESH)
    )
    return [(row, at) for row, at in session.execute(query) if at is not None]


def names_with_digests(
    session: Session, frequency: DigestFrequency, before: dt.datetime
) -> list[str]:
    """User names, in order, with a search of a frequency whose last mail covers less."""
    query = (
        select(Person.username)
        .join(SavedSearch, SavedSearch.person_id == Person.id)
        .where(
            SavedSearch.frequency == frequency,
            SavedSearch.last_sent < before,
            Person.active,
            Person.email.is_not(None),
        )
        .distinct()
        .order_by(Person.username)
    )
    return list(session.scalars(query))


def find_reader(session: Session, username: str, now: dt.datetime) -> Reader | None:
    """Whom a mail would reach; None for who has no address or may not sign in."""
    person = find_person(session, username)
    if person is None or not person.active or not person.email:
        return None
    return Reader(actor_of(person_record(person), now), person.email, person.language)


def find_email(session: Session, person: int) -> str:
    """Where a person gets mail, "" for nowhere."""
    return session.scalar(select(Person.email).where(Person.id == person)) or ""


def mark_sent(session: Session, uids: Iterable[str], until: dt.datetime) -> None:
    """Note up to when mails have told of some searches."""
    query = update(SavedSearch).where(SavedSearch.uid.in_(sorted(uids)))
    session.execute(query.values(last_sent=until))
