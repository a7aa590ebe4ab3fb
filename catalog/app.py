"""Puts an installation behind addresses: blueprints, error pages, proxies, cookies."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from catalog.api import blueprint as api
from catalog.api.ckan import blueprint as ckan
from catalog.api.exchange import blueprint as exchange
from catalog.api.portal import blueprint as portal
from catalog.api.problems import http_problem, problem_response
from catalog.config import Config
from catalog.errors import CatalogError
from catalog.jobs.installation import Installation
from catalog.web import blueprint as web
from catalog.web import prepare as prepare_web
from catalog.web.errors import error_page, http_error_page
from schemas.time import civil_date

#: Largest request body read (bytes).
MAX_BODY = 2 * 1024 * 1024


def create_app(config: Config, installation: Installation | None = None) -> Flask:
    """The application; opens the installation of the settings unless one is handed in."""
    app = Flask("catalog", static_folder=None, template_folder=None)
    made = installation or Installation.open(config)
    app.extensions["banchi"] = made
    app.config.update(
        SECRET_KEY=config.signing_key(),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=4000,
        SESSION_COOKIE_NAME="banchi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        PERMANENT_SESSION_LIFETIME=12 * 3600,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, n, n)  # type: ignore[method-assign]
    app.register_blueprint(api)
    app.register_blueprint(ckan)
    app.register_blueprint(portal)
    app.register_blueprint(exchange)
    app.register_blueprint(web)
    prepare_web(app)
    made.queries.refresh(civil_date(made.now()))
    app.register_error_handler(CatalogError, _catalog_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)
    return app


def _for_programs() -> bool:
    return request.path.startswith("/api")


def _catalog_error(error: CatalogError) -> Response:
    return problem_response(error) if _for_programs() else error_page(error)


def _http_error(error: HTTPException) -> Response:
    return http_problem(error) if _for_programs() else http_error_page(error)


def _unforeseen(error: Exception) -> Response:
    """Log what nobody foresaw and say nothing of it outside."""
    from flask import current_app
    from werkzeug.exceptions import InternalServerError

    if current_app.testing:
        raise error
    current_app.logger.error("unforeseen error", exc_info=error)
    return _http_error(InternalServerError())
