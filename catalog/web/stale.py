"""Two versions of one dataset side by side: the catalogue's and the one just typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.audit.diff import differences
from catalog.web.i18n import gettext as _
from catalog.web.values import Line, Shown, label_of, resource_lines, shown
from schemas.dataset import DatasetRecord
from schemas.distribution import Value, restored
from vocab.profiles.th_gov import dataset_fields


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two versions differ."""

    label: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class Side:
    """One version: its metadata and the metadata of its distributions."""

    metadata: Mapping[str, Value]
    distributions: tuple[Mapping[str, Value], ...]


def stale_differences(errors: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields in which the catalogue's version differs from the typed one (StaleEdit)."""
    return compare(_side(errors["theirs"]), _side(errors["mine"]))


def side_of(record: DatasetRecord) -> Side:
    """A record as one side of a comparison."""
    return Side(record.metadata, tuple(part.metadata for part in record.distributions))


def _side(wire: Mapping[str, Any] | None) -> Side:
    stated = wire or {"metadata": {}, "distributions": []}
    return Side(
        restored("dataset", stated["metadata"]),
        tuple(restored("resource", part["metadata"]) for part in stated["distributions"]),
    )


def compare(before: Side, after: Side) -> tuple[Difference, ...]:
    """The fields in which two versions differ, in the standard's order, distributions last."""
    changed = differences(before.metadata, after.metadata)
    found = [
        Difference(label_of(row), shown(row, changed[row.key][0]), shown(row, changed[row.key][1]))
        for row in dataset_fields()
        if row.key in changed
    ]
    for at in range(max(len(before.distributions), len(after.distributions))):
        left = before.distributions[at] if at < len(before.distributions) else {}
        right = after.distributions[at] if at < len(after.distributions) else {}
        if left != right:
            label = _("Resource %(number)s", number=at + 1)
            found.append(Difference(label, _summary(left), _summary(right)))
    return tuple(found)


def _summary(values: Mapping[str, Value]) -> Shown:
    return Shown("text", tuple(_written(one) for one in resource_lines(values)))


def _written(one: Line) -> str:
    return f"{one.label}: {', '.join(str(item) for item in one.shown.items)}"
