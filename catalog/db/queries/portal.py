"""What portals and harvesters list: the part of the catalogue that anyone may see."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE, audience_of
from catalog.db.models import Dataset, Revision
from catalog.db.visibility import visible_to
from schemas.distribution import restored
from vocab.codes import Audience, Category, Classification, DatasetState


def newest_rows(session: Session, limit: int, offset: int = 0) -> list[int]:
    """Primary keys of the public datasets published last, newest first."""
    query = (
        select(Dataset.id)
        .where(visible_to(ANYONE), Dataset.published_id.is_not(None))
        .order_by(Dataset.published.desc(), Dataset.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return list(session.scalars(query))


def public_addresses(session: Session, limit: int) -> list[tuple[str, dt.datetime]]:
    """Slug and instant of publication of the public datasets, oldest first."""
    query = (
        select(Dataset.slug, Dataset.published)
        .where(visible_to(ANYONE), Dataset.published_id.is_not(None))
        .order_by(Dataset.id)
        .limit(limit)
    )
    return [(slug, published) for slug, published in session.execute(query) if published]


def public_stamp(session: Session) -> tuple[int, int, int, dt.datetime | None]:
    """Numbers that change whenever the public part does: what a harvester compares."""
    query = select(
        func.count(),
        func.coalesce(func.sum(Dataset.id), 0),
        func.coalesce(func.sum(Dataset.version), 0),
        func.max(Dataset.modified),
    ).where(visible_to(ANYONE))
    count, rows, versions, modified = session.execute(query).one()
    return count, rows, versions, modified


def was_public(session: Session, name: str) -> bool:
    """Whether a dataset that is withdrawn now was open to anyone while it was published.

    The words that were published last decide, not a later draft of others: an address that was
    never public must not be told from one that never was.
    """
    last = (
        select(Revision.stated)
        .join(Dataset, Dataset.id == Revision.dataset_id)
        .where(
            or_(Dataset.slug == name, Dataset.uid == name),
            Dataset.state == DatasetState.WITHDRAWN,
            Dataset.published.is_not(None),
            Revision.at <= Dataset.published,
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    written = session.scalar(last)
    if written is None:
        return False
    stated = restored("dataset", written)
    category, level = stated.get("data_category"), stated.get("data_classification")
    audience = audience_of(
        DatasetState.PUBLISHED,
        Category(str(category)) if category else None,
        Classification(str(level)) if level else None,
        stated.get("private") is True,
    )
    return audience is Audience.ANYONE
