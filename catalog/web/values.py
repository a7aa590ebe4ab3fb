"""How a value of the field table is shown: codes by their labels, days and years by the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.web.format import year_of
from catalog.web.i18n import gettext as _
from catalog.web.i18n import language
from schemas.dataset import DatasetRecord
from schemas.distribution import Value
from vocab.concepts import codelist
from vocab.profiles.th_gov import (
    Field,
    Scope,
    ValueType,
    dataset_fields,
    field,
    resource_fields,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value ready for a template: ``kind`` names the macro that writes it.

    ``kind`` is text, markdown, link, mail, day or agency; an empty ``items`` means not stated.
    """

    kind: str
    items: tuple[str | dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of metadata."""

    key: str
    number: str
    label: str
    shown: Shown


def label_of(row: Field) -> str:
    """The name of a field in the page's language."""
    return row.label_en if language() == "en" else row.label_th


def help_of(row: Field) -> str:
    """The help text of a field in the page's language."""
    return row.help_en if language() == "en" else row.help_th


def code_label(scheme: str, code: str) -> str:
    """The label of a code in the page's language; the code itself when the list lost it."""
    concepts = codelist(scheme)
    if code not in concepts:
        return code
    return concepts[code].label_en if language() == "en" else concepts[code].label_th


def yes_no(row: Field, value: bool) -> str:
    """A yes or no in the words of its field."""
    if row.codelist:
        return code_label(row.codelist, "yes" if value else "no")
    return _("Only people of this agency") if value else _("As the classification allows")


_KINDS = {
    ValueType.LONG_TEXT: "markdown",
    ValueType.URL: "link",
    ValueType.EMAIL: "mail",
    ValueType.DATE: "day",
    ValueType.AGENCY: "agency",
}


def shown(row: Field, value: Value | None) -> Shown:
    """A value as templates write it."""
    kind = _KINDS.get(row.value_type, "text")
    if value is None or value == "" or value == ():
        return Shown(kind)
    if isinstance(value, bool):
        return Shown("text", (yes_no(row, value),))
    if isinstance(value, dt.date):
        return Shown("day", (value,))
    if row.value_type is ValueType.YEAR:
        return Shown("text", (year_of(int(str(value))),))
    texts = value if isinstance(value, tuple) else (str(value),)
    if row.codelist:
        texts = tuple(code_label(row.codelist, code) for code in texts)
    return Shown(kind, texts)


def line(row: Field, values: Mapping[str, Value]) -> Line:
    """A field with its value."""
    return Line(row.key, row.number, label_of(row), shown(row, values.get(row.key)))


def mandatory_lines(record: DatasetRecord) -> list[Line]:
    """The fourteen mandatory items in the standard's order, stated or not.

    The text of a value อื่นๆ and the interval of a frequency stand where they are stated.
    """
    values = {**record.metadata, "owner_org": record.agency.code}
    return [
        line(row, values)
        for row in dataset_fields()
        if row.number
        and float(row.number) < 15
        and (row.scope is Scope.MANDATORY_14 or row.key in values)
        and (row.key != "update_frequency_interval" or row.key in values)
    ]


def optional_lines(record: DatasetRecord) -> list[Line]:
    """The other fields of the dataset that somebody filled in, in the standard's order."""
    mandatory = {one.key for one in mandatory_lines(record)}
    values = {**record.metadata, "name": record.slug}
    ordered = sorted(dataset_fields(), key=lambda row: row.scope is Scope.CATALOGUE_SYSTEM)
    return [line(row, values) for row in ordered if row.key in values and row.key not in mandatory]


def resource_lines(values: Mapping[str, Value], leave_out: Iterable[str] = ()) -> list[Line]:
    """What is stated of one distribution, in the standard's order."""
    hidden = set(leave_out)
    return [
        line(row, values)
        for row in resource_fields()
        if row.key in values and row.key not in hidden
    ]


def place_name(level: str, key: str) -> str:
    """The label of a field by its key; "" for the record as a whole."""
    try:
        return label_of(field(level, key))
    except KeyError:
        return ""
