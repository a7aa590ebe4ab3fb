"""What wins back the most: the lost points of a whole tree, added up by the action they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from catalog.scoring.rubric import rounded
from schemas.quality import Loss, Part
from vocab.messages import say

#: Actions that are shown: what an office can plan for a week.
BEST = 10


@dataclass(frozen=True, slots=True)
class ActionTotal:
    """One action on one field: ``points`` it wins back, ``datasets`` that need it.

    ``values`` fill the action's sentence; what the losses count of resources is added up there.
    No dataset is named where an action makes a new one.
    """

    action: str
    points: Fraction
    datasets: int
    values: Mapping[str, str]


def best_actions(part: Part) -> tuple[ActionTotal, ...]:
    """All actions below a part, what wins back the most first, equals in the order of the tree.

    A node without a code is a dataset that the reader may not see: nothing of it is told, so that
    the points may add up to less than what the part lost.
    """
    groups: dict[tuple[str, str], list[Loss]] = {}
    for loss in _losses(part):
        groups.setdefault((loss.action, loss.values.get("field", "")), []).append(loss)
    totals = (_total(action, field, losses) for (action, field), losses in groups.items())
    return tuple(sorted(totals, key=lambda total: -total.points))


def explain_actions(part: Part, lang: str, limit: int = BEST) -> tuple[str, ...]:
    """The best actions below a part as sentences in ``th`` or ``en``."""
    return tuple(_sentence(total, lang) for total in best_actions(part)[:limit])


def _losses(part: Part) -> Iterator[Loss]:
    if part.applicable and part.code:
        yield from part.losses
        for child in part.parts:
            yield from _losses(child)


def _total(action: str, field: str, losses: list[Loss]) -> ActionTotal:
    values = {"field": field} if field else {}
    if missing := sum(int(loss.values.get("missing", "0")) for loss in losses):
        values["missing"] = str(missing)
    points = sum((loss.points for loss in losses), Fraction(0))
    return ActionTotal(action, points, len({loss.subject for loss in losses} - {""}), values)


def _sentence(total: ActionTotal, lang: str) -> str:
    values = {
        "action": say(total.action, lang, total.values),
        "count": str(total.datasets),
        "points": f"{rounded(total.points, 2):f}".rstrip("0").rstrip("."),
    }
    if not total.datasets:
        del values["count"]
        return say("action-total-new", lang, values)
    return say("action-total", lang, values)
