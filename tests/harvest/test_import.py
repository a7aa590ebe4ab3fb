"""The import: one outcome a record, nothing twice, nothing lost, nobody's work overwritten."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.models import AuditEntry, Dataset, Distribution, ImportOutcome, Revision
from catalog.db.queries.datasets import find_dataset, get_dataset
from catalog.errors import SignInRequired
from catalog.harvest import run
from catalog.harvest.outcomes import ImportReport
from catalog.harvest.run import import_packages
from catalog.jobs.installation import Installation
from catalog.services.datasets import draft_of, edit_dataset, withdraw_dataset
from schemas.dataset import DatasetRecord
from schemas.quality import Finding
from tests.fixtures_app import NOW, person
from vocab.codes import AgencyKind, Audience, DatasetState, Outcome


def package(number: int, **changes: Any) -> dict[str, Any]:
    """A record of another catalogue."""
    made = {
        "name": f"record-{number}",
        "title": f"ชุดข้อมูลที่ {number}",
        "organization": {"title": "สำนักงานเขตพระนคร"},
        "url": f"https://portal.example/dataset/record-{number}",
        "resources": [
            {"name": "ไฟล์", "format": "XSL", "url": f"https://portal.example/{number}.xls"}
        ],
    }
    return {k: v for k, v in {**made, **changes}.items() if v is not None}


def bring(
    installation: Installation, packages: Iterable[object], source: str = "portal", **options: Any
) -> ImportReport:
    """Import records, numbered from 1."""
    return import_packages(
        installation.sessions,
        SYSTEM,
        enumerate(packages, 1),
        source=source,
        now=lambda: NOW,
        **options,
    )


def counts(report: ImportReport) -> dict[str, int]:
    """The outcomes that occurred."""
    return {outcome.value: n for outcome, n in report.outcomes.items() if n}


def rows(installation: Installation) -> list[int]:
    """How many rows the tables hold that an import writes to, and the sum of versions."""
    with installation.sessions.read() as session:
        tables = (AuditEntry, Dataset, Distribution, ImportOutcome, Revision)
        held = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        return [*held, session.scalar(select(func.sum(Dataset.version))) or 0]


def record(installation: Installation, slug: str) -> DatasetRecord:
    """A dataset as the system sees it."""
    with installation.sessions.read() as session:
        return get_dataset(session, SYSTEM, slug)


def test_a_record_becomes_a_published_dataset(installation: Installation) -> None:
    report = bring(installation, [package(1)])
    assert counts(report) == {"created": 1}
    with installation.sessions.read() as session:
        found = find_dataset(session, ANYONE, "record-1")
    assert found is not None
    assert (found.state, found.audience) == (DatasetState.PUBLISHED, Audience.ANYONE)
    assert (found.agency.code, found.version, found.revision) == ("5001", 1, 1)
    assert found.source == "https://portal.example/dataset/record-1"
    assert [f.code for f in found.repairs] == [f.code for f in report.records[0].repairs]
    assert report.repairs["repair-format-typo"] == 1


def test_a_second_run_changes_nothing(installation: Installation) -> None:
    packages = [package(n) for n in range(3)] + [{"no": "title"}, Finding]
    first = bring(installation, packages)
    assert counts(first) == {"created": 3, "refused": 2}
    before = rows(installation)
    second = bring(installation, packages)
    assert counts(second) == {"unchanged": 3, "refused": 2}
    assert rows(installation) == before
    assert [r.slug for r in second.records] == [r.slug for r in first.records]


def test_a_changed_record_is_published_anew(installation: Installation) -> None:
    bring(installation, [package(1), package(2)])
    before = record(installation, "record-1")
    report = bring(installation, [package(1, notes="ใหม่"), package(2)])
    assert counts(report) == {"changed": 1, "unchanged": 1}
    after = record(installation, "record-1")
    assert (after.version, after.revision, after.text("notes")) == (2, 2, "ใหม่")
    assert after.uid == before.uid
    assert [d.uid for d in after.distributions] == [d.uid for d in before.distributions]


def test_distributions_keep_their_uid_whatever_the_source_claims(
    installation: Installation,
) -> None:
    uid = "00000000-0000-4000-8000-000000000001"
    parts = [{"id": uid, "name": "ก"}, {"id": uid, "name": "ข"}]
    bring(installation, [package(1, resources=parts), package(2, resources=parts)])
    uids = [d.uid for n in (1, 2) for d in record(installation, f"record-{n}").distributions]
    assert len(set(uids)) == 4
    assert uid not in uids


def test_a_new_publisher_becomes_a_national_agency(installation: Installation) -> None:
    bring(installation, [package(n, organization={"title": "กรมธนารักษ์"}) for n in (1, 2)])
    agency = record(installation, "record-2").agency
    assert agency == record(installation, "record-1").agency
    assert (agency.name_th, agency.kind) == ("กรมธนารักษ์", AgencyKind.NATIONAL)
    assert agency.organisation == agency.code


def test_a_record_that_goes_to_another_publisher_moves(installation: Installation) -> None:
    bring(installation, [package(1)])
    bring(installation, [package(1, organization={"title": "กรมธนารักษ์"})])
    moved = record(installation, "record-1")
    assert moved.agency.name_th == "กรมธนารักษ์"
    with installation.sessions.read() as session:
        assert session.scalar(select(Dataset.organisation)) == moved.agency.code


def test_a_record_twice_in_one_file_is_taken_once(installation: Installation) -> None:
    report = bring(installation, [package(1), package(1, title="อื่น")])
    assert counts(report) == {"created": 1, "refused": 1}
    (reason,) = report.refusals[0].reasons
    assert (reason.code, reason.values["line"]) == ("refused-duplicate", "1")


def test_two_records_with_one_address_stay_two(installation: Installation) -> None:
    report = bring(installation, [package(1), package(2, url=package(1)["url"])])
    assert counts(report) == {"created": 2}
    assert record(installation, "record-2").source == ""
    assert "repair-address-shared" in report.repairs


def test_one_record_from_two_sources_is_one_dataset(installation: Installation) -> None:
    bring(installation, [package(1)])
    before = rows(installation)
    assert counts(bring(installation, [package(1)], source="copy")) == {"unchanged": 1}
    after = rows(installation)
    assert after[1] == before[1]
    assert after[0] == before[0]
    assert counts(bring(installation, [package(1)], source="copy")) == {"unchanged": 1}


def test_a_short_name_that_is_taken_is_replaced(installation: Installation) -> None:
    bring(installation, [package(1)])
    report = bring(installation, [package(1, url="https://other.example/1")], source="other")
    assert counts(report) == {"created": 1}
    assert "repair-slug" in report.repairs
    assert report.records[0].slug != "record-1"


def test_work_done_here_is_not_overwritten(installation: Installation) -> None:
    bring(installation, [package(1)])
    found = record(installation, "record-1")
    steward = person(installation, "steward")
    with installation.sessions.write() as session:
        edit_dataset(session, steward, found.slug, draft_of(found), version=found.version, now=NOW)
    assert counts(bring(installation, [package(1)])) == {"unchanged": 1}
    for _ in range(2):
        report = bring(installation, [package(1, notes="จากต้นทาง")])
        assert [r.reasons[0].code for r in report.refusals] == ["refused-edited-here"]


def test_a_withdrawn_dataset_stays_withdrawn(installation: Installation) -> None:
    bring(installation, [package(1)])
    found = record(installation, "record-1")
    head = person(installation, "head")
    with installation.sessions.write() as session:
        withdraw_dataset(session, head, found.slug, "ล้าสมัย", version=found.version, now=NOW)
    report = bring(installation, [package(1, notes="ใหม่")])
    assert [r.reasons[0].code for r in report.refusals] == ["refused-withdrawn-here"]


def test_an_import_that_is_stopped_goes_on_when_repeated(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 4)
    packages = [package(n) for n in range(10)]

    def stop(done: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(installation, packages, progress=stop)
    assert rows(installation)[1] == 4
    assert counts(bring(installation, packages)) == {"created": 6, "unchanged": 4}
    assert counts(bring(installation, packages)) == {"unchanged": 10}


def test_an_import_that_is_stopped_inside_a_chunk_leaves_nothing_of_it(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("catalog.harvest.write.publish", stop)
    before = rows(installation)
    with pytest.raises(KeyboardInterrupt):
        bring(installation, [package(1)])
    assert rows(installation) == before


def test_progress_tells_the_records_that_are_safe(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 4)
    told: list[int] = []
    bring(installation, [package(n) for n in range(10)], progress=told.append)
    assert told == [4, 8, 10]


def test_only_administrators_import(installation: Installation) -> None:
    with pytest.raises(SignInRequired):
        import_packages(installation.sessions, ANYONE, [], source="portal", now=lambda: NOW)


def test_a_private_record_is_seen_by_its_agency_only(installation: Installation) -> None:
    bring(installation, [package(1, private=True), package(2, data_category="ข้อมูลส่วนบุคคล")])
    assert record(installation, "record-1").audience is Audience.AGENCY
    assert record(installation, "record-2").audience is Audience.ORGANISATION
    with installation.sessions.read() as session:
        assert find_dataset(session, ANYONE, "record-1") is None
        assert find_dataset(session, ANYONE, "record-2") is None


def test_outcomes_are_kept_for_every_record(installation: Installation) -> None:
    bring(installation, [package(1), {"name": "untitled"}, 7])
    with installation.sessions.read() as session:
        kept = session.execute(
            select(ImportOutcome.key, ImportOutcome.outcome).order_by(ImportOutcome.key)
        )
        assert dict(kept.all()) == {
            "#3": Outcome.REFUSED,
            "record-1": Outcome.CREATED,
            "untitled": Outcome.REFUSED,
        }


def test_hostile_names_can_be_stored(installation: Installation, tmp_path: Path) -> None:
    report = bring(
        installation,
        [
            package(1, name="\ud800\x00", url="\ud800"),
            package(2, name="x" * 5000, organization={"title": "\ud800" + "ก" * 900}),
            package(3, name="new"),
        ],
    )
    assert counts(report) == {"created": 3}
