"""The size of a file and the themes of a dataset on their way between CKAN portals and RDF."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog.api.ckan.package import ckan_package
from catalog.harvest.publishers import Directory
from catalog.harvest.sources.ckan import Translated, draft_of_package
from catalog.rdf.write import triples
from tests.builders import dataset, distribution
from tests.unit.rdf.example import SITE
from vocab.namespaces import DCAT, XSD


def taken(size: Any) -> Translated:
    resource = {"name": "แฟ้ม", "url": "https://portal.example/a.csv", "size": size}
    owner = {"title": "สำนักงานเขตพระนคร"}
    package = {"name": "a", "title": "ชุดข้อมูล", "organization": owner, "resources": [resource]}
    found = draft_of_package(package, agencies=Directory())
    assert isinstance(found, Translated)
    return found


@pytest.mark.parametrize(
    ("given", "kept"), [(2048, 2048), ("2048", 2048), ("2048.0", 2048), (10**12, 10**12)]
)
def test_a_number_of_bytes_is_taken(given: Any, kept: int) -> None:
    (part,) = taken(given).draft.distributions
    assert part.metadata["size"] == kept


@pytest.mark.parametrize("given", ["2 kB", "-1", 0, 10**16, "2048.5"])
def test_anything_else_is_told_and_not_taken(given: Any) -> None:
    found = taken(given)
    (part,) = found.draft.distributions
    assert "size" not in part.metadata
    assert [(f.code, f.distribution) for f in found.repairs if f.field == "size"] == [
        ("repair-value-unreadable", 0)
    ]


def test_nothing_stated_is_nothing_said() -> None:
    found = taken(None)
    assert not [f for f in found.repairs if f.field == "size"]


def test_readers_get_it_as_a_number() -> None:
    record = dataset(distributions=(distribution(size=2048), distribution(uid="b")))
    sizes = [each["size"] for each in ckan_package(record, SITE)["resources"]]
    assert sizes == [2048, None]
    said = [value for _, predicate, value in triples(record, SITE) if predicate == DCAT.byteSize]
    assert said == [("2048", "", XSD.nonNegativeInteger)]


def test_a_size_that_is_none_is_not_written() -> None:
    record = dataset(distributions=(distribution(size=0),))
    assert not [t for t in triples(record, SITE) if t[1] == DCAT.byteSize]


def test_themes_go_out_as_addresses_that_ckans_dcat_extension_reads() -> None:
    package = ckan_package(dataset(theme=("soci", "regi")), SITE)
    extras = {extra["key"]: extra["value"] for extra in package["extras"]}
    union = "http://publications.europa.eu/resource/authority/data-theme/"
    assert json.loads(extras["theme"]) == [f"{union}SOCI", f"{union}REGI"]
    none = ckan_package(dataset(theme=None), SITE)
    assert "theme" not in {extra["key"] for extra in none["extras"]}
