"""What portals and harvesters list: the part of the catalogue that anyone may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE, audience_of
from catalog.db.models import Agency, Dataset, Revision
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


def owned_by(codes: Collection[str]) -> ColumnElement[bool]:
    """Condition: the dataset belongs to one of these agencies."""
    return Dataset.agency_id.in_(select(Agency.id).where(Agency.code.in_(sorted(codes))))


def _public(agencies: Collection[str] | None) -> ColumnElement[bool]:
    """What anyone may see, of agencies with these codes only; None: of all."""
    condition = and_(visible_to(ANYONE), Dataset.published_id.is_not(None))
    return condition if agencies is None else and_(condition, owned_by(agencies))


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Primary keys of one page, in its order, and where its neighbours begin.

    A page begins behind a UUID; "" is the beginning of all, None says that there is no such page.
    """

    rows: tuple[int, ...]
    total: int
    previous: str | None
    next: str | None
    last: str


def public_page(
    session: Session, after: str, limit: int, agencies: Collection[str] | None = None
) -> PublicPage:
    """The public datasets whose UUID comes after this one, at most ``limit``, by UUID.

    A UUID never changes and says nothing of what is hidden: while records come, change and go, a
    walk meets whatever stays public once, neither more nor less.
    """
    condition = _public(agencies)
    total = session.scalar(select(func.count()).where(condition)) or 0
    ahead = select(Dataset.id, Dataset.uid).where(condition, Dataset.uid > after)
    found = session.execute(ahead.order_by(Dataset.uid).limit(limit + 1)).all()
    rows = found[:limit]
    back = select(Dataset.uid).where(condition).order_by(Dataset.uid.desc()).limit(1)
    previous = None
    if after:
        previous = session.scalar(back.where(Dataset.uid <= after).offset(limit)) or ""
    last = session.scalar(back.offset(total % limit or limit)) or ""
    following = rows[-1].uid if len(found) > limit else None
    return PublicPage(tuple(row.id for row in rows), total, previous, following, last)


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
