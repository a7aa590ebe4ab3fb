"""An agency stands for all below it, at whatever door it is asked for."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from catalog.auth.policy import ANYONE, SYSTEM, Post
from catalog.db.models import Agency
from catalog.db.queries.agencies import get_agency
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.agency_tree import AgencyTree, agency_tree
from catalog.services.datasets import approve_dataset, register_dataset, submit_dataset
from catalog.services.search import search_datasets
from schemas.agency import AgencyRecord
from tests.fixtures_app import NOW, draft
from tests.fixtures_http import client_of
from vocab.codes import AgencyKind, Role

CITY, OFFICE, DISTRICT, SCHOOLS = "bma", "2100", "5001", "5001-1"


def agency(code: str, parent: str = "", name: str = "", *aliases: str) -> AgencyRecord:
    return AgencyRecord(
        row=0,
        code=code,
        kind=AgencyKind.OFFICE,
        name_th=name or code,
        name_en="",
        parent=parent,
        organisation="",
        aliases=aliases,
    )


TREE = AgencyTree(
    [
        agency("50", "", "กรุงเทพมหานคร", "กทม.", "City of Bangkok"),
        agency("5001", "50", "สำนักงานเขตพระนคร", "เขตพระนคร"),
        agency("5002", "50", "สำนักงานเขตดุสิต"),
        agency("50-1", "5001", "ฝ่ายการศึกษา", "Art Department"),
        agency("nat-1", "", "กรมโรงงานอุตสาหกรรม"),
        agency("nat-2", "", "กรมโรงงาน"),
    ]
)


def test_an_agency_stands_for_all_below_it() -> None:
    assert TREE.within("50") == ("50", "5001", "50-1", "5002")
    assert TREE.within("nobody") == ("nobody",)
    assert tuple(TREE.above("50-1")) == ("5001", "50")
    assert tuple(TREE.above("nobody")) == ()
    wider = TREE.widened({"agency": ("5001", "nat-1"), "format": ("CSV",)})
    assert wider == {"agency": ("5001", "50-1", "nat-1"), "format": ("CSV",)}
    assert TREE.widened({}) == {}


def test_what_is_typed_means_a_code_a_name_or_a_part_of_one() -> None:
    assert TREE.meant("50-1") == ("50-1",)
    assert TREE.meant("NAT-1") == ("nat-1",)
    assert TREE.meant("กทม.") == TREE.within("50")
    assert TREE.meant("เขต พระนคร") == ()
    assert TREE.meant("พระนคร") == ("5001", "50-1")
    assert TREE.meant("กรมโรงงาน") == ("nat-2",)  # a whole name before parts of others
    assert TREE.meant("โรงงาน") == ("nat-1", "nat-2")
    assert TREE.meant("bangkok") == TREE.within("50")
    assert TREE.meant("art") == TREE.meant("department") == ("50-1",)
    assert TREE.meant("part") == ()  # no word begins so
    assert TREE.meant("5002, ,nat-1") == ("5002", "nat-1")
    assert TREE.meant("") == TREE.meant(" , ") == ()


@given(st.lists(st.sampled_from(["50", "5001", "5002", "50-1", "nat-1", "gone"])))
def test_sums_are_what_the_filter_of_each_would_leave(owners: list[str]) -> None:
    sums = TREE.summed((code, owners.count(code)) for code in dict.fromkeys(owners))
    for code, count in sums:
        assert count == sum(owner in TREE.within(code) for owner in owners)
    assert {code for code, _ in sums} == {
        one for owner in owners for one in (owner, *TREE.above(owner))
    }
    assert sums == sorted(sums, key=lambda pair: (-pair[1], pair[0]))


def filled(installation: Installation) -> None:
    """One dataset each of the city, an office, a district, and an agency below the district."""
    with installation.sessions.write() as session:
        save_agency(session, SYSTEM, agency(SCHOOLS, DISTRICT, "ฝ่ายการศึกษาพระนคร"), now=NOW)
        session.execute(update(Agency).values(two_person=False))
        for code in (CITY, OFFICE, DISTRICT, SCHOOLS, "nat-1"):
            posts = frozenset({Post(Role.STEWARD, code), Post(Role.HEAD, code)})
            keeper = replace(SYSTEM, posts=posts)
            slug = f"of-{code}"
            made = register_dataset(session, keeper, draft(agency=code, slug=slug), now=NOW)
            sent = submit_dataset(session, keeper, slug, version=made.version, now=NOW)
            approve_dataset(session, keeper, slug, version=sent.version, now=NOW)
    installation.drain()


def test_every_door_widens_alike(installation: Installation, app: Flask) -> None:
    filled(installation)
    client = client_of(app)
    below = {
        CITY: {CITY, OFFICE, DISTRICT, SCHOOLS},
        DISTRICT: {DISTRICT, SCHOOLS},
        SCHOOLS: {SCHOOLS},
    }
    for code, expected in below.items():
        slugs = {f"of-{one}" for one in expected}
        for query in ({"agency": code}, {"q": f"agency:{code}"}):
            found = client.get("/api/v1/search", query_string=query).get_json()
            assert {item["slug"] for item in found["items"]} == slugs
            page = client.get("/search", query_string=query).get_data(as_text=True)
            feed = client.get("/feed.atom", query_string=query).get_data(as_text=True)
            for text in (page, feed):
                assert {
                    s for s in (f"of-{one}" for one in below[CITY]) if f'/dataset/{s}"' in text
                } == slugs
        listed = client.get("/api/v1/datasets", query_string={"agency": code}).get_json()
        assert {item["slug"] for item in listed["items"]} == slugs
        shown = client.get(f"/agency/{code}").get_data(as_text=True)
        assert {f"of-{one}" for one in below[CITY] if f'/dataset/of-{one}"' in shown} == slugs
    assert client.get("/api/v1/search?q=agency:พระนคร").get_json()["total"] == 2
    assert client.get("/api/v1/search?q=-agency:5001").get_json()["total"] == 3


def test_counts_of_agencies_are_those_of_their_filters(installation: Installation) -> None:
    filled(installation)
    with installation.sessions.read() as session:

        def ask(**question: object) -> tuple[int, dict[str, int]]:
            page = search_datasets(session, installation.search, ANYONE, **question)  # type: ignore[arg-type]
            return page.total, dict(page.facets["agency"])

        for text in ("", "agency:bma", "ทะเบียน agency:พระนคร", "format:csv"):
            for filters in ({}, {"agency": (OFFICE,)}, {"agency": (DISTRICT, "nat-1")}):
                for code, count in ask(text=text, filters=filters)[1].items():
                    assert ask(text=text, filters={"agency": (code,)})[0] == count
        assert set(ask(text="agency:พระนคร")[1]) == {CITY, DISTRICT, SCHOOLS}
        # A further filter never adds hits, whatever was asked for before.
        for text in ("", "ทะเบียน", "ทะเบียน agency:bma", "agency:nowhere", "ทะเบียน zzqqxx"):
            for code in (CITY, DISTRICT, "nat-1", "nobody"):
                before = ask(text=text)[0]
                chosen = ask(text=text, filters={"agency": (code,)})[0]
                both = ask(text=text, filters={"agency": (code,), "category": ("public/open",)})[0]
                assert both <= chosen <= before
        # What is typed narrows what is chosen, and never the other way round.
        assert ask(text="agency:bma", filters={"agency": ("nat-1",)})[0] == 0
        assert ask(text="agency:bma", filters={"agency": (DISTRICT,)})[0] == 2


def test_the_api_names_what_a_value_stands_below(installation: Installation, app: Flask) -> None:
    filled(installation)
    facets = client_of(app).get("/api/v1/search").get_json()["facets"]
    assert facets["agency"] == [
        {"value": CITY, "count": 4, "parent": None},
        {"value": DISTRICT, "count": 2, "parent": CITY},
        {"value": OFFICE, "count": 1, "parent": CITY},
        {"value": SCHOOLS, "count": 1, "parent": DISTRICT},
        {"value": "nat-1", "count": 1, "parent": None},
    ]
    assert facets["category"] == [
        {"value": "public", "count": 5, "parent": None},
        {"value": "public/open", "count": 5, "parent": "public"},
    ]
    assert {one["parent"] for one in facets["format"]} == {None}


def test_the_tree_is_read_anew_after_an_edit(installation: Installation) -> None:
    with installation.sessions.read() as session:
        before = agency_tree(session)
        assert agency_tree(session) is before
    with installation.sessions.write() as session:
        moved = replace(get_agency(session, "5004"), parent="2100")
        save_agency(session, SYSTEM, moved, now=NOW)
    with installation.sessions.read() as session:
        assert agency_tree(session).within("2100") == ("2100", "5004")
