"""The dataset page names what is like it, and stands also when the index is gone."""

from __future__ import annotations

from catalog.jobs.installation import Installation
from catalog.search.backend import IndexDamaged
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor


def test_similar_datasets_are_linked(
    installation: Installation, anyone: Visitor, steward: Visitor
) -> None:
    published(installation, draft(slug="y2562", title="สถิติทะเบียน ปี 2562", title_en=""))
    published(installation, draft(slug="y2563", title="สถิติทะเบียน ปี 2563", title_en=""))
    page = anyone.page("/dataset/y2562")
    assert "ชุดข้อมูลที่คล้ายกัน" in page
    assert "ข้อมูลเดียวกันของช่วงเวลาอื่น" in page
    assert 'href="/dataset/y2563"' in page
    assert 'href="/dataset/y2563"' in steward.page("/dataset/y2562/working")


def test_a_page_does_without_the_index(installation: Installation, anyone: Visitor) -> None:
    published(installation, draft(slug="one"))

    def gone(_request: object) -> None:
        raise IndexDamaged("gone")

    installation.search.search = gone  # type: ignore[method-assign, assignment]
    assert "ชุดข้อมูลที่คล้ายกัน" not in anyone.page("/dataset/one")
