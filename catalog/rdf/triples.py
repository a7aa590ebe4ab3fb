"""Triples by subject and predicate: what shapes and metrics look things up in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import rdflib

from catalog.rdf.terms import Literal, Object, Triple
from vocab.namespaces import RDF, RDFS, Iri

#: How the name of a blank node begins; no IRI begins like this.
BLANK = "_:"

_NOTHING: Mapping[Object, None] = {}
_SILENT: Mapping[Iri, Mapping[Object, None]] = {}


class Triples:
    """A graph, each triple once, in the order given.

    Classes include the superclasses that the graph itself states (rdfs:subClassOf).
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        said: dict[Object, dict[Iri, dict[Object, None]]] = {}
        for subject, predicate, value in triples:
            said.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self._said = said
        self._instances: dict[Object, dict[Object, None]] = {}
        for node, stated in said.items():
            for each in self._upward(stated.get(RDF.type, _NOTHING)):
                self._instances.setdefault(each, {})[node] = None

    def _upward(self, classes: Collection[Object]) -> Collection[Object]:
        found: dict[Object, None] = dict.fromkeys(classes)
        waiting = list(found)
        while waiting:
            for above in self.values(waiting.pop(), RDFS.subClassOf):
                if above not in found:
                    found[above] = None
                    waiting.append(above)
        return found

    def values(self, subject: Object, predicate: Iri) -> Collection[Object]:
        """What the graph says of a subject with a predicate."""
        return self._said.get(subject, _SILENT).get(predicate, _NOTHING)

    def subjects(self, predicate: Iri, value: Object) -> Collection[Object]:
        """Of what the graph says this value with a predicate."""
        return [s for s, stated in self._said.items() if value in stated.get(predicate, _NOTHING)]

    def instances(self, of: Object) -> Collection[Object]:
        """The nodes of a class."""
        return self._instances.get(of, _NOTHING)

    def is_a(self, subject: Object, of: Object) -> bool:
        """Whether a node is of a class."""
        return subject in self._instances.get(of, _NOTHING)


def of_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """The triples of a graph of rdflib in our terms."""
    for subject, predicate, value in graph:
        yield named(subject), Iri(predicate), term(value)


def term(value: rdflib.term.Node) -> Object:
    """A term of rdflib in our terms; a blank node keeps its name behind `BLANK`."""
    if isinstance(value, rdflib.Literal):
        return Literal(str(value), value.language or "", str(value.datatype or ""))
    return named(value)


def named(value: rdflib.term.Node) -> Iri:
    """An IRI or a blank node of rdflib in our terms."""
    return Iri(f"{BLANK}{value}" if isinstance(value, rdflib.BNode) else str(value))
