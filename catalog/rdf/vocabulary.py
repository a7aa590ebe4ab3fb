"""The installation's own words as RDF: the terms of its namespace, its code lists, an agency."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.rdf import shared
from catalog.rdf.draft import rows
from catalog.rdf.formats import Format
from catalog.rdf.kinds import WRITES_OWN
from catalog.rdf.metrics import METRICS, metric_nodes
from catalog.rdf.resources import own_terms
from catalog.rdf.site import Site
from catalog.rdf.syntax import Syntax, syntax
from catalog.rdf.terms import Node, node, text_in
from schemas.agency import AgencyRecord
from vocab.concepts import codelist
from vocab.namespaces import DCT, RDF, RDFS, SKOS, Iri


def nodes_document(nodes: Iterable[Node], site: Site, form: Format) -> bytes:
    """Some nodes as a document, each subject once, UTF-8."""
    return written(nodes, syntax(form, site.own))


def written(nodes: Iterable[Node], writer: Syntax) -> bytes:
    """Some nodes as a document of a syntax, each subject once, UTF-8."""
    once: dict[Iri, Node] = {}
    for each in nodes:
        once.setdefault(each.subject, each)
    return (
        writer.head + writer.between.join(map(writer.node, once.values())) + writer.foot
    ).encode()


def agency_document(record: AgencyRecord, site: Site, form: Format) -> bytes:
    """An agency as publishers are described."""
    return nodes_document(shared.agency(site.base, record), site, form)


def codelist_document(schemes: Iterable[str], site: Site, form: Format) -> bytes:
    """Code lists with their values, as SKOS; KeyError for a list that there is not."""
    found: list[Node] = []
    for scheme in map(codelist, schemes):
        found.append(shared.own_scheme(site.base, scheme.id))
        for each in scheme:
            written = shared.concept(site.base, scheme.id, each.id)[0]
            made = Node(written.subject, list(written.statements))
            for address in each.exact_match:
                made.add(SKOS.exactMatch, Iri(address))
            found.append(made)
    return nodes_document(found, site, form)


def terms_document(site: Site, form: Format) -> bytes:
    """The terms of the installation's namespace, most of them named after keys of the fields."""
    whole = node(Iri(site.own))
    whole.add(DCT.title, text_in("en", "Terms of the Thai government dataset metadata standard"))
    found = [whole]
    for level in ("dataset", "resource"):
        for row in rows(site.own, level):
            terms = [row.own] if row.kind in WRITES_OWN else []
            terms += [row.predicate] if row.predicate.startswith(site.own) else []
            for term in terms:
                made = node(term, RDF.Property)
                made.add(RDFS.label, text_in("th", row.field.label_th))
                made.add(RDFS.label, text_in("en", row.field.label_en))
                made.add(RDFS.comment, text_in("en", row.field.help_en))
                made.add(RDFS.isDefinedBy, Iri(site.own))
                found.append(made)
    for metric in METRICS:
        found += metric_nodes(site.own, metric)
    found += own_terms(site.own)
    return nodes_document(found, site, form)
