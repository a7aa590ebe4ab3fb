"""Answers to programs: JSON with a version to compare, and pages with their neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterable
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


def cursor_address(cursor: str) -> str | None:
    """The address of the page after a cursor, None when it is "": no more follows."""
    return _placed("cursor", cursor) if cursor else None


def _address(offset: int | None) -> str | None:
    return None if offset is None else _placed("offset", str(offset))


def _placed(name: str, value: str) -> str:
    """The address asked for with another place in the list."""
    given = request.args.to_dict(flat=False)
    query = {key: held for key, held in given.items() if key not in ("offset", "cursor")}
    address = f"{installation().config.base_url}{request.path}"
    return f"{address}?{urlencode({**query, name: [value]}, doseq=True)}"
