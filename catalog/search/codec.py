"""Writing the index with Whoosh: fast blocks, fast merging.

With ``stored`` the only place that knows the inside of Whoosh.  Its types are half written, so
everything it hands out is ``Any``.  What is written here any Whoosh reads; when a release moves its
private parts, the public way beside the fast one takes over, and a test compares the two.
"""

import pickle
import struct
import zlib
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import sub
from typing import Any

import numpy as np
import whoosh
import whoosh.codec.whoosh3
import whoosh.index
import whoosh.reading

from catalog.search.journal import Prepared
from catalog.search.leaf import Numbers
from catalog.search.schema import COLUMNS, MARKED, TEXT, schema
from catalog.search.stored import (
    columns,
    deleted,
    field_postings,
    open_segment,
    title_keys,
)

__all__ = [
    "DAMAGE",
    "WHOOSH_VERSION",
    "add_document",
    "create",
    "delete",
    "merge_all",
    "merge_none",
    "merge_small",
    "writer",
]

_whoosh: Any = whoosh
_w3: Any = whoosh.codec.whoosh3

WHOOSH_VERSION: str = _whoosh.versionstring()

DAMAGE: tuple[type[Exception], ...] = (
    # What reading a torn or foreign index has been seen to raise.
    _whoosh.index.IndexError,
    OSError,
    EOFError,
    ArithmeticError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
    AssertionError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
)

_BLOCK = 1 << 15
_SMALLEST_COMPRESSED = 400
"""Bytes of a block: to compress the smaller ones takes an eighth of the time of a rebuild, and they
are many.  The index is a twentieth larger."""
_FEW_SEGMENTS = 5
_SMALL_SEGMENT = 128


