"""Addresses of the portal: by suffix, and by Accept where a page stands at the same address."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from catalog.api.portal.catalogues import catalog_graph
from catalog.api.portal.discovery import open_search, void_graph
from catalog.api.portal.documents import (
    agency_graph,
    codelist_graph,
    croissant_of,
    dataset_graph,
    provenance_graph,
    shapes_graph,
    terms_graph,
)
from catalog.api.portal.feed import feed
from catalog.api.portal.listings import robots, site_map
from catalog.api.portal.negotiation import rdf_wanted, thing
from catalog.api.portal.quality import quality_graph
from catalog.api.portal.refusals import NotOffered, Unreadable
from catalog.api.problems import HTTP_ERRORS
from catalog.errors import CatalogError
from catalog.rdf.formats import FORMATS, TURTLE, Format, negotiate
from catalog.rdf.thai_shapes import PATH
from catalog.rdf.void import PATH as VOID
from schemas.values import LocalizedText

blueprint = Blueprint("portal", __name__)

_FORMATS = {form.suffix: form for form in FORMATS}
_SUFFIX = f"<any({', '.join(_FORMATS)}):suffix>"
GONE = LocalizedText(
    "ชุดข้อมูลนี้ถูกถอนออกจากบัญชีข้อมูลแล้ว",
    "This dataset was withdrawn from the catalogue.",
)


@blueprint.get(f"/dataset/<name>.{_SUFFIX}")
def dataset(name: str, suffix: str) -> Response:
    """A public dataset in the syntax of the suffix; profile chooses the profile."""
    return dataset_graph(name, _FORMATS[suffix])


@blueprint.get("/dataset/<name>/quality")
def quality(name: str) -> Response:
    """What is measured of a public dataset (DQV): completeness, timeliness and currency."""
    answer = quality_graph(name, _accepted())
    answer.vary.add("Accept")
    return answer


@blueprint.get(f"/dataset/<name>/quality.{_SUFFIX}")
def quality_in(name: str, suffix: str) -> Response:
    """The measures in the syntax of the suffix."""
    return quality_graph(name, _FORMATS[suffix])


@blueprint.get("/dataset/<name>/provenance")
def provenance(name: str) -> Response:
    """Which revisions of a public dataset were published, and when (PROV)."""
    answer = provenance_graph(name, _accepted())
    answer.vary.add("Accept")
    return answer


@blueprint.get(f"/dataset/<name>/provenance.{_SUFFIX}")
def provenance_in(name: str, suffix: str) -> Response:
    """The revisions in the syntax of the suffix."""
    return provenance_graph(name, _FORMATS[suffix])


@blueprint.get("/dataset/<name>/croissant.json")
def croissant(name: str) -> Response:
    """A public dataset as Croissant 1.0, for programs of machine learning."""
    return croissant_of(name)


@blueprint.get(f"/agency/<code>.{_SUFFIX}")
def agency(code: str, suffix: str) -> Response:
    """An agency in the syntax of the suffix."""
    return agency_graph(code, _FORMATS[suffix])


@blueprint.get(f"/catalog.{_SUFFIX}")
@blueprint.get(f"/agency/<code>/catalog.{_SUFFIX}")
def catalog(suffix: str, code: str = "") -> Response:
    """The public catalogue, or what an agency and those below it publish; in pages with limit."""
    return catalog_graph(_FORMATS[suffix], code)


@blueprint.get("/catalog")
@blueprint.get("/agency/<code>/catalog")
def catalog_page(code: str = "") -> Answer:
    """The page for people; programs were answered before this by their Accept."""
    to = url_for("web.show_agency", code=code) if code else url_for("web.home")
    return redirect(to, 303)


@blueprint.get(f"/codelist.{_SUFFIX}")
@blueprint.get(f"/codelist/<scheme>.{_SUFFIX}")
def codelist(suffix: str, scheme: str = "") -> Response:
    """A code list, or all of them, in the syntax of the suffix."""
    return codelist_graph(scheme, _FORMATS[suffix])


@blueprint.get("/ns")
def terms() -> Response:
    """The terms of our own namespace; a fragment of this address is one of them."""
    answer = terms_graph(_accepted())
    answer.vary.add("Accept")
    return answer


@blueprint.get(f"/ns.{_SUFFIX}")
def terms_document(suffix: str) -> Response:
    """The terms in the syntax of the suffix."""
    return terms_graph(_FORMATS[suffix])


@blueprint.get(PATH)
def shapes() -> Response:
    """The Thai metadata standard as SHACL shapes; a fragment of this address is one of them."""
    answer = shapes_graph(_accepted())
    answer.vary.add("Accept")
    return answer


@blueprint.get(f"{PATH}.{_SUFFIX}")
def shapes_document(suffix: str) -> Response:
    """The shapes in the syntax of the suffix."""
    return shapes_graph(_FORMATS[suffix])


@blueprint.get(VOID)
@blueprint.get("/.well-known/void")
def void() -> Response:
    """Which sets of triples there are and where their dumps stand (VoID)."""
    answer = void_graph(_accepted())
    answer.vary.add("Accept")
    return answer


@blueprint.get(f"{VOID}.{_SUFFIX}")
def void_description(suffix: str) -> Response:
    """The VoID description in the syntax of the suffix."""
    return void_graph(_FORMATS[suffix])


blueprint.add_url_rule("/opensearch.xml", view_func=open_search)
blueprint.add_url_rule("/feed.atom", view_func=feed)
blueprint.add_url_rule("/sitemap.xml", view_func=site_map)
blueprint.add_url_rule("/robots.txt", view_func=robots)


@blueprint.before_app_request
def answer_with_graph() -> Response | None:
    """At an address that a page shares: the graph, when Accept asks for it."""
    form, wanted = rdf_wanted(request), thing(request.path)
    # A routing error (a method that is not allowed) is not ours to answer.
    if form is None or wanted is None or request.routing_exception is not None:
        return None
    try:
        return _graph(*wanted, form)
    except (CatalogError, HTTPException) as error:
        return note(error)


def _graph(kind: str, name: str, form: Format) -> Response:
    match kind:
        case "dataset":
            return dataset_graph(name, form)
        case "agency":
            return agency_graph(name, form)
        case "codelist":
            # A value stands in the document of its list.
            return codelist_graph(name, form)
        case _:
            return catalog_graph(form, name)


@blueprint.after_app_request
def vary(response: Response) -> Response:
    """Page and graph at one address must not be taken for each other."""
    found = thing(request.path)
    if found is not None:
        response.vary.add("Accept")
        if found[0] in ("dataset", "catalog"):
            response.vary.add("Accept-Profile")
    return response


@blueprint.errorhandler(CatalogError)
@blueprint.errorhandler(HTTPException)
def note(error: CatalogError | HTTPException) -> Response:
    """A short note in both languages, for whoever reads the answer of a program."""
    if isinstance(error, CatalogError):
        return _note(error.message, error.status)
    if isinstance(error, Unreadable | NotOffered):
        return _note(error.text, error.code)
    status = error.code or 500
    known = {410: GONE, **{code: known.text for code, known in HTTP_ERRORS.items()}}
    return _note(known.get(status, HTTP_ERRORS[500].text), status)


def _note(text: LocalizedText, status: int) -> Response:
    response = Response(f"{text.th}\n{text.en}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _accepted() -> Format:
    return negotiate(request.headers.get("Accept", "")) or TURTLE
