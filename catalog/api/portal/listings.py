"""The site map and the word to robots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from flask import Response

from catalog.api.portal.feed import written, xml_document
from catalog.api.requests import installation
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.portal import public_addresses

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: Most addresses of one site map (sitemaps.org).
MOST_ADDRESSES = 50_000


def site_map() -> Response:
    """Addresses of the public pages: datasets and agencies."""
    opened = installation()
    with opened.sessions.read() as session:
        agencies = list_agencies(session)
        datasets = public_addresses(session, MOST_ADDRESSES - len(agencies) - 1)
    base = opened.config.base_url
    root = Element("urlset", {"xmlns": SITEMAP})
    _addresses(root, [(f"{base}/", None)])
    _addresses(root, ((f"{base}/agency/{quote(a.code, safe='')}", None) for a in agencies))
    _addresses(root, ((f"{base}/dataset/{quote(slug)}", at) for slug, at in datasets))
    return xml_document(root, "application/xml; charset=utf-8", None)


def _addresses(root: Element, found: Iterable[tuple[str, dt.datetime | None]]) -> None:
    for address, at in found:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = address
        if at is not None:
            SubElement(url, "lastmod").text = written(at)


def robots() -> Response:
    """Which addresses robots should leave alone, and where the site map is."""
    base = installation().config.base_url
    closed = ("/api/", "/admin/", "/my-work", "/saved", "/sign-in", "/search", "/dataset/new")
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in closed))
    text = "\n".join((*lines, f"Sitemap: {base}/sitemap.xml", ""))
    return Response(text, content_type="text/plain; charset=utf-8")
