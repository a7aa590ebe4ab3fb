"""Files of records: every form is read, nothing breaks the reader, and each line has its answer."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import TooLarge, Unreadable
from catalog.harvest.sources import packages
from catalog.harvest.sources.packages import read_packages
from schemas.quality import Finding

A, B = {"title": "ก"}, {"title": "ข"}


def answers(path: Path) -> list[Any]:
    """The records of a file, or the codes of what is wrong with them, with their numbers."""
    return [
        (line, read.code if isinstance(read, Finding) else read)
        for line, read in read_packages(path)
    ]


def lines(*records: object) -> bytes:
    """One record a line."""
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", lines(A, B)),
        ("a.jsonl", b"\xef\xbb\xbf" + lines(A, B)),
        ("a.jsonl.gz", gzip.compress(lines(A, B), mtime=0)),
        ("a.json", lines(A, B)),
        ("a.json", lines([A, B])),
        ("a.json", b"\xef\xbb\xbf" + lines([A, B])),
        ("a.json", json.dumps([A, B], indent=2).encode()),
        ("a.json", lines({"success": True, "result": {"count": 2, "results": [A, B]}})),
        ("a.json", lines({"result": [A, B]})),
        ("a.json", json.dumps({"results": [A, B]}, indent=1).encode()),
    ],
)
def test_every_form_gives_the_same_records(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert answers(path) == [(1, A), (2, B)]


def test_one_record_is_a_document_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(A, indent=2).encode())
    assert answers(path) == [(1, A)]


def nested(depth: int) -> str:
    """A record of that many levels."""
    return '{"title": ' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = [b"{broken", b'"text"', b"\xff\xfe", nested(65).encode(), nested(50_000).encode()]
    path.write_bytes(b"\n".join([*bad, b"", nested(64).encode(), lines(A)]))
    assert answers(path) == [
        (1, "refused-unreadable"),
        (2, "refused-not-an-object"),
        (3, "refused-unreadable"),
        (4, "refused-too-deep"),
        (5, "refused-too-deep"),
        (7, json.loads(nested(64))),
        (8, A),
    ]


def test_deep_and_odd_records_of_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f"[{nested(65)}, 3, {json.dumps(A)}]")
    assert answers(path) == [(1, "refused-too-deep"), (2, "refused-not-an-object"), (3, A)]


def test_a_line_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MAX_LINE", 40)
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"title": "ก" * 200}, A))
    assert answers(path) == [(1, "refused-too-long"), (2, A)]


@pytest.mark.parametrize("form", [lines, lambda *records: lines(list(records))])
def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(packages, "MAX_FILE", 40)
    path = tmp_path / "a.json"
    path.write_bytes(form(*[A] * 10))
    with pytest.raises(TooLarge):
        answers(path)


def test_a_packed_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_FILE", 1000)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b" " * 1_000_000))
    with pytest.raises(TooLarge):
        answers(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'[{"title": "x"},\n{"tit'),
        ("a.json", b"[" * 100_000),
        ("a.json", b'["\xff"]'),
        ("a.jsonl.gz", b"not packed"),
        ("a.jsonl.gz", gzip.compress(lines(A), mtime=0)[:-9]),
        ("missing.jsonl", None),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreadable):
        answers(path)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.touch()
    assert answers(path) == []
