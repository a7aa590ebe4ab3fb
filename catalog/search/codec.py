"""The only place that knows the inside of Whoosh: our schema, fast writing and fast reading.

The types of Whoosh are half written, so everything it hands out is ``Any``.  Reading takes whole
blocks where Whoosh's own matcher would be asked for one posting at a time.  When a release of
Whoosh moves its private parts, the public way beside each fast one takes over; a test compares the
two.
"""

import pickle
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import whoosh
import whoosh.analysis
import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.fields
import whoosh.formats
import whoosh.index
import whoosh.reading

from catalog.search.arrays import Ids, Numbers, Postings
from catalog.search.document import FACETS

__all__ = [
    "COLUMNS",
    "DAMAGE",
    "WHOOSH_VERSION",
    "add_document",
    "begin_bulk",
    "bulk_codec",
    "column",
    "column_publicly",
    "decode",
    "decode_publicly",
    "postings",
    "read_terms",
    "schema",
    "title_keys",
]

_whoosh: Any = whoosh
_w3: Any = whoosh.codec.whoosh3
_fields: Any = whoosh.fields

WHOOSH_VERSION: str = _whoosh.versionstring()

COLUMNS = ("row", "version", "modified", "completeness", "length")
"""Unsigned 32-bit numbers of each document; ``length`` is the sum of its text weights."""

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

_BLOCK = 4096


