"""Saved searches: a person keeps questions, names them, and is told what is new."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import get_args

from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.policy import Actor, actor_terms
from catalog.db.models import Person, SavedSearch
from catalog.db.queries.saved_searches import (
    find_search,
    published_since,
    saved_search_record,
    searches_of,
)
from catalog.errors import InvalidInput, NotFound, SignInRequired, TooManySearches, wrong
from catalog.search.backend import SearchBackend, SearchRequest, Sort
from catalog.search.document import FACETS
from catalog.search.query import clean
from catalog.search.synonyms import Synonyms
from catalog.services.agency_tree import AgencyTree, agency_tree
from catalog.services.synonyms import current_synonyms
from schemas.saved_search import SavedSearchRecord
from vocab.codes import DigestFrequency

#: Searches that one person may keep: each is asked again for every look at the list.
MOST_SEARCHES = 30
#: Longest name (characters).
LONGEST = 200
#: What was published this long before a look counts as new once more: it may have been on its way
#: into the index.
SETTLED = dt.timedelta(minutes=1)
#: Hits of a search that are looked at for new ones, those that changed last.
_HITS = 1000
_SORTS: tuple[Sort, ...] = get_args(Sort)


def save_search(
    session: Session,
    actor: Actor,
    name: str,
    text: str,
    filters: Mapping[str, tuple[str, ...]],
    sort: str,
    frequency: DigestFrequency,
    *,
    now: dt.datetime,
) -> SavedSearchRecord:
    """Keep a question; asking the same one again gives back the one that is kept.

    A name that is left empty is the text.  Raises SignInRequired, InvalidInput, TooManySearches.
    """
    person = _person(actor)
    kept = searches_of(session, person)
    # What the engine reads of it, in whole words.
    text, _ = clean(text)
    asked = {name: list(values) for name, values in filters.items() if values}
    if sort not in _SORTS or not set(asked) <= set(FACETS):
        raise InvalidInput({"search": wrong("search-unknown")})
    for row in kept:
        if (row.text, row.filters, row.sort) == (text, asked, sort):
            return saved_search_record(row)
    if len(kept) >= MOST_SEARCHES:
        raise TooManySearches(limit=MOST_SEARCHES)
    row = SavedSearch(
        uid=str(uuid.uuid4()),
        person_id=person,
        name=_named(name)
        or _named(text)
        or _named(" ".join(v for values in asked.values() for v in values))
        or "*",
        text=text,
        filters=asked,
        sort=sort,
        frequency=frequency,
        created=now,
        last_seen=now,
        last_sent=now,
    )
    session.add(row)
    session.flush()
    emit(session, actor, Event.SEARCH_SAVED, subject=row.id, now=now)
    return saved_search_record(row)


def change_search(
    session: Session,
    actor: Actor,
    uid: str,
    name: str,
    frequency: DigestFrequency,
    language: str,
    *,
    now: dt.datetime,
) -> SavedSearchRecord:
    """Rename a search and say how often a mail tells of new hits, in which language.

    Mails that begin tell of what comes from now on.  Raises SignInRequired, NotFound.
    """
    row = _own(session, actor, uid)
    if frequency is not row.frequency and row.frequency is DigestFrequency.NONE:
        row.last_sent = now
    row.name, row.frequency = _named(name) or row.name, frequency
    if frequency is not DigestFrequency.NONE:
        session.get_one(Person, row.person_id).language = language
    emit(session, actor, Event.SEARCH_CHANGED, subject=row.id, now=now)
    return saved_search_record(row)


def delete_search(session: Session, actor: Actor, uid: str, *, now: dt.datetime) -> None:
    """Forget a search; raises SignInRequired, NotFound."""
    row = _own(session, actor, uid)
    emit(session, actor, Event.SEARCH_DELETED, subject=row.id, now=now)
    session.delete(row)


def look_at_search(
    session: Session, actor: Actor, uid: str, *, now: dt.datetime
) -> SavedSearchRecord:
    """Note that the hits so far were looked at; raises SignInRequired, NotFound."""
    row = _own(session, actor, uid)
    row.last_seen = max(row.last_seen, now - SETTLED)
    return saved_search_record(row)


def list_searches(session: Session, actor: Actor) -> tuple[SavedSearchRecord, ...]:
    """The actor's own searches, the latest first; raises SignInRequired."""
    return tuple(saved_search_record(row) for row in searches_of(session, _person(actor)))


def new_hits(
    session: Session,
    backend: SearchBackend,
    actor: Actor,
    searches: Iterable[tuple[SavedSearchRecord, dt.datetime]],
    until: dt.datetime,
) -> dict[str, tuple[int, ...]]:
    """Primary keys of what each search finds that was published after its instant, newest first.

    By the search's UUID; what was published after ``until`` is left for the next time.  The actor's
    own eyes decide: what they may not see now is never among the hits.  What is only like the words
    asked for is no hit.  Raises Unavailable when the index is gone.
    """
    asked = list(searches)
    if not asked:
        return {}
    fresh = published_since(session, actor, min(since for _, since in asked))
    agencies, synonyms = agency_tree(session), current_synonyms(session)
    found: dict[str, tuple[int, ...]] = {}
    for search, since in asked:
        wanted = [row for row, at in fresh if since < at <= until]
        hits = _hits(backend, actor, search, agencies, synonyms) if wanted else frozenset()
        found[search.uid] = tuple(row for row in wanted if row in hits)
    return found


def _hits(
    backend: SearchBackend,
    actor: Actor,
    search: SavedSearchRecord,
    agencies: AgencyTree,
    synonyms: Synonyms,
) -> frozenset[int]:
    # A facet that a later version no longer has must not stop the others.
    filters = {name: chosen for name, chosen in search.filters.items() if name in FACETS}
    answer = backend.search(
        SearchRequest(
            text=search.text,
            filters=agencies.widened(filters),
            audience=actor_terms(actor),
            agencies=agencies.meant,
            synonyms=synonyms,
            sort="modified",
            limit=_HITS,
        )
    )
    return frozenset() if answer.relaxed else frozenset(answer.rows)


def _own(session: Session, actor: Actor, uid: str) -> SavedSearch:
    row = find_search(session, _person(actor), uid)
    if row is None:
        raise NotFound
    return row


def _person(actor: Actor) -> int:
    if actor.person is None:
        raise SignInRequired
    return actor.person


def _named(text: str) -> str:
    """A name on one line, without characters that nobody sees."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
