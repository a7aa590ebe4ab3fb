"""What a writer needs of a dataset, as storage holds it: no record is made for a bulk export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from catalog.rdf.terms import instant
from catalog.rdf.write import change_of
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, restored
from vocab.codes import Audience, DatasetState

#: Any instant: no graph says when a record was made if it says when it was published.
_SOME_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Outline(NamedTuple):
    """A dataset that anyone may see, without the distributions that its steward hid.

    ``metadata`` and the metadata of ``parts`` (uid and metadata) are as the schemas dumped them or
    as a record has them: dates as texts or dates, lists as lists or tuples.  ``issued`` and
    ``modified`` are `terms.instant` of the entry, ``change`` is `write.change_of`.
    """

    slug: str
    agency: AgencyRecord
    change: str
    issued: str
    modified: str
    metadata: Mapping[str, Any]
    parts: Sequence[tuple[str, Mapping[str, Any]]]


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
