"""One event: one audit row for ever and one outbox row for each consumer, together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from catalog.audit.events import CONSUMERS, Event
from catalog.auth.policy import Actor
from catalog.db.models import AuditEntry, OutboxMessage


def emit(
    session: Session,
    actor: Actor,
    event: Event,
    *,
    subject: int,
    now: dt.datetime,
    agency: int | None = None,
    note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Record an event in the transaction that causes it.

    ``subject`` is the primary key of the record the event's name speaks of, ``agency`` that of
    the agency concerned.
    """
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor.person,
            actor_name=actor.name,
            event=event,
            subject_kind=event.split(".", 1)[0],
            subject_id=subject,
            agency_id=agency,
            note=note,
            changes=dict(changes or {}),
        )
    )
    for consumer in CONSUMERS[event]:
        session.add(OutboxMessage(consumer=consumer, subject_id=subject, event=event, at=now))