class _Pool:
    """Postings gathered for each term in typed arrays, in place of sorted temporary runs.

    Documents come in the order of their numbers, so what is gathered is in order.
    """

    def __init__(self) -> None:
        self.weighted: dict[bytes, tuple[array[int], array[float]]] = {}
        self.marked: dict[str, dict[bytes, array[int]]] = {name: {} for name in MARKED}

    def text(self, term: bytes) -> "tuple[array[int], array[float]]":
        """Return the documents and weights of a word, to add to."""
        found = self.weighted.get(term)
        if found is None:
            found = self.weighted[term] = (array("I"), array("f"))
        return found

    def mark(self, name: str, term: bytes) -> "array[int]":
        """Return the documents of a term of another field, to add to."""
        found = self.marked[name].get(term)
        if found is None:
            found = self.marked[name][term] = array("I")
        return found

    def iter_postings(self) -> "_Pool":
        return self

    def grouped(self) -> "Iterator[tuple[str, bytes, array[int], array[float]]]":
        """Yield and forget every term in order."""
        for name in sorted((TEXT, *MARKED)):
            if name == TEXT:
                for term in sorted(self.weighted):
                    yield TEXT, term, *self.weighted.pop(term)
                continue
            terms = self.marked[name]
            for term in sorted(terms):
                ids = terms.pop(term)
                yield name, term, ids, array("f", (1.0,)) * len(ids)

    def cleanup(self) -> None:
        self.__init__()  # type: ignore[misc]

    def __iter__(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield single postings, for a Whoosh whose block writer is no longer the one we know."""
        for name, term, ids, weights in self.grouped():
            for document, weight in zip(ids, weights, strict=True):
                yield name, term, document, weight, b""


def _blocks_as_known() -> bool:
    return all(
        hasattr(_w3.W3PostingsWriter, name)
        for name in ("_write_block", "_new_block", "start_postings")
    )


class _BlockWriter(_w3.W3PostingsWriter):  # type: ignore[misc]
    """Writes blocks of arrays, where the original writes tuples of numbers.

    Whoosh reads both alike; an array takes a third of the room and a tenth of the time.
    """

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(_w3.WHOOSH3_HEADER_MAGIC)
        self._minlength = self._maxlength = 1
        self._maxweight = max(self._weights)
        self._terminfo.add_block(self)
        ids, weights = self._ids, self._weights
        held = pickle.dumps((_deltas(ids), _common(weights), None), 4)
        compression = self._compression if len(held) >= _SMALLEST_COMPRESSED else 0
        held = zlib.compress(held, compression) if compression else held
        info = pickle.dumps((len(ids), ids[-1], self._maxweight, compression, 1, 1), 4)
        size = len(info) + len(held)
        self._postfile.write_int(-size if last else size)
        self._postfile.write(info)
        self._postfile.write(held)
        self._blockcount += 1
        self._new_block()


def _deltas(ids: "array[int]") -> "array[int]":
    steps = list(map(sub, ids[1:], ids))
    steps.insert(0, ids[0])
    most = max(steps)
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", steps)


def _common(weights: "array[float]") -> "float | array[float] | None":
    """Return the weight that all have, None for one, or all of them."""
    first = weights[0]
    if weights.count(first) < len(weights):
        return weights
    return None if first == 1.0 else first


class _BulkFieldWriter(_w3.W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        if not _blocks_as_known():
            super().add_postings(schema, lengths, items)
            return
        last = None
        for name, term, ids, weights in items.grouped():
            if name != last:
                if last is not None:
                    self.finish_field()
                self.start_field(name, schema[name])
                last = name
            self.start_term(term)
            blocks: Any = self._postwriter
            for start in range(0, len(ids), _BLOCK):
                blocks._ids = ids[start : start + _BLOCK]
                blocks._weights = weights[start : start + _BLOCK]
                blocks._write_block(last=start + _BLOCK >= len(ids))
            self.finish_term()
        if last is not None:
            self.finish_field()


class _BulkCodec(_w3.W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _BulkFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        if not _blocks_as_known():
            return super().postings_writer(dbfile, byteids)
        return _BlockWriter(dbfile, self._blocklimit, byteids, self._compression, 0)


def create(folder: str) -> Any:
    """Make an empty index."""
    return _whoosh.index.create_in(folder, schema())


def writer(index: Any, timeout: float) -> Any:
    """Return a writer; any Whoosh reads what it writes.  Raises ``whoosh.index.LockError``.

    Every segment has files of its own: what is put together into one is read as a whole, and
    copied, whenever it is opened.
    """
    out = index.writer(codec=_BulkCodec(blocklimit=_BLOCK), timeout=timeout, compound=False)
    out.pool.cleanup()
    out.pool = _Pool()
    return out


def add_document(writer: Any, prepared: Prepared) -> None:
    """Add one document."""
    number = _next_document(writer, prepared.values)
    pool = writer.pool
    for term, weight in prepared.text.items():
        ids, weights = pool.text(term.encode("utf-8", "replace"))
        ids.append(number)
        weights.append(weight)
    for name, terms in prepared.marked.items():
        for term in terms:
            pool.mark(name, term.encode("utf-8", "replace")).append(number)


def _next_document(writer: Any, values: Mapping[str, int | bytes]) -> int:
    """Begin a document with its columns, and return its number."""
    number: int = writer.docnum
    fields = writer.schema
    writer.perdocwriter.start_doc(number)
    for name, value in values.items():
        writer.perdocwriter.add_column_value(name, fields[name].column_type, value)
    writer.perdocwriter.finish_doc()
    writer._added = True
    writer.docnum += 1
    return number


def delete(writer: Any, rows: Collection[int], held: Mapping[Any, Numbers]) -> None:
    """Delete documents by row; ``held`` gives the rows of each segment by its id."""
    wanted = np.array(sorted(rows), np.uint32)
    for segment in writer.segments:
        for document in np.flatnonzero(np.isin(held[segment.segment_id()], wanted)).tolist():
            segment.delete_document(document)


def merge_none(_writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Leave all segments as they are."""
    return list(segments)


def merge_all(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merge all segments into the one that is being written."""
    for segment in segments:
        _merge(writer, segment)
    return []


def merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merge the smallest segments once there are a few, each not much larger than those before.

    So a document is written again some five times on its way into the largest segment, and there
    are never many segments to ask.  A segment of deleted documents only is dropped.
    """
    alive = [one for one in segments if one.deleted_count() < one.doc_count_all()]
    ordered = sorted(alive, key=lambda one: one.doc_count_all())
    total = chosen = 0
    for segment in ordered:
        size = segment.doc_count_all()
        if size > max(_SMALL_SEGMENT, 2 * total):
            break
        total += size
        chosen += 1
    if chosen < _FEW_SEGMENTS:
        return alive
    for segment in ordered[:chosen]:
        _merge(writer, segment)
    return ordered[chosen:]


def _merge(writer: Any, segment: Any) -> None:
    """Add what lives of a segment to what is being written."""
    storage, schema = writer.storage, writer.schema
    reader = open_segment(storage, schema, segment)
    try:
        numbers = columns(storage, schema, segment, COLUMNS)
        lists = {name: held.tolist() for name, held in numbers.items()}
        keys = title_keys(storage, schema, segment)
        alive = np.ones(len(keys), np.bool_)
        alive[deleted(segment)] = False
        moved = np.zeros(len(keys), np.uint32)
        for at in np.flatnonzero(alive).tolist():
            values = {name: held[at] for name, held in lists.items()}
            moved[at] = _next_document(writer, values | {"order": keys[at]})
        for name in (TEXT, *MARKED):
            for term, (ids, weights) in field_postings(reader, name):
                kept = alive[ids]
                if not kept.any():
                    continue
                documents = moved[ids[kept]].tolist()
                if name == TEXT:
                    held, weighed = writer.pool.text(term.encode())
                    weighed.extend(weights[kept].tolist())
                else:
                    held = writer.pool.mark(name, term.encode())
                held.extend(documents)
    finally:
        reader.close()
