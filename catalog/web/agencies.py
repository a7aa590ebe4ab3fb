"""Agencies: the list by kind, and an agency with its datasets and score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.auth.policy import Actor
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.datasets import list_datasets
from catalog.db.queries.figures import of_agencies, published_by_agency
from catalog.scoring import explain_actions
from catalog.services.agency_tree import agency_tree
from catalog.services.scores import score_agency
from catalog.web.context import actor, here, now
from catalog.web.format import in_language, thai_order
from catalog.web.i18n import gettext as _
from catalog.web.i18n import language, marked
from schemas.agency import AgencyRecord
from schemas.quality import Part
from schemas.values import LocalizedText
from vocab.codes import AgencyKind
from vocab.messages import say

PAGE = 20
#: Datasets listed below a criterion unless all are asked for.
LEAVES = 10
#: Lost points listed of one of them.
LOSSES = 3

KINDS: Mapping[AgencyKind, str] = {
    AgencyKind.CITY: marked("City"),
    AgencyKind.OFFICE: marked("Offices"),
    AgencyKind.DEPARTMENT: marked("Departments"),
    AgencyKind.DISTRICT: marked("District offices"),
    AgencyKind.NATIONAL: marked("Agencies outside Bangkok"),
}


@dataclass(frozen=True, slots=True)
class LostPoint:
    """Why points were lost and what wins them back."""

    points: Fraction
    reason: str
    action: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A dataset below a criterion; its name is "" when the reader may not see it."""

    slug: str
    title: str
    weight: Fraction
    reached: Fraction
    losses: tuple[LostPoint, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with the datasets that lost most."""

    part: Part
    title: str
    method: str
    leaves: tuple[Leaf, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The score of an agency; ``full`` says that all its published datasets were counted.

    ``actions`` are sentences, what wins back the most first.
    """

    part: Part
    title: str
    criteria: tuple[Criterion, ...]
    actions: tuple[str, ...]
    full: bool
    counted: int
    year: int
    assumed: str


def list_of_agencies() -> ResponseReturnValue:
    """All agencies by kind, with how many published datasets the reader may see at or below it."""
    with here().sessions.read() as rows:
        tree = agency_tree(rows)
        counts = dict(tree.summed(published_by_agency(rows, actor()).items()))
    agencies = list(tree.by_code.values())
    groups = [
        (kind, _(title), _ordered([agency for agency in agencies if agency.kind is kind], kind))
        for kind, title in KINDS.items()
    ]
    return render_template(
        "agencies.html", groups=[group for group in groups if group[2]], counts=counts
    )


def _ordered(agencies: list[AgencyRecord], kind: AgencyKind) -> list[AgencyRecord]:
    """Bangkok's own agencies by their official code, all others by name."""
    if kind is not AgencyKind.NATIONAL:
        return agencies
    return sorted(agencies, key=lambda agency: thai_order(in_language(agency.name)))


def show_agency(code: str) -> ResponseReturnValue:
    """An agency: what it and those below it publish, and how one of Bangkok stands in Part 1."""
    text = request.args.get("page", "")
    page = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    with here().sessions.read() as rows:
        agency = get_agency(rows, code)
        within = agency_tree(rows).within(code)
        listed = list_datasets(
            rows, actor(), where=of_agencies(within), limit=PAGE, offset=(page - 1) * PAGE
        )
        score = _score(rows, actor(), code) if agency.of_bangkok else None
    return render_template(
        "agency.html",
        agency=agency,
        kind=_(KINDS[agency.kind]),
        listed=listed,
        below=len(within) > 1,
        page=page,
        last=max(1, -(-listed.total // PAGE)),
        score=score,
        everything="all" in request.args,
    )


def _score(rows: Session, who: Actor, code: str) -> ScoreView:
    """Part 1 as the reader may see it; a dataset without a code is one they may not open."""
    found = score_agency(rows, who, code, now=now())
    limit = None if "all" in request.args else LEAVES
    return ScoreView(
        part=found.part,
        title=_title(found.part),
        criteria=tuple(_criterion(child, limit) for child in found.part.parts),
        actions=explain_actions(found.part, language()),
        full=found.full,
        counted=found.counted,
        year=found.year,
        assumed=say("weights-assumed", language(), {}) if found.part.assumed else "",
    )


def _title(part: Part) -> str:
    return LocalizedText(part.title_th, part.title_en).in_language(language())


def _criterion(part: Part, limit: int | None) -> Criterion:
    lossy = [leaf for leaf in part.parts if leaf.lost]
    return Criterion(
        part=part,
        title=_title(part),
        method=say(part.method, language(), {}) if part.method else "",
        leaves=tuple(_leaf(leaf, limit) for leaf in lossy[:limit]),
        left_out=len(lossy[limit:]) if limit is not None else 0,
    )


def _leaf(part: Part, limit: int | None) -> Leaf:
    # An evaluator counts datasets that they may not open: those stay without name and detail.
    shown = part.losses[: limit and LOSSES] if part.code else ()
    return Leaf(
        slug=part.code,
        title=_title(part) if part.code else "",
        weight=part.weight,
        reached=part.reached,
        losses=tuple(
            LostPoint(
                loss.points,
                say(loss.reason, language(), loss.values),
                say(loss.action, language(), loss.values),
            )
            for loss in shown
        ),
        more=len(part.losses) - len(shown) if part.code else 0,
    )
