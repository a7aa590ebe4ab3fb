"""Saved searches, the log of queries, and where people get mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from catalog.db.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added without a constraint: SQLite then needs no copy of the table others point at.
    op.add_column("person", sa.Column("email", sa.String(), nullable=True))
    op.add_column("person", sa.Column("language", sa.String(), nullable=False, server_default="th"))
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column(
            "frequency",
            sa.Enum(
                "none",
                "daily",
                "weekly",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_sent", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("uid", name=op.f("uq_saved_search_uid")),
    )
    op.create_index(op.f("ix_saved_search_person_id"), "saved_search", ["person_id"])
    op.create_table(
        "search_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("last_total", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "count > 0 AND misses BETWEEN 0 AND count", name=op.f("ck_search_query_counts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_query")),
        sa.UniqueConstraint("day", "text", name=op.f("uq_search_query_day_text")),
    )


def downgrade() -> None:
    op.drop_table("search_query")
    op.drop_index(op.f("ix_saved_search_person_id"), "saved_search")
    op.drop_table("saved_search")
    op.drop_column("person", "language")
    op.drop_column("person", "email")
