"""The way of a dataset: registered, edited, submitted, returned or approved, withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.audit.diff import differences
from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.policy import SYSTEM, Actor, require
from catalog.checks import check
from catalog.db.models import Dataset, Distribution, Revision
from catalog.db.queries.agencies import agency_record, require_agency
from catalog.db.queries.datasets import Which, get_dataset, rightful_audience
from catalog.errors import NoteRequired, NotReady, OwnWork, StaleEdit, WrongState
from catalog.services.slugs import choose_slug
from schemas.dataset import DatasetDraft, DatasetRecord, MetadataSchema
from schemas.distribution import DistributionMetadataSchema, DistributionRecord
from schemas.quality import Finding, FindingSchema, SpokenFindingSchema
from schemas.time import civil_date
from vocab.codes import Audience, DatasetState, Permission, Severity

_metadata = MetadataSchema()
_distribution = DistributionMetadataSchema()
_findings = FindingSchema(many=True)
_spoken = SpokenFindingSchema(many=True)

#: States of a working revision that its authors may still change.
OPEN = (DatasetState.DRAFT, DatasetState.RETURNED)


def register_dataset(
    session: Session, actor: Actor, draft: DatasetDraft, *, now: dt.datetime
) -> DatasetRecord:
    """Begin a dataset as a draft of the agency the draft names.

    A draft may be incomplete; `submit_dataset` is where it must be ready.  Raises Forbidden,
    SignInRequired, UnknownCode for the agency, SlugTaken.
    """
    agency = require_agency(session, draft.agency)
    require(actor, Permission.REGISTER, agency_record(agency))
    dataset = new_dataset(session, draft, agency.id, agency.organisation, now)
    revision = add_revision(session, actor, dataset, _with_own_uids(draft, set()), now=now)
    dataset.working_id, dataset.working_state = revision.id, DatasetState.DRAFT
    return _done(session, actor, dataset, Event.DATASET_REGISTERED, now)


def edit_dataset(
    session: Session,
    actor: Actor,
    name: str,
    draft: DatasetDraft,
    *,
    version: int,
    now: dt.datetime,
) -> DatasetRecord:
    """Put a new working revision in place of the one that `version` saw.

    Editing a published dataset begins a working revision beside it; what the public sees stays.
    Raises NotFound, Forbidden, StaleEdit with both versions, WrongState while it waits for
    approval or after withdrawal, SlugTaken.
    """
    record, dataset = _open(session, actor, name, Permission.EDIT)
    if version != dataset.version:
        raise _stale(record, draft)
    if dataset.state is DatasetState.WITHDRAWN or dataset.working_state not in (None, *OPEN):
        raise WrongState
    if draft.agency != record.agency.code:
        # Ownership ends a registration and begins another (standard, item 3): not an edit.
        raise WrongState
    if draft.slug and draft.slug != dataset.slug:
        if dataset.published is not None:
            raise WrongState
        dataset.slug = choose_slug(session, draft, wanted=draft.slug)
    draft = _with_own_uids(draft, {part.uid for part in record.distributions})
    revision = add_revision(session, actor, dataset, draft, now=now)
    changes = _changes(record, draft)
    dataset.working_id = revision.id
    dataset.working_state = dataset.working_state or DatasetState.DRAFT
    if dataset.state is not DatasetState.PUBLISHED:
        dataset.state = dataset.working_state
    return _done(session, actor, dataset, Event.DATASET_EDITED, now, changes=changes)


def submit_dataset(
    session: Session, actor: Actor, name: str, *, version: int, now: dt.datetime
) -> DatasetRecord:
    """Hand the working revision to the head for approval.

    Raises NotFound, Forbidden, StaleEdit, WrongState, NotReady with the findings to mend.
    """
    record, dataset = _open(session, actor, name, Permission.SUBMIT)
    _expect(dataset, version, record)
    if dataset.working_state not in OPEN:
        raise WrongState
    errors = _blocking(record, now)
    if errors:
        raise NotReady({"findings": _spoken.dump(errors)}, count=len(errors))
    dataset.submitted_by = actor.person
    _move(dataset, DatasetState.SUBMITTED)
    return _done(session, actor, dataset, Event.DATASET_SUBMITTED, now)


def return_dataset(
    session: Session, actor: Actor, name: str, note: str, *, version: int, now: dt.datetime
) -> DatasetRecord:
    """Give a submitted revision back to its authors with a note that says what to do.

    Raises NotFound, Forbidden, StaleEdit, WrongState, NoteRequired.
    """
    record, dataset = _open(session, actor, name, Permission.APPROVE)
    _expect(dataset, version, record)
    if dataset.working_state is not DatasetState.SUBMITTED:
        raise WrongState
    if not note.strip():
        raise NoteRequired
    _move(dataset, DatasetState.RETURNED)
    dataset.note = note.strip()
    return _done(session, actor, dataset, Event.DATASET_RETURNED, now, note=dataset.note)


def approve_dataset(
    session: Session, actor: Actor, name: str, *, version: int, now: dt.datetime
) -> DatasetRecord:
    """Publish a submitted revision.

    Raises NotFound, Forbidden, StaleEdit, WrongState, NotReady when it went stale meanwhile, and
    OwnWork when the agency asks for two persons and the actor wrote or submitted it.
    """
    record, dataset = _open(session, actor, name, Permission.APPROVE)
    _expect(dataset, version, record)
    if dataset.working_state is not DatasetState.SUBMITTED or dataset.working_id is None:
        raise WrongState
    author = session.scalar(select(Revision.author_id).where(Revision.id == dataset.working_id))
    if record.agency.two_person and actor.person in (dataset.submitted_by, author):
        raise OwnWork
    errors = _blocking(record, now)
    if errors:
        raise NotReady({"findings": _spoken.dump(errors)}, count=len(errors))
    publish(dataset, dataset.working_id, now)
    return _done(session, actor, dataset, Event.DATASET_PUBLISHED, now)


def withdraw_dataset(
    session: Session, actor: Actor, name: str, note: str, *, version: int, now: dt.datetime
) -> DatasetRecord:
    """Take a dataset out of the catalogue; its revisions, short name and trail stay.

    Raises NotFound, Forbidden, StaleEdit, WrongState when it is withdrawn already, NoteRequired.
    """
    record, dataset = _open(session, actor, name, Permission.WITHDRAW)
    _expect(dataset, version, record)
    if dataset.state is DatasetState.WITHDRAWN:
        raise WrongState
    if not note.strip():
        raise NoteRequired
    dataset.state, dataset.published_id = DatasetState.WITHDRAWN, None
    dataset.working_id, dataset.working_state = None, None
    dataset.note = note.strip()
    return _done(session, actor, dataset, Event.DATASET_WITHDRAWN, now, note=dataset.note)


# What the import shares with the steps above -----------------------------------------------------


def new_dataset(
    session: Session, draft: DatasetDraft, agency: int, organisation: str, now: dt.datetime
) -> Dataset:
    """A dataset row without a revision yet; flushed, so that it has its primary key."""
    dataset = Dataset(
        uid=str(uuid.uuid4()),
        slug=choose_slug(session, draft, wanted=draft.slug),
        agency_id=agency,
        organisation=organisation,
        state=DatasetState.DRAFT,
        audience=Audience.CUSTODIANS,
        version=1,
        created=now,
        modified=now,
        note="",
    )
    session.add(dataset)
    session.flush()
    return dataset


def add_revision(
    session: Session,
    actor: Actor,
    dataset: Dataset,
    draft: DatasetDraft,
    *,
    now: dt.datetime,
    repairs: tuple[Finding, ...] = (),
    reason: str = "",
) -> Revision:
    """The next immutable revision of a dataset, flushed."""
    last = session.scalar(
        select(func.max(Revision.number)).where(Revision.dataset_id == dataset.id)
    )
    revision = Revision(
        dataset_id=dataset.id,
        number=(last or 0) + 1,
        stated=_metadata.dump(draft.metadata),
        repairs=_findings.dump(repairs),
        author_id=actor.person,
        at=now,
        reason=reason,
        distributions=[
            Distribution(
                position=position,
                uid=part.uid or str(uuid.uuid4()),
                stated=_distribution.dump(part.metadata),
            )
            for position, part in enumerate(draft.distributions)
        ],
    )
    session.add(revision)
    session.flush()
    return revision


def publish(dataset: Dataset, revision: int, now: dt.datetime) -> None:
    """Make a revision the published one."""
    dataset.state, dataset.published_id = DatasetState.PUBLISHED, revision
    dataset.working_id, dataset.working_state = None, None
    dataset.published = now
    dataset.note = ""
    dataset.submitted_by = None


def draft_of(record: DatasetRecord) -> DatasetDraft:
    """The draft that would give this record again: where an edit starts."""
    return DatasetDraft(
        agency=record.agency.code,
        slug=record.slug,
        metadata=record.metadata,
        distributions=record.distributions,
    )


# Inner steps -------------------------------------------------------------------------------------


def _with_own_uids(draft: DatasetDraft, known: set[str]) -> DatasetDraft:
    """The draft with uids only for distributions the dataset has already, each once.

    Any other uid is the name of somebody else's distribution, or a guess (CVE-2023-32321).
    """
    free = set(known)
    parts = []
    for part in draft.distributions:
        own = part.uid in free
        free.discard(part.uid)
        parts.append(part if own else replace(part, uid=""))
    return replace(draft, distributions=tuple(parts))


def _open(
    session: Session, actor: Actor, name: str, permission: Permission
) -> tuple[DatasetRecord, Dataset]:
    """The record an actor works on, which they may see, with its row."""
    record = get_dataset(session, actor, name, Which.LATEST)
    require(actor, permission, record.agency)
    dataset = session.get(Dataset, record.row)
    if dataset is None:  # pragma: no cover  (the row was just read in this transaction)
        raise WrongState
    return record, dataset


def _expect(dataset: Dataset, version: int, record: DatasetRecord) -> None:
    if version != dataset.version:
        raise _stale(record, None)


def _stale(record: DatasetRecord, draft: DatasetDraft | None) -> StaleEdit:
    mine = _wire(draft) if draft else None
    return StaleEdit({"version": record.version, "theirs": _wire(draft_of(record)), "mine": mine})


def _wire(draft: DatasetDraft) -> dict[str, Any]:
    return {
        "metadata": _metadata.dump(draft.metadata),
        "distributions": [_part(d) for d in draft.distributions],
    }


def _part(part: DistributionRecord) -> dict[str, Any]:
    return {"uid": part.uid or None, "metadata": _distribution.dump(part.metadata)}


def _changes(record: DatasetRecord, draft: DatasetDraft) -> dict[str, Any]:
    before, after = _wire(draft_of(record)), _wire(draft)
    changed: dict[str, Any] = dict(differences(before["metadata"], after["metadata"]))
    if before["distributions"] != after["distributions"]:
        changed["distributions"] = (before["distributions"], after["distributions"])
    return changed


def _blocking(record: DatasetRecord, now: dt.datetime) -> list[Finding]:
    found = check(record, today=civil_date(now))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def _move(dataset: Dataset, state: DatasetState) -> None:
    dataset.working_state = state
    if dataset.state is not DatasetState.PUBLISHED:
        dataset.state = state
    dataset.note = ""


def _done(
    session: Session,
    actor: Actor,
    dataset: Dataset,
    event: Event,
    now: dt.datetime,
    *,
    note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> DatasetRecord:
    """Count the change, refresh the audience, leave the event, and give the record as it is now."""
    if event is not Event.DATASET_REGISTERED:
        dataset.version += 1
    # A stamp that never falls: incremental harvesters compare it (metadata_modified).
    dataset.modified = max(now, dataset.modified)
    session.flush()
    shown = get_dataset(session, SYSTEM, dataset.uid, Which.SHOWN)
    dataset.audience = rightful_audience(shown)
    session.flush()
    emit(
        session,
        actor,
        event,
        subject=dataset.id,
        agency=dataset.agency_id,
        now=now,
        note=note,
        changes=changes,
    )
    return get_dataset(session, SYSTEM, dataset.uid, Which.LATEST)
