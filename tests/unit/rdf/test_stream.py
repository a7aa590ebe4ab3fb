"""Whole catalogues: one graph a dataset, flat in memory, the same bytes each time."""

import hashlib
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from catalog.rdf.catalogue import CatalogPage
from catalog.rdf.formats import FORMATS, N_TRIPLES, TURTLE, Format
from catalog.rdf.stream import catalog_document, dataset_document
from schemas.dataset import DatasetRecord
from tests.builders import agency, dataset
from tests.unit.rdf.example import SITE, by_oxigraph, by_rdflib, full, minimal
from vocab.codes import DatasetType
from vocab.namespaces import DCAT, FOAF, HYDRA, RDF

RECORDS = [make(t) for t in DatasetType for make in (full, minimal)]
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
PAGE = CatalogPage(
    address="https://data.example.th/catalog?page=2",
    total=250,
    first="https://data.example.th/catalog?page=1",
    previous="https://data.example.th/catalog?page=1",
    next="https://data.example.th/catalog?page=3",
)


def whole(form: Format, records: list[DatasetRecord], page: CatalogPage | None = None) -> bytes:
    return b"".join(catalog_document(records, SITE, form, page=page))


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_a_dataset_is_the_same_graph_everywhere(form: Format) -> None:
    catalogue = by_oxigraph(whole(form, RECORDS, PAGE), form)
    assert by_rdflib(whole(form, RECORDS, PAGE), form) == catalogue
    for record in RECORDS:
        assert by_oxigraph(dataset_document(record, SITE, form), form) <= catalogue
    linked = {o for _, p, o, *_ in catalogue if p == DCAT.dataset}
    entries = {s for s, p, *_ in catalogue if p == FOAF.primaryTopic}
    assert linked == {str(SITE.dataset(r)) for r in RECORDS}
    assert entries == {o for _, p, o, *_ in catalogue if p == DCAT.record}


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_an_empty_catalogue_is_a_document(form: Format) -> None:
    assert (str(SITE.catalogue), str(RDF.type), str(DCAT.Catalog), "", "") in by_oxigraph(
        whole(form, []), form
    )


def test_a_page_names_its_neighbours() -> None:
    found = by_oxigraph(whole(TURTLE, RECORDS[:1], PAGE), TURTLE)
    said = {p: o for s, p, o, *_ in found if s == PAGE.address}
    assert said[HYDRA.next] == PAGE.next
    assert HYDRA.last not in said
    assert {o for _, p, o, *_ in found if p == HYDRA.totalItems} == {"250"}
    with pytest.raises(ValueError, match="page"):
        whole(TURTLE, [], CatalogPage(address="/catalog?page=2", total=0))


def test_the_head_comes_before_the_first_record() -> None:
    asked: list[str] = []

    def records() -> Iterator[DatasetRecord]:
        asked.append("now")
        yield dataset()

    document = catalog_document(records(), SITE, TURTLE)
    assert next(document).startswith(b"@prefix")
    assert asked == []
    assert b"".join(document)
    assert asked == ["now"]


def test_chunks_are_neither_tiny_nor_the_whole() -> None:
    chunks = list(catalog_document([dataset(slug=f"d-{n}") for n in range(60)], SITE, N_TRIPLES))
    assert len(chunks) > 5
    assert all(catalog_document([], SITE, TURTLE))
    assert all(len(c) > 60_000 for c in chunks[1:-1])


def test_memory_stays_flat() -> None:
    def peak(count: int) -> int:
        records = (dataset(slug=f"d-{n}", uid=str(n)) for n in range(count))
        tracemalloc.start()
        size = sum(map(len, catalog_document(records, SITE, TURTLE)))
        assert size > count * 5000
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(20)
    assert peak(400) < peak(100) + 300_000


def test_a_long_document_repeats_rather_than_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = by_oxigraph(whole(N_TRIPLES, RECORDS), N_TRIPLES)
    monkeypatch.setattr("catalog.rdf.stream.REMEMBERED", 5)
    assert by_oxigraph(whole(N_TRIPLES, RECORDS), N_TRIPLES) == usual


def test_one_bad_record_does_not_stop_the_catalogue() -> None:
    bad = dataset(slug="bad", objective=("no-such-code",))
    told: list[str] = []
    parts = catalog_document(
        [bad, RECORDS[0]], SITE, TURTLE, on_error=lambda record, _: told.append(record.slug)
    )
    found = by_oxigraph(b"".join(parts), TURTLE)
    assert told == ["bad"]
    assert not any("/dataset/bad" in s or "/dataset/bad" in o for s, _, o, *_ in found)
    with pytest.raises(KeyError):
        whole(TURTLE, [bad])


def test_shared_nodes_stand_once_in_a_document() -> None:
    document = whole(TURTLE, [dataset(slug=f"d-{n}", agency=agency()) for n in range(5)])
    for subject in (b"/agency/5001> a", b"/frequency/MONTHLY> a", b"/codelist/data_type> a"):
        assert document.count(subject) == 1


HASH = """
from tests.unit.rdf.test_stream import RECORDS, whole
from catalog.rdf.formats import FORMATS
import hashlib
print(hashlib.sha256(b"".join(whole(f, RECORDS) for f in FORMATS)).hexdigest())
"""


def test_two_starts_write_the_same_bytes() -> None:
    here = hashlib.sha256(b"".join(whole(f, RECORDS) for f in FORMATS)).hexdigest()
    for seed in ("1", "2"):
        started = subprocess.run(
            [sys.executable, "-c", HASH],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert started.stdout.strip() == here
