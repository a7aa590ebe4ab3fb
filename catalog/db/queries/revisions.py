"""The revisions of a dataset that anyone could see when they were published."""

from __future__ import annotations

from bisect import bisect_right

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.auth.policy import audience_of
from catalog.db.models import AuditEntry, Revision
from schemas.dataset import DatasetRecord
from schemas.revision import RevisionRecord
from vocab.codes import Audience, Category, Classification, DatasetState

#: Events that publish a revision.
_PUBLISHING = ("dataset.published", "dataset.imported")


def public_revisions(session: Session, record: DatasetRecord) -> list[RevisionRecord]:
    """The public revisions up to the one that is shown now, each once, the oldest first.

    ``record`` is a dataset as anyone sees it.  What was published for the organisation or the
    agency alone is left out, and so is whatever is being worked on.
    """
    published = session.scalars(
        select(AuditEntry.at)
        .where(
            AuditEntry.subject_kind == "dataset",
            AuditEntry.subject_id == record.row,
            AuditEntry.event.in_(_PUBLISHING),
        )
        .order_by(AuditEntry.id)
    ).all()
    stated = Revision.stated
    written = session.execute(
        select(
            Revision.number,
            Revision.at,
            stated["data_category"].as_string(),
            stated["data_classification"].as_string(),
            stated["private"].as_boolean(),
        )
        .where(Revision.dataset_id == record.row, Revision.number <= record.revision)
        .order_by(Revision.number)
    ).all()
    instants = [row.at for row in written]
    found = {record.revision: record.published or record.modified}
    for at in reversed(published):
        # The newest words of that moment are what was published then.
        newest = bisect_right(instants, at) - 1
        if newest < 0:
            continue
        number, _, category, level, private = written[newest]
        audience = audience_of(
            DatasetState.PUBLISHED,
            Category(category) if category else None,
            Classification(level) if level else None,
            private is True,
        )
        if audience is Audience.ANYONE:
            found[number] = at
    return [RevisionRecord(number, found[number]) for number in sorted(found)]
