"""How complete the metadata of a dataset is, from the weights of the field table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from catalog.checks.subject import Described, Sheet, Subject
from schemas.quality import Measure
from vocab.codes import DatasetType, Obligation
from vocab.profiles.th_gov import Field, Scope, dataset_fields, resource_fields

#: Name of the way of counting; another way gets another name, so that old figures stay explained.
METHOD = "weighted-fields-1"

#: Number of mandatory items of the standard; item 9 has two halves.
ITEMS = 14


class FieldShare(NamedTuple):
    """What one field weighs and reached, in points of the field table.

    ``expected`` and ``found`` count places where the field belongs: 1 at the dataset level, one
    for each distribution at the resource level.
    """

    key: str
    weight: Fraction
    reached: Fraction
    level: str
    expected: int
    found: int


def completeness(described: Described) -> Measure:
    """Reached and possible weight of a record or a draft; method "weighted-fields-1"."""
    return _measure(completeness_parts(described))


def completeness_parts(described: Described) -> tuple[FieldShare, ...]:
    """The share of each field that applies, in the standard's order.

    Mandatory fields always count, optional ones when the type offers them, conditional ones when
    their condition holds.  A resource field counts as the mean over the distributions; without
    any, the mandatory ones count as missing.  A dataset without a type is counted as the type that
    suits it least, so that stating the type never lowers the figure.
    """
    # The figure has no day: no rule of presence looks at it.
    subject = Subject.of(described, dt.date.max)
    if subject.dataset_type:
        return _shares(subject, subject.dataset_type)
    guesses = [_shares(subject, dataset_type) for dataset_type in DatasetType]
    return min(guesses, key=lambda shares: _measure(shares).ratio)


def mandatory_filled(described: Described) -> tuple[int, int]:
    """How many of the fourteen mandatory items are filled in, and 14."""
    sheet = Subject.of(described, dt.date.max).dataset
    lacking = {
        row.number.partition(".")[0]
        for row in dataset_fields()
        if (row.scope is Scope.MANDATORY_14)
        and not sheet.has(row.key)
        and (row.obligation[DatasetType.RECORD] is Obligation.MANDATORY or sheet.choice(row))
    }
    return ITEMS - len(lacking), ITEMS


def _measure(shares: tuple[FieldShare, ...]) -> Measure:
    return Measure(
        METHOD,
        total_points(share.reached for share in shares),
        total_points(share.weight for share in shares),
    )


def total_points(points: Iterable[Fraction]) -> Fraction:
    """A sum; most points have the same denominator, and whole numbers are added fast."""
    sums: dict[int, int] = {}
    for one in points:
        numerator, denominator = one.as_integer_ratio()
        sums[denominator] = sums.get(denominator, 0) + numerator
    return sum((Fraction(n, d) for d, n in sums.items()), Fraction(0))


@lru_cache(4096)
def _points(weight: int, among: int = 1) -> Fraction:
    # A few hundred different ones occur, and making one costs more than all the rest of a share.
    return Fraction(weight, among)


def _shares(subject: Subject, dataset_type: DatasetType) -> tuple[FieldShare, ...]:
    dataset = _typed(subject.dataset, dataset_type)
    resources = [_typed(sheet, dataset_type) for sheet in subject.resources]
    shares = [_share(row, [dataset], dataset_type) for row in _offered("dataset", dataset_type)]
    shares += [_share(row, resources, dataset_type) for row in _offered("resource", dataset_type)]
    # The hypothetical type is only there for the conditions: it is not filled in.
    return tuple(
        share._replace(reached=Fraction(0), found=0)
        if share.key == "data_type" and not subject.dataset_type
        else share
        for share in shares
        if share.weight
    )


def _typed(sheet: Sheet, dataset_type: DatasetType) -> Sheet:
    values = (
        {**sheet.values, "data_type": dataset_type} if sheet.level == "dataset" else sheet.values
    )
    return Sheet(sheet.level, sheet.distribution, values, dataset_type)


@cache
def _offered(level: str, dataset_type: DatasetType) -> tuple[Field, ...]:
    rows = dataset_fields() if level == "dataset" else resource_fields()
    return tuple(
        row
        for row in rows
        if row.weight and row.obligation[dataset_type] is not Obligation.NOT_APPLICABLE
    )


def _share(row: Field, sheets: list[Sheet], dataset_type: DatasetType) -> FieldShare:
    obligation = row.obligation[dataset_type]
    conditional = obligation is Obligation.CONDITIONAL
    asked = [sheet for sheet in sheets if sheet.choice(row)] if conditional else sheets
    found = sum(sheet.has(row.key) for sheet in asked)
    if not sheets:
        lacking = row.weight if obligation is Obligation.MANDATORY else 0
        return FieldShare(row.key, _points(lacking), _points(0), row.level, 0, 0)
    weight = _points(row.weight * len(asked), len(sheets))
    reached = _points(row.weight * found, len(sheets))
    return FieldShare(row.key, weight, reached, row.level, len(asked), found)
