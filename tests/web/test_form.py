"""The registration form: every field, nothing lost, both versions of a stale edit, no script."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from catalog.db.queries.datasets import Which, get_dataset
from catalog.jobs.installation import Installation
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests.fixtures_app import METADATA, draft, person, published, registered
from tests.web.answers import ANSWERS
from tests.web.visitors import Visitor, form_values
from vocab.codes import DatasetType, Obligation
from vocab.profiles.th_gov import FIELDS, ValueType

NEW = "/dataset/new?type=statistics"


def record_of(installation: Installation, slug: str) -> DatasetRecord:
    with installation.sessions.read() as session:
        return get_dataset(session, person(installation, "steward"), slug, Which.LATEST)


def slug_of(location: str) -> str:
    return location.split("/")[2]


@pytest.mark.parametrize("dataset_type", list(DatasetType))
def test_the_form_has_every_field_that_applies(steward: Visitor, dataset_type: DatasetType) -> None:
    page = steward.page(f"/dataset/new?type={dataset_type}")
    for row in FIELDS:
        prefix = "d" if row.level == "dataset" else "r-0"
        wanted = row.obligation[dataset_type] is not Obligation.NOT_APPLICABLE
        assert (f'id="{prefix}-{row.key}"' in page) is wanted, row.key
        if wanted:
            assert row.help_th in page or row.value_type is ValueType.SLUG


def test_what_is_saved_comes_back_unchanged(installation: Installation, steward: Visitor) -> None:
    record = registered(installation, draft(slug="round-trip"))
    assert steward.send("/dataset/round-trip/edit", "save", {}).status_code == 303
    again = record_of(installation, "round-trip")
    assert again.version == record.version + 1
    assert {**again.metadata, "private": None} == {**record.metadata, "private": None}
    assert again.distributions == record.distributions


def test_the_english_form_counts_years_in_the_common_era(
    installation: Installation, steward: Visitor
) -> None:
    record = registered(installation, draft(slug="years", first_year_of_data=2015))
    steward.get("/?lang=en")
    boxes = form_values(steward.page("/dataset/years/edit"))
    assert boxes["d-first_year_of_data"] == ["2015"]
    assert boxes["d-last_updated_date-year"] == ["2026"]
    assert steward.send("/dataset/years/edit", "save", {}).status_code == 303
    assert record_of(installation, "years").metadata == record.metadata


def test_thai_digits_eras_and_whole_days_are_read(
    installation: Installation, steward: Visitor
) -> None:
    typed = {
        **ANSWERS,
        "d-last_updated_date-day": "15 ส.ค. ๒๕๖๙",
        "d-last_updated_date-month": "",
        "d-last_updated_date-year": "",
        "d-first_year_of_data": "พ.ศ. ๒๕๖๐",
        "d-last_year_of_data": "2026",
    }
    saved = steward.send(NEW, "save", typed)
    assert saved.status_code == 303, saved.text
    record = record_of(installation, slug_of(saved.location))
    assert record.metadata["last_updated_date"] == dt.date(2026, 8, 15)
    assert record.metadata["first_year_of_data"] == 2017
    assert record.metadata["last_year_of_data"] == 2026
    assert record.metadata["tag_string"] == ("แผงลอย", "ทะเบียน", "หาบเร่")
    assert record.metadata["update_frequency_interval"] == 1
    assert record.distributions[0].text("format") == "CSV"


WRONG: dict[str, Any] = {
    "d-maintainer_email": "not an address",
    "d-last_updated_date-day": "31",
    "d-last_updated_date-month": "2",
    "d-last_updated_date-year": "2569",
    "d-first_year_of_data": "ปีกลาย",
    "d-update_frequency_interval": "ทุกเดือน",
    "d-url": "javascript:alert(1)",
    "d-name": "ชื่อไทย",
    "r-0-url": "www.example.com",
    "r-0-resource_last_year_of_data": "99",
}


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(steward: Visitor) -> None:
    typed = {**ANSWERS, **WRONG}
    answer = steward.send(NEW, "save", typed)
    assert answer.status_code == 422
    for box in (
        "d-maintainer_email",
        "d-last_updated_date",
        "d-first_year_of_data",
        "d-update_frequency_interval",
        "d-url",
        "d-name",
        "r-0-url",
        "r-0-resource_last_year_of_data",
    ):
        assert f'<a href="#{box}">' in answer.text, box
        assert f'id="{box}-error"' in answer.text, box
        assert f'aria-describedby="{box}-hint {box}-error"' in answer.text, box
    summary = answer.text.partition('class="summary"')[2].partition("</div>")[0]
    order = ("d-maintainer_email", "d-update_frequency_interval", "r-0-url", "d-first_year_of_data")
    places = [summary.index(f'"#{box}"') for box in (*order, "d-name")]
    assert places == sorted(places), "the summary follows the form"
    kept = form_values(answer.text)
    for name, value in typed.items():
        wanted = value if isinstance(value, list) else [value]
        assert kept[name] == wanted, name


def test_adding_and_removing_resources_without_script_keeps_everything(steward: Visitor) -> None:
    added = steward.send(NEW, "add-row", ANSWERS)
    assert added.status_code == 200
    assert 'id="r-1-name"' in added.text
    more = steward.send(NEW, "add-row", {"r-1-name": "ที่สอง"}, added.text)
    removed = steward.send(NEW, "remove-0", {"r-2-name": "ที่สาม"}, more.text)
    kept = form_values(removed.text)
    assert (kept["r-0-name"], kept["r-1-name"]) == (["ที่สอง"], ["ที่สาม"])
    assert "r-2-name" not in kept
    assert kept["d-title"] == [ANSWERS["d-title"]]


def test_another_type_shows_its_fields_and_keeps_the_old_values(steward: Visitor) -> None:
    typed = {**ANSWERS, "d-unit_of_measure": "คน", "d-data_type": "gis"}
    answer = steward.send(NEW, "retype", typed)
    assert 'id="d-equivalent_scale"' in answer.text
    assert form_values(answer.text)["d-unit_of_measure"] == ["คน"]


def test_a_stale_edit_shows_both_versions(installation: Installation, steward: Visitor) -> None:
    registered(installation, draft(slug="both"))
    mine = steward.page("/dataset/both/edit")
    assert steward.send("/dataset/both/edit", "save", {"d-title": "ชื่อของเขา"}).status_code == 303
    answer = steward.send("/dataset/both/edit", "save", {"d-title": "ชื่อของฉัน"}, mine)
    assert answer.status_code == 412
    table = answer.text.partition("<table")[2].partition("</table>")[0]
    assert "ชื่อของเขา" in table
    assert "ชื่อของฉัน" in table
    assert "อีเมลผู้ติดต่อ" not in table, "a field that is the same in both"
    assert form_values(answer.text)["d-title"] == ["ชื่อของฉัน"]
    assert record_of(installation, "both").title.th == "ชื่อของเขา"
    again = steward.send("/dataset/both/edit", "save", {}, answer.text)
    assert again.status_code == 303
    assert record_of(installation, "both").title.th == "ชื่อของฉัน"


def test_a_taken_short_name_is_said_at_its_box(
    installation: Installation, steward: Visitor
) -> None:
    registered(installation, draft(slug="taken"))
    answer = steward.send(NEW, "save", {**ANSWERS, "d-name": "taken"})
    assert answer.status_code == 409
    assert 'id="d-name-error"' in answer.text
    assert form_values(answer.text)["d-title"] == [ANSWERS["d-title"]]


def test_a_dataset_that_was_submitted_meanwhile_keeps_what_was_typed(
    installation: Installation, steward: Visitor
) -> None:
    record = registered(installation, draft(slug="meanwhile"))
    page = steward.page("/dataset/meanwhile/edit")
    assert steward.post("/dataset/meanwhile/submit", version=record.version).status_code == 303
    typed = {"d-title": "ช้าไป", "version": str(record.version + 1)}
    answer = steward.send("/dataset/meanwhile/edit", "save", typed, page)
    assert answer.status_code == 409
    assert form_values(answer.text)["d-title"] == ["ช้าไป"]


def test_an_old_form_loses_nothing(installation: Installation, steward: Visitor) -> None:
    page = steward.page(NEW)
    boxes = {**form_values(page), **ANSWERS, "csrf_token": "old", "action": "save"}
    answer = steward.client.post(NEW, data=boxes)
    assert answer.status_code == 400
    kept = form_values(answer.text)
    assert kept["d-title"] == [ANSWERS["d-title"]]
    assert steward.send(NEW, "save", {}, answer.text).status_code == 303


def test_a_form_sent_after_signing_out_shows_what_was_typed(
    steward: Visitor, anyone: Visitor
) -> None:
    boxes = {**form_values(steward.page(NEW)), **ANSWERS, "action": "save"}
    answer = anyone.client.post(NEW, data=boxes)
    assert answer.status_code == 401
    assert ANSWERS["d-title"] in answer.text


def test_a_distribution_of_another_dataset_cannot_be_claimed(
    installation: Installation, steward: Visitor
) -> None:
    """V07: an id in the form is only a hint; it must be of this very dataset."""
    theirs = registered(installation, draft(slug="theirs")).distributions[0].uid
    registered(installation, draft(slug="mine"))
    assert steward.send("/dataset/mine/edit", "save", {"r-0-uid": theirs}).status_code == 303
    assert record_of(installation, "mine").distributions[0].uid != theirs
    assert record_of(installation, "theirs").distributions[0].uid == theirs


def test_the_owner_cannot_be_changed_through_the_form(
    installation: Installation, steward: Visitor
) -> None:
    registered(installation, draft(slug="owned"))
    assert steward.send("/dataset/owned/edit", "save", {"agency": "5004"}).status_code == 303
    assert record_of(installation, "owned").agency.code == "5001"
    elsewhere = steward.send(NEW, "save", {**ANSWERS, "agency": "5004"})
    assert elsewhere.status_code == 403


def test_all_values_of_a_wide_record_survive_the_form(
    installation: Installation, steward: Visitor
) -> None:
    wide = draft(
        slug="wide",
        data_type="gis",
        objective=("agency-mission", "other"),
        objective_other="อื่นๆ ของเรา",
        high_value_dataset=None,
        allow_harvest=True,
        private=False,
        west_bound_longitude=100.25,
        east_bound_longitude=100.75,
        data_release_date=dt.date(2024, 2, 29),
        notes="บรรทัดหนึ่ง\n\n- รายการ",
        first_year_of_data=None,
        distributions=(
            DistributionRecord(metadata={"name": "ก", "resource_private": True}),
            DistributionRecord(metadata={"name": "ข", "url": "https://x.example/ข"}),
        ),
    )
    record = registered(installation, wide)
    assert steward.send("/dataset/wide/edit", "save", {}).status_code == 303
    again = record_of(installation, "wide")
    assert again.metadata == record.metadata
    assert again.distributions == record.distributions


def test_only_those_who_may_register_get_the_form(
    colleague: Visitor, head: Visitor, anyone: Visitor
) -> None:
    assert colleague.get("/dataset/new").status_code == 403
    assert head.get("/dataset/new").status_code == 403
    assert anyone.get("/dataset/new").status_code == 401


def test_completeness_is_counted_in_the_form(installation: Installation, steward: Visitor) -> None:
    record = published(installation)
    assert METADATA["title"] in steward.page(f"/dataset/{record.slug}/edit")
    assert "คะแนน" in steward.page(f"/dataset/{record.slug}/edit")
