"""Fragments of the RDF export: a cache, so nothing is carried over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rdf_fragment",
        # On SQLite INTEGER, which holds as much: only a key of that type is the order of the table.
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("nodes", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rdf_fragment")),
    )
    op.create_table(
        "rdf_node",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("syntax", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rdf_node")),
        sa.UniqueConstraint("syntax", "subject", name=op.f("uq_rdf_node_syntax_subject")),
    )


def downgrade() -> None:
    op.drop_table("rdf_node")
    op.drop_table("rdf_fragment")
