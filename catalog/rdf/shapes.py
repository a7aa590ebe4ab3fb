"""SHACL shapes as functions: the constraints that the shapes of DCAT-AP and our own are made of.

A shapes graph is read once and turned into closures over an index of triples; judging a dataset
then costs a few look-ups for each property shape.  What is not known here raises `Unsupported`,
so that nothing is passed over in silence: catalog.rdf.shacl hands such a graph to pyshacl, which
is also the oracle in the tests.  Source: Shapes Constraint Language, W3C, 20 July 2017, and its
reading by pyshacl where the text leaves a choice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

import rdflib
from rdflib.term import Node

from catalog.rdf.terms import Literal, Object
from catalog.rdf.triples import BLANK, Triples, named, term
from vocab.namespaces import RDF, RDFS, SH, XSD, Iri


class Unsupported(ValueError):
    """The shapes say something that is not compiled here."""


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing a shape found: its file, how grave, where, on which property, by which component.

    ``path`` is the property, with ``^`` before it when it is followed backwards, "" for the node
    itself; ``component`` the constraint without namespace, such as ``MinCount``; ``message`` what
    the shape says of itself, "" when it says nothing.
    """

    shapes: str
    severity: str
    focus: str
    path: str
    value: str
    component: str = ""
    message: str = field(default="", compare=False)


Test = Callable[[Triples, Object], bool]
Values = Callable[[Triples, Object], Collection[Object]]
#: Judges the values of a focus node and adds what it finds.
Check = Callable[[Triples, Object, Collection[Object], list[Result]], None]


@dataclass(slots=True)
class Shape:
    """A node shape or a property shape, ready to run."""

    values: Values
    checks: list[Check] = field(default_factory=list)

    def judge(self, graph: Triples, focus: Object, found: list[Result]) -> None:
        """Add what the shape finds at a focus node."""
        values = self.values(graph, focus)
        for check in self.checks:
            check(graph, focus, values, found)

    def conforms(self, graph: Triples, focus: Object) -> bool:
        """Whether the shape finds nothing at a focus node."""
        found: list[Result] = []
        self.judge(graph, focus, found)
        return not found


@dataclass(frozen=True, slots=True)
class Program:
    """The shapes of one graph with the classes that each of them is about."""

    targets: tuple[tuple[Iri, Shape], ...]

    def judge(self, graph: Triples) -> list[Result]:
        """Everything that the shapes find."""
        found: list[Result] = []
        for target, shape in self.targets:
            for focus in graph.instances(target):
                shape.judge(graph, focus, found)
        return found


def compiled(graph: rdflib.Graph, name: str) -> Program:
    """The shapes of a graph; ``name`` stands in each result.  Raises `Unsupported`."""
    for predicate in _OTHER_TARGETS:
        if (None, rdflib.URIRef(predicate), None) in graph:
            raise Unsupported(predicate)
    compiler = _Compiler(graph, name)
    pairs = graph.subject_objects(rdflib.URIRef(SH.targetClass))
    return Program(
        tuple(sorted(((named(of), compiler.shape(at)) for at, of in pairs), key=lambda p: p[0]))
    )


