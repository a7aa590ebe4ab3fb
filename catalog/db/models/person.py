"""People, their posts and their API tokens."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, coded
from catalog.db.models.agency import Agency
from vocab.codes import Role


class Person(Base):
    """A person who can sign in; raising ``epoch`` ends all sessions of theirs.

    Mails go to ``email``, None for no mails, in ``language`` (th or en).
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="th", server_default="th")
    epoch: Mapped[int] = mapped_column(default=0)
    created: Mapped[dt.datetime]
    memberships: Mapped[list[Membership]] = relationship(back_populates="person")


class Membership(Base):
    """A role at an agency (NULL: the whole catalogue) from a day to a day (excluded)."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "agency_id", "role", "valid_from"),
        Index("ix_membership_agency_role", "agency_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[Role] = mapped_column(coded(Role, "role"))
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    person: Mapped[Person] = relationship(back_populates="memberships")
    agency: Mapped[Agency | None] = relationship()


class Token(Base):
    """An API token: only its digest is kept."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    created: Mapped[dt.datetime]
    expires: Mapped[dt.datetime]
    revoked: Mapped[dt.datetime | None]
