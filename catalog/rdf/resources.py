"""Series, data services and databases as triples: rows of the field table, then what they add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog.rdf import shared
from catalog.rdf.draft import Draft, Scope
from catalog.rdf.site import Site
from catalog.rdf.terms import Literal, Node, iri, node, segment, text_in
from catalog.rdf.write import Description, spatial, write_dataset, write_rows
from schemas.data_service import DataServiceRecord
from schemas.database import DatabaseRecord, StakeholderRecord, SubsystemRecord
from schemas.series import SeriesRecord
from vocab.namespaces import DCAT, DCT, FOAF, PROV, RDF, RDFS, SKOS, Iri, resolve
from vocab.profiles.resources import (
    DATABASE,
    KINDS,
    ROLE_OF,
    ROLES,
    SERIES,
    SERVICE,
    TERMS,
    Resource,
    Said,
    Way,
)

Record = SeriesRecord | DataServiceRecord | DatabaseRecord
_RESOURCES: Mapping[type[Record], Resource] = {
    SeriesRecord: SERIES,
    DataServiceRecord: SERVICE,
    DatabaseRecord: DATABASE,
}


def describe_resource(record: Record, site: Site) -> Description:
    """What a series, a data service or a database says, node by node.

    Whether anybody may see it, or the datasets that it names, is not decided here.  Raises KeyError
    or ValueError for a code that no list has.
    """
    resource, entry, own = _RESOURCES[type(record)], record.entry, site.own
    draft = Draft(entry, site)
    subject = Iri(f"{site.base}/{resource.path}/{segment(entry.slug)}")
    made = draft.describe(subject, resolve(resource.kind, own))
    stated = {**entry.metadata, "owner_org": entry.agency.code, "name": entry.slug}
    held = {key: value for key, value in stated.items() if key in resource.keys}
    scope = Scope(draft, made, held, subject + "#")
    if isinstance(record, DatabaseRecord):
        write_dataset(scope)
        if record.datasets:
            _as_catalogue(scope)
    else:
        write_rows(scope, "dataset")
    if isinstance(record, SeriesRecord):
        spatial(scope)
    for row in resource.says:
        WAYS[row.way](scope, row, getattr(record, row.attribute))
    draft.describe(site.catalogue).add(resolve(resource.linked, own), subject)
    return Description(tuple(draft.nodes.values()), tuple(draft.shared.values()))


def _as_catalogue(scope: Scope) -> None:
    """A database whose datasets are registered is a catalogue of them."""
    scope.node.add(RDF.type, DCAT.Catalog)
    scope.link(DCAT.themeTaxonomy, (shared.eu_scheme("data-theme"),))
    for page in scope.node.values(DCAT.landingPage):
        scope.node.add(FOAF.homepage, page)


def own_terms(own: str) -> list[Node]:
    """The terms of our namespace that no field is behind, with the list of our kinds."""
    name, title_th, title_en = KINDS
    kinds = node(Iri(own + name), SKOS.ConceptScheme)
    kinds.add(DCT.title, text_in("th", title_th))
    kinds.add(DCT.title, text_in("en", title_en))
    found = [kinds]
    for name, term in TERMS.items():
        made = node(Iri(own + name), resolve(term.kind, own))
        is_concept = term.kind == "skos:Concept"
        label = SKOS.prefLabel if is_concept else RDFS.label
        made.add(label, text_in("th", term.label_th))
        made.add(label, text_in("en", term.label_en))
        made.add(SKOS.inScheme, kinds.subject if is_concept else None)
        made.add(RDFS.isDefinedBy, Iri(own))
        found.append(made)
    return found


def _address(scope: Scope, row: Said, value: str) -> None:
    scope.node.add(resolve(row.property, scope.draft.site.own), iri(value))


def _typed(scope: Scope, row: Said, value: tuple[str, ...]) -> None:
    own = scope.draft.site.own
    for address in filter(None, map(iri, value)):
        made = scope.draft.describe(address, resolve(row.of, own))
        made.add(DCT.title, Literal(address))
        scope.node.add(resolve(row.property, own), address)


def _named(scope: Scope, slugs: tuple[str, ...]) -> list[Iri]:
    return [Iri(f"{scope.draft.site.base}/dataset/{segment(slug)}") for slug in slugs]


def _datasets(scope: Scope, row: Said, value: tuple[str, ...]) -> None:
    for dataset in _named(scope, value):
        scope.node.add(resolve(row.property, scope.draft.site.own), dataset)


def _members(scope: Scope, row: Said, value: tuple[str, ...]) -> None:
    for dataset in _named(scope, value):
        member = scope.draft.describe(dataset)
        member.add(resolve(row.property, scope.draft.site.own), scope.node.subject)


def _concept(scope: Scope, row: Said, _value: object) -> None:
    own = scope.draft.site.own
    kinds, *terms = own_terms(own)
    made = next(each for each in terms if each.subject == own + row.of)
    scope.link(resolve(row.property, own), (made, kinds))


def _subsystems(scope: Scope, row: Said, value: tuple[SubsystemRecord, ...]) -> None:
    own = scope.draft.site.own
    for part in value:
        predicate, kind = resolve(row.property, own), resolve("thgdc:Subsystem", own)
        made = scope.inner(f"subsystem-{segment(part.code)}", predicate, kind)
        made.add(DCT.title, text_in("th", part.name.th))
        made.add(DCT.title, text_in("en", part.name.en))
        for code in part.links:
            linked = Iri(f"{scope.fragment}subsystem-{segment(code)}")
            made.add(resolve("thgdc:linkedTo", own), linked)


def _stakeholders(scope: Scope, row: Said, value: tuple[StakeholderRecord, ...]) -> None:
    draft = scope.draft
    scheme = node(Iri(ROLES), SKOS.ConceptScheme)
    scheme.add(DCT.title, Literal("Responsible party role", "en"))
    for number, each in enumerate(value, 1):
        predicate = resolve(row.property, draft.site.own)
        made = scope.inner(f"stakeholder-{number}", predicate, PROV.Attribution)
        made.add(PROV.agent, draft.share(shared.agency(draft.site.base, each.agency)))
        code, label = ROLE_OF[each.role]
        role = node(Iri(f"{ROLES}/{code}"), DCAT.Role, SKOS.Concept)
        role.add(SKOS.prefLabel, Literal(label, "en"))
        role.add(SKOS.inScheme, scheme.subject)
        made.add(DCAT.hadRole, draft.share((role, scheme)))


WAYS: Mapping[Way, Callable[[Scope, Said, Any], None]] = {
    Way.ADDRESS: _address,
    Way.TYPED: _typed,
    Way.DATASETS: _datasets,
    Way.MEMBERS: _members,
    Way.CONCEPT: _concept,
    Way.SUBSYSTEMS: _subsystems,
    Way.STAKEHOLDERS: _stakeholders,
}
