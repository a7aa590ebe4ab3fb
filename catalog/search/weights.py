"""The weights of the ranking, as data: change a number here and every index is built anew.

They are shares of what the words of a question can earn at most, so they hold for rare and common
words alike.  ``python -m bench.relevance`` says what a change does to the judged questions.
"""

from collections.abc import Mapping

__all__ = ["BONUSES", "HALF_LIFE_DAYS", "K1", "PLACES", "B"]

PLACES: Mapping[str, float] = {
    # What one occurrence of a word counts in each place; they are summed for each dataset.
    "title": 3.0,
    "keyword": 2.0,
    # The agency's names and short names: whoever asks for an agency means its datasets.
    "agency": 1.5,
    # Both descriptions and where the data come from.
    "body": 1.0,
    # Names and descriptions of the distributions, and the columns of their tables.
    "distribution": 0.75,
    # The short name and the names of files: often the only English of a Thai dataset.
    "name": 0.5,
    # A part of a compound as a share of its place: a whole word there outweighs it.
    "part": 0.5,
}

BONUSES: Mapping[str, float] = {
    # The title is what was typed, spaces and punctuation aside.  A word earns at most K1 + 1 in
    # these units, and the words of a title never less than a third: so it always comes first.
    "exact title": 2.0,
    # The words stand in the title side by side and in this order.
    "title phrase": 0.5,
    # All words stand in the title, anywhere.
    "title words": 0.5,
    # Half of it is lost every HALF_LIFE_DAYS behind the dataset that was modified last.
    "recency": 0.06,
    # Full marks for a dataset whose fields are all stated.
    "completeness": 0.04,
}

HALF_LIFE_DAYS = 3 * 365

K1, B = 1.2, 0.75
"""BM25: how soon repetition stops to count, and how much a long text is held against it."""
