"""Keeps the public change log: one statement for each change of a dataset."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Boolean, bindparam, text
from sqlalchemy.orm import Session

from catalog.db.base import Instant

# A single statement: it compares what the log said last with what the row says now.  The next
# number is taken under the writers' lock (BEGIN IMMEDIATE), so nobody can read a number while a
# smaller one is still to come; where writers run side by side, the unique number refuses the
# second.  `at` never falls, whatever the clock does: harvesters ask by it.
_NOTE = text(
    """
    INSERT INTO public_change (dataset_id, seq, kind, at, agency_id, revision_id)
    SELECT dataset.id,
           1 + coalesce((SELECT max(seq) FROM public_change), 0),
           CASE WHEN NOT (dataset.audience = 'anyone' AND dataset.published_id IS NOT NULL)
                THEN 'deleted'
                WHEN last.kind IS NULL OR last.kind = 'deleted' THEN 'created'
                ELSE 'updated' END,
           CASE WHEN newest.at > :now THEN newest.at ELSE :now END,
           dataset.agency_id,
           CASE WHEN dataset.audience = 'anyone' THEN dataset.published_id END
    FROM dataset
    LEFT JOIN public_change AS last ON last.dataset_id = dataset.id
    LEFT JOIN public_change AS newest
           ON newest.seq = (SELECT max(seq) FROM public_change)
    WHERE dataset.id = :subject
      AND CASE WHEN dataset.audience = 'anyone' AND dataset.published_id IS NOT NULL
               THEN last.kind IS NULL OR last.kind = 'deleted' OR :shown
                    OR last.revision_id != dataset.published_id
               ELSE last.kind != 'deleted' END
    ON CONFLICT (dataset_id) DO UPDATE SET
        seq = excluded.seq, kind = excluded.kind, at = excluded.at,
        agency_id = excluded.agency_id, revision_id = excluded.revision_id
    """
).bindparams(bindparam("now", type_=Instant()), bindparam("shown", type_=Boolean()))


def note_change(session: Session, subject: int, *, now: dt.datetime, shown: bool) -> None:
    """Tell the log what became of the public face of a dataset (its primary key), if anything did.

    Nothing is told of a dataset that is not public and never was, nor of work on a revision that
    nobody is shown yet.
    """
    session.flush()
    session.execute(_NOTE, {"subject": subject, "now": now, "shown": shown})
