"""What completes a reader's typing: words, titles and agencies, from what the reader may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, actor_terms
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.datasets import datasets_of_rows
from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.query import clean, squeeze
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord

#: Most suggestions of each kind: a list that a phone shows above its keyboard.
WORDS, TITLES, AGENCIES = 5, 4, 3
#: Datasets whose titles are compared with what was typed.
_CANDIDATES = 24
#: Ends of a half-typed word that are searched with what stands before it.
_ENDS = 3


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Completions in three kinds: whole texts to search for, datasets by title, agencies."""

    words: tuple[str, ...] = ()
    titles: tuple[DatasetRecord, ...] = ()
    agencies: tuple[AgencyRecord, ...] = ()


def find_suggestions(
    session: Session, backend: SearchBackend, actor: Actor, text: str
) -> Suggestions:
    """Completions of a text in at most five questions to the index and four statements.

    Words and titles come from datasets that the actor may see, and a text of several words is
    suggested only when such a dataset has them all; agencies are public.  A text that means
    nothing gives nothing.  Raises Unavailable when the index is gone.
    """
    typed = squeeze(clean(text)[0])
    if not typed:
        return Suggestions()
    audience = actor_terms(actor)
    words = dict.fromkeys(backend.suggest(typed, audience, WORDS))
    rows: dict[int, None] = {}
    asked = SearchRequest(text=typed, audience=audience, limit=_CANDIDATES, correct=False)
    rows |= dict.fromkeys(backend.search(asked).rows)
    for whole in _ended(backend, audience, typed):
        found = backend.search(replace(asked, text=whole, relax=False)).rows
        rows |= dict.fromkeys(found)
        if found:
            words.setdefault(whole)
    seen = datasets_of_rows(session, actor, list(rows)[:_CANDIDATES])
    return Suggestions(
        tuple(words)[:WORDS],
        tuple(_titled(seen, typed)),
        tuple(_named(list_agencies(session), typed)),
    )


def _ended(backend: SearchBackend, audience: tuple[str, ...] | None, typed: str) -> list[str]:
    """The text with its last, half-typed word ended; empty when the text is a word's beginning."""
    for head in _heads(typed):
        if ends := backend.suggest(typed[len(head) :], audience, _ENDS):
            return [head + end for end in ends if head + end != typed]
    return []


def _heads(typed: str) -> Iterator[str]:
    """What may stand before the word that is being typed, the shortest first.

    Thai has no blanks: the cuts are those of the analyzer, which may cut half a word in two.
    """
    before, _, last = typed.rpartition(" ")
    at = len(before) + 1 if before else 0
    if at:
        yield typed[:at]
    for token in default_analyzer().tokens(last)[:6]:
        if not typed.startswith(token, at):
            return
        at += len(token)
        if len(typed) - at >= 2:
            yield typed[:at]


def _titled(records: Sequence[DatasetRecord], typed: str) -> list[DatasetRecord]:
    """Records whose title holds every piece of the text; those that begin with it come first."""
    pieces = typed.split()
    found: dict[tuple[str, str], tuple[bool, DatasetRecord]] = {}
    for record in records:
        titles = (squeeze(record.title.th), squeeze(record.title.en))
        if any(all(piece in title for piece in pieces) for title in titles):
            begins = any(title.startswith(typed) for title in titles)
            # Of datasets that are called the same, the best hit stands for all.
            found.setdefault(titles, (not begins, record))
    return [record for _, record in sorted(found.values(), key=lambda one: one[0])][:TITLES]


def _named(agencies: Sequence[AgencyRecord], typed: str) -> list[AgencyRecord]:
    """Agencies of which a name or alias begins with the text, then those that hold it."""
    found = []
    for agency in agencies:
        names = (squeeze(name) for name in (agency.name_th, agency.name_en, *agency.aliases))
        places = [place for name in names if (place := name.find(typed)) >= 0]
        # One letter stands in nearly every name.
        if places and (len(typed) > 1 or 0 in places):
            found.append((min(places), agency))
    return [agency for _, agency in sorted(found, key=lambda one: one[0])][:AGENCIES]
