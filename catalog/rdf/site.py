"""The installation that publishes: its addresses and what it says about itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from catalog.rdf.terms import iri, segment
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.values import LocalizedText
from vocab.namespaces import Iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A catalogue on the web.

    ``base`` is the base IRI, a setting of its own: harvesters know a dataset by its address, so it
    stays the same when the host changes.  ``licence`` is an id of the code list license_id that
    holds for the metadata, "" when the operator stated none; ``issued`` and ``modified`` are the
    days on which the catalogue opened and last changed.  Raises ValueError when ``base`` is no
    absolute http or https address, or has a query, a fragment or a final slash.
    """

    base: str
    title: LocalizedText
    description: LocalizedText
    publisher: AgencyRecord
    licence: str = ""
    issued: dt.date | None = None
    modified: dt.date | None = None

    def __post_init__(self) -> None:
        if iri(self.base) != self.base or not self.base.startswith("http"):
            raise ValueError(self.base)
        if self.base.endswith("/") or "?" in self.base or "#" in self.base:
            raise ValueError(self.base)

    @property
    def own(self) -> str:
        """Namespace of our own terms."""
        return self.base + "/ns#"

    @property
    def catalogue(self) -> Iri:
        """The catalogue as a whole."""
        return Iri(self.base + "/catalog")

    @property
    def homepage(self) -> Iri:
        """The first page."""
        return Iri(self.base + "/")

    def dataset(self, record: DatasetRecord) -> Iri:
        """A dataset; inner nodes are fragments of it."""
        return Iri(f"{self.base}/dataset/{segment(record.slug)}")

    def entry(self, record: DatasetRecord) -> Iri:
        """The catalogue record of a dataset."""
        return Iri(self.dataset(record) + "#record")
