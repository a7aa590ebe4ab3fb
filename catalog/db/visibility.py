"""`auth.policy.may_see` as a condition in SQL; one test shows that the two agree."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from catalog.auth.policy import Actor
from catalog.db.models import Agency, Dataset
from vocab.codes import Audience


def _owned_by(codes: frozenset[str]) -> ColumnElement[bool]:
    if not codes:
        return false()
    return Dataset.agency_id.in_(select(Agency.id).where(Agency.code.in_(sorted(codes))))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Datasets whose existence the actor may know of."""
    if actor.is_admin:
        return true()
    return or_(
        Dataset.audience == Audience.ANYONE,
        and_(
            Dataset.audience == Audience.ORGANISATION,
            Dataset.organisation.in_(sorted(actor.organisations)),
        ),
        and_(Dataset.audience == Audience.AGENCY, _owned_by(actor.agencies)),
        _owned_by(actor.keeps),
    )


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """Datasets the actor looks after: their working revisions are open to the actor too."""
    return true() if actor.is_admin else _owned_by(actor.keeps)
