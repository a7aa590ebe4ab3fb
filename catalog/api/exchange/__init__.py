"""What portals follow: the change log by OAI-PMH, ResourceSync, Atom and JSON, and data.json."""

from catalog.api.exchange.routes import blueprint

__all__ = ["blueprint"]
