"""Events: the things that happen, and who has work to do after each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Event(StrEnum):
    """Everything that the trail records."""

    DATASET_REGISTERED = "dataset.registered"
    DATASET_EDITED = "dataset.edited"
    DATASET_SUBMITTED = "dataset.submitted"
    DATASET_RETURNED = "dataset.returned"
    DATASET_PUBLISHED = "dataset.published"
    DATASET_WITHDRAWN = "dataset.withdrawn"
    DATASET_IMPORTED = "dataset.imported"
    AGENCY_SAVED = "agency.saved"
    PERSON_ADDED = "person.added"
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PASSWORD_CHANGED = "person.password-changed"  # noqa: S105 (an event's name)
    POST_GIVEN = "person.post-given"
    POST_ENDED = "person.post-ended"
    EMAIL_SET = "person.email-set"
    TOKEN_MADE = "token.made"  # noqa: S105 (an event's name)
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 (an event's name)
    SYNONYM_ADDED = "synonym.added"
    SYNONYM_REMOVED = "synonym.removed"
    SEARCH_SAVED = "search.saved"
    SEARCH_CHANGED = "search.changed"
    SEARCH_DELETED = "search.deleted"


class Consumer(StrEnum):
    """Background work that follows events."""

    SEARCH = "search"
    #: Keeps what is written of public datasets as RDF.
    RDF = "rdf"


#: Who has work after an event.  Events that leave nothing to do are listed with an empty tuple.
CONSUMERS: Mapping[Event, tuple[Consumer, ...]] = {
    # A draft that is new is nothing that anyone may see.
    Event.DATASET_REGISTERED: (Consumer.SEARCH,),
    Event.DATASET_EDITED: (Consumer.SEARCH, Consumer.RDF),
    Event.DATASET_SUBMITTED: (Consumer.SEARCH, Consumer.RDF),
    Event.DATASET_RETURNED: (Consumer.SEARCH, Consumer.RDF),
    Event.DATASET_PUBLISHED: (Consumer.SEARCH, Consumer.RDF),
    Event.DATASET_WITHDRAWN: (Consumer.SEARCH, Consumer.RDF),
    Event.DATASET_IMPORTED: (Consumer.SEARCH, Consumer.RDF),
    # An agency's name stands in the search documents of its datasets: services.agencies touches
    # each of them, so the agency itself leaves nothing to do.
    Event.AGENCY_SAVED: (),
    # People are read afresh at every request; nothing is derived from them.
    Event.PERSON_ADDED: (),
    Event.PERSON_DISABLED: (),
    Event.PERSON_ENABLED: (),
    Event.PASSWORD_CHANGED: (),
    Event.POST_GIVEN: (),
    Event.POST_ENDED: (),
    Event.EMAIL_SET: (),
    Event.TOKEN_MADE: (),
    Event.TOKEN_REVOKED: (),
    # Synonyms are applied to queries, and every search asks for the last event about them.
    Event.SYNONYM_ADDED: (),
    Event.SYNONYM_REMOVED: (),
    # Saved searches are asked anew at every look and for every mail.
    Event.SEARCH_SAVED: (),
    Event.SEARCH_CHANGED: (),
    Event.SEARCH_DELETED: (),
}
