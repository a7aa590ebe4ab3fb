"""Datasets, their immutable revisions and the distributions of each revision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, coded
from catalog.db.models.agency import Agency
from vocab.codes import Audience, DatasetState


class Dataset(Base):
    """A dataset: identity, owner, state, and which revision is published or being worked on.

    ``audience`` and ``organisation`` repeat what `auth.policy.audience_of` and the agency say of
    the published revision, so that visibility is one indexed condition.  ``version`` rises with
    every change and guards against stale edits.
    """

    __tablename__ = "dataset"
    __table_args__ = (
        Index("ix_dataset_audience_organisation", "audience", "organisation"),
        Index("ix_dataset_agency_state", "agency_id", "state"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint(
            "(state = 'published') = (published_id IS NOT NULL)", name="published_revision"
        ),
        CheckConstraint("(working_state IS NULL) = (working_id IS NULL)", name="working_revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    organisation: Mapped[str]
    state: Mapped[DatasetState] = mapped_column(coded(DatasetState, "state"))
    working_state: Mapped[DatasetState | None] = mapped_column(coded(DatasetState, "working_state"))
    audience: Mapped[Audience] = mapped_column(coded(Audience, "audience"))
    version: Mapped[int] = mapped_column(default=1)
    # The two pointers close a circle with revision.dataset_id: set after the revision is flushed,
    # in the same statement as the state that the constraints tie them to.
    published_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id", use_alter=True), index=True
    )
    working_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id", use_alter=True), index=True
    )
    created: Mapped[dt.datetime]
    modified: Mapped[dt.datetime] = mapped_column(index=True)
    published: Mapped[dt.datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str | None] = mapped_column(unique=True)
    agency: Mapped[Agency] = relationship()


class Revision(Base):
    """The words of a dataset at one moment; never changed once written."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("dataset_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"))
    number: Mapped[int]
    stated: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    repairs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(default="")
    distributions: Mapped[list[Distribution]] = relationship(order_by="Distribution.position")


class Distribution(Base):
    """A distribution of one revision; ``uid`` is the same in every revision that has it."""

    __tablename__ = "distribution"
    __table_args__ = (
        UniqueConstraint("revision_id", "position"),
        UniqueConstraint("revision_id", "uid"),
        Index("ix_distribution_uid", "uid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    position: Mapped[int]
    uid: Mapped[str]
    stated: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
