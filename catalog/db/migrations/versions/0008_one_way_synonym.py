"""Words that lead to others one way, as administrators edit them, beside the groups of synonyms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BOTH_WAYS = "uq_synonym_form_removed"
_EITHER_WAY = "uq_synonym_form_removed_one_way"


def upgrade() -> None:
    with op.batch_alter_table("synonym") as table:
        table.add_column(
            sa.Column("one_way", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("leads_to", sa.JSON(), nullable=False, server_default="[]"))
        table.drop_constraint(_BOTH_WAYS, type_="unique")
        table.create_unique_constraint(_EITHER_WAY, ["form", "removed", "one_way"])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM synonym WHERE one_way"))
    with op.batch_alter_table("synonym") as table:
        table.drop_constraint(_EITHER_WAY, type_="unique")
        table.create_unique_constraint(_BOTH_WAYS, ["form", "removed"])
        table.drop_column("leads_to")
        table.drop_column("one_way")
