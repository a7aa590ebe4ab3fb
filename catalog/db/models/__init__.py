"""Tables, one noun a file."""

from catalog.db.models.agency import Agency
from catalog.db.models.audit import AuditEntry, OutboxMessage
from catalog.db.models.change import PublicChange
from catalog.db.models.dataset import Dataset, Distribution, Revision
from catalog.db.models.fragment import RdfBlock, RdfNode
from catalog.db.models.harvest import ImportOutcome
from catalog.db.models.person import Membership, Person, Token
from catalog.db.models.saved_search import SavedSearch, SearchQuery
from catalog.db.models.search_text import SearchText
from catalog.db.models.synonym import Synonym

__all__ = [
    "Agency",
    "AuditEntry",
    "Dataset",
    "Distribution",
    "ImportOutcome",
    "Membership",
    "OutboxMessage",
    "Person",
    "PublicChange",
    "RdfBlock",
    "RdfNode",
    "Revision",
    "SavedSearch",
    "SearchQuery",
    "SearchText",
    "Synonym",
    "Token",
]
