"""The pages of saved searches: one's own, in both languages, by four people, and safe."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask

from catalog.auth.policy import SYSTEM
from catalog.jobs.installation import Installation
from catalog.services.contact import set_email
from catalog.services.saved_searches import MOST_SEARCHES, list_searches
from tests.fixtures_app import NOW, draft, person, published
from tests.web.test_statements import counted
from tests.web.visitors import Visitor

WORD = quote("ทะเบียน")


def save(visitor: Visitor, path: str = f"/search?q={WORD}") -> str:
    """Press the button on a search page; the address of the form that changes the search."""
    found = re.search(r'name="search" value="([^"]*)"', visitor.page(path))
    assert found, "no button"
    answer = visitor.post("/saved", search=found[1].replace("&amp;", "&"))
    assert answer.status_code == 303
    return form_of(visitor.page("/saved"))


def form_of(page: str) -> str:
    found = re.search(r'action="(/saved/[0-9a-f-]+)"', page)
    assert found, "nothing is saved"
    return found[1]


def test_a_search_page_offers_to_save_it_and_names_its_feed(
    anyone: Visitor, steward: Visitor
) -> None:
    asked = f"/search?q={WORD}&format=CSV&page=1"
    for visitor, buttons in ((anyone, 0), (steward, 1)):
        page = visitor.page(asked)
        assert page.count("บันทึกการค้นหานี้") == buttons
        feed = f'href="/feed.atom?q={WORD}&amp;format=CSV"'
        head, _, body = page.partition("</head>")
        assert '<link rel="alternate" type="application/atom+xml"' in head
        assert feed in head
        assert feed in body
    assert 'href="/feed.atom"' in anyone.page("/search")


def test_a_saved_search_shows_what_is_new_and_leads_to_its_hits(
    installation: Installation, steward: Visitor
) -> None:
    assert "ยังไม่ได้บันทึก" in steward.page("/saved")
    form = save(steward, f"/search?q={WORD}&agency=5001&format=CSV&sort=modified")
    page = steward.page("/saved?done=saved")
    assert "บันทึกการค้นหาแล้ว" in page
    assert "สำนักงานเขตพระนคร" in page
    assert "ไม่มีชุดข้อมูลใหม่ตั้งแต่" in page
    installation.now = lambda: NOW.replace(hour=6)
    _publish_at(installation)
    page = steward.page("/saved")
    assert "ชุดข้อมูลใหม่หรือที่ปรับปรุง 1 ชุด" in page
    assert "/dataset/new-one" in page
    answer = steward.post(form, action="look")
    assert answer.status_code == 303
    where = urlsplit(answer.headers["Location"])
    assert where.path == "/search"
    assert parse_qs(where.query) == {
        "q": ["ทะเบียน"],
        "agency": ["5001"],
        "format": ["CSV"],
        "sort": ["modified"],
    }
    installation.now = lambda: NOW.replace(hour=7)
    steward.post(form, action="look")
    assert "ไม่มีชุดข้อมูลใหม่ตั้งแต่" in steward.page("/saved")


def _publish_at(installation: Installation) -> None:
    """Publish something half an hour after the tests' present."""
    from sqlalchemy import update

    from catalog.db.models import Dataset

    record = published(installation, draft(slug="new-one"))
    with installation.sessions.write() as session:
        later = NOW.replace(minute=30)
        query = update(Dataset).where(Dataset.slug == record.slug)
        session.execute(query.values(published=later, modified=later))


def test_it_can_be_renamed_followed_and_deleted(
    installation: Installation, steward: Visitor
) -> None:
    form = save(steward)
    with installation.sessions.write() as session:
        set_email(session, SYSTEM, "steward", "s@bangkok.example", now=NOW)
    answer = steward.post(form, action="change", name="ทะเบียนของเขต", frequency="weekly")
    assert answer.status_code == 303
    page = steward.page("/saved?done=changed")
    assert "ทะเบียนของเขต" in page
    assert '<option value="weekly" selected>' in page
    assert "s@bangkok.example" in page
    assert steward.post(form, action="delete").status_code == 303
    assert form.rpartition("/")[2] not in steward.page("/saved?done=deleted")
    assert steward.post(form, action="delete").status_code == 404


