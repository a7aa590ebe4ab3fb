"""Thai and English text becomes words and the parts of compound words; pure, in linear time.

Thai is written without spaces, so both sides of a search must cut it in the same way.  A text is
cut into dictionary words; a compound also gives its parts, so that ``โรงงาน`` finds
``โรงงานอุตสาหกรรม``.  A word counts as a compound only when known words cover it completely and none
of them is much rarer than the whole: ``ข้อมูล`` is not "item" + "root".
"""

import functools
import re
from collections.abc import Callable

from catalog.search.dictionary import HEAD, Dictionary, packaged_lines, packaged_words

__all__ = [
    "MAX_WORD",
    "STOP_WORDS",
    "Analyzer",
    "default_analyzer",
    "is_stem",
    "is_thai",
    "normalise",
    "singular",
    "stem",
]

MAX_WORD = 64
"""Longest word kept, in characters; what is longer is not a word that anybody types."""

_KEPT = 200
"""Longest text whose words are kept for the next time."""

_STOP_WORDS_TH = "ปี พศ ที่ การ ของ ใน และ หรือ จาก เป็น มี ให้ ได้ ด้วย โดย กับ แก่ ต่อ ตาม แบบ"
_ASKING_TH = (
    "บ้าง ไหน ไหม มั้ย อะไร ใคร ตรงไหน ที่ไหน เมื่อไหร่ เมื่อไร ยังไง อย่างไร ทำไม เท่าไหร่ เท่าไร กี่"
    " ครับ ค่ะ คะ นะ หน่อย ขอ อยาก อยากได้ อยากรู้ อยากดู ต้องการ ว่า ซึ่ง คือ ไง ทั้งหมด"
)
_STOP_WORDS_EN = (
    "the of and in for to a an by on at from with per is are how many much what where which"
)
STOP_WORDS = frozenset(f"{_STOP_WORDS_TH} {_ASKING_TH} {_STOP_WORDS_EN}".split())
"""Words that a query does without, unless it has no others.  The index keeps them."""

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _INVISIBLE)),
    0xA0: " ",
    **{first + i: str(i) for first in (0x0E50, 0xFF10) for i in range(10)},
    **{first + i: chr(97 + i) for first in (0xFF21, 0xFF41) for i in range(26)},
}
# Marks above and below a consonant: vowels come first, then the tone, then the silencer.
_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"
_TONES = "\u0e48-\u0e4b"
_LAST = "\u0e4c\u0e4e"
_MARKS = re.compile(f"[{_VOWELS}{_TONES}{_LAST}]{{2,}}")
# One pattern for all of it would take twice as long: each of these knows its first characters.
_DECOMPOSED = re.compile("[\u0e4d\u0e45]")
_DISORDERED = re.compile(f"[{_TONES}{_LAST}][{_VOWELS}{_TONES}]")
_REPEATED = re.compile("([\u0e30-\u0e3a\u0e47\u0e4c-\u0e4e])\\1")  # doubled tones are out of order
_RARE = re.compile(f"[{''.join(map(chr, _TABLE))}\u0e4d\u0e45]")
_REPLACED = re.compile(f"[{''.join(map(chr, _TABLE))}]")


def _mark_order(mark: str) -> int:
    return 2 if mark in "\u0e4c\u0e4e" else 1 if "\u0e48" <= mark <= "\u0e4b" else 0


def _replacement(found: re.Match[str]) -> str:
    return _TABLE[ord(found[0])] or ""


def _sorted_marks(found: re.Match[str]) -> str:
    return _in_order(found[0])


@functools.lru_cache(8192)
def _in_order(marks: str) -> str:
    """Put marks typed in any order into the one order, with one tone and nothing doubled."""
    out: list[str] = []
    tone = False
    for mark in sorted(marks, key=_mark_order):
        if _mark_order(mark) == 1:
            if tone:
                continue
            tone = True
        if not out or out[-1] != mark:
            out.append(mark)
    return "".join(out)


def normalise(text: str) -> str:
    """Return the one spelling of a text: lower case, ASCII digits, Thai marks in typing order.

    Applying it twice changes nothing.  It is not NFKC, which takes sara am (U+0E33) apart.
    """
    rare = _RARE.search(text)
    if rare:
        text = _REPLACED.sub(_replacement, text)
    text = text.lower()
    if not (
        "เเ" in text
        or (rare and _DECOMPOSED.search(text))
        or _DISORDERED.search(text)
        or _REPEATED.search(text)
    ):
        return text
    text = text.replace("เเ", "แ")
    text = re.sub("(?<![ฤฦ])ๅ", "า", text)  # lakkhangyao typed for sara aa
    text = re.sub("([ะาำ])\\1+", r"\1", text)
    text = _MARKS.sub(_sorted_marks, text)
    text = re.sub(f"\u0e4d([{_TONES}{_LAST}]*)า", r"\1ำ", text)  # sara am in two characters
    return re.sub("ำ{2,}", "ำ", text)


