"""The folder of an index: who may write to it, which build is in use, one writer at a time.

The index is a cache of the rows.  ``<root>/<stamp>/`` holds one folder for each build and the file
``current`` that names the one in use, so that a rebuild appears at once and as a whole.
"""

import fcntl
import hashlib
import logging
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import IO

from catalog.search.backend import IndexDamaged, IndexUnsafe, SearchUnavailable
from catalog.search.dictionary import dictionary_digest
from schemas.time import seconds_ago

__all__ = ["GRACE", "IndexFolder", "stamp"]

log = logging.getLogger(__name__)

GRACE = 7 * 86_400.0
"""Seconds for which the index of another format is kept after its last use."""

_EVERY = 86_400.0
_STAMP = re.compile("[0-9a-f]{16}")
_CONTENTS = re.compile(r"current|current\.new|lock|turn|used|build-\w+")
_GONE = "gone-"

_SOURCES = (
    "analyzer.py",
    "dictionary.py",
    "document.py",
    "codec.py",
    "journal.py",
    "schema.py",
    "weights.py",
    "collation.py",
)


def stamp(engine: str) -> str:
    """Return the name of the index format: it changes with schema, dictionary, code and engine."""
    digest = hashlib.sha256(engine.encode())
    for name in _SOURCES:
        digest.update((resources.files("catalog.search") / name).read_bytes())
    digest.update(dictionary_digest())
    return digest.hexdigest()[:16]


class IndexFolder:
    """The builds of one index format under a root folder that only we may write to."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.path = root / name
        self._pointer = self.path / "current"
        self._tidied = float("-inf")

    def prepare(self) -> None:
        """Make the folders, and raise IndexUnsafe when others may write to them.

        The index holds pickles: who can write to it runs code in our process.
        """
        for path in (self.root, self.path):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = path.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                raise IndexUnsafe(f"{path} is not a folder of this user")
            if found.st_mode & 0o077:
                raise IndexUnsafe(f"{path} is open to others: chmod 700 {path}")
        (self.path / "used").touch(mode=0o600)

    def token(self) -> tuple[int, int]:
        """Return what changes when another build is put in use; raise IndexDamaged for none."""
        try:
            found = self._pointer.stat()
        except OSError as error:
            raise IndexDamaged(f"no search index of this format in {self.root}") from error
        return found.st_ino, found.st_mtime_ns

    def current(self) -> Path:
        """Return the folder of the build in use; raise IndexDamaged for none."""
        try:
            name = self._pointer.read_text("ascii").strip()
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"no search index of this format in {self.root}") from error
        path = self.path / name
        if not name.startswith("build-") or "/" in name or not path.is_dir():
            raise IndexDamaged(f"the search index in {self.path} names a build that is not there")
        return path

    def new(self) -> Path:
        """Return a fresh folder to build in."""
        return Path(tempfile.mkdtemp(prefix="build-", dir=self.path))

    def use(self, build: Path) -> None:
        """Put a finished build in use, on disk before it is named, and remove all others."""
        for file in build.iterdir():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
        draft = self.path / "current.new"
        with draft.open("w", encoding="ascii") as opened:
            opened.write(build.name)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(self._pointer)
        for other in self.path.glob("build-*"):
            if other != build:
                # Readers of the old build keep its open files until they turn to the new one.
                shutil.rmtree(other, ignore_errors=True)

    def discard(self, build: Path) -> None:
        """Remove a build that was not finished."""
        shutil.rmtree(build, ignore_errors=True)

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the one right to write, over threads and processes; wait at most so many seconds.

        Raises SearchUnavailable when another keeps it.  The right ends with the process.
        """
        self.prepare()
        deadline = time.monotonic() + timeout
        with (self.path / "lock").open("a") as file, (self.path / "turn").open("a") as turn:
            # Whoever waits holds the turn: one that writes again and again cannot starve it.
            _lock(turn, deadline)
            _lock(file, deadline)
            fcntl.flock(turn, fcntl.LOCK_UN)
            if time.monotonic() - self._tidied > _EVERY:
                self.forget_old_formats()
                self._tidied = time.monotonic()
            yield

    def forget_old_formats(self) -> list[str]:
        """Remove the indexes of other formats, and return the names of their folders.

        The one used last is kept, and so is every one used within GRACE seconds: while an upgrade
        rolls out, processes of both versions run.  One that loses its index all the same builds it
        anew.  What is not beyond doubt a folder of ours is left alone.
        """
        for path in self.root.glob(f"{_GONE}*"):
            if _STAMP.fullmatch(path.name.removeprefix(_GONE)):  # a removal was interrupted
                shutil.rmtree(path, ignore_errors=True)
        others = (path for path in self.root.iterdir() if path != self.path and _is_ours(path))
        by_use = sorted((_last_used(path), path) for path in others)
        old = [path for used, path in by_use[:-1] if seconds_ago(used) > GRACE]
        removed = [path.name for path in old if _removed(path)]
        if removed:
            log.info("search indexes of old formats removed: %s", ", ".join(removed))
        return removed


def _is_ours(path: Path) -> bool:
    found = path.lstat()
    return (
        bool(_STAMP.fullmatch(path.name))
        and stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.geteuid()
        and all(_CONTENTS.fullmatch(entry.name) for entry in path.iterdir())
    )


def _last_used(path: Path) -> float:
    """Return when a process last opened or wrote to an index, as a time stamp."""
    return max(one.lstat().st_mtime for one in (path, *path.iterdir()))


def _removed(path: Path) -> bool:
    """Remove an index, unless somebody is writing to it."""
    gone = path.with_name(_GONE + path.name)
    with (path / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        # At once and as a whole: nobody opens half an index.
        path.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)
    return True


def _lock(file: IO[str], deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise SearchUnavailable("the search index is being written") from error
            time.sleep(0.01)
        else:
            return
