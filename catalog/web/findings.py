"""Findings in words: for a dataset's page, and as links to the boxes of the form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.checks import check, in_order
from catalog.rdf.findings import shape_findings
from catalog.web.context import here, today
from catalog.web.i18n import language
from catalog.web.reading import Fault, box_id
from schemas.dataset import DatasetDraft, DatasetRecord
from schemas.quality import Finding
from vocab.codes import Severity
from vocab.messages import say
from vocab.profiles.th_gov import FIELDS, ValueType

_DAYS = {(row.level, row.key) for row in FIELDS if row.value_type is ValueType.DATE}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as a page says it; ``row`` is the number of the distribution from 1, 0 for none."""

    severity: Severity
    sentence: str
    row: int
    box: str


def sentence_of(finding: Finding) -> str:
    """A finding in the page's language; its code when the table of messages lacks it."""
    try:
        return say(finding.code, language(), finding.values)
    except KeyError:
        return finding.code


def box_of(finding: Finding) -> str:
    """The id of the form's box that a finding is about; the resources when it is about them all."""
    if not finding.field:
        return "resources" if finding.code == "no-distributions" else ""
    level = "dataset" if finding.distribution is None else "resource"
    box = box_id(level, finding.field, finding.distribution)
    return f"{box}-day" if (level, finding.field) in _DAYS else box


def findings_of(record: DatasetRecord) -> tuple[Finding, ...]:
    """What the checks say of a record, then what the shapes of DCAT-AP say beside them."""
    checked = check(record, today=today())
    return in_order((*checked, *shape_findings(record, here().site, checked)))


def said(findings: Iterable[Finding]) -> list[Said]:
    """Findings as a page lists them, what blocks first."""
    order = list(Severity)
    return sorted(
        (
            Said(
                finding.severity,
                sentence_of(finding),
                0 if finding.distribution is None else finding.distribution + 1,
                box_of(finding),
            )
            for finding in findings
        ),
        key=lambda one: order.index(one.severity),
    )


def blocking(described: DatasetDraft | DatasetRecord) -> list[Finding]:
    """The findings that keep a dataset from being submitted."""
    return [finding for finding in check(described, today=today()) if finding.blocks]


def faults_of(findings: Iterable[Finding]) -> tuple[Fault, ...]:
    """The findings that block, at their boxes."""
    return tuple(
        Fault(box_of(finding).removesuffix("-day"), sentence_of(finding))
        for finding in findings
        if finding.blocks
    )
