"""Every page in both languages, its headers, its errors, and what it shows to whom."""

from __future__ import annotations

import gzip
import html
import re
from typing import Any

import pytest
from flask import Flask

from catalog.errors import CatalogError, Kind, all_errors
from catalog.jobs.installation import Installation
from catalog.web.errors import PAGES, error_page
from catalog.web.headers import CONTENT_SECURITY_POLICY
from catalog.web.routes import ROUTES, VISIBILITY
from schemas.distribution import DistributionRecord
from tests.fixtures_app import NOW, draft, published, registered, submitted
from tests.web.visitors import Visitor
from vocab.concepts import codelists

PUBLIC = (
    "/",
    "/search",
    "/search?q=ทะเบียน",
    "/search?q=ไม่มีคำนี้แน่นอน",
    "/search?format=CSV&type=statistics&agency=5001",
    "/agency",
    "/agency/5001",
    "/agency/nat-1",
    "/agency/5001?all=1",
    "/codelist",
    "/codelist/data_type",
    "/codelist/data_type/record",
    "/help",
    "/sign-in",
    "/dataset/open-one",
)
SIGNED_IN = ("/my-work", "/dataset/new", "/dataset/new?type=gis", "/dataset/a-draft/working")
STEPS = (
    ("steward", "/dataset/a-draft/edit?check=1"),
    ("steward", "/dataset/a-draft/submit"),
    ("head", "/dataset/waiting/approve"),
    ("head", "/dataset/waiting/return"),
    ("head", "/dataset/open-one/withdraw"),
)


def world(installation: Installation) -> None:
    published(installation, draft(slug="open-one"))
    registered(installation, draft(slug="a-draft", tag_string=None))
    submitted(installation, draft(slug="waiting"))


