"""Fixtures of the security tests."""

from tests.fixtures_http import app

__all__ = ["app"]
