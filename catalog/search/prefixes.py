"""Field prefixes in a reader's text: ``format:csv``, ``ปี:2563``; pure, and never an error.

A prefix becomes a filter on a facet, or asks for its words in one place only.  What is none, or
has a value that makes no sense (``year:soon``), is text like any other.
"""

import re
from collections.abc import Callable, Mapping

from catalog.search.analyzer import normalise
from vocab.concepts import codelist

__all__ = ["AGENCY", "TITLE", "Filter", "other_year", "prefix_of", "values_of"]

Filter = tuple[str, tuple[str, ...]]
"""A facet and the values of which a dataset needs one."""

TITLE, AGENCY = "title", "agency"
"""Prefixes whose words are looked for; the values of all others are filters."""

_NAMES: Mapping[str, str] = {
    "title": TITLE,
    "ชื่อ": TITLE,
    "ชื่อชุดข้อมูล": TITLE,
    "keyword": "keyword",
    "tag": "keyword",
    "คำสำคัญ": "keyword",
    "แท็ก": "keyword",
    "agency": AGENCY,
    "org": AGENCY,
    "หน่วยงาน": AGENCY,
    "format": "format",
    "รูปแบบ": "format",
    "year": "year",
    "ปี": "year",
    "licence": "licence",
    "license": "licence",
    "สัญญาอนุญาต": "licence",
}

_FIRST_BE_YEAR, _LAST_BE_YEAR = 2443, 2643  # 1900 to 2100 of the Common Era
_BETWEEN_CALENDARS = 543
_MOST_YEARS = 200
_MOST_VALUES = 20

_FORMATS: Mapping[str, tuple[str, ...]] = {
    "EXCEL": ("XLS", "XLSX", "XLS/XLSX"),
    "WORD": ("DOC", "DOCX", "DOC/DOCX"),
    "SHP": ("SHP", "SHAPEFILE"),
    "SHAPEFILE": ("SHP", "SHAPEFILE"),
}


def prefix_of(name: str) -> str:
    """Return the facet (or TITLE) that a prefix names, in either language; "" for none."""
    return _NAMES.get(normalise(name), "")


def other_year(word: str) -> str:
    """Return a year (four digits) in the other calendar, "" for what is none."""
    if len(word) != 4 or not (word.isascii() and word.isdigit()):
        return ""
    year = int(word)
    if _FIRST_BE_YEAR <= year <= _LAST_BE_YEAR:
        return str(year - _BETWEEN_CALENDARS)
    if _FIRST_BE_YEAR <= year + _BETWEEN_CALENDARS <= _LAST_BE_YEAR:
        return str(year + _BETWEEN_CALENDARS)
    return ""


def values_of(facet: str, text: str) -> tuple[str, ...]:
    """Return the values of a facet that a text asks for, () when it makes no sense as such.

    Commas stand between alternatives; years may be a span (2560-2565) in either calendar.
    """
    out: dict[str, None] = {}
    for one in text.split(","):
        if one := " ".join(one.split()):
            out |= dict.fromkeys(_READERS[facet](one))
    return tuple(out)[: _MOST_YEARS if facet == "year" else _MOST_VALUES]


def _years(text: str) -> tuple[str, ...]:
    found = re.fullmatch(r"([0-9]{4})(?:\s*[-–]\s*([0-9]{4}))?", normalise(text))
    if not found:
        return ()
    first, last = (_common_era(year) for year in (found[1], found[2] or found[1]))
    low, high = min(first, last), max(first, last)
    return tuple(map(str, range(low, min(high, low + _MOST_YEARS - 1) + 1)))


def _common_era(text: str) -> int:
    year = int(text)
    return year - _BETWEEN_CALENDARS if year >= _FIRST_BE_YEAR else year


def _formats(text: str) -> tuple[str, ...]:
    typed = normalise(text).upper().lstrip(".")
    known = codelist("data_format").find(text)
    stated = (known.value.upper(),) if known else ()
    return (*_FORMATS.get(typed, (typed,)), *stated)


def _licences(text: str) -> tuple[str, ...]:
    known = codelist("license_id").find(text) or codelist("license_id").find(_dashed(text))
    return (known.id,) if known else (text, _dashed(text))


def _dashed(text: str) -> str:
    return "-".join(normalise(text).split())


def _keywords(text: str) -> tuple[str, ...]:
    """A keyword is compared as a whole, in the spellings that stewards use."""
    plain = normalise(text)
    return (text, plain, plain.upper(), plain.capitalize(), plain.title())


_READERS: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "year": _years,
    "format": _formats,
    "licence": _licences,
    "keyword": _keywords,
}
