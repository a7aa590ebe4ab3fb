"""Where a person gets mail, and in which language."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.policy import Actor, require
from catalog.db.queries.people import find_person
from catalog.errors import InvalidInput, NotFound, wrong
from vocab.codes import Permission

#: What may stand in a header and reach a mail server as it is: no blank, no line break, no list.
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_LONGEST = 254
_LANGUAGES = ("th", "en")


def set_email(
    session: Session,
    actor: Actor,
    username: str,
    address: str,
    *,
    now: dt.datetime,
    language: str = "",
) -> None:
    """Say where a person gets mail ("": nowhere) and in which language ("": as before).

    Raises Forbidden, NotFound, InvalidInput.
    """
    require(actor, Permission.ADMINISTER)
    person = find_person(session, username)
    if person is None:
        raise NotFound
    address = address.strip()
    if address and (len(address) > _LONGEST or not ADDRESS.fullmatch(address)):
        raise InvalidInput({"email": wrong("not-email")})
    if language and language not in _LANGUAGES:
        raise InvalidInput({"language": wrong("not-listed", choices=", ".join(_LANGUAGES))})
    person.email = address or None
    person.language = language or person.language
    emit(session, actor, Event.EMAIL_SET, subject=person.id, now=now)
