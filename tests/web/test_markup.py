"""Script in the page: everything a steward types comes out harmless."""

from __future__ import annotations

import json
import re

import pytest

from catalog.jobs.installation import Installation
from catalog.web.format import embedded_json, markdown, safe_url
from schemas.distribution import DistributionRecord
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\u200bscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:msgbox)",
        "![x](javascript:alert(1))",
        "![x](https://tracker.example/p.png)",
        "<svg/onload=alert(1)>",
        "[a [b](javascript:alert(1))](https://ok.example)",
        "<a href='javascript:alert(1)'>x</a>",
        '[x](https://ok.example "onmouseover=alert(1)")',
        '<https://ok.example/"onclick=alert(1)>',
        "กำ\u200dลัง<style>*{display:none}</style>",
        "`<script>`\n\n    <script>alert(1)</script>",
    ],
)
def test_x01_markdown_is_harmless(text: str) -> None:
    html = str(markdown(text))
    assert not re.search(r"<(script|img|svg|style|iframe)", html)
    assert not re.search(r"<[^>]+\son\w+\s*=", html)
    for address in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(https?|ftp|mailto):", address), html
    for link in re.findall(r"<a [^>]+>", html):
        assert 'rel="noopener noreferrer nofollow ugc"' in link


def test_markdown_keeps_what_is_meant() -> None:
    html = markdown("# หัวข้อ\nบรรทัดหนึ่ง\nบรรทัดสอง\n\n- ก\n- ข\n\n[ลิงก์](https://ok.example)")
    assert "<strong>หัวข้อ</strong>" in html
    assert "<h1" not in html
    assert "บรรทัดหนึ่ง<br>" in html
    assert "<li>ก</li>" in html


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://data.go.th/ชุด", True),
        ("mailto:unit@agency.go.th", True),
        ("ftp://files.example/a", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("/dataset/x", False),
        ("https:", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_known_schemes_become_links(address: str, safe: bool) -> None:
    assert safe_url(address) == (address if safe else "")


def test_x05_json_in_a_page_cannot_end_its_script() -> None:
    found = str(embedded_json({"name": "</script><!--&\u2028"}))
    assert not set("<>&\u2028") & set(found)
    assert json.loads(found) == {"name": "</script><!--&\u2028"}


def test_x05_every_text_of_a_dataset_is_escaped(
    installation: Installation, anyone: Visitor, steward: Visitor, head: Visitor
) -> None:
    part = DistributionRecord(
        metadata={
            "name": EVIL,
            "format": EVIL,
            "description": EVIL,
            "url": "https://x.example/?a=<b>",
        }
    )
    texts = ("title", "title_en", "notes", "notes_en", "maintainer", "data_source", "standard")
    record = published(
        installation, draft(slug="evil", distributions=(part,), **dict.fromkeys(texts, EVIL))
    )
    pages = [anyone.page(p) for p in ("/", "/dataset/evil", "/search?q=alert", "/agency/5001")]
    pages += [anyone.page(f"/search?q={EVIL}&keyword={EVIL}"), steward.page("/dataset/evil/edit")]
    pages += [steward.page("/dataset/evil"), head.page("/dataset/evil/withdraw")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "alert(1)" in re.sub("</?mark>", "", page)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', pages[1], re.DOTALL)
    assert found
    described = json.loads(found[1])
    assert described["@type"] == "Dataset"
    assert described["name"][0]["@value"] == record.title.th
    assert described["distribution"][0]["name"] == record.distributions[0].text("name")


def test_no_page_has_inline_script_or_style(
    installation: Installation, anyone: Visitor, steward: Visitor
) -> None:
    record = published(installation)
    paths = ["/", "/search?q=x", "/agency", "/agency/5001", "/help", f"/dataset/{record.slug}"]
    for page in [*map(anyone.page, paths), steward.page("/dataset/new?type=gis")]:
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
        assert "<style" not in page
        for tag in re.findall(r"<script([^>]*)>", page):
            assert "src=" in tag or "application/ld+json" in tag


def test_only_public_datasets_are_described_for_search_engines(
    installation: Installation, steward: Visitor
) -> None:
    inner = draft(slug="inner", data_category="internal", data_classification="private")
    published(installation, inner)
    assert "ld+json" not in steward.page("/dataset/inner").replace("/dataset/inner.jsonld", "")
