"""The agency page: the score as each reader may see it, with every lost point explained."""

from __future__ import annotations

from flask import Flask

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published
from tests.web.visitors import Visitor

MARKER = "ชื่อลับเฉพาะผู้ดูแล"


def secret(installation: Installation) -> None:
    published(installation, draft(slug="open"))
    published(
        installation,
        draft(
            slug="secret-one",
            title=MARKER,
            title_en="",
            tag_string=("คำเดียว",),
            data_category="personal",
            data_classification="secret",
            last_updated_date=None,
        ),
    )


def test_custodians_see_the_full_score_with_reasons(
    installation: Installation, steward: Visitor
) -> None:
    secret(installation)
    page = steward.page("/agency/5001")
    assert "คะแนนส่วนที่ 1" in page
    assert "คิดจากชุดข้อมูลที่เผยแพร่ 2 ชุด" in page
    assert "คะแนนจริงของหน่วยงานอาจต่างจากนี้" not in page
    assert "น้ำหนักเป็นค่าสมมติ รอเอกสาร สยป." in page
    assert MARKER in page
    assert "<title id=" in page
    assert "→" in page


def test_the_best_actions_come_first_and_tell_only_of_what_may_be_opened(
    installation: Installation, anyone: Visitor, steward: Visitor, app: Flask
) -> None:
    secret(installation)
    for number in range(2):
        published(installation, draft(slug=f"further-{number}"))
    evaluator = Visitor(app).signed_in("evaluator")
    for visitor, datasets in ((anyone, 3), (evaluator, 3), (steward, 4)):
        page = visitor.page("/agency/5001")
        best = page[page.index('<ol class="best">') : page.index('id="lost-head"')]
        assert f"<li>กรอกเงื่อนไขในการเข้าถึงข้อมูล ใน {datasets} ชุดข้อมูล ได้คืน" in best


def test_evaluators_see_the_full_score_without_hidden_names(
    installation: Installation, app: Flask
) -> None:
    secret(installation)
    page = Visitor(app).signed_in("evaluator").page("/agency/5001?all=1")
    assert "คิดจากชุดข้อมูลที่เผยแพร่ 2 ชุด" in page
    assert MARKER not in page
    assert "secret-one" not in page
    assert "ชุดข้อมูลที่ท่านไม่มีสิทธิ์เปิดดู" in page


def test_others_see_what_the_visible_datasets_would_score(
    installation: Installation, anyone: Visitor, outsider: Visitor
) -> None:
    secret(installation)
    for visitor in (anyone, outsider):
        page = visitor.page("/agency/5001?all=1")
        assert "คิดจากชุดข้อมูลที่เผยแพร่ 1 ชุด" in page
        assert "คะแนนจริงของหน่วยงานอาจต่างจากนี้" in page
        assert MARKER not in page
        assert "secret-one" not in page


def test_an_agency_without_datasets_has_no_score(anyone: Visitor) -> None:
    page = anyone.page("/agency/5004")
    assert "ยังไม่มีสิ่งที่นำมาคิดคะแนนได้" in page
    assert "ไม่มีชุดข้อมูลของหน่วยงานนี้ที่ท่านดูได้" in page


def test_an_agency_outside_bangkok_has_datasets_and_no_score(anyone: Visitor) -> None:
    page = anyone.page("/agency/nat-1")
    assert "คะแนน" not in page.split("<main", 1)[1].split("</main", 1)[0]
    assert "#score" not in page
    assert 'id="sets-head"' in page
    assert 'id="score-head"' in anyone.page("/agency/5001")
