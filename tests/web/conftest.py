"""The pages' tests come to a real application with a client of each kind of person."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.fixtures_http import app
from tests.web.visitors import Visitor

__all__ = ["app"]


@pytest.fixture
def anyone(app: Flask) -> Visitor:
    """Nobody in particular."""
    return Visitor(app)


@pytest.fixture
def steward(app: Flask) -> Visitor:
    """The steward of 5001, signed in."""
    return Visitor(app).signed_in("steward")


@pytest.fixture
def head(app: Flask) -> Visitor:
    """The head of 5001, signed in."""
    return Visitor(app).signed_in("head")


@pytest.fixture
def colleague(app: Flask) -> Visitor:
    """Staff of 5001, signed in."""
    return Visitor(app).signed_in("colleague")


@pytest.fixture
def outsider(app: Flask) -> Visitor:
    """The steward of another agency of Bangkok, signed in."""
    return Visitor(app).signed_in("outsider")
