"""The OpenAPI 3.1 document, made from the table of operations and the schemas in use."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from catalog.api.operations import ALWAYS, OPERATIONS, VERSION, Operation
from catalog.api.problems import MEDIA_TYPE
from schemas.problem import ProblemSchema

_PARAMETERS = {
    "name": ("Short name or UUID of a dataset.", "^[A-Za-z0-9_-]{1,100}$"),
    "code": ("Code.", None),
    "scheme": ("Id of a code list.", None),
}
_JSON = "application/json"


@cache
def openapi() -> dict[str, Any]:
    """The document as JSON values; addresses are relative to /api/v1."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="Banchi",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": (
                "Data catalogue of public agencies. Without a token you see what anyone may see. "
                "Errors are problems (RFC 9457) with a sentence in Thai and in English."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        servers=[{"url": "/api/v1"}],
    )
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "API token of a person."}
    )
    for operation in OPERATIONS:
        described = _described(operation)
        spec.path(operation.path, operations={operation.method.lower(): described})
    document: dict[str, Any] = _portable(spec.to_dict())
    return document


def _described(operation: Operation) -> dict[str, Any]:
    statuses = sorted({*ALWAYS, *operation.errors})
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": [{"token": []}] if operation.signed_in else [{}, {"token": []}],
        "parameters": [*_in_path(operation), *_headers(operation)],
        "responses": {
            str(operation.status): _answer(operation),
            **{str(status): _problem(status) for status in statuses},
        },
    }
    if operation.query:
        described["parameters"].append({"in": "query", "schema": operation.query})
    if operation.body:
        content = {_JSON: {"schema": operation.body}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.cached and operation.method == "GET":
        described["responses"]["304"] = {"description": "You hold the present version."}
    return described


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    found = []
    for name in re.findall(r"{(\w+)}", operation.path):
        about, pattern = _PARAMETERS[name]
        schema = {"type": "string", "minLength": 1} | ({"pattern": pattern} if pattern else {})
        found.append(
            {"in": "path", "name": name, "required": True, "description": about, "schema": schema}
        )
    return found


def _headers(operation: Operation) -> list[dict[str, Any]]:
    if not operation.versioned:
        return []
    return [
        {
            "in": "header",
            "name": "If-Match",
            "required": True,
            "description": "The version you saw, in quotes, as the ETag gives it.",
            "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
        }
    ]


def _answer(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": "Done." if operation.method != "GET" else "Found.",
        "content": {_JSON: {"schema": operation.answer}},
    }
    if operation.cached:
        made["headers"] = {
            "ETag": {
                "description": "The version, in quotes.",
                "schema": {"type": "string"},
            }
        }
    return made


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": ProblemSchema}},
    }


def _name(schema: Any) -> str:
    """The name of a schema in the document; a part of a schema gets a name of its own."""
    made = schema if isinstance(schema, Schema) else schema()
    name = type(made).__name__.removesuffix("Schema")
    if made.only is not None:
        name += "Brief"
    elif made.exclude:
        name += "Short"
    return name


def _portable(value: Any) -> Any:
    """Patterns as ECMA-262 writes them: it has no \\Z."""
    if isinstance(value, dict):
        return {
            key: item.replace(r"\Z", "$")
            if key == "pattern" and isinstance(item, str)
            else _portable(item)
            for key, item in value.items()
        }
    return [_portable(item) for item in value] if isinstance(value, list) else value
