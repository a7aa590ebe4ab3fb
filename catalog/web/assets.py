"""Style, scripts and the sign of the catalogue, under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from flask import Response, request, url_for

from catalog.errors import NotFound

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
#: Seconds a browser may keep a file whose address names its content: a year.
_FOR_EVER = 365 * 24 * 3600


@cache
def _contents() -> dict[str, bytes]:
    folder = files("catalog.web").joinpath("static")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(_contents()[name]).hexdigest()[:12]


def asset(name: str) -> str:
    """Address of a file in static/; KeyError when there is none of that name."""
    return url_for("web.static_file", name=name, v=_digest(name))


def static_file(name: str) -> Response:
    """One of the files that travel with the pages; no name leads out of the folder."""
    content = _contents().get(name)
    if content is None:
        raise NotFound
    response = Response(content, mimetype=_TYPES[name.rsplit(".", 1)[-1]])
    if request.args.get("v") == _digest(name):
        response.cache_control.public = True
        response.cache_control.max_age = _FOR_EVER
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response
