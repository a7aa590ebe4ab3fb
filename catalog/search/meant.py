""" "Did you mean …": a text with more hits, made only of words that the asker may see."""

from catalog.search.analyzer import STOP_WORDS, Analyzer
from catalog.search.arrays import Plan, find, occurrences
from catalog.search.backend import SearchRequest
from catalog.search.query import Query, clean, parse
from catalog.search.snapshot import Snapshot
from catalog.search.spelling import FEW, corrections

__all__ = ["did_you_mean"]


def did_you_mean(
    snapshot: Snapshot, query: Query, request: SearchRequest, analyzer: Analyzer
) -> str:
    """Return a correction of the request's text, "" when it has hits enough or none is better.

    Filters do not count: they are no slip of the pen.
    """
    leaves = snapshot.leaves(request.audience)

    def hits(asked: Query) -> int:
        # A word typed in vain would be an alternative of its own synonyms: all clauses count.
        plan = Plan(asked.clauses, asked.excluded)
        return sum(0 if (ids := find(leaf, plan).base) is None else len(ids) for leaf in leaves)

    before = hits(query)
    if before > FEW:
        return ""
    text, _ = clean(request.text)

    def count(word: str) -> int:
        return occurrences(leaves, "text", word)

    for other in corrections(text, analyzer, count, snapshot.vocabularies()):
        if not set(analyzer.tokens(other)) - STOP_WORDS:
            continue  # nobody looks for "of"
        asked = parse(other, analyzer, request.synonyms, request.agencies)
        if asked.clauses and hits(asked) > before:
            return other
    return ""