def test_the_page_speaks_english(steward: Visitor) -> None:
    save(steward)
    page = steward.page("/saved?lang=en")
    assert "<h1>Saved searches</h1>" in page
    assert "Nothing new since" in page
    assert "Every Monday at 08:00" in page
    assert "does not know your e-mail address" in page


def test_choosing_mails_on_an_english_page_makes_them_english(
    installation: Installation, steward: Visitor
) -> None:
    from catalog.db.queries.saved_searches import find_reader

    form = save(steward)
    steward.page("/saved?lang=en")
    steward.post(form, action="change", frequency="daily")
    with installation.sessions.write() as session:
        set_email(session, SYSTEM, "steward", "s@bangkok.example", now=NOW)
        reader = find_reader(session, "steward", NOW)
    assert reader is not None
    assert reader.language == "en"


def test_v11_four_people_and_one_search(
    anyone: Visitor, steward: Visitor, colleague: Visitor, outsider: Visitor
) -> None:
    form = save(steward)
    assert anyone.get("/saved").status_code == 401
    assert anyone.post("/saved", search="q=x").status_code == 401
    assert anyone.post(form, action="delete").status_code == 401
    for visitor in (colleague, outsider):
        assert form not in visitor.page("/saved")
        for action in ("look", "change", "delete"):
            answer = visitor.post(form, action=action, frequency="daily", name="x")
            twin = visitor.post(f"{form[:-1]}!", action=action, frequency="daily", name="x")
            assert answer.status_code == twin.status_code == 404
    assert form in steward.page("/saved")


def test_s03_nothing_changes_by_get_or_without_a_token(steward: Visitor) -> None:
    form = save(steward)
    assert steward.get(f"{form}?action=delete").status_code == 405
    before = steward.page("/saved").count("<section")
    steward.client.head("/saved?search=q%3Dx")
    assert steward.page("/saved").count("<section") == before
    assert steward.client.post(form, data={"action": "delete"}).status_code == 400
    assert form in steward.page("/saved")


@pytest.mark.parametrize(
    "search", ["", "&&&", "a=" * 3000, "q=" + "x" * 9000, "&".join("ab" * 300)]
)
def test_odd_questions_are_no_error(steward: Visitor, search: str) -> None:
    assert steward.post("/saved", search=search).status_code == 303
    assert steward.get("/saved").status_code == 200


def test_odd_frequencies_are_refused(steward: Visitor) -> None:
    form = save(steward)
    assert steward.post(form, action="change", frequency="hourly").status_code == 422


def test_too_many_are_refused_with_a_way_out(steward: Visitor) -> None:
    for number in range(MOST_SEARCHES):
        steward.post("/saved", search=f"q=x{number}")
    answer = steward.post("/saved", search="q=one-more")
    assert answer.status_code == 409
    assert f"ไม่เกิน {MOST_SEARCHES} รายการ" in answer.text


def test_x03_names_and_words_are_escaped(steward: Visitor) -> None:
    steward.post("/saved", name="<script>1</script>", search="q=%3Cb%3E&keyword=%22%3E%3Ci%3E")
    page = steward.page("/saved")
    assert "<script>1" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;1&lt;/script&gt;" in page


def test_statements_do_not_grow_with_searches(
    installation: Installation, app: Flask, steward: Visitor
) -> None:
    sent = []
    for number in range(5):
        published(installation, draft(slug=f"p{number}"))
        save(steward, f"/search?q=x{number}&agency=5001")
        with counted(installation) as statements:
            steward.page("/saved")
        sent.append(len([s for s in statements if not s.startswith(("BEGIN", "PRAGMA"))]))
    assert len(set(sent)) == 1, sent
    with installation.sessions.read() as session:
        assert len(list_searches(session, person(installation, "steward"))) == 5
