"""Reads the project's own files, as git knows them, for the tests of the code itself."""

import ast
import subprocess
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("catalog", "schemas", "vocab")


@cache
def files(pattern: str) -> tuple[str, ...]:
    """Paths, relative to the root, of all files that are tracked or could be, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode("utf-8")
    names = (name for name in listed.split("\0") if name and (ROOT / name).is_file())
    return tuple(sorted(name for name in names if fnmatch(name, pattern)))


def modules(*places: str) -> list[str]:
    """Python files in the named folders, and the named files."""
    inside = tuple(f"{place}/" for place in places)
    return [path for path in files("*.py") if path.startswith(inside) or path in places]


@cache
def text(path: str) -> str:
    """The text of a file, by its path relative to the root."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def parse(path: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(text(path), path)


def where(path: str, node: ast.stmt | ast.expr) -> str:
    """A place that an editor can open."""
    return f"{path}:{node.lineno}"
