"""What was written to an index since its last commit: records appended to one file beside it.

A commit writes two dozen files, and whoever searches must open them.  A few documents are appended
here in a tenth of a millisecond, read by whoever searches from where it last stopped, and written
into the segments once there are many.  A record that a killed writer left half written counts as
never written, and the next one takes its place.
"""

import pickle
import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Change", "Journal", "Prepared"]

_HEAD = struct.Struct("<II")
"""The length of a record in bytes, and its checksum."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One document as it is written: weighted words, terms of the other fields, columns."""

    text: Mapping[str, float]
    marked: Mapping[str, Collection[str]]
    values: Mapping[str, int | bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """Rows whose documents are gone, and the documents that take the place of some of them."""

    rows: Collection[int]
    documents: Collection[Prepared]


class Journal:
    """The journal on top of one commit of an index."""

    def __init__(self, build: Path, generation: int) -> None:
        """Take the folder of the index, and the number of the commit."""
        self._path = build / f"journal-{generation}"

    def create(self) -> None:
        """Make an empty journal; a commit without one is damaged."""
        self._path.touch(mode=0o600)

    def remove_others(self) -> None:
        """Remove the journals of other commits: what they held is in this one."""
        for other in self._path.parent.glob("journal-*"):
            if other != self._path:
                other.unlink()

    def mark(self) -> tuple[int, int]:
        """Return what changes with every record.  Raises OSError when there is no journal."""
        found = self._path.stat()
        return found.st_size, found.st_mtime_ns

    def read(self, start: int = 0) -> tuple[list[Change], int]:
        """Return the changes that follow a place, and the place after the last of them.

        Raises OSError, ValueError or what pickle raises when it cannot be read.
        """
        with self._path.open("rb") as file:
            file.seek(start)
            raw = file.read()
        out, at = [], 0
        while len(raw) - at >= _HEAD.size:
            size, checksum = _HEAD.unpack_from(raw, at)
            held = raw[at + _HEAD.size : at + _HEAD.size + size]
            if len(held) < size:
                break
            if not size or zlib.crc32(held) != checksum:
                raise ValueError("a record of the journal is not what was written")
            out.append(_loaded(held))
            at += _HEAD.size + size
        return out, start + at

    def append(self, change: Change, end: int) -> None:
        """Write a change after the last whole record; ``end`` is the place that ``read`` returned.

        Only for who holds the right to write.
        """
        held = _dumped(change)
        record = _HEAD.pack(len(held), zlib.crc32(held)) + held
        with self._path.open("r+b", buffering=0) as file:
            file.truncate(end)
            file.seek(end)
            if file.write(record) < len(record):
                raise OSError(f"{self._path.name} could not be written to its end")

    def pending(self) -> dict[int, Prepared | None]:
        """Return the document of every row that changed, None where it is gone."""
        out: dict[int, Prepared | None] = {}
        for change in self.read()[0]:
            out |= dict.fromkeys(change.rows)
            out |= {row_of(one): one for one in change.documents}
        return out


def row_of(prepared: Prepared) -> int:
    """Return the row of a document."""
    return int(prepared.values["row"])


def _dumped(change: Change) -> bytes:
    documents = [
        (dict(one.text), {name: tuple(held) for name, held in one.marked.items()}, dict(one.values))
        for one in change.documents
    ]
    return pickle.dumps((tuple(change.rows), documents), 5)


def _loaded(raw: bytes) -> Change:
    # The folder of the index is private (mode 0700) for the sake of such pickles.
    rows, documents = pickle.loads(raw)  # noqa: S301
    return Change(rows, [Prepared(*one) for one in documents])
