"""The addresses for programs that keep a copy of the public catalogue."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from catalog.api.exchange.atom import changes_feed
from catalog.api.exchange.data_json import data_json
from catalog.api.exchange.oai import oai
from catalog.api.exchange.resourcesync import (
    capability_list,
    change_list,
    resource_list,
    source_description,
)
from catalog.api.problems import HTTP_ERRORS, RETRY_AFTER
from catalog.errors import CatalogError
from schemas.values import LocalizedText

blueprint = Blueprint("exchange", __name__)

# Harvesters follow no redirect on POST: with and without a final slash it is the same.
blueprint.add_url_rule("/oai", view_func=oai, methods=["GET", "POST"], strict_slashes=False)
blueprint.add_url_rule("/changes.atom", view_func=changes_feed)
blueprint.add_url_rule("/data.json", view_func=data_json)
blueprint.add_url_rule("/.well-known/resourcesync", view_func=source_description)
blueprint.add_url_rule("/resourcesync/capabilitylist.xml", view_func=capability_list)
blueprint.add_url_rule("/resourcesync/resourcelist.xml", view_func=resource_list)
blueprint.add_url_rule("/resourcesync/changelist.xml", view_func=change_list)


@blueprint.after_request
def open_to_pages(response: Response) -> Response:
    """Let scripts of other sites read it: anyone may."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.errorhandler(CatalogError)
@blueprint.errorhandler(HTTPException)
def note(error: CatalogError | HTTPException) -> Response:
    """A short note in both languages, and a number of seconds where waiting helps."""
    status = error.status if isinstance(error, CatalogError) else error.code or 500
    text = error.message if isinstance(error, CatalogError) else _known(status)
    response = Response(f"{text.th}\n{text.en}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _known(status: int) -> LocalizedText:
    known = HTTP_ERRORS.get(status, HTTP_ERRORS[500])
    return known.text
