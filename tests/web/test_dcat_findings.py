"""Stewards read in Thai what DCAT-AP asks for, on the page, before submitting, and in the API."""

from __future__ import annotations

from flask import Flask

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published, registered
from tests.web.visitors import Visitor

SENTENCE = "DCAT-AP แนะนำให้ระบุปีข้อมูลที่เริ่มต้นจัดทำ (dct:temporal)"


def test_the_page_of_a_dataset_links_each_to_its_box(
    installation: Installation, steward: Visitor, anyone: Visitor
) -> None:
    record = published(installation)
    page = steward.page(f"/dataset/{record.slug}")
    assert page.count(SENTENCE) == 1
    link = f'href="/dataset/{record.slug}/edit?check=1#d-first_year_of_data">{SENTENCE}'
    assert link in page
    english = steward.page(f"/dataset/{record.slug}?lang=en")
    assert "DCAT-AP recommends" in english
    # The same for readers, folded, and without a way to edit.
    assert SENTENCE in anyone.page(f"/dataset/{record.slug}")


def test_before_submitting_they_stand_beside_the_checks(
    installation: Installation, steward: Visitor
) -> None:
    record = registered(installation, draft(tag_string=None))
    page = steward.page(f"/dataset/{record.slug}/submit")
    assert SENTENCE in page
    # The checks say that keywords are missing; the shapes do not say it again.
    assert "dcat:keyword" not in page
    assert page.count("ยังไม่ได้กรอกคำสำคัญ") == 1


def test_internal_data_is_not_judged_by_a_profile_it_never_meets(
    installation: Installation, steward: Visitor
) -> None:
    internal = draft(data_category="internal", data_classification=None)
    record = published(installation, internal)
    assert "DCAT-AP แนะนำ" not in steward.page(f"/dataset/{record.slug}")


def test_programs_get_them_with_the_findings(installation: Installation, app: Flask) -> None:
    record = published(installation)
    answer = app.test_client().get(f"/api/v1/datasets/{record.slug}/findings").get_json()
    (one,) = [f for f in answer["findings"] if f["values"].get("property") == "dct:temporal"]
    assert (one["code"], one["severity"], one["field"]) == (
        *("dcat-recommended", "advice"),
        "first_year_of_data",
    )
    assert one["detail_th"].startswith(SENTENCE)
