"""Every page in a real browser: accessible, narrow, light, and asking nobody else."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from tests.browser.site import PAGES, Site, sign_in

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is in order is not told element by element.
    "resultTypes": ["violations"],
}
PEOPLE = sorted({username for username, _ in PAGES})


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found
        for node in one["nodes"]
    ]


def visit(page: Page, username: str, lang: str) -> list[str]:
    """Come in and list the pages of this person."""
    page.goto(f"/?lang={lang}")
    if username:
        sign_in(page, username)
    return [path for name, path in PAGES if name == username]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("username", PEOPLE)
def test_axe_finds_nothing(page: Page, username: str, lang: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for path in visit(page, username, lang):
        page.goto(path)
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        if wrong := violations(page):
            found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("username", PEOPLE)
def test_nothing_scrolls_sideways_on_a_phone(page: Page, username: str, lang: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for path in visit(page, username, lang):
        page.goto(path)
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            wide[path] = beyond
    assert wide == {}


@pytest.mark.parametrize("path", ["/", "/search?q=ทะเบียน", "/dataset/open-one", "/agency/5001"])
def test_the_first_page_is_light_and_asks_nobody_else(
    browser: Browser, site: Site, path: str
) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    requests: list[Request] = []
    page.on("requestfinished", lambda one: requests.append(one))  # noqa: PLW0108
    page.goto(path, wait_until="networkidle")
    assert all(one.url.startswith(site.address) for one in requests)
    sizes = [one.sizes() for one in requests]
    weight = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    context.close()
    assert weight <= 60_000, weight


def test_the_form_is_light_too(page: Page) -> None:
    sign_in(page, "steward")
    requests: list[Request] = []
    page.on("requestfinished", lambda one: requests.append(one))  # noqa: PLW0108
    page.goto("/dataset/new?type=statistics", wait_until="networkidle")
    assert sum(one.sizes()["responseBodySize"] for one in requests) <= 60_000


def test_everything_is_readable_at_twice_the_size(page: Page) -> None:
    # 200 % zoom of a 1280 px window leaves 640 CSS pixels.
    page.set_viewport_size({"width": 640, "height": 450})
    for _name, path in PAGES[:12]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
