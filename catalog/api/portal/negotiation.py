"""Addresses that serve a page to people and a graph to programs: which of them is wanted."""

from __future__ import annotations

import re

from flask import Request

from catalog.rdf.formats import Format, by_suffix, negotiate

#: Addresses that stand for a thing and have a page as well as a graph.
THINGS = re.compile("/(dataset|agency)/([^/]+)|/catalog")


def is_shared(path: str) -> bool:
    """Whether a path serves both, so that caches must look at Accept; a suffix has decided."""
    return THINGS.fullmatch(path) is not None and by_suffix(path.rpartition(".")[2]) is None


def rdf_wanted(request: Request) -> Format | None:
    """The format in which a thing is wanted as a graph; None: the page."""
    if request.method not in ("GET", "HEAD") or not is_shared(request.path):
        return None
    return negotiate(request.headers.get("Accept", ""), beside=("text/html",))
