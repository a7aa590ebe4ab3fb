"""Is a dataset updated as often as it says? Calendar arithmetic, state, delay and band."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction

from catalog.checks.presence import Rule
from catalog.checks.subject import Described, Subject
from schemas.quality import Finding, Timeliness
from schemas.time import add_months
from vocab.codes import FrequencyUnit, Severity, UpdateState

_MONTHS = {
    FrequencyUnit.YEAR: 12,
    FrequencyUnit.HALF_YEAR: 6,
    FrequencyUnit.QUARTER: 3,
    FrequencyUnit.MONTH: 1,
}
#: Units shorter than a day, in units to the day: dates cannot tell them apart.
_PER_DAY = {FrequencyUnit.HOUR: 24, FrequencyUnit.MINUTE: 1440}

#: Delay over the period up to which each band reaches (as public quality checkers grade it).
BANDS = ((Fraction(0), 0), (Fraction(1, 4), 1), (Fraction(1, 2), 2), (Fraction(1), 3))
WORST_BAND = 4
UNKNOWN_BAND = -1


def next_due(last: dt.date, unit: FrequencyUnit, interval: int | None) -> dt.date | None:
    """The last day on which the next update is on time; None when the unit names no time.

    Months, quarters and years go by the calendar and end on the month's last day where it is
    shorter; business days leave out Saturdays and Sundays (holidays are not known here).  Hours,
    minutes and real time count as whole days, one at least.  A day beyond the calendar becomes its
    last day.  None too when a unit of time has no interval of 1 or more.
    """
    if unit is FrequencyUnit.REAL_TIME:
        interval = 1
    elif not unit.needs_interval or interval is None or interval < 1:
        return None
    try:
        if unit in _MONTHS:
            return add_months(last, _MONTHS[unit] * interval)
        if unit is FrequencyUnit.WEEK:
            return last + dt.timedelta(weeks=interval)
        if unit is FrequencyUnit.BUSINESS_DAY:
            return _business_days(last, interval)
        return last + dt.timedelta(days=-(-interval // _PER_DAY.get(unit, 1)))
    except (OverflowError, ValueError):
        return dt.date.max


def _business_days(last: dt.date, count: int) -> dt.date:
    # From a weekend one counts as from the Friday before; five business days are a week.
    start = last - dt.timedelta(days=max(0, last.weekday() - 4))
    weeks, days = divmod(count, 5)
    over_weekend = start.weekday() + days > 4
    return start + dt.timedelta(weeks=weeks, days=days + (2 if over_weekend else 0))


def timeliness(described: Described, *, today: dt.date) -> Timeliness:
    """Where a dataset stands against its own frequency on a day in Thailand.

    The last update is the dataset's own date, else the newest date of a distribution; a date in
    the future counts as not stated, and the day of the catalogue entry never counts.
    """
    return _judge(Subject.of(described, today))


def check_timeliness(described: Described, *, today: dt.date) -> tuple[Finding, ...]:
    """The findings on timeliness of a record or a draft."""
    subject = Subject.of(described, today)
    return tuple(finding for rule in RULES.values() for finding in rule(subject))


def _judge(subject: Subject) -> Timeliness:
    sheet = subject.dataset
    last = _last_update(subject)
    codes = sheet.codes("update_frequency_unit")
    if not codes:
        return _unknown(last, "update_frequency_unit")
    unit = FrequencyUnit(codes[0])
    if unit is FrequencyUnit.NEVER:
        return Timeliness(UpdateState.NOT_EXPECTED, last)
    interval = sheet.number("update_frequency_interval")
    # Any day will do to learn whether the frequency can be counted at all.
    if next_due(subject.today, unit, int(interval or 0)) is None:
        timed = unit.needs_interval
        return _unknown(last, "update_frequency_interval" if timed else "update_frequency_unit")
    due = last and next_due(last, unit, int(interval or 0))
    if not last or not due:
        return _unknown(last, "last_updated_date")
    days_late = max(0, (subject.today - due).days)
    state = UpdateState.LATE if days_late else UpdateState.ON_TIME
    return Timeliness(state, last, due, days_late, _band(Fraction(days_late, (due - last).days)))


def _last_update(subject: Subject) -> dt.date | None:
    own = subject.dataset.day("last_updated_date")
    if own and own <= subject.today:
        return own
    days = (sheet.day("resource_last_updated_date") for sheet in subject.resources)
    return max((day for day in days if day and day <= subject.today), default=None)


def _unknown(last: dt.date | None, missing: str) -> Timeliness:
    return Timeliness(UpdateState.UNKNOWN, last, band=UNKNOWN_BAND, missing=missing)


def _band(delay: Fraction) -> int:
    return next((band for most, band in BANDS if delay <= most), WORST_BAND)


def late(subject: Subject) -> Iterator[Finding]:
    """The update is overdue."""
    found = _judge(subject)
    if found.state is UpdateState.LATE and found.due:
        yield subject.dataset.finding(
            "timeliness-late",
            Severity.WARNING,
            "last_updated_date",
            due=found.due.isoformat(),
            days=str(found.days_late),
        )


def unknown(subject: Subject) -> Iterator[Finding]:
    """Nobody can tell; a frequency that is simply not filled in is already said elsewhere."""
    missing = _judge(subject).missing
    if missing == "last_updated_date" or subject.dataset.has(missing):
        yield subject.dataset.finding("timeliness-unknown", Severity.WARNING, missing)


RULES: Mapping[str, Rule] = {
    "timeliness-late": late,
    "timeliness-unknown": unknown,
}
