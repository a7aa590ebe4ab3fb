"""People: accounts, posts, passwords and API tokens."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.passwords import fits, hash_password
from catalog.auth.policy import Actor, require
from catalog.auth.tokens import digest, new_token
from catalog.db.models import Membership, Person, Token
from catalog.db.queries.agencies import require_agency
from catalog.db.queries.people import find_person, person_record
from catalog.errors import InvalidInput, NotFound, UsernameTaken, WrongCredentials
from schemas.person import PersonRecord
from vocab.codes import Permission, Role

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
#: Days an API token lives.
TOKEN_DAYS = 365


def sign_in(session: Session, username: str, password: str) -> PersonRecord:
    """The person whose user name and password fit; raises WrongCredentials.

    Unknown, disabled and wrong all cost the same time and give the same answer.
    """
    person = find_person(session, username)
    usable = person if person is not None and person.active else None
    if not fits(usable.password_hash if usable else None, password) or usable is None:
        raise WrongCredentials
    return person_record(usable)


def add_person(
    session: Session, actor: Actor, username: str, name: str, password: str, *, now: dt.datetime
) -> PersonRecord:
    """Add an account without any post; raises Forbidden, UsernameTaken, InvalidInput."""
    require(actor, Permission.ADMINISTER)
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise InvalidInput({"username": "2-64: a-z 0-9 . _ -"})
    if find_person(session, username) is not None:
        raise UsernameTaken(username=username)
    person = Person(
        username=username, name=name.strip() or username, password_hash=_hash(password), created=now
    )
    session.add(person)
    session.flush()
    emit(session, actor, Event.PERSON_ADDED, subject=person.id, now=now)
    return person_record(person)


def set_password(
    session: Session, actor: Actor, username: str, password: str, *, now: dt.datetime
) -> None:
    """Set a password and end the person's sessions; raises Forbidden, NotFound, InvalidInput."""
    require(actor, Permission.ADMINISTER)
    person = _get(session, username)
    person.password_hash = _hash(password)
    person.epoch += 1
    emit(session, actor, Event.PASSWORD_CHANGED, subject=person.id, now=now)


def give_post(
    session: Session,
    actor: Actor,
    username: str,
    role: Role,
    agency: str,
    *,
    now: dt.datetime,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> PersonRecord:
    """Give a role at an agency ("" for the whole catalogue: administrators only).

    Giving it again changes nothing.  Raises Forbidden, NotFound, UnknownCode, InvalidInput.
    """
    require(actor, Permission.ADMINISTER)
    if (role is Role.ADMIN) != (agency == ""):
        raise InvalidInput({"agency": "admin: none; others: a code"})
    person = _get(session, username)
    row = require_agency(session, agency).id if agency else None
    held = session.scalar(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.agency_id.is_(None) if row is None else Membership.agency_id == row,
            Membership.role == role,
            Membership.valid_to.is_(None),
        )
    )
    if held is None:
        session.add(
            Membership(
                person_id=person.id,
                agency_id=row,
                role=role,
                valid_from=valid_from,
                valid_to=valid_to,
            )
        )
        emit(
            session,
            actor,
            Event.POST_GIVEN,
            subject=person.id,
            agency=row,
            now=now,
            note=role.value,
        )
        session.flush()
        session.expire(person)
    return person_record(_get(session, username))


def end_posts(session: Session, actor: Actor, username: str, *, now: dt.datetime) -> None:
    """Disable an account: sessions and tokens stop working with the next request.

    Raises Forbidden, NotFound.
    """
    require(actor, Permission.ADMINISTER)
    person = _get(session, username)
    person.active = False
    person.epoch += 1
    emit(session, actor, Event.PERSON_DISABLED, subject=person.id, now=now)


def make_token(
    session: Session, actor: Actor, username: str, name: str, *, now: dt.datetime
) -> str:
    """A new API token of a person, returned once; raises Forbidden, NotFound."""
    person = _get(session, username)
    if actor.person != person.id:
        require(actor, Permission.ADMINISTER)
    token = new_token()
    session.add(
        Token(
            person_id=person.id,
            name=name,
            digest=digest(token),
            created=now,
            expires=now + dt.timedelta(days=TOKEN_DAYS),
        )
    )
    emit(session, actor, Event.TOKEN_MADE, subject=person.id, now=now, note=name)
    return token


def _get(session: Session, username: str) -> Person:
    person = find_person(session, username)
    if person is None:
        raise NotFound
    return person


def _hash(password: str) -> str:
    try:
        return hash_password(password)
    except ValueError as error:
        raise InvalidInput({"password": "12-200"}) from error
