"""Logging: one line an event, no user's text unescaped, no secrets."""

from __future__ import annotations

import logging
import sys


class OneLine(logging.Formatter):
    """Keeps each entry on one line: line breaks in a user's text cannot forge entries."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace("\r", "\\r").replace("\n", "\\n") if not record.exc_info else line


def configure(level: str = "INFO") -> None:
    """Send the catalogue's log to standard error at a level (DEBUG, INFO, WARNING, ERROR)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("catalog")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False
