"""Words of one meaning, as administrators edit them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from catalog.db.base import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sa.UniqueConstraint("form", "removed", name=op.f("uq_synonym_form_removed")),
    )
    op.create_index(op.f("ix_synonym_group_id"), "synonym", ["group_id"])


def downgrade() -> None:
    op.drop_table("synonym")
