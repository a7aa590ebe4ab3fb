"""Figures and lists of work over many datasets: each one statement, under the visibility rule."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from catalog.auth.policy import Actor
from catalog.db.models import Agency, Dataset
from catalog.db.visibility import kept_by, visible_to
from vocab.codes import DatasetState


def published_by_agency(session: Session, actor: Actor) -> dict[str, int]:
    """How many published datasets the actor may see, by the code of their agency."""
    query = (
        select(Agency.code, func.count())
        .join(Dataset, Dataset.agency_id == Agency.id)
        .where(visible_to(actor), Dataset.state == DatasetState.PUBLISHED)
        .group_by(Agency.code)
    )
    return dict(session.execute(query).all())


def notes_of(session: Session, actor: Actor, rows: Iterable[int]) -> dict[int, str]:
    """The note that goes with the present state of datasets the actor looks after."""
    query = select(Dataset.id, Dataset.note).where(Dataset.id.in_(list(rows)), kept_by(actor))
    return {row: note for row, note in session.execute(query).all() if note}


def of_agencies(codes: Iterable[str]) -> ColumnElement[bool]:
    """Condition: the dataset belongs to one of these agencies."""
    return Dataset.agency_id.in_(select(Agency.id).where(Agency.code.in_(sorted(codes))))
