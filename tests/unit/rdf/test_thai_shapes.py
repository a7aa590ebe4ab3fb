"""The Thai profile as shapes: complete records pass, and each missing mandatory field is found."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import rdflib

from catalog.checks import check_metadata
from catalog.rdf.draft import rows
from catalog.rdf.formats import FORMATS, TURTLE
from catalog.rdf.shacl import by_pyshacl
from catalog.rdf.shapes import Program, compiled
from catalog.rdf.terms import Literal
from catalog.rdf.thai_shapes import is_mandatory, lacking, shapes, shapes_document
from catalog.rdf.triples import Triples, of_rdflib
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from tests.builders import TODAY, dataset, distribution
from tests.unit.rdf.example import SITE, by_rdflib, full, graph
from tests.unit.rdf.generated import records
from tests.unit.rdf.test_shapes_differential import multiset, to_rdflib
from vocab.codes import DatasetType, FrequencyUnit
from vocab.namespaces import DCT, RDFS, SH
from vocab.profiles.th_gov import ATTRIBUTES

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

ROWS = [row for level in ("dataset", "resource") for row in rows(SITE.own, level)]
#: Without the agency and the name, which no record lacks.
MANDATORY = [
    row
    for row in ROWS
    if is_mandatory(row) and not (row.field.level == "dataset" and row.key in ATTRIBUTES)
]
#: What is said of a missing field, and which field that is.
SAID = {
    sentence: (row.field.level, row.key)
    for row in ROWS
    if is_mandatory(row) or row.key == "update_frequency_interval"
    for sentence in lacking(row)
} | {
    sentence: ("dataset", "maintainer_email")
    for row in ROWS
    if row.key == "maintainer_email"
    for sentence in lacking(row)
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shapes") / "th-gov.ttl"
    made.write_bytes(shapes_document(SITE, TURTLE))
    return made


@pytest.fixture(scope="module")
def profile(path: Path) -> Program:
    return compiled(rdflib.Graph().parse(path), path.name)


def missing(profile: Program, record: DatasetRecord) -> set[tuple[str, str]]:
    """The fields that the shapes miss; every result must be about one."""
    found = profile.judge(Triples(triples(record, SITE)))
    assert all(result.severity == "Violation" for result in found)
    return {SAID[result.message] for result in found}


def unfilled(record: DatasetRecord) -> set[tuple[str, str]]:
    """The fields that the checks miss in what is published."""
    shown = dataclasses.replace(record, distributions=record.public_distributions)
    return {
        ("dataset" if finding.distribution is None else "resource", finding.field)
        for finding in check_metadata(shown, today=TODAY)
        if finding.code == "missing-mandatory"
        or (finding.code, finding.field) == ("missing-conditional", "update_frequency_interval")
    }


def test_complete_records_of_every_type_pass(path: Path, profile: Program) -> None:
    for record in (dataset(), *map(full, DatasetType)):
        assert missing(profile, record) == set()
        assert by_pyshacl(to_rdflib(triples(record, SITE)), path) == []


@pytest.mark.parametrize("row", MANDATORY, ids=lambda row: f"{row.field.level}-{row.key}")
def test_each_missing_mandatory_field_is_found(path: Path, profile: Program, row) -> None:
    place = (row.field.level, row.key)
    if row.field.level == "dataset":
        record = dataset(**{row.key: None})
    else:
        record = dataset(distributions=(distribution(**{row.key: None}),))
    assert missing(profile, record) == {place}
    assert by_pyshacl(to_rdflib(triples(record, SITE)), path)


def test_a_contact_lacks_its_address_or_everything(profile: Program) -> None:
    assert missing(profile, dataset(maintainer_email=None)) == {("dataset", "maintainer_email")}
    nobody = dataset(maintainer=None, maintainer_email=None)
    assert missing(profile, nobody) == {("dataset", "maintainer")}


def test_a_unit_of_time_demands_its_interval(profile: Program) -> None:
    interval = {("dataset", "update_frequency_interval")}
    for unit in FrequencyUnit:
        record = dataset(update_frequency_unit=str(unit), update_frequency_interval=None)
        assert missing(profile, record) == (interval if unit.needs_interval else set())


def test_the_shapes_miss_what_the_checks_miss(profile: Program) -> None:
    told = 0
    for record in records(220):
        wanted = unfilled(record)
        # Without any contact point there is one thing to say of it.
        if {("dataset", "maintainer"), ("dataset", "maintainer_email")} <= wanted:
            wanted.discard(("dataset", "maintainer_email"))
        assert missing(profile, record) == wanted, record.slug
        told += len(wanted)
    assert told > 1000


def test_compiled_and_by_pyshacl_they_find_the_same(path: Path, profile: Program) -> None:
    for record in records(30, seed=9):
        written = to_rdflib(triples(record, SITE))
        ours = profile.judge(Triples(of_rdflib(written)))
        assert multiset(ours) == multiset(by_pyshacl(written, path)), record.slug


def test_values_of_the_wrong_kind_are_found(profile: Program) -> None:
    record = dataset()
    spoilt = [
        (s, p, Literal("ไม่ใช่วันที่") if p == DCT.modified and "#" not in s else v)
        for s, p, v in triples(record, SITE)
    ]
    (found,) = profile.judge(Triples(spoilt))
    assert (found.path, found.component, found.message) == (DCT.modified, "Datatype", "")


def test_every_syntax_is_the_same_graph_without_blank_nodes() -> None:
    wanted = by_rdflib(shapes_document(SITE, TURTLE), TURTLE)
    for form in FORMATS:
        assert by_rdflib(shapes_document(SITE, form), form) == wanted
        assert shapes_document(SITE, form) == shapes_document(SITE, form)
    assert not [
        n
        for n in graph(shapes_document(SITE, TURTLE), TURTLE).all_nodes()
        if isinstance(n, rdflib.BNode)
    ]


def test_shapes_are_labelled_in_both_languages_and_resolve_under_one_address() -> None:
    made = shapes(SITE)
    subjects = [each.subject for each in made]
    assert all(each.startswith(f"{SITE.base}/shapes/th-gov") for each in subjects)
    for each in made:
        for predicate in (SH.name, SH.description, SH.message, RDFS.label):
            languages = [v.language for v in each.values(predicate) if isinstance(v, Literal)]
            assert languages in ([], ["th", "en"])
    named = [each for each in made if each.values(SH.name)]
    assert len(named) >= len([row for row in ROWS if not row.field.other_of]) - 2
    # What is said of a node is said once: the same name is not given to two shapes.
    once = {each.subject for each in made}
    twice = [subject for subject in once if subjects.count(subject) > 1]
    assert twice == []
