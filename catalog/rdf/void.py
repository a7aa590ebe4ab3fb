"""What RDF the installation offers and where, as a VoID description."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.rdf import shared
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.site import Site
from catalog.rdf.terms import Node, node, plain, text_in
from catalog.rdf.vocabulary import nodes_document
from schemas.agency import AgencyRecord
from vocab.namespaces import ADMS, DCAT, DCT, DQV, FOAF, PROV, SKOS, VCARD, VOID, Iri

#: Where the description stands below the base.
PATH = "/void"
#: Vocabularies that the datasets use, beside the installation's own.
VOCABULARIES = (DCAT, DCT, FOAF, VCARD, SKOS, ADMS, DQV, PROV)


def void_document(site: Site, agencies: Iterable[AgencyRecord], form: Format) -> bytes:
    """The catalogue as a set of triples with its dumps, and the part of each agency, UTF-8.

    Nothing in it counts or dates: it changes only when an agency begins or ends to publish.
    """
    here = Iri(site.base + PATH)
    about = node(here, VOID.DatasetDescription)
    whole = _set(Iri(f"{here}#catalogue"), site)
    about.add(FOAF.primaryTopic, whole.subject)
    about.add(DCT.title, text_in("th", f"ชุดสามส่วนของ{site.title.th}"))
    about.add(DCT.title, text_in("en", f"Triples of {site.title.en}"))
    whole.add(VOID.uriSpace, plain(f"{site.base}/dataset/"))
    whole.add(VOID.openSearchDescription, Iri(f"{site.base}/opensearch.xml"))
    for vocabulary in VOCABULARIES:
        whole.add(VOID.vocabulary, Iri(str(vocabulary)))
    whole.add(VOID.vocabulary, Iri(site.own))
    found = [about, whole, *shared.agency(site.base, site.publisher)]
    if site.licence:
        licence = shared.licence(site.base, site.licence)
        whole.add(DCT.license, licence[0].subject)
        found += licence
    for agency in agencies:
        part = site.of_agency(agency)
        made = _set(Iri(f"{here}#{part.catalogue.removeprefix(site.base)[1:]}"), part)
        whole.add(VOID.subset, made.subject)
        found += [made, *shared.agency(site.base, agency)]
    return nodes_document(found, site, form)


def _set(subject: Iri, site: Site) -> Node:
    made = node(subject, VOID.Dataset)
    for predicate, text in ((DCT.title, site.title), (DCT.description, site.description)):
        made.add(predicate, text_in("th", text.th))
        made.add(predicate, text_in("en", text.en))
    made.add(DCT.publisher, shared.agency(site.base, site.publisher)[0].subject)
    made.add(FOAF.homepage, site.homepage)
    made.add(VOID.rootResource, site.catalogue)
    for form in FORMATS:
        made.add(VOID.dataDump, Iri(f"{site.catalogue}.{form.suffix}"))
        made.add(VOID.feature, Iri(form.iri))
    return made
