"""The quality score of the public catalogue, for administrators: by dimension, and what to fix."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from catalog.auth.policy import require
from catalog.db.queries.changes import last_change
from catalog.rdf.mqa import MetricTotal
from catalog.scoring import rounded
from catalog.services.quality import CatalogueQuality, assess_catalogue
from catalog.web.context import here, signed_in_actor
from catalog.web.format import number
from catalog.web.i18n import language
from vocab.codes import Permission
from vocab.messages import say
from vocab.profiles.mqa import OF_DIMENSION, POSSIBLE, Dimension

#: Datasets that a request scores at most: some two seconds.
MOST = 2000
#: Where the application keeps the last score, with the state of the catalogue that it is of.
_KEPT = "banchi.quality"


@dataclass(frozen=True, slots=True)
class Part:
    """A dimension: its name, its points, and the most there are."""

    title: str
    points: Fraction
    most: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A metric that lost points: its name, what it asks for, and what that would bring."""

    title: str
    action: str
    total: MetricTotal


def quality() -> ResponseReturnValue:
    """The score of data.europa.eu for what anyone may see, and what wins back the most points."""
    found = _assessed()
    score = found.score
    assumed = f"{rounded(score.assumed, 1):f}"
    sentences = [say("mqa-assumed", language(), {"points": assumed})]
    if score.datasets + found.unwritten < found.total:
        counts = {"datasets": number(score.datasets), "total": number(found.total)}
        sentences.append(say("mqa-sample", language(), counts))
    if found.unwritten:
        sentences.append(say("mqa-unwritten", language(), {"count": number(found.unwritten)}))
    return render_template(
        "quality.html",
        score=score,
        total=found.total,
        possible=POSSIBLE,
        rating=say(f"mqa-{score.rating}", language(), {}),
        notes=sentences,
        parts=[
            Part(say(f"mqa-{name}", language(), {}), score.of(name), OF_DIMENSION[name])
            for name in Dimension
        ],
        fixes=[_fix(total) for total in score.to_fix],
    )


def _assessed() -> CatalogueQuality:
    """The score of the catalogue as it stands now; counted once for each state of it."""
    who, opened = signed_in_actor(), here()
    require(who, Permission.ADMINISTER)
    with opened.sessions.read() as rows:
        stamp = (last_change(rows), opened.site)
        kept: tuple[Any, CatalogueQuality] | None = current_app.extensions.get(_KEPT)
        if kept is None or kept[0] != stamp:
            kept = (stamp, assess_catalogue(rows, who, opened.site, most=MOST))
            current_app.extensions[_KEPT] = kept
    return kept[1]


def _fix(total: MetricTotal) -> Fix:
    metric, english = total.metric, language() == "en"
    title = metric.title_en if english else metric.title_th
    return Fix(title, metric.action_en if english else metric.action_th, total)
