"""Words of one meaning: they say nothing of any dataset, so no visibility rule stands here."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.db.models import AuditEntry, Synonym


def list_synonym_rows(session: Session) -> list[Synonym]:
    """All rows, group by group, members in the order in which they were written."""
    return list(session.scalars(select(Synonym).order_by(Synonym.group_id, Synonym.id)))


def synonym_version(session: Session) -> int:
    """A number that grows with every edit; one statement on an index."""
    edits = select(func.max(AuditEntry.id)).where(AuditEntry.subject_kind == "synonym")
    return session.scalar(edits) or 0
