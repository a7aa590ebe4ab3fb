"""Small values that many nouns share: text in two languages and cleaned text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in Thai and English; an empty side means that nobody wrote it."""

    th: str = ""
    en: str = ""

    def in_language(self, lang: str) -> str:
        """The text in ``th`` or ``en``, falling back to the other side."""
        first, second = (self.en, self.th) if lang == "en" else (self.th, self.en)
        return first or second


def clean_text(text: str) -> str:
    """Text as the catalogue keeps it: NFC, unix line ends, no control or zero-width characters.

    Lone surrogates are dropped: no encoder can write them.  NFC leaves Thai sara am (U+0E33)
    whole; NFKC would take it apart.
    """
    text = _SURROGATE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def clean_line(text: str) -> str:
    """Like `clean_text`, on one line: runs of white space become one blank."""
    return " ".join(clean_text(text).split())
