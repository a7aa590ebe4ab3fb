"""Indexes of other formats go when nobody needs them any more, and nothing else does."""

import fcntl
import os
import time
from pathlib import Path

import pytest

from catalog.search.folder import GRACE, IndexFolder

DAY = 86_400.0
OURS, FIRST, SECOND, THIRD = (digit * 16 for digit in "0123")


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    """The folder of the format in use."""
    made = IndexFolder(tmp_path / "index", OURS)
    made.prepare()
    return made


def other(folder: IndexFolder, name: str, days: float) -> Path:
    """An index of another format with a build, last used so many days ago."""
    made = IndexFolder(folder.root, name)
    made.prepare()
    build = made.new()
    (build / "segment").write_bytes(b"words")
    made.use(build)
    aged(made.path, days)
    return made.path


def aged(path: Path, days: float) -> None:
    then = time.time() - days * DAY
    for one in (*path.rglob("*"), path):
        os.utime(one, (then, then))


def names(folder: IndexFolder) -> list[str]:
    return sorted(path.name for path in folder.root.iterdir())


def test_old_formats_go_but_for_the_one_used_last(folder: IndexFolder) -> None:
    for name, days in ((FIRST, 90), (SECOND, 30), (THIRD, 60)):
        other(folder, name, days)
    assert folder.forget_old_formats() == [FIRST, THIRD]
    assert names(folder) == [OURS, SECOND]
    assert folder.forget_old_formats() == []


def test_what_was_used_within_the_grace_period_stays(folder: IndexFolder) -> None:
    other(folder, FIRST, GRACE / DAY - 0.1)
    other(folder, SECOND, 1)
    IndexFolder(folder.root, SECOND).prepare()  # a process of that version starts
    assert folder.forget_old_formats() == []
    aged(folder.root / FIRST, GRACE / DAY + 0.1)
    assert folder.forget_old_formats() == [FIRST]


@pytest.mark.parametrize("part", [".", "lock", "used", "current"])
def test_any_sign_of_use_counts(folder: IndexFolder, part: str) -> None:
    path = other(folder, FIRST, 90)
    with (path / "lock").open("a"):
        aged(path, 90)
    os.utime(path / part)
    other(folder, SECOND, 0)
    assert folder.forget_old_formats() == []


def test_an_index_that_is_being_written_stays(folder: IndexFolder) -> None:
    path = other(folder, FIRST, 90)
    other(folder, SECOND, 80)
    with (path / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        aged(path, 90)
        assert folder.forget_old_formats() == []
    aged(path, 90)
    assert folder.forget_old_formats() == [FIRST]


def test_nothing_else_is_touched(folder: IndexFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder.root / ("a" * 16)).symlink_to(elsewhere)
    (folder.root / ("b" * 16)).write_text("a file")
    for name in ("notes", "gone-notes", "A" * 16, "f" * 17):
        (folder.root / name).mkdir()
        aged(folder.root / name, 90)
    foreign = other(folder, FIRST, 90)
    (foreign / "letter.txt").write_text("somebody keeps it here")
    aged(foreign, 90)
    other(folder, SECOND, 80)
    other(folder, THIRD, 70)
    before = names(folder)
    assert folder.forget_old_formats() == [SECOND]
    assert names(folder) == [name for name in before if name != SECOND]
    assert (foreign / "letter.txt").exists()


def test_an_interrupted_removal_is_finished(folder: IndexFolder) -> None:
    other(folder, FIRST, 1).rename(folder.root / f"gone-{FIRST}")
    folder.forget_old_formats()
    assert names(folder) == [OURS]


def test_writers_tidy_up_once_a_day(folder: IndexFolder) -> None:
    other(folder, FIRST, 90)
    other(folder, SECOND, 80)
    with folder.writing(1.0):
        assert names(folder) == [OURS, SECOND]
    other(folder, THIRD, 90)
    with folder.writing(1.0):
        assert names(folder) == [OURS, SECOND, THIRD]
