"""Which revisions of a dataset's entry anyone could see, as PROV: when, and which followed which.

A document of its own that the catalogue record points to: the dataset's graph does not grow with
its history.  The activity is the agency's; no person is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.rdf import shared
from catalog.rdf.formats import Format
from catalog.rdf.site import Site
from catalog.rdf.terms import Node, instant, node, plain, text_in
from catalog.rdf.vocabulary import nodes_document
from schemas.dataset import DatasetRecord
from schemas.revision import RevisionRecord
from vocab.namespaces import DCAT, DCT, PROV, RDFS, Iri


def provenance_document(
    record: DatasetRecord, revisions: Sequence[RevisionRecord], site: Site, form: Format
) -> bytes:
    """The revisions of a dataset as a document, UTF-8; the oldest first, each with its number."""
    return nodes_document(provenance_nodes(record, revisions, site), site, form)


def provenance_nodes(
    record: DatasetRecord, revisions: Sequence[RevisionRecord], site: Site
) -> list[Node]:
    """Revisions and their publications, node by node."""
    whole, entry = site.provenance(record), node(site.entry(record))
    head = node(whole, PROV.Bundle)
    head.add(DCT.title, text_in("th", f"ฉบับที่เผยแพร่ของ{record.title.th}"))
    if record.title.en:
        head.add(DCT.title, text_in("en", f"Published revisions of {record.title.en}"))
    entry.add(PROV.has_provenance, whole)
    agency = shared.agency(site.base, record.agency)
    found = [head, entry]
    before: Iri | None = None
    for each in revisions:
        made = node(Iri(f"{whole}#revision-{each.number}"), PROV.Entity)
        done = node(Iri(f"{whole}#publication-{each.number}"), PROV.Activity)
        at = instant(each.published)
        made.add(PROV.specializationOf, entry.subject)
        made.add(DCAT.version, plain(each.number))
        made.add(PROV.generatedAtTime, at)
        made.add(PROV.wasGeneratedBy, done.subject)
        made.add(PROV.wasRevisionOf, before)
        done.add(RDFS.label, text_in("th", f"เผยแพร่ฉบับที่ {each.number}"))
        done.add(RDFS.label, text_in("en", f"Publication of revision {each.number}"))
        done.add(PROV.endedAtTime, at)
        done.add(PROV.used, before)
        if each is revisions[-1]:
            # Earlier owners are not told: agencies get other names, datasets other agencies.
            done.add(PROV.wasAssociatedWith, agency[0].subject)
        found += [made, done]
        before = made.subject
    return [*found, *agency]
