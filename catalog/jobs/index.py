"""Keeps the search index equal to the rows: builds it, compares it, mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Consumer
from catalog.auth.policy import ANYONE, SYSTEM, as_seen_by
from catalog.checks.completeness import completeness
from catalog.db.base import Sessions
from catalog.db.models import OutboxMessage
from catalog.db.queries.datasets import datasets_of_rows, version_of_rows, walk_datasets
from catalog.search.backend import SearchBackend
from catalog.search.document import SearchDocument, document, phrase_text
from schemas.dataset import DatasetRecord


def search_document(record: DatasetRecord) -> SearchDocument:
    """What the index keeps of a record, completeness in thousandths included.

    Hidden distributions do not count: the order of hits would tell of them.
    """
    seen = as_seen_by(ANYONE, record)
    return document(record, completeness=int(1000 * completeness(seen).ratio))


def phrase_texts(sessions: Sessions) -> Callable[[Sequence[int]], Mapping[int, str]]:
    """The callback with which the index checks quoted phrases against the rows."""

    def texts(rows: Sequence[int]) -> Mapping[int, str]:
        with sessions.read() as session:
            return {
                record.row: phrase_text(document(record))
                for record in datasets_of_rows(session, SYSTEM, rows)
            }

    return texts


def rebuild_index(
    sessions: Sessions, backend: SearchBackend, progress: Callable[[int], None] | None = None
) -> int:
    """Build a new index from all rows and swap it in; returns how many documents it holds."""

    def documents() -> Iterator[SearchDocument]:
        # The rows are read only once the index's write lock is held: a change applied between
        # reading and locking would be overwritten by its older self.
        with sessions.read() as session:
            for record in walk_datasets(session, SYSTEM):
                yield search_document(record)

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
    """Compare the version of every dataset in the rows and in the index."""
    with sessions.read() as session:
        held = backend.versions()
        rows = version_of_rows(session)
        pending = _pending(session)
    return Drift(
        missing=tuple(sorted(rows.keys() - held.keys() - pending)),
        stale=tuple(
            sorted(r for r in rows.keys() & held.keys() if rows[r] != held[r] and r not in pending)
        ),
        extra=tuple(sorted(held.keys() - rows.keys() - pending)),
    )


def apply_rows(sessions: Sessions, backend: SearchBackend, rows: Sequence[int]) -> None:
    """Make the index say of these rows what the database says now."""
    found: set[int] = set()

    def documents() -> Iterator[SearchDocument]:
        # As in `rebuild_index`: read under the index's write lock, so that no slow process can
        # put an older state over a newer one.
        with sessions.read() as session:
            for record in datasets_of_rows(session, SYSTEM, rows):
                found.add(record.row)
                yield search_document(record)

    def gone() -> Iterator[int]:
        yield from sorted(set(rows) - found)

    backend.apply(documents(), gone())


def repair_index(sessions: Sessions, backend: SearchBackend, drift: Drift) -> None:
    """Mend what a comparison found."""
    rows = [*drift.missing, *drift.stale, *drift.extra]
    for start in range(0, len(rows), 500):
        apply_rows(sessions, backend, rows[start : start + 500])


def _pending(session: Session) -> set[int]:
    query = select(OutboxMessage.subject_id).where(OutboxMessage.consumer == Consumer.SEARCH)
    return set(session.scalars(query))
