"""What portals and harvesters read: DCAT documents, the feed, the site map."""

from catalog.api.portal.negotiation import rdf_wanted
from catalog.api.portal.routes import blueprint
from catalog.api.portal.snapshots import add_rules

add_rules(blueprint)

__all__ = ["blueprint", "rdf_wanted"]
