"""What an OAI-PMH record carries: Dublin Core, or the RDF of the dataset; pure.

Harvesters cut a payload out of the answer, so each declares its own namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from catalog.api.exchange.places import place_of
from catalog.rdf.formats import RDF_XML
from catalog.rdf.site import Site
from catalog.rdf.stream import dataset_document
from catalog.rdf.terms import clean, guess_language, iri
from schemas.dataset import DatasetRecord
from schemas.values import LocalizedText
from vocab.concepts import codelist
from vocab.profiles.dcat import file_type

_DC = "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DECLARATION = re.compile(r"<\?xml[^>]*\?>\s*")


def element(name: str, text: str = "", **attributes: str) -> str:
    """An element with a text; an attribute's ``_`` is a colon."""
    written = "".join(
        f" {key.rstrip('_').replace('_', ':')}={quoteattr(clean(value))}"
        for key, value in attributes.items()
    )
    inner = escape(clean(text))
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def rdf(record: DatasetRecord, site: Site) -> str:
    """The document of the dataset in RDF/XML; KeyError or ValueError as `rdf.write.describe`."""
    return _DECLARATION.sub("", dataset_document(record, site, RDF_XML).decode(), count=1)


def dublin_core(record: DatasetRecord, site: Site) -> str:
    """The fifteen elements as far as the record has them."""
    inner = "".join(_elements(record, site))
    return (
        f'<oai_dc:dc xmlns:oai_dc="{_OAI_DC}" xmlns:dc="{_DC}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd">'
        f"{inner}</oai_dc:dc>"
    )


def _elements(record: DatasetRecord, site: Site) -> Iterator[str]:
    agency = LocalizedText(record.agency.name_th, record.agency.name_en)
    yield from _in_both("title", record.title)
    yield from _in_both("publisher", agency)
    for keyword in record.keywords:
        yield element("dc:subject", keyword, xml_lang=guess_language(keyword))
    yield from _in_both("description", record.notes)
    if day := record.day("last_updated_date"):
        yield element("dc:date", day.isoformat())
    yield element("dc:type", "Dataset")
    formats = dict.fromkeys(part.text("format") for part in record.public_distributions)
    for name in filter(None, formats):
        kind = file_type(name)
        yield element("dc:format", kind.media_type if kind and kind.media_type else name)
    yield element("dc:identifier", site.dataset(record))
    yield element("dc:identifier", f"urn:uuid:{record.uid}")
    if source := record.text("data_source"):
        yield element("dc:source", source, xml_lang="th")
    for language in record.texts("data_language"):
        # The list has ISO 639-1 codes, and words for an unknown and for another language.
        if len(language) == 2:
            yield element("dc:language", language)
    if landing := iri(record.text("url")):
        yield element("dc:relation", landing)
    if place := place_of(record):
        yield from _in_both("coverage", LocalizedText(place.label_th, place.label_en))
    yield from _rights(record)


def _in_both(name: str, text: LocalizedText) -> Iterator[str]:
    for language, words in (("th", text.th), ("en", text.en)):
        if clean(words).strip():
            yield element(f"dc:{name}", words, xml_lang=language)


def _rights(record: DatasetRecord) -> Iterator[str]:
    """The licence by its name, and by its address where it has one."""
    listed, code = codelist("license_id"), record.text("license_id")
    if code not in listed:
        return
    licence = listed[code]
    yield from _in_both("rights", LocalizedText(licence.label_th, licence.label_en))
    if address := licence.attributes.get("uri"):
        yield element("dc:rights", address)
