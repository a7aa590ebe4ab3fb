"""Marking the words of a query in a text, in pieces, so that templates escape every one of them."""

import functools
import re
from collections.abc import Sequence
from enum import Enum

from catalog.search.analyzer import STOP_WORDS, default_analyzer, is_thai, normalise

__all__ = ["excerpt", "highlight"]

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_MARK = re.compile(f"[{_MARKS}]")
_SIGNS = frozenset(filter(_MARK.match, map(chr, range(0x0E00, 0x0E80))))
_INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad"
_THAI = frozenset(map(chr, range(0x0E01, 0x0E4F)))
_CONSONANTS = re.compile("[ก-ฮ]{2,3}")
_RARE = 1000
"""Consonants alone that occur less often in running text are the letters of an abbreviation."""
_LETTER_OR_DIGIT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
# Signs that `normalise` reads together.
_CLUSTER = re.compile(
    f"เ[เ{_INVISIBLE}]*"
    f"|.[{_MARKS}{_INVISIBLE}]*\u0e4d[{_MARKS}{_INVISIBLE}]*[าๅำ{_INVISIBLE}]+"
    f"|[ฤฦ][{_INVISIBLE}]*ๅ|[ะาำๅ][ะาำๅ{_INVISIBLE}]*|.[{_MARKS}{_INVISIBLE}]*",
    re.DOTALL,
)


class _Way(Enum):
    """How a term stands in a text: within Thai words too, by itself, or as a word of letters."""

    INSIDE, ALONE, WORD = range(3)


Span = tuple[int, int]
Pieces = list[tuple[str, bool]]


def highlight(text: str, terms: Sequence[str]) -> Pieces:
    """Cut a text into (piece, is a hit); joined, the pieces are the text again.

    ``terms`` are normalised, as ``SearchAnswer.terms``; the text is as its author wrote it.
    """
    return _pieces(text, _hits(text, _chosen(tuple(terms))), 0, len(text))


def excerpt(text: str, terms: Sequence[str], size: int = 200) -> Pieces:
    """Return the pieces of about ``size`` characters around the first hit, with … where it is cut.

    Blanks are single ones.
    """
    text = " ".join(text.split())
    chosen = _chosen(tuple(terms))
    # No word goes beyond a blank, so both sides of one may be looked through by themselves: often
    # the first side is all that is shown.
    blank = text.find(" ", size) + 1
    hits = _hits(text[:blank] if blank else text, chosen)
    if blank and not (hits and hits[0][0] <= size // 4):
        hits += [(first + blank, last + blank) for first, last in _hits(text[blank:], chosen)]
    if len(text) <= size:
        return _pieces(text, hits, 0, len(text))
    start = max(0, min(hits[0][0] - size // 4, len(text) - size)) if hits else 0
    if start:
        space = text.find(" ", start, start + size // 4)
        start = space + 1 if space >= 0 else start
        while start < len(text) and _MARK.match(text[start]):
            start -= 1  # a vowel sign does not begin a line without its consonant
    end = start + size
    while end < len(text) and _MARK.match(text[end]):
        end += 1
    end = min(end, len(text))
    before, after = start > 0, end < len(text)
    end -= text[end - 1] == " "
    pieces = _pieces(text, hits, start, end)
    return [("…", False)] * before + pieces + [("…", False)] * after


def _pieces(text: str, hits: Sequence[Span], at: int, end: int) -> Pieces:
    """Cut a part of a text where its hits begin and end."""
    pieces: Pieces = []
    for first, last in hits:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    if at < end:
        pieces.append((text[at:end], False))
    return pieces


@functools.lru_cache(maxsize=256)
def _chosen(terms: tuple[str, ...]) -> tuple[tuple[str, _Way], ...]:
    """Return what to look for: texts, each with how it stands."""
    # Kept: a page asks for the same words some sixty times.
    out: dict[str, _Way] = {}
    telling = [term for term in terms if term not in STOP_WORDS]
    for term in telling or terms:
        # A single letter would mark half of the page.
        if len(term) > 1 or term.isdigit():
            out[term] = _way(term)
            if term.endswith("y") and term.isalpha():
                out[f"{term[:-1]}ie"] = _Way.WORD
    return tuple(out.items())


def _way(term: str) -> _Way:
    if not is_thai(term):
        return _Way.WORD
    if _CONSONANTS.fullmatch(term) and (default_analyzer().dictionary.count(term) or 0) < _RARE:
        return _Way.ALONE  # รร is a school, but not in กรรม
    return _Way.INSIDE


def _hits(text: str, terms: Sequence[tuple[str, _Way]]) -> list[Span]:
    """Return where the terms stand in a text, from left to right, the longest at each place."""
    if not terms:
        return []
    folded, starts = _folded(text)
    found = []
    for term, way in terms:
        at = folded.find(term)
        while at >= 0:
            end = at + len(term)
            if way is _Way.WORD:
                end = _end(term, folded, at)
            elif way is _Way.ALONE:
                end = 0 if folded[at - 1 : at] in _THAI or folded[end : end + 1] in _THAI else end
            elif folded[end : end + 1] in _SIGNS:
                end = 0
            if end:
                found.append((at, -end))
            at = folded.find(term, at + 1)
    out, last = [], 0
    found.sort()
    for start, end in found:
        if start >= last:
            last = -end
            out.append((starts[start], starts[last]) if starts else (start, last))
    return out


def _end(term: str, folded: str, at: int) -> int:
    """Return where a term of other letters ends that stands in a place as a word, else nought."""
    end = at + len(term)
    if folded[at - 1 : at] in _LETTER_OR_DIGIT:
        return 0
    for ending in ("", "s", "es") if term.isalpha() else ("",):
        after = end + len(ending)
        if folded.startswith(ending, end) and folded[after : after + 1] not in _LETTER_OR_DIGIT:
            return after
    return 0


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the normalised text, and where each of its characters stands in the text.

    When none was taken away each stands in its own place, and the list is empty.
    """
    whole = normalise(text)
    if _in_place(text, whole):
        return whole, []
    # Word by word: most of them stand as they were written.
    words, normals = text.split(" "), whole.split(" ")
    if len(words) != len(normals):  # some blank was another sign
        words, normals = [text], [whole]
    folded: list[str] = []
    starts: list[int] = []
    at = 0
    for written, normal in zip(words, normals, strict=True):
        if _in_place(written, normal):
            folded.append(normal)
            starts += range(at, at + len(written))
            at += len(written)
        else:
            for cluster in _CLUSTER.findall(written):
                one = _normal(cluster)
                folded.append(one)
                starts += [at] * len(one)
                at += len(cluster)
        folded.append(" ")
        starts.append(at)
        at += 1
    return "".join(folded[:-1]), starts


def _in_place(text: str, normal: str) -> bool:
    """Say whether every character of a normalised text stands where it stood."""
    return len(normal) == len(text) and "İ" not in text  # the one letter that grows in lower case


_normal = functools.lru_cache(8192)(normalise)
