"""The audit trail: of one record for its custodians, and how far it is at an agency."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.db.models import AuditEntry


def last_entry(session: Session, agency: int) -> int:
    """A number that grows with every change at an agency (its primary key); one statement."""
    entries = select(func.max(AuditEntry.id)).where(AuditEntry.agency_id == agency)
    return session.scalar(entries) or 0


def list_trail(session: Session, kind: str, row: int, limit: int = 200) -> list[AuditEntry]:
    """The entries about one record, newest first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == row)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))
