"""The administrator's page of quality: the score, by dimension, and what to fix first."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from catalog.jobs.installation import Installation
from catalog.services.quality import assess_catalogue
from catalog.web import quality
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor

PATH = "/admin/quality"


@pytest.fixture
def admin(app: Flask) -> Visitor:
    return Visitor(app).signed_in("admin")


def test_only_administrators_open_it(
    anyone: Visitor, colleague: Visitor, steward: Visitor, head: Visitor, admin: Visitor
) -> None:
    assert anyone.get(PATH).status_code == 401
    for visitor in (colleague, steward, head):
        assert visitor.get(PATH).status_code == 403
    assert "ยังไม่มีชุดข้อมูลสาธารณะ" in admin.page(PATH)
    assert "คุณภาพของสิ่งที่เผยแพร่" not in steward.page("/")
    assert "คุณภาพของสิ่งที่เผยแพร่" in admin.page("/")


def test_the_page_says_what_to_fix_first(installation: Installation, admin: Visitor) -> None:
    record = published(installation)
    page = admin.page(PATH)
    gains = [float(text) for text in re.findall(r">\+([0-9.]+)<", page)]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == 30.0
    assert "เลือกหมวดหมู่ของข้อมูล" in page
    assert f'href="/dataset/{record.slug}"' in page
    for name in ("ค้นพบได้", "เข้าถึงได้", "ทำงานร่วมกันได้", "นำไปใช้ต่อได้", "มีบริบท"):
        assert name in page
    assert "ซึ่งระบบไม่ได้ตรวจ" in page
    assert "ตัวอย่าง 1 ชุด" not in page
    english = admin.page(f"{PATH}?lang=en")
    assert "What to fix first" in english
    assert "Choose what the data is about." in english
    assert "Mean of 1 public dataset" in english


def test_a_state_of_the_catalogue_is_counted_once(
    installation: Installation, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(installation)
    asked = []

    def counted(*args, **named):
        asked.append(named)
        return assess_catalogue(*args, **named)

    monkeypatch.setattr(quality, "assess_catalogue", counted)
    for _ in range(2):
        admin.page(PATH)
    assert asked == [{"most": quality.MOST}]
    published(installation, draft(title="อีกชุดหนึ่ง"))
    assert "เฉลี่ยจากชุดข้อมูลสาธารณะ 2 ชุด" in admin.page(PATH)
    assert len(asked) == 2


def test_a_sample_and_what_cannot_be_written_are_told(
    installation: Installation, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        published(installation, draft(title=f"ชุดข้อมูลที่ {number}"))
    monkeypatch.setattr(quality, "MOST", 2)
    assert "นับจากตัวอย่าง 2 ชุด จากชุดข้อมูลสาธารณะทั้งหมด 3 ชุด" in admin.page(PATH)
    monkeypatch.setattr("catalog.services.quality.triples", _refuses)
    published(installation, draft(title="ชุดที่เปลี่ยน"))
    assert "เผยแพร่เป็น RDF ไม่ได้: 2 ชุด" in admin.page(PATH)


def _refuses(*_):
    raise KeyError("no-such-code")


def test_nothing_to_fix_is_said(
    installation: Installation, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(installation)
    monkeypatch.setattr("catalog.rdf.mqa.CatalogueScore.to_fix", ())
    assert "✓ ไม่มี" in admin.page(PATH)
