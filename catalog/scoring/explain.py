"""A score tree in words, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from catalog.scoring.rubric import rounded
from schemas.quality import Loss, Part
from schemas.values import LocalizedText
from vocab.messages import say


def explain(
    part: Part, lang: str, *, decimals: int = 2, least: Fraction = Fraction(0)
) -> tuple[str, ...]:
    """Lines in ``th`` or ``en``: each node, each loss with what wins it back, indented by depth.

    Losses and datasets that lost less than ``least`` points are left out.  The last line says so
    when any weight is assumed.
    """
    lines = list(_lines(part, lang, decimals, least, ""))
    if part.assumed:
        lines.append(say("weights-assumed", lang, {}))
    return tuple(lines)


def _lines(part: Part, lang: str, decimals: int, least: Fraction, indent: str) -> Iterator[str]:
    code = "score-line" if part.applicable else "score-not-applicable"
    yield indent + say(
        code,
        lang,
        {
            "code": part.code,
            "title": LocalizedText(part.title_th, part.title_en).in_language(lang),
            "reached": _points(part.reached, decimals),
            "weight": _points(part.weight, decimals),
        },
    )
    if part.applicable:
        for loss in part.losses:
            if loss.points >= least:
                yield f"{indent}  - {_loss(loss, lang, decimals)}"
        for child in part.parts:
            # Below the part stand its criteria, which are always told; below those the datasets.
            if not indent or child.lost >= least:
                yield from _lines(child, lang, decimals, least, f"{indent}  ")


def _loss(loss: Loss, lang: str, decimals: int) -> str:
    return say(
        "score-loss",
        lang,
        {
            "points": _points(loss.points, decimals),
            "reason": say(loss.reason, lang, loss.values),
            "action": say(loss.action, lang, loss.values),
        },
    )


def _points(value: Fraction, decimals: int) -> str:
    return f"{rounded(value, decimals):f}"
