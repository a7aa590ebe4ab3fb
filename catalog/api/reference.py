"""What stands around the datasets: search, agencies, scores, code lists, errors."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from catalog.api.answers import cursor_address, json_answer, page_fields
from catalog.api.problems import all_sentences
from catalog.api.requests import actor, installation, known_code, read_query, reading
from catalog.api.wire import (
    AgenciesQuery,
    CodeListSchema,
    CodeListsSchema,
    NothingSchema,
    ScoreSchema,
    SearchQuery,
    SuggestQuery,
)
from catalog.db.queries.agencies import get_agency, list_agencies
from catalog.errors import NotFound
from catalog.search.document import FACETS
from catalog.services.scores import score_agency
from catalog.services.search import CUT_AT, search_datasets, suggest
from schemas.agency import AgencySchema
from schemas.dataset import DatasetSchema
from schemas.page import Page
from schemas.quality import Loss, Part
from vocab.concepts import codelists
from vocab.messages import say

_dataset = DatasetSchema()
_agency = AgencySchema()
_score = ScoreSchema()


def search() -> Response:
    """Datasets by words and filters, with the facets of all hits."""
    query = read_query(SearchQuery)
    opened = installation()
    filters = {name: tuple(query[name]) for name in FACETS if query.get(name)}
    with reading() as (session, who):
        found = search_datasets(
            session,
            opened.search,
            who,
            text=query["q"],
            filters=filters,
            sort=query["sort"],
            limit=query["limit"],
            offset=query["offset"],
            facets=FACETS if query["facets"] else (),
            reverse=query["reverse"],
            cursor=query["cursor"],
            explain=query["explain"],
        )
    # As on the search page: the first page of hits of the words alone.
    if not (filters or query["offset"] or query["cursor"]):
        opened.queries.note(query["q"], 0 if found.relaxed else found.total, opened.now())
    page = Page(found.records, found.total, found.limit, found.offset)
    return json_answer(
        {
            **page_fields(page, page.items, _dataset),
            "next": cursor_address(found.cursor),
            "cursor": found.cursor or None,
            "explained": [
                [
                    {"what": what, "weight": weight, "contribution": earned}
                    for what, weight, earned in reasons
                ]
                for reasons in found.explained
            ],
            "relaxed": found.relaxed,
            "approximate": found.approximate,
            "cut": found.cut,
            "notices": [_notice("search-text-cut", CUT_AT)] if found.cut else [],
            "did_you_mean": found.did_you_mean,
            "instead": found.instead,
            "near": _dataset.dump(found.near, many=True),
            "terms": list(found.terms),
            "facets": {
                name: [
                    {"value": value, "count": count, "parent": found.parent(name, value) or None}
                    for value, count in values
                ]
                for name, values in found.facets.items()
            },
        }
    )


def show_suggestions() -> Response:
    """Completions of what was typed, from what the asker may see."""
    query = read_query(SuggestQuery)
    found = suggest(installation().search, actor(), query["q"], query["limit"])
    return json_answer({"items": found})


def show_agencies() -> Response:
    """Agencies by kind and code."""
    query = read_query(AgenciesQuery)
    with reading() as (session, _):
        found = list_agencies(session, query.get("kind"))
    limit, offset = query["limit"], query["offset"]
    items = tuple(found[offset : offset + limit])
    return json_answer(page_fields(Page(items, len(found), limit, offset), items, _agency))


def show_agency(code: str) -> Response:
    """One agency."""
    with reading() as (session, _):
        record = get_agency(session, known_code(code))
    return json_answer(_agency.dump(record))


def show_score(code: str) -> Response:
    """The score of an agency of Bangkok as it stands: of all its datasets, or of those you see."""
    with reading() as (session, who):
        score = score_agency(session, who, known_code(code), now=installation().now())
    return json_answer(
        _score.dump(
            {
                "agency": score.agency.code,
                "full": score.full,
                "counted": score.counted,
                "year": score.year,
                "day": score.day,
                "score": _part(score.part),
            }
        )
    )


def show_code_lists() -> Response:
    """Names of the code lists."""
    return json_answer(CodeListsSchema().dump({"items": list(codelists().values())}))


def show_code_list(scheme: str) -> Response:
    """A code list with its values."""
    if scheme not in codelists():
        raise NotFound
    return json_answer(CodeListSchema().dump(codelists()[scheme]))


def show_errors() -> Response:
    """Every error code with its sentences."""
    return json_answer({"items": [_sentence(code) for code in all_sentences()]})


def show_error(code: str) -> Response:
    """The page that the `type` of a problem points to."""
    if code not in all_sentences():
        raise NotFound
    return json_answer(_sentence(code))


def show_start() -> Response:
    """The links from which everything can be reached."""
    read_query(NothingSchema)
    config = installation().config
    here = f"{config.base_url}/api/v1"
    names = ("datasets", "changes", "search", "agencies", "codelists", "errors", "openapi.json")
    return json_answer(
        {
            "name_th": config.site_title_th,
            "name_en": config.site_title_en,
            "links": {
                "self": here,
                **{name.partition(".")[0]: f"{here}/{name}" for name in names},
                "catalog": f"{config.base_url}/catalog",
                "feed": f"{config.base_url}/feed.atom",
            },
        }
    )


def _notice(code: str, values: Mapping[str, str]) -> dict[str, str]:
    return {
        "code": code,
        "detail_th": say(code, "th", values),
        "detail_en": say(code, "en", values),
    }


def _sentence(code: str) -> dict[str, str]:
    text = all_sentences()[code]
    return {"code": code, "detail_th": text.th, "detail_en": text.en}


def _part(part: Part) -> dict[str, object]:
    return {
        "code": part.code,
        "title_th": part.title_th,
        "title_en": part.title_en,
        "weight": round(float(part.weight), 4),
        "reached": round(float(part.reached), 4),
        "lost": round(float(part.lost), 4),
        "source": part.source,
        "assumed": part.assumed,
        "method": part.method,
        "expected": part.expected,
        "found": part.found,
        "applicable": part.applicable,
        "losses": [_loss(loss) for loss in part.losses],
        "parts": [_part(child) for child in part.parts],
    }


def _loss(loss: Loss) -> dict[str, object]:
    return {
        "points": round(float(loss.points), 4),
        "subject": loss.subject,
        "reason_th": say(loss.reason, "th", loss.values),
        "reason_en": say(loss.reason, "en", loss.values),
        "action_th": say(loss.action, "th", loss.values),
        "action_en": say(loss.action, "en", loss.values),
    }
