"""What the export keeps written; like the search index it can be made again from the rows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class RdfFragment(Base):
    """A public dataset as it stands in the document of the whole catalogue, in one syntax.

    A cache that the worker writes, no part of the record: so no foreign key ties it to the dataset.
    ``id`` is the number of the syntax times `queries.fragments.SPAN` plus the primary key of the
    dataset: those of one syntax lie together in its order.  It is read only where ``version`` is
    the dataset's and ``stamp`` that of the writer; ``nodes`` are ids of the shared nodes it points
    to, divided by commas.
    """

    __tablename__ = "rdf_fragment"

    # On SQLite INTEGER, which holds as much: only a key of that type is the order of the table.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    stamp: Mapped[int] = mapped_column(BigInteger)
    nodes: Mapped[str]
    body: Mapped[bytes]


class RdfNode(Base):
    """A node that many fragments point to, such as a concept of a code list, in one syntax."""

    __tablename__ = "rdf_node"
    __table_args__ = (UniqueConstraint("syntax", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    syntax: Mapped[int]
    subject: Mapped[str]
    body: Mapped[bytes]
