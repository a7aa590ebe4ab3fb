"""Titles in the order of a Thai dictionary, as bytes that compare like the titles.

Royal Institute order: a vowel written before its consonant counts after it (เก is sorted as ก, เ);
tone marks, maitaikhu and the silencer decide only between words that are the same without them.
Digits come before Latin letters, these before Thai ones; punctuation counts as a space.
"""

import re

from catalog.search.analyzer import normalise

__all__ = ["MAX_KEY", "title_key"]

MAX_KEY = 120
"""Letters of a title that take part; titles alike so far are in the order of their rows."""

_LEADING = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = frozenset("\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_OTHER = re.compile(r"[^\w\u0e01-\u0e4e]+|_+")
_NO_MARK = 1


def title_key(title: str) -> bytes:
    """Return the sort key of a title; an empty title is sorted last."""
    text = _OTHER.sub(" ", normalise(title)).strip()
    text = _LEADING.sub(r"\2\1", text[: 2 * MAX_KEY])
    letters: list[str] = []
    marks: list[int] = []
    for letter in text:
        if letter not in _MARKS:
            if len(letters) == MAX_KEY:
                break
            letters.append(letter)
            marks.append(_NO_MARK)
        elif marks:
            # The mark of a vowel that was moved stands on its consonant or its vowel: no matter.
            marks[-1] = ord(letter) - 0x0E47 + 2
    while marks and marks[-1] == _NO_MARK:
        marks.pop()
    if not letters:
        return b"\xff"
    # One byte for a Thai letter, in the order of the code points.
    return "".join(letters).encode("cp874", "xmlcharrefreplace") + b"\x00" + bytes(marks)
