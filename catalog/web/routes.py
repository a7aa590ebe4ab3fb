"""The addresses of the pages: one table with what each shows and who may open it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from catalog.errors import CatalogError, SignInRequired, TooLarge
from catalog.web import (
    account,
    admin,
    agencies,
    assets,
    datasets,
    editing,
    home,
    portals,
    quality,
    query_figures,
    saved,
    search,
    steps,
    work,
)
from catalog.web.context import actor, behind_prefix, here
from catalog.web.errors import error_page, http_error_page
from catalog.web.format import FILTERS
from catalog.web.headers import compress, secure
from catalog.web.i18n import LANGUAGES, language, raw_gettext, raw_ngettext
from catalog.web.work import may_register

#: Fields a form may have: 200 distributions of fifteen boxes.
MAX_FIELDS = 3000


class Visibility(StrEnum):
    """Who may open an address; what stands on the page is the visibility rule's business."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    CUSTODIAN = "custodian"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Route:
    """An address, its view and its visibility; a route that changes something takes POST only."""

    rule: str
    view: Callable[..., ResponseReturnValue]
    visibility: Visibility
    methods: tuple[str, ...] = ("GET",)


_FORM = ("GET", "POST")
_PUBLIC, _SIGNED_IN, _CUSTODIAN, _ADMIN = Visibility

ROUTES: tuple[Route, ...] = (
    Route("/", home.home, _PUBLIC),
    Route("/search", search.search, _PUBLIC),
    Route("/suggest", search.suggest, _PUBLIC),
    Route("/dataset/new", editing.new_dataset, _CUSTODIAN, _FORM),
    Route("/dataset/<slug>", datasets.show_dataset, _PUBLIC),
    Route("/dataset/<slug>/working", datasets.show_working, _CUSTODIAN),
    Route("/dataset/<slug>/edit", editing.edit_dataset, _CUSTODIAN, _FORM),
    Route("/dataset/<slug>/submit", steps.submit_dataset, _CUSTODIAN, _FORM),
    Route("/dataset/<slug>/approve", steps.approve_dataset, _CUSTODIAN, _FORM),
    Route("/dataset/<slug>/return", steps.return_dataset, _CUSTODIAN, _FORM),
    Route("/dataset/<slug>/withdraw", steps.withdraw_dataset, _CUSTODIAN, _FORM),
    Route("/agency", agencies.list_of_agencies, _PUBLIC),
    Route("/agency/<code>", agencies.show_agency, _PUBLIC),
    Route("/codelist", home.list_of_codelists, _PUBLIC),
    Route("/codelist/<scheme>", home.show_codelist, _PUBLIC),
    Route("/codelist/<scheme>/<code>", home.show_concept, _PUBLIC),
    Route("/help", home.help_page, _PUBLIC),
    Route("/portals", portals.for_portals, _PUBLIC),
    Route("/sign-in", account.sign_in, _PUBLIC, _FORM),
    Route("/sign-out", account.sign_out, _PUBLIC, ("POST",)),
    Route("/my-work", work.my_work, _SIGNED_IN),
    Route("/saved", saved.saved_searches, _SIGNED_IN, _FORM),
    Route("/saved/<uid>", saved.change_saved_search, _SIGNED_IN, ("POST",)),
    Route("/admin/searches", query_figures.query_figures, _ADMIN),
    Route("/admin/searches.csv", query_figures.query_sheet, _ADMIN),
    Route("/admin/synonyms", admin.synonyms, _ADMIN, _FORM),
    Route("/admin/quality", quality.quality, _ADMIN),
    Route("/static/<name>", assets.static_file, _PUBLIC),
)

#: Visibility class by endpoint, for the test that walks every route.
VISIBILITY: Mapping[str, str] = {
    f"web.{route.view.__name__}": route.visibility.value for route in ROUTES
}

csrf = CSRFProtect()
blueprint = Blueprint("web", __name__, template_folder="templates")
for _route in ROUTES:
    blueprint.add_url_rule(
        _route.rule, _route.view.__name__, _route.view, methods=list(_route.methods)
    )


def prepare(app: Flask) -> None:
    """Give the application what the pages need: form protection, headers, languages, filters."""
    # Checked in `guard` for every page of ours; nothing is ever exempted (S02).
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)
    # As long as the session: a form that was open over lunch must not be refused.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    csrf.init_app(app)
    app.after_request(compress)
    app.after_request(secure)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        raw_gettext, raw_ngettext, newstyle=True
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(asset=assets.asset)
    app.context_processor(_common)


def _common() -> dict[str, object]:
    config = here().config
    return {
        "lang": language(),
        "site_title": config.site_title_en if language() == "en" else config.site_title_th,
        "reader": actor(),
        "may_register": may_register(actor()),
        "other_language": other_language_address(),
    }


@blueprint.before_request
def guard() -> None:
    """Bound what is read of a form, then ask for its token; nothing changes by GET."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    plain = request.mimetype == "application/x-www-form-urlencoded"
    # Counted before anything is made of it (I01).
    if plain and request.get_data(cache=True).count(b"&") >= MAX_FIELDS:
        raise TooLarge(limit=f"{MAX_FIELDS:,} fields")
    csrf.protect()


@blueprint.errorhandler(CSRFError)
def too_old(error: CSRFError) -> ResponseReturnValue:
    """A form whose token is gone: nothing is done, and nothing typed is lost."""
    if request.endpoint in ("web.new_dataset", "web.edit_dataset"):
        if actor().person is not None:
            try:
                return editing.kept_form()
            except CatalogError as refused:
                return error_page(refused)
        typed = [
            (name, text)
            for name, texts in request.form.lists()
            for text in texts
            if text.strip() and name.startswith(("d-", "r-"))
        ]
        page = render_template("signed_out.html", typed=typed)
        return make_response(page, SignInRequired().status)
    return http_error_page(error)


def other_language_address() -> str:
    """The address of this page in the other language, "" where going there would lose a form."""
    if request.method != "GET":
        return ""
    pairs = [
        (k, v) for k, v in request.args.items(multi=True) if k not in ("lang", "saved", "done")
    ]
    other = next(one for one in LANGUAGES if one != language())
    # One slash and no backslash: an address of ours, whatever the path pretends to be.
    path = quote(behind_prefix("/" + request.path.lstrip("/")))
    return f"{path}?{urlencode([*pairs, ('lang', other)])}"
