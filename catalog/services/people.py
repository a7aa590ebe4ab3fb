"""People: accounts, posts, passwords and API tokens."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.passwords import LONGEST, SHORTEST, fits, hash_password
from catalog.auth.policy import Actor, require
from catalog.auth.tokens import digest, new_token
from catalog.db.models import Membership, Person, Token
from catalog.db.queries.agencies import require_agency
from catalog.db.queries.people import find_person, person_record
from catalog.errors import InvalidInput, NotFound, UsernameTaken, WrongCredentials, wrong
from schemas.person import PersonRecord
from schemas.time import civil_date
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
        raise InvalidInput({"username": wrong("username-form")})
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
    session: Session,
    actor: Actor,
    username: str,
    password: str,
    *,
    now: dt.datetime,
    keep_tokens: bool = False,
) -> int:
    """Set a password, end the person's sessions and revoke their tokens; how many those were.

    Whoever knew the old password may have made a token with it; ``keep_tokens`` is for programs
    that must go on.  Raises Forbidden, NotFound, InvalidInput.
    """
    require(actor, Permission.ADMINISTER)
    person = _get(session, username)
    person.password_hash = _hash(password)
    person.epoch += 1
    emit(session, actor, Event.PASSWORD_CHANGED, subject=person.id, now=now)
    tokens = [] if keep_tokens else _in_force(session, person, now)
    _revoke(session, actor, tokens, now)
    return len(tokens)


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
        raise InvalidInput({"agency": wrong("post-agency")})
    person = _get(session, username)
    row = require_agency(session, agency).id if agency else None
    if not any(held.valid_to is None for held in _posts(session, person, role, row)):
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


def end_post(
    session: Session, actor: Actor, username: str, role: Role, agency: str, *, now: dt.datetime
) -> PersonRecord:
    """End a post from this day in Thailand on ("" for an administrator's); the account stays.

    A post that only begins later never comes into force.  Raises Forbidden, UnknownCode, and
    NotFound when no such post is held; its ``errors`` name those that are.
    """
    require(actor, Permission.ADMINISTER)
    person = _get(session, username)
    row = require_agency(session, agency).id if agency else None
    today = civil_date(now)
    posts = _posts(session, person, role, row)
    held = [m for m in posts if m.valid_to is None or m.valid_to > today]
    if not held:
        others = [m for m in person_record(person).memberships if not m.is_over(today)]
        raise NotFound({"posts": ", ".join(f"{m.role} {m.agency}".strip() for m in others) or "–"})
    for membership in held:
        membership.valid_to = today
        emit(
            session,
            actor,
            Event.POST_ENDED,
            subject=person.id,
            agency=row,
            now=now,
            note=role.value,
        )
    session.flush()
    return person_record(person)


def disable_person(session: Session, actor: Actor, username: str, *, now: dt.datetime) -> None:
    """Disable an account: sessions and tokens stop working with the next request.

    Raises Forbidden, NotFound.
    """
    require(actor, Permission.ADMINISTER)
    person = _get(session, username)
    person.active = False
    person.epoch += 1
    emit(session, actor, Event.PERSON_DISABLED, subject=person.id, now=now)


def enable_person(session: Session, actor: Actor, username: str, *, now: dt.datetime) -> None:
    """Enable a disabled account: its password, posts and tokens count again, old sessions do not.

    Enabling one that is not disabled changes nothing.  Raises Forbidden, NotFound.
    """
    require(actor, Permission.ADMINISTER)
    person = _get(session, username)
    if person.active:
        return
    person.active = True
    emit(session, actor, Event.PERSON_ENABLED, subject=person.id, now=now)


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


def revoke_token(
    session: Session, actor: Actor, username: str, name: str, *, now: dt.datetime
) -> None:
    """Revoke the tokens of a person that have this name; they stop with the next request.

    Raises Forbidden, and NotFound when none of that name is in force; its ``errors`` name those
    that are.
    """
    person = _get(session, username)
    if actor.person != person.id:
        require(actor, Permission.ADMINISTER)
    tokens = _in_force(session, person, now)
    meant = [token for token in tokens if token.name == name]
    if not meant:
        raise NotFound({"tokens": ", ".join(dict.fromkeys(t.name for t in tokens)) or "–"})
    _revoke(session, actor, meant, now)


def _in_force(session: Session, person: Person, now: dt.datetime) -> list[Token]:
    """The tokens of a person that work now, the oldest first."""
    in_force = (Token.person_id == person.id, Token.revoked.is_(None), Token.expires > now)
    return list(session.scalars(select(Token).where(*in_force).order_by(Token.id)))


def _revoke(session: Session, actor: Actor, tokens: list[Token], now: dt.datetime) -> None:
    for token in tokens:
        token.revoked = now
        event, person = Event.TOKEN_REVOKED, token.person_id
        emit(session, actor, event, subject=person, now=now, note=token.name)


def _posts(session: Session, person: Person, role: Role, agency: int | None) -> list[Membership]:
    """Every row of a person's post, past and future ones too; None is the whole catalogue."""
    at = Membership.agency_id.is_(None) if agency is None else Membership.agency_id == agency
    query = select(Membership).where(Membership.person_id == person.id, Membership.role == role, at)
    return list(session.scalars(query))


def _get(session: Session, username: str) -> Person:
    person = find_person(session, username)
    if person is None:
        raise NotFound
    return person


def _hash(password: str) -> str:
    try:
        return hash_password(password)
    except ValueError as error:
        said = wrong("password-length", shortest=SHORTEST, longest=LONGEST)
        raise InvalidInput({"password": said}) from error
