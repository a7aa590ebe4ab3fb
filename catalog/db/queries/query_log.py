"""What was looked for, by text and by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from catalog.db.models import SearchQuery


@dataclass(frozen=True, slots=True)
class QueryCount:
    """How often a text was looked for, on how many days, and how often nothing was found.

    ``recent`` counts the last seven days, ``earlier`` the seven before; ``last_total`` is the
    largest number found on one of the days, as the last one who asked saw it.
    """

    text: str
    count: int
    days: int
    misses: int
    recent: int
    earlier: int
    last_total: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """Searches of one day in Thailand, and those that found nothing."""

    day: dt.date
    count: int
    misses: int


def rows_of_day(session: Session, day: dt.date, texts: Iterable[str]) -> dict[str, SearchQuery]:
    """The rows of some texts on a day."""
    query = select(SearchQuery).where(SearchQuery.day == day, SearchQuery.text.in_(sorted(texts)))
    return {row.text: row for row in session.scalars(query)}


def texts_on(session: Session, day: dt.date) -> int:
    """How many different texts are kept of a day."""
    query = select(func.count()).select_from(SearchQuery).where(SearchQuery.day == day)
    return session.scalar(query) or 0


def forget_before(session: Session, day: dt.date) -> None:
    """Delete what is older than a day."""
    session.execute(delete(SearchQuery).where(SearchQuery.day < day))


def count_queries(
    session: Session, today: dt.date, since: dt.date, limit: int, *, missed: bool = False
) -> list[QueryCount]:
    """The most frequent texts since a day, or those that found nothing most often."""
    week = today - dt.timedelta(days=6)
    before = week - dt.timedelta(days=7)
    count, misses = func.sum(SearchQuery.count), func.sum(SearchQuery.misses)
    recent = func.sum(case((SearchQuery.day >= week, SearchQuery.count), else_=0))
    earlier_day = SearchQuery.day.between(before, week - dt.timedelta(days=1))
    earlier = func.sum(case((earlier_day, SearchQuery.count), else_=0))
    query = (
        select(
            SearchQuery.text,
            count,
            func.count(),
            misses,
            recent,
            earlier,
            func.max(SearchQuery.last_total),
        )
        .where(SearchQuery.day >= since)
        .group_by(SearchQuery.text)
        .order_by((misses if missed else count).desc(), SearchQuery.text)
        .limit(limit)
    )
    if missed:
        query = query.having(misses > 0)
    return [QueryCount(*row) for row in session.execute(query)]


def count_days(session: Session, since: dt.date) -> list[DayCount]:
    """Searches by day, oldest first; days without any are left out."""
    query = (
        select(SearchQuery.day, func.sum(SearchQuery.count), func.sum(SearchQuery.misses))
        .where(SearchQuery.day >= since)
        .group_by(SearchQuery.day)
        .order_by(SearchQuery.day)
    )
    return [DayCount(*row) for row in session.execute(query)]
