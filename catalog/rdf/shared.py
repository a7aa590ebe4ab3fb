"""Nodes that many datasets point to: EU concepts, code lists, licences, agencies, places.

Each function gives the node itself first, then the nodes it needs; what an IRI is and how it is
called stands in the same graph (dcat.md, section 3).  Results are cached: they are the same for
every dataset, and a syntax renders each of them once.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from catalog.rdf.terms import Literal, Node, node, plain, segment, text_in
from schemas.agency import AgencyRecord
from vocab.concepts import codelist
from vocab.namespaces import DCAT, DCT, DQV, EU, FOAF, GEO, RDFS, SKOS, Iri
from vocab.profiles.dcat import (
    ADMS_CHANGE_TYPE,
    ADMS_LICENCE_TYPE,
    ADMS_LICENCE_TYPES,
    ADMS_PUBLISHER_TYPE,
    ADMS_SCHEMES,
    ADMS_VERSION,
    EU_SCHEMES,
    IANA,
    LICENCES,
    PUBLISHER_TYPE,
    Place,
)

Nodes = tuple[Node, ...]

#: Concepts are few hundred, agencies a few thousand; what falls out is made again.
_KEPT = 8192


@lru_cache(_KEPT)
def eu_scheme(scheme: str) -> Node:
    """One of the EU lists."""
    made = node(Iri(EU + scheme), SKOS.ConceptScheme)
    made.add(DCT.title, Literal(EU_SCHEMES[scheme], "en"))
    return made


@lru_cache(_KEPT)
def european(scheme: str, code: str, label: str, *classes: Iri) -> Nodes:
    """A concept of an EU list, of the classes that the property wants."""
    made = node(Iri(f"{EU}{scheme}/{code}"), *classes, SKOS.Concept)
    made.add(SKOS.prefLabel, Literal(label, "en"))
    made.add(SKOS.inScheme, Iri(EU + scheme))
    return made, eu_scheme(scheme)


@lru_cache(_KEPT)
def adms_scheme(list_address: str) -> Node:
    """One of the ADMS lists."""
    made = node(Iri(list_address + ADMS_VERSION), SKOS.ConceptScheme)
    made.add(DCT.title, Literal(ADMS_SCHEMES[list_address], "en"))
    return made


@lru_cache(_KEPT)
def adms(list_address: str, code: str, label: str) -> Nodes:
    """A concept of one of the ADMS lists."""
    made = node(Iri(list_address + code), SKOS.Concept)
    made.add(SKOS.prefLabel, Literal(label, "en"))
    scheme = adms_scheme(list_address)
    made.add(SKOS.inScheme, scheme.subject)
    return made, scheme


def change_type(code: str) -> Nodes:
    """Why a catalogue record looks as it does: created, updated or deleted."""
    return adms(ADMS_CHANGE_TYPE, code, code)


@lru_cache(_KEPT)
def own_scheme(base: str, scheme: str) -> Node:
    """One of our code lists."""
    found = codelist(scheme)
    made = node(Iri(f"{base}/codelist/{scheme}"), SKOS.ConceptScheme)
    made.add(DCT.title, text_in("th", found.title_th))
    made.add(DCT.title, text_in("en", found.title_en))
    return made


@lru_cache(_KEPT)
def concept(base: str, scheme: str, concept_id: str) -> Nodes:
    """A value of one of our code lists; KeyError when the list does not have it."""
    found = codelist(scheme)[concept_id]
    made = node(Iri(f"{base}/{found.path}"), SKOS.Concept)
    made.add(SKOS.prefLabel, text_in("th", found.label_th))
    made.add(SKOS.prefLabel, text_in("en", found.label_en))
    made.add(SKOS.notation, plain(found.notation))
    made.add(SKOS.inScheme, Iri(f"{base}/codelist/{scheme}"))
    return made, own_scheme(base, scheme)


@lru_cache(_KEPT)
def licence(base: str, licence_id: str) -> Nodes:
    """A licence by its id; KeyError when the table does not have it.

    The one English title is in the wording of CKAN's licence register, by which CKAN portals
    recognise it (interop.md, section 3.2).
    """
    row = LICENCES[licence_id]
    made = node(Iri(row.iri or f"{base}/codelist/license_id/{licence_id}"), DCT.LicenseDocument)
    made.add(DCT.title, Literal(row.title, "en"))
    kinds = licence_types(licence_id)
    for kind, _ in kinds:
        made.add(DCT.type, kind.subject)
    return made, *(each for nodes in kinds for each in nodes)


@lru_cache(_KEPT)
def licence_types(licence_id: str) -> tuple[Nodes, ...]:
    """The ADMS licence types of a licence."""
    return tuple(
        adms(ADMS_LICENCE_TYPE, name, ADMS_LICENCE_TYPES[name])
        for name in LICENCES[licence_id].types
    )


@lru_cache(_KEPT)
def agency(base: str, record: AgencyRecord) -> Nodes:
    """An agency as publisher."""
    made = node(Iri(f"{base}/agency/{segment(record.code)}"), FOAF.Agent, FOAF.Organization)
    made.add(FOAF.name, text_in("th", record.name_th))
    made.add(FOAF.name, text_in("en", record.name_en))
    made.add(DCT.identifier, plain(record.code))
    kind = adms(ADMS_PUBLISHER_TYPE, *PUBLISHER_TYPE[record.kind])
    made.add(DCT.type, kind[0].subject)
    return made, *kind


@lru_cache(_KEPT)
def standard(address: str, title: str) -> Nodes:
    """A published standard or profile."""
    made = node(Iri(address), DCT.Standard)
    made.add(DCT.title, Literal(title, "en"))
    return (made,)


@lru_cache(_KEPT)
def media_type(name: str) -> Nodes:
    """A media type of the IANA register."""
    made = node(Iri(IANA + name), DCT.MediaType)
    made.add(RDFS.label, Literal(name))
    return (made,)


@lru_cache(_KEPT)
def place(row: Place) -> Nodes:
    """A place with its box and centre."""
    made = node(Iri(f"{EU}{row.scheme}/{row.code}"), DCT.Location, SKOS.Concept)
    made.add(SKOS.prefLabel, Literal(row.label_th, "th"))
    made.add(SKOS.prefLabel, Literal(row.label_en, "en"))
    made.add(SKOS.inScheme, Iri(EU + row.scheme))
    add_box(made, *row.box, centre=row.centre)
    return made, eu_scheme(row.scheme)


def add_box(
    made: Node,
    west: Decimal,
    south: Decimal,
    east: Decimal,
    north: Decimal,
    centre: tuple[Decimal, Decimal] | None = None,
) -> None:
    """Box and centre of a location as WKT in CRS84, longitude before latitude.

    Without a ``centre`` of its own the location has that of its box.
    """
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ",".join(f"{x:f} {y:f}" for x, y in corners)
    x, y = centre or ((west + east) / 2, (south + north) / 2)
    made.add(DCAT.bbox, Literal(f"POLYGON(({ring}))", "", GEO.wktLiteral))
    made.add(DCAT.centroid, Literal(f"POINT({x:f} {y:f})", "", GEO.wktLiteral))


@lru_cache(_KEPT)
def metric(subject: Iri, label_th: str, label_en: str) -> Nodes:
    """A quality metric that a measurement refers to."""
    made = node(subject, DQV.Metric)
    made.add(SKOS.prefLabel, text_in("th", label_th))
    made.add(SKOS.prefLabel, text_in("en", label_en))
    return (made,)
