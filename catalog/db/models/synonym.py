"""Words of one meaning that administrators added, and packaged ones they took away."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class Synonym(Base):
    """One member of a group; ``removed`` rows name the members of a packaged group not in force.

    ``form`` is the member as it is compared (``search.synonyms.member_form``): a word stands in
    one group only, and before one arrow only.  The members of a ``one_way`` group stand before the
    arrow and repeat what stands behind it in ``leads_to``.
    """

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("form", "removed", "one_way"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(index=True)
    member: Mapped[str]
    form: Mapped[str]
    removed: Mapped[bool] = mapped_column(default=False)
    one_way: Mapped[bool] = mapped_column(default=False)
    leads_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
