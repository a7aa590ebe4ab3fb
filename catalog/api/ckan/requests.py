"""Reads requests of CKAN's clients: who asks, and parameters from query, JSON or form alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from flask import g, request
from sqlalchemy.orm import Session

from catalog.api.ckan.errors import BadRequest, ValidationError
from catalog.api.problems import Malformed
from catalog.api.requests import installation, read_json
from catalog.auth.policy import ANYONE, Actor
from catalog.db.queries.people import find_token_actor

_TOKEN = re.compile("(?:Bearer +)?([A-Za-z0-9._~+/=-]{1,200})", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile("[0-9]{1,40}", re.ASCII)
#: A number beyond this is as good as endless, and still fits into the database.
ENDLESS = 10**12
_YES = ("true", "1", "yes", "on", "y", "t")


def identify() -> None:
    """Find out who asks; as in CKAN, a token that is not valid counts as none.

    Cookies are not read: a stranger's page cannot make a browser send these headers.
    """
    g.ckan_actor = ANYONE
    written = request.headers.get("Authorization") or request.headers.get("X-CKAN-API-Key") or ""
    match = _TOKEN.fullmatch(written.strip())
    if match is None:
        return
    with installation().sessions.read() as session:
        found = find_token_actor(session, match[1], installation().now())
    g.ckan_actor = found or ANYONE


def asker() -> Actor:
    """Who asks."""
    found: Actor = g.ckan_actor
    return found


@contextmanager
def reading() -> Iterator[tuple[Session, Actor]]:
    """A session that only reads, and who asks."""
    with installation().sessions.read() as session:
        yield session, asker()


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a call; each is read by what it should be."""

    given: Mapping[str, Any]

    def text(self, *names: str) -> str:
        """The first of these that is stated, as text; raises ValidationError for a list."""
        for name in names:
            value = self.given.get(name)
            if isinstance(value, list) and value:
                value = value[-1]
            if isinstance(value, dict | list) and value:
                raise ValidationError(**{name: ["Must be a text"]})
            if value not in (None, "", [], {}):
                return str(value)
        return ""

    def required(self, *names: str) -> str:
        """Like `text`; raises ValidationError when none of them is stated."""
        found = self.text(*names)
        if not found:
            raise ValidationError(**{names[0]: ["Missing value"]})
        return found

    def whole(self, name: str, default: int | None = None) -> int | None:
        """A number from 0; raises ValidationError for anything else."""
        value = self.given.get(name)
        if isinstance(value, list) and value:
            value = value[-1]
        if value in (None, "", []):
            return default
        written = str(value).strip() if isinstance(value, int | str) else ""
        if isinstance(value, bool) or not _WHOLE.fullmatch(written):
            raise ValidationError(**{name: ["Must be a natural number"]})
        return min(int(written), ENDLESS)

    def yes(self, name: str, default: bool = False) -> bool:
        """A yes or no, in any of the ways that occur."""
        value = self.given.get(name)
        if isinstance(value, list) and value:
            value = value[-1]
        if value in (None, "", [], {}):
            return default
        return str(value).strip().lower() in _YES

    def texts(self, name: str) -> list[str]:
        """A list: as JSON, as JSON text, as a parameter given again and again, or a single text."""
        value = self.given.get(name)
        if isinstance(value, str) and value.lstrip().startswith("["):
            try:
                value = read_json(value.encode("utf-8", "replace"))
            except Malformed as error:
                raise ValidationError(**{name: ["Not a list"]}) from error
        if value in (None, "", [], {}):
            return []
        listed = value if isinstance(value, list) else [value]
        if any(isinstance(part, dict | list) for part in listed):
            raise ValidationError(**{name: ["Must be a list of texts"]})
        return [str(part) for part in listed if part is not None]


def read_parameters() -> Parameters:
    """The parameters of this request; raises BadRequest for a body that is no JSON object."""
    if request.method in ("GET", "HEAD"):
        return Parameters(_singles(request.args.to_dict(flat=False)))
    if request.mimetype == "multipart/form-data":
        return Parameters(_singles(request.form.to_dict(flat=False)))
    body = request.get_data(cache=False)
    if not body.strip():
        return Parameters({})
    # Command lines send JSON under the type of a form, which is what they send by default.
    if request.mimetype == "application/x-www-form-urlencoded" and body.lstrip()[:1] != b"{":
        return Parameters(_form(body))
    try:
        document = read_json(body)
    except Malformed as error:
        raise BadRequest(f"JSON Error: {error.errors['body'][0]['detail_en']}") from error
    if not isinstance(document, dict):
        raise BadRequest("JSON Error: the body must be a JSON object")
    return Parameters(document)


def _form(body: bytes) -> dict[str, Any]:
    try:
        read = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000
        )
    except ValueError as error:
        raise BadRequest("JSON Error: too many form fields") from error
    return _singles(read)


def _singles(given: Mapping[str, list[str]]) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


def written_json(value: object) -> str:
    """JSON text as CKAN's clients get it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
