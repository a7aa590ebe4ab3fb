"""Fixtures of the tests of the API."""

from tests.fixtures_http import app

__all__ = ["app"]
