"""One event: an audit row for ever, an outbox row a consumer, the public log, all together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from catalog.audit.changes import note_change
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
    shown: bool = False,
) -> None:
    """Record an event in the transaction that causes it.

    ``subject`` is the primary key of the record the event's name speaks of, ``agency`` that of
    the agency concerned.  A dataset's row must say by now who may see it: what became of its
    public face goes to the public change log.  ``shown`` says that the face changed though the
    published revision did not.
    """
    kind = event.split(".", 1)[0]
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor.person,
            actor_name=actor.name,
            event=event,
            subject_kind=kind,
            subject_id=subject,
            agency_id=agency,
            note=note,
            changes=dict(changes or {}),
        )
    )
    for consumer in CONSUMERS[event]:
        session.add(OutboxMessage(consumer=consumer, subject_id=subject, event=event, at=now))
    if kind == "dataset":
        note_change(session, subject, now=now, shown=shown)
