"""A search that finds little says what was done, and shows a way on."""

from __future__ import annotations

import re

import pytest

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor


def plain(page: str) -> str:
    return " ".join(re.sub("<[^<>]*>", " ", page).split())


def test_each_filter_is_offered_for_removal_with_its_count(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(slug="one", tag_string=("ตลาด",)))
    published(installation, draft(slug="two", data_type="record"))
    page = anyone.page("/search?q=ทะเบียน&keyword=ตลาด&type=record")
    text = plain(page)
    assert "ไม่พบชุดข้อมูลที่ตรงกับคำค้นและตัวกรองเหล่านี้" in text
    assert "นำตัวกรองออก คำสำคัญ: ตลาด (จะพบ 1 ชุดข้อมูล)" in text
    assert "นำตัวกรองออก ประเภท: ข้อมูลระเบียน (จะพบ 1 ชุดข้อมูล)" in text
    assert "นำตัวกรองออกทั้งหมด (จะพบ 2 ชุดข้อมูล)" in text
    kept = re.search(r'<li><a href="([^"]+)">นำตัวกรองออก คำสำคัญ', page)
    assert kept
    assert "พบ 1 ชุดข้อมูล" in anyone.page(kept[1].replace("&amp;", "&"))


def test_a_removal_that_helps_nothing_is_not_offered(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation)
    text = plain(anyone.page("/search?q=zzzzzz&type=record&format=XML"))
    assert "นำตัวกรองออก ประเภท" not in text
    assert "ลองใช้คำน้อยลง" in text


def test_types_and_agencies_are_there_to_look_through(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation)
    page = anyone.page("/search?q=zzzzzz")
    assert 'href="/search?type=statistics"' in page
    assert 'href="/search?agency=5001"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ทะเบียน โรงงาน", "ไม่มีชุดข้อมูลที่ตรงกับทุกส่วนของคำที่พิมพ์"),
        ('"ราษฎร ทะเบียน"', "ไม่มีข้อความที่ตรงกับในเครื่องหมายคำพูด"),
        ("ทะเบียน โรงงาน กทม", "ไม่มีชุดข้อมูลที่ตรงกับทุกส่วนของคำที่พิมพ์"),
        ("populaton", "จึงแสดงชุดข้อมูลสำหรับ “population” แทน"),
        ("ปลาน้ำจืด populat", "ไม่มีชุดข้อมูลที่ตรงกับทุกคำที่พิมพ์"),
        ("ทะเบียน", ""),
    ],
)
def test_the_page_says_how_the_search_was_relaxed(
    installation: Installation, anyone: Visitor, typed: str, sentence: str
) -> None:
    published(installation)
    text = plain(anyone.page(f"/search?q={typed}"))
    assert "พบ 1 ชุดข้อมูล" in text
    assert sentence in text
    assert bool(sentence) == ("จึงแสดงชุดข้อมูล" in text)


def test_what_the_search_thinks_was_meant_is_a_link(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(slug="slip", notes="populaton"), drain=False)
    for number in range(11):
        published(installation, draft(slug=f"right-{number}"), drain=number == 10)
    page = anyone.page("/search?q=populaton&type=statistics")
    assert "พบ 1 ชุดข้อมูล" in plain(page)
    assert re.search(
        r'หรือคุณหมายถึง: <a href="/search\?q=population&amp;type=statistics" lang="en">population<',
        page,
    )
    assert "หรือคุณหมายถึง" not in anyone.page("/search?q=population")


def test_what_was_searched_in_place_of_the_text_is_no_question(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation)
    text = plain(anyone.page("/search?q=mtg[upo"))
    assert "ไม่พบชุดข้อมูลสำหรับ “mtg[upo” จึงแสดงชุดข้อมูลสำหรับ “ทะเบียน” แทน" in text
    assert "หรือคุณหมายถึง" not in text


def test_what_misses_a_word_follows_the_full_matches_under_a_heading_of_its_own(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(slug="both", notes="ปลาน้ำจืด กุ้ง"))
    published(installation, draft(slug="one", notes="ปลาน้ำจืด"))
    published(installation, draft(slug="other", notes="กุ้ง"))
    page = anyone.page("/search?q=ปลาน้ำจืด กุ้ง")
    assert "พบ 1 ชุดข้อมูล" in plain(page)
    full, close = page.split("ใกล้เคียง แต่ไม่มีครบทุกคำ")
    assert 'href="/dataset/both"' in full
    assert 'href="/dataset/one"' not in full
    assert 'href="/dataset/one"' in close
    assert "ใกล้เคียง แต่" not in anyone.page("/search?q=กุ้ง")
