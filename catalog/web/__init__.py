"""HTML pages: parse what was asked, call one service or query, render; Thai first."""

from catalog.web.routes import VISIBILITY, blueprint, prepare

__all__ = ["VISIBILITY", "blueprint", "prepare"]
