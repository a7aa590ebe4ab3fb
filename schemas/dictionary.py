"""Data dictionary: what the columns of a table hold."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.values import LocalizedText
from vocab.codes import ColumnType

#: What nobody wrote.
UNWRITTEN = LocalizedText()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRecord:
    """A column: its ``name`` as it stands in the head of the table, and what people call it.

    ``sample`` is a value as it may stand in the table.
    """

    name: str
    type: ColumnType
    title: LocalizedText = UNWRITTEN
    description: LocalizedText = UNWRITTEN
    required: bool = False
    unit: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryRecord:
    """The dictionary of one distribution: its columns in their order.

    ``key`` names the columns whose values together are found in one row only.
    """

    columns: tuple[ColumnRecord, ...]
    key: tuple[str, ...] = ()
