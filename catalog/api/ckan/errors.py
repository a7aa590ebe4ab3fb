"""Errors of the Action API: clients map ``__type`` letter for letter to classes of their own."""

from __future__ import annotations

from typing import Any


class ActionError(Exception):
    """An error in the envelope: HTTP ``status`` and ``__type``."""

    status: int
    type: str

    def __init__(self, message: str = "", **fields: list[str]) -> None:
        super().__init__(message)
        self.message, self.fields = message, fields

    def body(self) -> dict[str, Any]:
        """What stands under ``error``."""
        said = {"message": self.message} if self.message else {}
        return {"__type": self.type, **said, **self.fields}


class ValidationError(ActionError):
    """A parameter is missing or wrong; one list of texts for each."""

    status, type = 409, "Validation Error"

    def __init__(self, **fields: list[str]) -> None:
        said = "; ".join(f"{name}: {', '.join(texts)}" for name, texts in fields.items())
        super().__init__(said, **fields)


class NotFoundError(ActionError):
    """Nothing of that name, or nothing that the caller may see: the answers are the same."""

    status, type = 404, "Not Found Error"

    def __init__(self, thing: str) -> None:
        super().__init__(f"Not found: {thing}")


class AuthorizationError(ActionError):
    """A known action that the caller may not do."""

    status, type = 403, "Authorization Error"

    def __init__(self) -> None:
        super().__init__("Access denied: this catalogue is read only through this interface")


class SearchQueryError(ActionError):
    """A parameter of package_search that there is not."""

    status, type = 400, "Search Query Error"


class SearchError(ActionError):
    """A query that cannot be read, or asks for too much."""

    status, type = 409, "Search Error"


class BadRequest(Exception):
    """A request that is none of this interface; the answer is one JSON text."""