class Terms(_fields.FieldType):  # type: ignore[misc]
    """A field of given terms, each with a weight, without positions and without stored values."""

    def __init__(self) -> None:
        self.analyzer = _whoosh.analysis.IDAnalyzer()
        self.format = _whoosh.formats.Existence()
        self.scorable = self.stored = self.unique = self.spelling = self.sortable = False
        self.vector = self.column_type = None
        self.multitoken_query = "default"

    def index(
        self, value: Mapping[str, float], **_: Any
    ) -> Iterator[tuple[bytes, int, float, Any]]:
        """Yield the terms the way Whoosh's own writer wants them."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class Number(_fields.FieldType):  # type: ignore[misc]
    """A column of unsigned 32-bit numbers without postings."""

    def __init__(self) -> None:
        self.analyzer = self.format = self.vector = None
        self.scorable = self.stored = self.unique = self.indexed = self.spelling = False
        self.sortable = True
        self.column_type = _whoosh.columns.NumericColumn("I", default=0)
        self.multitoken_query = "default"

    def to_column_value(self, value: int) -> int:
        """Return the number itself."""
        return int(value)

    def from_column_value(self, value: int) -> int:
        """Return the number itself."""
        return value

    def index(self, _value: int, **_: Any) -> tuple[()]:
        """Numbers have no terms."""
        return ()


class Bytes(Number):
    """A column of bytes without postings."""

    def __init__(self) -> None:
        super().__init__()
        self.column_type = _whoosh.columns.VarBytesColumn()

    def to_column_value(self, value: bytes) -> bytes:  # type: ignore[override]
        """Return the bytes themselves."""
        return value

    def from_column_value(self, value: bytes) -> bytes:  # type: ignore[override]
        """Return the bytes themselves."""
        return value


def schema() -> Any:
    """Return the Whoosh schema: the row as key, weighted words, suggestions, facets, audience."""
    fields: dict[str, Any] = {"id": _fields.ID(unique=True)}
    fields |= {name: Terms() for name in ("text", "title", "suggest", "audience", *FACETS)}
    fields |= {name: Number() for name in COLUMNS} | {"order": Bytes()}
    return _fields.Schema(**fields)


class _Pool:
    """Postings gathered for each term in typed arrays, in place of sorted temporary runs."""

    def __init__(self) -> None:
        self.terms: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting; Whoosh calls this when it merges small segments."""
        name, term, document, weight, _ = item
        ids, weights = self._of((name, term))
        ids.append(document)
        weights.append(weight)

    def add_terms(self, name: str, terms: Mapping[str, float], document: int) -> None:
        for term, weight in terms.items():
            ids, weights = self._of((name, term.encode("utf-8", "replace")))
            ids.append(document)
            weights.append(weight)

    def _of(self, key: tuple[str, bytes]) -> tuple["array[int]", "array[float]"]:
        found = self.terms.get(key)
        if found is None:
            found = self.terms[key] = (array("I"), array("f"))
        return found

    def iter_postings(self) -> "_Pool":
        return self

    def grouped(self) -> Iterator[tuple[str, bytes, "array[int]", "array[float]"]]:
        """Yield and forget every term in order."""
        for key in sorted(self.terms):
            yield *key, *self.terms.pop(key)

    def cleanup(self) -> None:
        self.terms = {}

    def __iter__(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield single postings, for a Whoosh whose block writer is no longer the one we know."""
        for name, term, ids, weights in self.grouped():
            for document, weight in sorted(zip(ids, weights, strict=True)):
                yield name, term, document, weight, b""


def _blocks_as_known() -> bool:
    return hasattr(_w3.W3PostingsWriter, "_write_block")


class _BulkFieldWriter(_w3.W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        if not isinstance(items, _Pool) or not _blocks_as_known():
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
            self._write_blocks(ids, weights)
            self.finish_term()
        if last is not None:
            self.finish_field()

    def _write_blocks(self, ids: "array[int]", weights: "array[float]") -> None:
        numbers = np.frombuffer(ids, np.uint32)
        if len(ids) > 1 and not (numbers[1:] > numbers[:-1]).all():  # merged out of order
            order = np.argsort(numbers, kind="stable").tolist()
            ids = array("I", (ids[i] for i in order))
            weights = array("f", (weights[i] for i in order))
        blocks: Any = self._postwriter
        for start in range(0, len(ids), _BLOCK):
            blocks._ids = ids[start : start + _BLOCK]
            blocks._weights = weights[start : start + _BLOCK]
            blocks._values = []
            blocks._minlength = blocks._maxlength = 1
            blocks._maxweight = max(blocks._weights)
            if start + _BLOCK < len(ids):
                blocks._write_block()


class _BulkCodec(_w3.W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _BulkFieldWriter(self, storage, segment)


def bulk_codec() -> Any:
    """Return the ordinary codec with our block writer; any Whoosh reads what it writes."""
    return _BulkCodec(blocklimit=_BLOCK)


def begin_bulk(writer: Any) -> None:
    """Switch a writer to fast writing; documents are deleted before, and added only after this."""
    writer.pool.cleanup()
    writer.pool = _Pool()


def add_document(
    writer: Any, terms: Mapping[str, Mapping[str, float]], values: Mapping[str, int | bytes]
) -> None:
    """Add one document: for each field its weighted terms, and the values of its columns."""
    document, fields = writer.docnum, writer.schema
    writer.perdocwriter.start_doc(document)
    for name, weighted in terms.items():
        writer.pool.add_terms(name, weighted, document)
    for name, value in values.items():
        writer.perdocwriter.add_field(name, fields[name], None, 0)
        writer.perdocwriter.add_column_value(name, fields[name].column_type, value)
    writer.perdocwriter.finish_doc()
    writer._added = True
    writer.docnum += 1


def postings(reader: Any, name: str, term: str | bytes) -> Postings:
    """Return document numbers and weights of a term in one segment, deleted documents included.

    Call it under a lock: matchers of one reader share a file position.
    """
    try:
        matcher = reader.postings(name, term)
    except _whoosh.reading.TermNotFound:
        return np.empty(0, np.int32), np.empty(0, np.float32)
    while hasattr(matcher, "child"):  # deletions are taken away once, from the result
        matcher = matcher.child
    return decode(matcher)


def decode(matcher: Any) -> Postings:
    """Read all postings of a fresh matcher, block by block where its inside is as we know it."""
    if not all(hasattr(matcher, name) for name in ("_read_data", "_goto", "_lastblock")):
        return decode_publicly(matcher)
    ids: list[Ids] = []
    weights: list[Any] = []
    while True:
        matcher._read_data()
        deltas, block, _ = matcher._data
        ids.append(np.cumsum(np.asarray(deltas, np.int32), dtype=np.int32))
        if block is None or isinstance(block, float):
            weights.append(np.full(len(deltas), 1.0 if block is None else block, np.float32))
        else:
            weights.append(np.asarray(block, np.float32))
        if matcher._lastblock:
            return np.concatenate(ids), np.concatenate(weights)
        matcher._goto(matcher._nextoffset)


def decode_publicly(matcher: Any) -> Postings:
    """Read all postings of a fresh matcher one by one, with documented calls only."""
    ids, weights = [], []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(ids, np.int32), np.array(weights, np.float32)


def column(reader: Any, name: str, size: int) -> Numbers:
    """Return a number of every document of a segment as one array."""
    source = reader.column_reader(name, translate=False)
    if not all(hasattr(source, part) for part in ("_dbfile", "_basepos", "_count")):
        return column_publicly(reader, name, size)
    # Packed and big-endian; a missing tail means the default, nought.
    out = np.zeros(size, np.uint32)
    packed = np.frombuffer(source._dbfile.get(source._basepos, source._count * 4), ">u4")
    out[: len(packed)] = packed
    return out


def column_publicly(reader: Any, name: str, size: int) -> Numbers:
    """Return the same array, with documented calls only."""
    return np.fromiter(iter(reader.column_reader(name, translate=False)), np.uint32, size)


def title_keys(reader: Any) -> list[bytes]:
    """Return the sort key of the title of every document of a segment."""
    return [bytes(key) for key in reader.column_reader("order", translate=False)]


def read_terms(reader: Any, name: str) -> Iterable[str]:
    """Return the terms of a field in one segment, in order."""
    return (term.decode() for term in reader.lexicon(name))
