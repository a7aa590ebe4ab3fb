"""The catalogue as a whole, and one page of it, as triples."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.rdf import shared
from catalog.rdf.site import Site
from catalog.rdf.terms import Literal, Node, day, iri, node, text_in
from catalog.rdf.write import Description
from vocab.namespaces import DCAT, DCT, FOAF, HYDRA, RDF, XSD, Iri
from vocab.profiles.dcat import LANGUAGES, PLACE_OF_ORGANISATION, THAILAND


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogPage:
    """One page of the catalogue (Hydra): absolute addresses, "" where there is no such page.

    ``total`` counts every dataset of the catalogue that the reader may see, ``size`` how many a
    page holds at most (0: not said).
    """

    address: str
    total: int
    size: int = 0
    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""


def catalogue(site: Site, page: CatalogPage | None = None) -> Description:
    """What the catalogue says about itself; datasets are linked where they are written.

    Raises ValueError when an address of the page is no absolute one.
    """
    made = node(site.catalogue, DCAT.Catalog)
    found: dict[Iri, Node] = {}

    def link(predicate: Iri, nodes: shared.Nodes) -> None:
        found.update((each.subject, each) for each in nodes)
        made.add(predicate, nodes[0].subject)

    for predicate, text in ((DCT.title, site.title), (DCT.description, site.description)):
        made.add(predicate, text_in("th", text.th))
        made.add(predicate, text_in("en", text.en))
    link(DCT.publisher, shared.agency(site.base, site.publisher))
    for language in ("th", "en"):
        code = LANGUAGES[language]
        link(DCT.language, shared.european("language", *code, DCT.LinguisticSystem))
    if site.licence:
        link(DCT.license, shared.licence(site.base, site.licence))
    made.add(DCT.issued, day(site.issued))
    made.add(DCT.modified, day(site.modified))
    usual = PLACE_OF_ORGANISATION.get(site.publisher.organisation, THAILAND)
    link(DCT.spatial, shared.place(usual))
    link(DCAT.themeTaxonomy, (shared.eu_scheme("data-theme"),))
    link(DCAT.themeTaxonomy, (shared.own_scheme(site.base, "geographic_data_set"),))
    made.add(FOAF.homepage, site.homepage)
    own = [made, node(site.homepage, FOAF.Document)]
    if page is not None:
        own.append(_view(made, page))
    return Description(tuple(own), tuple(found.values()))


def _view(whole: Node, page: CatalogPage) -> Node:
    """One node in both dialects of Hydra.

    Of today's readers some look for a PartialCollectionView whose neighbours are IRIs, some only
    for a PagedCollection as it was before 2016, whose neighbours are texts.  Whoever found neither
    would take the first page for the whole and delete the rest.
    """
    view = node(_address(page.address), HYDRA.PartialCollectionView, HYDRA.PagedCollection)
    whole.add(RDF.type, HYDRA.Collection)
    whole.add(HYDRA.view, view.subject)
    for counted in (whole, view):
        counted.add(HYDRA.totalItems, Literal(str(page.total), "", XSD.integer))
    if page.size:
        view.add(HYDRA.itemsPerPage, Literal(str(page.size), "", XSD.integer))
    neighbours = (
        (HYDRA.first, HYDRA.firstPage, page.first),
        (HYDRA.previous, HYDRA.previousPage, page.previous),
        (HYDRA.next, HYDRA.nextPage, page.next),
        (HYDRA.last, HYDRA.lastPage, page.last),
    )
    for predicate, before, address in neighbours:
        if address:
            view.add(predicate, _address(address))
            view.add(before, Literal(_address(address)))
    return view


def _address(text: str) -> Iri:
    made = iri(text)
    if made is None:
        raise ValueError(text)
    return made
