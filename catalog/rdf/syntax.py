"""Nodes as text in Turtle, JSON-LD, RDF/XML and N-Triples, written by hand.

A library would first build a graph: hundreds of datasets a second at best, and the whole catalogue
in memory.  The tests hold these writers against two independent parsers.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring

from catalog.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalog.rdf.terms import Node, Object
from vocab.namespaces import OWN, PREFIXES, RDF, SH, Iri, curies

_NAME = re.compile("[A-Za-z][A-Za-z0-9]*")


class _Names(dict[str, str]):
    """Prefixed names of predicates, datatypes and classes, by IRI.

    Our own terms follow from the keys of the field table and join when they are first used.
    """

    def __init__(self, own: str) -> None:
        super().__init__(curies())
        self._own = own

    def __missing__(self, iri: str) -> str:
        name = iri.removeprefix(self._own)
        if not iri.startswith(self._own) or not _NAME.fullmatch(name):
            raise KeyError(iri)
        self[iri] = made = f"{OWN}:{name}"
        return made


class Syntax(ABC):
    """How a document begins, how a node is written, what stands between two nodes, how it ends.

    ``own`` is the namespace of the installation's terms.  A node is `begin`, its parts with `glue`
    between them, and `end`.  In a ``grouped`` syntax a part is one predicate with all its values,
    else one statement.
    """

    between = "\n"
    foot = ""
    grouped = True
    #: Between two values of one predicate, where they are grouped.
    further = ", "
    end = ""
    #: Whether the text of a literal stands in quotation marks.
    quoted = True
    #: What of a text in JSON is written otherwise.
    escaped = b""

    def __init__(self, own: str) -> None:
        self.names = _Names(own)
        self.prefixes: Mapping[str, str] = {**PREFIXES, OWN: own}
        self._shared: dict[Node, str] = {}

    @property
    @abstractmethod
    def head(self) -> str:
        """The text before the first node."""

    @abstractmethod
    def begin(self, subject: str) -> str:
        """The text before the first part of a node."""

    @abstractmethod
    def glue(self, subject: str, /) -> str:
        """The text between two parts of a node."""

    @abstractmethod
    def part(self, predicate: Iri, value: Object) -> str:
        """A predicate with its first, or only, value."""

    def more(self, predicate: Iri, value: Object, /) -> str:
        """A further value of a predicate, with what divides it from the one before."""
        return self.part(predicate, value)

    def address(self, iri: str) -> str:
        """An IRI as it stands in this syntax."""
        return iri

    def text(self, text: str) -> str:
        """A text as it stands in this syntax, with its quotation marks if it has any."""
        return encode_basestring(text)

    def node(self, node: Node) -> str:
        """All statements about one subject."""
        subject = node.subject
        parts: Iterable[str]
        if self.grouped:
            groups: dict[Iri, str] = {}
            for predicate, value in node.statements:
                if predicate in groups:
                    groups[predicate] += self.more(predicate, value)
                else:
                    groups[predicate] = self.part(predicate, value)
            parts = groups.values()
        else:
            parts = [self.part(predicate, value) for predicate, value in node.statements]
        return self.begin(subject) + self.glue(subject).join(parts) + self.end

    def shared(self, node: Node) -> str:
        """A node that comes again and again; its text is kept."""
        found = self._shared.get(node)
        if found is None:
            if len(self._shared) >= _KEPT:
                self._shared.clear()
            found = self._shared[node] = self.node(node)
        return found


#: Rendered shared nodes a syntax keeps; about 300 bytes each.
_KEPT = 8192


class Turtle(Syntax):
    """RDF 1.1 Turtle; the escapes of JSON strings are legal in it."""

    end = " .\n"

    def __init__(self, own: str) -> None:
        super().__init__(own)
        self.names[RDF.type] = "a"

    @property
    def head(self) -> str:
        return "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in self.prefixes.items()) + "\n"

    def begin(self, subject: str) -> str:
        return f"<{subject}> "

    def glue(self, _subject: str, /) -> str:
        return " ;\n  "

    def part(self, predicate: Iri, value: Object) -> str:
        return f"{self.names[predicate]} {self._value(value)}"

    def more(self, _predicate: Iri, value: Object, /) -> str:
        return self.further + self._value(value)

    def _value(self, value: Object) -> str:
        if isinstance(value, Iri):
            # dict.get does not ask __missing__: a value is written in full unless it is a term.
            return self.names.get(value) or f"<{value}>"
        text, language, datatype = value
        quoted = self.text(text)
        if language:
            return f"{quoted}@{language}"
        return f"{quoted}^^{self.names[datatype]}" if datatype else quoted


class NTriples(Syntax):
    """RDF 1.1 N-Triples, one statement a line."""

    between = ""
    head = ""
    grouped = False

    def begin(self, subject: str) -> str:
        return f"<{subject}>"

    def glue(self, subject: str, /) -> str:
        return f"<{subject}>"

    def part(self, predicate: Iri, value: Object) -> str:
        return f" <{predicate}> {self._value(value)} .\n"

    def _value(self, value: Object) -> str:
        if isinstance(value, Iri):
            return f"<{value}>"
        text, language, datatype = value
        quoted = self.text(text)
        if language:
            return f"{quoted}@{language}"
        return f"{quoted}^^<{datatype}>" if datatype else quoted


class JsonLd(Syntax):
    """JSON-LD 1.1 with its context inline: no reader needs a second request.

    ``<`` is escaped, so that a document may stand inside a script element.
    """

    between = ",\n"
    foot = "\n]}\n"
    end = "]}"
    escaped = b"<"

    @property
    def head(self) -> str:
        pairs = (f"{self.text(p)}: {self.text(iri)}" for p, iri in self.prefixes.items())
        return '{"@context": {' + ", ".join(pairs) + '},\n"@graph": [\n'

    def begin(self, subject: str) -> str:
        return f'{{"@id": "{subject}", '

    def glue(self, _subject: str, /) -> str:
        return "], "

    def part(self, predicate: Iri, value: Object) -> str:
        name = "@type" if predicate == RDF.type else self.names[predicate]
        return f'"{name}": [{self._value(predicate, value)}'

    def more(self, predicate: Iri, value: Object, /) -> str:
        return self.further + self._value(predicate, value)

    def text(self, text: str) -> str:
        return encode_basestring(text).replace("<", "\\u003c")

    def _value(self, predicate: Iri, value: Object) -> str:
        if predicate == RDF.type:
            return f'"{self.names[str(value)]}"'
        if isinstance(value, Iri):
            return f'{{"@id": "{value}"}}'
        text, language, datatype = value
        quoted = self.text(text)
        if language:
            return f'{{"@value": {quoted}, "@language": "{language}"}}'
        return f'{{"@value": {quoted}, "@type": "{self.names[datatype]}"}}' if datatype else quoted


class RdfXml(Syntax):
    """RDF 1.1 XML, one description a subject."""

    between = ""
    foot = "</rdf:RDF>\n"
    grouped = False
    end = "</rdf:Description>\n"
    quoted = False
    escaped = b"&<>"

    @property
    def head(self) -> str:
        spaces = "".join(f'\n  xmlns:{p}="{_xml(iri)}"' for p, iri in self.prefixes.items())
        return f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF{spaces}>\n'

    def begin(self, subject: str) -> str:
        return f'<rdf:Description rdf:about="{_xml(subject)}">\n'

    def glue(self, _subject: str, /) -> str:
        return ""

    def part(self, predicate: Iri, value: Object) -> str:
        name = self.names[predicate]
        if isinstance(value, Iri):
            return f'  <{name} rdf:resource="{_xml(value)}"/>\n'
        text, language, datatype = value
        mark = f' xml:lang="{language}"' if language else ""
        if datatype:
            mark = f' rdf:datatype="{datatype}"'
        return f"  <{name}{mark}>{_xml(text)}</{name}>\n"

    def address(self, iri: str) -> str:
        return _xml(iri)

    def text(self, text: str) -> str:
        return _xml(text)


def _xml(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


_SYNTAXES: Mapping[Format, type[Syntax]] = {
    TURTLE: Turtle,
    JSON_LD: JsonLd,
    RDF_XML: RdfXml,
    N_TRIPLES: NTriples,
}


@lru_cache(64)
def syntax(form: Format, own: str) -> Syntax:
    """The writer of a format for an installation whose terms begin with ``own``."""
    return _SYNTAXES[form](own)


@lru_cache(64)
def shapes_syntax(form: Format, own: str) -> Syntax:
    """The writer of a format for documents of SHACL shapes."""
    made = _SYNTAXES[form](own)
    made.names.update({SH[name]: f"sh:{name}" for name in SH})
    made.prefixes = {**made.prefixes, "sh": str(SH)}
    return made
