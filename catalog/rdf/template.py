"""Texts with holes, and values as they stand in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from catalog.rdf.syntax import Syntax
from catalog.rdf.terms import PLAIN, Object, clean, day, iri, mailto
from vocab.namespaces import Iri

_plain = PLAIN.fullmatch


class Unusual(Exception):
    """The short way to write something has no lines or no template for it."""


#: Stands for the address in a template: no text that any syntax can carry has it.
_ADDRESS = b"\0"


class Template:
    """A text in which marks, at least one, stand for values and, very often, for an address."""

    def __init__(self, text: bytes, marks: Sequence[bytes], address: bytes) -> None:
        # A longer mark may have a shorter one in it.
        longest = sorted((*marks, address), key=len, reverse=True)
        places: list[int] = []

        def hole(found: re.Match[bytes]) -> bytes:
            if found[0] == address:
                return _ADDRESS
            places.append(marks.index(found[0]))
            return b"%b"

        every = b"|".join(map(re.escape, longest))
        self._text = re.sub(every, hole, text.replace(b"%", b"%%"))
        self._picked: Callable[[Sequence[bytes]], Any] = itemgetter(*places)

    def filled(self, address: bytes, values: Sequence[bytes]) -> bytes:
        """The text with values instead of their marks, none of which has a NUL in it."""
        filled: bytes = self._text % self._picked(values)
        return filled.replace(_ADDRESS, address)


class Several:
    """A property with several values, where a template has one.

    ``mark`` is the text with that one.
    """

    def __init__(self, syntax: Syntax, predicate: Iri, one: Object, hole: str) -> None:
        first, more = syntax.part(predicate, one), syntax.more(predicate, one)
        further = syntax.further if syntax.grouped else ""
        self.mark = first.encode()
        self._begin, self._end = (each.encode() for each in more.split(hole))
        self._start = first[: len(first) - len(more) + len(further)].encode()
        self._cut = len(further)

    def one(self, value: bytes) -> bytes:
        """A further value."""
        return self._begin + value + self._end

    def text(self, glue: bytes, values: Iterable[bytes]) -> bytes:
        """Further values as all there are.

        ``glue`` stands between the parts of a node that are not grouped.
        """
        return self._start + glue.join(values)[self._cut :]

    def whole(self, glue: bytes, values: Iterable[bytes]) -> bytes:
        """The same of values as they stand in the text."""
        between = b"%b%b%b" % (self._end, glue, self._begin)
        return self._start + self.one(between.join(values))[self._cut :]


def tidy(value: object) -> str:
    """A value as text that every syntax carries, "" when nothing is left of it."""
    text = clean(str(value))
    return text if text.strip() else ""


def said(value: object) -> str:
    """The same, Unusual when nothing is left of it."""
    if value is not None and (text := tidy(value)):
        return text
    raise Unusual


def address(value: object) -> str:
    """An address as an IRI; Unusual when it is none."""
    if type(value) is str and _plain(value):
        return value
    if found := iri(str(value)):
        return found
    raise Unusual


@lru_cache(4096)
def mailbox(value: object) -> bytes:
    """What follows ``mailto:`` in the IRI of an e-mail address; Unusual when it is none."""
    if found := mailto(str(value)):
        return found.removeprefix("mailto:").encode()
    raise Unusual


@lru_cache(4096)
def date(value: object) -> bytes:
    """A day as xsd:date; Unusual where nothing is said of it."""
    found = day(dt.date.fromisoformat(value) if isinstance(value, str) else value)
    if found is None:
        raise Unusual
    return found.text.encode()


def size(value: object) -> bytes:
    """A number of bytes; Unusual where nothing is said of it."""
    if type(value) is int and value > 0:
        return b"%d" % value
    raise Unusual
