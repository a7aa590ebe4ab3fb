"""What every answer says to browsers: where scripts may come from, and who may keep a copy."""

from __future__ import annotations

import gzip

from flask import Response, request, session

from catalog.web.i18n import COOKIE, REMEMBERED, asked_language

#: No inline script or style anywhere, nothing from elsewhere, no frames.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: Smallest answer worth compressing (bytes).
WORTH_COMPRESSING = 1000
_COMPRESSED_TYPES = ("text/html", "text/css", "text/javascript", "application/json")


def secure(response: Response) -> Response:
    """Add the security headers, the language cookie and the rule for caches."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # The form protection of https compares the referrer, so it must reach our own pages.
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if asked_language():
        response.set_cookie(
            COOKIE,
            asked_language(),
            max_age=REMEMBERED,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    if session.get("person") is not None:
        headers["Cache-Control"] = "no-store"
    elif response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
    return response


def compress(response: Response) -> Response:
    """Compress pages, styles and scripts for slow office lines when the browser can read it."""
    if (
        response.direct_passthrough
        or response.status_code not in (200, 404, 422)
        or response.mimetype not in _COMPRESSED_TYPES
        or "Content-Encoding" in response.headers
        or not request.accept_encodings.quality("gzip")
    ):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < WORTH_COMPRESSING:
        return response
    response.set_data(gzip.compress(body, 6))
    response.headers["Content-Encoding"] = "gzip"
    return response
