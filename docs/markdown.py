"""Tables and names in Markdown."""

from __future__ import annotations

from collections.abc import Iterable


def table(head: str, rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; ``head`` has its columns separated by bars."""
    columns = [name.strip() for name in head.split("|")]
    lines = [columns, ["---"] * len(columns), *([_cell(x) for x in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    text = str(value).replace("|", "\\|")
    return " ".join(text.split())


def code(text: object) -> str:
    """A name of the code; nothing for an empty one."""
    return f"`{text}`" if str(text) else ""
