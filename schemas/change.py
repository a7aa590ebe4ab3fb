"""Changes of the public part of the catalogue, as portals are told of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marshmallow import Schema, fields

from vocab.codes import ChangeKind


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """The latest change of one dataset that is public or was.

    ``seq`` rises with every change of any dataset; ``row`` is the dataset's primary key, ``slug``
    its short name, "" once it left: of what left only the UUID and the instant are told.
    ``agency`` is the code of its owner at that moment.
    """

    seq: int
    row: int
    uid: str
    slug: str
    kind: ChangeKind
    at: dt.datetime
    agency: str

    @property
    def left(self) -> bool:
        """Whether the dataset is public no more."""
        return self.kind is ChangeKind.DELETED


class ChangeSchema(Schema):
    """A change on the wire."""

    seq = fields.Integer(required=True)
    uid = fields.UUID(required=True)
    slug = fields.String(required=True)
    kind = fields.Enum(ChangeKind, by_value=True, required=True)
    at = fields.AwareDateTime(required=True, format="iso")
    agency = fields.String(required=True)
