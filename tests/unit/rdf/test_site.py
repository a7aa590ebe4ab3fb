"""The publishing site: where it stands, and what is an agency's part of it."""

import dataclasses

import pytest

from tests.builders import agency
from tests.unit.rdf.example import SITE


def test_a_base_is_an_absolute_address() -> None:
    for wrong in ("catalogue", "ftp://a.example", "https://a.example/", "https://a.example?x=1"):
        with pytest.raises(ValueError, match=wrong.partition("?")[0]):
            dataclasses.replace(SITE, base=wrong)


def test_an_agency_publishes_a_part_at_an_address_of_its_own() -> None:
    owner = agency(code="เขต 1", name_th="เขตหนึ่ง", name_en="First District")
    part = SITE.of_agency(owner)
    coded = "%E0%B9%80%E0%B8%82%E0%B8%95%201"
    assert part.catalogue == f"{SITE.base}/agency/{coded}/catalog"
    assert part.homepage == f"{SITE.base}/search?agency={coded}"
    assert part.publisher is owner
    assert part.title.th == "ชุดข้อมูลของเขตหนึ่ง"
    assert part.title.en == "Datasets of First District"
    assert part.description.en.startswith("Datasets that First District and the agencies below it")
    # Datasets and terms stay where they are.
    assert (part.base, part.own) == (SITE.base, SITE.own)
    nameless = SITE.of_agency(agency(name_en=""))
    assert (nameless.title.en, nameless.description.en) == ("", "")
    assert nameless.title.th
