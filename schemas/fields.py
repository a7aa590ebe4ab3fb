"""Marshmallow fields for the value types of the field table: strict in, complete out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from marshmallow import fields, validate

from schemas.time import BUDDHIST_FROM, YEARS
from schemas.values import clean_line, clean_text
from vocab.concepts import codelist
from vocab.profiles.th_gov import Field, ValueType

#: Text longer than this is refused outright; the limits of the standard are findings, so that a
#: draft which is too long is kept while its author shortens it.
HARD_LIMIT = 20_000
#: Most values of one list, and most distributions of one dataset.
MANY_LIMIT = 200
SLUG = re.compile(r"[a-z0-9_-]{2,100}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# What RFC 3987 forbids in an IRI, and every kind of blank; Thai letters may stay.
_FORBIDDEN = re.compile(
    r"[^!#-;=?-\[\]_a-z~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dffff]"
    r"|\s|[\u200e\u200f\u202a-\u202e]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff]"
    r"|%(?![0-9A-Fa-f]{2})"
)
_AUTHORITY = re.compile("[^/?#]*//[^/?#]*")


def clean_url(text: str) -> str:
    """An absolute http, https or ftp address with forbidden characters percent-encoded.

    Raises ValueError for anything else (a relative address, ``javascript:``, credentials).
    """
    address = clean_text(text)
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("http", "https", "ftp") or not parts.hostname:
        raise ValueError(text)
    if parts.username or parts.password:
        raise ValueError(text)
    address = _FORBIDDEN.sub(lambda m: quote(m[0]), address)
    end = len(_AUTHORITY.match(address)[0])  # type: ignore[index]
    # Brackets belong to the host alone, and a second # to nothing.
    rest, hash_, fragment = address[end:].replace("[", "%5B").replace("]", "%5D").partition("#")
    return address[:end] + rest + hash_ + fragment.replace("#", "%23")


class Text(fields.String):
    """Cleaned text; ``line`` folds it onto one line."""

    def __init__(self, *, line: bool = True, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(max=HARD_LIMIT), **kwargs)
        self._clean = clean_line if line else clean_text

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        return self._clean(super()._deserialize(value, attr, data, **kwargs))


class Url(Text):
    """An absolute address (`clean_url`)."""

    default_error_messages = {"invalid_url": "must be an absolute http, https or ftp address"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(line=False, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clean_url(text) if text else ""
        except ValueError as error:
            raise self.make_error("invalid_url") from error


class Email(Text):
    """One e-mail address."""

    default_error_messages = {"invalid_email": "must be one e-mail address"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not _EMAIL.fullmatch(text):
            raise self.make_error("invalid_email")
        return text


class Code(fields.String):
    """Id of a concept of one code list."""

    def __init__(self, scheme: str, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf([c.id for c in codelist(scheme)]), **kwargs)
        self.scheme = scheme


class Day(fields.Date):
    """ISO date in the Common Era; a Buddhist-era year is refused, not converted."""

    default_error_messages = {"era": "must be a Common-Era date (year + 543 is Buddhist Era)"}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dt.date:
        day: dt.date = super()._deserialize(value, attr, data, **kwargs)
        if day.year >= BUDDHIST_FROM or day.year not in YEARS:
            raise self.make_error("era")
        return day


class Boolean(fields.Boolean):
    """true or false, nothing that merely looks like it."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        loaded: bool = super()._deserialize(value, attr, data, **kwargs)
        return loaded


class Tuple(fields.List[Any]):
    """A list that loads as a tuple, each value once."""

    def __init__(self, inner: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(inner, validate=validate.Length(max=MANY_LIMIT), **kwargs)

    def _deserialize(  # type: ignore[override]
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Any, ...]:
        loaded = super()._deserialize(value, attr, data, **kwargs)
        return tuple(dict.fromkeys(x for x in loaded if x != ""))


def _number(low: int, high: int) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(low, high))


def marshmallow_field(row: Field) -> fields.Field[Any]:
    """The marshmallow field that carries a row of the table."""
    about = {"title": row.label_en, "description": f"{row.label_th}. {row.help_en}"}
    match row.value_type:
        case ValueType.LONG_TEXT:
            made: fields.Field[Any] = Text(line=False)
        case ValueType.KEYWORDS:
            made = Tuple(Text())
        case ValueType.CODE:
            made = Code(row.codelist)
        case ValueType.CODES:
            made = Tuple(Code(row.codelist))
        case ValueType.BOOLEAN:
            made = Boolean()
        case ValueType.DATE:
            made = Day()
        case ValueType.YEAR:
            made = _number(YEARS.start, YEARS.stop - 1)
        case ValueType.INTEGER:
            made = _number(1, row.largest)
        case ValueType.DEGREES:
            # Infinity and not-a-number are refused by marshmallow itself.
            made = fields.Float(validate=validate.Range(-180, 180))
        case ValueType.URL:
            made = Url()
        case ValueType.EMAIL:
            made = Email()
        case _:
            made = Text()
    made.metadata = about
    return made
