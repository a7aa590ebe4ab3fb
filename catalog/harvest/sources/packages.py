"""Files of records, read in bounds: one JSON object a line, a list, or a search answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from catalog.errors import TooLarge, Unreadable
from catalog.harvest.sources.ckan import refusal
from schemas.quality import Finding

#: Largest file read, unpacked (bytes).
MAX_FILE = 200 * 1024 * 1024
#: Longest line, that is largest record (bytes).
MAX_LINE = 5 * 1024 * 1024
#: Deepest nesting of lists and objects in a record.
MAX_DEPTH = 64

Package = dict[str, Any]


def read_packages(path: Path) -> Iterator[tuple[int, Package | Finding]]:
    """The records of a file with their numbers from 1: each an object, or why it is none.

    A file of lines may be packed (``.gz``).  Which form a file has is seen from its content: a
    document is a list, a search answer or a single record; everything else is lines.  Raises
    Unreadable and TooLarge for the file as a whole.
    """
    try:
        with _opened(path) as file:
            documented = path.suffix == ".json" and _is_document(file)
            file.seek(0)
            yield from _document(path, file) if documented else _lines(file)
    except (OSError, EOFError) as error:
        raise Unreadable(name=path.name, line="1") from error


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _is_document(file: IO[bytes]) -> bool:
    """Whether the first line is not a whole record by itself, or the only one."""
    first = file.readline(MAX_LINE)
    if _is_object(first):
        return not any(line.strip() for line in iter(lambda: file.readline(MAX_LINE), b""))
    return True


def _is_object(line: bytes) -> bool:
    return isinstance(_parsed(line), dict)


def _parsed(text: bytes) -> object:
    """The value of a JSON text; a Finding says why there is none."""
    try:
        read = json.loads(text.decode("utf-8-sig"))
    except RecursionError:
        return refusal("refused-too-deep", limit=str(MAX_DEPTH))
    except ValueError:
        return refusal("refused-unreadable")
    return refusal("refused-too-deep", limit=str(MAX_DEPTH)) if _too_deep(read) else read


def _too_deep(read: object, limit: int = MAX_DEPTH) -> bool:
    """Whether lists and objects are nested deeper than the limit; a scalar has no depth."""
    level = [read]
    for _ in range(limit):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _fit(read: object) -> Package | Finding:
    return read if isinstance(read, dict | Finding) else refusal("refused-not-an-object")


def _lines(file: IO[bytes]) -> Iterator[tuple[int, Package | Finding]]:
    number = total = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        too_long = len(line) > MAX_LINE
        total += len(line)
        while too_long and line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE)
            total += len(line)
        if total > MAX_FILE:
            raise TooLarge(limit=f"{MAX_FILE // 1024**2} MB")
        if too_long:
            yield number, refusal("refused-too-long", limit=f"{MAX_LINE // 1024**2} MB")
        elif line.strip() not in (b"", b"\xef\xbb\xbf"):
            yield number, _fit(_parsed(line))


def _document(path: Path, file: IO[bytes]) -> Iterator[tuple[int, Package | Finding]]:
    text = file.read(MAX_FILE + 1)
    if len(text) > MAX_FILE:
        raise TooLarge(limit=f"{MAX_FILE // 1024**2} MB")
    # The list and the answer around it are two or three levels above a record.
    try:
        read = json.loads(text.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Unreadable(name=path.name, line=str(error.lineno)) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(name=path.name, line="1") from error
    del text
    for number, record in enumerate(_records(read), 1):
        if _too_deep(record):
            yield number, refusal("refused-too-deep", limit=str(MAX_DEPTH))
        else:
            yield number, _fit(record)


def _records(read: object) -> list[object]:
    """The records of a document: of a list, of a search answer, or the one it is."""
    if isinstance(read, dict) and isinstance(result := read.get("result"), dict | list):
        read = result
    if isinstance(read, dict) and isinstance(results := read.get("results"), list):
        read = results
    return read if isinstance(read, list) else [read]
