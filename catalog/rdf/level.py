"""What of the metadata of a level stands in a text as it is, and what decides about all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar

import orjson

from catalog.rdf.draft import Row, rows
from catalog.rdf.generate import ATTRIBUTES
from catalog.rdf.kinds import download, is_file
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
from catalog.rdf.terms import PLAIN, Literal, guess_language
from catalog.rdf.trace import ADDRESS, MAILBOX, MARKS, READS, VALUE
from vocab.namespaces import resolve
from vocab.profiles.dcat import COVERAGE_KEY, INHERITED
from vocab.profiles.th_gov import RdfKind

#: Given metadata, and with what the address of the node ends: values as they stand in the text,
#: what decides about the rest, and what of that decides about distributions, both as JSON.  Raises
#: Unusual where nothing is left of a value, ValueError for what is no day, TypeError for no text.
Read = Callable[[Mapping[str, Any], bytes], tuple[list[bytes], bytes, bytes]]

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


class Readers(Known[Read]):
    """What reads metadata, by its keys; Unusual when these come for the first time."""

    def __init__(self, make: Callable[[Sequence[str]], Read]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, keys: Sequence[str]) -> Read:
        self.expect(keys)
        found = self[keys] = self._make(keys)
        return found


#: The number of the first mark by level, so that none has a mark of the other.
_FIRST: Mapping[str, int] = {"dataset": 0, "resource": 100}
_WORD = "\u0e01\ue0ff"
#: Bytes in the JSON of a text which say that it may have to be repaired or written otherwise: the
#: backslash of an escape, DEL, and those with which C1 controls, U+FFFE and U+FFFF begin.
_DOUBTFUL = b"\\\x7f\xc2\xef"
#: Of the kinds with an address those with which more is done.
_LINK, _DOCUMENT = RdfKind.ACCESS_URL, RdfKind.DOCUMENT
_ADDRESSES = (_LINK, _DOCUMENT, *(k for k, m in MARKS.items() if m == ADDRESS))

#: An address that is plain, and a download if what stands behind its one dot is that of a file.
USUAL = re.compile(r"https?://[A-Za-z0-9.-]++(?::[0-9]{1,4}+)?/[A-Za-z0-9_~/-]*+\.([A-Za-z0-9]++)")


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
        self._numbers = count()
        glue = "" if syntax.grouped else syntax.glue(base + _WORD)
        self._glue = [each.encode() for each in glue.split(_WORD)]
        self._passed = _passed_on(site) if level == "dataset" else []
        self.readers = Readers(self._code)

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

    def glue(self, address: bytes) -> bytes:
        """What stands between two parts of the node, where parts are not grouped."""
        return address.join(self._glue)

    def _several(self, key: str, given: Any, address: bytes) -> bytes:
        """Words, each in its language and once."""
        written = self._words[key].__getitem__
        found = dict.fromkeys(map(written, [given] if type(given) is str else given))
        found.pop(b"", None)
        if not found:
            raise Unusual
        return self._one[key].text(self.glue(address), found)

    def _repaired(self, given: Iterable[object]) -> list[bytes]:
        """Texts as they stand in the syntax, without quotation marks."""
        return [self._inner(said(each)) for each in given]

    def _inner(self, text: str) -> bytes:
        made = self._syntax.text(text).encode()
        return made[1:-1] if self._syntax.quoted else made

    def _code(self, keys: Sequence[str]) -> Read:
        """Straight code for these keys: half of the time goes by asking for what is not there."""
        names = {key: f"v{number}" for number, key in enumerate(keys)}
        told = [key for key in self._marks if key in names]
        lines, values = [f"{_tuple(names.values())} = m.values()"], []
        if texts := [names[key] for key in told if key in self._texts]:
            lines += self._together(texts)
            values.append("*t")
        decisive = [str(next(self._numbers))]
        for key in told[len(texts) :]:
            name = names[key]
            repair = f"if not plain({name}): {name} = address({name})"
            if key in self._links:
                lines += (
                    f"if f := usual({name}): d{name} = is_file(f[1])",
                    "else:",
                    f"    {repair}",
                    f"    d{name} = download({name})",
                )
                decisive.append(f"d{name}")
            elif key in self._addresses:
                lines.append(repair)
            if key in self._documents:
                lines.append(f"if base in {name}: raise Unusual")
            values.append(self._expression(key, name))
        decisive += [names[key] for key in self._closed if key in names]
        passed = [
            names[key] if key in self._closed and key in names else repr(key in told)
            for key in self._passed
        ]
        decide = f"dumps({_tuple(decisive)})"
        lines.append(f"return [{', '.join(values)}], {decide}, dumps({_tuple(passed)})")
        text = "def read(m, subject):\n    " + "\n    ".join(lines)
        known = self._known()
        # Whatever is not code in it is a key of our own table.
        exec(compile(text, "<read>", "exec"), known)  # noqa: S102
        made: Read = known["read"]
        return made

    def _together(self, names: Sequence[str]) -> Iterable[str]:
        """Lines: t are the texts of these names, as they stand between quotation marks.

        They become JSON at once, as which most of them stand in every syntax.
        """
        doubtful = " or ".join(f"{byte} in t" for byte in _DOUBTFUL + self._syntax.escaped)
        yield f"v = {_tuple(names)}"
        yield "t = dumps(v)"
        yield f"if {doubtful} or not all(map(strip, v)): t = repaired(v)"
        yield "else: t = t.split(b'\"')[1::2]"

    def _known(self) -> dict[str, Any]:
        """What the lines call."""
        return {
            "Unusual": Unusual,
            "address": address,
            "base": self._base,
            "date": date,
            "download": download,
            "is_file": is_file,
            "dumps": orjson.dumps,
            "mailbox": mailbox,
            "plain": PLAIN.fullmatch,
            "repaired": self._repaired,
            "several": self._several,
            "size": size,
            "strip": str.strip,
            "usual": USUAL.fullmatch,
            "written": self._syntax.address,
        }

    def _expression(self, key: str, name: str) -> str:
        """The value of this name as it stands in the text."""
        if key in self._addresses:
            escaped = self._syntax.address("&") != "&"
            return f"written({name}).encode()" if escaped else f"{name}.encode()"
        if key in self._words:
            return f"several({key!r}, {name}, subject)"
        for ways, way in ((self._mailboxes, "mailbox"), (self._days, "date")):
            if key in ways:
                return f"{way}({name})"
        return f"size({name})"

    def _made(self, first: int) -> Iterable[tuple[str, tuple[Any, bytes]]]:
        """Mark and its text by key, in the order of what is read."""
        for number, key in enumerate(self._texts, first):
            mark = chr(0xE100 + number)
            yield key, (mark, mark.encode())
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


def _words(syntax: Syntax, row: Row) -> _Words:
    """Writes a further word of a row, nothing where nothing is left of it."""
    languages = {each: _several(syntax, row, each) for each in ("th", "en")}

    def written(value: object) -> bytes:
        if type(value) is not str or not value.isprintable() or value.isspace():
            value = tidy(value)
        if not value:
            return b""
        # Most begin with a Thai letter.
        thai = "\u0e01" <= value[0] <= "\u0e5b"
        made = languages["th" if thai else guess_language(value)]
        return made.one(syntax.text(value).encode())

    return _Words(written)


class _Words(dict[object, bytes]):
    """What becomes of a word; of anything else nothing is remembered, as 1 and True are equal."""

    def __init__(self, make: Callable[[object], bytes]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: object) -> bytes:
        made = self._make(value)
        if type(value) is str:
            if len(self) >= MET:
                self.clear()
            self[value] = made
        return made
