"""What the export keeps written; like the search index it can be made again from the rows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class RdfBlock(Base):
    """Neighbouring public datasets as they stand in the document of the whole catalogue.

    A cache that the worker writes, no part of the record: so no foreign key ties it to a dataset.
    ``id`` is the number of the syntax times `queries.fragments.SPAN` plus that of the block, see
    `queries.fragments.number_of`.  It is read only where ``stamp`` is that of the writer; ``held``
    says which datasets it has, in which version.  ``nodes`` are ids of the shared nodes that they
    point to and the places behind which each is written if no block before pointed to it
    (``7,9;1024,1024``); ``parts`` says as JSON which dataset stands where in ``body``.
    """

    __tablename__ = "rdf_block"

    # On SQLite INTEGER, which holds as much: only a key of that type is the order of the table.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    stamp: Mapped[int] = mapped_column(BigInteger)
    held: Mapped[str]
    nodes: Mapped[str]
    parts: Mapped[str]
    body: Mapped[bytes]


class RdfNode(Base):
    """A node that many datasets point to, such as a concept of a code list, in one syntax."""

    __tablename__ = "rdf_node"
    __table_args__ = (UniqueConstraint("syntax", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    syntax: Mapped[int]
    subject: Mapped[str]
    body: Mapped[bytes]
