"""Rules about extent in time and space: dates, years and the four edges of an area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from catalog.checks.presence import Rule
from catalog.checks.subject import Sheet, Subject
from schemas.quality import Finding
from schemas.time import BUDDHIST_FROM, ERA
from vocab.codes import Severity
from vocab.profiles.th_gov import ValueType

#: Start and end of a period, dataset and distribution alike.
DATE_ORDERS = (
    ("created_date", "last_updated_date"),
    ("resource_created_date", "resource_last_updated_date"),
)
YEAR_ORDERS = (
    ("first_year_of_data", "last_year_of_data"),
    ("resource_first_year_of_data", "resource_last_year_of_data"),
)
#: Days of something that has happened.
PAST = tuple(key for pair in DATE_ORDERS for key in pair)
#: A year below this is a Buddhist-era year of our time from which 543 was taken twice.
EARLIEST = BUDDHIST_FROM - ERA

WEST, EAST = "west_bound_longitude", "east_bound_longitude"
# The standard's keys say longitude; the values are latitudes.
NORTH, SOUTH = "north_bound_longitude", "south_bound_longitude"
EDGES = (WEST, EAST, NORTH, SOUTH)
#: Thailand lies within these degrees (the standard's note, a warning only).
THAILAND = {WEST: (97.3, 105.7), EAST: (97.3, 105.7), NORTH: (5.6, 20.5), SOUTH: (5.6, 20.5)}


def _label(sheet: Sheet, key: str) -> str:
    return f"field/{sheet.level}/{key}"


def date_order(subject: Subject) -> Iterator[Finding]:
    """Made after it was last updated."""
    for sheet in subject.sheets():
        for start, end in DATE_ORDERS:
            first, last = sheet.day(start), sheet.day(end)
            if first and last and first > last:
                yield sheet.finding(
                    "date-order",
                    Severity.ERROR,
                    start,
                    day=first.isoformat(),
                    other=_label(sheet, end),
                    limit=last.isoformat(),
                )


def date_future(subject: Subject) -> Iterator[Finding]:
    """Made or updated after today; a planned release may lie ahead."""
    for sheet in subject.sheets():
        for key in PAST:
            day = sheet.day(key)
            if day and day > subject.today:
                yield sheet.finding("date-future", Severity.ERROR, key, day=day.isoformat())


def year_order(subject: Subject) -> Iterator[Finding]:
    """The first year of the data after the last."""
    for sheet in subject.sheets():
        for start, end in YEAR_ORDERS:
            first, last = sheet.number(start), sheet.number(end)
            if first is not None and last is not None and first > last:
                yield sheet.finding(
                    "year-order",
                    Severity.ERROR,
                    start,
                    year=f"year/{first}",
                    other=_label(sheet, end),
                    limit=f"year/{last}",
                )


def year_future(subject: Subject) -> Iterator[Finding]:
    """Years of the data still to come: a forecast, or the two calendars mixed up.

    The next year is let pass: from October on the fiscal year already bears its number.
    """
    for sheet in subject.sheets():
        for key in (key for pair in YEAR_ORDERS for key in pair):
            year = sheet.number(key)
            if year is not None and subject.today.year + 1 < year < BUDDHIST_FROM:
                yield sheet.finding("year-future", Severity.ADVICE, key, year=f"year/{year}")


def year_era(subject: Subject) -> Iterator[Finding]:
    """A Buddhist-era year kept as it was typed (an error), or converted twice (likely)."""
    for sheet in subject.sheets():
        for row in sheet.rows:
            value = sheet.values.get(row.key)
            if isinstance(value, dt.date):
                year = value.year
            elif isinstance(value, int) and row.value_type is ValueType.YEAR:
                year = value
            else:
                continue
            if year >= BUDDHIST_FROM or year < EARLIEST:
                severity = Severity.ERROR if year >= BUDDHIST_FROM else Severity.WARNING
                yield sheet.finding("year-era", severity, row.key, number=str(year))


def bbox_incomplete(subject: Subject) -> Iterator[Finding]:
    """All four edges or none."""
    sheet = subject.dataset
    missing = [key for key in EDGES if not sheet.has(key)]
    if len(missing) < len(EDGES):
        for key in missing:
            yield sheet.finding("bbox-incomplete", Severity.ERROR, key)


def bbox_order(subject: Subject) -> Iterator[Finding]:
    """West not east of east, south not north of north."""
    sheet = subject.dataset
    for low, high in ((WEST, EAST), (SOUTH, NORTH)):
        least, most = sheet.number(low), sheet.number(high)
        if least is not None and most is not None and least > most:
            yield sheet.finding(
                "bbox-order",
                Severity.ERROR,
                low,
                degrees=str(least),
                other=_label(sheet, high),
                limit=str(most),
            )


def bbox_latitude(subject: Subject) -> Iterator[Finding]:
    """North and south are latitudes, whatever their keys say."""
    sheet = subject.dataset
    for key in (NORTH, SOUTH):
        degrees = sheet.number(key)
        if degrees is not None and abs(degrees) > 90:
            yield sheet.finding("bbox-latitude", Severity.ERROR, key, degrees=str(degrees))


def bbox_outside_thailand(subject: Subject) -> Iterator[Finding]:
    """An edge outside Thailand: often west and north were swapped."""
    sheet = subject.dataset
    for key in EDGES:
        degrees, (least, most) = sheet.number(key), THAILAND[key]
        if degrees is not None and not least <= degrees <= most:
            yield sheet.finding(
                "bbox-outside-thailand",
                Severity.WARNING,
                key,
                degrees=str(degrees),
                minimum=str(least),
                maximum=str(most),
            )


RULES: Mapping[str, Rule] = {
    "date-order": date_order,
    "date-future": date_future,
    "year-order": year_order,
    "year-future": year_future,
    "year-era": year_era,
    "bbox-incomplete": bbox_incomplete,
    "bbox-order": bbox_order,
    "bbox-latitude": bbox_latitude,
    "bbox-outside-thailand": bbox_outside_thailand,
}
