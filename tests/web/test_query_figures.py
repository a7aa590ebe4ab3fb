"""What people search for: for administrators only, counted as people search, safe as a sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from urllib.parse import quote

import pytest
from flask import Flask

from catalog.jobs.installation import Installation
from catalog.web.sheet import csv_sheet, safe_cell
from tests.fixtures_app import NOW, published
from tests.web.visitors import Visitor

PATH, SHEET = "/admin/searches", "/admin/searches.csv"
WORD = quote("ทะเบียน")


@pytest.fixture
def admin(app: Flask) -> Visitor:
    return Visitor(app).signed_in("admin")


def test_only_administrators_open_it(
    anyone: Visitor, colleague: Visitor, steward: Visitor, head: Visitor, admin: Visitor
) -> None:
    for path in (PATH, SHEET):
        assert anyone.get(path).status_code == 401
        for visitor in (colleague, steward, head):
            assert visitor.get(path).status_code == 403
        assert admin.get(path).status_code == 200
    assert "สถิติคำค้น" not in steward.page("/")
    assert "สถิติคำค้น" in admin.page("/")


def test_searches_are_counted_as_people_search(
    installation: Installation, anyone: Visitor, admin: Visitor
) -> None:
    published(installation)
    anyone.page(f"/search?q={WORD}")
    anyone.page(f"/search?q={WORD}&page=2")  # the same look
    anyone.page(f"/search?q={WORD}&format=CSV")
    anyone.page("/search?q=zzqqxx")
    anyone.page(f"/search?q={WORD}%20zzqqxx")  # only something like it was found
    anyone.page("/search?q=somying@bangkok.example")
    assert "ยังไม่มีการค้นหา" in admin.page(PATH)
    installation.queries.flush()
    page = admin.page(PATH)
    assert "ค้นหา 3 ครั้ง ในจำนวนนี้ไม่พบ 2 ครั้ง" in page
    missed, _, popular = page.partition("คำค้นที่พบบ่อย")
    assert "zzqqxx" in missed
    assert f'q={WORD}" >' not in missed
    assert 'href="/admin/synonyms?word=zzqqxx"' in missed
    assert "/admin/synonyms?word=" not in popular
    assert f"/search?q={WORD}" in popular
    assert "somying" not in page
    assert "25 พ.ย. 2569" in page
    english = admin.page(f"{PATH}?lang=en")
    assert "<h1>What people search for</h1>" in english
    assert "3 searches, 2 of them found nothing" in english


def test_the_sheets_open_in_office_programs(
    installation: Installation, anyone: Visitor, admin: Visitor
) -> None:
    published(installation)
    for asked in ("ทะเบียน", "=1+1", "@sum(1)", "-5", "-zz", "+x"):
        anyone.page(f"/search?q={quote(asked)}")
    installation.queries.flush()
    answer = admin.get(SHEET)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    texts = {row[0] for row in rows[1:]}
    assert {"ทะเบียน", "'=1+1", "-5", "'-zz", "'+x"} <= texts
    assert not any(text.startswith("=") for text in texts)
    assert {len(row) for row in rows} == {7}
    missed = admin.get(f"{SHEET}?kind=missed&lang=en").data.decode("utf-8-sig")
    assert missed.startswith("Searched for,Times,Days,Nothing found,")
    assert "ทะเบียน" not in missed


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1", "'=1"),
        ("+1", "+1"),
        ("-1.5", "-1.5"),
        ("-1e5", "-1e5"),
        (".5", ".5"),
        ("-", "'-"),
        ("-1+2", "'-1+2"),
        ("-๑", "'-๑"),
        ("@a", "'@a"),
        ("\ta", "'\ta"),
        ("\ra", "'\ra"),
        ("a=1", "a=1"),
        ("'a", "'a"),
        ("", ""),
        (-7, -7),
    ],
)
def test_i04_no_text_becomes_a_formula_and_numbers_stay(
    cell: str | int, written: str | int
) -> None:
    assert safe_cell(cell) == written


def test_a_sheet_quotes_what_needs_it() -> None:
    made = csv_sheet([('a"b', "c,d", "e\nf"), ("=1", -1, "ก")]).decode("utf-8-sig")
    assert made == '"a""b","c,d","e\nf"\r\n\'=1,-1,ก\r\n'


def test_v04_the_front_page_shows_what_many_looked_for_and_is_public(
    installation: Installation, anyone: Visitor, steward: Visitor
) -> None:
    published(installation)
    for ago in range(3):
        for text in ("ทะเบียน", "zzqqxx", "ความลับของฉัน"):
            for _ in range(2):
                installation.queries.note(text, 1, NOW - dt.timedelta(days=ago))
    assert "คำค้นยอดนิยม" not in anyone.page("/")
    installation.queries.flush()
    for visitor in (anyone, steward):
        page = visitor.page("/")
        assert "คำค้นยอดนิยม" in page
        assert f'href="/search?q={WORD}"' in page
        assert "zzqqxx" not in page
        assert "ความลับ" not in page
    assert "Frequent searches" in anyone.page("/?lang=en")
