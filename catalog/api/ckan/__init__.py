"""The CKAN Action API, read only: the same addresses, words and errors that CKAN's clients know."""

from catalog.api.ckan.routes import blueprint

__all__ = ["blueprint"]
