"""Nodes as text in Turtle, JSON-LD, RDF/XML and N-Triples, written by hand.

A library would first build a graph: hundreds of datasets a second at best, and the whole catalogue
in memory.  The tests hold these writers against two independent parsers.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring

from catalog.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalog.rdf.terms import Node, Object
from vocab.namespaces import OWN, PREFIXES, RDF, Iri, curies

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

    ``own`` is the namespace of the installation's terms.
    """

    between = "\n"
    foot = ""

    def __init__(self, own: str) -> None:
        self.names = _Names(own)
        self.prefixes: Mapping[str, str] = {**PREFIXES, OWN: own}
        self._shared: dict[Node, str] = {}

    @property
    @abstractmethod
    def head(self) -> str:
        """The text before the first node."""

    @abstractmethod
    def node(self, node: Node) -> str:
        """All statements about one subject."""

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


def _grouped(node: Node) -> dict[Iri, list[Object]]:
    """Statements by predicate, in the order of the first of each."""
    found: dict[Iri, list[Object]] = {}
    for predicate, value in node.statements:
        if predicate in found:
            found[predicate].append(value)
        else:
            found[predicate] = [value]
    return found


class Turtle(Syntax):
    """RDF 1.1 Turtle; the escapes of JSON strings are legal in it."""

    def __init__(self, own: str) -> None:
        super().__init__(own)
        self.names[RDF.type] = "a"

    @property
    def head(self) -> str:
        return "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in self.prefixes.items()) + "\n"

    def node(self, node: Node) -> str:
        names, value = self.names, self._value
        # Most predicates have one value: a tenth of the time is saved by not joining it.
        parts = [
            f"{names[predicate]} "
            + (value(values[0]) if len(values) == 1 else ", ".join([value(v) for v in values]))
            for predicate, values in _grouped(node).items()
        ]
        return f"<{node.subject}> " + " ;\n  ".join(parts) + " .\n"

    def _value(self, value: Object) -> str:
        if isinstance(value, Iri):
            # dict.get does not ask __missing__: a value is written in full unless it is a term.
            return self.names.get(value) or f"<{value}>"
        text, language, datatype = value
        if language:
            return f"{encode_basestring(text)}@{language}"
        quoted = encode_basestring(text)
        return f"{quoted}^^{self.names[datatype]}" if datatype else quoted


class NTriples(Syntax):
    """RDF 1.1 N-Triples, one statement a line."""

    between = ""
    head = ""

    def node(self, node: Node) -> str:
        value, subject = self._value, node.subject
        return "".join([f"<{subject}> <{p}> {value(v)} .\n" for p, v in node.statements])

    def _value(self, value: Object) -> str:
        if isinstance(value, Iri):
            return f"<{value}>"
        text, language, datatype = value
        quoted = encode_basestring(text)
        if language:
            return f"{quoted}@{language}"
        return f"{quoted}^^<{datatype}>" if datatype else quoted


class JsonLd(Syntax):
    """JSON-LD 1.1 with its context inline: no reader needs a second request.

    ``<`` is escaped, so that a document may stand inside a script element.
    """

    between = ",\n"
    foot = "\n]}\n"

    @property
    def head(self) -> str:
        pairs = (f"{_json(p)}: {_json(iri)}" for p, iri in self.prefixes.items())
        return '{"@context": {' + ", ".join(pairs) + '},\n"@graph": [\n'

    def node(self, node: Node) -> str:
        names, value = self.names, self._value
        parts = [f'{{"@id": "{node.subject}"']
        for predicate, values in _grouped(node).items():
            if predicate == RDF.type:
                parts.append('"@type": [' + ", ".join([f'"{names[str(v)]}"' for v in values]) + "]")
            else:
                parts.append(f'"{names[predicate]}": [{", ".join([value(v) for v in values])}]')
        return ", ".join(parts) + "}"

    def _value(self, value: Object) -> str:
        if isinstance(value, Iri):
            return f'{{"@id": "{value}"}}'
        text, language, datatype = value
        quoted = _json(text)
        if language:
            return f'{{"@value": {quoted}, "@language": "{language}"}}'
        return f'{{"@value": {quoted}, "@type": "{self.names[datatype]}"}}' if datatype else quoted


class RdfXml(Syntax):
    """RDF 1.1 XML, one description a subject."""

    between = ""
    foot = "</rdf:RDF>\n"

    @property
    def head(self) -> str:
        spaces = "".join(f'\n  xmlns:{p}="{_xml(iri)}"' for p, iri in self.prefixes.items())
        return f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF{spaces}>\n'

    def node(self, node: Node) -> str:
        statement = self._statement
        inside = "".join([statement(self.names[p], v) for p, v in node.statements])
        about = _xml(node.subject)
        return f'<rdf:Description rdf:about="{about}">\n{inside}</rdf:Description>\n'

    def _statement(self, name: str, value: Object) -> str:
        if isinstance(value, Iri):
            return f'  <{name} rdf:resource="{_xml(value)}"/>\n'
        text, language, datatype = value
        mark = f' xml:lang="{language}"' if language else ""
        if datatype:
            mark = f' rdf:datatype="{datatype}"'
        return f"  <{name}{mark}>{_xml(text)}</{name}>\n"


def _json(text: str) -> str:
    return encode_basestring(text).replace("<", "\\u003c")


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
