"""The order of hits: what each earns by its words, its title, its age and its completeness.

Every share is a function of the dataset and of the numbers in a ``Scoring`` alone.  Whoever keeps
the numbers, as a cursor does, gets the same score for the same dataset however the index changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from catalog.search.arrays import Ids, Leaf, both, holding, idf
from catalog.search.query import Clause
from catalog.search.weights import BONUSES, HALF_LIFE_DAYS, K1, B

__all__ = ["PARTS", "Scoring", "Share", "scores", "scoring", "shares"]

Scores = npt.NDArray[np.float32]

PARTS = 0.5
"""What another way to say the word asked for counts, unless it has a weight of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """The numbers of one question.

    ``terms``: what each may earn (its weight times its rarity).  ``total``: what one best term of
    every clause may earn together.  ``mean``: the mean length of a document, ``newest`` the last
    day of modification.  ``clauses`` and ``phrase`` are looked for in titles, ``exact`` is the
    number of one (``document.whole``).
    """

    terms: Mapping[str, float] = field(default_factory=dict)
    total: float = 0.0
    mean: float = 1.0
    newest: int = 0
    clauses: Sequence[Clause] = ()
    phrase: tuple[str, ...] = ()
    exact: int = 0

    def totalled(self) -> "Scoring":
        """The same with the total that its terms give."""
        best = (max((self.terms[t] for one in c for t in one), default=0.0) for c in self.clauses)
        return replace(self, total=sum(best))


Share = tuple[str, float, Scores | None]
"""What earns, with which weight, and how much for each document; None is nothing for all."""


def scoring(
    leaves: Sequence[Leaf],
    clauses: Sequence[Clause],
    *,
    mean: float,
    newest: int,
    phrase: tuple[str, ...] = (),
    exact: int = 0,
) -> Scoring:
    """Return the numbers of a question over the documents that the asker may see."""
    terms: dict[str, float] = {}
    every = {term for clause in clauses for alternative in clause for term in alternative}
    rarity = {term: idf(leaves, term) for term in every}
    for clause in clauses:
        # A rare synonym never outweighs the word as it was typed, however common that is.
        most = max((rarity[term] for term in clause[0]), default=0.0)
        for i, alternative in enumerate(clause):
            # An alternative may bring a weight of its own, such as a distant synonym; else its
            # terms share what another way to say the word is worth.
            weight = PARTS / max(1, len(alternative)) if i else 1.0
            weight = float(getattr(alternative, "weight", weight))
            for term in alternative:
                earns = weight * min(rarity[term], most)
                terms[term] = max(terms.get(term, 0.0), earns)
    return Scoring(
        terms=terms, mean=mean, newest=newest, clauses=clauses, phrase=phrase, exact=exact
    ).totalled()


def _frequency(leaf: Leaf, ids: Ids | None, term: str) -> Scores | None:
    """Return how much a term weighs in each document, None when it is in none of the segment."""
    held, often = leaf.post("text", term)
    if not len(held):
        return None
    if ids is held or (ids is None and len(held) == leaf.size):
        return often
    if ids is not None and len(ids) * 16 < leaf.size:
        at = np.searchsorted(held, ids)
        at[at == len(held)] = 0
        return np.where(held[at] == ids, often[at], np.float32(0))
    dense = np.zeros(leaf.size, np.float32)
    dense[held] = often
    return dense if ids is None else dense[ids]


def _in_titles(leaf: Leaf, terms: Sequence[str]) -> Ids | None:
    found: Ids | None = None
    for term in terms:
        found = both(found, leaf.post("title", term)[0], leaf.size)
    return found


def _marked(leaf: Leaf, ids: Ids | None, chosen: Ids | None, earned: float) -> Scores | None:
    """Give some documents among the hits what they earned."""
    if chosen is None or not len(chosen):
        return None
    if ids is not None and len(ids) * 16 < leaf.size:
        at = np.searchsorted(chosen, ids)
        at[at == len(chosen)] = 0
        return np.where(chosen[at] == ids, np.float32(earned), np.float32(0))
    dense = np.zeros(leaf.size, np.float32)
    dense[chosen] = earned
    return dense if ids is None else dense[ids]


def shares(leaf: Leaf, ids: Ids | None, by: Scoring) -> Iterator[Share]:
    """Yield what each hit of a segment earns, one reason after the other; they sum to the score."""
    length = leaf.numbers["length"] if ids is None else leaf.numbers["length"][ids]
    norm = length.astype(np.float32)
    norm *= np.float32(K1 * B / by.mean)
    norm += np.float32(K1 * (1 - B))
    for term, weight in by.terms.items():
        often = _frequency(leaf, ids, term)
        earned = None
        if often is not None:
            earned = often / (often + norm)
            earned *= np.float32(weight * (K1 + 1))
        yield term, weight, earned
    titles = {
        "exact title": _named(leaf, by.exact),
        "title phrase": _in_titles(leaf, by.phrase),
        "title words": _all_clauses(leaf, by.clauses),
    }
    for name, chosen in titles.items():
        yield name, BONUSES[name], _marked(leaf, ids, chosen, by.total * BONUSES[name])
    for name, static in (("recency", _recency(leaf, by)), ("completeness", _completeness(leaf))):
        chosen_ = static if ids is None else static[ids]
        yield name, BONUSES[name], chosen_ * np.float32(by.total * BONUSES[name])


def _named(leaf: Leaf, exact: int) -> Ids | None:
    if not exact:
        return None
    found = (leaf.numbers["whole_th"] == exact) | (leaf.numbers["whole_en"] == exact)
    return np.flatnonzero(found).astype(np.int32)


def _all_clauses(leaf: Leaf, clauses: Sequence[Clause]) -> Ids | None:
    found: Ids | None = None
    for clause in clauses:
        found = both(found, holding(leaf, clause, "title"), leaf.size)
    return found


def _recency(leaf: Leaf, by: Scoring) -> Scores:
    newest, kept = leaf.kept.get("recency", (None, None))
    if newest != by.newest or kept is None:
        age = np.maximum(by.newest - leaf.numbers["modified"].astype(np.float32), 0)
        kept = np.exp2(-age / HALF_LIFE_DAYS).astype(np.float32)
        leaf.kept["recency"] = (by.newest, kept)
    found: Scores = kept
    return found


def _completeness(leaf: Leaf) -> Scores:
    found: Scores | None = leaf.kept.get("completeness")
    if found is None:
        found = leaf.numbers["completeness"].astype(np.float32) / np.float32(1000)
        leaf.kept["completeness"] = found
    return found


def scores(leaf: Leaf, ids: Ids | None, by: Scoring) -> Scores:
    """Return the score of each hit of a segment, never negative."""
    out = np.zeros(leaf.size if ids is None else len(ids), np.float32)
    if len(out):
        for _, _, earned in shares(leaf, ids, by):
            if earned is not None:
                out += earned
    return out
