"""What was looked for in the last 30 days, for administrators: pages and sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from catalog.db.queries.query_log import DayCount, QueryCount
from catalog.services.query_log import SHOWN, QueryFigures, list_queries
from catalog.web.context import here, signed_in_actor, today
from catalog.web.i18n import gettext as _
from catalog.web.sheet import csv_sheet

#: Texts of each table on the page; the sheets have all of them.
LISTED = 30
#: Height of the chart in units of its picture.
_HIGH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart: its figures, and the heights of all searches and of those in vain."""

    day: DayCount
    high: float
    missed: float


def query_figures() -> ResponseReturnValue:
    """What is looked for most, how it develops, and what nothing was found for."""
    figures = _figures()
    return render_template(
        "query_figures.html",
        popular=figures.popular[:LISTED],
        missed=figures.missed[:LISTED],
        bars=_bars(figures.days, today()),
        total=sum(day.count for day in figures.days),
        in_vain=sum(day.misses for day in figures.days),
    )


def query_sheet() -> ResponseReturnValue:
    """The same as a sheet (CSV): the most frequent searches, or those in vain."""
    figures = _figures()
    chosen = figures.missed if request.args.get("kind") == "missed" else figures.popular
    counts = (_("Times"), _("Days"), _("Nothing found"), _("Last 7 days"), _("7 days before"))
    heads = (_("Searched for"), *counts, _("Datasets found"))
    made = csv_sheet([heads, *(_cells(one) for one in chosen)])
    response = Response(made, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="searches.csv"'
    return response


def _figures() -> QueryFigures:
    who = signed_in_actor()
    with here().sessions.read() as rows:
        return list_queries(rows, who, today())


def _cells(one: QueryCount) -> tuple[str | int, ...]:
    return one.text, one.count, one.days, one.misses, one.recent, one.earlier, one.last_total


def _bars(days: Sequence[DayCount], last: dt.date) -> list[Bar]:
    """One bar for each day, those without searches included."""
    known = {day.day: day for day in days}
    every = [last - SHOWN + dt.timedelta(days=n) for n in range(SHOWN.days + 1)]
    most = max((day.count for day in days), default=0) or 1
    return [
        Bar(day, _HIGH * day.count / most, _HIGH * day.misses / most)
        for day in (known.get(one, DayCount(one, 0, 0)) for one in every)
    ]
