"""Errors as `application/problem+json` (RFC 9457), in the reader's language and in both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Response, current_app, request
from werkzeug.exceptions import BadRequest, HTTPException, Unauthorized

from catalog.errors import CatalogError, NotFound, TooLarge, all_errors
from schemas.values import LocalizedText

MEDIA_TYPE = "application/problem+json"
#: Seconds after which a reader may try again when a part is not ready.
RETRY_AFTER = 5
#: What a reader is told about the largest body (catalog.app.MAX_BODY).
LARGEST_BODY = "2 MB"


class Malformed(BadRequest):
    """A body, query or header that cannot be read at all; ``errors`` says where and why."""

    def __init__(self, **errors: Any) -> None:
        super().__init__()
        self.errors = errors


class InvalidToken(Unauthorized):
    """The Authorization header holds no token in force."""


class HttpError(NamedTuple):
    """What an error of the protocol is called and says."""

    code: str
    text: LocalizedText


#: Errors that the protocol itself knows; those of the catalogue are in catalog.errors.
HTTP_ERRORS: Mapping[int, HttpError] = {
    400: HttpError(
        "malformed",
        LocalizedText(
            "อ่านคำขอไม่ได้ โปรดตรวจสอบรูปแบบตามเอกสาร OpenAPI",
            "The request cannot be read. Check its form against the OpenAPI document.",
        ),
    ),
    401: HttpError(
        "invalid-token",
        LocalizedText(
            "โทเคนไม่ถูกต้อง ถูกยกเลิก หรือหมดอายุแล้ว โปรดสร้างโทเคนใหม่",
            "The token is unknown, revoked or expired. Make a new one.",
        ),
    ),
    404: HttpError(NotFound.code, LocalizedText(NotFound.th, NotFound.en)),
    405: HttpError(
        "method-not-allowed",
        LocalizedText(
            "ที่อยู่นี้ไม่รับวิธีเรียก (method) ดังกล่าว โปรดใช้วิธีที่ระบุในส่วนหัว Allow",
            "This address does not take that method. Use one of those in the header Allow.",
        ),
    ),
    406: HttpError(
        "not-acceptable",
        LocalizedText(
            "ไม่มีรูปแบบตามที่ระบุในส่วนหัว Accept โปรดเลือกรูปแบบอื่น",
            "None of the types in the header Accept is offered. Choose another one.",
        ),
    ),
    413: HttpError(
        TooLarge.code,
        LocalizedText(
            TooLarge.th.format(limit=LARGEST_BODY), TooLarge.en.format(limit=LARGEST_BODY)
        ),
    ),
    415: HttpError(
        "unsupported-media-type",
        LocalizedText(
            "โปรดส่งเนื้อหาเป็น application/json เข้ารหัส UTF-8",
            "Send the body as application/json in UTF-8.",
        ),
    ),
    428: HttpError(
        "version-required",
        LocalizedText(
            'โปรดระบุเลขรุ่นที่ท่านเปิดไว้ในส่วนหัว If-Match เช่น If-Match: "3"',
            'Name the version you opened in the header If-Match, as in If-Match: "3".',
        ),
    ),
    500: HttpError(
        "unforeseen",
        LocalizedText(
            "เกิดข้อผิดพลาดที่ไม่คาดคิดและได้บันทึกไว้แล้ว โปรดลองใหม่ หรือแจ้งผู้ดูแลระบบ",
            "Something unforeseen went wrong and was logged. Try again, or tell the administrator.",
        ),
    ),
}


def all_sentences() -> dict[str, LocalizedText]:
    """Every error code with its sentences; those of the catalogue keep their placeholders."""
    known = {error.code: error.text for error in HTTP_ERRORS.values()}
    known |= {error.code: LocalizedText(error.th, error.en) for error in all_errors()}
    return dict(sorted(known.items()))


def problem_response(error: CatalogError) -> Response:
    """The problem of an error of the catalogue."""
    headers = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="banchi"'
    if error.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER)
    return _problem(error.status, error.code, error.message, error.errors, headers)


def http_problem(error: HTTPException) -> Response:
    """The problem of an error of the protocol; its own words are not repeated."""
    status = error.code or 500
    known = HTTP_ERRORS.get(status) or HTTP_ERRORS[400 if status < 500 else 500]
    headers = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")}
    if isinstance(error, InvalidToken):
        headers["WWW-Authenticate"] = 'Bearer realm="banchi", error="invalid_token"'
    errors = error.errors if isinstance(error, Malformed) else {}
    return _problem(status, known.code, known.text, errors, headers)


def _problem(
    status: int,
    code: str,
    text: LocalizedText,
    errors: Mapping[str, Any],
    headers: Mapping[str, str],
) -> Response:
    lang = request.accept_languages.best_match(("th", "en"), "th")
    base = current_app.extensions["banchi"].config.base_url
    body: dict[str, Any] = {
        "type": f"{base}/api/v1/errors/{code}",
        "code": code,
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": text.in_language(lang),
        "detail_th": text.th,
        "detail_en": text.en,
    }
    if errors:
        body["errors"] = errors
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type=MEDIA_TYPE)
    response.headers.update(headers)
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept-Language", "Authorization"))
    return response