# Thai letters without ฯ ๆ ฿ and the old punctuation marks.
_THAI = "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e"
_RUN = re.compile(f"[{_THAI}]+|[a-z0-9]+(?:[._-][a-z0-9]+)*|[^\\W_a-z0-9\u0e00-\u0e7f]+")
_THAI_RUN = re.compile(f"[{_THAI}]+")
_GROUP = "[ก-ฮเแโ][ก-ฮ\u0e31\u0e34-\u0e39]{0,3}"
_ABBREVIATION = re.compile(
    # Single letters may follow a word without a space (ปีพ.ศ.2566); longer groups may not.
    f"(?:[ก-ฮ]\\.){{2,}}(?:[ก-ฮ](?![{_THAI}]))?"
    f"|(?<![{_THAI}.])(?:{_GROUP}\\.){{2,6}}(?:{_GROUP}(?![{_THAI}]))?"
)
_NUMBER_OR_LETTERS = re.compile(r"[a-z]+|[0-9]+(?:[.][0-9]+)?")
_LETTERS_AND_DIGITS = re.compile("[a-z0-9]+")
# What English words of one stem end in; light on purpose, and weaker than the word itself.
_ENDING = re.compile(
    "(?:ational|ization|ation|ional|ion|ating|ated|ate|ing|ed|er|or|ment|ive|ity|al|ly|e|y)$"
)
_DOUBLED = re.compile("([bdgmnprt])\\1$")
_SHORTEST_STEM = 4
_STEM = "~"
_NO_START = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")
_BEFORE_NO_CUT = re.compile("[เแโใไ]")


def is_thai(word: str) -> bool:
    """Say whether a word (never empty) is written in Thai script."""
    return "\u0e00" <= word[0] <= "\u0e7f"


def singular(word: str) -> str:
    """Take off a plural -s; both sides of a search do, so the rest need not be a word."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]


@functools.lru_cache(65536)
def stem(word: str) -> str:
    """Return the term for all English words of one stem (vaccine, vaccinated), "" for no such word.

    No word ends like it, so that a stem is never taken for a word of the texts.
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return ""
    root = word
    while (shorter := _ENDING.sub("", root)) != root and len(shorter) >= _SHORTEST_STEM:
        root = _DOUBLED.sub(r"\1", shorter)
    return root + _STEM


def is_stem(term: str) -> bool:
    """Say whether a term is a stem, which no reader should be shown."""
    return term.endswith(_STEM)


