"""Snapshots: the whole public catalogue as files, plain and gzip, each with its checksum.

What is promised: a snapshot is handed out only while the public part is what it was when the
snapshot was made.  Any change of it, be it a withdrawal, another class, a hidden file or a word,
raises the number of the public change log, and with that the files are refused at once and removed
with the next work of the worker.  So nothing that was taken back is read from one.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gzip
import hashlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from catalog.db.base import Sessions
from catalog.db.queries.changes import last_change
from catalog.jobs.export import export_catalogue
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.packing import stamps
from catalog.rdf.site import Site

log = logging.getLogger(__name__)

#: Between speed and size: about 50 MB a second.
_LEVEL = 4
#: Ends of the names of the two files of a syntax, and of the file with a checksum.
PLAIN, GZIP, CHECKSUM = "", ".gz", ".sha256"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files that were made together.

    ``number`` is that of the last public change they have, ``about`` the digest of the site and the
    writers; ``at`` is the instant of that change in ISO form, "" when there was none; ``sums`` are
    the SHA-256 of the files by name, ``folder`` is their folder below that of the snapshots.
    """

    number: int
    about: str
    at: str
    folder: str
    sums: Mapping[str, str]

    @property
    def changed(self) -> dt.datetime | None:
        """When the public part changed last before the snapshot."""
        return dt.datetime.fromisoformat(self.at) if self.at else None


def file_name(form: Format, packed: str) -> str:
    """Name of a file: ``packed`` is PLAIN or GZIP."""
    return f"catalog.{form.suffix}{packed}"


class Snapshots:
    """The snapshots of an installation, in a folder of theirs; a cache that may be deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._present = folder / "present.json"
        self._wanted = folder / "wanted"
        self._made = folder / "made"

    def present(self) -> Snapshot | None:
        """What was made last, None when there is nothing or nothing readable."""
        try:
            return Snapshot(**json.loads(self._present.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def fresh(self, session: Session, site: Site) -> Snapshot | None:
        """The snapshot if it is what would be made now, else None."""
        found = self.present()
        if found is None or found.about != _about(site):
            return None
        return found if found.number == last_change(session)[0] else None

    def path(self, snapshot: Snapshot, name: str) -> Path:
        """Where a file of a snapshot lies."""
        return self.folder / snapshot.folder / name

    def want(self) -> None:
        """Note that somebody asked for files that are not fresh, so that the worker makes them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._wanted.touch()

    @property
    def wanted(self) -> bool:
        """Whether somebody asked since the last making."""
        return self._wanted.exists()

    @property
    def last_made(self) -> dt.datetime | None:
        """When files were made last, whether they are still there or not."""
        try:
            return dt.datetime.fromisoformat(self._made.read_text("ascii"))
        except (OSError, ValueError):
            return None

    def make(self, sessions: Sessions, site: Site, now: dt.datetime) -> Snapshot | None:
        """Make all files beside the old ones and put them in their place.

        None when another process is making them.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return None
            self._wanted.unlink(missing_ok=True)
            made = self._make(sessions, site)
            self._replace(self._present, json.dumps(asdict(made)))
            self._replace(self._made, now.isoformat())
            self._clear(made)
        return made

    def _replace(self, path: Path, text: str) -> None:
        beside = self.folder / f".{secrets.token_hex(4)}"
        beside.write_text(text, "ascii")
        os.replace(beside, path)

    def _make(self, sessions: Sessions, site: Site) -> Snapshot:
        target = self.folder / secrets.token_hex(8)
        target.mkdir()
        sums: dict[str, str] = {}
        # One session, so one state of the database: number and words belong together.
        with sessions.read() as session:
            number, at = last_change(session)
            for form in FORMATS:
                sums |= _write(target, form, export_catalogue(session, site, form))
        for name, digest in sums.items():
            (target / f"{name}{CHECKSUM}").write_text(f"{digest}  {name}\n", "ascii")
        told = at.isoformat() if at else ""
        return Snapshot(number, _about(site), told, target.name, sums)

    def drop_stale(self, session: Session, site: Site) -> bool:
        """Remove files that are not handed out any more; whether there were some."""
        if self.present() is None or self.fresh(session, site) is not None:
            return False
        self._present.unlink(missing_ok=True)
        self._clear(None)
        return True

    def _clear(self, kept: Snapshot | None) -> None:
        """Remove the folders of other snapshots; whoever reads a file of them reads on."""
        for each in self.folder.iterdir():
            if each.is_dir() and (kept is None or each.name != kept.folder):
                with suppress(OSError):
                    shutil.rmtree(each)


def _about(site: Site) -> str:
    told = f"{site!r} {stamps(site.base)}"
    return hashlib.sha256(told.encode()).hexdigest()


class _Summed:
    """A file that knows the digest of what was written into it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write and count in."""
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Hand on what waits."""
        self._file.flush()


def _write(folder: Path, form: Format, chunks: Iterator[bytes]) -> dict[str, str]:
    names = [file_name(form, packed) for packed in (PLAIN, GZIP)]
    with (folder / names[0]).open("wb") as first, (folder / names[1]).open("wb") as second:
        plain, packed = _Summed(first), _Summed(second)
        # Neither name nor time in the header: the same state gives the same bytes.
        with gzip.GzipFile("", "wb", _LEVEL, packed, mtime=0) as squeezed:
            for chunk in chunks:
                plain.write(chunk)
                squeezed.write(chunk)
    return {
        name: each.digest.hexdigest() for name, each in zip(names, (plain, packed), strict=True)
    }
