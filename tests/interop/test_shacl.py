"""pyshacl, unmodified, with the official shapes: the demo and a thousand generated records."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings

from catalog.auth.policy import ANYONE
from catalog.db.queries.datasets import Which, walk_datasets
from catalog.harvest.demo import load_demo
from catalog.jobs.installation import Installation
from catalog.rdf.formats import TURTLE
from catalog.rdf.shacl import ACCEPTED, OFFICIAL, RECOMMENDED, Result, by_pyshacl
from catalog.rdf.site import Site
from catalog.rdf.stream import catalog_document
from catalog.rdf.terms import Triple
from catalog.rdf.thai_shapes import shapes_document
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from tests.builders import METADATA
from tests.fixtures_app import NOW
from tests.fixtures_app import settings as settings_of
from tests.unit.rdf.example import SITE
from tests.unit.rdf.generated import records
from tests.unit.rdf.test_official_shapes import DATA
from tests.unit.rdf.test_shapes_differential import agree, broken, to_rdflib
from tests.unit.rdf.test_thai_shapes import SAID, unfilled

pytestmark = [pytest.mark.interop, pytest.mark.slow]

#: What every resource must have.
NAMED = {"name": "แฟ้ม", "url": "https://files.example/a.csv", "format": "CSV"}
#: Datasets that are judged as one catalogue: pyshacl is slow on a large graph.
TOGETHER = 50


def judged(made: Iterable[DatasetRecord], site: Site) -> Iterator[Result]:
    """What pyshacl finds in catalogues of these records, with the lists of the Union beside."""
    made = list(made)
    for start in range(0, len(made), TOGETHER):
        document = b"".join(catalog_document(made[start : start + TOGETHER], site, TURTLE))
        graph = rdflib.Graph().parse(data=document, format="turtle").parse(DATA)
        for path in OFFICIAL:
            yield from by_pyshacl(graph, path)


def only_what_is_listed(found: Iterable[Result]) -> int:
    """Nothing but accepted results and recommended properties that records lack; how many."""
    count = 0
    for result in found:
        count += 1
        missing = (result.shapes, result.severity) == (RECOMMENDED.name, "Warning")
        assert (missing and result.component == "MinCount") or any(
            each.covers(result) for each in ACCEPTED
        ), result
    return count


def test_a_thousand_generated_records() -> None:
    assert only_what_is_listed(judged(records(1000), SITE))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[DatasetRecord], Site]:
    """The public datasets of the demo, and where they are published."""
    folder = tmp_path_factory.mktemp("demo")
    opened = Installation.open(settings_of(folder), now=lambda: NOW)
    load_demo(opened.sessions, now=opened.now)
    with opened.sessions.read() as session:
        made = list(walk_datasets(session, ANYONE, which=Which.PUBLISHED))
    site = opened.site
    opened.close()
    assert len(made) == 824
    return made, site


def test_the_demo_catalogue(demo: tuple[list[DatasetRecord], Site]) -> None:
    assert only_what_is_listed(judged(*demo))


def completed(record: DatasetRecord) -> DatasetRecord:
    """The record with every mandatory field, whatever else it says."""
    lacking = {key: METADATA[key] for level, key in unfilled(record) if level == "dataset"}
    interval = {"update_frequency_interval": 1} if "update_frequency_unit" in lacking else {}
    notes = {"notes": f"รายละเอียดของ{record.title.th}"}
    return dataclasses.replace(
        record,
        metadata={**record.metadata, **interval, **lacking, **notes},
        distributions=tuple(
            dataclasses.replace(part, metadata={**NAMED, **part.metadata})
            for part in record.distributions
        ),
    )


def test_the_thai_profile_on_the_demo(
    demo: tuple[list[DatasetRecord], Site], tmp_path: Path
) -> None:
    """Of real records exactly what is missing is said; filled in, they pass."""
    made, site = demo
    path = tmp_path / "th-gov.ttl"
    path.write_bytes(shapes_document(site, TURTLE))
    # Without any contact point there is one thing to say of it.
    both = {("dataset", "maintainer"), ("dataset", "maintainer_email")}
    for record in made[::20]:
        wanted = unfilled(record)
        if record.notes.th == record.title.th:
            wanted.add(("dataset", "notes"))  # the shapes take it for the title again
        if both <= wanted:
            wanted.discard(("dataset", "maintainer_email"))
        found = by_pyshacl(to_rdflib(triples(record, site)), path)
        assert {SAID[result.message] for result in found} == wanted
        assert by_pyshacl(to_rdflib(triples(completed(record), site)), path) == []


@given(broken())
@settings(max_examples=400)
def test_compiled_shapes_and_pyshacl_agree_on_what_is_broken(statements: list[Triple]) -> None:
    assert agree(statements, OFFICIAL)
