"""Words of one meaning: the packaged groups, what administrators added, less what they removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from weakref import WeakKeyDictionary

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.policy import Actor, require
from catalog.db.models import Synonym
from catalog.db.queries.synonyms import list_synonym_rows, synonym_version
from catalog.errors import NotFound, SynonymEmpty, SynonymGroupSize, SynonymTaken
from catalog.search.synonyms import (
    MAX_MEMBER_CHARACTERS,
    MAX_MEMBERS,
    Group,
    Synonyms,
    member_form,
    packaged_groups,
    packaged_related,
)
from vocab.codes import Permission

_MAX_NOTE = 500


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """A group in force; ``at`` is None for a packaged one, which nobody wrote here."""

    members: Group
    note: str = ""
    by: str = ""
    at: dt.datetime | None = None

    @property
    def packaged(self) -> bool:
        """Whether the catalogue came with it."""
        return self.at is None


def list_synonyms(session: Session, actor: Actor) -> list[SynonymGroup]:
    """The groups in force, the last written first, then the packaged; raises Forbidden."""
    require(actor, Permission.ADMINISTER)
    return _in_force(list_synonym_rows(session))


def add_synonyms(
    session: Session, actor: Actor, members: Sequence[str], note: str = "", *, now: dt.datetime
) -> SynonymGroup:
    """Let some words mean the same from the next search on.

    Writing down a packaged group that was removed brings it back.  Raises Forbidden,
    SynonymGroupSize, SynonymEmpty for a member without a letter or digit, SynonymTaken for one
    that stands in another group.
    """
    require(actor, Permission.ADMINISTER)
    forms = _checked(members)
    rows = list_synonym_rows(session)
    for group in _in_force(rows):
        for taken in group.members:
            if member_form(taken) in forms:
                raise SynonymTaken(member=taken, group=" = ".join(group.members))
    packaged = next((g for g in packaged_groups() if set(map(member_form, g)) == set(forms)), None)
    removed = [row.group_id for row in rows if row.removed and row.form in forms]
    if packaged and removed:
        session.execute(delete(Synonym).where(Synonym.removed, Synonym.group_id.in_(set(removed))))
        emit(session, actor, Event.SYNONYM_ADDED, subject=removed[0], now=now, note=note)
        return SynonymGroup(packaged)
    number = _write(session, actor, forms.items(), note.strip()[:_MAX_NOTE], now=now)
    written = tuple(forms.values())
    emit(session, actor, Event.SYNONYM_ADDED, subject=number, now=now, note=" = ".join(written))
    return SynonymGroup(written, note, actor.name, now)


def remove_synonyms(
    session: Session, actor: Actor, member: str, *, now: dt.datetime
) -> SynonymGroup:
    """Take the group of a word out of force and return it; raises Forbidden and NotFound."""
    require(actor, Permission.ADMINISTER)
    form = member_form(member)
    rows = list_synonym_rows(session)
    for group in _in_force(rows):
        forms = {member_form(one): one for one in group.members}
        if form not in forms:
            continue
        if group.packaged:
            number = _write(session, actor, forms.items(), "", now=now, removed=True)
        else:
            number = next(row.group_id for row in rows if row.form == form and not row.removed)
            session.execute(
                delete(Synonym).where(Synonym.group_id == number, Synonym.removed.is_(False))
            )
        note = " = ".join(group.members)
        emit(session, actor, Event.SYNONYM_REMOVED, subject=number, now=now, note=note)
        return group
    raise NotFound


_kept: WeakKeyDictionary[object, tuple[int, Synonyms]] = WeakKeyDictionary()


def current_synonyms(session: Session) -> Synonyms:
    """The groups in force for a search: one statement, and the rows only after an edit."""
    bind = session.get_bind()
    version = synonym_version(session)
    kept = _kept.get(bind)
    if kept is None or kept[0] != version:
        groups = _in_force(list_synonym_rows(session))
        kept = _kept[bind] = (
            version,
            Synonyms(tuple(group.members for group in groups), packaged_related()),
        )
    return kept[1]


def _in_force(rows: Iterable[Synonym]) -> list[SynonymGroup]:
    rows = list(rows)
    removed = {row.form for row in rows if row.removed}
    written = [
        SynonymGroup(tuple(row.member for row in held), held[0].note, held[0].by, held[0].at)
        for held in _groups(row for row in rows if not row.removed)
    ]
    mine = {member_form(member) for group in written for member in group.members}
    packaged = [
        SynonymGroup(group)
        for group in packaged_groups()
        # A release may bring a word that stands in a group written here: what is here goes first.
        if not (removed | mine) & set(map(member_form, group))
    ]
    return [*reversed(written), *packaged]


def _groups(rows: Iterable[Synonym]) -> Iterator[list[Synonym]]:
    for _, held in groupby(rows, key=lambda row: row.group_id):
        yield list(held)


def _checked(members: Sequence[str]) -> dict[str, str]:
    """The members by their forms, in order."""
    forms: dict[str, str] = {}
    for member in (" ".join(member.split()) for member in members):
        if not member:
            continue
        form = member_form(member)
        if len(member) > MAX_MEMBER_CHARACTERS or not any(map(str.isalnum, form)):
            raise SynonymEmpty(member=member[:MAX_MEMBER_CHARACTERS], limit=MAX_MEMBER_CHARACTERS)
        forms.setdefault(form, member)
    if not 2 <= len(forms) <= MAX_MEMBERS:
        raise SynonymGroupSize(most=MAX_MEMBERS)
    return forms


def _write(
    session: Session,
    actor: Actor,
    forms: Iterable[tuple[str, str]],
    note: str,
    *,
    now: dt.datetime,
    removed: bool = False,
) -> int:
    number = (session.scalar(select(func.max(Synonym.group_id))) or 0) + 1
    for form, member in forms:
        session.add(
            Synonym(
                group_id=number,
                member=member,
                form=form,
                removed=removed,
                note=note,
                by=actor.name,
                at=now,
            )
        )
    session.flush()
    return number
