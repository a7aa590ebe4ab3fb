"""The served catalogue, its pages, and how people come in."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.fixtures_app import PASSWORD


@dataclass(frozen=True)
class Site:
    """Where the catalogue is served."""

    address: str


#: Every page with who opens it ("" for anybody).
PAGES = (
    ("", "/"),
    ("", "/search?q=ทะเบียน"),
    ("", "/search?q=ไม่มีคำนี้&format=CSV"),
    ("", "/agency"),
    ("", "/agency/5001"),
    ("", "/dataset/open-one"),
    ("", "/dataset/none"),
    ("", "/codelist"),
    ("", "/codelist/data_type"),
    ("", "/codelist/data_type/record"),
    ("", "/help"),
    ("", "/portals"),
    ("", "/portals?agency=5001"),
    ("", "/sign-in"),
    ("", "/my-work"),
    ("steward", "/"),
    ("steward", "/my-work"),
    ("steward", "/dataset/new"),
    ("steward", "/dataset/new?type=statistics"),
    ("steward", "/dataset/a-draft"),
    ("steward", "/dataset/a-draft/edit"),
    ("steward", "/dataset/a-draft/edit?check=1"),
    ("steward", "/dataset/a-draft/submit"),
    ("steward", "/dataset/a-draft/approve"),
    ("steward", "/saved"),
    ("admin", "/saved"),
    ("admin", "/admin/searches"),
    ("admin", "/admin/synonyms"),
    ("admin", "/admin/synonyms?way=one&instead=น้ำเน่า&find=น้ำ"),
    ("head", "/dataset/waiting/working"),
    ("head", "/dataset/waiting/approve"),
    ("head", "/dataset/waiting/return"),
    ("head", "/dataset/open-one/withdraw"),
    ("head", "/agency/5001"),
)


def sign_in(page: Page, username: str) -> None:
    """Come in through the form."""
    page.goto("/sign-in")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/my-work")
