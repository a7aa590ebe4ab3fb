"""People: for signing in and for naming authors; never shown to the public."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalog.auth.policy import Actor, Post
from catalog.auth.tokens import digest
from catalog.db.models import Membership, Person, Token
from schemas.person import MembershipRecord, PersonRecord
from schemas.time import civil_date


def person_record(person: Person) -> PersonRecord:
    """The frozen record of a row with its memberships."""
    return PersonRecord(
        row=person.id,
        username=person.username,
        name=person.name,
        active=person.active,
        epoch=person.epoch,
        memberships=tuple(
            MembershipRecord(
                role=m.role,
                agency=m.agency.code if m.agency else "",
                organisation=m.agency.organisation if m.agency else "",
                valid_from=m.valid_from,
                valid_to=m.valid_to,
            )
            for m in person.memberships
        ),
    )


_LOADED = selectinload(Person.memberships).joinedload(Membership.agency)


def find_person(session: Session, username: str) -> Person | None:
    """The row of a user name, memberships loaded."""
    query = select(Person).where(Person.username == username.strip().lower()).options(_LOADED)
    return session.scalar(query)


def list_people(session: Session) -> list[PersonRecord]:
    """Everybody, by user name; for administrators."""
    return [
        person_record(p)
        for p in session.scalars(select(Person).options(_LOADED).order_by(Person.username))
    ]


def actor_of(person: PersonRecord, now: dt.datetime) -> Actor:
    """The actor a person is at an instant: only posts in force on that day in Thailand count."""
    today = civil_date(now)
    return Actor(
        person=person.row,
        username=person.username,
        name=person.name,
        posts=frozenset(
            Post(m.role, m.agency, m.organisation) for m in person.memberships if m.holds_on(today)
        ),
    )


def find_actor(session: Session, row: int, epoch: int, now: dt.datetime) -> Actor | None:
    """The actor of a signed-in session, None when the person left or signed out everywhere."""
    person = session.scalar(select(Person).where(Person.id == row).options(_LOADED))
    if person is None or not person.active or person.epoch != epoch:
        return None
    return actor_of(person_record(person), now)


def find_token_actor(session: Session, token: str, now: dt.datetime) -> Actor | None:
    """The actor of an API token, None when it is unknown, revoked or expired."""
    person = session.scalar(
        select(Person)
        .join(Token, Token.person_id == Person.id)
        .where(
            Token.digest == digest(token),
            Token.revoked.is_(None),
            Token.expires > now,
            Person.active,
        )
        .options(_LOADED)
    )
    return actor_of(person_record(person), now) if person else None
