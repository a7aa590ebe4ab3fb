"""A dataset's way over the API, and what its answers promise to programs."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from catalog.jobs.installation import Installation
from schemas.dataset import DatasetDraftSchema
from tests.fixtures_app import DISTRIBUTION, METADATA, draft, published, registered
from tests.fixtures_http import client_of
from vocab.codes import DatasetState

HERE = "/api/v1/datasets"


def handed_in(**changes: Any) -> dict[str, Any]:
    """A complete draft as JSON."""
    stated = {k: v for k, v in {**METADATA, **changes}.items() if v is not None}
    for key, value in stated.items():
        if hasattr(value, "isoformat"):
            stated[key] = value.isoformat()
    return {"agency": "5001", "metadata": stated, "distributions": []}


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer, which is one in every respect."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    found: dict[str, Any] = answer.get_json()
    assert (found["status"], found["code"]) == (status, code)
    assert found["type"] == f"http://catalogue.test/api/v1/errors/{code}"
    assert found["detail"] in (found["detail_th"], found["detail_en"])
    return found


def test_a_dataset_goes_its_whole_way(app: Flask, installation: Installation) -> None:
    steward, head = client_of(app, "steward"), client_of(app, "head")
    made = steward.post(HERE, json=handed_in())
    assert made.status_code == 201
    assert made.headers["ETag"] == '"1"'
    address = made.headers["Location"].removeprefix("http://catalogue.test")
    assert steward.get(address).get_json() == made.get_json()

    edited = steward.put(address, json=handed_in(title="ชื่อใหม่"), headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.headers["ETag"]) == (200, '"2"')
    sent = steward.post(f"{address}/submit", headers={"If-Match": '"2"'})
    assert sent.get_json()["state"] == "submitted"
    back = head.post(f"{address}/return", json={"note": "แก้ชื่อ"}, headers={"If-Match": '"3"'})
    assert back.get_json()["state"] == "returned"
    steward.post(f"{address}/submit", headers={"If-Match": '"4"'})
    shown = head.post(f"{address}/approve", headers={"If-Match": '"5"'})
    assert shown.get_json()["state"] == "published"

    installation.drain()
    everybody = client_of(app)
    assert everybody.get(address).get_json()["metadata"]["title"] == "ชื่อใหม่"
    assert everybody.get("/api/v1/search", query_string={"q": "ชื่อใหม่"}).get_json()["total"] == 1
    gone = head.post(f"{address}/withdraw", json={"note": "เลิกใช้"}, headers={"If-Match": '"6"'})
    assert gone.get_json()["state"] == "withdrawn"
    problem(everybody.get(address), 404, "not-found")


def test_what_is_dumped_can_be_handed_in_again(app: Flask, installation: Installation) -> None:
    record = published(installation)
    answer = client_of(app).get(f"{HERE}/{record.slug}").get_json()
    again = DatasetDraftSchema().load(
        {
            "agency": answer["agency"]["code"],
            "slug": answer["slug"],
            "metadata": answer["metadata"],
            "distributions": answer["distributions"],
        }
    )
    assert again.metadata == dict(record.metadata)
    assert again.distributions == record.distributions


def test_a_reader_who_holds_the_version_gets_304(app: Flask, installation: Installation) -> None:
    record = published(installation)
    client = client_of(app)
    answer = client.get(f"{HERE}/{record.uid}")
    assert answer.headers["ETag"] == f'"{record.version}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"{HERE}/{record.uid}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_stale_edit_shows_both_versions(app: Flask, installation: Installation) -> None:
    record = registered(installation)
    client = client_of(app, "steward")
    address = f"{HERE}/{record.slug}"
    client.put(address, json=handed_in(title="ของคนอื่น"), headers={"If-Match": '"1"'})
    late = client.put(address, json=handed_in(title="ของฉัน"), headers={"If-Match": '"1"'})
    errors = problem(late, 412, "stale-edit")["errors"]
    assert errors["version"] == 2
    assert errors["theirs"]["metadata"]["title"] == "ของคนอื่น"
    assert errors["mine"]["metadata"]["title"] == "ของฉัน"


@pytest.mark.parametrize("match", [None, "3", "*", 'W/"1"', '"๑"', '"1", "2"', '"-1"', '""'])
def test_a_change_must_name_the_version_it_saw(
    app: Flask, installation: Installation, match: str | None
) -> None:
    record = registered(installation)
    client = client_of(app, "steward")
    headers = {} if match is None else {"If-Match": match.encode().decode("latin-1")}
    for method, path in (("PUT", ""), ("POST", "/submit"), ("POST", "/withdraw")):
        answer = client.open(
            f"{HERE}/{record.slug}{path}", method=method, json=handed_in(), headers=headers
        )
        problem(answer, 428, "version-required")


def test_only_the_working_revision_is_edited(app: Flask, installation: Installation) -> None:
    record = published(installation)
    steward, everybody = client_of(app, "steward"), client_of(app)
    address = f"{HERE}/{record.slug}"
    match = {"If-Match": f'"{record.version}"'}
    assert steward.put(address, json=handed_in(title="ฉบับร่าง"), headers=match).status_code == 200
    assert everybody.get(address).get_json()["metadata"]["title"] == METADATA["title"]
    working = steward.get(f"{address}/working").get_json()
    assert (working["metadata"]["title"], working["is_working"]) == ("ฉบับร่าง", True)
    problem(everybody.get(f"{address}/working"), 404, "not-found")
    found = steward.get(f"{address}/findings", query_string={"working": "true"})
    assert found.get_json()["completeness"]["ratio"] > 0.5


def test_what_is_not_ready_is_told_with_its_findings(
    app: Flask, installation: Installation
) -> None:
    record = registered(installation, draft(title=None, notes=None))
    client = client_of(app, "steward")
    answer = client.post(f"{HERE}/{record.slug}/submit", headers={"If-Match": '"1"'})
    errors = problem(answer, 422, "not-ready")["errors"]
    assert {f["field"] for f in errors["findings"]} >= {"title", "notes"}
    assert all(f["detail_th"] and f["detail_en"] for f in errors["findings"])
    judged = client.get(f"{HERE}/{record.slug}/findings").get_json()
    assert {f["field"] for f in judged["findings"]} >= {"title", "notes"}
    assert all(f["detail_th"] and f["detail_en"] for f in judged["findings"])


def test_lists_are_paged_and_filtered(app: Flask, installation: Installation) -> None:
    records = [published(installation, drain=False) for _ in range(3)]
    registered(installation)
    client = client_of(app)
    first = client.get(HERE, query_string={"limit": 2}).get_json()
    assert (first["total"], len(first["items"]), first["previous"]) == (3, 2, None)
    second = client.get(first["next"].removeprefix("http://catalogue.test")).get_json()
    assert (len(second["items"]), second["next"]) == (1, None)
    slugs = {item["slug"] for page in (first, second) for item in page["items"]}
    assert slugs == {record.slug for record in records}
    assert second["previous"].endswith("limit=2&offset=0")
    for query, total in (
        ({"agency": "5001"}, 3),
        ({"agency": "5004"}, 0),
        ({"state": "published"}, 3),
        ({"state": "draft"}, 0),
        ({"limit": 0}, 3),
    ):
        assert client.get(HERE, query_string=query).get_json()["total"] == total, query
    own = client_of(app, "steward").get(HERE, query_string={"state": DatasetState.DRAFT.value})
    assert own.get_json()["total"] == 1


def test_a_hidden_distribution_is_for_its_custodians(
    app: Flask, installation: Installation
) -> None:
    secret = {**DISTRIBUTION.metadata, "name": "ลับ", "resource_private": True}
    parts = (type(DISTRIBUTION)(metadata=secret), DISTRIBUTION)
    record = published(installation, draft(distributions=parts))
    for who, count in (("anyone", 1), ("colleague", 1), ("steward", 2), ("admin", 2)):
        shown = client_of(app, who).get(f"{HERE}/{record.slug}").get_json()
        assert len(shown["distributions"]) == count, who
