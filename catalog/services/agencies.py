"""Agencies: brought in and kept up to date by administrators."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.policy import Actor, require
from catalog.db.models import Agency, Dataset
from catalog.db.queries.agencies import get_agency, require_agency
from catalog.errors import InvalidInput, UnknownCode, wrong
from schemas.agency import AgencyRecord
from vocab.codes import Permission


def save_agency(
    session: Session, actor: Actor, agency: AgencyRecord, *, now: dt.datetime
) -> AgencyRecord:
    """Create an agency or bring the one with its code up to date (``row`` is not read).

    The organisation follows from the parent, for agencies below this one too; a root is its own.
    Datasets whose pages show the name are touched, so that index and portals follow.  Saving what
    is already so changes nothing.  Raises Forbidden, InvalidInput without a Thai name, and
    UnknownCode for a parent that does not exist, is the agency itself or stands below it.
    """
    require(actor, Permission.ADMINISTER)
    if not agency.name_th.strip():
        raise InvalidInput({"name_th": wrong("name-th-missing")})
    parent = require_agency(session, agency.parent) if agency.parent else None
    _refuse_circle(session, agency.code, parent)
    wanted = {
        "kind": agency.kind,
        "name_th": agency.name_th,
        "name_en": agency.name_en,
        "parent_id": parent.id if parent else None,
        "organisation": parent.organisation if parent else agency.code,
        "aliases": list(agency.aliases),
        "area_code": agency.area_code,
        "two_person": agency.two_person,
        "valid_from": agency.valid_from,
        "valid_to": agency.valid_to,
    }
    row = session.scalar(select(Agency).where(Agency.code == agency.code))
    if row is None:
        row = Agency(code=agency.code, **wanted)
        session.add(row)
    else:
        changed = {k: v for k, v in wanted.items() if getattr(row, k) != v}
        if not changed:
            return get_agency(session, agency.code)
        for key, value in changed.items():
            setattr(row, key, value)
        # Who approves is nothing that a dataset shows.
        if changed.keys() - {"two_person"}:
            _touch_datasets(session, actor, row, now)
        # Where an agency stands is told of all below it (sets of OAI-PMH).
        if changed.keys() & {"organisation", "parent_id"}:
            _move_agencies_below(session, actor, row, now)
    session.flush()
    emit(session, actor, Event.AGENCY_SAVED, subject=row.id, agency=row.id, now=now)
    return get_agency(session, agency.code)


def _refuse_circle(session: Session, code: str, parent: Agency | None) -> None:
    above = parent
    while parent is not None and above is not None:
        if above.code == code:
            raise UnknownCode(value=parent.code)
        above = session.get(Agency, above.parent_id) if above.parent_id else None


def _move_agencies_below(session: Session, actor: Actor, above: Agency, now: dt.datetime) -> None:
    for below in session.scalars(select(Agency).where(Agency.parent_id == above.id)).all():
        below.organisation = above.organisation
        _touch_datasets(session, actor, below, now)
        emit(session, actor, Event.AGENCY_SAVED, subject=below.id, agency=below.id, now=now)
        _move_agencies_below(session, actor, below, now)


def _touch_datasets(session: Session, actor: Actor, agency: Agency, now: dt.datetime) -> None:
    for dataset in session.scalars(select(Dataset).where(Dataset.agency_id == agency.id)):
        dataset.organisation = agency.organisation
        dataset.version += 1
        dataset.modified = max(now, dataset.modified)
        emit(
            session,
            actor,
            Event.DATASET_EDITED,
            subject=dataset.id,
            agency=agency.id,
            now=now,
            note="agency",
            shown=True,
        )
