"""What the volumes of a series have in common: their title without the period."""

import re

from catalog.search.query import squeeze
from schemas.time import MONTHS_TH, MONTHS_TH_LONG

__all__ = ["without_period"]

_MONTHS = "|".join(re.escape(name) for name in (*MONTHS_TH_LONG, *MONTHS_TH))
_PERIOD = re.compile(
    rf"{_MONTHS}|ไตรมาส|ปีงบประมาณ|ประจำ|ปี|เดือน|พ\.?ศ\.?|ค\.?ศ\.?"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|year|fy|q)\b|\d+|\W|_"
)


def without_period(title: str) -> str:
    """Return a title without years, months, numbers and blanks, the same for a whole series."""
    return _PERIOD.sub("", squeeze(title))
