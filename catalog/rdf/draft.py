"""What grows while one record is written: nodes, and the view of a row on what it describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.rdf.shared import Nodes
from catalog.rdf.site import Site
from catalog.rdf.terms import Node, node
from schemas.dataset import DatasetRecord
from schemas.distribution import Value
from vocab.namespaces import OWN, Iri, resolve
from vocab.profiles.dcat import ONCE, RESTATED
from vocab.profiles.th_gov import FIELDS, Field, RdfKind


@dataclass(slots=True)
class Draft:
    """The nodes of one record: its own in the order written, the shared ones by subject."""

    record: DatasetRecord
    site: Site
    nodes: dict[Iri, Node] = field(default_factory=dict)
    shared: dict[Iri, Node] = field(default_factory=dict)

    def describe(self, subject: Iri, *classes: Iri) -> Node:
        """The record's node of this subject, made with these classes when it is new."""
        found = self.nodes.get(subject)
        if found is None:
            found = self.nodes[subject] = node(subject, *classes)
        return found

    def share(self, nodes: Nodes) -> Iri:
        """Take shared nodes in; the IRI of the first."""
        for each in nodes:
            self.shared[each.subject] = each
        return nodes[0].subject


@dataclass(slots=True)
class Scope:
    """What the rows of one level describe: the dataset, or one of its distributions.

    ``fragment`` is how the addresses of inner nodes begin.
    """

    draft: Draft
    node: Node
    metadata: Mapping[str, Value]
    fragment: str

    def inner(self, name: str, predicate: Iri, *classes: Iri) -> Node:
        """The inner node of this name, linked by ``predicate`` when it is new."""
        subject = Iri(self.fragment + name)
        if subject not in self.draft.nodes:
            self.node.add(predicate, subject)
        return self.draft.describe(subject, *classes)

    def link(self, predicate: Iri, nodes: Nodes) -> None:
        """Point to a shared node."""
        self.node.add(predicate, self.draft.share(nodes))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the field table, ready to be written.

    ``predicate`` is where the profile wants the value, ``second`` where a further value goes when
    the property may occur once only, ``own`` the property of our namespace named after the key.
    ``parent`` is the row whose value อื่นๆ this row spells out, ``other`` the key of that text.
    """

    key: str
    field: Field
    kind: RdfKind
    predicate: Iri
    own: Iri
    second: Iri | None
    parent: RdfKind | None
    other: str


Write = Callable[[Scope, Row, Value], None]


def _own_name(key: str) -> str:
    """``resource_unit_of_measure`` and ``unit_of_measure`` both as ``unitOfMeasure``."""
    first, *rest = key.removeprefix("resource_").split("_")
    return first + "".join(word.capitalize() for word in rest)


@lru_cache(64)
def rows(own: str, level: str) -> tuple[Row, ...]:
    """The exported rows of a level for an installation whose terms begin with ``own``."""
    table = [f for f in FIELDS if f.level == level]
    kinds = {f.key: f.rdf[1] for f in table if f.rdf}
    others = {f.other_of: f.key for f in table if f.other_of}
    made = []
    for each in table:
        if each.rdf is None:
            continue
        name, kind = each.rdf
        name = RESTATED.get((level, name, kind), name)
        second = ONCE.get(name)
        made.append(
            Row(
                key=each.key,
                field=each,
                kind=kind,
                predicate=resolve(name, own),
                own=resolve(f"{OWN}:{_own_name(each.key)}", own),
                second=resolve(second, own) if second else None,
                parent=kinds.get(each.other_of),
                other=others.get(each.key, ""),
            )
        )
    return tuple(made)
