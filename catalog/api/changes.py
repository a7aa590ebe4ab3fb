"""The public change log as pages of JSON: what a copy of the catalogue takes in and throws out."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, request
from marshmallow import Schema, fields, validate

from catalog.api.answers import json_answer
from catalog.api.requests import installation, read_query, reading
from catalog.db.queries.changes import Window, last_change, list_changes
from schemas.change import ChangeSchema
from schemas.page import MAX_LIMIT, Whole

_change = ChangeSchema()


class ChangesQuery(Schema):
    """``since`` is the number up to which the asker knows everything."""

    since = Whole(load_default=0, validate=validate.Range(0, 10**12))
    limit = Whole(load_default=100, validate=validate.Range(1, MAX_LIMIT))


class ChangePageSchema(Schema):
    """Changes after ``since``, the oldest first, each dataset once with its latest change.

    ``since`` and ``next`` are where to go on, also when there is no ``more`` at present.
    """

    items = fields.List(fields.Nested(ChangeSchema), required=True)
    since = fields.Integer(required=True)
    more = fields.Boolean(required=True)
    next = fields.String(required=True)


def list_of_changes() -> Response:
    """What appeared, changed and left after a number of the log; the same for whoever asks."""
    query = read_query(ChangesQuery)
    since, limit = query["since"], query["limit"]
    with reading() as (session, _):
        newest, _at = last_change(session)
        # Whoever holds the newest state is told so without a list being made.
        held = str(newest) in request.if_none_match
        window = Window(after=since)
        found = [] if held else list_changes(session, window, limit=limit + 1)
    items = found[:limit]
    # A number that was never given out is no place to go on from: it would skip what comes.
    going = items[-1].seq if items else min(since, newest)
    again = urlencode({"since": going, "limit": limit})
    answer = {
        "items": _change.dump(items, many=True),
        "since": going,
        "more": len(found) > limit,
        "next": f"{installation().config.base_url}/api/v1/changes?{again}",
    }
    return json_answer(answer, version=newest)