def check_page(page: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in page
    assert page.count("<h1") == 1
    assert '="None"' not in page
    ids = re.findall(r'\sid="([^"]+)"', page.partition("<template")[0])
    assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_page_renders_in_both_languages(
    installation: Installation, app: Flask, lang: str
) -> None:
    world(installation)
    anyone = Visitor(app)
    anyone.get(f"/?lang={lang}")
    for path in PUBLIC:
        check_page(anyone.page(path), lang)
    for username, path in [*(("steward", path) for path in SIGNED_IN), *STEPS]:
        visitor = Visitor(app).signed_in(username)
        visitor.get(f"/?lang={lang}")
        check_page(visitor.page(path), lang)


def test_the_language_is_remembered_and_thai_by_default(anyone: Visitor) -> None:
    assert '<html lang="th">' in anyone.page("/")
    assert '<html lang="en">' in anyone.page("/help?lang=en")
    assert '<html lang="en">' in anyone.page("/")
    assert '<html lang="en">' in anyone.page("/?lang=nonsense")
    page = anyone.page("/search?q=a&format=CSV")
    assert 'href="/search?q=a&amp;format=CSV&amp;lang=th"' in page


def test_foreign_runs_say_their_language(installation: Installation, anyone: Visitor) -> None:
    published(installation, draft(slug="two"))
    thai = anyone.page("/dataset/two")
    assert '<p class="second" lang="en">Registered population by subdistrict</p>' in thai
    english = anyone.page("/dataset/two?lang=en")
    assert '<p class="second" lang="th">สถิติทะเบียนราษฎรรายแขวง</p>' in english


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("error", all_errors(), ids=lambda e: e.code)
def test_every_error_has_a_page(app: Flask, error: type[CatalogError], lang: str) -> None:
    values: dict[str, Any] = dict.fromkeys(re.findall(r"{(\w+)}", error.th), "7")
    with app.test_request_context(f"/nowhere?lang={lang}"):
        made = error_page(error(**values))
    assert made.status_code == error(**values).status
    page = made.get_data(as_text=True)
    check_page(page, lang)
    assert error(**values).message.in_language(lang) in html.unescape(page)


def test_every_kind_has_a_heading() -> None:
    assert set(PAGES) == set(Kind)


def test_unknown_addresses_and_methods_get_pages(anyone: Visitor) -> None:
    assert "ไม่พบหน้าที่ต้องการ" in anyone.get("/nowhere").text
    answer = anyone.client.put("/help")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    for path in ("/agency/none", "/codelist/none", "/codelist/data_type/none", "/static/none"):
        assert anyone.get(path).status_code == 404
    assert anyone.get("/static/..%2froutes.py").status_code == 404


def test_every_answer_carries_the_security_headers(
    installation: Installation, anyone: Visitor, steward: Visitor
) -> None:
    published(installation, draft(slug="headers"))
    for path in ("/", "/nowhere", "/suggest?q=a", "/dataset/headers.ttl", "/api/v1/datasets"):
        headers = anyone.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "no-store" not in anyone.get("/").headers["Cache-Control"]
    for path in ("/", "/dataset/headers", "/suggest?q=a", "/nowhere"):
        assert steward.get(path).headers["Cache-Control"] == "no-store"


def test_pages_are_compressed_for_those_who_can_read_it(anyone: Visitor) -> None:
    plain = anyone.get("/help")
    packed = anyone.get("/help", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data).decode() == plain.text


def test_files_have_lasting_addresses(anyone: Visitor) -> None:
    found = re.search(r'href="(/static/style\.css\?v=[^"]+)"', anyone.page("/"))
    assert found
    assert "immutable" in anyone.get(found[1]).headers["Cache-Control"]
    assert "no-cache" in anyone.get("/static/style.css").headers["Cache-Control"]
    assert len(anyone.get(found[1]).data) <= 25_000


def test_every_concept_has_a_page(anyone: Visitor) -> None:
    for scheme in codelists().values():
        assert anyone.get(f"/codelist/{scheme.id}").status_code == 200
    assert anyone.get("/codelist/license_id/cc-by").status_code == 200


def test_every_route_has_a_visibility_class_and_keeps_it(
    installation: Installation, app: Flask
) -> None:
    world(installation)
    anyone, outsider = Visitor(app), Visitor(app).signed_in("outsider")
    names = {"<slug>": "a-draft", "<code>": "5001", "<scheme>": "data_type", "<name>": "style.css"}
    for route in ROUTES:
        path = route.rule
        for name, value in names.items():
            path = path.replace(name, value)
        path = path.replace("/codelist/data_type/5001", "/codelist/data_type/gis")
        sent = anyone.post if route.methods == ("POST",) and path != "/sign-out" else anyone.get
        status = sent(path).status_code
        match VISIBILITY[f"web.{route.view.__name__}"]:
            case "public":
                wanted = {404} if path == "/dataset/a-draft" else {200, 405}
                assert status in wanted, path
            case "signed-in":
                assert status == 401, path
            case _:
                assert status in (401, 404), path
                if "<slug>" in route.rule:
                    assert outsider.get(path).status_code == 404, path


def test_hidden_resources_are_for_custodians(
    installation: Installation, anyone: Visitor, steward: Visitor
) -> None:
    first = {"name": "เปิดเผย", "url": "https://x.example/a", "format": "CSV"}
    parts = (
        DistributionRecord(metadata=first),
        DistributionRecord(metadata={**first, "name": "ซ่อนไว้จริง", "resource_private": True}),
    )
    published(installation, draft(slug="parts", distributions=parts))
    assert "ซ่อนไว้จริง" not in anyone.page("/dataset/parts")
    assert "ซ่อนไว้จริง" in steward.page("/dataset/parts")
    assert "เพิ่มเติม</th>" in steward.page("/dataset/parts"), "the hidden one has more to tell"
    assert "เพิ่มเติม</th>" not in anyone.page("/dataset/parts"), "no column without a word"


def test_history_and_people_are_for_custodians(
    installation: Installation, anyone: Visitor, colleague: Visitor, steward: Visitor
) -> None:
    published(installation, draft(slug="past"))
    assert "คุณ head" in steward.page("/dataset/past")
    assert "คุณ head" not in anyone.page("/dataset/past")
    assert "คุณ head" not in colleague.page("/dataset/past")


def test_v04_figures_count_only_what_the_reader_may_see(
    installation: Installation, anyone: Visitor, outsider: Visitor, steward: Visitor
) -> None:
    published(installation, draft(slug="open"))
    published(
        installation, draft(slug="inner", data_category="internal", data_classification="private")
    )
    published(
        installation,
        draft(slug="secret", data_category="personal", data_classification="secret"),
    )
    for visitor, count in ((anyone, 1), (outsider, 2), (steward, 3)):
        assert f"ชุดข้อมูลที่เผยแพร่ {count} ชุด" in visitor.page("/")
        assert f'สำนักงานเขตพระนคร</a> <span class="count">{count}</span>' in visitor.page("/agency")
        assert f"พบ {count} ชุดข้อมูล" in visitor.page("/search")


def test_due_work_is_listed(installation: Installation, steward: Visitor) -> None:
    import datetime as dt

    late = NOW.date() - dt.timedelta(days=100)
    published(installation, draft(slug="late", last_updated_date=late))
    published(installation, draft(slug="soon", last_updated_date=NOW.date()))
    page = steward.page("/my-work")
    assert "เลยกำหนด" in page
    assert page.index("/dataset/late") < page.index("/dataset/soon")
