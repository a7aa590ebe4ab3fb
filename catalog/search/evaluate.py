"""One request against one state of the index: hits, phrases, the second try, order and facets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from catalog.search.analyzer import is_stem, is_thai
from catalog.search.arrays import (
    Hits,
    Plan,
    facet_counts,
    find,
    keys,
    occurrences,
    rows_of,
    top_values,
)
from catalog.search.backend import Explained, SearchAnswer, SearchRequest, Texts
from catalog.search.leaf import Counts, Leaf, Numbers
from catalog.search.near import near_rows
from catalog.search.order import Ordered, by_number, by_title
from catalog.search.paging import Cursor, fixed, question, read_cursor
from catalog.search.query import Clause, Query, field_of, in_pieces
from catalog.search.ranking import Scoring, scores, scoring, shares
from catalog.search.sets import Ids, Mask
from catalog.search.snapshot import Snapshot

__all__ = ["MAX_CANDIDATES", "Asked", "Titled", "answer", "suggest"]

MAX_CANDIDATES = 20_000
"""Documents in whose text a phrase is looked for; more have it in the best of them only."""

_MAX_SUBSTITUTES = 20
_SUGGESTED = 200
_NO_ROWS: Numbers = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Titled:
    """What a title that reads like the question has: terms of words side by side, its number."""

    phrase: tuple[str, ...] = ()
    exact: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, what its text asks for, and how a title would read that is the text."""

    query: Query
    request: SearchRequest
    titled: Titled = Titled()


def _no_idea() -> Asked | None:
    return None


def answer(
    snapshot: Snapshot,
    query: Query,
    request: SearchRequest,
    texts: Texts | None,
    titled: Titled = Titled(),
    meant: Callable[[], Asked | None] = _no_idea,
) -> SearchAnswer:
    """Answer a request; counts and rows hold what its audience may see and nothing else.

    ``meant`` is asked when nothing matches what must have been meant.
    """
    of = question(request.text, sorted(request.filters.items()), request.sort, request.reverse)
    cursor = read_cursor(request.cursor, of) if request.cursor else None
    search = _Search(snapshot, query, request, titled)
    approximate = False
    found = search.find(search.plan)
    if query.phrases and texts:
        found, approximate = search.keep_phrases(found, texts)
    relaxed, terms, instead = False, query.terms, ""
    # Whether to try again must not depend on the filters: they would add hits.
    if request.relax and query.clauses and not search.any(found):
        if not query.phrases and (other := meant()):
            search = _Search(snapshot, other.query, other.request, other.titled)
            found, terms = search.find(search.plan), other.query.terms
            relaxed, instead = True, other.request.text
        elif again := search.second_try():
            relaxed, found, approximate = True, again, False
            used = (t for clause in search.plan.clauses for one in clause for t in one)
            more = (field_of(t)[1] for t in used if not is_stem(t))
            terms = tuple(dict.fromkeys((*terms, *more)))
    passing = [hits.all() for hits in found]
    by = search.scoring() if request.sort == "relevance" else Scoring()
    by = fixed(by, cursor) if cursor else by
    page = search.ordered(passing, by, cursor)
    end = Cursor(of, page.key, page.title, by.mean, by.newest, by.terms)
    near: list[int] = []
    if by.terms and not (page.more or query.phrases):
        near = search.near(found, page.rows, by)
    return SearchAnswer(
        total=sum(h.count(ids) for h, ids in zip(found, passing, strict=True)),
        rows=page.rows,
        near=near,
        facets=search.facets(search.request, found, passing),
        relaxed=relaxed,
        did_you_mean=instead,
        instead=bool(instead),
        approximate=approximate,
        cut=query.cut,
        terms=terms,
        cursor=end.text() if page.more else "",
        explained=search.explained(page.rows, by) if request.explain else (),
    )


