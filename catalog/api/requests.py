"""Reads requests of programs: who asks, which version they saw, the query and the JSON body."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, request
from marshmallow import Schema, ValidationError, fields
from sqlalchemy.orm import Session
from werkzeug.exceptions import PreconditionRequired, UnsupportedMediaType

from catalog.api.problems import InvalidToken, Malformed
from catalog.api.wrong_forms import in_both_languages
from catalog.auth.policy import ANYONE, Actor
from catalog.db.queries.people import find_token_actor
from catalog.errors import InvalidInput, NotFound, SignInRequired, wrong
from catalog.jobs.installation import Installation

#: Deepest nesting of a JSON body; our own documents have five levels.
MAX_DEPTH = 64

_TOKEN = re.compile("Bearer +([A-Za-z0-9._~+/=-]{1,200})", re.ASCII | re.IGNORECASE)
_VERSION = re.compile('"([0-9]{1,9})"', re.ASCII)
_NAME = re.compile("[A-Za-z0-9_-]{1,100}", re.ASCII)
_CODE = re.compile(r"[^\x00-\x1f\x7f/]{1,64}")
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


def installation() -> Installation:
    """The installation behind the address."""
    opened: Installation = current_app.extensions["banchi"]
    return opened


def identify() -> None:
    """Find out who asks before anything else of the request is looked at; InvalidToken (401).

    Cookies are not read: a stranger's page cannot make a browser send this header.
    """
    g.token_actor = ANYONE
    written = request.headers.get("Authorization")
    if written is None:
        return
    match = _TOKEN.fullmatch(written.strip())
    with installation().sessions.read() as session:
        found = find_token_actor(session, match[1], installation().now()) if match else None
    if found is None:
        raise InvalidToken
    g.token_actor = found


def actor() -> Actor:
    """Who asks."""
    found: Actor = g.token_actor
    return found


def signed_in() -> Actor:
    """Who asks to change something; raises SignInRequired before the body is read."""
    if actor() is ANYONE:
        raise SignInRequired
    return actor()


@contextmanager
def reading() -> Iterator[tuple[Session, Actor]]:
    """A session that only reads, and who asks."""
    with installation().sessions.read() as session:
        yield session, actor()


def known_name(name: str) -> str:
    """A slug or UUID of an address; raises NotFound for what no dataset can be called."""
    if not _NAME.fullmatch(name):
        raise NotFound
    return name


def known_code(code: str) -> str:
    """An agency's code of an address; raises NotFound for what cannot be one."""
    if not _CODE.fullmatch(code):
        raise NotFound
    return code


def seen_version() -> int:
    """The version that If-Match names; raises 428 when it names none."""
    match = _VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    if match is None:
        raise PreconditionRequired
    return int(match[1])


def read_query(schema: type[Schema]) -> dict[str, Any]:
    """The query by a schema; raises InvalidInput for unknown, doubled and ill-formed values."""
    made = schema()
    lists = {name for name, field in made.fields.items() if isinstance(field, fields.List)}
    given = request.args.to_dict(flat=False)
    doubled = [name for name, values in given.items() if len(values) > 1 and name not in lists]
    if doubled:
        raise InvalidInput({name: wrong("field-repeated") for name in doubled})
    loaded: dict[str, Any] = _loaded(made, {k: v if k in lists else v[0] for k, v in given.items()})
    return loaded


def read_body(schema: type[Schema]) -> Any:
    """The JSON body by a schema; raises 413, 415, Malformed (400) or InvalidInput (422)."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType
    document = read_json(request.get_data(cache=False))
    if not isinstance(document, dict):
        raise InvalidInput({"body": wrong("not-object")})
    return _loaded(schema(), document)


def _loaded(schema: Schema, given: dict[str, Any]) -> Any:
    try:
        return schema.load(given)
    except ValidationError as error:
        raise InvalidInput(in_both_languages(error.normalized_messages())) from error


def read_json(written: bytes) -> Any:
    """A JSON text (RFC 8259), stricter than Python's reader; raises Malformed.

    Refused: other encodings than UTF-8, nesting beyond `MAX_DEPTH`, a key twice in one object
    (readers differ in which one they take), NaN and Infinity, and lone surrogates.
    """
    if _depth(written) > MAX_DEPTH:
        raise Malformed(body=wrong("body-too-deep", levels=MAX_DEPTH))
    try:
        document = json.loads(
            written.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant
        )
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except UnicodeError as error:
        raise Malformed(body=wrong("body-not-utf-8")) from error
    except (ValueError, RecursionError) as error:
        raise Malformed(body=wrong("body-not-json")) from error
    return document


def _depth(written: bytes) -> int:
    deepest = depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", written)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made


def _constant(name: str) -> float:
    raise ValueError(name)
