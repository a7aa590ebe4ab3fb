"""The public change log: what portals are told of datasets that anyone may or could see."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, coded
from vocab.codes import ChangeKind


class PublicChange(Base):
    """The latest change of a dataset that is public or was: ids and times, never a word of it.

    A dataset that was never public has no row; one that left keeps its row for ever.  ``seq`` and
    ``at`` rise together from row to row, so that either is an order to read by: who has read up to
    a ``seq`` finds every later change behind it.  ``revision_id`` is the revision shown, None
    after the dataset left.
    """

    __tablename__ = "public_change"

    dataset_id: Mapped[int] = mapped_column(
        ForeignKey("dataset.id"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[ChangeKind] = mapped_column(coded(ChangeKind, "kind"))
    at: Mapped[dt.datetime] = mapped_column(index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
