"""From the boxes of the form to a draft: every value checked, every fault said where it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from catalog.web.i18n import gettext as _
from catalog.web.i18n import marked
from catalog.web.typed import DAY_PARTS, Boxes, Typed, TypedRow
from catalog.web.values import label_of
from schemas.dataset import DatasetDraft, DatasetDraftSchema
from schemas.fields import MANY_LIMIT
from schemas.time import MONTHS_TH_LONG, arabic_digits, read_date, read_year
from vocab.profiles.th_gov import Field, ValueType, dataset_fields, field, resource_fields

_draft = DatasetDraftSchema()

#: What is wrong, by the kind of value; ``%(field)s`` is the field's name.
SENTENCES: Mapping[ValueType, str] = {
    ValueType.DATE: marked(
        "%(field)s: this is not a day. Write it like 15 Aug 2569, 15/8/2569 or 2026-08-15."
    ),
    ValueType.YEAR: marked("%(field)s: this is not a year. Write four digits, like 2569 or 2026."),
    ValueType.INTEGER: marked("%(field)s: write a whole number from 1 to %(limit)s."),
    ValueType.DEGREES: marked(
        "%(field)s: write degrees as a number from -180 to 180, like 100.52."
    ),
    ValueType.URL: marked(
        "%(field)s: write the whole address, beginning with http:// or https://."
    ),
    ValueType.EMAIL: marked("%(field)s: write one e-mail address, like unit@agency.go.th."),
    ValueType.CODE: marked("%(field)s: choose from the list."),
    ValueType.CODES: marked("%(field)s: choose from the list."),
    ValueType.BOOLEAN: marked("%(field)s: choose from the list."),
    ValueType.SLUG: marked(
        "%(field)s: use 2 to 100 small Latin letters, digits, hyphens or underscores."
    ),
    ValueType.KEYWORDS: marked("%(field)s: give at most 200 keywords of ordinary length."),
}
_OTHERWISE = marked("%(field)s: this text is too long.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the form: ``box`` is the id of its box, "" for the form as a whole."""

    box: str
    sentence: str


def box_id(level: str, key: str, row: int | None = None) -> str:
    """The id of a box, which is also its name."""
    return f"d-{key}" if level == "dataset" or row is None else f"r-{row}-{key}"


def read_draft(typed: Typed, uids: Collection[str] = ()) -> tuple[DatasetDraft | None, list[Fault]]:
    """The draft that the boxes hold, or None with what is wrong in them.

    Rows that nobody filled in are left out.  ``uids`` are those of the dataset's distributions: a
    row that claims any other is a new distribution.
    """
    faults: list[Fault] = []
    kept = [(at, row) for at, row in enumerate(typed.rows) if not row.empty]
    wire = {
        "agency": typed.agency,
        "slug": typed.one("name").strip().lower(),
        "metadata": _wire("dataset", typed.boxes, None, faults),
        "distributions": [
            {"uid": _known(row, uids), "metadata": _wire("resource", row.boxes, at, faults)}
            for at, row in kept
        ],
    }
    try:
        draft = _draft.load(wire)
    except ValidationError as error:
        faults += _faults(error.normalized_messages(), [at for at, _row in kept])
        draft = None
    return (None, _once(faults)) if faults else (draft, [])


def _once(faults: Iterable[Fault]) -> list[Fault]:
    return list({fault.box: fault for fault in reversed(list(faults))}.values())[::-1]


def _known(row: TypedRow, uids: Collection[str]) -> str | None:
    # Somebody else's distribution cannot be claimed by writing its id into the form.
    return row.uid if row.uid in uids else None


def _wire(level: str, boxes: Boxes, at: int | None, faults: list[Fault]) -> dict[str, Any]:
    wire: dict[str, Any] = {}
    for row in dataset_fields() if level == "dataset" else resource_fields():
        if row.value_type is ValueType.AGENCY or row.value_type is ValueType.SLUG:
            continue
        try:
            value = _value(row, boxes)
        except ValueError:
            faults.append(fault_of(row, at))
            continue
        if value not in (None, "", []):
            wire[row.key] = value
    return wire


def fault_of(row: Field, at: int | None = None) -> Fault:
    """The sentence for a value of the wrong form."""
    sentence = SENTENCES.get(row.value_type, _OTHERWISE)
    told = _(sentence, field=label_of(row), limit=f"{row.largest:,}")
    return Fault(box_id(row.level, row.key, at), told)


def _value(row: Field, boxes: Boxes) -> Any:
    """One value as it travels; None or "" when nothing is typed; ValueError when it is no value."""
    texts = boxes.get(row.key, ())
    text = texts[0].strip() if texts else ""
    match row.value_type:
        case ValueType.DATE:
            return _day(row.key, boxes)
        case ValueType.CODES:
            return [one for one in texts if one]
        case ValueType.KEYWORDS:
            return [
                word.strip() for word in re.split(r"[,\n\r\u060c\uff0c]+", text) if word.strip()
            ]
        case ValueType.BOOLEAN:
            return (
                {"": None, "yes": True, "no": False}[text] if text in ("", "yes", "no") else _no()
            )
        case ValueType.FORMAT:
            return text.upper()
    if not text:
        return None
    match row.value_type:
        case ValueType.YEAR:
            return read_year(text)
        case ValueType.INTEGER:
            return int(arabic_digits(text))
        case ValueType.DEGREES:
            return float(arabic_digits(text).replace(",", "."))
    return text


def _no() -> Any:
    raise ValueError


def _day(key: str, boxes: Boxes) -> str | None:
    day, month, year = (
        arabic_digits(boxes.get(f"{key}-{part}", ("",))[0]).strip() for part in DAY_PARTS
    )
    if not (day or month or year):
        return None
    if not month and not year:
        return read_date(day).isoformat()
    if month.isdigit() and 1 <= int(month) <= len(MONTHS_TH_LONG) and day.isdigit():
        return read_date(f"{int(day)}/{int(month)}/{read_year(year)}").isoformat()
    raise ValueError(key)


def _faults(messages: Mapping[str, Any], positions: list[int]) -> Iterable[Fault]:
    """What the strict schema refused, at the boxes it came from."""
    if "agency" in messages:
        yield Fault("d-owner_org", _("Choose the agency that owns the dataset."))
    if "slug" in messages:
        yield fault_of(field("dataset", "name"))
    for key in messages.get("metadata", {}):
        yield fault_of(field("dataset", key))
    rows = messages.get("distributions", {})
    for at, inside in rows.items():
        if not isinstance(at, int):
            limit = _("A dataset has at most %(limit)s resources.", limit=MANY_LIMIT)
            yield Fault("", limit)
            continue
        for key in inside.get("metadata", {}):
            yield fault_of(field("resource", key), positions[at])
