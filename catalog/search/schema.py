"""The fields of the index in the words of Whoosh."""

from collections.abc import Iterator, Mapping
from typing import Any

import whoosh
import whoosh.analysis
import whoosh.columns
import whoosh.fields
import whoosh.formats

from catalog.search.document import FACETS

__all__ = ["COLUMNS", "MARKED", "TEXT", "schema"]

_whoosh: Any = whoosh
_fields: Any = whoosh.fields

COLUMNS = ("row", "version", "modified", "completeness", "length", "whole_th", "whole_en")
"""Unsigned 32-bit numbers of each document; ``length`` is the sum of its text weights, ``whole_*``
name its titles (``document.whole``)."""

TEXT = "text"
MARKED = ("title", "suggest", "audience", *FACETS)
"""Fields whose terms are there or not; only those of the text have weights."""


class Terms(_fields.FieldType):  # type: ignore[misc]
    """A field of given terms, each with a weight, without positions and without stored values."""

    def __init__(self) -> None:
        self.analyzer = _whoosh.analysis.IDAnalyzer()
        self.format = _whoosh.formats.Existence()
        self.scorable = self.stored = self.unique = self.spelling = self.sortable = False
        self.vector = self.column_type = None
        self.multitoken_query = "default"

    def index(
        self, value: Mapping[str, float], **_: Any
    ) -> Iterator[tuple[bytes, int, float, Any]]:
        """Yield the terms the way Whoosh's own writer wants them."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class Number(_fields.FieldType):  # type: ignore[misc]
    """A column of unsigned 32-bit numbers without postings."""

    def __init__(self) -> None:
        self.analyzer = self.format = self.vector = None
        self.scorable = self.stored = self.unique = self.indexed = self.spelling = False
        self.sortable = True
        self.column_type = _whoosh.columns.NumericColumn("I", default=0)
        self.multitoken_query = "default"

    def to_column_value(self, value: int) -> int:
        """Return the number itself."""
        return int(value)

    def from_column_value(self, value: int) -> int:
        """Return the number itself."""
        return value

    def index(self, _value: int, **_: Any) -> tuple[()]:
        """Numbers have no terms."""
        return ()


class Bytes(Number):
    """A column of bytes without postings."""

    def __init__(self) -> None:
        super().__init__()
        self.column_type = _whoosh.columns.VarBytesColumn()

    def to_column_value(self, value: bytes) -> bytes:  # type: ignore[override]
        """Return the bytes themselves."""
        return value

    def from_column_value(self, value: bytes) -> bytes:  # type: ignore[override]
        """Return the bytes themselves."""
        return value


def schema() -> Any:
    """Return the schema: words with weights, terms that are there or not, columns."""
    fields: dict[str, Any] = {name: Terms() for name in (TEXT, *MARKED)}
    fields |= {name: Number() for name in COLUMNS} | {"order": Bytes()}
    return _fields.Schema(**fields)
