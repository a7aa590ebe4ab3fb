"""Somebody at a browser without scripts: opens pages, fills in their forms and presses buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.fixtures_app import PASSWORD

Values = dict[str, list[str]]


class Visitor:
    """A test client that keeps its cookies and sends forms with their token."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def signed_in(self, username: str, password: str = PASSWORD) -> Visitor:
        """The same visitor after signing in through the form."""
        answer = self.post("/sign-in", username=username, password=password)
        assert answer.status_code == 303, answer.text
        return self

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **kwargs)

    def page(self, path: str) -> str:
        """The text of a page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def token(self) -> str:
        """A token for forms."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/sign-in?next=/").text)
        if found is None:  # signed in: every page has the form that signs out
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/help").text)
        assert found
        return found[1]

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {}), **more})

    def send(
        self, path: str, action: str, changes: Mapping[str, Any], page: str = ""
    ) -> TestResponse:
        """Fill in the form that stands on a page and press a button of it."""
        boxes: Values = form_values(page or self.page(path))
        for name, value in changes.items():
            boxes[name] = value if isinstance(value, list) else [value]
        return self.client.post(path, data={**boxes, "action": [action]})


def form_values(page: str) -> Values:
    """What a browser would send of the registration form of a page, untouched."""
    reader = _FormReader()
    reader.feed(page)
    return reader.values


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: Values = {}
        self._inside = self._pattern = False
        self._area = self._select = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._pattern = True
        if tag == "form":
            self._inside = "form" in found.get("class", "").split()
        if not self._inside or self._pattern:
            return
        name = found.get("name", "")
        if tag == "input" and name and self._sent(found):
            self.values.setdefault(name, []).append(found.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = name, []
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, [""])
        elif tag == "option" and self._select and "selected" in found:
            self.values[self._select] = [found.get("value", "")]

    @staticmethod
    def _sent(found: Mapping[str, str]) -> bool:
        return found.get("type") not in ("checkbox", "radio") or "checked" in found

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the line break right behind the tag.
            self.values.setdefault(self._area, []).append("".join(self._text).removeprefix("\n"))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False
        elif tag == "template":
            self._pattern = False
