"""Agency rows."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, coded
from vocab.codes import AgencyKind


class Agency(Base):
    """A public body; ``organisation`` repeats the code of its tree's root."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AgencyKind] = mapped_column(coded(AgencyKind, "kind"))
    name_th: Mapped[str] = mapped_column(index=True)
    name_en: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    organisation: Mapped[str] = mapped_column(index=True)
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    area_code: Mapped[str] = mapped_column(default="")
    two_person: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