_OTHER_TARGETS = tuple(
    f"{SH}{name}" for name in ("targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
)
#: What may stand on a shape without being a constraint.  ``shape`` is no term of SHACL: the
#: official file has it where it means ``node``, and every validator passes it over.
_SILENT = frozenset(
    [
        *(SH.defaultValue, SH.description, SH.group, SH.message, SH.name, SH.order, SH.path),
        *(SH.severity, SH.targetClass, f"{SH}shape"),
    ]
)


@dataclass(frozen=True, slots=True)
class _Source:
    """What all results of one shape have in common."""

    shapes: str
    severity: str
    path: str
    message: str

    def result(self, component: str, focus: Object, value: Object | None = None) -> Result:
        said = "" if value is None else _text(value)
        path, message = self.path, self.message
        return Result(self.shapes, self.severity, _text(focus), path, said, component, message)


class _Compiler:
    def __init__(self, graph: rdflib.Graph, name: str) -> None:
        self.graph = graph
        self.name = name
        self._made: dict[Node, Shape | None] = {}

    def shape(self, at: Node) -> Shape:
        """The shape of a node, made once; Unsupported when it leads back to itself."""
        if at in self._made:
            made = self._made[at]
            if made is None:
                raise Unsupported(f"recursive shape {at}")
            return made
        self._made[at] = None
        values, path = self._path(self.one(at, SH.path))
        severity = str(self.one(at, SH.severity) or SH.Violation).removeprefix(str(SH))
        source = _Source(self.name, severity, path, str(self.one(at, SH.message) or ""))
        shape = Shape(values)
        for predicate in sorted(set(self.graph.predicates(at)), key=str):
            known = str(predicate)
            if known in _SILENT or not known.startswith(str(SH)):
                continue
            if known not in _COMPONENTS:
                raise Unsupported(known)
            component, make = _COMPONENTS[known]
            for value in self.graph.objects(at, predicate):
                shape.checks.append(make(self, source, component, value))
        self._made[at] = shape
        return shape

    def one(self, at: Node, predicate: Iri) -> Node | None:
        """A value of a property, the same one each time; None when there is none."""
        return min(self.graph.objects(at, rdflib.URIRef(predicate)), default=None, key=str)

    def items(self, head: Node) -> list[Node]:
        """The members of a list."""
        return list(self.graph.items(head))

    def _path(self, at: Node | None) -> tuple[Values, str]:
        if at is None:
            return lambda _, focus: (focus,), ""
        if isinstance(at, rdflib.URIRef):
            predicate = Iri(at)
            return lambda graph, focus: graph.values(focus, predicate), predicate
        back = self.one(at, SH.inversePath)
        if not isinstance(back, rdflib.URIRef):
            raise Unsupported(f"path {at}")
        inverse = Iri(back)
        return lambda graph, focus: graph.subjects(inverse, focus), "^" + inverse


Make = Callable[[_Compiler, _Source, str, Node], Check]


def _each(make: Callable[[_Compiler, Node], Test]) -> Make:
    """A component that judges value by value."""

    def made(compiler: _Compiler, source: _Source, component: str, parameter: Node) -> Check:
        test = make(compiler, parameter)

        def check(
            graph: Triples, focus: Object, values: Collection[Object], found: list[Result]
        ) -> None:
            found.extend(
                source.result(component, focus, value) for value in values if not test(graph, value)
            )

        return check

    return made


def _all(make: Callable[[Node], Callable[[Collection[Object]], int]]) -> Make:
    """A component that judges the values as a whole: how many results they give."""

    def made(_: _Compiler, source: _Source, component: str, parameter: Node) -> Check:
        count = make(parameter)

        def check(
            _: Triples, focus: Object, values: Collection[Object], found: list[Result]
        ) -> None:
            found.extend(source.result(component, focus) for _ in range(count(values)))

        return check

    return made


def _property(compiler: _Compiler, _: _Source, __: str, parameter: Node) -> Check:
    shape = compiler.shape(parameter)

    def check(graph: Triples, _: Object, values: Collection[Object], found: list[Result]) -> None:
        for value in values:
            shape.judge(graph, value, found)

    return check


def _disjoint(_: _Compiler, source: _Source, component: str, parameter: Node) -> Check:
    other = Iri(str(parameter))

    def check(
        graph: Triples, focus: Object, values: Collection[Object], found: list[Result]
    ) -> None:
        taken = graph.values(focus, other)
        found.extend(source.result(component, focus, value) for value in values if value in taken)

    return check


def _class(_: _Compiler, parameter: Node) -> Test:
    wanted = named(parameter)
    return lambda graph, value: graph.is_a(value, wanted)


def _datatype(_: _Compiler, parameter: Node) -> Test:
    wanted = str(parameter)
    return lambda _, value: isinstance(value, Literal) and _is_of(value, wanted)


#: What rdflib makes of a well-formed literal; of other types it only says whether it could read it.
_PYTHON: Mapping[str, type] = {
    XSD.boolean: bool,
    XSD.date: dt.date,
    XSD.dateTime: dt.datetime,
    XSD.decimal: Decimal,
    XSD.integer: int,
    XSD.string: str,
}


@lru_cache(4096)
def _is_of(value: Literal, wanted: str) -> bool:
    if value.language:
        return wanted in (RDF.langString, RDFS.Literal)
    if (value.datatype or XSD.string) != wanted:
        return wanted == RDFS.Literal
    read = rdflib.Literal(value.text, datatype=rdflib.URIRef(wanted))
    return not read.ill_typed and isinstance(read.value, _PYTHON.get(wanted, object))


_KINDS: Mapping[str, tuple[bool, bool, bool]] = {
    # IRI, blank node, literal
    SH.IRI: (True, False, False),
    SH.BlankNode: (False, True, False),
    SH.Literal: (False, False, True),
    SH.BlankNodeOrIRI: (True, True, False),
    SH.IRIOrLiteral: (True, False, True),
    SH.BlankNodeOrLiteral: (False, True, True),
}


def _node_kind(_: _Compiler, parameter: Node) -> Test:
    iri, blank, literal = _KINDS[str(parameter)]

    def test(_: Triples, value: Object) -> bool:
        if isinstance(value, Literal):
            return literal
        return blank if value.startswith(BLANK) else iri

    return test


def _in(compiler: _Compiler, parameter: Node) -> Test:
    allowed = frozenset(map(term, compiler.items(parameter)))
    return lambda _, value: value in allowed


def _pattern(_: _Compiler, parameter: Node) -> Test:
    search = re.compile(str(parameter)).search
    return lambda _, value: not _is_blank(value) and search(_text(value)) is not None


def _max_length(_: _Compiler, parameter: Node) -> Test:
    most = int(str(parameter))
    return lambda _, value: not _is_blank(value) and len(_text(value)) <= most


def _language_in(compiler: _Compiler, parameter: Node) -> Test:
    allowed = frozenset(str(each).lower() for each in compiler.items(parameter))

    def test(_: Triples, value: Object) -> bool:
        if not isinstance(value, Literal):
            return False
        tag = value.language.lower()
        return tag in allowed or tag.partition("-")[0] in allowed

    return test


def _node(compiler: _Compiler, parameter: Node) -> Test:
    return compiler.shape(parameter).conforms


def _not(compiler: _Compiler, parameter: Node) -> Test:
    conforms = compiler.shape(parameter).conforms
    return lambda graph, value: not conforms(graph, value)


def _or(compiler: _Compiler, parameter: Node) -> Test:
    shapes = [compiler.shape(each) for each in compiler.items(parameter)]
    return lambda graph, value: any(shape.conforms(graph, value) for shape in shapes)


def _min_count(parameter: Node) -> Callable[[Collection[Object]], int]:
    least = int(str(parameter))
    return lambda values: int(len(values) < least)


def _max_count(parameter: Node) -> Callable[[Collection[Object]], int]:
    most = int(str(parameter))
    return lambda values: int(len(values) > most)


def _has_value(parameter: Node) -> Callable[[Collection[Object]], int]:
    wanted = term(parameter)
    return lambda values: int(wanted not in values)


def _unique_lang(parameter: Node) -> Callable[[Collection[Object]], int]:
    if str(parameter) != "true":
        return lambda _: 0
    return _repeated


def _repeated(values: Iterable[Object]) -> int:
    """How many languages occur more than once."""
    tags = [v.language.lower() for v in values if isinstance(v, Literal) and v.language]
    return sum(tags.count(tag) > 1 for tag in set(tags))


def _text(value: Object) -> str:
    return value.text if isinstance(value, Literal) else value


def _is_blank(value: Object) -> bool:
    return not isinstance(value, Literal) and value.startswith(BLANK)


#: Name of the component and how it is made, by the property that states it.
_COMPONENTS: Mapping[str, tuple[str, Make]] = {
    SH["class"]: ("Class", _each(_class)),
    SH.datatype: ("Datatype", _each(_datatype)),
    SH.disjoint: ("Disjoint", _disjoint),
    SH.hasValue: ("HasValue", _all(_has_value)),
    SH["in"]: ("In", _each(_in)),
    SH.languageIn: ("LanguageIn", _each(_language_in)),
    SH.maxCount: ("MaxCount", _all(_max_count)),
    SH.maxLength: ("MaxLength", _each(_max_length)),
    SH.minCount: ("MinCount", _all(_min_count)),
    SH.node: ("Node", _each(_node)),
    SH.nodeKind: ("NodeKind", _each(_node_kind)),
    SH["not"]: ("Not", _each(_not)),
    SH["or"]: ("Or", _each(_or)),
    SH.pattern: ("Pattern", _each(_pattern)),
    SH.property: ("Property", _property),
    SH.uniqueLang: ("UniqueLang", _all(_unique_lang)),
}
