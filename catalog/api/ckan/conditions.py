"""The tree of a CKAN query as a condition on the rows.

A field of the metadata is read once for a request, whatever the number of its terms: a hundred
alternatives cost what one does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, false, not_, or_, true
from sqlalchemy.orm import Session

from catalog.api.ckan.dates import is_day, read_instant
from catalog.api.ckan.package import licence_id, organization_id, organization_name, written
from catalog.api.ckan.query import And, Every, Node, Not, Or, QueryRefused, Range, Term, Words
from catalog.db.queries import ckan as rows
from catalog.db.queries.ckan import Condition, Reach, like
from catalog.rdf.site import Site
from catalog.search.analyzer import is_thai
from schemas.agency import AgencyRecord
from schemas.time import read_date, read_year
from schemas.values import clean_text
from vocab.concepts import codelist, fold
from vocab.profiles.th_gov import Field, ValueType, dataset_fields

_ROWS: Mapping[str, Field] = {row.key: row for row in dataset_fields()}
_INSTANTS = {"metadata_created": "created", "metadata_modified": "modified"}
_COLUMNS = {"id": "uid", "name": "slug"}
#: Texts of a dataset by the field that asks for them; a word with a wildcard looks through all.
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "": ("title", "title_en", "notes", "notes_en", "tag_string"),
    "title": ("title", "title_en"),
    "title_string": ("title",),
    "notes": ("notes", "notes_en"),
}
_PARTS = {"res_name": "name", "res_description": "description", "res_url": "url"}
_YES = ("true", "1", "yes")
#: Most fields of the metadata that one request may name, and most terms that read whole texts.
MAX_COLUMNS, MAX_TEXTS = 16, 40
Column = Mapping[Any, Sequence[int]]


@dataclass(slots=True)
class Meaning:
    """What a query means here and now; ``rows_of`` gives what the search engine finds."""

    session: Session
    reach: Reach
    site: Site
    now: dt.datetime
    agencies: Sequence[AgencyRecord]
    rows_of: Callable[[str], Sequence[int]]
    #: What each text found, the best first.
    found: dict[str, Sequence[int]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    _texts: int = 0

    def condition(self, node: Node, *, ranked: bool = False) -> Condition:
        """The condition of a tree; texts of a ``ranked`` tree that are wanted decide the order."""
        match node:
            case Every():
                return true()
            case Words(text):
                return rows.among(self._search(text, ranked))
            case And(parts):
                return and_(true(), *(self.condition(part, ranked=ranked) for part in parts))
            case Or(parts):
                return or_(*(self.condition(part, ranked=ranked) for part in parts))
            case Not(part):
                return not_(self.condition(part))
            case Term():
                return self._term(node)
            case Range():
                return self._range(node)

    def _search(self, text: str, ranked: bool) -> Sequence[int]:
        found = self.found[text] if text in self.found else self.rows_of(text)
        if ranked:
            self.found[text] = found
        return found

    # Values

    def _term(self, term: Term) -> Condition:
        name = _plain_name(term.field)
        if name in _TEXTS:
            return self._text([self._column("text", key) for key in _TEXTS[name]], term)
        if name in _COLUMNS:
            return rows.column_matches(_COLUMNS[name], _pattern(term))
        if name in _INSTANTS:
            return true() if term.is_any else self._instant(name, term.value)
        if name in ("organization", "owner_org"):
            return rows.of_agencies(self._agencies(name, term))
        if name == "tags":
            return self._holding("item", "tag_string", term)
        if name == "res_format":
            return self._matching(self._column("part", "format"), _expression(term).fullmatch)
        if name in _PARTS:
            return self._text([self._column("part-text", _PARTS[name])], term)
        if name == "isopen":
            open_ids = {
                c.id for c in codelist("license_id") if c.attributes.get("isOpen") == "true"
            }
            is_open = self._licence(open_ids)
            return is_open if _is_yes(term) else not_(is_open)
        if name in _STANDING:
            return _STANDING[name](term)
        if name in _ROWS:
            return self._metadata(_ROWS[name], term)
        return false()

    def _agencies(self, name: str, term: Term) -> list[int]:
        called: Callable[[AgencyRecord], str] = (
            organization_name
            if name == "organization"
            else lambda agency: organization_id(agency, self.site)
        )
        wanted = _expression(term)
        return [agency.row for agency in self.agencies if wanted.fullmatch(called(agency))]

    def _column(self, level: str, key: str) -> Column:
        """Primary keys by each value of a field, of what is within reach."""
        known = self._columns.get((level, key))
        if known is not None:
            return known
        if len(self._columns) >= MAX_COLUMNS:
            raise QueryRefused("too many fields")
        column: dict[Any, list[int]] = {}
        read, folded = _READERS[level]
        for row, value in read(self.session, self.reach.condition, key):
            column.setdefault(str(value).casefold() if folded else value, []).append(row)
        self._columns[level, key] = column
        return column

    def _matching(self, column: Column, test: Callable[[str], object]) -> Condition:
        return rows.among({row for value in column if test(str(value)) for row in column[value]})

    def _any_of(self, column: Column, values: Iterable[Any]) -> Condition:
        return rows.among({row for value in values for row in column.get(value, ())})

    def _holding(self, level: str, key: str, term: Term) -> Condition:
        column = self._column(level, key)
        if term.wildcards:
            return self._matching(column, _expression(term).fullmatch)
        return self._any_of(column, [term.value])

    def _text(self, columns: Sequence[Column], term: Term) -> Condition:
        if term.is_any:
            return or_(*(self._matching(column, bool) for column in columns))
        self._texts += 1
        if self._texts > MAX_TEXTS:
            raise QueryRefused("too many terms")
        wanted = _word(term)
        # What is stored is clean.  Most texts lack the longest word: that is seen at once.
        words = [word for piece in term.pieces for word in clean_text(piece).casefold().split()]
        longest = max(words, key=len, default="")

        def holds(text: str) -> object:
            return longest in text and wanted.search(text)

        return or_(*(self._matching(column, holds) for column in columns))

    def _metadata(self, row: Field, term: Term) -> Condition:
        if row.key == "license_id":
            return self._licence(_licences(term))
        if row.value_type in (ValueType.TEXT, ValueType.LONG_TEXT):
            return self._text([self._column("text", row.key)], term)
        column = self._column("item" if row.many else "value", row.key)
        if term.is_any:
            return self._matching(column, bool)
        match row.value_type:
            case ValueType.CODE | ValueType.CODES:
                return self._any_of(column, _codes(row, term))
            case ValueType.BOOLEAN:
                return self._any_of(column, _booleans(term))
            case ValueType.YEAR | ValueType.DATE | ValueType.INTEGER | ValueType.DEGREES:
                value = _stored(row, term.value)
                return false() if value is None else self._any_of(column, [value])
            case _:
                return self._matching(column, _expression(term).fullmatch)

    def _licence(self, ids: Collection[str]) -> Condition:
        column = self._column("value", "license_id")
        stated = self._any_of(column, ids)
        if "not-specified" not in ids:
            return stated
        return or_(stated, not_(self._matching(column, bool)))

    # Ranges

    def _instant(self, name: str, text: str) -> Condition:
        low = read_instant(text, self.now)
        if is_day(text):
            high = low + dt.timedelta(days=1)
            return rows.instant_between(_INSTANTS[name], low, high, with_high=False)
        return rows.instant_between(_INSTANTS[name], low, low)

    def _range(self, asked: Range) -> Condition:
        name = _plain_name(asked.field)
        if name in _INSTANTS:
            return self._period(_INSTANTS[name], asked)
        if name in _COLUMNS:
            return rows.text_between(
                _COLUMNS[name],
                asked.low,
                asked.high,
                with_low=asked.with_low,
                with_high=asked.with_high,
            )
        if name == "title_string":
            name = "title"
        row = _ROWS.get(name)
        if row is None or row.many:
            return false()
        low, high = (None if end is None else _stored(row, end) for end in (asked.low, asked.high))
        if (asked.low is not None and low is None) or (asked.high is not None and high is None):
            return false()
        column = self._column("value", row.key)
        return self._any_of(column, [v for v in column if _within(v, low, high, asked)])

    def _period(self, column: str, asked: Range) -> Condition:
        low = None if asked.low is None else read_instant(asked.low, self.now)
        high = None if asked.high is None else read_instant(asked.high, self.now)
        with_high = asked.with_high
        if high is not None and with_high and asked.high and is_day(asked.high):
            # A day without a time means the whole day.
            high, with_high = high + dt.timedelta(days=1), False
        return rows.instant_between(column, low, high, with_low=asked.with_low, with_high=with_high)


_Read = Callable[[Session, Condition, str], list[tuple[int, Any]]]
#: How each level is read, and whether its values are texts whose case does not matter.
_READERS: Mapping[str, tuple[_Read, bool]] = {
    "value": (rows.list_values, False),
    "text": (rows.list_values, True),
    "item": (rows.list_items, False),
    "part": (rows.list_parts, False),
    "part-text": (rows.list_parts, True),
}


def _plain_name(name: str) -> str:
    """A field without the prefix under which older portals keep their own keys."""
    return name.removeprefix("extras_")


def _pattern(term: Term) -> str:
    return like(term.pieces, term.wildcards)


def _expression(term: Term) -> re.Pattern[str]:
    out = re.escape(term.pieces[0])
    for wildcard, piece in zip(term.wildcards, term.pieces[1:], strict=True):
        out += (".*" if wildcard == "*" else ".") + re.escape(piece)
    return re.compile(out, re.IGNORECASE | re.DOTALL)


def _word(term: Term) -> re.Pattern[str]:
    """The words of a term anywhere in a text; whole words where the script has blanks."""
    pieces = [re.escape(" ".join(clean_text(piece).casefold().split())) for piece in term.pieces]
    out = pieces[0]
    for wildcard, piece in zip(term.wildcards, pieces[1:], strict=True):
        out += (r"\S{0,30}?" if wildcard == "*" else r"\S") + piece
    first, last = term.pieces[0][:1], term.pieces[-1][-1:]
    if first.isalnum() and not is_thai(first):
        out = r"(?<!\w)" + out
    if last.isalnum() and not is_thai(last):
        out += r"(?!\w)"
    return re.compile(out.replace(r"\ ", r"\s+"))


def _codes(row: Field, term: Term) -> list[str]:
    """Ids of the values that are written so: as exchanged, as our id, or as a label."""
    listed = codelist(row.codelist)
    if not term.wildcards:
        found = listed.find(term.value)
        return [found.id] if found else []
    wanted = _expression(term)
    return [c.id for c in listed if wanted.fullmatch(written(row, c.id))]


def _licences(term: Term) -> set[str]:
    listed = codelist("license_id")
    if term.wildcards:
        wanted = _expression(term)
        return {c.id for c in listed if wanted.fullmatch(licence_id(c))}
    same = fold(term.value)
    return {c.id for c in listed if same in (fold(licence_id(c)), fold(c.value), fold(c.id))}


def _within(value: Any, low: Any, high: Any, asked: Range) -> bool:
    """Whether a stored value lies in a range."""
    if low is not None and not (value >= low if asked.with_low else value > low):
        return False
    return high is None or bool(value <= high if asked.with_high else value < high)


def _booleans(term: Term) -> list[bool]:
    found = codelist("yes_no").find(term.value)
    return [] if found is None else [found.id == "yes"]


def _is_yes(term: Term) -> bool:
    return term.value.casefold() in _YES


def _one_of(*values: str) -> Callable[[Term], Condition]:
    def test(term: Term) -> Condition:
        wanted = _expression(term)
        return true() if any(wanted.fullmatch(value) for value in values) else false()

    return test


#: Fields of CKAN that say what a record is, not what it describes.
_STANDING: Mapping[str, Callable[[Term], Condition]] = {
    "state": lambda term: (
        or_(*(rows.in_ckan_state(s) for s in ("active", "draft", "deleted")))
        if term.is_any
        else rows.in_ckan_state(term.value)
    ),
    "capacity": lambda term: rows.is_public(term.value != "private") if term.value else true(),
    "private": lambda term: true() if term.is_any else rows.is_public(not _is_yes(term)),
    "dataset_type": _one_of("dataset"),
    "type": _one_of("dataset"),
    "entity_type": _one_of("package"),
}


def _stored(row: Field, text: str) -> Any:
    """A value as the rows keep it, None for what cannot be one."""
    try:
        match row.value_type:
            case ValueType.YEAR:
                return read_year(text)
            case ValueType.DATE:
                return read_date(text).isoformat()
            case ValueType.INTEGER | ValueType.DEGREES:
                return float(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text) else None
            case ValueType.TEXT | ValueType.LONG_TEXT | ValueType.URL | ValueType.EMAIL:
                return text
            case _:
                return None
    except ValueError:
        return None
