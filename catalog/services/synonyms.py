"""Words of one meaning, and words that lead to others one way: the packaged ones, what
administrators added, less what they switched off.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from catalog.errors import (
    NotFound,
    SynonymBothSides,
    SynonymEmpty,
    SynonymGroupSize,
    SynonymLong,
    SynonymSideSize,
    SynonymTaken,
    SynonymTwice,
)
from catalog.search.synonyms import (
    MAX_MEMBER_CHARACTERS,
    MAX_MEMBERS,
    Group,
    Synonyms,
    member_form,
    packaged_groups,
    packaged_related,
    packaged_synonyms,
)
from vocab.codes import Permission

_MAX_NOTE = 500
#: Characters of a word that is too long which its error quotes.
_QUOTED = 30


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """A group in force; ``at`` is None for a packaged one, which nobody wrote here.

    ``members`` mean the same; with ``leads_to`` each of them leads to those words, one way only.
    """

    members: Group
    note: str = ""
    by: str = ""
    at: dt.datetime | None = None
    leads_to: Group = ()

    @property
    def packaged(self) -> bool:
        """Whether the catalogue came with it."""
        return self.at is None

    @property
    def one_way(self) -> bool:
        """Whether its words lead to others instead of meaning the same."""
        return bool(self.leads_to)

    @property
    def words(self) -> str:
        """The group as the packaged files write it: ``a = b``, or ``a = b > c = d``."""
        return " > ".join(" = ".join(side) for side in (self.members, self.leads_to) if side)


def list_synonyms(session: Session, actor: Actor) -> list[SynonymGroup]:
    """The groups in force, then the one-way ones; the last written first, then the packaged.

    Raises Forbidden.
    """
    require(actor, Permission.ADMINISTER)
    rows = list_synonym_rows(session)
    return [*_in_force(rows), *_in_force(rows, one_way=True)]


def list_switched_off(session: Session, actor: Actor) -> list[SynonymGroup]:
    """The packaged groups that somebody took out of force; raises Forbidden."""
    require(actor, Permission.ADMINISTER)
    rows = list_synonym_rows(session)
    return [group for one_way in (False, True) for group in _switched_off(rows, one_way)]


def add_synonyms(
    session: Session,
    actor: Actor,
    members: Sequence[str],
    note: str = "",
    *,
    leads_to: Sequence[str] | None = None,
    now: dt.datetime,
) -> SynonymGroup:
    """Let some words mean the same from the next search on, or lead to others one way.

    Writing down a packaged group that was switched off brings it back.  Raises Forbidden,
    SynonymGroupSize or SynonymSideSize, SynonymEmpty for a member without a letter or digit,
    SynonymLong, SynonymTwice, SynonymBothSides, SynonymTaken for one that stands in another group.
    """
    require(actor, Permission.ADMINISTER)
    forms = _checked(members, "members")
    to = _checked(leads_to or (), "leads_to")
    _check_sizes(forms, to, one_way=leads_to is not None)
    rows = list_synonym_rows(session)
    known = _by_form(_in_force(rows, one_way=bool(to)))
    for form, member in forms.items():
        if form in known:
            raise SynonymTaken(member=member, group=known[form].words)
    written = SynonymGroup(
        tuple(forms.values()), note.strip()[:_MAX_NOTE], actor.name, now, tuple(to.values())
    )
    packaged = next((g for g in _switched_off(rows, bool(to)) if _alike(g, written)), None)
    if packaged and not written.note:
        return _bring_back(session, actor, packaged, rows, now=now)
    number = _write(session, written)
    emit(session, actor, Event.SYNONYM_ADDED, subject=number, now=now, note=written.words)
    return written


def remove_synonyms(
    session: Session, actor: Actor, member: str, *, one_way: bool = False, now: dt.datetime
) -> SynonymGroup:
    """Take the group of a word out of force and return it; raises Forbidden and NotFound."""
    require(actor, Permission.ADMINISTER)
    form = member_form(member)
    rows = list_synonym_rows(session)
    group = _by_form(_in_force(rows, one_way)).get(form)
    if group is None:
        raise NotFound
    if group.packaged:
        off = SynonymGroup(group.members, by=actor.name, at=now, leads_to=group.leads_to)
        number = _write(session, off, removed=True)
    else:
        number = next(r.group_id for r in _of(rows, one_way, removed=False) if r.form == form)
        session.execute(delete(Synonym).where(Synonym.group_id == number))
    emit(session, actor, Event.SYNONYM_REMOVED, subject=number, now=now, note=group.words)
    return group


def change_synonyms(
    session: Session,
    actor: Actor,
    member: str,
    members: Sequence[str],
    note: str = "",
    *,
    leads_to: Sequence[str] | None = None,
    now: dt.datetime,
) -> SynonymGroup:
    """Put another group in the place of the group of a word.

    The audit trail keeps both: what is no longer in force, and what is instead.  Raises what the
    two steps raise: Forbidden, NotFound, SynonymGroupSize, SynonymSideSize, SynonymEmpty,
    SynonymLong, SynonymTwice, SynonymBothSides, SynonymTaken.
    """
    require(actor, Permission.ADMINISTER)
    remove_synonyms(session, actor, member, one_way=leads_to is not None, now=now)
    return add_synonyms(session, actor, members, note, leads_to=leads_to, now=now)


def restore_synonyms(
    session: Session, actor: Actor, member: str, *, one_way: bool = False, now: dt.datetime
) -> SynonymGroup:
    """Bring the packaged group of a word back into force and return it.

    Raises Forbidden, NotFound, SynonymTaken when a word stands in another group meanwhile.
    """
    require(actor, Permission.ADMINISTER)
    rows = list_synonym_rows(session)
    group = _by_form(_switched_off(rows, one_way)).get(member_form(member))
    if group is None:
        raise NotFound
    known = _by_form(_in_force(rows, one_way))
    for one in group.members:
        if taken := known.get(member_form(one)):
            raise SynonymTaken(member=one, group=taken.words)
    return _bring_back(session, actor, group, rows, now=now)


_kept: WeakKeyDictionary[object, tuple[int, Synonyms]] = WeakKeyDictionary()


def current_synonyms(session: Session) -> Synonyms:
    """The groups in force for a search: one statement, and the rows only after an edit."""
    bind = session.get_bind()
    version = synonym_version(session)
    kept = _kept.get(bind)
    if kept is None or kept[0] != version:
        kept = _kept[bind] = (version, _synonyms(list_synonym_rows(session)))
    return kept[1]


def _synonyms(rows: Sequence[Synonym]) -> Synonyms:
    if not rows:
        return packaged_synonyms()
    return Synonyms(
        tuple(group.members for group in _in_force(rows)),
        tuple((group.members, group.leads_to) for group in _in_force(rows, one_way=True)),
    )


def _of(rows: Iterable[Synonym], one_way: bool, *, removed: bool) -> list[Synonym]:
    return [row for row in rows if row.one_way == one_way and row.removed == removed]


def _in_force(rows: Sequence[Synonym], one_way: bool = False) -> list[SynonymGroup]:
    mine = _of(rows, one_way, removed=False)
    written = [
        SynonymGroup(
            tuple(row.member for row in held),
            held[0].note,
            held[0].by,
            held[0].at,
            tuple(held[0].leads_to),
        )
        for held in _groups(mine)
    ]
    # A release may bring a word that stands in a group written here: what is here goes first.
    gone = {row.form for row in (*mine, *_of(rows, one_way, removed=True))}
    return [*reversed(written), *_packaged_without(gone, one_way)]


def _switched_off(rows: Sequence[Synonym], one_way: bool) -> list[SynonymGroup]:
    off = {row.form for row in _of(rows, one_way, removed=True)}
    kept = set(_packaged_without(off, one_way))
    return [group for group in _packaged(one_way) if group not in kept] if off else []


@functools.cache
def _packaged(one_way: bool) -> tuple[SynonymGroup, ...]:
    if one_way:
        return tuple(SynonymGroup(words, leads_to=to) for words, to in packaged_related())
    return tuple(map(SynonymGroup, packaged_groups()))


@functools.cache
def _packaged_by_form(one_way: bool) -> Mapping[str, SynonymGroup]:
    return _by_form(_packaged(one_way))


def _packaged_without(forms: set[str], one_way: bool) -> Iterable[SynonymGroup]:
    if not forms:
        return _packaged(one_way)
    known = _packaged_by_form(one_way)
    gone = {known[form] for form in forms if form in known}
    return [group for group in _packaged(one_way) if group not in gone]


def _by_form(groups: Iterable[SynonymGroup]) -> dict[str, SynonymGroup]:
    return {member_form(member): group for group in groups for member in group.members}


def _alike(one: SynonymGroup, other: SynonymGroup) -> bool:
    sides = ((one.members, other.members), (one.leads_to, other.leads_to))
    return all(set(map(member_form, a)) == set(map(member_form, b)) for a, b in sides)


def _groups(rows: Iterable[Synonym]) -> Iterator[list[Synonym]]:
    for _, held in groupby(rows, key=lambda row: row.group_id):
        yield list(held)


def _checked(members: Sequence[str], side: str) -> dict[str, str]:
    """The members by their forms, in order."""
    forms: dict[str, str] = {}
    for member in filter(None, (" ".join(member.split()) for member in members)):
        form = member_form(member)
        if len(member) > MAX_MEMBER_CHARACTERS:
            raise SynonymLong(member=member[:_QUOTED], limit=MAX_MEMBER_CHARACTERS, side=side)
        if not any(map(str.isalnum, form)):
            raise SynonymEmpty(member=member, side=side)
        if form in forms:
            raise SynonymTwice(member=forms[form], other=member, side=side)
        forms[form] = member
    return forms


def _check_sizes(forms: Mapping[str, str], to: Mapping[str, str], *, one_way: bool) -> None:
    if not one_way:
        if not 2 <= len(forms) <= MAX_MEMBERS:
            raise SynonymGroupSize(most=MAX_MEMBERS)
        return
    for side, words in (("members", forms), ("leads_to", to)):
        if not 1 <= len(words) <= MAX_MEMBERS:
            raise SynonymSideSize(most=MAX_MEMBERS, side=side)
    for form, member in to.items():
        if form in forms:
            raise SynonymBothSides(member=member, side="leads_to")


def _bring_back(
    session: Session,
    actor: Actor,
    group: SynonymGroup,
    rows: Sequence[Synonym],
    *,
    now: dt.datetime,
) -> SynonymGroup:
    forms = set(map(member_form, group.members))
    off = [row for row in _of(rows, group.one_way, removed=True) if row.form in forms]
    numbers = {row.group_id for row in off}
    session.execute(delete(Synonym).where(Synonym.group_id.in_(numbers)))
    emit(session, actor, Event.SYNONYM_ADDED, subject=min(numbers), now=now, note=group.words)
    return group


def _write(session: Session, group: SynonymGroup, *, removed: bool = False) -> int:
    number = (session.scalar(select(func.max(Synonym.group_id))) or 0) + 1
    for member in group.members:
        session.add(
            Synonym(
                group_id=number,
                member=member,
                form=member_form(member),
                removed=removed,
                one_way=group.one_way,
                leads_to=list(group.leads_to),
                note=group.note,
                by=group.by,
                at=group.at,
            )
        )
    session.flush()
    return number
