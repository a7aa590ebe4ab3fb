"""Reading what Whoosh stored, a block or a whole field at a time; with ``codec`` the only place
that knows the inside of Whoosh.

Whoosh's own matcher would be asked for one posting at a time, and its dictionary for one term.
When a release of Whoosh moves its private parts, the public way beside each fast one takes over; a
test compares the two.  All of it is called under a lock: what is read shares a file position.
"""

import io
import pickle
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import whoosh.codec.whoosh3
import whoosh.reading

from catalog.search.leaf import Numbers
from catalog.search.sets import NO_POSTINGS, Ids, Postings

__all__ = [
    "TitleKeys",
    "column_publicly",
    "columns",
    "contents",
    "deleted",
    "field_postings",
    "field_postings_publicly",
    "open_segment",
    "places",
    "postings",
    "postings_at",
    "postings_publicly",
    "terms",
    "terms_publicly",
    "title_keys",
]

_w3: Any = whoosh.codec.whoosh3
_reading: Any = whoosh.reading

_KEY = struct.Struct("!ii")
_FIELD = struct.Struct("!H")
_PLACE = struct.Struct("!qi")
_LENGTH = struct.Struct("!i")
_ONES = np.ones(256, np.float32)

Entry = tuple[bytes, int, int, int]
"""A term, in how many documents it is, and where its postings begin and how long they are."""


def contents(index: Any) -> Any:
    """Return what an index holds as of one moment: ``generation``, ``schema`` and ``segments``."""
    return index._read_toc()


def open_segment(storage: Any, schema: Any, segment: Any) -> Any:
    """Return a reader of one segment; what it reads never changes but for what is deleted."""
    return _reading.SegmentReader(storage, schema, segment)


def deleted(segment: Any) -> list[int]:
    """Return the numbers of the deleted documents of a segment."""
    return list(segment.deleted_docs())


def _as_known(reader: Any) -> bool:
    found = getattr(reader, "_terms", None)
    table = getattr(found, "_tindex", None)
    return all(
        hasattr(held, name)
        for held, names in (
            (found, ("_fieldmap", "_postfile")),
            (table, ("dbfile", "endofdata", "closest_key_pos")),
            (_w3, ("WHOOSH3_HEADER_MAGIC",)),
            (getattr(_w3, "W3TermInfo", None), ("_struct",)),
        )
        for name in names
    )


def _entries(reader: Any, name: str) -> Iterator[Entry]:
    """Yield the dictionary of a field in order: it stands in one piece."""
    table, number = reader._terms._tindex, reader._terms._fieldmap.get(name)
    start = None if number is None else table.closest_key_pos(_FIELD.pack(number))
    if number is None or start is None:
        return
    end = table.closest_key_pos(_FIELD.pack(number + 1))
    raw = table.dbfile.get(start, (table.endofdata if end is None else end) - start)
    info, at = _w3.W3TermInfo._struct, 0
    while at < len(raw):
        key, value = _KEY.unpack_from(raw, at)
        at += _KEY.size
        term = raw[at + _FIELD.size : at + key]
        at += key
        inline, _, documents, *_ = info.unpack_from(raw, at)
        if inline:  # no index of ours has such
            raise ValueError("postings inside the dictionary")
        yield term, documents, *_PLACE.unpack_from(raw, at + info.size)
        at += value


def terms(reader: Any, name: str) -> Iterator[tuple[str, int]]:
    """Yield the terms of a field in order, with the number of documents that hold each."""
    if not _as_known(reader):
        yield from terms_publicly(reader, name)
        return
    for term, documents, _, _ in _entries(reader, name):
        yield term.decode(), documents


def terms_publicly(reader: Any, name: str) -> Iterator[tuple[str, int]]:
    """Yield the same, with documented calls only."""
    for term in list(reader.lexicon(name)):
        yield term.decode(), int(reader.doc_frequency(name, term))


def field_postings(reader: Any, name: str) -> Iterator[tuple[str, Postings]]:
    """Yield every term of a field with its postings, deleted documents included."""
    if not _as_known(reader):
        yield from field_postings_publicly(reader, name)
        return
    entries = list(_entries(reader, name))
    if not entries:
        return
    first = min(place for _, _, place, _ in entries)
    end = max(place + size for _, _, place, size in entries)
    raw = reader._terms._postfile.get(first, end - first)
    for term, _, place, size in entries:
        yield term.decode(), _decoded(raw[place - first : place - first + size])


def field_postings_publicly(reader: Any, name: str) -> Iterator[tuple[str, Postings]]:
    """Yield the same, with documented calls only."""
    for term in list(reader.lexicon(name)):
        yield term.decode(), postings_publicly(reader, name, term.decode())


