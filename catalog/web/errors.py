"""Pages for errors: what is wrong and what to do next, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from catalog.errors import CatalogError, Kind, NotFound, TooLarge
from catalog.web.i18n import gettext, language, marked

#: Heading of the page of each kind.
PAGES: Mapping[Kind, str] = {
    Kind.INVALID: marked("Please correct what was sent"),
    Kind.UNIDENTIFIED: marked("Please sign in"),
    Kind.FORBIDDEN: marked("You are not allowed to do this"),
    Kind.NOT_FOUND: marked("Page not found"),
    Kind.CONFLICT: marked("This cannot be done just now"),
    Kind.STALE: marked("Somebody else was faster"),
    Kind.TOO_LARGE: marked("Too much at once"),
    Kind.UNAVAILABLE: marked("Please try again in a moment"),
}

#: Sentences for errors that HTTP itself knows.
HTTP_SENTENCES: Mapping[int, tuple[str, str]] = {
    400: (
        marked("Please correct what was sent"),
        marked("The request could not be understood. Go back, reload the page and try again."),
    ),
    405: (
        marked("This cannot be done this way"),
        marked("This address does not take that kind of request. Start from the front page."),
    ),
    500: (
        marked("Something went wrong here"),
        marked(
            "The fault is ours and has been noted. Nothing you saved before is lost. "
            "Try again, or tell your administrator."
        ),
    ),
}


def error_page(error: CatalogError) -> Response:
    """The page of an error of the catalogue, with its HTTP status."""
    sentence = error.message.in_language(language())
    return _page(error.status, gettext(PAGES[error.kind]), sentence, error.kind)


def http_error_page(error: HTTPException) -> Response:
    """The page of an error that Flask or Werkzeug raised."""
    if isinstance(error, CSRFError):
        return _page(
            400,
            gettext("Please send the form again"),
            gettext(
                "The page was open too long, or you signed in anew in another tab. "
                "Nothing was changed. Go back, reload the page and send it again."
            ),
            Kind.INVALID,
        )
    code = error.code or 500
    if code == 404:
        return error_page(NotFound())
    if code == 413:
        return error_page(TooLarge(limit="2 MB"))
    if 300 <= code < 400:
        return make_response(error.get_response())
    title, sentence = HTTP_SENTENCES.get(code, HTTP_SENTENCES[400 if code < 500 else 500])
    response = _page(code, gettext(title), gettext(sentence), None)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _page(status: int, title: str, sentence: str, kind: Kind | None) -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    page = render_template("error.html", title=title, sentence=sentence, kind=kind, back=back)
    return make_response(page, status)
