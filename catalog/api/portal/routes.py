"""Addresses of the portal: by suffix, and by Accept where a page stands at the same address."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from catalog.api.portal.documents import (
    agency_graph,
    catalog_graph,
    codelist_graph,
    dataset_graph,
    terms_graph,
)
from catalog.api.portal.listings import feed, robots, site_map
from catalog.api.portal.negotiation import THINGS, is_shared, rdf_wanted
from catalog.api.problems import HTTP_ERRORS
from catalog.errors import CatalogError, NotFound
from catalog.rdf.formats import TURTLE, Format, by_suffix, negotiate
from schemas.values import LocalizedText
from vocab.concepts import codelists

blueprint = Blueprint("portal", __name__)

_SUFFIX = "<any(ttl, jsonld, rdf, nt):suffix>"
GONE = LocalizedText(
    "ชุดข้อมูลนี้ถูกถอนออกจากบัญชีข้อมูลแล้ว",
    "This dataset was withdrawn from the catalogue.",
)


@blueprint.get(f"/dataset/<name>.{_SUFFIX}")
def dataset(name: str, suffix: str) -> Response:
    """A public dataset in the syntax of the suffix."""
    return dataset_graph(name, _format(suffix))


@blueprint.get(f"/agency/<code>.{_SUFFIX}")
def agency(code: str, suffix: str) -> Response:
    """An agency in the syntax of the suffix."""
    return agency_graph(code, _format(suffix))


@blueprint.get(f"/catalog.{_SUFFIX}")
def catalog(suffix: str) -> Response:
    """The public catalogue in the syntax of the suffix."""
    return catalog_graph(_format(suffix))


@blueprint.get("/catalog")
def catalog_page() -> Answer:
    """The catalogue as a page is the front page; programs were answered before this."""
    return redirect("/", 303)


@blueprint.get(f"/codelist.{_SUFFIX}")
def codelist(suffix: str) -> Response:
    """The code lists in the syntax of the suffix."""
    return codelist_graph(_format(suffix))


@blueprint.get("/codelist")
@blueprint.get("/codelist/<scheme>")
@blueprint.get("/codelist/<scheme>/<concept>")
def concept(scheme: str = "", concept: str = "") -> Answer:
    """A list or one of its values stands in the document of all of them."""
    if scheme and (scheme not in codelists() or (concept and concept not in codelists()[scheme])):
        raise NotFound
    answer = redirect(f"/codelist.{_accepted().suffix}", 303)
    answer.vary.add("Accept")
    return answer


@blueprint.get("/ns")
def terms() -> Response:
    """The terms of our own namespace; a fragment of this address is one of them."""
    answer = terms_graph(_accepted())
    answer.vary.add("Accept")
    return answer


@blueprint.get(f"/ns.{_SUFFIX}")
def terms_document(suffix: str) -> Response:
    """The terms in the syntax of the suffix."""
    return terms_graph(_format(suffix))


blueprint.add_url_rule("/feed.atom", view_func=feed)
blueprint.add_url_rule("/sitemap.xml", view_func=site_map)
blueprint.add_url_rule("/robots.txt", view_func=robots)


@blueprint.before_app_request
def answer_with_graph() -> Response | None:
    """At an address that a page shares: the graph, when Accept asks for it."""
    form = rdf_wanted(request)
    match = THINGS.fullmatch(request.path)
    # A routing error (a method that is not allowed) is not ours to answer.
    if form is None or match is None or request.routing_exception is not None:
        return None
    kind, name = match.groups()
    try:
        if kind == "dataset":
            return dataset_graph(name, form)
        return agency_graph(name, form) if kind == "agency" else catalog_graph(form)
    except (CatalogError, HTTPException) as error:
        return note(error)


@blueprint.after_app_request
def vary(response: Response) -> Response:
    """Page and graph at one address must not be taken for each other."""
    if is_shared(request.path):
        response.vary.add("Accept")
    return response


@blueprint.errorhandler(CatalogError)
@blueprint.errorhandler(HTTPException)
def note(error: CatalogError | HTTPException) -> Response:
    """A short note in both languages, for whoever reads the answer of a program."""
    if isinstance(error, CatalogError):
        return _note(error.message, error.status)
    status = error.code or 500
    if status == 410:
        return _note(GONE, status)
    return _note((HTTP_ERRORS.get(status) or HTTP_ERRORS[500]).text, status)


def _note(text: LocalizedText, status: int) -> Response:
    response = Response(f"{text.th}\n{text.en}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _format(suffix: str) -> Format:
    form = by_suffix(suffix)
    if form is None:
        raise NotFound
    return form


def _accepted() -> Format:
    return negotiate(request.headers.get("Accept", "")) or TURTLE
