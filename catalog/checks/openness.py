"""Rules about who may see and use the data: category, level, licence, consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalog.checks.presence import Rule
from catalog.checks.subject import Subject, reference
from schemas.quality import Finding
from vocab.codes import LEVELS_OF_CATEGORY, Category, Classification, Severity
from vocab.concepts import codelist

#: Levels whose entry may not be listed in the Government Data Catalog; below, it is a choice.
SECRET = (Classification.CONFIDENTIAL, Classification.SECRET, Classification.TOP_SECRET)


def _levels(levels: Iterable[Classification]) -> str:
    return " ".join(reference("data_classification", level) for level in levels)


def level_not_allowed(subject: Subject) -> Iterator[Finding]:
    """A level of protection that the category does not have (classification guideline)."""
    sheet = subject.dataset
    for category in sheet.codes("data_category"):
        allowed = LEVELS_OF_CATEGORY[Category(category)]
        for level in sheet.codes("data_classification"):
            if level not in allowed:
                yield sheet.finding(
                    "level-not-allowed",
                    Severity.ERROR,
                    "data_classification",
                    category=reference("data_category", category),
                    level=reference("data_classification", level),
                    allowed=_levels(allowed),
                )


def classification_missing(subject: Subject) -> Iterator[Finding]:
    """No level, though the guideline asks for one; the catalogue forms leave it optional."""
    sheet = subject.dataset
    for category in sheet.codes("data_category"):
        if not sheet.has("data_classification"):
            yield sheet.finding(
                "classification-missing",
                Severity.ADVICE,
                "data_classification",
                allowed=_levels(LEVELS_OF_CATEGORY[Category(category)]),
            )


def licence_not_open(subject: Subject) -> Iterator[Finding]:
    """Public data under a licence that is not open."""
    sheet = subject.dataset
    if Category.PUBLIC in sheet.codes("data_category"):
        for licence in sheet.codes("license_id"):
            if codelist("license_id")[licence].attributes.get("isOpen") == "false":
                yield sheet.finding(
                    "licence-not-open",
                    Severity.ADVICE,
                    "license_id",
                    choice=reference("license_id", licence),
                )


def condition_advised(subject: Subject) -> Iterator[Finding]:
    """Data that is not public, without a word on how to ask for it."""
    sheet = subject.dataset
    for category in sheet.codes("data_category"):
        if category != Category.PUBLIC and not sheet.has("accessible_condition"):
            yield sheet.finding(
                "condition-advised",
                Severity.ADVICE,
                "accessible_condition",
                category=reference("data_category", category),
            )


def high_value_assessment(subject: Subject) -> Iterator[Finding]:
    """A yes that should rest on a completed assessment."""
    if subject.values.get("high_value_dataset") is True:
        yield subject.dataset.finding(
            "high-value-assessment", Severity.ADVICE, "high_value_dataset"
        )


def visibility_too_wide(subject: Subject) -> Iterator[Finding]:
    """Stated to be shown to everybody although the level is above open."""
    sheet = subject.dataset
    for level in sheet.codes("data_classification"):
        if level != Classification.OPEN and subject.values.get("private") is False:
            yield sheet.finding(
                "visibility-too-wide",
                Severity.WARNING,
                "private",
                level=reference("data_classification", level),
            )


def harvest_not_allowed(subject: Subject) -> Iterator[Finding]:
    """Consent to be listed nationally although the level is a secret one."""
    sheet = subject.dataset
    for level in sheet.codes("data_classification"):
        if level in SECRET and subject.values.get("allow_harvest") is True:
            yield sheet.finding(
                "harvest-not-allowed",
                Severity.WARNING,
                "allow_harvest",
                level=reference("data_classification", level),
            )


RULES: Mapping[str, Rule] = {
    "level-not-allowed": level_not_allowed,
    "classification-missing": classification_missing,
    "licence-not-open": licence_not_open,
    "condition-advised": condition_advised,
    "high-value-assessment": high_value_assessment,
    "visibility-too-wide": visibility_too_wide,
    "harvest-not-allowed": harvest_not_allowed,
}
