"""How programs find the doors: the VoID description and the OpenSearch description."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from flask import Response

from catalog.api.portal.documents import document
from catalog.api.portal.feed import ATOM_TYPE, xml_document
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.db.queries.figures import published_by_agency
from catalog.rdf.formats import Format
from catalog.rdf.terms import clean
from catalog.rdf.void import void_document
from catalog.services.agency_tree import agency_tree

OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
OPEN_SEARCH_TYPE = "application/opensearchdescription+xml"
#: Longest names of an OpenSearch description.
_SHORT, _LONG = 16, 48


def void_graph(form: Format) -> Response:
    """The sets of triples and their dumps, of all and of each agency that publishes anything."""
    opened = installation()
    with opened.sessions.read() as session:
        tree = agency_tree(session)
        codes = published_by_agency(session, ANYONE)
        shown = {one for code in codes for one in (code, *tree.above(code))}
    agencies = [tree.by_code[code] for code in sorted(shown)]
    return document(void_document(opened.site, agencies, form), form.content_type)


def open_search() -> Response:
    """How a browser or a reader of feeds searches here (OpenSearch 1.1)."""
    config = installation().config
    root = Element("OpenSearchDescription", {"xmlns": OPEN_SEARCH})
    title = clean(config.site_title_th)

    def say(name: str, text: str) -> None:
        SubElement(root, name).text = text

    say("ShortName", title[:_SHORT])
    say("LongName", title[:_LONG])
    say("Description", f"ค้นหาใน{title}. Search {clean(config.site_title_en)}.")
    for media_type, path in (
        ("text/html", "/search?q={searchTerms}"),
        (ATOM_TYPE, "/feed.atom?q={searchTerms}&page={startPage?}"),
        ("application/json", "/api/v1/search?q={searchTerms}"),
    ):
        template = f"{config.base_url}{path}"
        SubElement(root, "Url", {"type": media_type, "template": template})
    picture = SubElement(root, "Image", {"type": "image/svg+xml", "width": "16", "height": "16"})
    picture.text = f"{config.base_url}/static/sign.svg"
    for language in ("th", "en"):
        say("Language", language)
    say("InputEncoding", "UTF-8")
    say("OutputEncoding", "UTF-8")
    return xml_document(root, f"{OPEN_SEARCH_TYPE}; charset=utf-8", None)
