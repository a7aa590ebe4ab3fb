"""Years and months as people shorten them: ``ก.ค. 60``, ``ปีงบ 66``; pure.

Two digits are a year only where the word before them says so.
"""

import re
from collections.abc import Sequence

__all__ = ["full_month", "full_year", "full_years"]

_MONTHS = {
    "มค": "มกราคม",
    "กพ": "กุมภาพันธ์",
    "มีค": "มีนาคม",
    "เมย": "เมษายน",
    "พค": "พฤษภาคม",
    "มิย": "มิถุนายน",
    "กค": "กรกฎาคม",
    "สค": "สิงหาคม",
    "กย": "กันยายน",
    "ตค": "ตุลาคม",
    "พย": "พฤศจิกายน",
    "ธค": "ธันวาคม",
}
_BEFORE_YEAR = frozenset(
    ("ปี", "พศ", "งบ", "งบประมาณ", "ปีงบ", "ปีงบประมาณ", "ปีการศึกษา", *_MONTHS, *_MONTHS.values())
)
_ENGLISH_MONTH = re.compile(
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)

_FIRST_SHORT, _LAST_SHORT = 40, 79
"""Two digits that are a year of the Buddhist Era, 2540 to 2579; others may well be days."""


def _is_number(word: str, digits: int) -> bool:
    return len(word) == digits and word.isascii() and word.isdigit()


def full_year(before: str, word: str) -> str:
    """Return the four digits of a year in two, when the word before it says that it is one.

    A Thai month or "year" comes before years of the Buddhist Era, an English month before those of
    the Common Era.  "" for what is no short year.
    """
    if not _is_number(word, 2):
        return ""
    if before in _BEFORE_YEAR and _FIRST_SHORT <= int(word) <= _LAST_SHORT:
        return f"25{word}"
    month = _ENGLISH_MONTH.fullmatch(before)
    return f"20{word}" if month and int(word) < _FIRST_SHORT else ""


def full_month(word: str, after: str) -> str:
    """Return the name of a month written short before a year; "" for what is none.

    The synonyms know most of these; กค and กพ are also offices, but not before a year.
    """
    dated = full_year(word, after) or _is_number(after, 4)
    return _MONTHS.get(word, "") if dated else ""


def full_years(words: Sequence[str]) -> list[str]:
    """Return the words with every number that may be a short year (Buddhist Era) in full."""
    return [
        f"25{word}" if _is_number(word, 2) and _FIRST_SHORT <= int(word) <= _LAST_SHORT else word
        for word in words
    ]
