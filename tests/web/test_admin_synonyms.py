"""The administrator's page of words of one meaning."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor

PATH = "/admin/synonyms"


@pytest.fixture
def admin(app: Flask) -> Visitor:
    return Visitor(app).signed_in("admin")


def test_only_administrators_open_it(anyone: Visitor, steward: Visitor, admin: Visitor) -> None:
    assert anyone.get(PATH).status_code == 401
    assert steward.get(PATH).status_code == 403
    assert steward.post(PATH, members="แคคตัส\nกระบองเพชร").status_code == 403
    assert "กทม. = กรุงเทพมหานคร" in admin.page(PATH)


def test_it_speaks_both_languages(admin: Visitor) -> None:
    assert "<h1>คำความหมายเดียวกัน</h1>" in admin.page(PATH)
    assert "<h1>Synonyms</h1>" in admin.page(PATH + "?lang=en")


def test_a_search_that_found_nothing_leads_to_the_form_with_its_words(admin: Visitor) -> None:
    page = admin.page(PATH + "?word=%3Cb%3Eสวนสาธารณะ")
    assert "required autofocus>&lt;b&gt;สวนสาธารณะ</textarea>" in page
    assert "autofocus" not in admin.page(PATH)


def test_a_group_is_added_and_removed_with_effect_at_once(
    installation: Installation, anyone: Visitor, admin: Visitor
) -> None:
    published(installation, draft(slug="made", title="ทะเบียนกระบองเพชร", notes="เรื่องอื่น"))
    assert "/dataset/made" not in anyone.page("/search?q=แคคตัส")
    answer = admin.post(PATH, members="แคคตัส\r\nกระบองเพชร", note="ตามที่ผู้ใช้พิมพ์")
    assert answer.status_code == 303
    page = admin.page(answer.location)
    assert "✓" in page
    assert "แคคตัส = กระบองเพชร" in page
    assert "ตามที่ผู้ใช้พิมพ์" in page
    assert "/dataset/made" in anyone.page("/search?q=แคคตัส")
    assert admin.post(PATH, remove="แคคตัส").status_code == 303
    assert "/dataset/made" not in anyone.page("/search?q=แคคตัส")


def test_what_cannot_be_is_said_and_kept(admin: Visitor) -> None:
    answer = admin.post(PATH, members="ขยะ = ของทิ้ง")
    assert answer.status_code == 409
    assert "“ขยะ” อยู่ในกลุ่ม" in answer.text
    assert re.search(r"<textarea[^>]*>ขยะ = ของทิ้ง</textarea>", answer.text)
    assert admin.post(PATH, members="คำเดียว").status_code == 422
    assert admin.post(PATH, remove="ไม่มีคำนี้ในกลุ่มใด").status_code == 404


def test_nothing_changes_without_the_token(admin: Visitor) -> None:
    answer = admin.client.post(PATH, data={"members": "แคคตัส\nกระบองเพชร"})
    assert answer.status_code == 400
    assert "แคคตัส" not in admin.page(PATH)
