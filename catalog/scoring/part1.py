"""Part 1 of the indicator: the state of an agency's published datasets, as far as metadata goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from catalog.checks import completeness_parts, timeliness
from catalog.checks.completeness import METHOD as COMPLETENESS
from catalog.checks.completeness import FieldShare
from catalog.scoring.rubric import Criterion, Rubric
from schemas.dataset import DatasetRecord
from schemas.quality import Loss, Part
from vocab.codes import DatasetState, Measured, NotApplicable, Source, UpdateState

#: Name of the way 1.2 is counted.
ON_TIME = "on-time-share-1"

Leaf = Callable[[DatasetRecord, dt.date], Part | None]


def score_part1(records: Sequence[DatasetRecord], rubric: Rubric, *, today: dt.date) -> Part:
    """The score tree of Part 1 on a day in Thailand: part, criteria, one leaf per dataset.

    Only published datasets count; their order does not matter.  What the periods' entries were
    worth is not in it yet (the `method` of each criterion says so).  An agency without datasets
    follows the rubric's rule for what cannot be counted; by default the part is not applicable.
    The tree names every dataset it counted: show it only to those who may see them all.
    """
    counted = sorted(
        (r for r in records if r.state is DatasetState.PUBLISHED and not r.is_working),
        key=lambda r: (r.slug, r.uid),
    )
    node = rubric.criterion("1")
    policy = rubric.not_applicable.value
    criteria = [_criterion(child, counted, today) for child in node.parts]
    if not any(criterion.applicable for criterion in criteria):
        return _uncounted(_part(node, parts=tuple(criteria)), policy)
    if policy is NotApplicable.RESCALE:
        possible = sum((c.weight for c in criteria if c.applicable), Fraction(0))
        factor = node.weight.value / possible
        criteria = [_scaled(c, factor) if c.applicable else c for c in criteria]
    else:
        criteria = [c if c.applicable else _uncounted(c, policy) for c in criteria]
    return _part(
        node,
        reached=sum((c.reached for c in criteria), Fraction(0)),
        expected=len(counted),
        found=len(counted),
        parts=tuple(criteria),
    )


def all_losses(part: Part) -> tuple[Loss, ...]:
    """Every loss below a part, the dearest first: the first one's action wins back the most."""
    return _dearest_first(_below(part))


def _below(part: Part) -> Iterator[Loss]:
    if part.applicable:
        yield from part.losses
        for child in part.parts:
            yield from _below(child)


def _dearest_first(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    # sorted() is stable: what costs the same keeps the order of datasets and fields.
    return tuple(sorted(losses, key=lambda loss: -loss.points))


def _part(
    node: Criterion,
    *,
    reached: Fraction = Fraction(0),
    expected: int = 0,
    found: int = 0,
    parts: tuple[Part, ...] = (),
) -> Part:
    return Part(
        node.code,
        node.title_th,
        node.title_en,
        node.weight.value,
        reached,
        node.weight.source,
        expected=expected,
        found=found,
        parts=parts,
    )


def _criterion(node: Criterion, records: Sequence[DatasetRecord], today: dt.date) -> Part:
    method, leaf = MEASURES[node.measure or Measured.NOT_YET]
    leaves = [made for record in records if (made := leaf(record, today))]
    part = replace(_part(node), method=method, applicable=bool(leaves))
    if not leaves:
        return part
    share = node.weight.value / len(leaves)
    leaves = [replace(_scaled(made, share), source=node.weight.source) for made in leaves]
    return replace(
        part,
        reached=sum((made.reached for made in leaves), Fraction(0)),
        expected=len(leaves),
        found=sum(not made.lost for made in leaves),
        parts=tuple(sorted(leaves, key=lambda made: -made.lost)),
    )


def _scaled(part: Part, factor: Fraction) -> Part:
    return replace(
        part,
        weight=part.weight * factor,
        reached=part.reached * factor,
        losses=tuple(replace(loss, points=loss.points * factor) for loss in part.losses),
        parts=tuple(_scaled(child, factor) for child in part.parts),
    )


def _uncounted(part: Part, policy: NotApplicable) -> Part:
    if policy is NotApplicable.RESCALE:
        return replace(part, applicable=False)
    if policy is NotApplicable.FULL:
        return replace(part, applicable=True, reached=part.weight, parts=())
    loss = Loss(part.weight, "lost-not-applicable", "publish-dataset")
    return replace(part, applicable=True, losses=(loss,), parts=())


def _complete(record: DatasetRecord, _: dt.date) -> Part:
    """One dataset in 1.1, worth 1: the completeness of its metadata."""
    shares = completeness_parts(record)
    possible = sum((share.weight for share in shares), Fraction(0))
    losses = list(_missing_fields(record, shares, possible))
    return Part(
        record.slug,
        record.title.th,
        record.title.en,
        Fraction(1),
        Fraction(1) - sum((loss.points for loss in losses), Fraction(0)),
        Source.ASSUMED,
        method=COMPLETENESS,
        expected=len(shares),
        found=sum(share.reached == share.weight for share in shares),
        losses=_dearest_first(losses),
    )


def _missing_fields(
    record: DatasetRecord, shares: Iterable[FieldShare], possible: Fraction
) -> Iterator[Loss]:
    homeless = Fraction(0)
    for share in shares:
        lost = (share.weight - share.reached) / possible
        values = {"field": f"field/{share.level}/{share.key}"}
        if not lost:
            continue
        if share.level == "dataset":
            yield Loss(lost, "lost-field", "fill-field", record.slug, values)
        elif record.distributions:
            values |= {
                "missing": str(share.expected - share.found),
                "count": str(share.expected),
            }
            yield Loss(lost, "lost-resource-field", "fill-resource-field", record.slug, values)
        else:
            homeless += lost
    if homeless:
        yield Loss(homeless, "lost-no-distributions", "add-distribution", record.slug)


def _on_time(record: DatasetRecord, today: dt.date) -> Part | None:
    """One dataset in 1.2, worth 1 when on time; None when no update is expected."""
    found = timeliness(record, today=today)
    if found.state is UpdateState.NOT_EXPECTED:
        return None
    losses: tuple[Loss, ...] = ()
    if found.state is UpdateState.UNKNOWN:
        values = {"field": f"field/dataset/{found.missing}"}
        losses = (Loss(Fraction(1), "lost-unknown", "state-field", record.slug, values),)
    elif found.state is UpdateState.LATE:
        values = {
            "field": "field/dataset/last_updated_date",
            "due": found.due.isoformat() if found.due else "",
            "days": str(found.days_late),
        }
        losses = (Loss(Fraction(1), "lost-late", "update-dataset", record.slug, values),)
    return Part(
        record.slug,
        record.title.th,
        record.title.en,
        Fraction(1),
        Fraction(0 if losses else 1),
        Source.ASSUMED,
        method=ON_TIME,
        expected=1,
        found=0 if losses else 1,
        losses=losses,
    )


def _not_yet(_: DatasetRecord, __: dt.date) -> None:
    """A criterion that a later version will measure."""


MEASURES: Mapping[Measured, tuple[str, Leaf]] = {
    Measured.METADATA_COMPLETENESS: (COMPLETENESS, _complete),
    Measured.UPDATE_TIMELINESS: (ON_TIME, _on_time),
    Measured.NOT_YET: ("", _not_yet),
}
