"""A search that a person keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from vocab.codes import DigestFrequency


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchRecord:
    """A question with its name, how often a mail tells of new hits, and up to when it was told.

    ``last_seen``: hits up to this instant were looked at; ``last_sent``: mails told of them.
    """

    uid: str
    name: str
    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    frequency: DigestFrequency = DigestFrequency.NONE
    created: dt.datetime
    last_seen: dt.datetime
    last_sent: dt.datetime

    @property
    def query(self) -> str:
        """The query of the address that asks this question, without the question mark."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name in self.filters for value in self.filters[name]]
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        return urlencode(pairs)
