"""What stands in the boxes of the registration form, read within bounds and never lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from catalog.errors import TooLarge
from catalog.web.i18n import language
from schemas.dataset import DatasetDraft, DatasetRecord
from schemas.distribution import Value
from schemas.fields import HARD_LIMIT, MANY_LIMIT
from schemas.time import ERA
from vocab.profiles.th_gov import Field, ValueType, dataset_fields, resource_fields

#: The boxes of a day beside its first one, which also takes a whole day as text.
DAY_PARTS = ("day", "month", "year")
#: Names of the boxes: d-KEY, r-ROW-KEY, and the parts of a day behind another hyphen.
_DATASET_BOX = re.compile(r"d-([a-z_]{1,60}(?:-(?:day|month|year))?)")
_ROW_BOX = re.compile(r"r-(\d{1,3})-([a-z_]{1,60}(?:-(?:day|month|year))?)")
#: Rows a form may name: three digits bound what an index can ask for.
_MAX_ROWS = MANY_LIMIT
#: Most values read of one box.
_MAX_VALUES = 100

Boxes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TypedRow:
    """The boxes of one distribution; ``uid`` is that of the distribution it was, "" when new."""

    uid: str = ""
    boxes: Boxes = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nobody typed anything here."""
        return not any(text.strip() for texts in self.boxes.values() for text in texts)


@dataclass(frozen=True, slots=True)
class Typed:
    """The boxes of the whole form as text; ``version`` is the version that the form was made of."""

    agency: str = ""
    version: int = 0
    boxes: Boxes = field(default_factory=dict)
    rows: tuple[TypedRow, ...] = ()

    def one(self, key: str) -> str:
        """The text of a box, "" when there is none."""
        return self.boxes.get(key, ("",))[0]

    def without_row(self, position: int) -> Typed:
        """The same without one distribution."""
        return replace(self, rows=tuple(row for at, row in enumerate(self.rows) if at != position))

    def with_row(self) -> Typed:
        """The same with one more distribution to fill in."""
        return replace(self, rows=(*self.rows, TypedRow()))


_KNOWN = {
    "dataset": {row.key for row in dataset_fields()},
    "resource": {row.key for row in resource_fields()} | {"uid"},
}


def read_typed(form: MultiDict[str, str]) -> Typed:
    """The boxes of a form that was sent; names that are none are passed over.

    What is made is bounded by what was sent, whatever index a name carries.  Raises TooLarge for
    more than 200 distributions.
    """
    boxes: dict[str, tuple[str, ...]] = {}
    rows: dict[int, dict[str, tuple[str, ...]]] = {}
    for name in form:
        texts = tuple(text[: HARD_LIMIT + 1] for text in form.getlist(name)[:_MAX_VALUES])
        if match := _DATASET_BOX.fullmatch(name):
            if match[1].partition("-")[0] in _KNOWN["dataset"]:
                boxes[match[1]] = texts
        elif (match := _ROW_BOX.fullmatch(name)) and (
            match[2].partition("-")[0] in _KNOWN["resource"]
        ):
            rows.setdefault(int(match[1]), {})[match[2]] = texts
    if len(rows) > _MAX_ROWS:
        raise TooLarge(limit=f"{_MAX_ROWS} distributions")
    version = form.get("version", "0")
    return Typed(
        agency=form.get("agency", "")[:64],
        version=int(version)
        if version.isascii() and version.isdigit() and len(version) < 10
        else 0,
        boxes=boxes,
        rows=tuple(_row(rows[position]) for position in sorted(rows)),
    )


def _row(boxes: dict[str, tuple[str, ...]]) -> TypedRow:
    uid = boxes.pop("uid", ("",))[0]
    return TypedRow(uid, boxes)


def typed_of(described: DatasetRecord | DatasetDraft, version: int = 0) -> Typed:
    """The form filled in with what is stated, days and years as the reader counts them."""
    agency = described.agency if isinstance(described, DatasetDraft) else described.agency.code
    return Typed(
        agency=agency,
        version=version,
        boxes={**_boxes(dataset_fields(), described.metadata), "name": (described.slug,)},
        rows=tuple(
            TypedRow(part.uid, _boxes(resource_fields(), part.metadata))
            for part in described.distributions
        ),
    )


def _boxes(rows: Iterable[Field], values: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        value = values.get(row.key)
        if isinstance(value, dt.date):
            parts = (str(value.day), str(value.month), written_year(value.year))
            found |= {
                f"{row.key}-{name}": (text,) for name, text in zip(DAY_PARTS, parts, strict=True)
            }
        elif value is not None:
            found[row.key] = _texts(row, value)
    return found


def _texts(row: Field, value: Value) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if row.value_type is ValueType.YEAR:
        return (written_year(int(str(value))),)
    if row.value_type is ValueType.KEYWORDS and isinstance(value, tuple):
        return (", ".join(value),)
    return value if isinstance(value, tuple) else (str(value),)


def written_year(year: int) -> str:
    """A year as the reader types it: Buddhist Era in Thai, Common Era in English."""
    return str(year + (0 if language() == "en" else ERA))
