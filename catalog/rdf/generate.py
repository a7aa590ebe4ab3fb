"""Generates the writer of a syntax: straight code in which every row of the table has its lines.

A loop over the rows would look up and join at every dataset what is the same for all of them.
The templates come from catalog.rdf.trace, so that nothing is decided here but how it is put
together; the tests hold every document against the graph of `write.describe`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from catalog.rdf import shared
from catalog.rdf.draft import Row, rows
from catalog.rdf.memory import Memory
from catalog.rdf.site import Site
from catalog.rdf.source import Place, Shared, Source
from catalog.rdf.syntax import Syntax
from catalog.rdf.terms import Literal, Node
from catalog.rdf.trace import (
    ADDRESS,
    ALONE,
    ENTRY,
    FRAGMENT,
    GATHERED,
    LOOKS,
    MARKS,
    READS,
    SUBJECT,
    VALUE,
    Traced,
    Tracer,
)
from schemas.outline import Outline
from vocab.namespaces import DCAT, DCATAP, DCT, DQV, RDF, Iri, resolve
from vocab.profiles.dcat import AVAILABILITY, CHANGE_TYPES, COVERAGE_KEY, INHERITED
from vocab.profiles.th_gov import RdfKind, ValueType

#: Turns an outline into its own nodes in UTF-8, joined, and the shared nodes it points to.
Write = Callable[[Outline], tuple[bytes, list[Shared]]]

DATASET = Place("dataset", "s", "g", "said", "get")
RESOURCE = Place("resource", "r", "h", "told", "got")
#: Attributes of an outline that are rows of the table, by level.
ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "dataset": {"name": "slug", "owner_org": "agency.code"},
    "resource": {},
}
_AGENCY = "(agency.code, agency.kind, agency.name_th, agency.name_en)"


class Generator:
    """Writes the source of one function, for the datasets of a site in one syntax."""

    def __init__(self, site: Site, syntax: Syntax) -> None:
        self.site = site
        self.syntax = syntax
        self.tracer = Tracer(site)
        self.source = Source(syntax)
        self.inherited = [resolve(curie, site.own) for curie in INHERITED]
        table = [row for level in FRAGMENT for row in rows(site.own, level)]
        looks = {row.predicate for row in table if row.kind in LOOKS}
        asked = {DCT.title, DCT.description, DCAT.accessURL}
        self.source.watched |= looks | asked | set(self.inherited)
        self.source.alone = {level: _alone(rows(site.own, level)) for level in FRAGMENT}

    def function(self, names: Mapping[str, Any]) -> Write:
        """The function; ``names`` are what its lines call."""
        source = self.source
        source.names |= names
        self._begin()
        self._rows(DATASET)
        title, notes = (source.was_said(DATASET, p) for p in (DCT.title, DCT.description))
        # A dataset without a description repeats its title: rare enough for the long way.
        source.add(f"if {title} and not ({notes}): raise Unusual")
        self._remembered(DATASET, None, f"(agency.organisation, get({COVERAGE_KEY!r}))")
        self._distributions()
        source.add(
            f"nodes[0] = {source.finished(SUBJECT, 'g')}",
            f"nodes[1] = {source.finished(ENTRY, 'e')}",
            f"return {self.syntax.between.encode()!r}.join(nodes), shared",
        )
        text = "def write(outline):\n" + "\n".join(source.lines)
        # Whatever is not code in it is a literal made by repr, from our own tables.
        exec(compile(text, f"<{type(self.syntax).__name__}>", "exec"), source.names)  # noqa: S102
        made: Write = source.names["write"]
        return made

    def _begin(self) -> None:
        source = self.source
        base = self.syntax.address(f"{self.site.base}/dataset/")
        self._entries()
        measured = Node(Iri(f"{SUBJECT}/quality"), [(RDF.type, DQV.QualityMetadata)])
        begins = [(RDF.type, DCAT.Dataset), (DQV.hasQualityMetadata, measured.subject)]
        source.add(
            "slug, agency, change, i, d, metadata, parts = outline",
            "get = metadata.get",
            f"s = {base!r} + segment(slug)",
            f"g = {source.started(SUBJECT, begins)}",
            "said, nodes, documents = {}, [b'', b''], set()",
            "e, k = entries[change, bool(get('title_en'))]",
            "e, shared = e(s, i, d), [k]",
            f"nodes.append({source.text(self.syntax.node(measured))})",
        )

    def _entries(self) -> None:
        """How a catalogue record begins, by change and whether there is an English title."""
        source, found = self.source, {}
        for change in CHANGE_TYPES:
            for english in (False, True):
                words = {"title": "x", **({"title_en": "x"} if english else {})}
                traced = self.tracer.entry(ALONE._replace(change=change, metadata=words))
                text = f"lambda s, i, d: {source.started(ENTRY, traced.entry)}"
                made = eval(text, source.names)  # noqa: S307 (a text like that of `function`)
                found[change, english] = made, Shared.written(self.syntax, traced.shared)
        source.names["entries"] = found

    def _distributions(self) -> None:
        source = self.source
        source.add("names = set()", "for n, (uid, metadata) in enumerate(parts, 1):")
        source.depth += 1
        source.add(
            "got = metadata.get",
            "r = f'{s}#distribution-{segment(uid) or n}'",
            "if r in names: raise Unusual",
            "names.add(r)",
        )
        source.put(DATASET._replace(subject="r"), DCAT.distribution, Iri(SUBJECT))
        started = source.started(SUBJECT, [(RDF.type, DCAT.Distribution)], "r")
        source.add(f"h = {started}", "told, at = {}, len(nodes)", "nodes.append(b'')")
        self._rows(RESOURCE)
        source.add(f"if not ({source.was_said(RESOURCE, DCAT.accessURL)}):")
        source.depth += 1
        source.put(RESOURCE._replace(subject="s"), DCAT.accessURL, Iri(SUBJECT))
        source.depth -= 1
        for predicate in self.inherited:
            name, was = source.constant(predicate), source.was_said(DATASET, predicate)
            source.add(f"if {was} and not ({source.was_said(RESOURCE, predicate)}):")
            copied = f"h[{name}] = g[{name}]" if self.syntax.grouped else f"h += said[{name}]"
            source.add(f"    {copied}")
        available = shared.european("planned-availability", *AVAILABILITY)
        source.put(RESOURCE, DCATAP.availability, available[0].subject)
        source.share(available)
        source.add(f"nodes[at] = {source.finished(SUBJECT, 'h', 'r')}")
        source.depth -= 1

    def _rows(self, place: Place) -> None:
        gathered: dict[str, Iri] = {}
        boxed = False
        for row in rows(self.site.own, place.level):
            if row.kind in GATHERED:
                self._gathered(place, row, gathered)
            elif row.kind is RdfKind.KEYWORDS:
                self._keywords(place, row)
            elif row.kind in MARKS:
                self._marked(place, row)
            elif row.kind is not RdfKind.BBOX:
                self._closed(place, row)
            elif not boxed:
                # A box needs all four of its rows, the first of them included.
                self._closed(place, row)
                boxed = True
        for name, address in gathered.items():
            text = self.source.finished(address, name, place.subject)
            self.source.add(f"if {name} is not None: nodes[{name}_at] = {text}")

    def _value(self, place: Place, row: Row) -> None:
        """Lines: v is the value; what follows is for when it is stated."""
        given = ATTRIBUTES[place.level].get(row.key)
        self.source.add(f"v = {given or f'{place.get}({row.key!r})'}", "if v is not None:")
        self.source.depth += 1

    def _prepared(self, mark: str) -> None:
        """Lines: t is v as it is written; what follows is for when anything is left of it."""
        source = self.source
        if mark == VALUE:
            source.add("if type(v) is not str or not v.isprintable() or v.isspace(): v = tidy(v)")
        elif mark == ADDRESS:
            source.add("if type(v) is not str or not plain(v): v = iri(str(v))")
        else:
            source.add("v = mailto(str(v))")
        source.add("if v:")
        source.depth += 1
        source.written(mark)

    def _marked(self, place: Place, row: Row) -> None:
        """A row whose value stands as it is in its places."""
        source, mark = self.source, MARKS[row.kind]
        traced = self.tracer.row(place.level, row, mark, ALONE)
        self._value(place, row)
        self._prepared(mark)
        for predicate, value in traced.statements:
            source.put(place, predicate, value)
        if row.kind is RdfKind.DOCUMENT:
            # Its node has an address that is not ours to choose.
            source.add("if v.startswith(s): raise Unusual")
            source.add("if v not in documents:", "    documents.add(v)")
            self._nodes(place, traced, 1)
        else:
            self._nodes(place, traced)
        source.share(traced.shared)
        if row.kind is RdfKind.ACCESS_URL:
            source.add("if download(v):")
            source.depth += 1
            source.put(place, DCAT.downloadURL, Iri(ADDRESS))
            source.depth -= 1
        source.depth -= 2

    def _nodes(self, place: Place, traced: Traced, deeper: int = 0) -> None:
        self.source.depth += deeper
        for node in traced.nodes:
            text = self.source.text(self.syntax.node(node), place.subject)
            self.source.add(f"nodes.append({text})")
        self.source.depth -= deeper

    def _gathered(self, place: Place, row: Row, gathered: dict[str, Iri]) -> None:
        """A row that adds to an inner node, which the first of them begins."""
        source, mark = self.source, MARKS.get(row.kind)
        traced = self.tracer.row(place.level, row, mark or 2000, ALONE)
        (node,), (link,) = traced.nodes, traced.statements
        name = f"{place.parts}_{node.subject.removeprefix(SUBJECT + FRAGMENT[place.level])}"
        if name not in gathered:
            gathered[name] = node.subject
            source.add(f"{name} = None")
        classes = [each for each in node.statements if each[0] == RDF.type]
        self._value(place, row)
        if mark:
            self._prepared(mark)
        else:
            self._recalled(row, place, "v")
            source.add("if c.parts:")
            source.depth += 1
        source.add(f"if {name} is None:")
        source.depth += 1
        source.put(place, *link)
        source.add(f"{name} = {source.started(node.subject, classes, place.subject)}")
        source.add(f"{name}_at = len(nodes)", "nodes.append(b'')")
        source.depth -= 1
        if mark:
            for predicate, value in node.statements[len(classes) :]:
                source.put(place, predicate, value, name)
        else:
            source.merge(name)
        source.depth -= 2

    def _keywords(self, place: Place, row: Row) -> None:
        """Words, each in its language and once."""
        source, syntax = self.source, self.syntax
        self._value(place, row)
        source.add("found = {}", "for v in [v] if type(v) is str else v:")
        source.depth += 1
        self._prepared(VALUE)
        source.add("if '\\u0e01' <= v[0] <= '\\u0e5b' or language(v) == 'th':")
        for language in ("th", "en"):
            source.depth += 1
            word = Literal(VALUE, language)
            source.add(f"found[{source.text(syntax.more(row.predicate, word))}] = None")
            source.depth -= 1
            if language == "th":
                source.add("else:")
        source.depth -= 2
        if syntax.grouped:
            word, name = Literal(VALUE, "th"), source.constant(row.predicate)
            more, first = syntax.more(row.predicate, word), syntax.part(row.predicate, word)
            start = first[: len(first) - len(more) + len(syntax.further)].encode()
            source.add(
                "found = b''.join(found)",
                f"if found: {place.parts}[{name}] = {start!r} + found[{len(syntax.further)}:]",
            )
        else:
            source.add(f"{place.parts} += found")
        source.depth -= 1

    def _closed(self, place: Place, row: Row) -> None:
        """A row of which few values occur, so that what they become is remembered."""
        self._value(place, row)
        if row.field.value_type is ValueType.CODES:
            self.source.add("if type(v) is list: v = tuple(v)")
        key: str | None = "v"
        if row.kind is RdfKind.PUBLISHER:
            key = _AGENCY
        elif row.kind not in READS:
            key = None
        elif beside := [f"{place.get}({name!r})" for name in READS[row.kind]]:
            key = f"(v, {', '.join(beside)})"
        self._remembered(place, row, key)
        self.source.depth -= 1

    def _remembered(self, place: Place, row: Row | None, key: str | None) -> None:
        source = self.source
        self._recalled(row, place, key)
        source.merge(place.parts)
        if not self.syntax.grouped:
            said = f"{place.said}.setdefault(p, []).append(u)"
            source.add("if c.watched:", "    for p, u in c.watched:", f"        {said}")
        source.add("if c.shared is not None: shared.append(c.shared)")
        variables = f"{place.subject}, {place.parts}, {place.said}, nodes, e"
        source.add(f"if c.bound is not None: c.bound.write({variables})")

    def _recalled(self, row: Row | None, place: Place, key: str | None) -> None:
        """Lines: c is what the row becomes."""
        source = self.source
        memory = source.named(
            Memory(
                self.syntax,
                self.tracer,
                place.level,
                row,
                frozenset(source.watched),
                source.alone[place.level],
            )
        )
        taken = "False"
        if row is not None and row.kind in LOOKS:
            taken = source.was_said(place, row.predicate)
            key = key and f"({key}, {taken})"
        make = f"c = {memory}.make({{}}, v, outline, metadata, {taken})"
        if key is None:
            source.add(make.format(None))
            return
        if key != "v":
            source.add(f"k = {key}")
            key = "k"
        source.add(f"c = {memory}.get({key})", f"if c is None: {make.format(key)}")


def _alone(table: Iterable[Row]) -> frozenset[Iri]:
    """Properties with which only one of these rows can say anything."""
    claims = Counter(
        each for row in table for each in {row.predicate, row.own, row.second} if each is not None
    )
    return frozenset(predicate for predicate, count in claims.items() if count == 1)
