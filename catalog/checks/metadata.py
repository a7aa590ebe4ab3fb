"""The check of a dataset's metadata against the Thai standard: all rules, in its field order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from catalog.checks import extent, openness, presence, wording
from catalog.checks.presence import Rule
from catalog.checks.subject import Described, Subject
from schemas.quality import Finding
from vocab.profiles.th_gov import FIELDS

_POSITIONS = {(row.level, row.key): position for position, row in enumerate(FIELDS)}


def check_metadata(described: Described, *, today: dt.date) -> tuple[Finding, ...]:
    """What the standard's rules find in a record or a draft on a day in Thailand.

    Only findings of the severity error keep a draft from being submitted.
    """
    subject = Subject.of(described, today)
    return in_order(finding for rule in RULES.values() for finding in rule(subject))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as a form shows them: the dataset's fields, then each distribution's."""

    def place(finding: Finding) -> tuple[int, int]:
        level = "dataset" if finding.distribution is None else "resource"
        at = -1 if finding.distribution is None else finding.distribution
        return at, _POSITIONS.get((level, finding.field), -1)

    return tuple(sorted(findings, key=place))


RULES: Mapping[str, Rule] = {
    **presence.RULES,
    **wording.RULES,
    **extent.RULES,
    **openness.RULES,
}
