"""Addresses that serve a page to people and a graph to programs: which of them is wanted."""

from __future__ import annotations

import re

from flask import Request

from catalog.rdf.formats import Format, by_suffix, negotiate

_THING = re.compile(
    "/(dataset|agency)/([^/]+)|/(codelist)(?:/([^/]+)(?:/[^/]+)?)?|(?:/agency/([^/]+))?/(catalog)"
)


def thing(path: str) -> tuple[str, str] | None:
    """Kind and name of what an address stands for, if it has a page as well as a graph.

    A value of a code list is named by its list, the catalogue of an agency by the agency.  None
    too where a suffix has decided.
    """
    match = _THING.fullmatch(path)
    if match is None or by_suffix(path.rpartition(".")[2]) is not None:
        return None
    kind, name, codelist, scheme, owner, catalogue = match.groups()
    return kind or codelist or catalogue, name or scheme or owner or ""


def rdf_wanted(request: Request) -> Format | None:
    """The format in which a thing is wanted as a graph; None: the page."""
    if request.method not in ("GET", "HEAD") or thing(request.path) is None:
        return None
    return negotiate(request.headers.get("Accept", ""), beside=("text/html",))