class _Search:
    def __init__(
        self, snapshot: Snapshot, query: Query, request: SearchRequest, titled: Titled
    ) -> None:
        self.snapshot, self.query, self.request, self.titled = snapshot, query, request, titled
        self.leaves: list[Leaf] = snapshot.leaves(request.audience)
        clauses = tuple(self._held(clause) for clause in query.clauses)
        self.plan = Plan(clauses, query.excluded, request.filters, query.filters)
        self.hints = tuple(map(self._held, query.hints))

    def _held(self, clause: Clause) -> Clause:
        """Leave out other ways to say a word that nobody uses: most of many."""
        occurs = partial(self.snapshot.occurs, self.request.audience)
        return clause[:1] + tuple(one for one in clause[1:] if all(map(occurs, one)))

    def scoring(self) -> Scoring:
        """The numbers by which the hits of the plan are scored."""
        mean, newest = self.snapshot.figures(self.request.audience)
        return scoring(
            self.leaves,
            self.plan.clauses,
            mean=mean,
            newest=newest,
            phrase=self.titled.phrase,
            exact=self.titled.exact,
            hints=self.hints,
        )

    def ordered(self, passing: Sequence[Ids | None], by: Scoring, cursor: Cursor | None) -> Ordered:
        """One page of the hits in the order asked for."""
        if self.request.sort != "title":
            return by_number(self.leaves, passing, self.request, by, cursor)
        return by_title(self.leaves, passing, self.request, cursor)

    def explained(self, rows: Sequence[int], by: Scoring) -> tuple[Explained, ...]:
        """Why each row of a page stands where it stands."""
        out: dict[int, Explained] = {}
        for leaf in self.leaves if by.terms else ():
            at = np.isin(leaf.numbers["row"], np.array(rows, np.uint32))
            ids = np.flatnonzero(at if leaf.visible is None else at & leaf.visible).astype(np.int32)
            if not len(ids):
                continue
            why = [
                [(what, of, earned.tolist()) for what, of, earned in ways if earned is not None]
                for ways in shares(leaf, ids, by)
            ]
            for i, row in enumerate(leaf.numbers["row"][ids].tolist()):
                best = (max(ways, key=lambda one: one[2][i]) for ways in filter(None, why))
                out[row] = tuple((what, of, earned[i]) for what, of, earned in best if earned[i])
        return tuple(out.get(row, ()) for row in rows)

    def find(self, plan: Plan) -> list[Hits]:
        return [find(leaf, plan) for leaf in self.leaves]

    def any(self, found: Sequence[Hits]) -> bool:
        return any(hits.count(hits.base) for hits in found)

    def facets(
        self, request: SearchRequest, found: Sequence[Hits], passing: Sequence[Ids | None]
    ) -> dict[str, list[tuple[str, int]]]:
        """Count the values of every facet asked for, each without its own filter."""
        counts: dict[str, list[Counts]] = {name: [] for name in request.facets}
        free = [name for name in counts if name not in request.filters]
        for leaf, hits, ids in zip(self.leaves, found, passing, strict=True):
            if ids is None or len(ids):
                for name, part in zip(free, facet_counts(leaf, free, ids), strict=True):
                    counts[name].append(part)
            for name in counts.keys() & request.filters.keys():
                others = hits.all(without=name)
                if others is None or len(others):
                    counts[name] += facet_counts(leaf, [name], others)
        out = {}
        for name, parts in counts.items():
            # Counting read the values of every leaf: now all of them have their names.
            values = self.snapshot.values(name)
            total = np.zeros(len(values.names), np.int64)
            for part in parts:
                total[: len(part)] += part
            # Agencies are summed up their tree, for which none may be missing.
            limit = len(total) if name == "agency" else request.facet_limit
            out[name] = top_values(total, values, limit)
        return out

    def keep_phrases(self, found: list[Hits], texts: Texts) -> tuple[list[Hits], bool]:
        """Keep the hits whose text holds every phrase; say whether some were not looked at."""
        few = sum(hits.count(hits.base) for hits in found) <= MAX_CANDIDATES
        narrowed_to = [hits.base if few else hits.all() for hits in found]
        rows = [
            leaf.numbers["row"] if ids is None else leaf.numbers["row"][ids]
            for leaf, ids in zip(self.leaves, narrowed_to, strict=True)
        ]
        candidates = np.concatenate([_NO_ROWS, *rows])
        too_many = len(candidates) > MAX_CANDIDATES
        if too_many:
            by = self.scoring()
            ranked = np.concatenate(
                [
                    keys(leaf, ids, scores(leaf, ids, by).view(np.int32).astype(np.int64))
                    for leaf, ids in zip(self.leaves, narrowed_to, strict=True)
                ]
            )
            first = len(ranked) - MAX_CANDIDATES
            candidates = rows_of(np.partition(ranked, first)[first:])
        candidates.sort()
        held = texts(candidates.tolist(), self.query.phrases) if len(candidates) else ()
        holding = np.array(sorted(held), np.uint32)
        kept = []
        for of, hits, ids in zip(rows, found, narrowed_to, strict=True):
            chosen = np.flatnonzero(_among(of, holding)).astype(np.int32)
            base = chosen if ids is None else ids[chosen]
            kept.append(hits.only(base))
        return kept, too_many

    def second_try(self) -> list[Hits]:
        """What the nearest plan that finds anything finds; it is the plan from now on."""
        for plan in self.relaxed_plans():
            found = self.find(plan)
            if self.any(found):
                self.plan = plan
                return found
        return []

    def near(self, found: Sequence[Hits], rows: Sequence[int], by: Scoring) -> list[int]:
        """What follows the last of few full matches on the page that ends with it."""
        beyond = not rows and (self.request.offset or self.request.cursor)
        room = 0 if beyond else self.request.limit - len(rows)
        return near_rows(self.leaves, self.plan, found, by, room)

    def relaxed_plans(self) -> Iterator[Plan]:
        """Yield what to try when nothing matches, the nearest first."""
        if self.query.phrases:
            yield self.plan
        clauses = self._repaired()
        plan = replace(self.plan, clauses=clauses)
        if clauses != tuple(self.plan.clauses):
            yield plan
        # Most words: the largest number of clauses that still has a hit; hits grow as it falls.
        low, high = 1, len(clauses) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.any(self.find(replace(plan, enough=middle))):
                low = middle
            else:
                high = middle - 1
        if high >= 1:
            yield replace(plan, enough=low)
        yield replace(plan, clauses=[(*one, *in_pieces(one)) for one in clauses], enough=1)

    def _repaired(self) -> tuple[Clause, ...]:
        """Return the clauses with words in the place of what occurs nowhere.

        Half a word, or a word with a slip, is cut into splinters: so the whole piece is looked for
        among the indexed words before its words one by one.
        """
        clauses = {clause[0][0]: clause for one in self.plan.clauses for clause in self._apart(one)}
        for text, words in self.query.pieces:
            mine = {word: clauses[word] for word in words if word in clauses}
            if not mine or self.any(self.find(Plan(tuple(mine.values())))):
                continue
            whole = self._similar(text) if len(words) > 1 else []
            if whole:
                clauses = {word: clause for word, clause in clauses.items() if word not in mine}
                clauses[text] = tuple((other,) for other in whole)
                continue
            for word, clause in mine.items():
                if not self.any(self.find(Plan((clause,)))):
                    clauses[word] = (*clause, *((other,) for other in self._similar(word)))
        return tuple(clauses.values())

    def _apart(self, clause: Clause) -> tuple[Clause, ...]:
        """Return a clause, or one for each of several words that stand together nowhere."""
        several = len(clause[0]) > 1 and not self.any(self.find(Plan((clause,))))
        apart = tuple((word,) for word in in_pieces(clause)) if several else ()
        return apart or (clause,)

    def _similar(self, word: str) -> list[str]:
        if len(word) < 3:
            return []
        near = [w for w in self.snapshot.words_with(word, 4 * _MAX_SUBSTITUTES) if self._seen(w)]
        if not near and len(word) >= 4:
            near = list(filter(self._seen, self.snapshot.words_near(word, 4 * _MAX_SUBSTITUTES)))
        # A Thai text is never repaired by an English word that happens to hold it, nor the reverse.
        near = [w for w in near if is_thai(w) == is_thai(word) and not is_stem(w)]
        return sorted(near, key=lambda other: (len(other), other))[:_MAX_SUBSTITUTES]

    def _seen(self, term: str) -> bool:
        """Say whether the audience may see a document with this word: others stay unknown."""
        return occurrences(self.leaves, "text", term) > 0


def _among(rows: Numbers, some: Numbers) -> Mask:
    """Say of each of the rows whether it is one of some (sorted)."""
    # A fourth of the time of numpy's own, which makes both sides unique first.
    if not len(some):
        return np.zeros(len(rows), np.bool_)
    there: Mask = some[np.minimum(np.searchsorted(some, rows), len(some) - 1)] == rows
    return there


def suggest(
    snapshot: Snapshot, prefix: str, audience: tuple[str, ...] | None, limit: int
) -> list[str]:
    """Return suggestions for a normalised prefix, counted over what the audience may see."""
    leaves = snapshot.leaves(audience)
    counted = [
        (-occurrences(leaves, "suggest", w), w) for w in snapshot.words_from(prefix, _SUGGESTED)
    ]
    return [word for count, word in sorted(counted) if count][:limit]
