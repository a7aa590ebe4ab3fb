"""A dataset's way from draft to catalogue and out again, by the people who may walk it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from catalog.audit.events import Consumer
from catalog.auth.policy import Actor
from catalog.db.models import AuditEntry, OutboxMessage, Revision
from catalog.db.queries.datasets import Which, find_dataset, get_dataset
from catalog.errors import (
    CatalogError,
    Forbidden,
    NoteRequired,
    NotFound,
    NotReady,
    OwnWork,
    SignInRequired,
    SlugTaken,
    StaleEdit,
    UnknownCode,
    WrongState,
)
from catalog.jobs.installation import Installation
from catalog.services import datasets
from catalog.services.agencies import save_agency
from catalog.services.people import give_post
from schemas.dataset import DatasetRecord
from tests.fixtures_app import NOW, draft, person, published, registered, submitted
from vocab.codes import Audience, DatasetState, Role


def do(
    installation: Installation, by: str, step: Callable[..., DatasetRecord], *args: Any, **kw: Any
) -> DatasetRecord:
    """One service call in a transaction of its own."""
    with installation.sessions.write() as session:
        return step(session, person(installation, by), *args, now=kw.pop("now", NOW), **kw)


def seen(installation: Installation, by: str, name: str, which: Which = Which.SHOWN) -> Any:
    with installation.sessions.read() as session:
        return find_dataset(session, person(installation, by), name, which)


def test_a_registered_dataset_is_a_draft_that_only_its_custodians_see(
    installation: Installation,
) -> None:
    record = registered(installation)
    assert (record.state, record.audience) == (DatasetState.DRAFT, Audience.CUSTODIANS)
    assert record.slug == "registered-population-by-subdistrict"
    for name in ("steward", "head", "admin"):
        assert seen(installation, name, record.slug) is not None, name
    for name in ("colleague", "outsider", "stranger", "evaluator", "anyone"):
        assert seen(installation, name, record.slug) is None, name


@pytest.mark.parametrize(
    ("by", "error"),
    [
        ("anyone", SignInRequired),
        ("colleague", Forbidden),
        ("outsider", Forbidden),
        ("head", Forbidden),
        ("evaluator", Forbidden),
        ("admin", Forbidden),
    ],
)
def test_only_a_steward_of_the_agency_registers(
    installation: Installation, by: str, error: type[CatalogError]
) -> None:
    with pytest.raises(error):
        registered(installation, by=by)


def test_a_draft_for_an_unknown_agency_is_refused(installation: Installation) -> None:
    with pytest.raises(UnknownCode, match="9999"):
        registered(installation, draft(agency="9999"))


def test_a_draft_may_be_incomplete_but_not_submitted(installation: Installation) -> None:
    record = registered(installation, draft(notes=None, license_id=None))
    with pytest.raises(NotReady) as refused:
        do(installation, "steward", datasets.submit_dataset, record.slug, version=record.version)
    named = {finding["field"] for finding in refused.value.errors["findings"]}
    assert {"notes", "license_id"} <= named


def test_approval_publishes_to_everyone_and_leaves_work_for_the_index(
    installation: Installation,
) -> None:
    record = published(installation, drain=False)
    assert (record.state, record.audience) == (DatasetState.PUBLISHED, Audience.ANYONE)
    assert record.published == NOW
    assert seen(installation, "anyone", record.slug) is not None
    with installation.sessions.read() as session:
        for_index = OutboxMessage.consumer == Consumer.SEARCH
        assert session.scalars(select(OutboxMessage.event).where(for_index)).all() == [
            "dataset.registered",
            "dataset.submitted",
            "dataset.published",
        ]
        trail = session.scalars(
            select(AuditEntry.event).where(AuditEntry.subject_kind == "dataset")
        ).all()
        assert trail == ["dataset.registered", "dataset.submitted", "dataset.published"]


def test_the_wrong_people_cannot_approve(installation: Installation) -> None:
    record = submitted(installation)
    for by, error in (("steward", Forbidden), ("outsider", NotFound), ("anyone", NotFound)):
        with pytest.raises(error):
            do(installation, by, datasets.approve_dataset, record.slug, version=record.version)


def test_nobody_approves_their_own_work_unless_the_agency_allows_it(
    installation: Installation,
) -> None:
    with installation.sessions.write() as session:
        admin = person(installation, "admin")
        give_post(session, admin, "steward", Role.HEAD, "5001", now=NOW)
    record = submitted(installation)
    approve = datasets.approve_dataset
    with pytest.raises(OwnWork):
        do(installation, "steward", approve, record.slug, version=record.version)
    with installation.sessions.write() as session:
        admin = person(installation, "admin")
        from dataclasses import replace

        save_agency(session, admin, replace(record.agency, two_person=False), now=NOW)
    fresh = seen(installation, "steward", record.slug)
    done = do(installation, "steward", approve, record.slug, version=fresh.version)
    assert done.state is DatasetState.PUBLISHED


def test_a_head_who_wrote_the_revision_does_not_approve_it(installation: Installation) -> None:
    record = registered(installation)
    record = do(
        installation, "head", datasets.edit_dataset, record.slug, draft(), version=record.version
    )
    submit = datasets.submit_dataset
    record = do(installation, "steward", submit, record.slug, version=record.version)
    with pytest.raises(OwnWork):
        do(installation, "head", datasets.approve_dataset, record.slug, version=record.version)


def test_a_returned_dataset_carries_its_note_and_can_be_submitted_again(
    installation: Installation,
) -> None:
    record = submitted(installation)
    give_back = datasets.return_dataset
    with pytest.raises(NoteRequired):
        do(installation, "head", give_back, record.slug, " ", version=record.version)
    record = do(
        installation, "head", give_back, record.slug, "โปรดเพิ่มคำสำคัญ", version=record.version
    )
    assert record.state is DatasetState.RETURNED
    record = do(
        installation,
        "steward",
        datasets.edit_dataset,
        record.slug,
        draft(tag_string=("ทะเบียน", "เขต")),
        version=record.version,
    )
    record = do(
        installation, "steward", datasets.submit_dataset, record.slug, version=record.version
    )
    assert record.state is DatasetState.SUBMITTED


def test_an_edit_of_what_waits_for_approval_is_refused(installation: Installation) -> None:
    record = submitted(installation)
    with pytest.raises(WrongState):
        do(
            installation,
            "steward",
            datasets.edit_dataset,
            record.slug,
            draft(),
            version=record.version,
        )


def test_a_stale_edit_is_refused_with_both_versions(installation: Installation) -> None:
    record = registered(installation)
    edit = datasets.edit_dataset
    do(
        installation,
        "head",
        edit,
        record.slug,
        draft(notes="ของหัวหน้า"),
        version=record.version,
    )
    with pytest.raises(StaleEdit) as refused:
        do(
            installation,
            "steward",
            edit,
            record.slug,
            draft(notes="ของบริกร"),
            version=record.version,
        )
    errors = refused.value.errors
    assert errors["theirs"]["metadata"]["notes"] == "ของหัวหน้า"
    assert errors["mine"]["metadata"]["notes"] == "ของบริกร"
    assert errors["version"] == record.version + 1


def test_editing_a_published_dataset_leaves_the_public_one_as_it_is(
    installation: Installation,
) -> None:
    record = published(installation)
    record = do(
        installation,
        "steward",
        datasets.edit_dataset,
        record.slug,
        draft(title="ชื่อใหม่", data_category="official-secret", data_classification="secret"),
        version=record.version,
    )
    assert (record.state, record.is_working) == (DatasetState.DRAFT, True)
    public = seen(installation, "anyone", record.slug)
    assert public.title.th == "สถิติทะเบียนราษฎรรายแขวง"
    assert seen(installation, "colleague", record.slug, Which.LATEST) is None
    record = do(
        installation, "steward", datasets.submit_dataset, record.slug, version=record.version
    )
    record = do(installation, "head", datasets.approve_dataset, record.slug, version=record.version)
    assert record.audience is Audience.CUSTODIANS
    assert seen(installation, "anyone", record.slug) is None


def test_revisions_are_numbered_kept_and_never_rewritten(installation: Installation) -> None:
    record = registered(installation)
    for title in ("หนึ่ง", "สอง"):
        record = do(
            installation,
            "steward",
            datasets.edit_dataset,
            record.slug,
            draft(title=title),
            version=record.version,
        )
    with installation.sessions.read() as session:
        rows = session.scalars(select(Revision).order_by(Revision.number)).all()
        assert [(r.number, r.stated["title"]) for r in rows] == [
            (1, "สถิติทะเบียนราษฎรรายแขวง"),
            (2, "หนึ่ง"),
            (3, "สอง"),
        ]


def test_a_distribution_keeps_its_uid_through_revisions(installation: Installation) -> None:
    record = registered(installation)
    uid = record.distributions[0].uid
    again = do(
        installation,
        "steward",
        datasets.edit_dataset,
        record.slug,
        draft(title="ใหม่", distributions=record.distributions),
        version=record.version,
    )
    assert again.distributions[0].uid == uid


def test_a_withdrawn_dataset_is_gone_but_not_lost(installation: Installation) -> None:
    record = published(installation)
    withdraw = datasets.withdraw_dataset
    with pytest.raises(Forbidden):
        do(installation, "steward", withdraw, record.slug, "x", version=record.version)
    with pytest.raises(NoteRequired):
        do(installation, "head", withdraw, record.slug, "", version=record.version)
    gone = do(installation, "head", withdraw, record.slug, "ซ้ำกับชุดอื่น", version=record.version)
    assert (gone.state, gone.audience) == (DatasetState.WITHDRAWN, Audience.CUSTODIANS)
    assert seen(installation, "anyone", record.slug) is None
    assert seen(installation, "steward", record.slug).title == record.title
    for step in (datasets.edit_dataset, datasets.withdraw_dataset):
        with pytest.raises(WrongState):
            argument = draft() if step is datasets.edit_dataset else "อีกครั้ง"
            do(installation, "head", step, record.slug, argument, version=gone.version)


def test_a_short_name_is_never_used_twice_not_even_after_withdrawal(
    installation: Installation,
) -> None:
    record = published(installation, draft(slug="population"))
    do(
        installation,
        "head",
        datasets.withdraw_dataset,
        record.slug,
        "เลิกใช้",
        version=record.version,
    )
    for slug in ("population", "search", "new", "edit"):
        with pytest.raises(SlugTaken):
            registered(installation, draft(slug=slug))
    assert registered(installation, draft(title_en="Population")).slug.startswith("population-")


def test_the_short_name_of_a_draft_may_change_until_it_is_published(
    installation: Installation,
) -> None:
    record = registered(installation)
    edit = datasets.edit_dataset
    record = do(
        installation, "steward", edit, record.slug, draft(slug="other"), version=record.version
    )
    assert record.slug == "other"
    record = published(installation, draft(slug="fixed"))
    with pytest.raises(WrongState):
        do(installation, "steward", edit, record.slug, draft(slug="moved"), version=record.version)


def test_another_agency_cannot_take_a_dataset_over_by_an_edit(installation: Installation) -> None:
    record = registered(installation)
    edit = datasets.edit_dataset
    with pytest.raises(WrongState):
        do(
            installation,
            "steward",
            edit,
            record.slug,
            draft(agency="5004"),
            version=record.version,
        )
    with pytest.raises(NotFound):
        do(
            installation,
            "outsider",
            edit,
            record.slug,
            draft(agency="5004"),
            version=record.version,
        )


def test_steps_out_of_order_are_refused(installation: Installation) -> None:
    record = registered(installation)
    version = record.version
    for by, step, args in (
        ("head", datasets.approve_dataset, ()),
        ("head", datasets.return_dataset, ("เหตุผล",)),
    ):
        with pytest.raises(WrongState):
            do(installation, by, step, record.slug, *args, version=version)
    waiting = submitted(installation)
    with pytest.raises(WrongState):
        do(installation, "steward", datasets.submit_dataset, waiting.slug, version=waiting.version)


def test_every_step_refuses_a_stale_version(installation: Installation) -> None:
    record = submitted(installation)
    for by, step, args in (
        ("steward", datasets.submit_dataset, ()),
        ("head", datasets.approve_dataset, ()),
        ("head", datasets.return_dataset, ("เหตุผล",)),
        ("head", datasets.withdraw_dataset, ("เหตุผล",)),
    ):
        with pytest.raises(StaleEdit):
            do(installation, by, step, record.slug, *args, version=record.version - 1)


def test_what_became_wrong_while_it_waited_is_not_published(installation: Installation) -> None:
    record = submitted(installation, draft(last_updated_date=dt.date(2026, 11, 25)))
    with pytest.raises(NotReady):
        do(
            installation,
            "head",
            datasets.approve_dataset,
            record.slug,
            version=record.version,
            now=NOW - dt.timedelta(days=3),
        )


def test_the_modification_stamp_never_falls(installation: Installation) -> None:
    record = registered(installation)
    earlier = NOW - dt.timedelta(hours=1)
    again = do(
        installation,
        "steward",
        datasets.edit_dataset,
        record.slug,
        draft(title="x"),
        version=record.version,
        now=earlier,
    )
    assert again.modified == record.modified


def test_the_trail_says_what_changed(installation: Installation) -> None:
    record = registered(installation)
    do(
        installation,
        "steward",
        datasets.edit_dataset,
        record.slug,
        draft(title="ใหม่", distributions=()),
        version=record.version,
    )
    with installation.sessions.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert entry.changes["title"] == ["สถิติทะเบียนราษฎรรายแขวง", "ใหม่"]
        assert "distributions" in entry.changes
        assert "notes" not in entry.changes


def test_a_name_that_is_none_is_not_found(installation: Installation) -> None:
    with installation.sessions.read() as session, pytest.raises(NotFound):
        get_dataset(session, Actor(), "nothing-of-that-name")
