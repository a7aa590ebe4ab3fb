"""package_search: words by our own engine, the rest by the rows, under one visibility rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import Session

from catalog.api.ckan.conditions import Meaning
from catalog.api.ckan.errors import SearchError, SearchQueryError
from catalog.api.ckan.package import (
    NO_LICENCE,
    Json,
    ckan_package,
    licence_id,
    organization_id,
    organization_name,
    written,
)
from catalog.api.ckan.query import MAX_LENGTH, And, Budget, Node, QueryRefused, parse
from catalog.api.ckan.requests import Parameters, reading
from catalog.api.ckan.walks import walks
from catalog.api.requests import installation
from catalog.auth.policy import Actor, actor_terms
from catalog.db.queries import ckan as rows
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.ckan import Condition, Reach
from catalog.db.queries.datasets import datasets_of_rows
from catalog.search.backend import MAX_ROWS, SearchRequest
from schemas.agency import AgencyRecord
from vocab.concepts import codelist
from vocab.profiles.th_gov import Field, ValueType, dataset_fields

MOST_ROWS = 1000
DEFAULT_SORT = "score desc, metadata_modified desc"
_KNOWN = frozenset(
    {
        *("q", "fq", "fq_list", "sort", "rows", "start", "extras"),
        *("facet", "facet.field", "facet.limit", "facet.mincount"),
        *("include_private", "include_drafts", "include_deleted"),
        # Read and passed over, as they only steer CKAN's own engine.
        *("use_default_schema", "fl", "qf", "bf", "boost", "tie", "mm", "defType", "df", "wt"),
        "q.op",
    }
)
#: Names of sort fields that mean another one.
_ALIASES = {"title": "title_string", "rank": "score", "views_total": "views_recent"}
_SORT = re.compile(r"\s*([a-z_]+)(?:\s+(asc|desc))?\s*", re.ASCII | re.IGNORECASE)


def package_search(given: Parameters) -> Json:
    """A page of datasets with the number of all hits and the facets that were asked for."""
    _refuse_unknown(given)
    order, said = _sort(given.text("sort"))
    limit, start = given.whole("rows", 10) or 0, given.whole("start", 0) or 0
    facets = given.texts("facet.field") if given.yes("facet", True) else []
    most = _facet_limit(given)
    trees = _trees(given)
    with reading() as (session, actor):
        reach = _reach(given, actor)
        agencies = list_agencies(session)
        meaning = Meaning(
            session=session,
            reach=reach,
            site=installation().site,
            now=installation().now(),
            agencies=agencies,
            rows_of=lambda text: _found(text, reach),
        )
        where = _where(meaning, trees)
        count = rows.count_rows(session, where)
        question = _question(given, reach)
        page = _page(session, where, order, meaning, question, min(limit, MOST_ROWS), start, count)
        records = datasets_of_rows(session, reach.actor, page)
        counted = {name: _facet(session, where, name, agencies) for name in facets}
    return {
        "count": count,
        "sort": said,
        "facets": {name: _most(values, most) for name, (values, _) in counted.items()},
        "results": [ckan_package(record, meaning.site) for record in records],
        "search_facets": {
            name: {"title": name, "items": _items(_most(values, most), titles)}
            for name, (values, titles) in counted.items()
        },
    }


# What is asked -----------------------------------------------------------------------------------


def _refuse_unknown(given: Parameters) -> None:
    unknown = [n for n in given.given if n not in _KNOWN and not n.startswith("ext_")]
    if unknown:
        raise SearchQueryError(f"Invalid search parameters: {', '.join(sorted(unknown))[:200]}")


def _trees(given: Parameters) -> tuple[Node, Node]:
    """The tree of q, which ranks, and that of all filters."""
    budget = Budget()
    filters = [*given.texts("fq"), *given.texts("fq_list")]
    q = given.text("q")
    if sum(map(len, (q, *filters))) > MAX_LENGTH:
        raise SearchError("Search error: the query is too long")
    try:
        return parse(q, budget), And(tuple(parse(text, budget) for text in filters))
    except QueryRefused as error:
        raise SearchError(f"Search error: {error}") from error


def _where(meaning: Meaning, trees: tuple[Node, Node]) -> Condition:
    try:
        wanted = meaning.condition(trees[0], ranked=True)
        return and_(meaning.reach.condition, wanted, meaning.condition(trees[1]))
    except QueryRefused as error:
        raise SearchError(f"Search error: {error}") from error


def _reach(given: Parameters, actor: Actor) -> Reach:
    private, drafts, deleted = (
        given.yes(f"include_{what}") for what in ("private", "drafts", "deleted")
    )
    if not (private or drafts or deleted):
        return Reach()
    return Reach(actor, private=private, drafts=drafts, deleted=deleted)


def _sort(text: str) -> tuple[list[tuple[str, bool]], str]:
    said = text.strip() or DEFAULT_SORT
    order = []
    for part in said.split(","):
        match = _SORT.fullmatch(part)
        name = match[1].lower() if match else ""
        name = _ALIASES.get(name, name)
        if match is None or name not in (*rows.ORDERS, "score"):
            raise SearchQueryError("Invalid sort: no such field or direction")
        order.append((name, (match[2] or "asc").lower() == "desc"))
    return order[:10], said


def _facet_limit(given: Parameters) -> int | None:
    value = given.text("facet.limit")
    if re.fullmatch("-[0-9]{1,20}", value, re.ASCII):
        return None
    given.text("facet.mincount")
    return given.whole("facet.limit", 50)


# Hits --------------------------------------------------------------------------------------------


def _found(text: str, reach: Reach) -> Sequence[int]:
    """What our own engine finds for a text, the best first; nothing that is merely like it."""
    engine, found = installation().search, dict[int, None]()
    while True:
        answer = engine.search(
            SearchRequest(
                text=text,
                audience=actor_terms(reach.actor),
                limit=MAX_ROWS,
                offset=len(found),
                relax=False,
                correct=False,
            )
        )
        before = len(found)
        found.update(dict.fromkeys(answer.rows))
        if len(found) in (before, answer.total) or len(answer.rows) < MAX_ROWS:
            return tuple(found)


def _page(
    session: Session,
    where: Condition,
    order: Sequence[tuple[str, bool]],
    meaning: Meaning,
    question: Hashable,
    limit: int,
    start: int,
    count: int,
) -> list[int]:
    ranking = _ranking(meaning.found.values()) if order[0][0] == "score" else {}
    by_rows = [key for key in order if key[0] != "score"]
    if not ranking:
        return _walked(session, where, by_rows, question, limit, start)
    if start >= count or not limit:
        return []
    listed = rows.list_rows(session, where, by_rows)
    last = len(ranking)
    listed.sort(key=lambda row: ranking.get(row, last), reverse=not order[0][1])
    return listed[start : start + limit]


def _walked(
    session: Session,
    where: Condition,
    order: Sequence[tuple[str, bool]],
    question: Hashable,
    limit: int,
    start: int,
) -> list[int]:
    """A page that begins where the one before it ended, whatever left since."""
    if not limit:
        return []
    if any(name not in rows.STEADY for name, _ in order):
        return rows.list_rows(session, where, order, limit=limit, offset=start)
    after = walks().place(question, start) if start else None
    offset = 0 if after else start
    page = rows.list_rows(session, where, order, limit=limit, offset=offset, after=after)
    if page:
        walks().keep(question, start + limit, rows.place_of(session, page[-1], order), order)
    return page


def _question(given: Parameters, reach: Reach) -> Hashable:
    """What is asked but for the place in it; the same for all who may see the same."""
    rest = {name: value for name, value in given.given.items() if name != "start"}
    return reach, hash(repr(sorted(rest.items())))


def _ranking(found: Any) -> dict[int, int]:
    """The best place of every hit in what the texts of q found."""
    ranking: dict[int, int] = {}
    for listed in found:
        for place, row in enumerate(listed):
            ranking[row] = min(place, ranking.get(row, place))
    return ranking


# Facets ------------------------------------------------------------------------------------------

Counted = tuple[dict[str, int], Mapping[str, str]]


def _facet(
    session: Session, where: Condition, name: str, agencies: Sequence[AgencyRecord]
) -> Counted:
    """Counts of all hits by value, and the titles of the values that have one."""
    row = _CODED.get(name)
    if name in ("organization", "owner_org"):
        return _by_agency(session, where, name, agencies)
    if name == "tags":
        counted = rows.count_items(session, where, "tag_string")
        return {value: n for value, n in counted.items() if len(value) >= 2}, {}
    if name == "res_format":
        return rows.count_formats(session, where), {}
    if name == "license_id":
        return _by_licence(session, where)
    if row is not None:
        counting = rows.count_items if row.many else rows.count_values
        stated = counting(session, where, row.key)
        return {written(row, code): n for code, n in stated.items() if code}, {}
    return {}, {}


_CODED: Mapping[str, Field] = {
    row.key: row
    for row in dataset_fields()
    if row.value_type in (ValueType.CODE, ValueType.CODES) and row.key != "license_id"
}


def _by_agency(
    session: Session, where: Condition, name: str, agencies: Sequence[AgencyRecord]
) -> Counted:
    counted = rows.count_agencies(session, where)
    called = _naming(name)
    owners = {called(agency): agency for agency in agencies if agency.row in counted}
    return (
        {key: counted[agency.row] for key, agency in owners.items()},
        {key: agency.name_th for key, agency in owners.items()},
    )


def _naming(name: str) -> Callable[[AgencyRecord], str]:
    site = installation().site
    return organization_name if name == "organization" else lambda a: organization_id(a, site)


def _by_licence(session: Session, where: Condition) -> Counted:
    listed = codelist("license_id")
    counted: dict[str, int] = {}
    for code, number in rows.count_values(session, where, "license_id").items():
        name = licence_id(listed[code]) if code in listed else NO_LICENCE
        counted[name] = counted.get(name, 0) + number
    return counted, {licence_id(concept): concept.value for concept in listed}


def _most(counted: Mapping[str, int], limit: int | None) -> dict[str, int]:
    listed = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(listed if limit is None else listed[:limit])


def _items(counted: Mapping[str, int], titles: Mapping[str, str]) -> list[Json]:
    return [
        {"name": name, "display_name": titles.get(name, name), "count": count}
        for name, count in counted.items()
    ]
