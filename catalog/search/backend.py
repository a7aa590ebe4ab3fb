"""What every search engine behind the catalogue does, in words that belong to none of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from catalog.errors import InvalidInput, Unavailable, wrong
from catalog.search.document import FACETS, SearchDocument
from catalog.search.query import Agencies
from catalog.search.synonyms import Synonyms

__all__ = [
    "MAX_ROWS",
    "Explained",
    "IndexDamaged",
    "IndexUnsafe",
    "SearchAnswer",
    "SearchBackend",
    "SearchError",
    "SearchRequest",
    "SearchUnavailable",
    "Sort",
    "Texts",
]

MAX_ROWS = 1000

Sort = Literal["relevance", "modified", "completeness", "title"]

Explained = tuple[tuple[str, float, float], ...]
"""Why a hit stands where it stands: (what, weight, contribution), which sum to its score."""

Texts = Callable[[Sequence[int], Sequence[str]], Collection[int]]
"""Gives those of some rows (primary keys) whose whole text holds every one of some phrases.

Both are in the form of ``query.squeeze``."""


class SearchError(Unavailable):
    """The search cannot answer; the rows are not concerned.

    ``reason`` is for the log, the sentence of ``Unavailable`` for the reader.
    """

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class IndexDamaged(SearchError):
    """The index is missing, unreadable or of another format: rebuild it from the rows."""


class IndexUnsafe(SearchError):
    """Others may write into the index folder, which is as good as running their code."""


class SearchUnavailable(SearchError):
    """Another process is writing; try again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One question.

    ``filters``: any of the values of a facet, and all of the facets.  ``audience``: the visibility
    terms of the asker, of which a dataset needs one; None sees everything.  ``relevance`` without a
    text means the last modified first.  ``facet_limit`` bounds the values listed for one facet,
    but agencies are listed all: they are summed up their tree.
    ``reverse`` turns the order round, which otherwise is the newest, the most complete and the
    first of the alphabet first.  ``cursor`` continues after the answer that gave it, in place of an
    ``offset``.  ``explain`` asks why each hit stands where it stands.  ``synonyms`` are the words
    of one meaning in force; None means those packaged.  ``agencies`` reads what is typed behind
    ``agency:``; without it a name there is words.  ``relax`` lets something like the text be shown
    when nothing matches it, ``correct`` asks for a text with more hits; a program that wants
    neither answer saves most of the time that a misspelt text costs.
    Raises ValueError for a facet or sort that is none, and for a limit out of range, InvalidInput
    for a cursor beside an offset; the search raises that for a cursor of another question.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: tuple[str, ...] | None = ()
    facets: tuple[str, ...] = ()
    sort: Sort = "relevance"
    limit: int = 20
    offset: int = 0
    facet_limit: int = 100
    synonyms: Synonyms | None = None
    agencies: Agencies | None = None
    reverse: bool = False
    cursor: str = ""
    explain: bool = False
    relax: bool = True
    correct: bool = True

    def __post_init__(self) -> None:
        if unknown := sorted({*self.filters, *self.facets} - set(FACETS)):
            raise ValueError(f"no such facet: {', '.join(unknown)}")
        if self.sort not in get_args(Sort):
            raise ValueError(f"no such sort: {self.sort}")
        if not 0 <= self.limit <= MAX_ROWS or self.offset < 0 or self.facet_limit < 1:
            raise ValueError(f"limit is 0 to {MAX_ROWS}, offset and facet_limit are positive")
        if self.cursor and self.offset:
            raise InvalidInput({"cursor": wrong("cursor-with-offset")})


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """One answer.

    ``rows`` are primary keys in order.  ``facets`` hold (value, count), the most frequent first,
    then by value; the counts of a facet leave its own filter out.  ``relaxed`` says that nothing
    matched the text and something like it is shown.  ``approximate`` says that a phrase was looked
    for only in the best candidates, so that there may be more.  ``cut`` says that the text was too
    long and its end was not looked for.  ``terms`` are to be highlighted.
    ``did_you_mean`` is a text with more hits, made of words that the audience may see, when there
    are few; "" when there is none.  ``instead`` says that it was searched in place of the text,
    which has no hit at all.  ``near`` are datasets that hold most of several words but not all:
    they follow the last of few full matches, and neither ``total`` nor ``facets`` count them.
    ``cursor`` continues after the last row, "" when there is no more.  ``explained`` holds the
    reasons of each row when they were asked for.
    """

    total: int
    rows: list[int]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    relaxed: bool = False
    approximate: bool = False
    cut: bool = False
    terms: tuple[str, ...] = ()
    did_you_mean: str = ""
    instead: bool = False
    near: list[int] = field(default_factory=list)
    cursor: str = ""
    explained: tuple[Explained, ...] = ()


class SearchBackend(Protocol):
    """A search engine; safe to share between threads, one object a process."""

    def open(self) -> None:
        """Make ready to search; raise IndexDamaged when a rebuild is needed first."""

    def close(self) -> None:
        """Give back files and memory; may be called twice."""

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Write and remove documents by row, all or nothing, visible to the next search.

        First ``upserts``, then ``deletes`` are read, and only once the right to write is held: a
        generator that reads the rows then cannot be overtaken by a later change.  Of a row in both
        the document stays; rows to delete that are not there are no error.  Raise
        SearchUnavailable when another process keeps writing, IndexDamaged when there is nothing to
        write to.
        """

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Build a new index beside the old one, swap, and return how many documents it holds.

        ``documents`` name every row at most once, and are read only once the right to write is
        held.  ``progress`` is told the number of documents so far.  When ``documents`` raises,
        the old index stays.  Searches go on meanwhile, writers wait.
        """

    def optimise(self, least: float = 0.0) -> bool:
        """Give back what documents take that were replaced or deleted; no answer changes.

        Happens, and returns True, when they are at least this share of what is held.  Writers
        wait meanwhile, so it is for a quiet hour.  Raises what `apply` raises.
        """

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Answer one question; raise IndexDamaged when the index cannot be read."""

    def suggest(self, prefix: str, audience: tuple[str, ...] | None, limit: int = 10) -> list[str]:
        """Return keywords and title words that this audience may see, the commonest first."""

    def versions(self) -> Mapping[int, int]:
        """Return the version of every document by its row, for the check against the rows."""

    def document_count(self) -> int:
        """Return how many documents the index holds."""
