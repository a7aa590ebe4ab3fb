"""Marking the words of a query in a text, in pieces, so that templates escape every one of them."""

import functools
import re
from collections.abc import Sequence

from catalog.search.analyzer import is_thai

__all__ = ["excerpt", "highlight"]

_INVISIBLE = "[\u200b-\u200f\u2060\ufeff\u00ad]*"
_ANY_TONE = "[\u0e48-\u0e4b]"
_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"


def highlight(text: str, terms: Sequence[str]) -> list[tuple[str, bool]]:
    """Cut a text into (piece, is a hit); joined, the pieces are the text again.

    ``terms`` are normalised, as ``SearchAnswer.terms``; the text is as its author wrote it.
    """
    pattern = _pattern(tuple(terms))
    if pattern is None or not text:
        return [(text, False)] if text else []
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at:
            pieces.append((text[at : found.start()], False))
        pieces.append((found[0], True))
        at = found.end()
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def excerpt(text: str, terms: Sequence[str], size: int = 200) -> str:
    """Return about ``size`` characters of a text around its first hit, with … where it is cut."""
    text = " ".join(text.split())
    if len(text) <= size:
        return text
    pattern = _pattern(tuple(terms))
    found = pattern.search(text) if pattern else None
    start = max(0, min(found.start() - size // 4, len(text) - size)) if found else 0
    if start:
        space = text.find(" ", start, start + size // 4)
        start = space + 1 if space >= 0 else start
        while start < len(text) and re.match(_MARK, text[start]):
            start -= 1  # a vowel sign does not begin a line without its consonant
    end = start + size
    while end < len(text) and re.match(_MARK, text[end]):
        end += 1
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


@functools.lru_cache(maxsize=256)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    # Kept: a page asks for the same words some sixty times.
    # A single letter would mark half of the page.
    chosen = sorted((t for t in set(terms) if len(t) > 1 or t.isdigit()), key=len, reverse=True)
    return re.compile("|".join(map(_of, chosen)), re.IGNORECASE) if chosen else None


def _of(term: str) -> str:
    """Return the pattern of a term in all spellings that ``normalise`` takes for one."""
    letters: list[str] = []
    for i, letter in enumerate(term):
        if letter.isascii() and letter.isdigit():
            code = ord(letter) - 48
            letters.append(f"[{letter}{chr(0x0E50 + code)}{chr(0xFF10 + code)}]")
        elif letter == "ำ":
            letters.append(f"(?:ำ|\u0e4d{_ANY_TONE}?า)")
        elif "\u0e48" <= letter <= "\u0e4b" and term[i + 1 : i + 2] == "ำ":
            letters.append(f"{letter}?")  # the tone may stand inside the sara am
        elif letter == "แ":
            letters.append("(?:แ|เเ)")
        else:
            letters.append(re.escape(letter))
    body = _INVISIBLE.join(letters)
    if is_thai(term):
        return f"{body}(?!{_MARK})"
    plural = "(?:e?s)?" if term.isalpha() else ""
    if term.isalpha() and term.endswith("y"):
        body = f"(?:{body}|{_INVISIBLE.join(letters[:-1])}ies)"
    return f"(?<![a-z0-9]){body}{plural}(?![a-z0-9])"
