"""Acceptance 1: a steward registers in Thai, the head approves, and everybody finds it."""

from __future__ import annotations

from flask import Flask

from catalog.jobs.installation import Installation
from tests.fixtures_app import registered, submitted
from tests.web.answers import ANSWERS
from tests.web.visitors import Visitor
from vocab.codes import DatasetState


def test_from_form_to_search(
    installation: Installation, steward: Visitor, head: Visitor, anyone: Visitor
) -> None:
    assert "ข้อมูลระเบียน" in steward.page("/dataset/new")
    saved = steward.send("/dataset/new?type=record", "check", ANSWERS)
    assert saved.status_code == 303, saved.text
    review = steward.page(saved.location)
    assert "ทะเบียนร้านค้าแผงลอยในเขตพระนคร" in review
    assert "15 พ.ย. 2569" in review
    assert "ต้องแก้ไข" not in review
    sent = steward.send(saved.location, "", {})
    assert sent.status_code == 303
    address = sent.location.partition("?")[0]
    assert "ส่งขออนุมัติแล้ว" in steward.page(sent.location)
    assert anyone.get(address).status_code == 404
    assert "ทะเบียนร้านค้าแผงลอย" in head.page("/my-work")
    approved = head.send(f"{address}/approve", "", {})
    assert approved.status_code == 303, approved.text
    assert installation.drain() > 0
    assert "ทะเบียน<mark>ร้านค้า" in anyone.page("/search?q=ร้านค้า").replace("</mark>", "")
    page = anyone.page(address)
    assert '<time datetime="2026-11-15">15 พ.ย. 2569</time>' in page
    turtle = anyone.get(address, headers={"Accept": "text/turtle"})
    assert turtle.mimetype == "text/turtle"


def test_a_returned_dataset_comes_back_with_its_note(
    installation: Installation, steward: Visitor, head: Visitor
) -> None:
    record = submitted(installation)
    path = f"/dataset/{record.slug}/return"
    refused = head.send(path, "", {"note": "  "})
    assert refused.status_code == 422
    assert "โปรดเขียนเหตุผล" in refused.text
    assert head.send(path, "", {"note": "โปรดเพิ่มคำสำคัญ"}).status_code == 303
    work = steward.page("/my-work")
    assert "โปรดเพิ่มคำสำคัญ" in work
    assert "ส่งกลับให้ท่านแก้ไข" in work


def test_a_withdrawn_dataset_is_gone_for_others(
    installation: Installation, head: Visitor, steward: Visitor, anyone: Visitor
) -> None:
    from tests.fixtures_app import published

    record = published(installation)
    path = f"/dataset/{record.slug}"
    assert head.send(f"{path}/withdraw", "", {"note": "ซ้ำกับชุดอื่น"}).status_code == 303
    assert anyone.get(path).status_code == 404
    page = steward.page(path)
    assert "ถอนแล้ว" in page
    assert f"{path}/edit" not in page


def test_nobody_approves_their_own_work(installation: Installation, app: Flask) -> None:
    from catalog.auth.policy import SYSTEM
    from catalog.services.people import give_post
    from tests.fixtures_app import NOW
    from vocab.codes import Role

    record = submitted(installation)
    with installation.sessions.write() as session:
        give_post(session, SYSTEM, "steward", Role.HEAD, "5001", now=NOW)
    answer = Visitor(app).signed_in("steward").send(f"/dataset/{record.slug}/approve", "", {})
    assert answer.status_code == 403
    assert "จึงอนุมัติเองไม่ได้" in answer.text


def test_a_draft_may_be_incomplete_but_is_not_submitted(steward: Visitor) -> None:
    saved = steward.send("/dataset/new?type=gis", "check", {"d-title": "แผนที่ทางเท้า"})
    assert saved.status_code == 303
    review = steward.page(saved.location)
    assert "ยังไม่ได้กรอกคำสำคัญ" in review
    assert "ส่งขออนุมัติ</button>" not in review
    forced = steward.post(saved.location, version="1")
    assert forced.status_code == 422
    form = steward.page(saved.location.replace("/submit", "/edit?check=1"))
    assert '<a href="#d-tag_string">' in form
    assert 'id="d-tag_string-error"' in form


def test_a_published_dataset_is_amended_beside_what_others_see(
    installation: Installation, steward: Visitor, anyone: Visitor
) -> None:
    from tests.fixtures_app import published

    record = published(installation)
    path = f"/dataset/{record.slug}"
    assert steward.send(f"{path}/edit", "save", {"d-title": "ชื่อใหม่"}).status_code == 303
    assert "ชื่อใหม่" not in anyone.page(path)
    assert f"{path}/working" in steward.page(path)
    assert "ชื่อใหม่" in steward.page(f"{path}/working")
    assert anyone.get(f"{path}/working").status_code == 404
    review = steward.page(f"{path}/submit")
    assert "สิ่งที่เปลี่ยน" in review


def test_steps_by_state_and_role(
    installation: Installation, steward: Visitor, head: Visitor, colleague: Visitor
) -> None:
    record = registered(installation)
    path = f"/dataset/{record.slug}"
    assert record.state is DatasetState.DRAFT
    page = steward.page(path)
    assert f"{path}/submit" in page
    assert f"{path}/approve" not in page
    assert f"{path}/withdraw" in head.page(path)
    assert colleague.get(path).status_code == 404
    assert steward.get(f"{path}/approve").status_code == 403
    # Not submitted yet: the page opens, the step is refused.
    assert head.send(f"{path}/approve", "", {}).status_code == 409
