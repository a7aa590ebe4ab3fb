"""The addresses under /api/v1, as the table of operations lists them."""

from __future__ import annotations

import re

from flask import Blueprint, Response

from catalog.api.answers import json_answer
from catalog.api.openapi import openapi
from catalog.api.operations import OPERATIONS
from catalog.api.requests import identify

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.before_request(identify)


def show_openapi() -> Response:
    """The document that describes all this."""
    return json_answer(openapi())


for _operation in OPERATIONS:
    blueprint.add_url_rule(
        re.sub(r"{(\w+)}", r"<\1>", _operation.path),
        endpoint=_operation.name,
        view_func=_operation.run,
        methods=[_operation.method],
        strict_slashes=False,
    )
blueprint.add_url_rule("/openapi.json", endpoint="openapi", view_func=show_openapi)
