"""The named place that a dataset is about; pure."""

from __future__ import annotations

from schemas.dataset import DatasetRecord
from vocab.profiles.dcat import (
    COVERAGE_KEY,
    PLACE_OF_COVERAGE,
    PLACE_OF_ORGANISATION,
    THAILAND,
    Place,
)


def place_of(record: DatasetRecord) -> Place | None:
    """The place as the RDF says it (rdf.write), None for what is wider than the country."""
    usual = PLACE_OF_ORGANISATION.get(record.agency.organisation, THAILAND)
    return PLACE_OF_COVERAGE.get(record.text(COVERAGE_KEY), usual)
