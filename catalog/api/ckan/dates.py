"""Instants of CKAN's query language: ISO texts, NOW, and arithmetic such as NOW-1MONTH/DAY."""

from __future__ import annotations

import datetime as dt
import re

from catalog.api.ckan.query import QueryRefused
from schemas.time import add_months

_BEGIN = re.compile(
    r"NOW|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,20}))?)?)?(?:Z|\+00:00)?",
    re.ASCII,
)
_STEP = re.compile(r"([+-])([0-9]{1,9})([A-Z]+)|/([A-Z]+)", re.ASCII)
_MONTHS = {"MONTH": 1, "YEAR": 12}
_SECONDS = {"DAY": 86_400, "DATE": 86_400, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}
_THOUSANDTHS = ("MILLI", "MILLISECOND")
#: Most steps of arithmetic behind one instant.
_MOST_STEPS = 10


def is_day(text: str) -> bool:
    """Whether a text names a whole day."""
    return re.fullmatch("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", text, re.ASCII) is not None


def read_instant(text: str, now: dt.datetime) -> dt.datetime:
    """The instant that a text means; raises QueryRefused for what is none or is out of range."""
    begin = _BEGIN.match(text)
    if begin is None:
        raise QueryRefused("not a date")
    try:
        moment = now.astimezone(dt.UTC) if begin[0] == "NOW" else _stated(begin)
        at = begin.end()
        for _ in range(_MOST_STEPS):
            if at == len(text):
                return moment
            step = _STEP.match(text, at)
            if step is None:
                break
            moment = _floor(moment, step[4]) if step[4] else _moved(moment, step)
            at = step.end()
    except (ValueError, OverflowError) as error:
        raise QueryRefused("a date is out of range") from error
    raise QueryRefused("not a date")


def _stated(match: re.Match[str]) -> dt.datetime:
    parts = [int(part or 0) for part in match.groups()[:6]]
    fraction = int((match[7] or "").ljust(6, "0")[:6])
    return dt.datetime(*parts, fraction, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


def _unit(name: str) -> str:
    unit = name.removesuffix("S")
    if unit not in (*_MONTHS, *_SECONDS, *_THOUSANDTHS):
        raise QueryRefused("not a unit of time")
    return unit


def _moved(moment: dt.datetime, step: re.Match[str]) -> dt.datetime:
    count, unit = int(step[1] + step[2]), _unit(step[3])
    if unit in _MONTHS:
        day = add_months(moment.date(), count * _MONTHS[unit])
        return moment.replace(year=day.year, month=day.month, day=day.day)
    if unit in _THOUSANDTHS:
        return moment + dt.timedelta(milliseconds=count)
    return moment + dt.timedelta(seconds=count * _SECONDS[unit])


def _floor(moment: dt.datetime, name: str) -> dt.datetime:
    match _unit(name):
        case "YEAR":
            return moment.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        case "MONTH":
            return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        case "DAY" | "DATE":
            return moment.replace(hour=0, minute=0, second=0, microsecond=0)
        case "HOUR":
            return moment.replace(minute=0, second=0, microsecond=0)
        case "MINUTE":
            return moment.replace(second=0, microsecond=0)
        case "SECOND":
            return moment.replace(microsecond=0)
        case _:
            return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
