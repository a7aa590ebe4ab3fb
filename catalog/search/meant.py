"""What a text may have been meant to be, made only of words that the asker may see."""

from collections.abc import Iterable

from catalog.search.analyzer import STOP_WORDS, Analyzer
from catalog.search.arrays import Plan, find, occurrences
from catalog.search.backend import SearchRequest
from catalog.search.query import Query, clean, parse
from catalog.search.snapshot import Snapshot
from catalog.search.spelling import FEW, corrections, looks_slipped, other_layout

__all__ = ["did_you_mean", "in_place_of_nothing"]


def did_you_mean(
    snapshot: Snapshot, query: Query, request: SearchRequest, analyzer: Analyzer
) -> str:
    """Return a correction of the request's text, "" when it has hits enough or none is better.

    Filters do not count: they are no slip of the pen.  What looks typed on the other keyboard
    layout is corrected whatever it found, as its splinters may occur by chance; so is a text that
    only excludes, as a hyphen there is a Thai letter.
    """
    asked = _Meant(snapshot, request, analyzer)
    if looks_slipped(asked.text) or not query.clauses:
        slipped = other_layout(asked.text, analyzer, asked.count)
        if better := asked.better([slipped] if slipped else [], 0):
            return better
    before = asked.hits(query)
    return "" if before > FEW else asked.better(asked.corrections(FEW), before)


def in_place_of_nothing(snapshot: Snapshot, request: SearchRequest, analyzer: Analyzer) -> str:
    """Return what a text that matches nothing must have been meant to be, "" when that is open.

    A word that occurs anywhere is right: then it only stands beside others that are not there.
    """
    asked = _Meant(snapshot, request, analyzer)
    return asked.better(asked.corrections(0), 0)


class _Meant:
    def __init__(self, snapshot: Snapshot, request: SearchRequest, analyzer: Analyzer) -> None:
        self.snapshot, self.request, self.analyzer = snapshot, request, analyzer
        self.leaves = snapshot.leaves(request.audience)
        self.text, _ = clean(request.text)

    def count(self, word: str) -> int:
        """In how many datasets that the asker may see a word occurs."""
        return occurrences(self.leaves, "text", word)

    def corrections(self, few: int) -> list[str]:
        """Texts that may have been meant; a word in more than ``few`` datasets stays."""
        return corrections(self.text, self.analyzer, self.count, self.snapshot.vocabularies(), few)

    def better(self, texts: Iterable[str], before: int) -> str:
        """The first of some texts with more hits than there are, "" for none."""
        for other in texts:
            if not set(self.analyzer.tokens(other)) - STOP_WORDS:
                continue  # nobody looks for "of"
            asked = parse(other, self.analyzer, self.request.synonyms, self.request.agencies)
            if asked.clauses and self.hits(asked) > before:
                return other
        return ""

    def hits(self, asked: Query) -> int:
        """How many datasets match, filters aside."""
        # A word typed in vain would be an alternative of its own synonyms: all clauses count.
        plan = Plan(asked.clauses, asked.excluded)
        found = (find(leaf, plan).base for leaf in self.leaves)
        return sum(0 if ids is None else len(ids) for ids in found)
