"""Rules about what is there and what is not: obligations, lengths and contradictory choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalog.checks.subject import Sheet, Subject, reference
from schemas.quality import Finding
from vocab.codes import NONE, OTHER, UNKNOWN, Category, FrequencyUnit, Obligation, Severity
from vocab.profiles.th_gov import Field, Scope, ValueType

Rule = Callable[[Subject], Iterator[Finding]]

#: What the catalogue fills in itself: it makes the slug from the title and derives the visibility
#: from the classification, so nobody is asked for them.
OURS = ("name", "private")


def missing_mandatory(subject: Subject) -> Iterator[Finding]:
    """Each mandatory field of the type; without a type, what every type demands."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            asked = sheet.level == "resource" or row.key not in OURS
            if asked and _mandatory(row, sheet) and not sheet.has(row.key):
                yield sheet.finding("missing-mandatory", Severity.ERROR, row.key)


def _mandatory(row: Field, sheet: Sheet) -> bool:
    if sheet.dataset_type:
        return row.obligation[sheet.dataset_type] is Obligation.MANDATORY
    return all(o is Obligation.MANDATORY for o in row.obligation.values())


def missing_conditional(subject: Subject) -> Iterator[Finding]:
    """The interval of a unit of time, and the text that says what อื่นๆ is."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            choice = sheet.choice(row)
            if choice and not sheet.has(row.key):
                yield sheet.finding("missing-conditional", Severity.ERROR, row.key, choice=choice)


def not_offered(subject: Subject) -> Iterator[Finding]:
    """A value for a field that the type does not have; it would be lost on the way out."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            if sheet.has(row.key) and not row.applies_to(sheet.dataset_type):
                yield sheet.finding(
                    "not-offered",
                    Severity.WARNING,
                    row.key,
                    type=reference("data_type", str(sheet.dataset_type)),
                )


def other_forbidden(subject: Subject) -> Iterator[Finding]:
    """A text for อื่นๆ although อื่นๆ was not chosen."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            if (
                row.scope is Scope.OTHER_TEXT
                and row.applies_to(sheet.dataset_type)
                and sheet.has(row.key)
                and not sheet.choice(row)
            ):
                yield sheet.finding(
                    "other-forbidden",
                    Severity.WARNING,
                    row.key,
                    choice=reference(row.other_of, OTHER, sheet.level),
                )


def interval_forbidden(subject: Subject) -> Iterator[Finding]:
    """An interval beside a unit that takes none (item 9); อื่นๆ may have one."""
    sheet = subject.dataset
    for unit in sheet.codes("update_frequency_unit"):
        allowed = FrequencyUnit(unit).needs_interval or unit == OTHER
        if not allowed and sheet.has("update_frequency_interval"):
            yield sheet.finding(
                "interval-forbidden",
                Severity.WARNING,
                "update_frequency_interval",
                choice=reference("update_frequency_unit", unit),
            )


def too_long(subject: Subject) -> Iterator[Finding]:
    """More characters than the standard allows; keywords count as one text with commas."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            length = len(",".join(sheet.codes(row.key))) if row.max_length else 0
            if length > row.max_length:
                yield sheet.finding(
                    "too-long",
                    Severity.ERROR,
                    row.key,
                    length=str(length),
                    limit=str(row.max_length),
                )


def unknown_alone(subject: Subject) -> Iterator[Finding]:
    """ไม่ทราบ or ไม่มี beside other values of the same list."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            codes = sheet.codes(row.key) if row.value_type is ValueType.CODES else ()
            for alone in (NONE, UNKNOWN):
                if alone in codes and len(codes) > 1:
                    yield sheet.finding(
                        "unknown-alone",
                        Severity.WARNING,
                        row.key,
                        choice=reference(row.key, alone, sheet.level),
                    )


def no_distributions(subject: Subject) -> Iterator[Finding]:
    """Public data that nobody can get at."""
    if Category.PUBLIC in subject.dataset.codes("data_category") and not subject.resources:
        yield Finding("no-distributions", Severity.ADVICE)


def format_case(subject: Subject) -> Iterator[Finding]:
    """A format in small letters: filters and portals would count it apart."""
    for sheet in subject.resources:
        for given in sheet.codes("format"):
            if given != given.upper():
                yield sheet.finding(
                    "format-case", Severity.WARNING, "format", given=given, wanted=given.upper()
                )


RULES: Mapping[str, Rule] = {
    "missing-mandatory": missing_mandatory,
    "missing-conditional": missing_conditional,
    "not-offered": not_offered,
    "other-forbidden": other_forbidden,
    "interval-forbidden": interval_forbidden,
    "too-long": too_long,
    "unknown-alone": unknown_alone,
    "no-distributions": no_distributions,
    "format-case": format_case,
}
