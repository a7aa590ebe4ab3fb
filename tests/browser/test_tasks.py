"""What people do: by keyboard alone, with suggestions, and with text that is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site, sign_in
from tests.browser.test_pages import violations
from tests.fixtures_app import PASSWORD
from tests.web.answers import ANSWERS

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    found: str = page.evaluate(
        "document.activeElement.id || document.activeElement.name || document.activeElement.href"
        " || document.activeElement.textContent.trim()"
    )
    return found


def tab_to(page: Page, wanted: str, limit: int = 200) -> None:
    """Press Tab until the wanted thing has the focus."""
    for _ in range(limit):
        if focused(page).endswith(wanted):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"no visible focus on {wanted}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_sign_in_register_and_submit_by_keyboard(page: Page) -> None:
    page.goto("/sign-in?lang=th")
    page.keyboard.press("Tab")
    assert focused(page).endswith("#main"), "the skip link comes first"
    tab_to(page, "username")
    page.keyboard.type("steward")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-work")
    tab_to(page, "/dataset/new")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dataset/new")
    tab_to(page, "type=record")
    page.keyboard.press("Enter")
    page.wait_for_selector("#registration")
    # How many steps down a list or along its boxes the wanted choice stands.
    ticked = {"d-objective": 10, "d-data_format": 1, "d-data_category": 0}
    picked = {"d-update_frequency_unit": 1, "d-geo_coverage": 8, "d-license_id": 3}
    for box, text in (
        ("d-title", "ทะเบียนต้นไม้ริมถนน"),
        ("d-maintainer", "ฝ่ายสวนสาธารณะ"),
        ("d-maintainer_email", "trees@bangkok.example"),
        ("d-tag_string", "ต้นไม้, ทะเบียน"),
        ("d-notes", "ต้นไม้ริมถนนทุกต้น"),
        ("d-objective", ""),
        ("d-update_frequency_unit", ""),
        ("d-update_frequency_interval", "1"),
        ("d-geo_coverage", ""),
        ("d-data_source", "การสำรวจ"),
        ("d-data_format", ""),
        ("d-data_category", ""),
        ("d-license_id", ""),
        ("r-0-name", "ต้นไม้ 2569"),
        ("r-0-url", "https://data.bangkok.example/trees.csv"),
        ("r-0-format", "CSV"),
    ):
        tab_to(page, box)
        for _ in range(picked.get(box, 0)):
            page.keyboard.press("ArrowDown")
        for _ in range(ticked.get(box, 0)):
            page.keyboard.press("Tab")
        if box in ticked:
            page.keyboard.press("Space")
        page.keyboard.type(text)
    tab_to(page, "d-reference_url_catalog")
    tab_to(page, "action")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".summary").count() == 0, page.locator(".summary").inner_text()
    assert page.url.endswith("/submit")
    assert page.locator("text=ต้องแก้ไข").count() == 0, page.locator(".findings").inner_text()
    tab_to(page, "ส่งขออนุมัติ")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=submit")
    expect(page.locator("[role=status]")).to_contain_text("ส่งขออนุมัติแล้ว")


def test_suggestions_are_chosen_by_keyboard(page: Page) -> None:
    page.goto("/?lang=th")
    page.click("#q")
    page.keyboard.type("ประ", delay=30)
    expect(page.locator("[role=option]").first).to_be_visible()
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert page.get_attribute("#q", "aria-activedescendant") == chosen.get_attribute("id")
    text = chosen.inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.input_value("#q") == text
    assert page.locator(".hits li").count() >= 1


def test_suggestions_stand_in_groups_and_lead_to_agencies(page: Page) -> None:
    page.goto("/?lang=th")
    page.click("#q")
    page.keyboard.type("พระ", delay=30)
    group = page.get_by_role("group", name="หน่วยงาน")
    expect(group.get_by_role("option")).to_have_text(["สำนักงานเขตพระนคร"])
    expect(page.locator(".searchbox [role=status]")).to_contain_text("เลือกด้วยปุ่มลูกศร")
    assert violations(page) == []
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_text("สำนักงานเขตพระนคร")
    assert page.input_value("#q") == "พระ"
    page.keyboard.press("Enter")
    page.wait_for_url("**/agency/5001")


def test_leaving_the_box_closes_the_suggestions(page: Page) -> None:
    page.goto("/?lang=en")
    page.click("#q")
    page.keyboard.type("popu", delay=30)
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    assert page.get_attribute("#q", "aria-expanded") == "false"


def test_filters_answer_at_once_and_say_how_many(page: Page) -> None:
    page.goto("/search?q=ทะเบียน&lang=th")
    said = page.locator("#results + [role=status]")
    expect(said).to_have_text("")
    page.locator("input[name=format]").first.focus()
    page.keyboard.press("Space")
    expect(said).to_have_text(re.compile(r"พบ \d+ ชุดข้อมูล"))
    assert "format=" in page.url
    expect(page.locator("input[name=format]").first).to_be_focused()
    expect(page.locator(".active")).to_contain_text("รูปแบบ")
    assert "format" in (page.get_attribute(".who a[hreflang]", "href") or "")
    assert violations(page) == []
    page.go_back()
    expect(page.locator(".active")).to_have_count(0)
    expect(page.locator("input[name=format]").first).not_to_be_checked()


def test_what_is_typed_survives_a_closed_tab(page: Page) -> None:
    sign_in(page, "steward")
    page.goto("/dataset/new?type=gis&lang=th")
    page.fill("#d-title", "แผนที่ที่ยังไม่เสร็จ")
    expect(page.locator("[data-status]")).to_contain_text("เก็บไว้ในเบราว์เซอร์นี้เมื่อ")
    page.goto("/help")
    page.goto("/dataset/new?type=gis")
    assert page.input_value("#d-title") == ""
    page.click("text=นำกลับมา")
    assert page.input_value("#d-title") == "แผนที่ที่ยังไม่เสร็จ"
    page.click(".sticky button[value=save]")
    page.wait_for_url("**/edit?saved=1")
    page.goto("/dataset/new?type=gis")
    assert page.locator("text=นำกลับมา").count() == 0


def test_signing_out_forgets_what_was_kept(page: Page) -> None:
    sign_in(page, "steward")
    page.goto("/dataset/new?type=gis")
    page.fill("#d-title", "ลับ")
    expect(page.locator("[data-status]")).not_to_be_empty()
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.click("[data-sign-out] button")
    page.wait_for_url("**/")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_resources_are_added_and_removed_in_place(page: Page) -> None:
    sign_in(page, "steward")
    page.goto("/dataset/new?type=record")
    page.click("[data-add]")
    assert focused(page) == "r-1-name"
    page.keyboard.type("ที่สอง")
    assert page.locator("[data-row]").count() == 2
    page.locator("[data-row]").first.locator("[data-remove]").click()
    assert page.locator("[data-row]").count() == 1
    assert page.input_value("#r-1-name") == "ที่สอง"


def test_a_box_for_other_appears_when_it_is_asked_for(page: Page) -> None:
    sign_in(page, "steward")
    page.goto("/dataset/new?type=record")
    other = page.locator("#d-objective_other")
    expect(other).to_be_hidden()
    page.check("input[name=d-objective][value=other]")
    expect(other).to_be_visible()
    page.select_option("#d-geo_coverage", "other")
    expect(page.locator("#d-geo_coverage_other")).to_be_visible()


def test_a_link_of_the_error_summary_leads_to_its_box(page: Page) -> None:
    sign_in(page, "steward")
    page.goto("/dataset/new?type=statistics")
    page.locator("details.section > summary").click()
    page.fill("#d-first_year_of_data", "ปีกลาย")
    page.click(".sticky button[value=save]")
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    summary.locator("a").click()
    expect(page.locator("#d-first_year_of_data")).to_be_focused()
    expect(page.locator("#d-first_year_of_data")).to_be_visible()


def test_the_whole_way_works_without_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "steward")
    page.goto("/dataset/new?type=record")
    page.fill("#d-title", ANSWERS["d-title"])
    page.click("[data-add]")
    expect(page.locator("#r-1-name")).to_be_visible()
    assert page.input_value("#d-title") == ANSWERS["d-title"]
    page.click(".sticky button[value=check]")
    page.wait_for_url("**/submit")
    expect(page.locator("main")).to_contain_text(ANSWERS["d-title"])
    page.goto("/search?q=ทะเบียน")
    page.check("input[name=format][value=CSV]")
    page.click("#filters button")
    assert "format=CSV" in page.url
    context.close()


def test_nothing_inline_is_blocked_or_needed(page: Page) -> None:
    """The page fixture fails on any message of the content policy."""
    sign_in(page, "steward")
    for path in ("/", "/search?q=x", "/dataset/open-one", "/dataset/new?type=gis", "/agency/5001"):
        page.goto(path, wait_until="networkidle")
