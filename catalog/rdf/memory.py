"""What values became when they were first met, as bytes in one syntax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.rdf.draft import Row
from catalog.rdf.source import Shared
from catalog.rdf.syntax import Syntax
from catalog.rdf.terms import Statement
from catalog.rdf.trace import GATHERED, SUBJECT, Tracer
from schemas.outline import Outline
from vocab.namespaces import RDF, Iri

#: Values that one row remembers; when there are more, all are forgotten and met again.
KEPT = 4096
_SUBJECT = SUBJECT.encode()

#: A predicate, its text as the first of its value, and as a further one.
Part = tuple[Iri, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Bound:
    """What has the address of the dataset or distribution in it."""

    grouped: bool
    parts: tuple[Part, ...]
    nodes: tuple[bytes, ...]
    entry: tuple[Part, ...]
    watched: frozenset[Iri]

    def write(
        self, address: str, parts: Any, said: dict[Iri, list[bytes]], nodes: list[bytes], entry: Any
    ) -> None:
        """Add it to the parts of the node and of the catalogue record, and to the nodes.

        ``said`` takes what is said with the watched properties where parts are not grouped.
        """
        subject = address.encode()
        for target, added in ((parts, self.parts), (entry, self.entry)):
            for predicate, first, more in added:
                if not self.grouped:
                    first = first.replace(_SUBJECT, subject)
                    target.append(first)
                    if predicate in self.watched and target is parts:
                        said.setdefault(predicate, []).append(first)
                elif predicate in target:
                    target[predicate] += more.replace(_SUBJECT, subject)
                else:
                    target[predicate] = first.replace(_SUBJECT, subject)
        nodes += [text.replace(_SUBJECT, subject) for text in self.nodes]


@dataclass(frozen=True, slots=True)
class Written:
    """What a value becomes; ``parts`` as the syntax puts them together (grouped or not)."""

    parts: tuple[Any, ...]
    shared: Shared | None
    bound: Bound | None
    watched: tuple[tuple[Iri, bytes], ...]
    #: The first texts by predicate, when no other row says anything with any of them.
    fresh: tuple[tuple[Iri, bytes], ...] | None = None


class Memory(dict[Any, Written]):
    """What one row (None: the place that a dataset is about) wrote, by value and what is beside.

    A plain dict where something is found, which is nearly always.
    """

    def __init__(
        self,
        syntax: Syntax,
        tracer: Tracer,
        level: str,
        row: Row | None,
        watched: frozenset[Iri],
        alone: frozenset[Iri],
    ) -> None:
        self._syntax = syntax
        self._tracer = tracer
        self._level = level
        self._row = row
        self._watched = watched
        self._alone = alone

    def make(
        self, key: Any, value: Any, outline: Outline, metadata: Mapping[str, Any], taken: bool
    ) -> Written:
        """Let the row write a value and remember it under ``key``; None is not remembered."""
        if self._row is None:
            traced = self._tracer.spatial(outline)
        else:
            row, level = self._row, self._level
            traced = self._tracer.row(level, row, value, outline, metadata, taken=taken)
        statements: Iterable[Statement] = traced.statements
        nodes = traced.nodes
        if self._row is not None and self._row.kind in GATHERED:
            statements = [s for n in nodes for s in n.statements if s[0] != RDF.type]
            nodes = ()
        parts = self._parts(statements)
        shared = Shared.written(self._syntax, traced.shared) if traced.shared else None
        watched = tuple((p, first) for p, first, _ in parts if p in self._watched)
        if nodes or traced.entry or any(_SUBJECT in first for _, first, _ in parts):
            texts = tuple(self._syntax.node(each).encode() for each in nodes)
            entry = self._parts(traced.entry)
            bound = Bound(self._syntax.grouped, parts, texts, entry, self._watched)
            made = Written((), shared, bound, ())
        elif self._syntax.grouped:
            parts = _grouped(parts)
            only = all(p in self._alone for p, _, _ in parts)
            fresh = tuple((p, first) for p, first, _ in parts) if only else None
            made = Written(parts, shared, None, (), fresh)
        else:
            made = Written(tuple(first for _, first, _ in parts), shared, None, watched)
        if len(self) >= KEPT:
            self.clear()
        if key is not None:
            self[key] = made
        return made

    def _parts(self, statements: Iterable[Statement]) -> tuple[Part, ...]:
        part, more = self._syntax.part, self._syntax.more
        return tuple((p, part(p, v).encode(), more(p, v).encode()) for p, v in statements)


def _grouped(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts with all values of a predicate in one."""
    found: dict[Iri, Part] = {}
    for predicate, first, more in parts:
        if predicate in found:
            _, said, again = found[predicate]
            found[predicate] = predicate, said + more, again + more
        else:
            found[predicate] = predicate, first, more
    return tuple(found.values())
