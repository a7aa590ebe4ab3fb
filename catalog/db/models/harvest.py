"""What an import did with each record of its source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class ImportOutcome(Base):
    """The latest outcome of one record of a source: created, changed, unchanged or refused."""

    __tablename__ = "import_outcome"
    __table_args__ = (UniqueConstraint("source", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    key: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    dataset_id: Mapped[int | None] = mapped_column(ForeignKey("dataset.id"))
    at: Mapped[dt.datetime]
