"""Sheets (CSV) that office programs open: Thai stays Thai, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: A cell that begins so is read as a formula, or hides one (I04).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def csv_sheet(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Rows as CSV in UTF-8 with a byte-order mark, commas and CRLF."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return made.getvalue().encode("utf-8-sig")


def safe_cell(cell: str | int) -> str | int:
    """A cell as it is, a text that would be a formula behind an apostrophe; numbers stay."""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
