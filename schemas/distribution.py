"""Distribution: a file, link or API through which a dataset can be had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, post_dump, post_load

from schemas.fields import marshmallow_field
from vocab.profiles.th_gov import FIELDS, ValueType, resource_fields

#: A value of the field table: text, code id, bool, date, Common-Era year, degrees or a tuple.
Value = str | bool | int | float | dt.date | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionRecord:
    """One distribution: ``metadata`` by key of the resource level; absent means not stated.

    ``uid`` (UUID text) stays the same through all revisions; "" in a draft that is new.
    """

    uid: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """A value as text, "" when it is not stated."""
        return str(self.metadata.get(key, ""))

    @property
    def hidden(self) -> bool:
        """Whether the steward hid this distribution from the public."""
        return self.metadata.get("resource_private") is True


class _Stated(Schema):
    """Base of the two metadata schemas: what is not stated is left out, never null."""

    @post_dump
    def _only_stated(self, dumped: dict[str, Any], **_: object) -> dict[str, Any]:
        return {k: v for k, v in dumped.items() if v not in (None, "", [])}


#: Schema of a distribution's metadata, one field per row of the table.
DistributionMetadataSchema: type[Schema] = _Stated.from_dict(
    {row.key: marshmallow_field(row) for row in resource_fields()},
    name="DistributionMetadata",
)


_DATES = {
    level: frozenset(f.key for f in FIELDS if f.level == level and f.value_type is ValueType.DATE)
    for level in ("dataset", "resource")
}


def restored(level: str, stored: Mapping[str, Any]) -> dict[str, Value]:
    """Values as a schema of that level dumped them, read back without checking them again.

    Storage was checked on its way in; ten times as fast as the schema, which a page of a thousand
    records feels.
    """
    out = dict(stored)
    for key, value in stored.items():
        if value.__class__ is list:
            out[key] = tuple(value)
    for key in _DATES[level]:
        if key in out:
            out[key] = dt.date.fromisoformat(out[key])
    return out


class DistributionSchema(Schema):
    """A distribution on the wire."""

    uid = fields.UUID(load_default=None, allow_none=True)
    metadata = fields.Nested(DistributionMetadataSchema, required=True)

    @post_dump
    def _new_has_none(self, dumped: dict[str, Any], **_: object) -> dict[str, Any]:
        return dumped | ({"uid": None} if dumped.get("uid") == "" else {})

    @post_load
    def _make(self, loaded: dict[str, Any], **_: object) -> DistributionRecord:
        uid = loaded["uid"]
        return DistributionRecord(uid=str(uid or ""), metadata=stated(loaded["metadata"]))


def stated(loaded: Mapping[str, Value | None]) -> dict[str, Value]:
    """Only what was really stated: no None, no "" and no empty list."""
    return {k: v for k, v in loaded.items() if v is not None and v != "" and v != ()}
