"""The Thai metadata standard as SHACL shapes, made from the field table, for others to use.

What every dataset must state is a violation, what it states must be of the right kind; each shape
is named and explained in both languages.  There are no blank nodes and no query: any validator of
SHACL Core reads it.  An export by DCAT-AP never lacks what DCAT-AP demands, so two fields have a
sign of their own there: a description that repeats the title, and an access address that is the
dataset itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.rdf.draft import Row, rows
from catalog.rdf.formats import Format
from catalog.rdf.site import Site
from catalog.rdf.syntax import shapes_syntax
from catalog.rdf.terms import Literal, Node, node, text_in
from catalog.rdf.vocabulary import written
from vocab.codes import FrequencyUnit, Obligation
from vocab.namespaces import (
    ADMS,
    DCAT,
    DCT,
    DQV,
    FOAF,
    RDF,
    RDFS,
    SH,
    SKOS,
    VCARD,
    XSD,
    Iri,
)
from vocab.profiles.th_gov import RdfKind

#: Under this path of the installation.
PATH = "/shapes/th-gov"
SOURCE = (
    "Announcements of the Digital Government Development Committee of 23 March 2566 "
    "(Royal Gazette vol. 140, special issue 69)"
)
#: Classes of the values of a kind.
_CLASSES: Mapping[RdfKind, Iri] = {
    RdfKind.CONCEPT: SKOS.Concept,
    RdfKind.THEME: SKOS.Concept,
    RdfKind.EU_THEME: SKOS.Concept,
    RdfKind.UNIT: SKOS.Concept,
    RdfKind.PUBLISHER: FOAF.Agent,
    RdfKind.FREQUENCY: DCT.Frequency,
    RdfKind.PROVENANCE: DCT.ProvenanceStatement,
    RdfKind.LICENCE: DCT.LicenseDocument,
    RdfKind.RIGHTS: DCT.RightsStatement,
    RdfKind.DOCUMENT: FOAF.Document,
    RdfKind.LANGUAGE: DCT.LinguisticSystem,
    RdfKind.STANDARD: DCT.Standard,
    RdfKind.BBOX: DCT.Location,
    RdfKind.PERIOD_START: DCT.PeriodOfTime,
    RdfKind.PERIOD_END: DCT.PeriodOfTime,
    RdfKind.PERIOD_TEXT: DCT.PeriodOfTime,
    RdfKind.SCALE: DQV.QualityMeasurement,
    RdfKind.ACCURACY: DQV.QualityMeasurement,
    RdfKind.ADMS_IDENTIFIER: ADMS.Identifier,
    RdfKind.CONTACT_NAME: VCARD.Kind,
    RdfKind.ACCESS_RIGHTS: SKOS.Concept,
    RdfKind.FORMAT: DCT.MediaTypeOrExtent,
}
#: Datatypes of the values of a kind.
_DATATYPES: Mapping[RdfKind, Iri] = {
    RdfKind.TEXT_TH: RDF.langString,
    RdfKind.TEXT_EN: RDF.langString,
    RdfKind.KEYWORDS: RDF.langString,
    RdfKind.DATE: XSD.date,
    RdfKind.BOOLEAN: XSD.boolean,
    RdfKind.IDENTIFIER: XSD.string,
    RdfKind.WITH_FREQUENCY: XSD.positiveInteger,
    RdfKind.BYTE_SIZE: XSD.nonNegativeInteger,
}
#: Kinds whose value is on the property of our namespace, for the Thai code is nowhere else.
_OWN = frozenset({RdfKind.ACCESS_RIGHTS, RdfKind.WITH_FREQUENCY})
#: Kinds that are no property of the dataset or distribution itself.
_ELSEWHERE = frozenset({RdfKind.OTHER_TEXT, RdfKind.RECORD_BOOLEAN, RdfKind.CONTACT_EMAIL})
_FREQUENCY_UNIT = "update_frequency_unit"
_LEVELS = (
    ("dataset", "Dataset", DCAT.Dataset, "ชุดข้อมูล", "Dataset"),
    ("resource", "Distribution", DCAT.Distribution, "ทรัพยากรข้อมูล", "Distribution"),
)


def shapes_document(site: Site, form: Format) -> bytes:
    """The shapes of the Thai standard as a document, UTF-8, the same bytes each time."""
    return written(shapes(site), shapes_syntax(form, site.own))


def shapes(site: Site) -> list[Node]:
    """The shapes, node by node."""
    return list(_Maker(site).nodes())


def is_mandatory(row: Row) -> bool:
    """Whether every type of dataset must state the field."""
    return all(each is Obligation.MANDATORY for each in row.field.obligation.values())


def lacking(row: Row) -> tuple[str, str]:
    """What is said where a mandatory field is missing, in Thai and English."""
    label_th, label_en = row.field.label_th, row.field.label_en
    return f"ไม่มี{label_th} ({row.key})", f"{label_en} ({row.key}) is missing"


class _Maker:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.base = site.base + PATH

    def at(self, name: str) -> Iri:
        return Iri(f"{self.base}#{name}")

    def nodes(self) -> Iterator[Node]:
        whole = node(Iri(self.base))
        whole.add(DCT.title, text_in("th", "โพรไฟล์คำอธิบายชุดข้อมูลภาครัฐไทย (SHACL)"))
        whole.add(DCT.title, text_in("en", "Thai government dataset metadata profile (SHACL)"))
        whole.add(DCT.source, text_in("en", SOURCE))
        whole.add(DCT.conformsTo, Iri("https://www.w3.org/TR/shacl/"))
        yield whole
        for level, name, target, label_th, label_en in _LEVELS:
            shape = node(self.at(name), SH.NodeShape)
            shape.add(SH.targetClass, target)
            shape.add(RDFS.label, text_in("th", label_th))
            shape.add(RDFS.label, text_in("en", label_en))
            inner: list[Node] = []
            for number, row in enumerate(rows(self.site.own, level), 1):
                if row.kind not in _ELSEWHERE:
                    inner += self._row(shape, row, number)
            yield shape
            yield from inner
        yield from self._thai()

    def _row(self, shape: Node, row: Row, number: int) -> Iterator[Node]:
        made = self._property(_name(row), self._path(row))
        self._named(made, row)
        made.add(SH.order, _integer(number))
        self._values(made, row)
        shape.add(SH.property, made.subject)
        if is_mandatory(row):
            yield from self._mandatory(shape, made, row)
        yield made
        if row.key == _FREQUENCY_UNIT:
            yield from self._intervals()

    def _path(self, row: Row) -> Iri:
        return row.own if row.kind in _OWN else row.predicate

    def _property(self, name: str, path: Iri) -> Node:
        made = node(self.at(name), SH.PropertyShape)
        made.add(SH.path, path)
        return made

    def _named(self, made: Node, row: Row) -> None:
        field = row.field
        for language, label, hint in (
            ("th", field.label_th, field.help_th),
            ("en", field.label_en, field.help_en),
        ):
            made.add(SH.name, text_in(language, label))
            made.add(SH.description, text_in(language, hint))

    def _values(self, made: Node, row: Row) -> None:
        """Of which kind each value must be."""
        if row.kind in _DATATYPES:
            made.add(SH.datatype, _DATATYPES[row.kind])
        elif row.kind in _CLASSES:
            made.add(SH["class"], _CLASSES[row.kind])
        else:
            made.add(SH.nodeKind, SH.IRI)
        if row.kind is RdfKind.TEXT_TH:
            made.add(SH.uniqueLang, Literal("true", "", XSD.boolean))

    def _mandatory(self, shape: Node, made: Node, row: Row) -> Iterator[Node]:
        """Violations when the field is missing; shapes of their own, for the words.

        A value stands in a property of its own, but for the source, which shares one.
        """
        if row.kind is RdfKind.FORMAT:
            yield from self._without_any(row, (row.predicate, row.own))
            return
        if row.kind is RdfKind.PROVENANCE:
            yield from self._beside_others(row)
            return
        if row.kind is RdfKind.TEXT_TH and row.field.level == "dataset":
            yield from self._without_thai(row)
            if row.predicate != DCT.description:
                return
        required = self._property(f"{_name(row)}-required", self._path(row))
        self._say(required, row)
        shape.add(SH.property, required.subject)
        yield required
        if row.predicate == DCT.description:
            required.add(SH.disjoint, DCT.title)
            return
        required.add(SH.minCount, _integer(1))
        if row.kind is RdfKind.ACCESS_URL:
            required.add(SH["not"], self.at("a-dataset"))
            itself = node(self.at("a-dataset"), SH.NodeShape)
            itself.add(SH["class"], DCAT.Dataset)
            yield itself
        elif row.kind is RdfKind.CONTACT_NAME:
            yield from self._contact(made)

    def _say(self, made: Node, row: Row) -> None:
        for language, sentence in zip(("th", "en"), lacking(row), strict=True):
            made.add(SH.message, text_in(language, sentence))

    def _contact(self, made: Node) -> Iterator[Node]:
        """A contact point has a name and an address, each a field of its own."""
        table = {row.kind: row for row in rows(self.site.own, "dataset")}
        for kind, path in (
            (RdfKind.CONTACT_NAME, VCARD.fn),
            (RdfKind.CONTACT_EMAIL, VCARD.hasEmail),
        ):
            row = table[kind]
            inner = self._property(f"contact-{row.key}", path)
            self._named(inner, row)
            inner.add(SH.minCount, _integer(1))
            self._say(inner, row)
            made.add(SH.property, inner.subject)
            yield inner

    def _without_thai(self, row: Row) -> Iterator[Node]:
        """A violation unless one of the texts is Thai."""
        every = self._property(f"{_name(row)}-not-thai", row.predicate)
        every.add(SH["not"], self.at("thai"))
        yield from self._every(row, every)

    def _beside_others(self, row: Row) -> Iterator[Node]:
        """A violation unless a value is there that is not that of another field."""
        table = rows(self.site.own, row.field.level)
        others = [each.key for each in table if each.predicate == row.predicate]
        others.remove(row.key)
        every = self._property(f"{_name(row)}-another", row.predicate)
        every.add(SH.pattern, Literal(f"#({'|'.join(others)})$"))
        yield from self._every(row, every)

    def _every(self, row: Row, every: Node) -> Iterator[Node]:
        """A violation when every value is such, or when there is none."""
        wrong = node(self.at(f"{_name(row)}-lacking"), SH.NodeShape)
        wrong.add(SH.property, every.subject)
        yield from (every, wrong, self._refused(row, wrong))

    def _without_any(self, row: Row, paths: tuple[Iri, ...]) -> Iterator[Node]:
        """A violation when none of the properties is there."""
        name = _name(row)
        without = node(self.at(f"{name}-nowhere"), SH.NodeShape)
        for number, path in enumerate(paths, 1):
            none = self._property(f"{name}-none-{number}", path)
            none.add(SH.maxCount, _integer(0))
            without.add(SH.property, none.subject)
            yield none
        yield from (without, self._refused(row, without))

    def _intervals(self) -> Iterator[Node]:
        """A unit of time demands its interval."""
        row = next(r for r in rows(self.site.own, "dataset") if r.kind is RdfKind.WITH_FREQUENCY)
        none = self._property("without-interval", row.own)
        none.add(SH.maxCount, _integer(0))
        yield none
        unit_row = next(r for r in rows(self.site.own, "dataset") if r.key == _FREQUENCY_UNIT)
        for unit in FrequencyUnit:
            if not unit.needs_interval:
                continue
            chosen = self._property(f"unit-{unit}", unit_row.own)
            value = Iri(f"{self.site.base}/codelist/{_FREQUENCY_UNIT}/{unit}")
            chosen.add(SH.hasValue, value)
            both = node(self.at(f"{unit}-without-interval"), SH.NodeShape)
            both.add(SH.property, chosen.subject)
            both.add(SH.property, none.subject)
            yield from (chosen, both, self._refused(row, both))

    def _refused(self, row: Row, wrong: Node) -> Node:
        """A shape of its own, for the words: what conforms to ``wrong`` is a violation."""
        made = node(Iri(wrong.subject + "-refused"), SH.NodeShape)
        made.add(
            SH.targetClass, DCAT.Dataset if row.field.level == "dataset" else DCAT.Distribution
        )
        made.add(SH["not"], wrong.subject)
        self._say(made, row)
        return made

    def _thai(self) -> Iterator[Node]:
        """A text in Thai; the list has an address, for there are no blank nodes."""
        listed = node(self.at("languages-of-thai"))
        listed.add(RDF.first, Literal("th"))
        listed.add(RDF.rest, RDF.nil)
        thai = node(self.at("thai"), SH.NodeShape)
        thai.add(SH.languageIn, listed.subject)
        yield from (thai, listed)


def _name(row: Row) -> str:
    return f"{row.field.level}-{row.key}"


def _integer(value: int) -> Literal:
    return Literal(str(value), "", XSD.integer)
