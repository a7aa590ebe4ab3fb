"""package_search: the query language, pages, order and facets, on a small catalogue."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.ckan import search
from catalog.auth.policy import SYSTEM
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.datasets import withdraw_dataset
from schemas.dataset import DatasetRecord
from tests.api.ckan.conftest import Call, caller, error_of, filled
from tests.fixtures_app import NOW, person
from tests.fixtures_http import app_of, client_of
from vocab.profiles.th_gov import dataset_fields

Names = Callable[..., list[str]]

ALL = {"population", "0-14", "__"}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ALL),
        ('""', ALL),
        ("*:*", ALL),
        ("น้ำท่วม", {"0-14"}),
        ("น้ำท่วม เขต", {"0-14"}),
        ("น้ำท่วม malaria", set()),
        ("น้ำท่วม OR malaria", {"0-14", "__"}),
        ("น้ำท่วม || malaria", {"0-14", "__"}),
        ("-น้ำท่วม", {"population", "__"}),
        ("NOT น้ำท่วม", {"population", "__"}),
        ("!น้ำท่วม", {"population", "__"}),
        ("+flood +risk", {"0-14"}),
        ("flood && malaria", set()),
        ("flood~ risk^2", {"0-14"}),
        ('"Flood risk points"', {"0-14"}),
        ("text:(flood OR malaria)", {"0-14", "__"}),
        ("title:flood", {"0-14"}),
        ("title:FLOOD", {"0-14"}),
        ("title:air", {"__"}),
        ("title:aria", set()),
        ("title:น้ำท่วม", {"0-14"}),
        ('title:"risk points"', {"0-14"}),
        ('title:"points risk"', set()),
        ("title:(risk flood)", {"0-14"}),
        ("title:(risk OR malaria)", {"0-14", "__"}),
        ("title:mal*", {"__"}),
        ("title:m?laria", {"__"}),
        ("mal*", {"__"}),
        ("title:*", ALL),
        ("regione:Basilicata", set()),
        ("-regione:Basilicata", ALL),
        ("name:0\\-14", {"0-14"}),
        ("name:0-14", {"0-14"}),
        ("name:pop*", {"population"}),
        ("name:[a TO z]", {"population"}),
        ("tags:น้ำท่วม", {"0-14"}),
        ("tags:(น้ำท่วม OR สาธารณสุข)", {"0-14", "__"}),
        ("tags:drain*", {"0-14"}),
        ("tags:ท่วม", set()),
        ("res_format:geojson", {"0-14"}),
        ("res_format:(PDF OR CSV)", {"population", "__"}),
        ("res_format:SHP", set()),
        ("res_name:ลับ", set()),
        ("res_name:จุด", {"0-14"}),
        ("organization:5001", ALL),
        ("organization:5004", set()),
        ("license_id:notspecified", {"__"}),
        ('license_id:"Creative Commons Attributions"', {"population"}),
        ("isopen:true", {"population", "0-14"}),
        ("data_type:ข้อมูลสถิติ", {"population", "__"}),
        ('data_type:"ข้อมูลภูมิสารสนเทศเชิงพื้นที่"', {"0-14"}),
        ("extras_data_type:ข้อมูลสถิติ", {"population", "__"}),
        ("data_format:CSV", ALL),
        ("data_category:ข้อมูลสาธารณะ", ALL),
        ("maintainer:ฝ่ายทะเบียน", ALL),
        ("maintainer_email:registry@district.example", ALL),
        ("last_updated_date:[2026-01-01 TO 2026-12-31]", ALL),
        ("last_updated_date:[* TO 2026-01-01]", set()),
        ("update_frequency_interval:1", ALL),
        ("metadata_modified:[NOW-1DAY TO NOW]", ALL),
        ("metadata_modified:[NOW/DAY TO *]", ALL),
        ("metadata_modified:[* TO NOW-1MONTH/DAY]", set()),
        ("metadata_created:[2026-11-25 TO 2026-11-25]", ALL),
        ("metadata_created:2026-11-25", ALL),
        ("metadata_created:{2026-11-25T05:00:00Z TO *]", set()),
        ("metadata_created:[2026-11-25T05:00:00.000Z TO *]", ALL),
        ("state:active", ALL),
        ("state:draft", set()),
        ("private:true", set()),
        ("license_id:not*", {"__"}),
        ("license_id:*", ALL),
        ("isopen:false", {"__"}),
        ("private:*", ALL),
        ("private:false", ALL),
        ("state:*", ALL),
        ("state:none", set()),
        ("owner_org:none", set()),
        ("data_type:ข้อมูลภูมิ*", {"0-14"}),
        ("data_type:*", ALL),
        ("data_type:nothing", set()),
        ("data_type:[a TO b]", set()),
        ("update_frequency_interval:x", set()),
        ("update_frequency_interval:{1 TO *]", set()),
        ("update_frequency_interval:[* TO 1}", set()),
        ("first_year_of_data:2560", set()),
        ("first_year_of_data:[x TO *]", set()),
        ("official_statistics:True", set()),
        ("official_statistics:perhaps", set()),
        ("title_string:[ก TO ฮ]", ALL),
        ("tags:[a TO b]", set()),
        ("metadata_modified:*", ALL),
        ("metadata_modified:NOW", ALL),
        ("maintainer:none", set()),
        ("author:*", set()),
        ("groups:x", set()),
        ("title:น้ำท่วม OR title:malaria organization:5001", {"0-14", "__"}),
        ("organization:x OR organization:5001 tags:drainage OR tags:none", {"0-14"}),
        ("-organization:5001 -organization:5004", set()),
        ("ร่าง", set()),
    ],
)
def test_the_query_language(names: Names, q: str, found: set[str]) -> None:
    assert set(names(q)) == found
    # A filter means the same; only the order of words differs.
    assert set(names(fq=q)) == found


@pytest.mark.parametrize(
    "fq", ["+state:active", "+capacity:public", "dataset_type:dataset", "+site_id:x OR title:*"]
)
def test_filters_of_ckan_itself_break_nothing(names: Names, fq: str) -> None:
    assert set(names(fq=fq)) == ALL


@pytest.mark.parametrize("fq", ["capacity:private", "state:draft OR state:deleted", "private:true"])
def test_no_filter_widens_what_is_seen(names: Names, fq: str) -> None:
    assert names(fq=fq) == []


@pytest.mark.parametrize(
    "q",
    [
        "(a",
        "a)",
        '"a',
        "a AND",
        "OR b",
        "title:",
        "metadata_modified:[NOW TO",
        "metadata_modified:[x TO *]",
        "metadata_modified:[NOW-99999999YEARS TO *]",
        "metadata_modified:[NOW-1CENTURY TO *]",
        "metadata_modified:[0000-01-01T00:00:00Z TO *]",
        "{!xmlparser v='<a/>'}",
        "_query_:x",
        "_val_:x",
        "*leading",
        "title:*leading",
        "a*b*c*d",
        "(" * 100 + "a" + ")" * 100,
        " OR ".join(f"w{n}" for n in range(10_000)),
        "x" * 100_000,
        " OR ".join(f"title:w{n}" for n in range(400)),
        " OR ".join(f"{row.key}:a" for row in dataset_fields()),
        " OR ".join(f"คำ{n}" for n in range(40)),
    ],
)
def test_what_cannot_be_read_or_asks_too_much_is_a_search_error(
    client: FlaskClient, records: Any, q: str
) -> None:
    for parameters in ({"q": q}, {"fq": q}, {"fq_list": [q]}):
        status, error = error_of(client.post("/api/action/package_search", json=parameters))
        assert (status, error["__type"]) == (409, "Search Error")


def test_several_filters_all_apply(client: FlaskClient, names: Names) -> None:
    assert names(fq=["organization:5001", "tags:drainage"]) == ["0-14"]
    assert names(fq_list=["organization:5001", "tags:none"]) == []
    answer = client.get("/api/3/action/package_search?fq=title:*&fq=tags:drainage")
    assert answer.get_json()["result"]["count"] == 1


def test_pages(call: Call) -> None:
    first = call("package_search", rows=2, sort="id asc")
    rest = call("package_search", rows=2, start=2, sort="id asc")
    ids = [package["id"] for page in (first, rest) for package in page["results"]]
    assert ids == sorted(ids)
    assert len(set(ids)) == 3
    assert (first["count"], rest["count"], first["sort"]) == (3, 3, "id asc")
    beyond = call("package_search", start=10**30)
    assert (beyond["count"], beyond["results"]) == (3, [])
    assert call("package_search", rows=0)["results"] == []
    assert len(call("package_search", rows=5000)["results"]) == 3


def test_orders(names: Names, call: Call) -> None:
    assert names(sort="name asc") == ["0-14", "__", "population"]
    assert names(sort="name desc") == ["population", "__", "0-14"]
    assert names(sort="title_string desc, name asc")[0] == "population"
    assert names("น้ำท่วม OR เขต", sort="score desc")[0] == "0-14"
    assert len(names(sort="views_recent desc, metadata_created asc")) == 3
    assert call("package_search")["sort"] == "score desc, metadata_modified desc"


def test_facets_count_what_is_found(call: Call) -> None:
    asked = ["organization", "tags", "res_format", "license_id", "data_type", "data_category"]
    result = call("package_search", **{"facet.field": [*asked, "groups", "none"]})
    assert result["facets"] == {
        "organization": {"5001": 3},
        "tags": {
            "drainage": 1,
            "population": 1,
            "ทะเบียน": 1,
            "น้ำท่วม": 1,
            "ประชากร": 1,
            "สาธารณสุข": 1,
        },
        "res_format": {"CSV": 1, "GeoJSON": 1, "PDF": 1},
        "license_id": {
            "Creative Commons Attributions": 1,
            "DGA Open Government License": 1,
            "notspecified": 1,
        },
        "data_type": {"ข้อมูลสถิติ": 2, "ข้อมูลภูมิสารสนเทศเชิงพื้นที่": 1},
        "data_category": {"ข้อมูลสาธารณะ": 3},
        "groups": {},
        "none": {},
    }
    assert result["search_facets"]["organization"] == {
        "title": "organization",
        "items": [{"name": "5001", "display_name": "สำนักงานเขตพระนคร", "count": 3}],
    }
    narrow = call("package_search", q="น้ำท่วม", **{"facet.field": '["tags"]', "facet.limit": 1})
    assert narrow["facets"] == {"tags": {"drainage": 1}}
    assert call("package_search", facet="false", **{"facet.field": ["tags"]})["facets"] == {}
    whole = call("package_search", **{"facet.field": "data_format", "facet.limit": -1})
    assert whole["facets"] == {"data_format": {"CSV": 3}}


def test_every_facet_value_finds_as_many_as_it_counts(call: Call) -> None:
    fields = ["organization", "owner_org", "tags", "res_format", "license_id", "data_type"]
    facets = call("package_search", **{"facet.field": fields})["facets"]
    for name in fields:
        assert facets[name]
        for value, count in facets[name].items():
            assert call("package_search", fq=f'{name}:"{value}"')["count"] == count


def test_parameters_that_there_are_not(client: FlaskClient, records: Any) -> None:
    for name, value in (("limit", "1"), ("lang", "en"), ("sort", "nothing asc"), ("sort", "id up")):
        answer = client.get(f"/api/action/package_search?{name}={value}")
        assert error_of(answer)[0] == 400
        assert error_of(answer)[1]["__type"] == "Search Query Error"
    for name in ("ext_anything", "mm", "qf", "defType", "use_default_schema"):
        assert client.get(f"/api/action/package_search?{name}=1").status_code == 200
    for query in ("rows=-1", "rows=x", "start=-1", "facet.limit=x", "rows=1.5", "rows=๑"):
        status, error = error_of(client.get(f"/api/action/package_search?{query}"))
        name = query.partition("=")[0]
        assert (status, error["__type"], type(error[name])) == (409, "Validation Error", list)


def test_the_stamp_of_the_object_is_that_of_the_filter(call: Call) -> None:
    packages = call("package_search")["results"]
    assert {p["metadata_modified"] for p in packages} == {"2026-11-25T05:00:00.000000"}
    for fraction in ("", ".0", ".000000", ".000000000"):
        fq = f"metadata_modified:[2026-11-25T05:00:00{fraction}Z TO *]"
        assert call("package_search", fq=fq)["count"] == 3
    fq = "metadata_modified:[2026-11-25T05:00:00.000001Z TO *]"
    assert call("package_search", fq=fq)["count"] == 0


def test_the_stamp_rises_when_something_seen_changes(installation: Installation) -> None:
    records, call = filled(installation), caller(app_of(installation).test_client())
    record, later = records["population"], NOW + dt.timedelta(minutes=1, microseconds=5)
    with installation.sessions.write() as session:
        renamed = replace(record.agency, name_th="สำนักงานเขตพระนคร (ใหม่)")
        save_agency(session, SYSTEM, renamed, now=later)
    package = call("package_show", id=record.uid)
    assert package["organization"]["title"].endswith("(ใหม่)")
    assert package["metadata_modified"] == "2026-11-25T05:01:00.000005"
    # At once, before the index heard of it.
    fq = "metadata_modified:[2026-11-25T05:01:00.000005Z TO *]"
    assert call("package_search", fq=fq)["count"] == 3


def test_what_is_withdrawn_is_gone_at_once(installation: Installation) -> None:
    records, call = filled(installation), caller(app_of(installation).test_client())
    record = records["malaria"]
    with installation.sessions.write() as session:
        head = person(installation, "head")
        withdraw_dataset(session, head, record.slug, "เลิกใช้", version=record.version, now=NOW)
    assert call("package_search", q="มาลาเรีย")["count"] == 0
    assert (
        call("package_search", **{"facet.field": ["tags"]})["facets"]["tags"].get("สาธารณสุข")
        is None
    )
    assert "__" not in call("package_list")


def test_a_token_widens_what_was_asked_for_to_what_its_owner_may_see(
    site: Flask, records: dict[str, DatasetRecord]
) -> None:
    public = dict.fromkeys(ALL, "active")
    private = {**public, "internal-one": "active"}
    for who in ("anyone", "outsider", "stranger", "steward"):
        seen = {
            more: {
                package["name"]: package["state"]
                for package in caller(client_of(site, who))(
                    "package_search", fq="title:*", **{more: True}
                )["results"]
            }
            for more in ("facet", "include_private", "include_drafts", "include_deleted")
        }
        assert seen["facet"] == seen["include_deleted"] == public
        assert seen["include_private"] == (private if who in ("outsider", "steward") else public)
        drafts = {"a-draft": "draft"} if who == "steward" else {}
        assert seen["include_drafts"] == {**public, **drafts}


def test_a_package_that_not_everybody_sees_says_so(
    site: Flask, records: dict[str, DatasetRecord]
) -> None:
    package = caller(client_of(site, "outsider"))("package_show", id="internal-one")
    assert package["private"] is True


def test_words_that_match_nothing_find_nothing_like_them(names: Names) -> None:
    assert names("malarja") == []
    assert set(names("-malarja")) == ALL


def test_more_hits_than_the_engine_gives_at_once(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MAX_ROWS", 1)
    result = call("package_search", q="เขต OR สำนักงานเขตพระนคร", rows=2)
    assert result["count"] == 3
    assert len(result["results"]) == 2
