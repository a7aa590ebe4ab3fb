"""Asks the OAI-PMH repository of a test and reads its answers strictly."""

from collections.abc import Iterator
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from schemas.dataset import DatasetRecord
from tests.api.exchange.structure import OAI, read
from tests.fixtures_http import client_of


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def ask(client: FlaskClient, verb: str = "", **given: str) -> Element:
    """One answer, valid; ``from_`` is from."""
    pairs = {"verb": verb, **{name.rstrip("_"): value for name, value in given.items()}}
    return asked(client, urlencode({k: v for k, v in pairs.items() if v != "" or k != "verb"}))


def asked(client: FlaskClient, query: str) -> Element:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    return read(answer.data)


def code(root: Element) -> str:
    """The code of the error, "" when there is none."""
    error = root.find(f"{OAI}error")
    return "" if error is None else error.get("code", "")


def identifier(record: DatasetRecord) -> str:
    return f"oai:catalogue.test:{record.uid}"


def headers(root: Element) -> list[tuple[str, str]]:
    """Identifier and status of each record."""
    return [(h.findtext(f"{OAI}identifier") or "", h.get("status", "")) for h in each_header(root)]


def each_header(root: Element) -> Iterator[Element]:
    return root.iter(f"{OAI}header")


def token(root: Element) -> str | None:
    return root.findtext(f".//{OAI}resumptionToken")


def walked(client: FlaskClient, verb: str, **given: str) -> list[tuple[str, str]]:
    """All records of a list, by its tokens."""
    root = ask(client, verb, **given)
    found = headers(root)
    while going := token(root):
        root = ask(client, verb, resumptionToken=going)
        assert code(root) == ""
        found += headers(root)
    return found
