"""Searching the catalogue: the index answers under the visibility rule, the rows under it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, actor_terms, require
from catalog.db.queries.datasets import datasets_of_rows
from catalog.search.backend import Explained, SearchAnswer, SearchBackend, SearchRequest, Sort
from catalog.search.document import FACETS
from catalog.search.query import MAX_CHARACTERS, MAX_TERMS
from catalog.services.agency_tree import AgencyTree, agency_tree
from catalog.services.synonyms import current_synonyms
from schemas.dataset import DatasetRecord
from vocab.codes import Permission

#: What the sentence ``search-text-cut`` tells of: as much of a text is looked for.
CUT_AT = {"characters": str(MAX_CHARACTERS), "words": str(MAX_TERMS)}


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits: ``total`` and ``facets`` (value, count) count only what the actor may see.

    An agency counts with all below it in ``agencies``, as its filter asks.  ``relaxed`` says that
    nothing matched the words as typed and something like them is shown;
    ``approximate`` that a quoted phrase was looked for only in the best candidates;
    ``cut`` that the text was too long and its end was not looked for;
    ``did_you_mean`` is a better text when there are few hits, else ""; ``instead`` says that it was
    searched in place of the text.  ``near`` hold most of the words but not all: they follow the
    last of few records and are counted nowhere.  ``cursor`` continues after the last record (""
    when there are no more), whatever changes meanwhile.
    ``explained`` holds for each record why it stands where it stands: (what, weight, contribution).
    """

    records: tuple[DatasetRecord, ...]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    relaxed: bool
    approximate: bool
    cut: bool
    terms: tuple[str, ...]
    limit: int
    offset: int
    agencies: AgencyTree
    did_you_mean: str = ""
    instead: bool = False
    near: tuple[DatasetRecord, ...] = ()
    cursor: str = ""
    explained: tuple[Explained, ...] = ()

    def parent(self, facet: str, value: str) -> str:
        """The value of a facet that a value stands below, "" for none: agencies and categories."""
        if facet == "agency":
            return self.agencies.parent(value)
        return value.rpartition("/")[0] if facet == "category" else ""


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
    reverse: bool = False,
    cursor: str = "",
    explain: bool = False,
) -> SearchPage:
    """Datasets that the actor may see and that match; a user's text is never an error.

    An agency stands for all below it, among the filters and in the text.  ``cursor`` is the one of
    the page before and takes the place of ``offset``; ``explain`` is for administrators.  Raises
    Forbidden, ValueError for a facet or sort that is none, InvalidInput for a cursor of another
    search, Unavailable when the index is gone.
    """
    if explain:
        require(actor, Permission.ADMINISTER)
    agencies = agency_tree(session)
    request = SearchRequest(
        reverse=reverse,
        cursor=cursor,
        explain=explain,
        text=text,
        filters=agencies.widened(filters or {}),
        audience=actor_terms(actor),
        facets=facets,
        facet_limit=facet_limit,
        sort=sort,
        limit=limit,
        offset=offset,
        agencies=agencies.meant,
        synonyms=current_synonyms(session) if text else None,
    )
    answer = backend.search(request)
    records, near = _listed(session, actor, answer)
    return _page(request, answer, agencies, records, near)


def _page(
    request: SearchRequest,
    answer: SearchAnswer,
    agencies: AgencyTree,
    records: tuple[DatasetRecord, ...],
    near: tuple[DatasetRecord, ...],
) -> SearchPage:
    explain = request.explain
    why = dict(zip(answer.rows, answer.explained, strict=True)) if explain else {}
    return SearchPage(
        records=records,
        total=answer.total,
        facets=agencies.with_sums(answer.facets),
        relaxed=answer.relaxed,
        approximate=answer.approximate,
        cut=answer.cut,
        terms=answer.terms,
        limit=request.limit,
        offset=request.offset,
        agencies=agencies,
        did_you_mean=answer.did_you_mean,
        instead=answer.instead,
        near=near,
        cursor=answer.cursor,
        explained=tuple(why[record.row] for record in records) if explain else (),
    )


def _listed(
    session: Session, actor: Actor, answer: SearchAnswer
) -> tuple[tuple[DatasetRecord, ...], tuple[DatasetRecord, ...]]:
    """The full matches and the near datasets of an answer, by one statement."""
    listed = datasets_of_rows(session, actor, [*answer.rows, *answer.near])
    full = frozenset(answer.rows)
    return (
        tuple(record for record in listed if record.row in full),
        tuple(record for record in listed if record.row not in full),
    )


def suggest(backend: SearchBackend, actor: Actor, prefix: str, limit: int = 10) -> list[str]:
    """Completions of what the actor began to type, from what the actor may see."""
    return backend.suggest(prefix, actor_terms(actor), limit)
