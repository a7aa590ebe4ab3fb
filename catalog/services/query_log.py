"""What is looked for in the catalogue: counted by text and day, never by person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE, Actor, actor_terms, require
from catalog.db.models import SearchQuery
from catalog.db.queries.query_log import (
    DayCount,
    QueryCount,
    count_days,
    count_queries,
    forget_before,
    rows_of_day,
    texts_on,
)
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.query import clean, squeeze
from schemas.time import civil_date
from vocab.codes import Permission

#: Longest text that is counted (characters): longer ones are pasted rather than asked.
LONGEST = 80
#: Different texts kept of one day; further ones are not counted.
MOST_A_DAY = 2000
#: Days that the log reaches back, and days that the figures are of.
KEPT, SHOWN = dt.timedelta(days=90), dt.timedelta(days=29)
#: Texts listed for the administrator.
LISTED = 200
#: A text is shown to everybody once so many days and so many searches had it.
DAYS, TIMES = 3, 5
#: Most and longest texts shown to everybody, and how many are looked at to find them.
POPULAR, SHORT, LOOKED_AT = 8, 40, 20

# What may point at a person, written with or without blanks and hyphens: an e-mail address, a
# national id (13 digits), a telephone number (9 or 10), and a form of address before two names.
_MAIL = re.compile("@|%40")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s().+/-]+(?=\d)")
_NUMBER = re.compile(r"\d{9,}")
_NAMED = re.compile(
    r"(?:^|\s)(?:นาย(?!ก)|นางสาว|นาง|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|คุณ|mr\.?|mrs\.?|miss|ms\.?)"
    r"\s*\S+\s+\S"
)
# Signs by which a question says more than its words: quotes, exclusions, fields.
_SIGNS = re.compile(r'["“”«»:*]|(?:^|\s)-')


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a text was looked for lately, how often in vain, and what was found last."""

    count: int
    misses: int
    last_total: int


@dataclass(frozen=True, slots=True)
class QueryFigures:
    """What was looked for in the last 30 days."""

    popular: tuple[QueryCount, ...]
    missed: tuple[QueryCount, ...]
    days: tuple[DayCount, ...]


def countable(text: str) -> str:
    """The one spelling of a text under which it is counted, "" for what is not kept.

    Not kept: what may point at a person, and what is longer than 80 characters.
    """
    found = squeeze(clean(text)[0]) if len(text) <= 4 * LONGEST else ""
    if len(found) > LONGEST or _MAIL.search(found) or _NAMED.search(found):
        return ""
    return "" if _NUMBER.search(_BETWEEN_DIGITS.sub("", found)) else found


def record_queries(
    session: Session, actor: Actor, asked: Mapping[str, Asked], *, now: dt.datetime
) -> None:
    """Add to the counts of the day in Thailand of an instant; raises Forbidden.

    Beyond `MOST_A_DAY` texts new ones are dropped; what is older than `KEPT` is forgotten.
    """
    require(actor, Permission.ADMINISTER)
    day = civil_date(now)
    rows = rows_of_day(session, day, asked)
    room = MOST_A_DAY - texts_on(session, day)
    if not rows:
        forget_before(session, day - KEPT)
    for text, found in asked.items():
        row = rows.get(text)
        if row is not None:
            row.count += found.count
            row.misses += found.misses
            row.last_total = found.last_total
        elif room > 0:
            room -= 1
            session.add(
                SearchQuery(
                    day=day,
                    text=text,
                    count=found.count,
                    misses=found.misses,
                    last_total=found.last_total,
                )
            )


def list_queries(session: Session, actor: Actor, today: dt.date) -> QueryFigures:
    """What was looked for in the 30 days up to today; raises SignInRequired or Forbidden."""
    require(actor, Permission.ADMINISTER)
    since = today - SHOWN
    return QueryFigures(
        tuple(count_queries(session, today, since, LISTED)),
        tuple(count_queries(session, today, since, LISTED, missed=True)),
        tuple(count_days(session, since)),
    )


def popular_texts(session: Session, backend: SearchBackend, today: dt.date) -> tuple[str, ...]:
    """Texts that may be shown to everybody, the most frequent first.

    Only what several days had, what finds public datasets, and what stands in them word by word:
    nobody's typing comes out that the public part does not say already.  Raises Unavailable.
    """
    frequent = count_queries(session, today, today - SHOWN, 10 * LOOKED_AT)
    candidates = [
        one.text
        for one in frequent
        if one.days >= DAYS
        and one.count >= TIMES
        and 2 <= len(one.text) <= SHORT
        and not _SIGNS.search(one.text)
    ]
    shown = (text for text in candidates[:LOOKED_AT] if _is_public(backend, text))
    return tuple(text for _, text in zip(range(POPULAR), shown, strict=False))


def _is_public(backend: SearchBackend, text: str) -> bool:
    return _finds(backend, text) and all(_finds(backend, f'"{word}"') for word in text.split())


def _finds(backend: SearchBackend, text: str) -> bool:
    found = backend.search(SearchRequest(text=text, audience=actor_terms(ANYONE), limit=1))
    return bool(found.total) and not found.relaxed
