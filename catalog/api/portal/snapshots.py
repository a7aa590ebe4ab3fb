"""Snapshots over HTTP: files while they are what the rows say, the stream of the rows otherwise."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from flask import Blueprint, Response, request

from catalog.api.requests import installation
from catalog.errors import NotFound
from catalog.jobs.export import export_catalogue
from catalog.jobs.snapshots import CHECKSUM, GZIP, PLAIN, Snapshot, file_name
from catalog.rdf.formats import FORMATS, Format

GZIP_TYPE = "application/gzip"
#: zlib's number for a gzip header around the data.
_WITH_HEADER = 31
#: Bytes read at a time.
_BLOCK = 1 << 18


def snapshot_file(form: Format, packed: str) -> Response:
    """The catalogue as a file, ``packed`` as PLAIN or GZIP says, in ranges if asked.

    When the files are not fresh the same document comes as a stream, without length, tag or ranges,
    and the worker is told to make them.
    """
    content_type = GZIP_TYPE if packed else form.content_type
    found = _fresh()
    if found is not None:
        name = file_name(form, packed)
        if (answer := _file(found, name, content_type, found.sums[name])) is not None:
            return answer
    chunks = _live(form)
    response = Response(_squeezed(chunks) if packed else chunks, content_type=content_type)
    response.implicit_sequence_conversion = False
    response.headers["Cache-Control"] = "no-store"
    return response


def snapshot_checksum(form: Format, packed: str) -> Response:
    """The SHA-256 of a file as sha256sum reads it; raises NotFound while there is no file."""
    name = file_name(form, packed)
    found = _fresh()
    if found is not None:
        tag = f"sum-{found.sums[name]}"
        answer = _file(found, f"{name}{CHECKSUM}", "text/plain; charset=utf-8", tag)
        if answer is not None:
            return answer
    raise NotFound


def _fresh() -> Snapshot | None:
    opened = installation()
    with opened.sessions.read() as session:
        found = opened.snapshots.fresh(session, opened.site)
    if found is None:
        opened.snapshots.want()
    return found


def _file(found: Snapshot, name: str, content_type: str, tag: str) -> Response | None:
    """A file of a snapshot, 304 to whoever has it; None when it was replaced meanwhile."""
    try:
        reader = _Reader(installation().snapshots.path(found, name))
    except FileNotFoundError:
        return None
    answer = Response(reader, content_type=content_type, direct_passthrough=True)
    answer.content_length = reader.size
    answer.set_etag(tag)
    answer.last_modified = found.changed
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.make_conditional(request, accept_ranges=True, complete_length=reader.size)
    return answer


class _Reader:
    """A file in blocks, opened by the first; seekable, so that a range costs no reading before it.

    Raises FileNotFoundError when there is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._offset = 0
        self._blocks = self._read(path)

    def __iter__(self) -> _Reader:
        return self

    def __next__(self) -> bytes:
        return next(self._blocks)

    def _read(self, path: Path) -> Generator[bytes, None, None]:
        with path.open("rb") as file:
            file.seek(self._offset)
            while block := file.read(_BLOCK):
                yield block

    def seekable(self) -> bool:
        """A range may jump to its beginning."""
        return True

    def seek(self, offset: int) -> int:
        """Begin to read at a byte."""
        self._offset = offset
        return offset

    def tell(self) -> int:
        """The byte at which reading begins."""
        return self._offset

    def close(self) -> None:
        """Let go of the file."""
        self._blocks.close()


def _live(form: Format) -> Iterator[bytes]:
    opened = installation()

    def chunks() -> Iterator[bytes]:
        with opened.sessions.read() as session:
            yield from export_catalogue(session, opened.site, form)

    return chunks()


def _squeezed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    made = zlib.compressobj(1, zlib.DEFLATED, _WITH_HEADER)
    for chunk in chunks:
        if out := made.compress(chunk):
            yield out
    yield made.flush()


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of the files and of their checksums, of every syntax."""
    forms = {form.suffix: form for form in FORMATS}
    address = f"/snapshot/catalog.<any({', '.join(forms)}):suffix>"

    @blueprint.get(address)
    def snapshot(suffix: str) -> Response:
        """The whole public catalogue as a file, with ranges; as a stream while there is no file."""
        return snapshot_file(forms[suffix], PLAIN)

    @blueprint.get(f"{address}.gz")
    def packed_snapshot(suffix: str) -> Response:
        """The same, packed with gzip."""
        return snapshot_file(forms[suffix], GZIP)

    @blueprint.get(f"{address}.sha256")
    def checksum(suffix: str) -> Response:
        """The SHA-256 of the file, as sha256sum reads it; 404 while there is no file."""
        return snapshot_checksum(forms[suffix], PLAIN)

    @blueprint.get(f"{address}.gz.sha256")
    def packed_checksum(suffix: str) -> Response:
        """The SHA-256 of the packed file."""
        return snapshot_checksum(forms[suffix], GZIP)
