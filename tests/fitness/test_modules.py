"""Tests of the shape of the code: lengths, first sentences, who reads the clock, who commits."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch

from tests.fitness.sources import PACKAGES, modules, parse, text, where

LONG_FILES = {
    "vocab/profiles/dcat.py": "the DCAT-AP profile: what each of our codes is called there",
    "vocab/profiles/th_gov.py": "the field table: one row for each of the standard's fields",
}
"""Pure data tables that may pass the limit of lines."""

LONG_FUNCTIONS = {
    "catalog/db/migrations/versions/*": "a list of tables and columns, frozen once released",
}
"""Functions that only list."""

MAX_LINES = 400
MAX_FUNCTION = 60

EDGE = {
    "wsgi.py": "starts the process",
    "catalog/app.py": "makes the engines and the clock of a request",
    "catalog/web/*": "names the instant of a request",
    "catalog/api/*": "names the instant of a request",
    "catalog/cli/*": "names the instant of a command",
    "catalog/jobs/*": "names the instant of a job",
    "catalog/harvest/*": "a run of many transactions is handed the clock, not one instant",
}
"""Where the clock may be read: the instant goes down from there as `now`."""

COMMITS = {
    "catalog/db/*": "sessions.write() is the one place that commits",
    "catalog/search/*": "commits the files of the index, not rows",
}
"""Where something may be committed."""

CLOCK = "schemas/time.py"
"""The one module that reads the clock, in `utc_now`."""


def test_no_file_is_too_long() -> None:
    lengths = {path: len(text(path).splitlines()) for path in modules(*PACKAGES)}
    long = {path: count for path, count in lengths.items() if count > MAX_LINES}
    assert {path: count for path, count in long.items() if path not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(long), "an exception that is no longer needed"


def test_no_function_is_too_long() -> None:
    long = [
        f"{where(path, node)} {node.name}: {length} lines"
        for path in modules(*PACKAGES)
        if not allowed(path, LONG_FUNCTIONS)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    ]
    assert long == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        path
        for path in modules(*PACKAGES, "bench", "docs", "tests", ".ci", "wsgi.py")
        if text(path).strip()
        and not re.match(r"\S[^\n]*(\n\S[^\n]*)*[.:](\s|$)", ast.get_docstring(parse(path)) or "")
    ]
    assert silent == []


def test_one_function_reads_the_clock() -> None:
    reads = re.compile(r"\b(?:datetime|date)\.(?:now|utcnow|today)$|^time\.time(?:_ns)?$")
    calls = [
        f"{path}:{line} {name}()"
        for path, line, name in every_call(modules(*PACKAGES))
        if path != CLOCK and reads.search(name)
    ]
    assert calls == []


def test_only_the_edge_asks_for_the_present_instant() -> None:
    below = [path for path in modules(*PACKAGES) if path != CLOCK and not allowed(path, EDGE)]
    asked = [f"{path}:{line} {name}()" for path, line, name in every_call(below) if is_now(name)]
    taken = [
        where(path, node)
        for path in below
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom) and "utc_now" in (name.name for name in node.names)
    ]
    assert asked + taken == []


def test_only_the_unit_of_work_commits() -> None:
    calls = [
        f"{path}:{line} {name}()"
        for path, line, name in every_call(modules(*PACKAGES))
        if name.endswith(".commit") and not allowed(path, COMMITS)
    ]
    assert calls == []


def allowed(path: str, places: dict[str, str]) -> bool:
    """Whether a path matches one of the patterns."""
    return any(fnmatch(path, pattern) for pattern in places)


def is_now(name: str) -> bool:
    """Whether a call asks a clock: `installation.now()`, `utc_now()`."""
    return name.rpartition(".")[2] in ("now", "utc_now")


def every_call(paths: list[str]) -> Iterator[tuple[str, int, str]]:
    """Path, line and dotted name (`session.commit`) of each call in the modules."""
    for path in paths:
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                yield path, node.lineno, ast.unparse(node.func)
