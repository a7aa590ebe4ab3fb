"""Scores of an agency of Bangkok, counted from its records as they stand."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import and_
from sqlalchemy.orm import Session

from catalog.auth.policy import SYSTEM, Actor, actor_terms, allows, may_see
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.datasets import in_state, of_agency, walk_datasets
from catalog.db.queries.trail import last_entry
from catalog.errors import NotFound, NotScored
from catalog.scoring import Rubric, RubricError, rubric, score_part1
from schemas.agency import AgencyRecord
from schemas.quality import Loss, Part
from schemas.time import FiscalYear, civil_date
from vocab.codes import DatasetState, Permission

#: Fiscal year (Buddhist Era) of the oldest rubric that travels with the product.
FIRST_YEAR = 2564
#: Most datasets in all scores that are kept (2.6 kB each).
MOST_KEPT = 10_000
#: What stands in place of the title of a dataset that the reader may not see.
UNSEEN = ("(ชุดข้อมูลที่ท่านไม่มีสิทธิ์เห็น)", "(a dataset that you may not see)")


@dataclass(frozen=True, slots=True)
class AgencyScore:
    """Part 1 of an agency by the rubric of a fiscal year (Buddhist Era), on a day in Thailand.

    ``full`` says that every published dataset was counted, ``counted`` how many were.
    """

    agency: AgencyRecord
    year: int
    day: dt.date
    part: Part
    full: bool
    counted: int


@dataclass(slots=True)
class _Kept:
    """Scores of one database that were asked for last, each as of one entry of the audit trail."""

    scores: OrderedDict[Hashable, tuple[int, AgencyScore]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Hashable, entry: int) -> AgencyScore | None:
        """What was counted when the trail was where it is now."""
        with self.lock:
            kept = self.scores.get(key)
            if kept is None or kept[0] != entry:
                return None
            self.scores.move_to_end(key)
            return kept[1]

    def put(self, key: Hashable, entry: int, score: AgencyScore) -> None:
        """Keep a score unless it is too large; those that nobody asked for longest go."""
        if score.counted >= MOST_KEPT:
            return
        with self.lock:
            self.scores[key] = entry, score
            self.scores.move_to_end(key)
            while sum(1 + kept.counted for _, kept in self.scores.values()) > MOST_KEPT:
                self.scores.popitem(last=False)


_kept: WeakKeyDictionary[object, _Kept] = WeakKeyDictionary()


def score_agency(session: Session, actor: Actor, code: str, *, now: dt.datetime) -> AgencyScore:
    """The score tree by the newest rubric in force; raises NotFound and NotScored.

    It is counted once for what the same readers may see, a day and a state of the agency, and kept.

    The agency itself and its evaluators get the score of all published datasets; those they may
    not see lose name and title in the tree.  Everybody else gets what the visible ones would
    score, so that the figure tells nothing of the others.
    """
    agency = get_agency(session, code)
    if not agency.of_bangkok:
        raise NotScored(agency=agency.code)
    full = allows(actor, Permission.SEE_SCORE, agency)
    day = civil_date(now)
    kept = _kept.setdefault(session.get_bind(), _Kept())
    key, entry = (code, full, actor_terms(actor), day), last_entry(session, agency.row)
    found = kept.find(key, entry)
    if found is None:
        found = _counted(session, actor, agency, full, day)
        kept.put(key, entry, found)
    return found


def _counted(
    session: Session, actor: Actor, agency: AgencyRecord, full: bool, day: dt.date
) -> AgencyScore:
    rules = rubric_of(FiscalYear.of(day).be)
    where = and_(of_agency(agency.code), in_state(DatasetState.PUBLISHED))
    records = list(walk_datasets(session, SYSTEM if full else actor, where=where))
    unseen = frozenset(r.slug for r in records if not may_see(actor, r))
    part = _Told(unseen).part(score_part1(records, rules, today=day))
    return AgencyScore(agency, rules.fiscal_year, day, part, full, len(records))


def rubric_of(year: int) -> Rubric:
    """The rubric of a fiscal year, else the newest before it; raises NotFound."""
    for candidate in range(year, FIRST_YEAR - 1, -1):
        try:
            return rubric(candidate)
        except RubricError:
            continue
    raise NotFound


@dataclass(slots=True)
class _Told:
    """Turns a tree into what its readers are told; equal figures become one object.

    Datasets lack the same fields again and again: so a tree takes a third of the memory.
    """

    unseen: frozenset[str]
    figures: dict[Fraction, Fraction] = field(default_factory=dict)
    values: dict[tuple[tuple[str, str], ...], Mapping[str, str]] = field(default_factory=dict)

    def part(self, part: Part) -> Part:
        """A part without the names of what its reader may not see."""
        hidden = part.code in self.unseen
        title_th, title_en = UNSEEN if hidden else (part.title_th, part.title_en)
        return replace(
            part,
            code="" if hidden else part.code,
            title_th=title_th,
            title_en=title_en,
            weight=self._one(part.weight),
            reached=self._one(part.reached),
            losses=tuple(map(self._loss, part.losses)),
            parts=tuple(map(self.part, part.parts)),
        )

    def _loss(self, loss: Loss) -> Loss:
        return Loss(
            self._one(loss.points),
            loss.reason,
            loss.action,
            "" if loss.subject in self.unseen else loss.subject,
            self.values.setdefault(tuple(loss.values.items()), loss.values),
        )

    def _one(self, figure: Fraction) -> Fraction:
        return self.figures.setdefault(figure, figure)