class Analyzer:
    """Cuts text into words with one dictionary; share one for each dictionary (it keeps caches)."""

    RATIO = 0.2
    """A part of a compound is at least this often found as the whole, in the same corpus."""

    # Costs of a cut: fewest unknown characters first, then fewest words.
    _UNKNOWN, _START, _WORD, _ONE = 100, 30, 10, 60

    def __init__(self, dictionary: Dictionary) -> None:
        """Take the known words; what the texts spell otherwise is never one."""
        self.dictionary = dictionary
        self._cut_short: Callable[[str], tuple[str, ...]] = functools.lru_cache(8192)(self._cut)
        self._parts: Callable[[str], tuple[str, ...]] = functools.lru_cache(65536)(self._find_parts)
        self._words: Callable[[str], tuple[str, ...]] = functools.lru_cache(1024)(self._find_words)
        self.sub_words = functools.lru_cache(65536)(self._find_sub_words)
        self.fine: Callable[[str], tuple[str, ...]] = functools.lru_cache(8192)(self._find_fine)

    def tokens(self, text: str) -> list[str]:
        """Return the words of a text in order, each at most MAX_WORD characters long."""
        # Names of agencies and keywords come again and again, and a title is read for each use.
        return list(self._words(text) if len(text) <= _KEPT else self._find_words(text))

    def _find_words(self, text: str) -> tuple[str, ...]:
        text = normalise(text).replace("ฯลฯ", " ")
        text = _ABBREVIATION.sub(lambda found: f" {found[0].replace('.', '')} ", text)
        out: list[str] = []
        for run in _RUN.findall(text):
            if is_thai(run):
                cut = self.cut(run)
                out += cut if len(run) <= MAX_WORD else [word[:MAX_WORD] for word in cut]
            elif len(run) > MAX_WORD:
                out += [singular(w[:MAX_WORD]) for w in _LETTERS_AND_DIGITS.findall(run) or [run]]
            else:
                out.append(singular(run))
        return tuple(out)

    def cut(self, run: str) -> tuple[str, ...]:
        """Cut normalised Thai letters into words; joined, they are the run again."""
        # Sentences seldom come twice, and a hostile one should not stay in memory.
        return self._cut_short(run) if len(run) <= 128 else self._cut(run)

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the words that a compound is made of, or () when it is none."""
        if is_thai(word):
            return self._parts(word)
        if word.isalpha():
            return ()
        parts = _NUMBER_OR_LETTERS.findall(word)
        return tuple(map(singular, parts)) if len(parts) > 1 else ()

    def _find_sub_words(self, word: str) -> tuple[str, ...]:
        """Return all parts at every level, for the index."""
        out: list[str] = []
        parts = self.parts(word)
        for part in parts:
            out += (part, *self.sub_words(part))
        if not parts and (root := stem(word)) and root != f"{word}{_STEM}":
            out.append(root)
        if parts and not is_thai(word):  # pm2.5 is also pm2 and 5
            out += (p for p in _LETTERS_AND_DIGITS.findall(word) if p not in parts)
        return tuple(out)

    def _find_fine(self, word: str) -> tuple[str, ...]:
        """Return the smallest parts of a word, or the word itself, for the query."""
        parts = self.parts(word)
        return tuple(small for part in parts for small in self.fine(part)) if parts else (word,)

    def _cut(self, run: str) -> tuple[str, ...]:
        """Fewest unknown characters, then fewest words, then the longest first word."""
        size, dictionary = len(run), self.dictionary
        allowed = _places(run)
        best, back, unknown = [0] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        after = size
        for i in range(size - 1, -1, -1):
            if not allowed[i]:
                continue
            cost = best[after] + self._UNKNOWN * (after - i)
            cost += 0 if unknown[after] else self._START
            to, odd = after, True
            lengths, longer = dictionary[run[i : i + HEAD]]
            for length in lengths:
                end = i + length
                if end > size or not allowed[end]:
                    continue
                known = best[end] + (self._WORD if length > 1 else self._ONE)
                if known > cost or (length > HEAD and run[i:end] not in longer):
                    continue
                if known < cost or end > to:
                    cost, to, odd = known, end, False
            best[i], back[i], unknown[i], after = cost, to, odd, i
        out, i = [], 0
        while i < size:
            to = back[i]
            while unknown[i] and to < size and unknown[to]:
                to = back[to]
            out.append(run[i:to])
            i = to
        return tuple(out)

    def _find_parts(self, word: str) -> tuple[str, ...]:
        size = len(word)
        if size < 4:
            return ()
        allowed, count = _places(word), self.dictionary.count
        never = 1 << 30
        best, back = [never] * size + [0], [0] * (size + 1)
        for i in range(size - 1, -1, -1):
            for length in self.dictionary[word[i : i + HEAD]][0] if allowed[i] else ():
                end = i + length
                if length < 2 or length == size or end > size or not allowed[end]:
                    continue
                often = count(word[i:end])
                if often is None:
                    continue
                cost = best[end] + 10 + (8 if length < 3 else 0) + (0 if often else 40)
                if cost <= best[i]:
                    best[i], back[i] = cost, end
        if best[0] >= never:
            return ()
        out, i = [], 0
        while i < size:
            out.append(word[i : back[i]])
            i = back[i]
        low = (count(word) or 0) * self.RATIO
        return tuple(out) if all(0 < (count(part) or 0) >= low for part in out) else ()


def _places(run: str) -> list[bool]:
    """Return where a run of Thai letters may be cut, from before the first to after the last."""
    allowed = [letter not in _NO_START for letter in run]
    allowed.append(True)
    for found in _BEFORE_NO_CUT.finditer(run):
        allowed[found.end()] = False
    at = run.find("์", 1)
    while at >= 0:  # a silenced consonant stays with the word before it
        allowed[at - 1] = False
        if at >= 2 and run[at - 1] in "ุิ":
            allowed[at - 2] = False
        at = run.find("์", at + 1)
    allowed[0] = allowed[-1] = True
    return allowed


@functools.cache
def default_analyzer() -> Analyzer:
    """Return the analyzer over the packaged word lists."""
    agencies = filter(_THAI_RUN.fullmatch, map(normalise, packaged_words()))
    return Analyzer(Dictionary(packaged_lines(), agencies))
