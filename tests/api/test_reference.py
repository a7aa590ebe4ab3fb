"""Search, suggestions, agencies, scores, code lists and errors over the API."""

import pytest
from flask import Flask

from catalog.errors import NotFound
from catalog.jobs.installation import Installation
from catalog.services.scores import FIRST_YEAR, rubric_of
from tests.fixtures_app import AGENCIES, draft, published
from tests.fixtures_http import client_of
from vocab.concepts import codelists

HERE = "/api/v1"


def test_search_finds_words_inside_thai_and_counts_facets(
    app: Flask, installation: Installation
) -> None:
    published(installation, draft(title="โรงงานอุตสาหกรรมในเขต", tag_string=("โรงงาน",)))
    published(installation, draft(title="ตลาดนัด", tag_string=("ตลาด",)))
    client = client_of(app)
    found = client.get(f"{HERE}/search", query_string={"q": "โรงงาน"}).get_json()
    assert [item["metadata"]["title"] for item in found["items"]] == ["โรงงานอุตสาหกรรมในเขต"]
    assert {"value": "5001", "count": 1, "parent": "bma"} in found["facets"]["agency"]
    both = client.get(f"{HERE}/search?keyword=โรงงาน&keyword=ตลาด").get_json()
    assert both["total"] == 2, "a filter given twice means any of its values"
    bare = client.get(f"{HERE}/search", query_string={"facets": "false", "sort": "modified"})
    assert bare.get_json()["facets"] == {}
    assert client.get(f"{HERE}/suggest", query_string={"q": "โรง"}).get_json()["items"]


def test_agencies_are_public(app: Flask) -> None:
    client = client_of(app)
    found = client.get(f"{HERE}/agencies").get_json()
    assert {item["code"] for item in found["items"]} == {row[0] for row in AGENCIES}
    districts = client.get(f"{HERE}/agencies", query_string={"kind": "district", "limit": 1})
    assert (districts.get_json()["total"], len(districts.get_json()["items"])) == (2, 1)
    assert client.get(f"{HERE}/agencies/5001").get_json()["parent"] == "bma"
    assert client.get(f"{HERE}/agencies/nobody").status_code == 404
    assert client.get(f"{HERE}/agencies/%00").status_code == 404


def test_a_score_counts_all_for_its_own_and_the_visible_for_others(
    app: Flask, installation: Installation
) -> None:
    published(installation)
    secret = published(
        installation,
        draft(
            title="ความลับ",
            data_category="official-secret",
            data_classification="confidential",
            private=True,
        ),
    )
    address = f"{HERE}/agencies/5001/score"
    for who, full, counted, named in (
        ("anyone", False, 1, False),
        ("outsider", False, 1, False),
        ("evaluator", True, 2, False),
        ("steward", True, 2, True),
    ):
        answer = client_of(app, who).get(address)
        found = answer.get_json()
        assert (found["full"], found["counted"]) == (full, counted), who
        assert (secret.slug in answer.text) == named, who
        assert ("ความลับ" in answer.text) == named, who
        assert found["score"]["assumed"] is True
        assert found["score"]["reached"] <= found["score"]["weight"]
    assert client_of(app).get(f"{HERE}/agencies/nobody/score").status_code == 404
    elsewhere = client_of(app).get(f"{HERE}/agencies/nat-1/score")
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (404, "not-scored")


def test_a_year_goes_by_the_newest_rubric_before_it() -> None:
    assert rubric_of(2570).fiscal_year <= 2570
    assert rubric_of(FIRST_YEAR).fiscal_year == FIRST_YEAR
    with pytest.raises(NotFound):
        rubric_of(FIRST_YEAR - 1)


def test_code_lists_come_whole(app: Flask) -> None:
    client = client_of(app)
    listed = client.get(f"{HERE}/codelists").get_json()["items"]
    assert [item["id"] for item in listed] == list(codelists())
    for scheme in codelists().values():
        found = client.get(f"{HERE}/codelists/{scheme.id}").get_json()
        assert [c["id"] for c in found["concepts"]] == [c.id for c in scheme]
    assert client.get(f"{HERE}/codelists/nothing").status_code == 404


def test_every_link_of_the_start_leads_somewhere(app: Flask) -> None:
    client = client_of(app)
    for start in (HERE, f"{HERE}/"):
        links = client.get(start).get_json()["links"]
        for name, address in links.items():
            path = address.removeprefix("http://catalogue.test")
            assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 200, name
