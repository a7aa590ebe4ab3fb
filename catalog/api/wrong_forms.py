"""Says in both languages what marshmallow finds wrong with a query or a body."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from catalog.errors import wrong
from schemas import fields as ours
from vocab.codes import Severity

#: Most places of a body that an answer says are wrong.
MOST = 200


def _of(field: fields.Field[Any], key: str) -> str:
    return str(field.error_messages[key])


#: The code of ours for each template that marshmallow fills in; its own words are never repeated.
CODES: Mapping[str, str] = {
    _of(fields.Field(), "required"): "value-missing",
    _of(fields.Field(), "null"): "value-null",
    Schema._default_error_messages["unknown"]: "field-unknown",
    Schema._default_error_messages["type"]: "not-object",
    _of(fields.Nested(Schema), "type"): "not-object",
    _of(fields.List(fields.Raw()), "invalid"): "not-list",
    _of(fields.String(), "invalid"): "not-text",
    _of(fields.Boolean(), "invalid"): "not-boolean",
    _of(fields.Integer(), "invalid"): "not-whole",
    _of(fields.Float(), "invalid"): "not-number",
    _of(fields.Float(), "special"): "not-number",
    _of(fields.Float(), "too_large"): "not-number",
    _of(fields.Date(), "invalid"): "not-day",
    _of(fields.UUID(), "invalid_uuid"): "not-uuid",
    _of(fields.Enum(Severity), "unknown"): "not-listed",
    _of(ours.Day(), "era"): "not-common-era",
    _of(ours.Url(), "invalid_url"): "not-address",
    _of(ours.Email(), "invalid_email"): "not-email",
    validate.OneOf.default_message: "not-listed",
    validate.Regexp.default_message: "not-pattern",
    validate.Length.message_all: "length-between",
    validate.Length.message_max: "length-most",
    validate.Range(0, 0).message_all: "number-between",
}


def _pattern(template: str) -> re.Pattern[str]:
    written = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", re.escape(template))
    return re.compile(written, re.DOTALL)


_PATTERNS = tuple((_pattern(template), code) for template, code in CODES.items())


def in_both_languages(messages: Mapping[Any, Any]) -> dict[Any, Any]:
    """The tree of marshmallow's messages with code and sentences in place of each of them.

    It ends at `MOST`: an answer is not many times longer than what was sent.
    """
    return _tree(messages, itertools.count())


def _tree(messages: Mapping[Any, Any], places: Iterator[int]) -> dict[Any, Any]:
    return {key: _told(found, places) for key, found in messages.items() if next(places) < MOST}


def _told(found: Any, places: Iterator[int]) -> Any:
    if isinstance(found, Mapping):
        return _tree(found, places)
    return [said for message in found for said in _said(str(message))]


def _said(message: str) -> list[dict[str, str]]:
    for pattern, code in _PATTERNS:
        if match := pattern.fullmatch(message):
            return wrong(code, **match.groupdict())
    return wrong("value-wrong")
