"""Blocks of the RDF export instead of single fragments: a cache, so nothing is carried over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _key() -> sa.Column[int]:
    # On SQLite INTEGER, which holds as much: only a key of that type is the order of the table.
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    op.drop_table("rdf_fragment")
    op.create_table(
        "rdf_block",
        _key(),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.String(), nullable=False),
        sa.Column("nodes", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rdf_block")),
    )


def downgrade() -> None:
    op.drop_table("rdf_block")
    op.create_table(
        "rdf_fragment",
        _key(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("nodes", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rdf_fragment")),
    )
