"""Agencies: public facts, so no visibility rule stands in these reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from catalog.db.models import Agency, AuditEntry
from catalog.errors import NotFound, UnknownCode
from schemas.agency import AgencyRecord
from vocab.codes import AgencyKind

_Parent = aliased(Agency)


def _select() -> Any:
    return select(Agency, _Parent.code).outerjoin(_Parent, Agency.parent_id == _Parent.id)


def agency_record(agency: Agency, parent: str = "") -> AgencyRecord:
    """The frozen record of a row."""
    return AgencyRecord(
        row=agency.id,
        code=agency.code,
        kind=agency.kind,
        name_th=agency.name_th,
        name_en=agency.name_en,
        parent=parent,
        organisation=agency.organisation,
        aliases=tuple(agency.aliases),
        area_code=agency.area_code,
        two_person=agency.two_person,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
    )


def _record(row: Any) -> AgencyRecord:
    return agency_record(row[0], row[1] or "")


def list_agencies(session: Session, kind: AgencyKind | None = None) -> list[AgencyRecord]:
    """All agencies (a few hundred), by kind and code."""
    query = _select().order_by(Agency.kind, Agency.code)
    if kind is not None:
        query = query.where(Agency.kind == kind)
    return [_record(row) for row in session.execute(query)]


def agency_version(session: Session) -> int:
    """A number that grows with every edit of an agency; one statement on an index."""
    edits = select(func.max(AuditEntry.id)).where(AuditEntry.subject_kind == "agency")
    return session.scalar(edits) or 0


def get_agency(session: Session, code: str) -> AgencyRecord:
    """The agency with a code; raises NotFound."""
    row = session.execute(_select().where(Agency.code == code)).first()
    if row is None:
        raise NotFound
    return _record(row)


def require_agency(session: Session, code: str) -> Agency:
    """The row of an agency that a draft names; raises UnknownCode."""
    agency = session.scalar(select(Agency).where(Agency.code == code))
    if agency is None:
        raise UnknownCode(value=code)
    return agency
