"""The JSON API under /api/v1: problems, pages and the OpenAPI document that describes it."""

from catalog.api.routes import blueprint

__all__ = ["blueprint"]
