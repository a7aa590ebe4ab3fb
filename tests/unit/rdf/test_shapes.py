"""The official DCAT-AP 3.0.1 shapes find nothing in our export, and something where they should."""

from pathlib import Path

import pytest

from catalog.rdf.formats import FORMATS, TURTLE
from catalog.rdf.shacl import ACCEPTED, BASE, RANGE, RECOMMENDED, Accepted, conforms
from catalog.rdf.stream import catalog_document, dataset_document
from tests.builders import agency, dataset
from tests.unit.rdf.example import RDFLIB, SITE, full, minimal
from tests.unit.rdf.test_stream import PAGE
from vocab.codes import AgencyKind, DatasetType
from vocab.namespaces import DCAT, DCT

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def test_whole_catalogue_conforms() -> None:
    """Full and minimal records of all five types, with records, page, publishers and places."""
    records = [make(t) for t in DatasetType for make in (full, minimal)]
    national = agency(code="0203", kind=AgencyKind.NATIONAL, organisation="0203")
    records.append(dataset(slug="national", agency=national))
    document = b"".join(catalog_document(records, SITE, TURTLE, page=PAGE)).decode()
    assert conforms(document) == []


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_a_dataset_alone_conforms(form) -> None:
    document = dataset_document(dataset(), SITE, form).decode()
    assert conforms(document, form=RDFLIB[form]) == []


def test_a_complete_record_lacks_nothing_that_is_recommended() -> None:
    record = full(DatasetType.GIS, agency=agency())
    timed = dataset(
        **dict(record.metadata) | {"first_year_of_data": 2015, "last_year_of_data": 2023}
    )
    document = b"".join(catalog_document([timed], SITE, TURTLE)).decode()
    assert conforms(document, [RECOMMENDED]) == []


def test_a_warning_names_missing_metadata() -> None:
    document = dataset_document(dataset(tag_string=None, theme=None), SITE, TURTLE).decode()
    found = conforms(document, [RECOMMENDED])
    assert {r.path for r in found} == {str(DCAT.keyword), str(DCAT.theme)}
    assert {r.severity for r in found} == {"Warning"}


@pytest.mark.parametrize(
    ("old", "new", "shapes", "path"),
    [
        ("dct:title", "dct:alternative", BASE, DCT.title),
        ("dcat:accessURL", "dct:relation", BASE, DCAT.accessURL),
        ("a dct:Frequency", "a dct:Standard", RANGE, DCT.accrualPeriodicity),
    ],
)
def test_a_broken_export_is_found(old: str, new: str, shapes: Path, path: str) -> None:
    document = dataset_document(dataset(), SITE, TURTLE).decode().replace(old, new)
    found = conforms(document, [shapes])
    assert path in {r.path for r in found}
    assert {r.severity for r in found} == {"Violation"}


def test_only_listed_results_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {a.shapes for a in ACCEPTED}.isdisjoint({BASE.name, RANGE.name, RECOMMENDED.name})
    document = dataset_document(dataset(theme=None), SITE, TURTLE).decode()
    assert conforms(document, [RECOMMENDED])
    known = (Accepted(RECOMMENDED.name, DCAT.theme, "no theme is guessed"),)
    monkeypatch.setattr("catalog.rdf.shacl.ACCEPTED", known)
    assert conforms(document, [RECOMMENDED]) == []
