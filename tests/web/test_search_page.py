"""Searching: words marked, facets that work without script, paging, suggestions."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor


def test_hits_are_marked_and_facets_counted(installation: Installation, anyone: Visitor) -> None:
    published(installation)
    page = anyone.page("/search?q=ทะเบียน")
    assert "<mark>ทะเบียน</mark>" in page
    assert re.search(r'name="format" value="CSV"', page)
    assert "สำนักงานเขตพระนคร" in page


def test_filters_are_chosen_shown_and_removed(installation: Installation, anyone: Visitor) -> None:
    published(installation, draft(slug="aa"))
    published(installation, draft(slug="bb", data_type="record"))
    both = anyone.page("/search?type=record&type=statistics")
    assert "พบ 2 ชุดข้อมูล" in both
    one = anyone.page("/search?type=record&q=ทะเบียน")
    assert "พบ 1 ชุดข้อมูล" in one
    assert 'name="type" value="record" checked' in one
    assert 'href="/search?q=%E0%B8%97%E0%B8%B0%E0%B9%80%E0%B8%9A%E0%B8%B5%E0%B8%A2%E0%B8%99"' in one


def test_an_empty_page_helps(installation: Installation, anyone: Visitor) -> None:
    published(installation)
    page = anyone.page("/search?q=ทะเบียน&format=XML")
    assert "ไม่พบชุดข้อมูล" in page
    assert "นำตัวกรองออกทั้งหมด" in page
    assert 'id="filters"' in page, "the filter can be taken away there too"
    nothing = anyone.page("/search?q=zzzzzzzz")
    assert "พบ 0 ชุดข้อมูล" in nothing
    assert "#filters" not in nothing
    assert 'id="filters"' not in nothing, "there is nothing to narrow down or put in order"


def test_pages_turn_and_order_is_kept(installation: Installation, anyone: Visitor) -> None:
    for number in range(23):
        published(installation, draft(slug=f"many-{number:02}"), drain=False)
    installation.drain()
    first = anyone.page("/search?sort=modified&type=statistics")
    address = following(first)
    assert address.startswith("/search?type=statistics&sort=modified&page=2&cursor=")
    second = anyone.page(address)
    found = re.findall(r'href="/dataset/(many-\d\d)"', first + second)
    assert len(set(found)) == 23
    assert 'start="21"' in second
    assert '<span aria-current="page">หน้า 2 จาก 2</span>' in second
    assert 'rel="prev" href="/search?type=statistics&amp;sort=modified"' in second
    assert following(second) == ""
    assert "ไม่มีผลลัพธ์ในหน้านี้" in anyone.page("/search?page=9")


def following(page: str) -> str:
    """The address behind "next" of a page, "" when there is none."""
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("sort", ["relevance", "title", "modified", "completeness"])
def test_pages_miss_and_repeat_nothing_while_records_come(
    installation: Installation, anyone: Visitor, sort: str
) -> None:
    for number in range(42):
        title = f"ทะเบียนชุดที่ {number:02}"
        published(installation, draft(slug=f"many-{number:02}", title=title), drain=False)
    installation.drain()
    pages = [anyone.page(f"/search?q=ทะเบียน&sort={sort}")]
    while address := following(pages[-1]):
        # Each stands before all others in one of the orders, and the hits after it move on.
        new = draft(slug=f"new-{len(pages)}", title="ก ทะเบียน", tag_string=("ทะเบียน",))
        published(installation, new)
        pages.append(anyone.page(address))
    found = [slug for page in pages for slug in hits(page)]
    assert len(found) == len(set(found))
    assert {f"many-{number:02}" for number in range(42)} <= set(found)


def test_a_cursor_of_another_question_is_passed_over(
    installation: Installation, anyone: Visitor
) -> None:
    for number in range(23):
        published(installation, draft(slug=f"many-{number:02}"), drain=False)
    installation.drain()
    address = following(anyone.page("/search?sort=modified"))
    other = address.replace("sort=modified", "sort=title")
    by_number = anyone.page("/search?sort=title&page=2")
    for strange in (other, "/search?sort=title&page=2&cursor=x"):
        assert hits(anyone.page(strange)) == hits(by_number) != []
    # Without a page behind it a cursor means nothing, and a filter begins anew.
    cursor = address.partition("cursor=")[2]
    assert 'start="1"' in anyone.page(f"/search?sort=modified&cursor={cursor}")
    filtered = anyone.page(f"/search?type=statistics&page=2&cursor={cursor}")
    assert 'href="/search"><span aria-hidden="true">✕' in filtered
    # Far away only a cursor leads, and there is no page by number before it: the first is the way.
    far = anyone.page(f"{address.replace('page=2', 'page=9999')}")
    assert 'rel="prev"' not in far
    assert '<a href="/search?sort=modified"><span aria-hidden="true">⇤</span>' in far
    assert "⇤" not in anyone.page(address)


def hits(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/dataset/([^"]+)"', page)


def test_v01_suggestions_are_of_what_the_reader_may_see(
    installation: Installation, anyone: Visitor, steward: Visitor
) -> None:
    inner = draft(tag_string=("ลับสุดยอด",), data_category="internal", data_classification="private")
    published(installation, inner)
    assert anyone.get("/suggest?q=ลับ").json == []
    assert steward.get("/suggest?q=ลับ").json == [
        {
            "title": "ค้นหาคำว่า",
            "items": [
                {
                    "text": "ลับสุดยอด",
                    "lang": "th",
                    "address": f"/search?q={quote('ลับสุดยอด')}",
                    "fills": True,
                }
            ],
        }
    ]
    assert anyone.get("/suggest").json == []


def test_suggestions_come_in_labelled_groups_that_lead_somewhere(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(slug="people", title="พระนครในตัวเลข", tag_string=("พระนคร",)))
    for lang, titles in (
        ("th", ["ค้นหาคำว่า", "ชุดข้อมูล", "หน่วยงาน"]),
        ("en", ["Search for", "Datasets", "Agencies"]),
    ):
        groups = anyone.get(f"/suggest?q=พระนคร&lang={lang}").json
        assert groups is not None
        assert [group["title"] for group in groups] == titles
        leads = [item["address"] for group in groups[1:] for item in group["items"]]
        assert leads == ["/dataset/people", "/agency/5001"]
        for group in groups:
            for item in group["items"]:
                assert anyone.get(item["address"]).status_code == 200


def test_years_are_labelled_as_the_reader_counts(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(first_year_of_data=2020, last_year_of_data=2020))
    assert "2563" in anyone.page("/search?year=2020")
    assert "2020</span>" in anyone.page("/search?year=2020&lang=en")


def test_a_text_that_is_too_long_is_said_to_be_cut(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation)
    long = "ทะเบียน " * 40
    page = anyone.page(f"/search?q={long}")
    assert "ระบบค้นเฉพาะ 200 ตัวอักษรแรก และไม่เกิน 32 คำ" in page
    assert f'value="{long.strip()}"' in page
    assert "พบ 1 ชุดข้อมูล" in page
    many = " ".join(f"x{number}" for number in range(40))
    assert "ระบบค้นเฉพาะ" in anyone.page(f"/search?q={many}")
    assert "ระบบค้นเฉพาะ" not in anyone.page("/search?q=ทะเบียน")
    english = anyone.page(f"/search?q={long}&lang=en")
    assert "only its first 200 characters, and at most 32 words of them" in english
