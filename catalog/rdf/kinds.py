"""One function for each kind of the field table: how a value becomes triples.

The functions know kinds, never single fields; which row has which kind stands in
vocab.profiles.th_gov, what our codes are called in Europe in vocab.profiles.dcat.  A code that is
in no list raises KeyError or ValueError: records are checked when they are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from catalog.rdf import shared
from catalog.rdf.draft import Row, Scope, Write
from catalog.rdf.terms import (
    Literal,
    Node,
    boolean,
    day,
    degrees,
    guess_language,
    iri,
    mailto,
    plain,
    text_in,
    year,
)
from schemas.distribution import Value
from vocab.codes import OTHER, FrequencyUnit
from vocab.concepts import codelist
from vocab.namespaces import (
    ADMS,
    DCAT,
    DCT,
    DQV,
    FOAF,
    GEODCAT,
    RDFS,
    SKOS,
    VCARD,
    XSD,
    Iri,
)
from vocab.profiles.dcat import (
    ACCESS_LABELS,
    BOX_KEYS,
    DATASET_TYPES,
    FREQUENCY_LABELS,
    INTERVAL_KEY,
    LANGUAGES,
    access_right,
    file_type,
    frequency,
)
from vocab.profiles.th_gov import RdfKind


def _many(value: Value) -> tuple[Value, ...]:
    """The values of a list, each once; a single value as a list of one."""
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,)


def _text_th(scope: Scope, row: Row, value: Value) -> None:
    scope.node.add(row.predicate, text_in("th", value))


def _text_en(scope: Scope, row: Row, value: Value) -> None:
    scope.node.add(row.predicate, text_in("en", value))


def _keywords(scope: Scope, row: Row, value: Value) -> None:
    for word in dict.fromkeys(text_in(guess_language(str(w)), w) for w in _many(value)):
        scope.node.add(row.predicate, word)


def _concept(scope: Scope, row: Row, value: Value) -> None:
    base, scheme = scope.draft.site.base, row.field.codelist
    for code in _many(value):
        scope.link(row.predicate, shared.concept(base, scheme, str(code)))
    if row.predicate == DCT.type and value in DATASET_TYPES:
        found = DATASET_TYPES[str(value)]
        scope.link(row.predicate, shared.european("dataset-type", *found))


def _other_text(scope: Scope, row: Row, value: Value) -> None:
    """A concept of the dataset's own beside the value อื่นๆ.

    Where the profile accepts EU codes only, or one value only, the text gets a property of ours.
    """
    text = text_in("th", value)
    if text is None:
        return
    if row.parent is not RdfKind.CONCEPT:
        scope.node.add(row.own, text)
        return
    made = scope.inner(f"other-{row.field.other_of}", row.predicate, SKOS.Concept)
    made.add(SKOS.prefLabel, text)


def _publisher(scope: Scope, row: Row, _value: Value) -> None:
    draft = scope.draft
    scope.link(row.predicate, shared.agency(draft.site.base, draft.record.agency))


def _contact(scope: Scope) -> Node:
    return scope.inner("contact", DCAT.contactPoint, VCARD.Kind, VCARD.Organization)


def _contact_name(scope: Scope, _row: Row, value: Value) -> None:
    if name := text_in("th", value):
        _contact(scope).add(VCARD.fn, name)


def _contact_email(scope: Scope, row: Row, value: Value) -> None:
    if address := mailto(str(value)):
        _contact(scope).add(row.predicate, address)


def _frequency(scope: Scope, row: Row, value: Value) -> None:
    interval = scope.metadata.get(INTERVAL_KEY)
    code = frequency(FrequencyUnit(str(value)), interval if isinstance(interval, int) else None)
    label = FREQUENCY_LABELS[code]
    scope.link(row.predicate, shared.european("frequency", code, label, DCT.Frequency))
    # The EU code is coarser than unit and interval: ours stays beside it.
    found = shared.concept(scope.draft.site.base, row.field.codelist, str(value))
    scope.link(row.own, found)


def _with_frequency(scope: Scope, row: Row, value: Value) -> None:
    if isinstance(value, int) and value > 0:
        scope.node.add(row.own, Literal(str(value), "", XSD.positiveInteger))


def _provenance(scope: Scope, row: Row, value: Value) -> None:
    if text := text_in("th", value):
        made = scope.inner(row.key, row.predicate, DCT.ProvenanceStatement)
        made.add(RDFS.label, text)


def _access_rights(scope: Scope, row: Row, value: Value) -> None:
    draft = scope.draft
    code = access_right(draft.record.category, draft.record.classification)
    if code and not scope.node.values(row.predicate):
        found = shared.european("access-right", code, ACCESS_LABELS[code], DCT.RightsStatement)
        scope.link(row.predicate, found)
    scope.link(row.own, shared.concept(draft.site.base, row.field.codelist, str(value)))


def _licence(scope: Scope, row: Row, value: Value) -> None:
    text = text_in("th", scope.metadata.get(row.other, ""))
    if value == OTHER and text:
        made = scope.inner(f"other-{row.key}", row.predicate, DCT.LicenseDocument)
        made.add(DCT.title, text)
        for nodes in shared.licence_types(OTHER):
            made.add(DCT.type, scope.draft.share(nodes))
    else:
        scope.link(row.predicate, shared.licence(scope.draft.site.base, str(value)))


def _rights(scope: Scope, row: Row, value: Value) -> None:
    if text := text_in("th", value):
        scope.inner(row.key, row.predicate, DCT.RightsStatement).add(RDFS.label, text)


def _date(scope: Scope, row: Row, value: Value) -> None:
    taken = row.second is not None and scope.node.values(row.predicate)
    scope.node.add(row.second if row.second and taken else row.predicate, day(value))


def _document(scope: Scope, row: Row, value: Value) -> None:
    if address := iri(str(value)):
        scope.node.add(row.predicate, address)
        scope.draft.describe(address, FOAF.Document)


def _language(scope: Scope, row: Row, value: Value) -> None:
    for found in dict.fromkeys(LANGUAGES[str(v)] for v in _many(value)):
        scope.link(row.predicate, shared.european("language", *found, DCT.LinguisticSystem))


def _boolean(scope: Scope, row: Row, value: Value) -> None:
    scope.node.add(row.predicate, boolean(value))


def _record_boolean(scope: Scope, row: Row, value: Value) -> None:
    draft = scope.draft
    draft.describe(draft.site.entry(draft.record)).add(row.predicate, boolean(value))


def _period(scope: Scope, row: Row) -> Node:
    return scope.inner("temporal", row.predicate, DCT.PeriodOfTime)


def _period_start(scope: Scope, row: Row, value: Value) -> None:
    if first := year(value):
        _period(scope, row).add(DCAT.startDate, first)


def _period_end(scope: Scope, row: Row, value: Value) -> None:
    if last := year(value):
        _period(scope, row).add(DCAT.endDate, last)


def _period_text(scope: Scope, row: Row, value: Value) -> None:
    if text := text_in("th", value):
        _period(scope, row).add(RDFS.label, text)


def _unit(scope: Scope, row: Row, value: Value) -> None:
    if text := text_in("th", value):
        scope.inner(row.key, row.predicate, SKOS.Concept).add(SKOS.prefLabel, text)


def _standard(scope: Scope, row: Row, value: Value) -> None:
    if text := text_in("th", value):
        scope.inner(row.key, row.predicate, DCT.Standard).add(DCT.title, text)


def _measurement(scope: Scope, row: Row, metric: shared.Nodes, value: Literal) -> None:
    made = scope.inner(row.key, row.predicate, DQV.QualityMeasurement)
    made.add(DQV.computedOn, scope.node.subject)
    made.add(DQV.isMeasurementOf, scope.draft.share(metric))
    made.add(DQV.value, value)


def _scale(scope: Scope, row: Row, value: Value) -> None:
    """The scale as a ratio (GeoDCAT-AP) and as our concept, which อื่นๆ has as well."""
    scheme = row.field.codelist
    scope.link(row.own, shared.concept(scope.draft.site.base, scheme, str(value)))
    denominator = codelist(scheme)[str(value)].attributes.get("denominator")
    if denominator:
        metric = shared.metric(GEODCAT.spatialResolutionAsScale, "มาตราส่วน", "Scale")
        ratio = Literal(f"{1 / Decimal(denominator):f}", "", XSD.decimal)
        _measurement(scope, row, metric, ratio)


def _accuracy(scope: Scope, row: Row, value: Value) -> None:
    if text := text_in("th", value):
        field = row.field
        _measurement(scope, row, shared.metric(row.own, field.label_th, field.label_en), text)


def _bbox(scope: Scope, row: Row, _value: Value) -> None:
    """The box of four rows at the first of them; nothing unless all four make one."""
    if Iri(scope.fragment + "box") in scope.draft.nodes:
        return
    given = (scope.metadata.get(key) for key in BOX_KEYS)
    limits = (180, 180, 90, 90)
    west, east, north, south = (degrees(x, at) for x, at in zip(given, limits, strict=True))
    if west is None or east is None or north is None or south is None:
        return
    if west <= east and south <= north:
        made = scope.inner("box", row.predicate, DCT.Location)
        shared.add_box(made, west, south, east, north)


def _identifier(scope: Scope, row: Row, value: Value) -> None:
    scope.node.add(row.predicate, plain(value))


def _adms_identifier(scope: Scope, row: Row, value: Value) -> None:
    if address := iri(str(value)):
        made = scope.inner("identifier", row.predicate, ADMS.Identifier)
        made.add(SKOS.notation, Literal(address, "", XSD.anyURI))


def _access_url(scope: Scope, row: Row, value: Value) -> None:
    """The address; a download as well when its path ends like a file."""
    address = iri(str(value))
    if address is None:
        return
    scope.node.add(row.predicate, address)
    if is_download(address):
        scope.node.add(DCAT.downloadURL, address)


def is_download(address: str) -> bool:
    """Whether the path of an absolute address ends like a file."""
    path = address.partition("#")[0].partition("?")[0]
    name = path[path.rfind("/") + 1 :]
    begins = path.index("://") + 3
    return "/" in path[begins:] and "." in name and is_file(name[name.rfind(".") + 1 :])


def download(text: str) -> bool:
    """`is_download`, at one look for a plain path."""
    if "?" in text or "#" in text:
        return is_download(text)
    slash, dot = text.rfind("/"), text.rfind(".")
    # The dot stands behind the last slash, and that is not one of the two before the host.
    return dot > slash > text.find("/") + 1 and is_file(text[dot + 1 :])


@lru_cache(1024)
def is_file(suffix: str) -> bool:
    """Whether an address that ends like this is one of a file."""
    found = file_type(suffix)
    return found is not None and found.is_file


def _format(scope: Scope, row: Row, value: Value) -> None:
    """EU file type and IANA media type where the word is known; the word itself where not."""
    found = file_type(str(value))
    if found and found.code:
        kind = shared.european("file-type", found.code, found.label, DCT.MediaTypeOrExtent)
        scope.link(row.predicate, kind)
    else:
        scope.node.add(row.own, plain(value))
    if found and found.media_type:
        scope.link(DCAT.mediaType, shared.media_type(found.media_type))


def _eu_theme(scope: Scope, row: Row, value: Value) -> None:
    for code in _many(value):
        found = codelist(row.field.codelist)[str(code)]
        theme = shared.european("data-theme", found.notation, found.label_en)
        scope.link(row.predicate, theme)


def _byte_size(scope: Scope, row: Row, value: Value) -> None:
    if isinstance(value, int) and value > 0:
        scope.node.add(row.predicate, Literal(str(value), "", XSD.nonNegativeInteger))


#: Kinds that write the property named after their key (`Row.own`), beside or instead of the other.
WRITES_OWN = frozenset(
    {
        RdfKind.OTHER_TEXT,
        RdfKind.FREQUENCY,
        RdfKind.WITH_FREQUENCY,
        RdfKind.ACCESS_RIGHTS,
        RdfKind.SCALE,
        RdfKind.ACCURACY,
        RdfKind.FORMAT,
    }
)

WRITERS: Mapping[RdfKind, Write] = {
    RdfKind.TEXT_TH: _text_th,
    RdfKind.TEXT_EN: _text_en,
    RdfKind.KEYWORDS: _keywords,
    RdfKind.CONCEPT: _concept,
    RdfKind.OTHER_TEXT: _other_text,
    RdfKind.PUBLISHER: _publisher,
    RdfKind.CONTACT_NAME: _contact_name,
    RdfKind.CONTACT_EMAIL: _contact_email,
    RdfKind.FREQUENCY: _frequency,
    RdfKind.WITH_FREQUENCY: _with_frequency,
    RdfKind.PROVENANCE: _provenance,
    RdfKind.ACCESS_RIGHTS: _access_rights,
    RdfKind.LICENCE: _licence,
    RdfKind.RIGHTS: _rights,
    RdfKind.DATE: _date,
    RdfKind.DOCUMENT: _document,
    RdfKind.LANGUAGE: _language,
    RdfKind.BOOLEAN: _boolean,
    RdfKind.RECORD_BOOLEAN: _record_boolean,
    RdfKind.PERIOD_START: _period_start,
    RdfKind.PERIOD_END: _period_end,
    RdfKind.PERIOD_TEXT: _period_text,
    RdfKind.UNIT: _unit,
    RdfKind.STANDARD: _standard,
    RdfKind.THEME: _concept,
    RdfKind.SCALE: _scale,
    RdfKind.ACCURACY: _accuracy,
    RdfKind.BBOX: _bbox,
    RdfKind.IDENTIFIER: _identifier,
    RdfKind.ADMS_IDENTIFIER: _adms_identifier,
    RdfKind.ACCESS_URL: _access_url,
    RdfKind.FORMAT: _format,
    RdfKind.BYTE_SIZE: _byte_size,
    RdfKind.EU_THEME: _eu_theme,
}
