"""The addresses of the Action API, its envelope, and the table of actions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from catalog.api.ckan import actions
from catalog.api.ckan.errors import ActionError, AuthorizationError, BadRequest, NotFoundError
from catalog.api.ckan.requests import (
    Parameters,
    asker,
    identify,
    read_parameters,
    written_json,
)
from catalog.api.ckan.search import package_search
from catalog.api.problems import HTTP_ERRORS, RETRY_AFTER
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.errors import CatalogError

blueprint = Blueprint("ckan", __name__)
blueprint.before_request(identify)

CONTENT_TYPE = "application/json;charset=utf-8"
_WRITING = re.compile(
    r"[a-z][a-z_]{0,60}_(create|update|patch|delete|purge|revise|reorder|invite)|bulk_update_[a-z]+"
)


def help_show(given: Parameters) -> str:
    """What an action does; without a name the list of actions."""
    name = given.text("name")
    if not name:
        return "Actions: " + ", ".join(sorted(ACTIONS))
    if name not in ACTIONS:
        raise NotFoundError("Action")
    return inspect.getdoc(ACTIONS[name]) or ""


ACTIONS: Mapping[str, Callable[[Parameters], Any]] = {
    "group_list": actions.group_list,
    "group_show": actions.group_show,
    "help_show": help_show,
    "license_list": actions.license_list,
    "organization_list": actions.organization_list,
    "organization_show": actions.organization_show,
    "package_list": actions.package_list,
    "package_search": package_search,
    "package_show": actions.package_show,
    "resource_show": actions.resource_show,
    "status_show": actions.status_show,
    "tag_list": actions.tag_list,
}
"""Every action that reads; those that write are known by their names and refused."""


@blueprint.get("/api", strict_slashes=False, merge_slashes=False)
@blueprint.get("/api/3", strict_slashes=False, merge_slashes=False)
def version() -> Response:
    """The version of the interface, for programs that probe."""
    return _answer({"version": 3})


@blueprint.route(
    "/api/action/<action>", methods=["GET", "POST"], strict_slashes=False, merge_slashes=False
)
@blueprint.route(
    "/api/3/action/<action>", methods=["GET", "POST"], strict_slashes=False, merge_slashes=False
)
def act(action: str) -> Response:
    """One action of the CKAN Action API, read only."""
    try:
        return _answer({"success": True, "result": _result(action)}, action=action)
    except ActionError as error:
        body = {"success": False, "error": error.body()}
        return _answer(body, error.status, action=action)
    except BadRequest as error:
        return _answer(f"Bad request: {error}. {error.en} · {error.th}", 400)


def _result(action: str) -> Any:
    if action in ACTIONS:
        return ACTIONS[action](read_parameters())
    # Refused before the body is looked at.
    if _WRITING.fullmatch(action):
        raise AuthorizationError
    raise BadRequest(f"Action name not known: {action[:100]}")


def _answer(data: Any, status: int = 200, *, action: str = "") -> Response:
    if action:
        base = installation().config.base_url
        data = {"help": f"{base}/api/3/action/help_show?name={action}", **data}
    response = Response(written_json(data), status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Authorization", "X-CKAN-API-Key"))
    return response


@blueprint.after_request
def open_to_pages(response: Response) -> Response:
    """Let scripts of other sites read what anyone may see."""
    if asker() is ANYONE:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


@blueprint.after_app_request
def without_cookies(response: Response) -> Response:
    """No language cookie either: nothing here is for a browser to remember."""
    if request.blueprint == blueprint.name:
        response.headers.pop("Set-Cookie", None)
    return response


@blueprint.errorhandler(CatalogError)
def unavailable(error: CatalogError) -> Response:
    """In plain text: harvesters take an error in JSON for an empty page and stop, content."""
    text = f"{error.message.en}\n{error.message.th}\n"
    response = Response(text, error.status, content_type="text/plain; charset=utf-8")
    if error.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


@blueprint.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """A body that is too large, or cannot be read as a form."""
    known = HTTP_ERRORS.get(error.code or 500, HTTP_ERRORS[400]).text
    return _answer(f"Bad request: {error.name}. {known.en} · {known.th}", error.code or 500)
