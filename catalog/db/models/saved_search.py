"""Searches that people keep, and what was looked for, without who looked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, coded
from vocab.codes import DigestFrequency


class SavedSearch(Base):
    """A question that a person keeps.

    ``last_seen`` is the instant up to which its hits were looked at, ``last_sent`` the one up to
    which mails told of them.
    """

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    text: Mapped[str]
    filters: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    sort: Mapped[str]
    frequency: Mapped[DigestFrequency] = mapped_column(coded(DigestFrequency, "frequency"))
    created: Mapped[dt.datetime]
    last_seen: Mapped[dt.datetime]
    last_sent: Mapped[dt.datetime]


class SearchQuery(Base):
    """How often a text was looked for on a day in Thailand; nobody stands behind it.

    ``misses`` counts the times when nothing was found, ``last_total`` is what was found last.
    """

    __tablename__ = "search_query"
    __table_args__ = (
        UniqueConstraint("day", "text"),
        CheckConstraint("count > 0 AND misses BETWEEN 0 AND count", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date]
    text: Mapped[str]
    count: Mapped[int]
    misses: Mapped[int]
    last_total: Mapped[int]
