"""Searching the catalogue: the index answers under the visibility rule, the rows under it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, actor_terms
from catalog.db.queries.datasets import datasets_of_rows
from catalog.search.backend import SearchBackend, SearchRequest, Sort
from catalog.search.document import FACETS
from catalog.services.synonyms import current_synonyms
from schemas.dataset import DatasetRecord


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits: ``total`` and ``facets`` (value, count) count only what the actor may see.

    ``relaxed`` says that nothing matched the words as typed and something like them is shown;
    ``approximate`` that a quoted phrase was looked for only in the best candidates;
    ``did_you_mean`` is a better text when there are few hits, else "".
    """

    records: tuple[DatasetRecord, ...]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    relaxed: bool
    approximate: bool
    terms: tuple[str, ...]
    limit: int
    offset: int
    did_you_mean: str = ""


def search_datasets(
    session: Session,
    backend: SearchBackend,
    actor: Actor,
    *,
    text: str = "",
    filters: Mapping[str, tuple[str, ...]] | None = None,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
    facets: tuple[str, ...] = FACETS,
    facet_limit: int = 100,
) -> SearchPage:
    """Datasets that the actor may see and that match; a user's text is never an error.

    Raises ValueError for a facet or sort that is none, Unavailable when the index is gone.
    """
    answer = backend.search(
        SearchRequest(
            text=text,
            filters=filters or {},
            audience=actor_terms(actor),
            facets=facets,
            facet_limit=facet_limit,
            sort=sort,
            limit=limit,
            offset=offset,
            synonyms=current_synonyms(session) if text else None,
        )
    )
    return SearchPage(
        records=tuple(datasets_of_rows(session, actor, answer.rows)),
        total=answer.total,
        facets=answer.facets,
        relaxed=answer.relaxed,
        approximate=answer.approximate,
        terms=answer.terms,
        limit=limit,
        offset=offset,
        did_you_mean=answer.did_you_mean,
    )


def suggest(backend: SearchBackend, actor: Actor, prefix: str, limit: int = 10) -> list[str]:
    """Completions of what the actor began to type, from what the actor may see."""
    return backend.suggest(prefix, actor_terms(actor), limit)
