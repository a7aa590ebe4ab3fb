"""Python as it is generated: lines, the constants they use, and templates as expressions.

What it writes is bytes from the start.  Nearly all of a document never changes and is encoded once;
a text with a single Thai letter in it would take twice the memory and be encoded letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from catalog.rdf.syntax import Syntax
from catalog.rdf.terms import Node, Object, Statement
from catalog.rdf.trace import ADDRESS, ISSUED, MAILBOX, MODIFIED, SUBJECT, VALUE
from vocab.namespaces import Iri


class Shared:
    """Texts in UTF-8, by subject, of nodes that come together and that many datasets point to.

    Compared by identity: what comes again and again is made once.
    """

    __slots__ = ("nodes",)

    def __init__(self, nodes: dict[str, bytes]) -> None:
        self.nodes = nodes

    @classmethod
    def written(cls, syntax: Syntax, nodes: Iterable[Node]) -> Shared:
        """What these nodes are in a syntax."""
        return cls({str(each.subject): syntax.shared(each).encode() for each in nodes})

    @classmethod
    def joined(cls, parts: Iterable[Shared]) -> Shared:
        """All of them as one, each node where it comes first."""
        nodes: dict[str, bytes] = {}
        for each in parts:
            nodes |= each.nodes
        return cls(nodes)


class Place(NamedTuple):
    """Names of the variables of one level: address, parts of its node, what was said, metadata."""

    level: str
    subject: str
    parts: str
    said: str
    get: str


@dataclass(slots=True)
class Source:
    """Lines of Python as they grow, and the names that they use."""

    syntax: Syntax
    names: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    depth: int = 1
    #: Properties of which later lines ask whether they were said, or with what value.
    watched: set[Iri] = field(default_factory=set)
    #: By level, properties that only one row of it can say anything with.
    alone: Mapping[str, frozenset[Iri]] = field(default_factory=dict)
    _constants: dict[object, str] = field(default_factory=dict)

    def add(self, *lines: str) -> None:
        """Some lines at the present depth."""
        self.lines += ["    " * self.depth + line for line in lines]

    def constant(self, value: Any) -> str:
        """The name of a value that never changes."""
        name = self._constants.get(value)
        if name is None:
            name = self._constants[value] = f"C{len(self._constants)}"
            self.names[name] = value
        return name

    def named(self, value: Any) -> str:
        """A name of its own for a value that cannot be compared."""
        name = f"N{len(self.names)}"
        self.names[name] = value
        return name

    def text(self, text: str, subject: str = "s") -> str:
        """A template as an expression of its bytes."""
        marks = {
            SUBJECT: subject,
            f'"{VALUE}"' if self.syntax.quoted else VALUE: "t",
            f"mailto:{MAILBOX}": "t",
            ADDRESS: "t",
            ISSUED: "i",
            MODIFIED: "d",
        }
        if not any(mark in text for mark in marks):
            return repr(text.encode())
        text = text.replace("{", "{{").replace("}", "}}")
        for mark, name in marks.items():
            text = text.replace(mark, f"{{{name}}}")
        return f"f{text!r}.encode()"

    def put(self, place: Place, predicate: Iri, value: Object, parts: str = "") -> None:
        """Lines that say something of a node, by default that of the place."""
        name, parts = self.constant(predicate), parts or place.parts
        first = self.text(self.syntax.part(predicate, value), place.subject)
        if self.syntax.grouped and parts == place.parts and predicate in self.alone[place.level]:
            self.add(f"{parts}[{name}] = {first}")
        elif self.syntax.grouped:
            more = self.text(self.syntax.more(predicate, value), place.subject)
            self.add(f"if {name} in {parts}: {parts}[{name}] += {more}")
            self.add(f"else: {parts}[{name}] = {first}")
        elif predicate in self.watched and parts == place.parts:
            self.add(f"u = {first}", f"{parts}.append(u)")
            self.add(f"{place.said}.setdefault({name}, []).append(u)")
        else:
            self.add(f"{parts}.append({first})")

    def was_said(self, place: Place, predicate: Iri) -> str:
        """Expression: whether the node of the place has the property."""
        return f"{self.constant(predicate)} in {self.looked_at(place)}"

    def looked_at(self, place: Place) -> str:
        """The variable that has what was said with the watched properties."""
        return place.parts if self.syntax.grouped else place.said

    def started(self, address: str, statements: Sequence[Statement], subject: str = "s") -> str:
        """Expression: the parts of a node that says this much, its beginning with the first."""
        made = self.syntax
        groups: dict[object, str] = {}
        for number, (predicate, value) in enumerate(statements):
            key = predicate if made.grouped else number
            if key in groups:
                groups[key] += made.more(predicate, value)
            else:
                begin = "" if groups else made.begin(address)
                groups[key] = begin + made.part(predicate, value)
        texts = {key: self.text(text, subject) for key, text in groups.items()}
        if not made.grouped:
            return f"[{', '.join(texts.values())}]"
        return f"{{{', '.join(f'{self.constant(p)}: {text}' for p, text in texts.items())}}}"

    def finished(self, address: str, parts: str, subject: str = "s") -> str:
        """Expression: the text of a node, from its parts."""
        glue = self.text(self.syntax.glue(address), subject)
        values = f"{parts}.values()" if self.syntax.grouped else parts
        end = f" + {self.syntax.end.encode()!r}" if self.syntax.end else ""
        return f"{glue}.join({values}){end}"

    def written(self, mark: str) -> None:
        """Lines: t is the value v as the syntax writes it."""
        if not self.syntax.quoted:
            self.add("t = v", "if '&' in t or '<' in t or '>' in t: t = text(t)")
        elif mark != VALUE:
            self.add("t = v")
        elif "<" in self.syntax.text("<"):
            self.names["quote"] = encode_basestring
            self.add("t = quote(v)")
        else:
            self.names["quote"] = encode_basestring
            self.add("t = quote(v)", "if '<' in t: t = text(v)")

    def merge(self, parts: str) -> None:
        """Lines that add what was remembered, c, to the parts of a node."""
        if self.syntax.grouped:
            self.add(
                # A loop over one or two is twice as fast as dict.update.
                "if c.fresh is not None:",
                f"    for p, f in c.fresh: {parts}[p] = f",
                "else:",
                "    for p, f, o in c.parts:",
                f"        if p in {parts}: {parts}[p] += o",
                f"        else: {parts}[p] = f",
            )
        else:
            self.add(f"{parts} += c.parts")

    def share(self, nodes: Iterable[Node]) -> None:
        """Lines that point to shared nodes."""
        if (found := Shared.written(self.syntax, nodes)).nodes:
            self.add(f"shared.append({self.named(found)})")
