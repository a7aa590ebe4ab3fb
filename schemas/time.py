"""Days, years and fiscal years in Thailand: Buddhist-era text in, Common-Era dates inside."""

from __future__ import annotations

import datetime as dt
import re
import time
from calendar import monthrange
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from vocab.months import ERA, MONTHS_EN, MONTHS_TH, MONTHS_TH_LONG, english_date, thai_date

__all__ = [
    "BANGKOK",
    "BUDDHIST_FROM",
    "ERA",
    "MONTHS_EN",
    "MONTHS_TH",
    "MONTHS_TH_LONG",
    "YEARS",
    "FiscalYear",
    "add_months",
    "arabic_digits",
    "civil_date",
    "common_era",
    "english_date",
    "read_date",
    "read_year",
    "seconds_ago",
    "thai_date",
    "utc_now",
]

BANGKOK = ZoneInfo("Asia/Bangkok")
#: Years above this are Buddhist-era (sanity rule of the standard's notes).
BUDDHIST_FROM = 2400
#: Years a record may carry, Common Era.
YEARS = range(1500, 2201)

#: Longest text that is read as a day or a year; anything longer is refused unread.
_LONGEST = 60
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDED = re.compile(r"(\d{1,2})\s*([^\d\s]+)\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(\d{4})")
_YEAR = re.compile(r"(?:ปี|พ\.?ศ\.?|ค\.?ศ\.?|\s|[bBcC]\.?[eE]\.?)*(\d{4})")


def seconds_ago(written: float) -> float:
    """Seconds since a file was written, by the clock that marks files (``stat().st_mtime``).

    The age of a file is no part of what the catalogue holds, so no instant is handed down for it.
    """
    return time.time() - written


def utc_now() -> dt.datetime:
    """The present instant; only the edges call it, services are handed the result."""
    return dt.datetime.now(dt.UTC)


def civil_date(instant: dt.datetime) -> dt.date:
    """The day in Thailand of an aware instant (30 September 17:00 UTC is already 1 October)."""
    return instant.astimezone(BANGKOK).date()


def arabic_digits(text: str) -> str:
    """Thai digits ๐-๙ as 0-9."""
    return text.translate(_DIGITS)


def common_era(year: int) -> int:
    """A year of either calendar as a Common-Era year."""
    return year - ERA if year >= BUDDHIST_FROM else year


def read_year(text: str) -> int:
    """A year typed in either calendar, with Thai or Arabic digits, as a Common-Era year.

    Raises ValueError when the text is no year or the year is not in `YEARS`.
    """
    match = _YEAR.fullmatch(arabic_digits(text).strip()) if len(text) <= _LONGEST else None
    if not match:
        raise ValueError(text)
    year = common_era(int(match[1]))
    if year not in YEARS:
        raise ValueError(text)
    return year


def _month(word: str) -> int:
    folded = word.replace(".", "").casefold()
    for names in (MONTHS_TH, MONTHS_TH_LONG):
        for number, name in enumerate(names, 1):
            if folded == name.replace(".", ""):
                return number
    for number, name in enumerate(MONTHS_EN, 1):
        if folded[:3] == name.casefold():
            return number
    raise ValueError(word)


def read_date(text: str) -> dt.date:
    """A day typed as ``2569-08-15``, ``15/8/2569`` or ``15 ส.ค. 2569``, in either calendar.

    Day before month in the slashed form, as Thai offices write.  29 February is judged in the
    Common Era (2567 B.E. is 2024 and leap).  Raises ValueError on anything else.
    """
    line = arabic_digits(text).strip() if len(text) <= _LONGEST else ""
    if match := _ISO.fullmatch(line):
        year, month, day = (int(x) for x in match.groups())
    elif match := _SLASHED.fullmatch(line):
        day, month, year = (int(x) for x in match.groups())
    elif match := _WORDED.fullmatch(line):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        raise ValueError(text)
    year = common_era(year)
    if year not in YEARS:
        raise ValueError(text)
    return dt.date(year, month, day)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month later on; the month's last day where it is shorter.

    Raises ValueError when the month lies outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A Thai fiscal year, named by the Buddhist year in which it ends (2564 began 1 Oct 2020)."""

    be: int

    @property
    def start(self) -> dt.date:
        """1 October, included."""
        return dt.date(self.be - ERA - 1, 10, 1)

    @property
    def end(self) -> dt.date:
        """1 October of the next year, excluded."""
        return dt.date(self.be - ERA, 10, 1)

    @classmethod
    def of(cls, day: dt.date) -> FiscalYear:
        """The fiscal year that holds a day."""
        return cls(day.year + ERA + (1 if day.month >= 10 else 0))

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day < self.end
