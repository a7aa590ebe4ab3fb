"""The public change log, filled with what is public now and with what was and left."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from catalog.auth.policy import audience_of
from catalog.db.base import Instant
from vocab.codes import Audience, Category, Classification, DatasetState

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CHANGE = sa.table(
    "public_change",
    sa.column("dataset_id", sa.Integer),
    sa.column("seq", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("at", Instant()),
    sa.column("agency_id", sa.Integer),
    sa.column("revision_id", sa.Integer),
)
_PUBLIC = sa.text(
    "SELECT id, agency_id, published_id, published FROM dataset"
    " WHERE audience = 'anyone' AND published_id IS NOT NULL"
).columns(published=Instant())
# What was published once and is not public now, with every time a revision was shown or taken
# away; the newest revision of that moment is the one that was.
_OTHERS = sa.text(
    "SELECT d.id, d.agency_id, a.event, a.at,"
    " (SELECT r.metadata FROM revision r WHERE r.dataset_id = d.id AND r.at <= a.at"
    "  ORDER BY r.number DESC LIMIT 1) AS metadata"
    " FROM dataset d JOIN audit_entry a ON a.subject_kind = 'dataset' AND a.subject_id = d.id"
    " WHERE NOT (d.audience = 'anyone' AND d.published_id IS NOT NULL)"
    " AND d.published IS NOT NULL"
    " AND a.event IN ('dataset.published', 'dataset.imported', 'dataset.withdrawn')"
    " ORDER BY d.id, a.id"
).columns(at=Instant())


def upgrade() -> None:
    op.create_table(
        "public_change",
        sa.Column("dataset_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "created",
                "updated",
                "deleted",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_public_change_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_public_change_dataset_id_dataset")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_public_change_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("dataset_id", name=op.f("pk_public_change")),
        sa.UniqueConstraint("seq", name=op.f("uq_public_change_seq")),
    )
    op.create_index(op.f("ix_public_change_agency_id"), "public_change", ["agency_id"])
    op.create_index(op.f("ix_public_change_at"), "public_change", ["at"])
    found = sorted((*_present(), *_past()), key=lambda row: (row["at"], row["dataset_id"]))
    if found:
        numbered = [{**row, "seq": seq} for seq, row in enumerate(found, 1)]
        op.get_bind().execute(sa.insert(_CHANGE), numbered)


def _present() -> Iterator[dict[str, Any]]:
    for row, agency, shown, at in op.get_bind().execute(_PUBLIC):
        yield _row(row, "created", at, agency, shown)


def _past() -> Iterator[dict[str, Any]]:
    """Datasets that were public and left: at the moment they did."""
    was_public: set[int] = set()
    left: dict[int, tuple[dt.datetime, int]] = {}
    for row, agency, event, at, metadata in op.get_bind().execute(_OTHERS):
        if event != "dataset.withdrawn" and _is_open(json.loads(metadata or "{}")):
            was_public.add(row)
            left.pop(row, None)
        elif row in was_public and row not in left:
            left[row] = at, agency
    for row, (at, agency) in left.items():
        yield _row(row, "deleted", at, agency, None)


def _is_open(stated: dict[str, Any]) -> bool:
    category, level = stated.get("data_category"), stated.get("data_classification")
    audience = audience_of(
        DatasetState.PUBLISHED,
        Category(category) if category else None,
        Classification(level) if level else None,
        stated.get("private") is True,
    )
    return audience is Audience.ANYONE


def _row(
    dataset: int, kind: str, at: dt.datetime, agency: int, revision: int | None
) -> dict[str, Any]:
    return {
        "dataset_id": dataset,
        "kind": kind,
        "at": at,
        "agency_id": agency,
        "revision_id": revision,
    }


def downgrade() -> None:
    op.drop_index(op.f("ix_public_change_at"), "public_change")
    op.drop_index(op.f("ix_public_change_agency_id"), "public_change")
    op.drop_table("public_change")
