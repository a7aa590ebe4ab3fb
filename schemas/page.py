"""Page: the shape of every list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from marshmallow import Schema, fields, validate

T = TypeVar("T")

#: Largest page anybody may ask for.
MAX_LIMIT = 1000
#: Deepest offset; beyond it one walks by filters or by the export.
MAX_OFFSET = 100_000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a longer list: ``total`` counts all that the asker may see."""

    items: tuple[T, ...]
    total: int
    limit: int
    offset: int

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins, None on the last."""
        after = self.offset + self.limit
        return after if after < self.total else None

    @property
    def previous_offset(self) -> int | None:
        """Where the page before begins, None on the first."""
        return max(0, self.offset - self.limit) if self.offset else None


class Whole(fields.Integer):
    """A whole number of a query: ASCII digits only.

    Python's own reading is wider: it takes Thai digits, blanks, underscores and signs.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if not isinstance(value, str) or not re.fullmatch("-?[0-9]{1,12}", value, re.ASCII):
            raise self.make_error("invalid", input=value)
        loaded: int = super()._deserialize(value, attr, data, **kwargs)
        return loaded


class PagingSchema(Schema):
    """``limit`` and ``offset`` of a query; negative, huge or non-numeric values are refused."""

    limit = Whole(load_default=20, validate=validate.Range(0, MAX_LIMIT))
    offset = Whole(load_default=0, validate=validate.Range(0, MAX_OFFSET))
