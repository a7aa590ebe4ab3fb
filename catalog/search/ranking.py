"""The order of hits: what each earns by its words, its title, its age and its completeness.

Every share is a function of the dataset and of the numbers in a ``Scoring`` alone.  Whoever keeps
the numbers, as a cursor does, gets the same score for the same dataset however the index changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from catalog.search.arrays import idf, within
from catalog.search.leaf import Leaf
from catalog.search.query import Clause, field_of
from catalog.search.sets import Ids, Mask
from catalog.search.weights import BONUSES, HALF_LIFE_DAYS, K1, B

__all__ = ["PARTS", "Scoring", "Share", "scores", "scoring", "shares"]

Scores = npt.NDArray[np.float32]

_NEWEST = 4
"""Last days of modification, which differ from audience to audience, whose ages are kept."""

PARTS = 0.5
"""What another way to say the word asked for counts, unless it has a weight of its own."""

HINT = 0.3
"""What a word that says little counts, of one that is needed, however rare it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """The numbers of one question.

    ``terms``: what each may earn (its weight times its rarity).  ``total``: what one best term of
    every clause may earn together.  ``mean``: the mean length of a document, ``newest`` the last
    day of modification.  Of each of ``said`` the best way to say it earns.  ``clauses`` and
    ``phrase`` are looked for in titles, ``exact`` is the number of one (``document.whole``).
    """

    terms: Mapping[str, float] = field(default_factory=dict)
    total: float = 0.0
    mean: float = 1.0
    newest: int = 0
    said: Sequence[Clause] = ()
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
    hints: Sequence[Clause] = (),
) -> Scoring:
    """Return the numbers of a question over the documents that the asker may see.

    ``clauses`` are needed, ``hints`` are not.
    """
    terms: dict[str, float] = {}
    every = {t for clause in (*clauses, *hints) for alternative in clause for t in alternative}
    rarity = {term: idf(leaves, term) for term in every}
    told = [_told(clause, rarity) for clause in clauses]
    most = max(told, default=0.0)
    little = [HINT * min(most, _told(clause, rarity)) for clause in hints]
    for clause, tells in zip((*clauses, *hints), (*told, *little), strict=True):
        typed = max((rarity[term] for term in clause[0]), default=0.0)
        for i, alternative in enumerate(clause):
            # An alternative may bring a weight of its own, such as a distant synonym; else its
            # terms share what another way to say the word is worth.
            weight = PARTS / max(1, len(alternative)) if i else 1.0
            weight = float(getattr(alternative, "weight", weight))
            for term in alternative:
                # A rare synonym never outweighs the word as it was typed, however common that is.
                earns = weight * tells * min(rarity[term] / typed, 1.0) if typed else 0.0
                terms[term] = max(terms.get(term, 0.0), earns)
    return Scoring(
        terms=terms,
        mean=mean,
        newest=newest,
        said=(*clauses, *hints),
        clauses=clauses,
        phrase=phrase,
        exact=exact,
    ).totalled()


def _told(clause: Clause, rarity: Mapping[str, float]) -> float:
    """Return what a clause tells: no more than its most common meaning.

    Among Thai datasets an English word is rare whatever it means.
    """
    same = [one for one in clause if one and not hasattr(one, "weight")]
    return min((max(rarity[term] for term in one) for one in same), default=0.0)


def shares(leaf: Leaf, ids: Ids | None, by: Scoring) -> Iterator[list[Share]]:
    """Yield what each hit of a segment earns; the best of each list counts, together the score.

    Would all ways to say a word count, one with many names, such as a city, would outweigh a rarer
    word that has only one.
    """
    # Numbers of the size of an address are taken in half the time.
    at = None if ids is None else ids.astype(np.int64)
    length = leaf.numbers["length"] if at is None else leaf.numbers["length"].take(at)
    norm = length.astype(np.float32)
    norm *= np.float32(K1 * B / by.mean)
    norm += np.float32(K1 * (1 - B))
    for clause in by.said:
        yield [_earned(leaf, ids, by, norm, alternative) for alternative in clause]
    every = np.arange(leaf.size, dtype=np.int32) if ids is None else ids
    titles = {
        "exact title": _named(leaf, every, by.exact),
        "title phrase": _phrase(leaf, every, by.phrase),
        "title words": _all_clauses(leaf, every, by.clauses),
    }
    for name, chosen in titles.items():
        worth = np.float32(by.total * BONUSES[name])
        yield [(name, BONUSES[name], None if chosen is None else chosen * worth)]
    for name, static in (("recency", _recency(leaf, by)), ("completeness", _completeness(leaf))):
        chosen_ = static if at is None else static.take(at)
        yield [(name, BONUSES[name], chosen_ * np.float32(by.total * BONUSES[name]))]


def _earned(
    leaf: Leaf, ids: Ids | None, by: Scoring, norm: Scores, alternative: Sequence[str]
) -> Share:
    """What one way to say a word earns: the sum of its terms."""
    out: Scores | None = None
    weight = 0.0
    for term in alternative:
        held = leaf.post("text", term)
        weight += by.terms[term]
        if len(held.ids):
            often = held.weights if held.ids is ids else held.weigh(ids)
            earned = often / (often + norm)
            earned *= np.float32(by.terms[term] * (K1 + 1))
            out = earned if out is None else out + earned
    return " ".join(field_of(term)[1] for term in alternative), weight, out


def _named(leaf: Leaf, ids: Ids, exact: int) -> Mask | None:
    """Say which titles are the question, None for no one's."""
    if not exact:
        return None
    found: Mask | None = None
    for name in ("whole_th", "whole_en"):
        kept = leaf.kept.get(name)
        if kept is None:
            order = np.argsort(leaf.numbers[name], kind="stable").astype(np.int32)
            kept = leaf.kept[name] = order, leaf.numbers[name][order]
        order, numbers = kept
        # As a number of the same size: any other would make numpy convert them all.
        wanted = np.uint32(exact)
        first = int(np.searchsorted(numbers, wanted, side="left"))
        last = int(np.searchsorted(numbers, wanted, side="right"))
        if first < last:
            mask = np.isin(ids, order[first:last])
            found = mask if found is None else found | mask
    return found


def _phrase(leaf: Leaf, ids: Ids, phrase: Sequence[str]) -> Mask | None:
    """Say which titles hold the words side by side, None for no words."""
    found: Mask | None = None
    for term in phrase:
        mask = leaf.post("title", term).inside(ids)
        found = mask if found is None else found & mask
        if not found.any():
            return None
    return found


def _all_clauses(leaf: Leaf, ids: Ids, clauses: Sequence[Clause]) -> Mask | None:
    """Say which titles hold all that was asked for, None for nothing."""
    found: Mask | None = None
    for clause in clauses:
        mask = within(leaf, ids, clause, "title")
        found = mask if found is None else found & mask
        if not found.any():
            return None
    return found


def _recency(leaf: Leaf, by: Scoring) -> Scores:
    kept: dict[int, Scores] = leaf.kept.setdefault("recency", {})
    found = kept.get(by.newest)
    if found is None:
        if len(kept) >= _NEWEST:
            kept.clear()
        age = np.maximum(by.newest - leaf.numbers["modified"].astype(np.float32), 0)
        found = kept[by.newest] = np.exp2(-age / HALF_LIFE_DAYS).astype(np.float32)
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
        for ways in shares(leaf, ids, by):
            best: Scores | None = None
            for _, _, earned in ways:
                if earned is not None:
                    best = earned if best is None else np.maximum(best, earned)
            if best is not None:
                out += best
    return out
