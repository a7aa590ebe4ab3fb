"""Texts with holes, and values as they stand in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from catalog.rdf.syntax import Syntax
from catalog.rdf.terms import PLAIN, Object, clean, day, iri, mailto
from vocab.namespaces import Iri

_plain = PLAIN.fullmatch


class Unusual(Exception):
    """The short way to write something has no lines or no template for it."""


class Template:
    """A text in which marks stand for values, and one of them, very often, for an address."""

    def __init__(self, text: bytes, marks: Sequence[bytes], address: bytes) -> None:
        places = {mark: place for place, mark in enumerate(marks)}
        # A longer mark may have a shorter one in it.
        longest = sorted((*marks, address), key=len, reverse=True)
        found = re.split(b"(" + b"|".join(map(re.escape, longest)) + b")", text)
        self._pieces = found[:1]
        self._holes: list[tuple[int, int, bytes]] = []
        for mark, after in zip(found[1::2], found[2::2], strict=True):
            if mark == address:
                self._pieces.append(after)
            else:
                self._holes.append((len(self._pieces) - 1, places[mark], after))

    def filled(self, address: bytes, values: Sequence[bytes]) -> bytes:
        """The text with values instead of their marks."""
        pieces = self._pieces.copy()
        for at, place, after in self._holes:
            pieces[at] += values[place] + after
        return address.join(pieces)


class Several:
    """A property with several values, where a template has one.

    ``mark`` is the text with that one; each value stands between ``begin`` and ``end``.
    """

    def __init__(self, syntax: Syntax, predicate: Iri, one: Object, hole: str) -> None:
        first, more = syntax.part(predicate, one), syntax.more(predicate, one)
        further = syntax.further if syntax.grouped else ""
        self.mark = first.encode()
        self.begin, self.end = (each.encode() for each in more.split(hole))
        self._start = first[: len(first) - len(more) + len(further)].encode()
        self._cut = len(further)

    def text(self, glue: bytes, values: Iterable[bytes]) -> bytes:
        """All of them; ``glue`` stands between the parts of a node that are not grouped."""
        return self._start + glue.join(values)[self._cut :]


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
