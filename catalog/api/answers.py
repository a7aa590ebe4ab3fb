"""Answers to programs: JSON with a version to compare, and pages with their neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from marshmallow import Schema

from catalog.api.requests import installation
from schemas.dataset import DatasetRecord, DatasetSchema
from schemas.page import Page

_dataset = DatasetSchema()


def json_answer(data: Any, status: int = 200, *, version: int | None = None) -> Response:
    """Data as JSON; with a version it has an ETag and answers 304 to whoever holds it.

    Caches ask again each time: what one reader may see today, nobody may see tomorrow.
    """
    response = Response(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        status,
        content_type="application/json",
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Authorization")
    if version is not None:
        response.set_etag(str(version))
        response.make_conditional(request)
    return response


def dataset_answer(record: DatasetRecord, status: int = 200) -> Response:
    """A dataset; its ETag is the version that an edit must name in If-Match."""
    return json_answer(_dataset.dump(record), status, version=record.version)


def page_fields(page: Page[Any], items: Iterable[Any], schema: Schema) -> dict[str, Any]:
    """The fields of a page on the wire; ``items`` are dumped by a schema."""
    return {
        "items": schema.dump(items, many=True),
        "total": page.total,
        "limit": page.limit,
        "offset": page.offset,
        "next": _address(page.next_offset) if page.limit else None,
        "previous": _address(page.previous_offset),
    }


def _address(offset: int | None) -> str | None:
    if offset is None:
        return None
    given = request.args.to_dict(flat=False)
    query: Mapping[str, Any] = {**given, "offset": [str(offset)]}
    return f"{installation().config.base_url}{request.path}?{urlencode(query, doseq=True)}"
