"""OAI-PMH 2.0: the public change log as a repository that harvesters walk."""

from catalog.api.exchange.oai.verbs import oai

__all__ = ["oai"]
