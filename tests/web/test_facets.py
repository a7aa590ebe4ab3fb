"""The filters: agencies as a tree, years newest first, counts that hold, dates of the data."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from sqlalchemy import update

from catalog.auth.policy import SYSTEM, Post
from catalog.db.models import Agency
from catalog.db.queries.agencies import get_agency
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.datasets import approve_dataset, register_dataset, submit_dataset
from schemas.distribution import DistributionRecord
from tests.fixtures_app import DISTRIBUTION, NOW, draft, published
from tests.web.visitors import Visitor
from vocab.codes import Role


def published_in(installation: Installation, agency: str, slug: str) -> None:
    """A published dataset of an agency that nobody looks after."""
    keeper = replace(SYSTEM, posts=frozenset({Post(Role.STEWARD, agency), Post(Role.HEAD, agency)}))
    with installation.sessions.write() as session:
        session.execute(update(Agency).where(Agency.code == agency).values(two_person=False))
        made = register_dataset(session, keeper, draft(agency=agency, slug=slug), now=NOW)
        sent = submit_dataset(session, keeper, slug, version=made.version, now=NOW)
        approve_dataset(session, keeper, slug, version=sent.version, now=NOW)


def choices(page: str, name: str) -> list[tuple[str, str, str]]:
    """Value, label and count of the choices of a facet, in order."""
    found = re.findall(
        rf'name="{name}" value="([^"]*)"[^>]*><span[^>]*>([^<]*)</span>'
        r' <span class="count">([^<]*)',
        page,
    )
    return [(value, label, count) for value, label, count in found]


def test_agencies_stand_as_a_tree_and_a_city_holds_all_of_its_own(
    installation: Installation, anyone: Visitor
) -> None:
    for number, agency in enumerate(("bma", "5001", "5001", "2100", "nat-1")):
        published_in(installation, agency, f"set-{number}")
    installation.drain()
    page = anyone.page("/search?q=ทะเบียน")
    assert choices(page, "agency") == [
        ("bma", "กรุงเทพมหานคร", "4"),
        ("2100", "สำนักยุทธศาสตร์และประเมินผล", "1"),
        ("5001", "สำนักงานเขตพระนคร", "2"),
        ("nat-1", "กรมโรงงานอุตสาหกรรม", "1"),
    ]
    titles = re.findall(r'class="branch"[^>]*><summary>([^<]*) <span', page)
    assert titles == ["สำนัก", "สำนักงานเขต", "หน่วยงานนอกสังกัดกรุงเทพมหานคร"]
    assert 'class="branch" open' not in page
    assert "พบ 4 ชุดข้อมูล" in anyone.page("/search?agency=bma")
    both = anyone.page("/search?agency=5001&agency=nat-1")
    assert "พบ 3 ชุดข้อมูล" in both
    assert both.count('class="branch" open') == 2
    assert [count for _value, _label, count in choices(both, "agency")] == ["4", "1", "2", "1"]


def test_an_agency_below_another_comes_into_sight_when_that_is_chosen(
    installation: Installation, anyone: Visitor
) -> None:
    with installation.sessions.write() as session:
        for code, parent in (("nat-2", "nat-1"), ("nat-3", "nat-2"), ("nat-4", "nat-1")):
            above = get_agency(session, parent)
            new = replace(above, code=code, parent=parent, name_th=f"กอง {code}")
            save_agency(session, SYSTEM, new, now=NOW)
    for code in ("nat-1", "nat-2", "nat-3", "5001"):
        published_in(installation, code, f"of-{code}")
    installation.drain()
    plain = anyone.page("/search?q=ทะเบียน")
    assert choices(plain, "agency") == [
        ("bma", "กรุงเทพมหานคร", "1"),
        ("5001", "สำนักงานเขตพระนคร", "1"),
        ("nat-1", "กรมโรงงานอุตสาหกรรม", "3"),
    ]
    chosen = anyone.page("/search?agency=nat-1")
    assert [value for value, _, _ in choices(chosen, "agency")] == ["bma", "5001", "nat-1", "nat-2"]
    deep = anyone.page("/search?agency=nat-3&agency=nat-4")
    assert choices(deep, "agency")[2:] == [
        ("nat-1", "กรมโรงงานอุตสาหกรรม", "3"),
        ("nat-2", "กอง nat-2", "2"),
        ("nat-3", "กอง nat-3", "1"),
        ("nat-4", "กอง nat-4", "0"),
    ]
    assert "พบ 1 ชุดข้อมูล" in deep


def test_one_branch_alone_stands_open(installation: Installation, anyone: Visitor) -> None:
    published(installation)
    assert 'class="branch" open' in anyone.page("/search?q=ทะเบียน")


def test_where_no_city_has_hits_agencies_stand_as_a_plain_list(
    installation: Installation, anyone: Visitor
) -> None:
    published_in(installation, "nat-1", "factories")
    installation.drain()
    page = anyone.page("/search?q=ทะเบียน")
    assert choices(page, "agency") == [("nat-1", "กรมโรงงานอุตสาหกรรม", "1")]
    assert 'class="branch"' not in page


def test_what_is_chosen_stays_though_it_leaves_nothing(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation)
    page = anyone.page("/search?agency=5004&agency=nowhere&agency=nat-1")
    assert choices(page, "agency") == [
        ("bma", "กรุงเทพมหานคร", "1"),
        ("5004", "สำนักงานเขตบางรัก", "0"),
        ("5001", "สำนักงานเขตพระนคร", "1"),
        ("nat-1", "กรมโรงงานอุตสาหกรรม", "0"),
        ("nowhere", "nowhere", "0"),
    ]


def test_levels_of_protection_divide_their_category(
    installation: Installation, steward: Visitor
) -> None:
    for slug, category, level in (
        ("open", "public", "open"),
        ("secret", "personal", "secret"),
        ("private", "personal", "private"),
        ("unstated", "personal", None),
        ("inner", "internal", "private"),
    ):
        stated = draft(slug=slug, data_category=category, data_classification=level)
        published(installation, stated)
    page = steward.page("/search?q=ทะเบียน")
    assert choices(page, "category") == [
        ("personal", "ข้อมูลส่วนบุคคล", "3"),
        ("personal/private", "เผยแพร่ภายในองค์กร", "1"),
        ("personal/secret", "ลับมาก", "1"),
        ("internal", "ข้อมูลใช้ภายใน", "1"),
        ("public", "ข้อมูลสาธารณะ", "1"),
    ]
    assert page.count('<ul class="choices"><li><label><input type="checkbox" name="category"') == 2
    one = steward.page("/search?category=personal/secret&category=public/open")
    assert "พบ 2 ชุดข้อมูล" in one
    assert "ข้อมูลส่วนบุคคล › ลับมาก" in one
    # Counts leave the choice itself out; what is chosen stands first and stays in sight.
    assert choices(one, "category") == [
        ("personal", "ข้อมูลส่วนบุคคล", "3"),
        ("personal/private", "เผยแพร่ภายในองค์กร", "1"),
        ("personal/secret", "ลับมาก", "1"),
        ("public", "ข้อมูลสาธารณะ", "1"),
        ("public/open", "เปิดเผย", "1"),
        ("internal", "ข้อมูลใช้ภายใน", "1"),
    ]
    for value, _label, count in choices(page, "category"):
        assert f"พบ {count} ชุดข้อมูล" in steward.page(f"/search?category={value}")


def test_years_come_newest_first_in_both_calendars(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(first_year_of_data=2018, last_year_of_data=2020))
    thai = anyone.page("/search?q=ทะเบียน")
    assert [label for _, label, _ in choices(thai, "year")] == ["2563", "2562", "2561"]
    assert 'title="พ.ศ. 2563 / ค.ศ. 2020"' in thai
    english = anyone.page("/search?q=ทะเบียน&lang=en&year=2018&year=soon")
    assert [label for _, label, _ in choices(english, "year")] == ["2018", "soon", "2020", "2019"]
    assert 'title="B.E. 2563 / C.E. 2020"' in english


def test_a_hit_shows_the_day_of_its_data_else_of_its_entry(
    installation: Installation, anyone: Visitor
) -> None:
    published(installation, draft(slug="dated", last_updated_date=dt.date(2026, 11, 1)))
    assert "ข้อมูลปรับปรุง <time datetime" in anyone.page("/search?q=ทะเบียน")
    part = DistributionRecord(
        metadata={k: v for k, v in DISTRIBUTION.metadata.items() if "date" not in k}
    )
    undated = draft(slug="undated", title="โรงเรียน", last_updated_date=None)
    published(installation, replace(undated, distributions=(part,)))
    page = anyone.page("/search?q=โรงเรียน")
    assert "แก้ไขรายการเมื่อ <time" in page
    assert "ข้อมูลปรับปรุง" not in page
    resource = draft(slug="resource", title="ห้องสมุด", last_updated_date=None)
    published(installation, resource)
    assert "ข้อมูลปรับปรุง <time" in anyone.page("/search?q=ห้องสมุด")


def test_orders_are_those_that_the_index_knows(installation: Installation, anyone: Visitor) -> None:
    published(installation)
    page = anyone.page("/search?q=ทะเบียน&sort=completeness")
    offered = re.findall(r'<option value="(\w+)"', page)
    assert offered[0] == "relevance"
    assert {"modified", "completeness"} <= set(offered)
    for name in offered:
        assert anyone.get(f"/search?sort={name}").status_code == 200
