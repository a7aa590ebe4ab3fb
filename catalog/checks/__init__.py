"""Checks of a dataset: pure, listed, explained; they give findings and change nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from catalog.checks.completeness import completeness, completeness_parts, mandatory_filled
from catalog.checks.metadata import RULES as METADATA_RULES
from catalog.checks.metadata import check_metadata, in_order
from catalog.checks.presence import Rule
from catalog.checks.subject import Described
from catalog.checks.timeliness import RULES as TIMELINESS_RULES
from catalog.checks.timeliness import check_timeliness, next_due, timeliness
from schemas.quality import Finding

__all__ = [
    "RULES",
    "Described",
    "check",
    "check_metadata",
    "check_timeliness",
    "completeness",
    "completeness_parts",
    "in_order",
    "mandatory_filled",
    "next_due",
    "timeliness",
]


def check(described: Described, *, today: dt.date) -> tuple[Finding, ...]:
    """Everything the checks find in a record or a draft, in the standard's field order."""
    return in_order(
        (*check_metadata(described, today=today), *check_timeliness(described, today=today))
    )


#: Every rule by the code of its findings.
RULES: Mapping[str, Rule] = {**METADATA_RULES, **TIMELINESS_RULES}
