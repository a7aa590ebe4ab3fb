"""The audit trail of one record, for its custodians."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.models import AuditEntry


def list_trail(session: Session, kind: str, row: int, limit: int = 200) -> list[AuditEntry]:
    """The entries about one record, newest first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == row)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))
