"""A record as triples: the rows of the field table in their order, then what no row says.

Decisions that the mapping forces are those of thai-metadata.md, section 5.  Where it leaves a
choice:

* ``dct:modified`` of a dataset is the date of its data as its owner states it; without one there
  is none.  The date of the entry belongs to the catalogue record: it says nothing of the data.
* A dataset keeps its licence and its conditions itself (DCAT 3) and repeats them on each
  distribution (DCAT-AP), which may state its own.
* A distribution without a usable address gets the page of its dataset as ``dcat:accessURL``.
* ``dct:description`` is mandatory in DCAT-AP: a dataset without one repeats its title.
* No theme is guessed: ``dcat:theme`` is the geographic layer where one is stated.
* ``dct:spatial`` is Bangkok for its own agencies and Thailand for the others, unless the stated
  coverage is wider than the country; a stated bounding box comes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalog.rdf import shared
from catalog.rdf.draft import Draft, Row, Scope, Write, rows
from catalog.rdf.kinds import WRITERS
from catalog.rdf.site import Site
from catalog.rdf.terms import Node, Triple, instant, segment
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from schemas.outline import change_of
from vocab.namespaces import ADMS, DCAT, DCATAP, DCT, DQV, FOAF, PROV, Iri, resolve
from vocab.profiles.dcat import (
    AVAILABILITY,
    COVERAGE_KEY,
    INHERITED,
    LANGUAGES,
    PLACE_OF_COVERAGE,
    PLACE_OF_ORGANISATION,
    PROFILE,
    PROFILE_TITLE,
    THAILAND,
)


@dataclass(frozen=True, slots=True)
class Description:
    """A record's nodes: its ``own``, and the ``shared`` ones that other records point to as well.

    The order is the same each time; no node stands in both.
    """

    own: tuple[Node, ...]
    shared: tuple[Node, ...]


def describe(record: DatasetRecord, site: Site) -> Description:
    """What a record says, node by node.

    Hidden distributions are left out.  Whether anybody may see the record at all is not decided
    here.  Raises KeyError or ValueError for a code that no list has.
    """
    draft = Draft(record, site)
    dataset = draft.describe(site.dataset(record), DCAT.Dataset)
    write_entry(draft, dataset.subject)
    # The measures themselves change with the days: they stand in a document of their own.
    measured = draft.describe(site.quality(record), DQV.QualityMetadata)
    dataset.add(DQV.hasQualityMetadata, measured.subject)
    attributes: Mapping[str, Value] = {"owner_org": record.agency.code, "name": record.slug}
    scope = Scope(draft, dataset, {**record.metadata, **attributes}, dataset.subject + "#")
    write_dataset(scope)
    return Description(tuple(draft.nodes.values()), tuple(draft.shared.values()))


def write_dataset(scope: Scope) -> None:
    """What the rows say of a dataset, its place, and its distributions."""
    write_rows(scope, "dataset")
    spatial(scope)
    for number, each in enumerate(scope.draft.record.public_distributions, 1):
        _distribution(scope, each, number)


def triples(record: DatasetRecord, site: Site) -> Iterator[Triple]:
    """The graph of a record: everything it says and everything that this needs to be understood."""
    found = describe(record, site)
    for each in (*found.own, *found.shared):
        for predicate, value in each.statements:
            yield each.subject, predicate, value


@lru_cache(64)
def _plan(own: str, level: str) -> tuple[tuple[str, Write, Row], ...]:
    """Key, writer and row; looking the writer up by its kind each time would cost a third more."""
    return tuple((row.key, WRITERS[row.kind], row) for row in rows(own, level))


def write_rows(scope: Scope, level: str) -> None:
    """What the rows of a level say; a dataset without a description repeats its title."""
    stated = scope.metadata.get
    for key, write, row in _plan(scope.draft.site.own, level):
        value = stated(key)
        if value is not None:
            write(scope, row, value)
    if level == "dataset" and not scope.node.values(DCT.description):
        for title in scope.node.values(DCT.title):
            scope.node.add(DCT.description, title)


def write_entry(draft: Draft, dataset: Iri) -> None:
    """The catalogue record: some harvesters find no dataset without one."""
    record = draft.record
    entry = draft.describe(draft.site.entry(record), DCAT.CatalogRecord)
    scope = Scope(draft, entry, {}, "")
    entry.add(FOAF.primaryTopic, dataset)
    entry.add(DCT.issued, instant(record.published or record.created))
    entry.add(DCT.modified, instant(record.modified))
    change = change_of(record.state, record.revision)
    scope.link(ADMS.status, shared.change_type(change))
    scope.link(DCT.conformsTo, shared.standard(PROFILE, PROFILE_TITLE))
    entry.add(PROV.has_provenance, draft.site.provenance(record))
    for language in ("th", "en") if record.title.en else ("th",):
        found = shared.european("language", *LANGUAGES[language], DCT.LinguisticSystem)
        scope.link(DCT.language, found)


def spatial(scope: Scope) -> None:
    """The place that a dataset is about."""
    record = scope.draft.record
    usual = PLACE_OF_ORGANISATION.get(record.agency.organisation, THAILAND)
    found = PLACE_OF_COVERAGE.get(record.text(COVERAGE_KEY), usual)
    if found is not None:
        scope.link(DCT.spatial, shared.place(found))


def _distribution(dataset: Scope, record: DistributionRecord, number: int) -> None:
    """One distribution; a draft's that has no uid yet is named by its position."""
    draft = dataset.draft
    name = f"{dataset.fragment}distribution-{segment(record.uid) or number}"
    made = draft.describe(Iri(name), DCAT.Distribution)
    dataset.node.add(DCAT.distribution, made.subject)
    scope = Scope(draft, made, record.metadata, name + "-")
    write_rows(scope, "resource")
    if not made.values(DCAT.accessURL):
        made.add(DCAT.accessURL, dataset.node.subject)
    for curie in INHERITED:
        repeated = resolve(curie, draft.site.own)
        if not made.values(repeated):
            for value in dataset.node.values(repeated):
                made.add(repeated, value)
    scope.link(DCATAP.availability, shared.european("planned-availability", *AVAILABILITY))
