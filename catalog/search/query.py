"""A reader's text becomes clauses; no text is ever a syntax error.

Quotes hold words together, a hyphen before a word excludes it, and everything else is words.
"""

import re
import unicodedata
from dataclasses import dataclass

from catalog.search.analyzer import STOP_WORDS, Analyzer, normalise

__all__ = ["MAX_CHARACTERS", "MAX_TERMS", "Clause", "Query", "clean", "parse", "squeeze"]

MAX_CHARACTERS = 200
MAX_TERMS = 32

Clause = tuple[tuple[str, ...], ...]
"""Alternatives, the best first; an alternative holds when all of its terms occur."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_PIECE = re.compile(r'(?<!\S)(-?)"([^"]*)"|(?<!\S)-(?=\S)(\S+)|([^\s"]+)|"')


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks for: every clause, no excluded clause, every phrase as it stands.

    ``phrases`` are squeezed and stand in the text as they are; their words are among the clauses.
    ``pieces`` are the texts between spaces with their words, for a second try.  ``terms`` are the
    words and parts to highlight.  No clause asks for every dataset.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    phrases: tuple[str, ...] = ()
    pieces: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: tuple[str, ...] = ()


def squeeze(text: str) -> str:
    """Return the normalised text with single spaces: phrases are looked for in this form."""
    return " ".join(normalise(text).split())


def clean(text: str) -> tuple[str, bool]:
    """Return at most MAX_CHARACTERS printable characters, and whether a word was cut in two.

    Control characters, lone surrogates and unassigned characters become spaces.
    """
    text = text[: 8 * MAX_CHARACTERS].translate(_QUOTES)
    # Thai and invisible format characters (Cf) stay: the analyzer knows them.
    text = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Cn", "Co") else c for c in text
    ).strip()
    if len(text) <= MAX_CHARACTERS:
        return text, False
    head, rest = text[:MAX_CHARACTERS], text[MAX_CHARACTERS]
    if rest.isspace():
        return head.rstrip(), False
    words = head.rsplit(None, 1)
    return (words[0], False) if len(words) == 2 else (head, True)


def parse(text: str, analyzer: Analyzer) -> Query:
    """Return the query that a text means; bounded in time whatever the text."""
    text, broken = clean(text)
    words: list[str] = []
    excluded: list[Clause] = []
    phrases: list[str] = []
    pieces: list[tuple[str, tuple[str, ...]]] = []
    left = MAX_TERMS
    for minus, quoted, unwanted, plain in _PIECE.findall(text):
        tokens = analyzer.tokens(quoted or unwanted or plain)[:left]
        if broken:
            tokens = tokens[:-1] or tokens
        left -= len(tokens)
        if not tokens:
            continue
        if minus or unwanted:
            excluded.append(_all_of(tokens))
            continue
        words += tokens
        pieces.append((squeeze(quoted or plain), tuple(tokens)))
        if quoted:
            phrases.append(squeeze(quoted))
    wanted = list(dict.fromkeys(words))
    wanted = [w for w in wanted if w not in STOP_WORDS] or wanted
    clauses = tuple(_clause(word, analyzer) for word in wanted)
    terms = dict.fromkeys(term for clause in clauses for one in clause for term in one)
    return Query(
        clauses, tuple(excluded), tuple(dict.fromkeys(phrases)), tuple(pieces), tuple(terms)
    )


def _clause(word: str, analyzer: Analyzer) -> Clause:
    fine = tuple(dict.fromkeys(analyzer.fine(word)))
    return ((word,),) if fine == (word,) else ((word,), fine)


def _all_of(tokens: list[str]) -> Clause:
    """Exclude what holds every word as it stands; parts would take away too much."""
    return (tuple(dict.fromkeys(tokens)),)
