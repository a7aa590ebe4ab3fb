"""The outbox: work that a change leaves for a consumer, done from the record as it is now."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import delete, select

from catalog.audit.events import Consumer
from catalog.db.base import Sessions
from catalog.db.models import OutboxMessage

log = logging.getLogger(__name__)

#: Messages taken at a time: one commit of the index serves them all.
BATCH = 200

#: What a consumer does for the primary keys of changed records.  Doing it twice, or after the
#: record changed again, gives the same: it reads the record, never the message.
Handler = Callable[[Sequence[int]], None]


def drain_outbox(sessions: Sessions, handlers: Mapping[Consumer, Handler], lock: Path) -> int:
    """Do all work that waits and return how many messages were finished.

    One process at a time drains, held by a lock file: two would overtake each other between
    reading a record and writing the index.  A process that dies lets go of the lock; its messages
    are still there, since they are deleted only after the work.  Returns 0 when another drains.
    """
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        return sum(_drain(sessions, consumer, handler) for consumer, handler in handlers.items())


def _drain(sessions: Sessions, consumer: Consumer, handler: Handler) -> int:
    done, after = 0, 0
    while True:
        with sessions.read() as session:
            query = (
                select(OutboxMessage.id, OutboxMessage.subject_id)
                .where(OutboxMessage.consumer == consumer, OutboxMessage.id > after)
                .order_by(OutboxMessage.id)
                .limit(BATCH)
            )
            messages = session.execute(query).all()
        if not messages:
            return done
        after = messages[-1][0]
        finished = _work(handler, messages)
        if finished:
            with sessions.write() as session:
                session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(finished)))
        done += len(finished)


def _work(handler: Handler, messages: Sequence[tuple[int, int]]) -> list[int]:
    """The ids of the messages whose work is done.

    When a batch fails on one record, the others are done one by one; the message of the bad one
    stays and is tried again later.  What concerns the whole consumer (its store is damaged or
    busy) is raised.
    """
    rows = list(dict.fromkeys(row for _, row in messages))
    try:
        handler(rows)
    except (ValueError, KeyError, TypeError):
        bad = {row for row in rows if not _one(handler, row)}
        return [message for message, row in messages if row not in bad]
    return [message for message, _ in messages]


def _one(handler: Handler, row: int) -> bool:
    try:
        handler([row])
    except (ValueError, KeyError, TypeError):
        log.exception("work for record %d failed and stays in the outbox", row)
        return False
    return True
