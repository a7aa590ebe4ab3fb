"""Keeps the search index equal to the rows: builds it, compares it, mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Consumer
from catalog.auth.policy import ANYONE, SYSTEM, as_seen_by
from catalog.checks.completeness import completeness
from catalog.db.base import Sessions
from catalog.db.models import OutboxMessage
from catalog.db.queries.datasets import (
    CHUNK,
    datasets_of_rows,
    version_of_rows,
    walk_datasets,
)
from catalog.db.queries.search_texts import (
    forget_texts,
    put_texts,
    rows_holding,
    version_of_texts,
)
from catalog.search.backend import SearchBackend, Texts
from catalog.search.document import SearchDocument, document, phrase_text
from schemas.dataset import DatasetRecord

T = TypeVar("T")


def search_document(record: DatasetRecord) -> SearchDocument:
    """What the index keeps of a record, completeness in thousandths included.

    Hidden distributions do not count: the order of hits would tell of them.
    """
    seen = as_seen_by(ANYONE, record)
    return document(record, completeness=int(1000 * completeness(seen).ratio))


def phrase_texts(sessions: Sessions) -> Texts:
    """The callback with which the index checks quoted phrases against the cached texts."""

    def texts(rows: Sequence[int], phrases: Sequence[str]) -> list[int]:
        with sessions.read() as session:
            return rows_holding(session, rows, phrases)

    return texts


def _keep_texts(
    sessions: Sessions, documents: Sequence[SearchDocument], gone: Sequence[int] = ()
) -> None:
    with sessions.write() as session:
        put_texts(session, ((d.row, d.version, phrase_text(d)) for d in documents))
        forget_texts(session, gone)


def rebuild_index(
    sessions: Sessions, backend: SearchBackend, progress: Callable[[int], None] | None = None
) -> int:
    """Build a new index from all rows and swap it in; returns how many documents it holds."""

    def documents() -> Iterator[SearchDocument]:
        # The rows are read only once the index's write lock is held: a change applied between
        # reading and locking would be overwritten by its older self.
        with sessions.read() as session:
            gone = set(version_of_texts(session))
            for chunk in _batched(walk_datasets(session, SYSTEM), CHUNK):
                made = [search_document(record) for record in chunk]
                _keep_texts(sessions, made)
                gone.difference_update(document.row for document in made)
                yield from made
        for rows in _batched(sorted(gone), CHUNK):
            _keep_texts(sessions, (), rows)

    return backend.rebuild(documents(), progress)


@dataclass(frozen=True, slots=True)
class Drift:
    """How index and rows differ, as primary keys; rows with work pending are no drift."""

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    extra: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)


def compare_index(sessions: Sessions, backend: SearchBackend) -> Drift:
    """Compare the version of every dataset in the rows, in the index and in the cached texts.

    What only the texts lack or have too much counts as if the index did.
    """
    with sessions.read() as session:
        held = backend.versions()
        texts = version_of_texts(session)
        rows = version_of_rows(session)
        pending = _pending(session)
    both = held.keys() & texts.keys()
    return Drift(
        missing=tuple(sorted(rows.keys() - both - pending)),
        stale=tuple(
            sorted(r for r in (rows.keys() & both) - pending if not rows[r] == held[r] == texts[r])
        ),
        extra=tuple(sorted((held.keys() | texts.keys()) - rows.keys() - pending)),
    )


def apply_rows(sessions: Sessions, backend: SearchBackend, rows: Sequence[int]) -> None:
    """Make the index say of these rows what the database says now."""
    found: list[SearchDocument] = []
    rows = list(dict.fromkeys(rows))

    def documents() -> Iterator[SearchDocument]:
        # As in `rebuild_index`: read under the index's write lock, so that no slow process can
        # put an older state over a newer one.
        with sessions.read() as session:
            found.extend(map(search_document, datasets_of_rows(session, SYSTEM, rows)))
        yield from found

    def gone() -> Iterator[int]:
        missing = sorted(set(rows) - {document.row for document in found})
        # Within the lock, like the reading, and before the index: what finds it finds its text.
        _keep_texts(sessions, found, missing)
        yield from missing

    backend.apply(documents(), gone())


def repair_index(sessions: Sessions, backend: SearchBackend, drift: Drift) -> None:
    """Mend what a comparison found."""
    rows = [*drift.missing, *drift.stale, *drift.extra]
    for start in range(0, len(rows), 500):
        apply_rows(sessions, backend, rows[start : start + 500])


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


def _pending(session: Session) -> set[int]:
    query = select(OutboxMessage.subject_id).where(OutboxMessage.consumer == Consumer.SEARCH)
    return set(session.scalars(query))
