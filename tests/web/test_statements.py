"""The number of SQL statements of a page does not grow with its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published, registered, submitted
from tests.web.visitors import Visitor

PATHS = ("/", "/search?q=ทะเบียน", "/agency", "/agency/5001", "/my-work", "/dataset/first")


@contextmanager
def counted(installation: Installation) -> Iterator[list[str]]:
    """The statements that readers send meanwhile."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = installation.sessions.reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def measure(installation: Installation, app: Flask, username: str) -> dict[str, int]:
    visitor = Visitor(app).signed_in(username)
    found = {}
    for path in PATHS:
        with counted(installation) as sent:
            visitor.page(path)
        found[path] = len([one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))])
    return found


def fill(installation: Installation, name: str, count: int) -> None:
    for number in range(count):
        published(installation, draft(slug=f"{name}-p{number}"), drain=False)
        registered(installation, draft(slug=f"{name}-d{number}"))
        submitted(installation, draft(slug=f"{name}-s{number}"))
    installation.drain()


def test_busy_pages_send_a_fixed_number_of_statements(
    installation: Installation, app: Flask
) -> None:
    published(installation, draft(slug="first"))
    fill(installation, "one", 1)
    Visitor(app).page("/search?q=ทะเบียน")  # reads the words of one meaning, once a process
    Visitor(app).page("/dataset/first")  # reads who publishes the catalogue, once a process
    few = {name: measure(installation, app, name) for name in ("steward", "head")}
    fill(installation, "more", 7)
    many = {name: measure(installation, app, name) for name in ("steward", "head")}
    assert many == few
    assert max(many["steward"].values()) <= 20, many
