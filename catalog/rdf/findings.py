"""What the official shapes find in a dataset, as findings that its steward can read and mend.

A result becomes a finding of a field: the row of the field table whose property it is about.  What
no field of this type of dataset would mend is not told, and neither is what the checks say already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from catalog.auth.policy import audience_of
from catalog.checks import in_order
from catalog.rdf.draft import Row, rows
from catalog.rdf.shacl import BASE, RANGE, RECOMMENDED, Result, judge
from catalog.rdf.site import Site
from catalog.rdf.terms import segment
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.quality import Finding
from vocab.codes import Audience, DatasetState, DatasetType, Severity
from vocab.namespaces import DCAT, VCARD, Iri, curies
from vocab.profiles.th_gov import RdfKind

#: Characters of a value that a finding repeats.
QUOTED = 60
#: Properties of inner nodes that follow from the kind of a row, not from its property.
_INNER: Mapping[RdfKind, Iri] = {
    RdfKind.CONTACT_NAME: VCARD.fn,
    RdfKind.PERIOD_START: DCAT.startDate,
    RdfKind.PERIOD_END: DCAT.endDate,
}
#: Code of the finding by component; every other component is about a value that does not fit.
_CODES: Mapping[str, str] = {
    "MinCount": "dcat-min-count",
    "MaxCount": "dcat-max-count",
    "NodeKind": "dcat-node-kind",
    "Datatype": "dcat-datatype",
    "Class": "dcat-class",
}
RECOMMENDED_CODE, OTHER_CODE = "dcat-recommended", "dcat-value"


def shape_findings(
    record: DatasetRecord, site: Site, said: Collection[Finding] = ()
) -> tuple[Finding, ...]:
    """Findings of the shapes of DCAT-AP beside what the checks ``said``, each field once.

    Empty for a dataset that nobody outside would get even when it is published, and for one that
    cannot be written: the checks say why.
    """
    if not _for_anyone(record):
        return ()
    try:
        results = judge(triples(record, site), (BASE, RANGE, RECOMMENDED))
    except (KeyError, ValueError):
        return ()
    known = {(each.field, each.distribution) for each in said}
    found: dict[tuple[str, int | None], Finding] = {}
    for each in _findings(record, site, results):
        place = (each.field, each.distribution)
        if place not in known:
            found.setdefault(place, each)
    return in_order(found.values())


def _for_anyone(record: DatasetRecord) -> bool:
    private = record.metadata.get("private") is True
    category, level = record.category, record.classification
    return audience_of(DatasetState.PUBLISHED, category, level, private) is Audience.ANYONE


def _findings(record: DatasetRecord, site: Site, results: list[Result]) -> Iterator[Finding]:
    places = _Places(record, site)
    # Of what is said of one field, what breaks the profile goes before what is only recommended.
    for result in sorted(results, key=lambda one: one.severity != "Violation"):
        place = places.of(result.focus)
        if place is None:
            continue
        level, distribution = place
        row = _row(site.own, level, result.path, record.dataset_type)
        if row is None:
            continue
        yield _finding(result, row, distribution if row.field.level == "resource" else None)


def _finding(result: Result, row: Row, distribution: int | None) -> Finding:
    wrong = result.severity == "Violation"
    code = _CODES.get(result.component, OTHER_CODE)
    values = {
        "field": f"field/{row.field.level}/{row.key}",
        "property": curies().get(result.path, result.path),
    }
    if code == "dcat-min-count" and not wrong:
        code = RECOMMENDED_CODE
    if result.value:
        values["value"] = result.value[:QUOTED]
    severity = Severity.WARNING if wrong else Severity.ADVICE
    return Finding(code, severity, row.key, distribution, values)


class _Places:
    """Which level and distribution a node belongs to."""

    def __init__(self, record: DatasetRecord, site: Site) -> None:
        self._dataset = site.dataset(record)
        self._entry = site.entry(record)
        self._parts: dict[str, int] = {}
        number = 0
        for at, part in enumerate(record.distributions):
            if not part.hidden:
                number += 1
                name = f"{self._dataset}#distribution-{segment(part.uid) or number}"
                self._parts[name] = at

    def of(self, focus: str) -> tuple[str, int | None] | None:
        """None for a node that is not the steward's: an agency, a code, the catalogue record."""
        for name, at in self._parts.items():
            if focus == name or focus.startswith(name + "-"):
                return "resource", at
        if focus == self._entry or not (focus + "#").startswith(self._dataset + "#"):
            return None
        return "dataset", None


@lru_cache(512)
def _row(own: str, level: str, path: str, kind: DatasetType | None) -> Row | None:
    """The first row that writes a property, of this level else of the dataset; None without one."""
    for each in dict.fromkeys((level, "dataset")):
        for row in rows(own, each):
            if path in (row.predicate, _INNER.get(row.kind)) and row.field.applies_to(kind):
                return row
    return None
