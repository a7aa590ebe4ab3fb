"""Renders the tables of the reference pages from the code's own tables.

    python -m docs.generate            write the marked blocks of all pages
    python -m docs.generate --check    name the pages that are stale, exit status 1

A block begins with ``<!-- generated: name -->`` and ends with ``<!-- end -->``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from docs.tables import BLOCKS

DOCS = Path(__file__).resolve().parent
_BLOCK = re.compile(r"(<!-- generated: ([a-z0-9-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def render(text: str) -> str:
    """A page with its generated blocks made anew; raises KeyError for a block that is none."""
    return _BLOCK.sub(lambda m: f"{m[1]}\n{BLOCKS[m[2]]().rstrip()}\n\n{m[3]}", text)


def stale() -> dict[Path, str]:
    """The pages whose blocks are not what the code says now, with what they should hold."""
    found = {}
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        fresh = render(text)
        if fresh != text:
            found[path] = fresh
    return found


def main(arguments: list[str]) -> int:
    """Write or check the pages; exit status 1 when a check finds a stale one."""
    found = stale()
    for path, fresh in found.items():
        sys.stdout.write(f"{'stale' if '--check' in arguments else 'written'}: {path.name}\n")
        if "--check" not in arguments:
            path.write_text(fresh, encoding="utf-8")
    return int(bool(found) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
