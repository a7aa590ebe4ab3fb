"""What searching keeps beside the index; like the index it can be made again from the rows."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class SearchText(Base):
    """The whole text of a dataset in the form in which quoted phrases are looked for.

    A cache that the upkeep of the index writes, no part of the record: so no foreign key ties it
    to the dataset, and ``version`` tells the drift check of which state it is.  ``text`` takes one
    byte for a Thai letter (see `queries.search_texts`), a third of UTF-8: a phrase is looked for
    in tens of thousands of them at once.
    """

    __tablename__ = "search_text"

    dataset_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    text: Mapped[bytes]
