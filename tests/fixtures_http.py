"""The application of a test's installation, and clients that come as one of its people."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.app import create_app
from catalog.auth.policy import SYSTEM
from catalog.db.queries.people import find_person
from catalog.jobs.installation import Installation
from catalog.services.people import make_token
from tests.fixtures_app import NOW


@pytest.fixture
def app(installation: Installation) -> Flask:
    """The application; what nobody foresaw is raised."""
    return app_of(installation)


def app_of(installation: Installation) -> Flask:
    """The application in front of an installation."""
    made = create_app(installation.config, installation)
    made.testing = True
    return made


def token_of(installation: Installation, username: str) -> str:
    """A fresh API token of a person."""
    with installation.sessions.write() as session:
        return make_token(session, SYSTEM, username, "test", now=NOW)


def client_of(app: Flask, username: str = "anyone") -> FlaskClient:
    """A client that comes as a person both ways: by cookie to pages, by token to the API."""
    client = app.test_client()
    if username == "anyone":
        return client
    installation: Installation = app.extensions["banchi"]
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token_of(installation, username)}"
    with installation.sessions.read() as session:
        person = find_person(session, username)
        assert person is not None, username
        row, epoch = person.id, person.epoch
    with client.session_transaction() as cookie:
        cookie["person"], cookie["epoch"] = row, epoch
    return client
