"""From a record to its outline and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from catalog.rdf.terms import instant
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, restored
from schemas.outline import Outline, change_of
from vocab.codes import Audience, DatasetState

#: Any instant: no graph says when a record was made if it says when it was published.
_SOME_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def outline_of(record: DatasetRecord) -> Outline:
    """The outline of a record."""
    return Outline(
        record.slug,
        record.agency,
        change_of(record.state, record.revision),
        instant(record.published or record.created).text,
        instant(record.modified).text,
        record.metadata,
        [(part.uid, part.metadata) for part in record.public_distributions],
    )


def record_of(outline: Outline) -> DatasetRecord:
    """A record of which `write.describe` says what it says of the outline's own."""
    return DatasetRecord(
        row=0,
        uid="",
        slug=outline.slug,
        agency=outline.agency,
        state=DatasetState.WITHDRAWN if outline.change == "deleted" else DatasetState.PUBLISHED,
        audience=Audience.ANYONE,
        version=1,
        revision=1 if outline.change == "created" else 2,
        created=_SOME_TIME,
        modified=dt.datetime.fromisoformat(outline.modified),
        published=dt.datetime.fromisoformat(outline.issued),
        metadata=_values("dataset", outline.metadata),
        distributions=tuple(
            DistributionRecord(uid=uid, metadata=_values("resource", metadata))
            for uid, metadata in outline.parts
        ),
    )


def _values(level: str, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """Values as a record has them, whichever way they come."""
    dated = {k: v.isoformat()[:10] if isinstance(v, dt.date) else v for k, v in metadata.items()}
    return restored(level, dated)
