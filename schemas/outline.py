"""Outline: what a bulk export says of a dataset, as storage holds it, without making a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from schemas.agency import AgencyRecord
from vocab.codes import DatasetState


class Outline(NamedTuple):
    """A dataset that anyone may see, without the distributions that its steward hid.

    ``metadata`` and the metadata of ``parts`` (uid and metadata) are as the schemas dumped them or
    as a record has them: dates as texts or dates, lists as lists or tuples.  ``issued`` and
    ``modified`` are instants of the entry, in UTC to the second as ``2024-01-15T03:00:00+00:00``;
    ``change`` is created, updated or deleted.
    """

    slug: str
    agency: AgencyRecord
    change: str
    issued: str
    modified: str
    metadata: Mapping[str, Any]
    parts: Sequence[tuple[str, Mapping[str, Any]]]


def change_of(state: DatasetState, revision: int) -> str:
    """What became of an entry last: created, updated or deleted."""
    if state is DatasetState.WITHDRAWN:
        return "deleted"
    return "created" if revision == 1 else "updated"
