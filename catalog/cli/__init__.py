"""The command line: ``banchi``, for administrators and for scripts."""

from catalog.cli.main import main

__all__ = ["main"]