def postings(reader: Any, name: str, term: str | bytes) -> Postings:
    """Return document numbers and weights of a term in one segment, deleted documents included."""
    if not _as_known(reader):
        return postings_publicly(reader, name, term)
    try:
        info = reader.term_info(name, term)
    except _reading.TermNotFound:
        return NO_POSTINGS
    offset, length = info.extent()
    size = length[0] if isinstance(length, tuple) else length  # Whoosh forgets to unpack it
    return _decoded(reader._terms._postfile.get(offset, size))


def places(reader: Any, name: str) -> dict[bytes, tuple[int, int]] | None:
    """Return where the postings of every term of a field are; None: only the public way is left.

    To look one term up in the file takes a dozen reads, and longer when it is not there.
    """
    if not _as_known(reader):
        return None
    return {term: (place, size) for term, _, place, size in _entries(reader, name)}


def postings_at(reader: Any, place: int, size: int) -> Postings:
    """Return the postings of a term that are at a place."""
    return _decoded(reader._terms._postfile.get(place, size))


def postings_publicly(reader: Any, name: str, term: str | bytes) -> Postings:
    """Return the same one by one, with documented calls only."""
    try:
        matcher = reader.postings(name, term)
    except _reading.TermNotFound:
        return NO_POSTINGS
    while hasattr(matcher, "child"):  # deletions are taken away once, from the result
        matcher = matcher.child
    ids, weights = [], []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(ids, np.int32), np.array(weights, np.float32)


def _decoded(raw: bytes) -> Postings:
    """Decode the blocks of one term."""
    magic = _w3.WHOOSH3_HEADER_MAGIC
    if not raw.startswith(magic):
        raise ValueError("no postings here")
    at, last = len(magic), False
    ids: list[Ids] = []
    weights: list[Any] = []
    while not last:
        (size,) = _LENGTH.unpack_from(raw, at)
        last, size = size < 0, abs(size)
        block = io.BytesIO(raw[at + _LENGTH.size : at + _LENGTH.size + size])
        # The folder of the index is private (mode 0700) for the sake of these pickles.
        _, _, _, compression, *_ = pickle.load(block)  # noqa: S301
        held = block.read()
        deltas, weight, _ = pickle.loads(zlib.decompress(held) if compression else held)  # noqa: S301
        ids.append(np.asarray(deltas).cumsum(dtype=np.int32))
        if weight is None:
            weights.append(_ones(len(deltas)))
        elif isinstance(weight, float):
            weights.append(np.full(len(deltas), weight, np.float32))
        else:
            weights.append(np.asarray(weight, np.float32))
        at += _LENGTH.size + size
    if len(ids) == 1:
        return ids[0], weights[0]
    return np.concatenate(ids), np.concatenate(weights)


def _ones(count: int) -> "np.typing.NDArray[np.float32]":
    # Most terms stand in few documents: a piece of what is there is quicker than a view of one.
    return _ONES[:count] if count <= len(_ONES) else np.broadcast_to(_ONES[0], count)


def columns(storage: Any, schema: Any, segment: Any, names: Iterable[str]) -> dict[str, Numbers]:
    """Return numbers of every document of a segment, an array for each column."""
    size = segment.doc_count_all()
    with _documents(storage, segment) as held:
        sources = {name: held.column_reader(name, schema[name].column_type) for name in names}
        return {name: _column(source, size) for name, source in sources.items()}


def title_keys(storage: Any, schema: Any, segment: Any) -> list[bytes]:
    """Return the sort key of the title of every document of a segment."""
    with _documents(storage, segment) as held:
        return [bytes(key) for key in held.column_reader("order", schema["order"].column_type)]


class TitleKeys:
    """The sort keys of the titles of one segment, for later.

    Their file is opened now: when the segment was merged away, nobody can open it any more.
    """

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self._held = segment.codec().per_document_reader(storage, segment)
        self._source = self._held.column_reader("order", schema["order"].column_type)

    def read(self) -> list[bytes]:
        """Return the key of every document."""
        return [bytes(key) for key in self._source]

    def close(self) -> None:
        """Close the file."""
        self._held.close()


@contextmanager
def _documents(storage: Any, segment: Any) -> Iterator[Any]:
    # A reader of its own: that of the segment would keep a file open for every column.
    held = segment.codec().per_document_reader(storage, segment)
    try:
        yield held
    finally:
        held.close()


def _column(source: Any, size: int) -> Numbers:
    if not all(hasattr(source, part) for part in ("_dbfile", "_basepos", "_count")):
        return column_publicly(source, size)
    # Packed and big-endian; a missing tail means the default, nought.
    out = np.zeros(size, np.uint32)
    packed = np.frombuffer(source._dbfile.get(source._basepos, source._count * 4), ">u4")
    out[: len(packed)] = packed
    return out


def column_publicly(source: Iterable[int], size: int) -> Numbers:
    """Return the numbers of a column, with documented calls only."""
    return np.fromiter(iter(source), np.uint32, size)
