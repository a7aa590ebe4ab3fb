"""What of the metadata of a level stands in a text as it is, and what decides about all else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import lru_cache
from itertools import count
from json.encoder import encode_basestring
from typing import Any, TypeVar

from catalog.rdf.draft import Row, rows
from catalog.rdf.generate import ATTRIBUTES
from catalog.rdf.kinds import download
from catalog.rdf.site import Site
from catalog.rdf.syntax import Syntax
from catalog.rdf.template import (
    Several,
    Unusual,
    address,
    date,
    mailbox,
    said,
    size,
    tidy,
)
from catalog.rdf.terms import Literal, guess_language
from catalog.rdf.trace import ADDRESS, MAILBOX, MARKS, READS, VALUE
from vocab.namespaces import resolve
from vocab.profiles.dcat import COVERAGE_KEY, INHERITED
from vocab.profiles.th_gov import RdfKind, ValueType

#: Given metadata, and with what the address of the node ends: values as they stand in the text,
#: what decides about the rest, and what of that decides about distributions.  Raises Unusual where
#: nothing is left of a value, ValueError for what is no day.
Read = Callable[[Mapping[str, Any], str], tuple[list[bytes], Hashable, Hashable]]

#: Sets of keys, and cases, that are remembered: as many as are met, and as have what they need.
MET, KEPT = 8192, 512
#: When so many times as many as are kept were missing, others may be wanted by now.
PATIENCE = 64

T = TypeVar("T")


class Known(dict[Hashable, T]):
    """What was made for things that came twice: much of what comes once never comes again."""

    def __init__(self) -> None:
        super().__init__()
        self._met: set[int] = set()
        self._missing = 0

    def expect(self, thing: Hashable) -> None:
        """Make room for it; Unusual when it comes for the first time, or there is none.

        To make something takes some ten times as long as to do without it, so where more come in
        turn than are kept these stay for long.
        """
        met = hash(thing)
        if met not in self._met:
            if len(self._met) >= MET:
                self._met.clear()
            self._met.add(met)
            raise Unusual
        if len(self) >= KEPT:
            self._missing += 1
            if self._missing < KEPT * PATIENCE:
                raise Unusual
            self._missing = 0
            self.clear()


#: The number of the first mark by level, so that none has a mark of the other.
_FIRST: Mapping[str, int] = {"dataset": 0, "resource": 100}
_WORD = "\u0e01\ue0ff"
#: Of the kinds with an address those with which more is done.
_LINK, _DOCUMENT = RdfKind.ACCESS_URL, RdfKind.DOCUMENT
_ADDRESSES = (_LINK, _DOCUMENT, *(k for k, m in MARKS.items() if m == ADDRESS))


class Level:
    """Reads metadata of one level; addresses of datasets begin with ``base``."""

    def __init__(self, site: Site, syntax: Syntax, level: str, base: str) -> None:
        self._syntax = syntax
        self._base = base
        table = [row for row in rows(site.own, level) if row.key not in ATTRIBUTES[level]]
        self._texts = _keys(table, _marked(VALUE))
        self._links, self._documents = _keys(table, [_LINK]), _keys(table, [_DOCUMENT])
        self._addresses = _keys(table, dict.fromkeys(_ADDRESSES))
        self._mailboxes = _keys(table, _marked(MAILBOX))
        self._days = _keys(table, [RdfKind.DATE])
        self._sizes = _keys(table, [RdfKind.BYTE_SIZE])
        worded = [row for row in table if row.kind is RdfKind.KEYWORDS]
        self._one = {row.key: _several(syntax, row, "th") for row in worded}
        self._words = {row.key: _words(syntax, row) for row in worded}
        self._marks = dict(self._made(_FIRST[level]))
        beside = [key for row in table for key in READS.get(row.kind, ())]
        decisive = dict.fromkeys((*(row.key for row in table), *beside, COVERAGE_KEY))
        self._closed = [key for key in decisive if key not in self._marks]
        self._lists = {row.key for row in table if row.field.value_type is ValueType.CODES}
        self._numbers = count()
        self._passed = _passed_on(site) if level == "dataset" else []
        self._readers: Known[Read] = Known()

    def read(self, metadata: Mapping[str, Any], name: str) -> tuple[list[bytes], Any, Hashable]:
        """As `Read`; Unusual, too, when the keys were never met."""
        keys = tuple(metadata)
        found = self._readers.get(keys)
        if found is None:
            self._readers.expect(keys)
            found = self._readers[keys] = self._code(keys)
        return found(metadata, name)

    def marked(self, metadata: Mapping[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        """Metadata with marks where values stand in the text, and how these stand there.

        An address that is one of a download has a mark that is one.
        """
        marks = {key: mark for key, mark in self._marks.items() if key in metadata}
        for key in marks.keys() & self._links:
            if download(address(metadata[key])):
                value, mark = marks[key]
                marks[key] = f"{value}.csv", mark + b".csv"
        meant = {key: value for key, (value, _) in marks.items()}
        return {**metadata, **meant}, [mark for _, mark in marks.values()]

    def glue(self, name: str) -> bytes:
        """What stands between two parts of the node, where parts are not grouped."""
        return b"" if self._syntax.grouped else self._syntax.glue(f"{self._base}{name}").encode()

    def _several(self, key: str, given: Any, name: str) -> bytes:
        """Words, each in its language and once."""
        found = dict.fromkeys(map(self._words[key], [given] if type(given) is str else given))
        found.pop(b"", None)
        if not found:
            raise Unusual
        return self._one[key].text(self.glue(name), found)

    def _code(self, keys: Collection[str]) -> Read:
        """Straight code for these keys: half of the time goes by asking for what is not there."""
        told = [key for key in self._marks if key in keys]
        closed = [key for key in self._closed if key in keys]
        lines, decisive = [], [str(next(self._numbers))]
        for number, key in enumerate(told):
            lines.append(f"v = m[{key!r}]")
            if key in self._addresses:
                lines.append("v = address(v)")
            if key in self._links:
                lines.append(f"d{number} = download(v)")
                decisive.append(f"d{number}")
            elif key in self._documents:
                lines.append("if base in v: raise Unusual")
            lines.append(f"t{number} = {self._expression(key)}")
        for number, key in enumerate(closed):
            lines.append(f"c{number} = m[{key!r}]")
            if key in self._lists:
                lines.append(f"if type(c{number}) is list: c{number} = tuple(c{number})")
            decisive.append(f"c{number}")
        values = ", ".join(f"t{number}" for number in range(len(told)))
        passed = [
            f"c{closed.index(key)}" if key in closed else repr(key in told) for key in self._passed
        ]
        lines.append(f"return [{values}], {_tuple(decisive)}, {_tuple(passed)}")
        names: dict[str, Any] = {
            "Unusual": Unusual,
            "address": address,
            "base": self._base,
            "date": date,
            "download": download,
            # The quicker of two ways to say the same.
            "escape": encode_basestring if self._syntax.text("<") == '"<"' else self._syntax.text,
            "mailbox": mailbox,
            "plain": self._syntax.address,
            "said": said,
            "several": self._several,
            "size": size,
        }
        text = "def read(m, name):\n    " + "\n    ".join(lines)
        # Whatever is not code in it is a key of our own table.
        exec(compile(text, "<read>", "exec"), names)  # noqa: S102
        made: Read = names["read"]
        return made

    def _expression(self, key: str) -> str:
        """The value v as it stands in the text."""
        if key in self._texts:
            # Not empty, no blank in front.
            usual = "type(v) is str and v >= '!' and v.isprintable()"
            return f"escape(v if {usual} else said(v)).encode()"
        if key in self._addresses:
            escaped = self._syntax.address("&") != "&"
            return "plain(v).encode()" if escaped else "v.encode()"
        if key in self._words:
            return f"several({key!r}, v, name)"
        for ways, way in ((self._mailboxes, "mailbox"), (self._days, "date")):
            if key in ways:
                return f"{way}(v)"
        return "size(v)"

    def _made(self, first: int) -> Iterable[tuple[str, tuple[Any, bytes]]]:
        """Mark and its text by key, in the order of what is read."""
        for number, key in enumerate(self._texts, first):
            mark = chr(0xE100 + number)
            yield key, (mark, self._syntax.text(mark).encode())
        for number, key in enumerate(self._addresses, first):
            yield key, (mark := f"http://m{number}.invalid/x", mark.encode())
        for number, key in enumerate(self._mailboxes, first):
            yield key, (mark := f"m{number}@mail.invalid", mark.encode())
        for number, key in enumerate(self._days, first):
            yield key, (mark := f"{1300 + number}-11-11", mark.encode())
        for number, key in enumerate(self._sizes, first):
            yield key, (size := 4 * 10**15 + number, str(size).encode())
        for key, one in self._one.items():
            yield key, ([_WORD], one.mark)


def _passed_on(site: Site) -> list[str]:
    """Keys of a dataset whose values decide about its distributions, too."""
    inherited = {resolve(curie, site.own) for curie in INHERITED}
    table = rows(site.own, "dataset")
    passing = [row for row in table if inherited & {row.predicate, row.own, row.second}]
    beside = [key for row in passing for key in READS.get(row.kind, ())]
    return [*(row.key for row in passing), *beside]


def _keys(table: Iterable[Row], kinds: Iterable[RdfKind]) -> list[str]:
    """Keys of the rows of these kinds, by kind."""
    table = list(table)
    return [row.key for kind in kinds for row in table if row.kind is kind]


def _tuple(names: Iterable[str]) -> str:
    return f"({''.join(f'{name}, ' for name in names)})"


def _marked(mark: str) -> list[RdfKind]:
    return [kind for kind, each in MARKS.items() if each == mark]


def _several(syntax: Syntax, row: Row, language: str) -> Several:
    return Several(syntax, row.predicate, Literal(_WORD, language), syntax.text(_WORD))


def _words(syntax: Syntax, row: Row) -> Callable[[object], bytes]:
    """Writes a further word of a row, nothing where nothing is left of it."""
    languages = {each: _several(syntax, row, each) for each in ("th", "en")}

    @lru_cache(4096, typed=True)
    def written(value: object) -> bytes:
        word = tidy(value)
        made = languages[guess_language(word)]
        return made.begin + syntax.text(word).encode() + made.end if word else b""

    return written
