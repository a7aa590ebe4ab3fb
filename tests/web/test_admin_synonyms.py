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


def test_one_way_words_are_added_changed_and_removed_with_effect_at_once(
    installation: Installation, anyone: Visitor, admin: Visitor
) -> None:
    published(installation, draft(slug="made", title="ทะเบียนกระบองเพชร", notes="เรื่องอื่น"))
    sent = admin.post(PATH, way="one", members="แคคตัส", leads_to="กระบองเพชร\r\nไม้ประดับ")
    assert sent.status_code == 303
    page = admin.page(sent.location)
    assert "✓" in page
    assert re.search("แคคตัส .*พาไปหา.* กระบองเพชร = ไม้ประดับ</td>", page)
    assert "กระบองเพชร" not in admin.page(PATH)
    assert "/dataset/made" in anyone.page("/search?q=แคคตัส")
    form = admin.page(f"{PATH}?way=one&instead=แคคตัส")
    assert re.search(r"<textarea id=\"leads_to\"[^>]*>กระบองเพชร\nไม้ประดับ</textarea>", form)
    answer = admin.post(PATH, way="one", instead="แคคตัส", members="ไม้หนาม", leads_to="กระบองเพชร")
    assert "แก้ไขกลุ่มคำแล้ว" in admin.page(answer.location)
    assert "/dataset/made" not in anyone.page("/search?q=แคคตัส")
    assert "/dataset/made" in anyone.page("/search?q=ไม้หนาม")
    assert admin.post(PATH, way="one", remove="ไม้หนาม").status_code == 303
    assert "/dataset/made" not in anyone.page("/search?q=ไม้หนาม")


@pytest.mark.parametrize("way", ["", "one"])
def test_a_packaged_group_is_switched_off_and_restored(admin: Visitor, way: str) -> None:
    word, address = ("น้ำเน่า" if way else "กทม."), f"{PATH}?way={way}"
    assert "ที่เลิกใช้" not in admin.page(address)
    assert admin.post(PATH, way=way, remove=word).location.endswith("done=removed")
    off = f'name="restore" value="{word}"'
    assert off in admin.page(address)
    assert off not in admin.page(PATH if way else f"{PATH}?way=one")
    assert admin.post(PATH, way=way, restore=word).location.endswith("done=restored")
    assert admin.page(f"{address}&all=1").count(f'name="remove" value="{word}"') == 1
    assert admin.post(PATH, way=way, restore=word).status_code == 404


def test_a_long_list_is_shown_in_part_until_all_is_asked_for(admin: Visitor) -> None:
    page, whole = admin.page(PATH), admin.page(f"{PATH}?all=1")
    assert page.count('name="remove"') == 100
    more = whole.count('name="remove"') - 100
    assert f"แสดงทั้งหมด (อีก {more:,} กลุ่ม)" in page
    assert "แสดงทั้งหมด (" not in whole
    link = re.search(r'href="([^"]*find=[^"]*)">แสดงทั้งหมด \(', admin.page(f"{PATH}?find=a"))
    assert link
    found = admin.page(link[1].replace("&amp;", "&")).count('name="remove"')
    assert 100 < found < more + 100


def test_the_list_shows_what_has_a_word_on_either_side(admin: Visitor) -> None:
    page = admin.page(f"{PATH}?way=one&find=นํ้าเน่า")
    assert 'value="น้ำเน่า"' in page
    assert page.count('name="remove"') < 5
    assert "ไม่มีกลุ่มที่ใช้อยู่ซึ่งมีคำนี้" in admin.page(f"{PATH}?find=ไม่มีคำนี้ในกลุ่มใด")


@pytest.mark.parametrize(
    ("members", "leads_to", "status", "box", "said"),
    [
        ("", "น้ำ", 422, "members", "1 ถึง 12 คำ"),
        ("น้ำ", "", 422, "leads_to", "1 ถึง 12 คำ"),
        ("น้ำ", "ก" * 101, 422, "leads_to", "ยาวเกิน 100 อักขระ"),
        ("แคคตัส", "แคคตัส", 422, "leads_to", "อยู่ทั้งในช่องคำที่พิมพ์และช่องคำที่ให้พบด้วย"),
        ("น้ำเน่า", "คลอง", 409, "members", "“น้ำเน่า” อยู่ในกลุ่ม"),
    ],
    ids=["nothing", "nowhere", "long", "both", "taken"],
)
def test_what_is_wrong_with_one_way_words_stands_at_its_box(
    admin: Visitor, members: str, leads_to: str, status: int, box: str, said: str
) -> None:
    answer = admin.post(PATH, way="one", members=members, leads_to=leads_to, note="เหตุผล")
    assert answer.status_code == status
    assert re.search(f'<a href="#{box}">[^<]*{re.escape(said)}', answer.text)
    assert re.search(f'id="{box}-error">.*{re.escape(said)}', answer.text)
    assert answer.text.count('aria-invalid="true"') == 1
    assert f">{leads_to}</textarea>" in answer.text
    assert 'value="เหตุผล"' in answer.text


def test_a_change_that_cannot_be_keeps_the_form_of_the_change(admin: Visitor) -> None:
    answer = admin.post(PATH, way="one", instead="น้ำเน่า", members="น้ำเน่า", leads_to="")
    assert answer.status_code == 422
    assert 'name="instead" value="น้ำเน่า"' in answer.text
    assert 'value="น้ำเน่า"' in admin.page(f"{PATH}?way=one&find=น้ำเน่า")


def test_nothing_changes_without_the_token(admin: Visitor) -> None:
    answer = admin.client.post(PATH, data={"members": "แคคตัส\nกระบองเพชร"})
    assert answer.status_code == 400
    assert "แคคตัส" not in admin.page(PATH)
