"""The audit trail, for ever, and the outbox, until it is empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class AuditEntry(Base):
    """Who did what to which record when, with what changed; triggers forbid changing it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str]
    event: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class OutboxMessage(Base):
    """Work for one consumer after a change; it names the record, never the change."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_consumer_id", "consumer", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consumer: Mapped[str]
    subject_id: Mapped[int]
    event: Mapped[str]
    at: Mapped[dt.datetime]
