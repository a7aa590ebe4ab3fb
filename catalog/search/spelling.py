"""What a misspelt word may have been meant to be; pure, over whatever words are given.

Words are found by their skeleton: their consonants by sound, without vowels, tones, silenced
letters and the often forgotten ร and ล.  What has the same skeleton, or one a step away, is
compared letter by letter; slips that leave the sound as it is cost least.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nsmallest

from catalog.search.analyzer import STOP_WORDS, Analyzer, is_thai, normalise
from catalog.search.dates import full_years

__all__ = [
    "FEW",
    "Vocabulary",
    "corrections",
    "distance",
    "looks_slipped",
    "other_keyboard",
    "other_layout",
    "skeleton",
]

_SOUNDS = ("ขฃคฅฆ", "ฉชฌ", "ซศษส", "ญย", "ดฎ", "ตฏ", "ถทธฐฑฒ", "นณ", "ผพภ", "ฝฟ")
_SILENT = re.compile("[ก-ฮ][\u0e34\u0e38]?\u0e4c")
_TONES = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
_VOWELS = "ะ\u0e31าำ\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39เแโใไ"
_PAIRS = frozenset(
    frozenset(pair)
    for pair in ("\u0e34\u0e35", "\u0e36\u0e37", "\u0e38\u0e39", "ะา", "ใไ", "เแ", "\u0e31ะ", "รล")
)
_SOUND_OF = {letter: sounds[0] for sounds in _SOUNDS for letter in sounds}
_SKELETON = {
    **{ord(letter): sound for letter, sound in _SOUND_OF.items()},
    **dict.fromkeys(map(ord, f"{_TONES}{_VOWELS}รลฬๅ\u0e3a\u0e4d\u0e4e")),
}
_LATIN = dict.fromkeys(map(ord, "aeiou"))
_THAI_STEPS = "".join(
    sorted({_SOUND_OF.get(c, c) for c in map(chr, range(0x0E01, 0x0E2F))} - {*"รลฬฤฦ"})
)
_LATIN_STEPS = "bcdfghjklmnpqrstvwxyz"

_MOST_COMPARED = 250
_MOST_NEAR = 40
_THAI = "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e"
_WORD = re.compile(f"[{_THAI}]{{3,40}}|[a-z]{{4,40}}")


def skeleton(word: str) -> str:
    """Return the consonants of a word by sound; the word itself when it has none."""
    if is_thai(word):
        return _SILENT.sub("", word).translate(_SKELETON) or word
    return word[0] + re.sub(r"(.)\1+", r"\1", word[1:].translate(_LATIN))


def _steps(bones: str, letters: str) -> Iterator[str]:
    """Yield a skeleton and those one letter away."""
    yield bones
    for i in range(len(bones) + 1):
        head, tail = bones[:i], bones[i:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)


@functools.lru_cache(64)
def _near_skeletons(word: str) -> frozenset[str]:
    """Return the skeletons at most a step away from that of a word: every vocabulary is asked."""
    return frozenset(_steps(skeleton(word), _THAI_STEPS if is_thai(word) else _LATIN_STEPS))


def _gap(word: str, at: int) -> float:
    """What it costs to leave out one letter of a word."""
    letter = word[at]
    if letter in _TONES:
        return 0.4
    if at and word[at - 1] == letter:
        return 0.5
    if letter in _VOWELS:
        return 0.7
    if letter in "รล" or word[at + 1 : at + 2] == "\u0e4c":
        return 0.6
    return 1.0


def _swap(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _TONES and b in _TONES:
        return 0.3
    if _SOUND_OF.get(a, a) == _SOUND_OF.get(b, b) or frozenset((a, b)) in _PAIRS:
        return 0.5
    return 0.8 if a in _VOWELS and b in _VOWELS else 1.0


def distance(a: str, b: str, limit: float) -> float:
    """Return what turns one word into the other, or more than ``limit`` when it is that much."""
    before: list[float] = []
    row = [0.0]
    for j in range(len(b)):
        row.append(row[-1] + _gap(b, j))
    for i, letter in enumerate(a):
        last, row, drop = row, [row[0] + _gap(a, i)], _gap(a, i)
        for j, other in enumerate(b):
            least = last[j] if letter == other else last[j] + _swap(letter, other)
            least = min(least, last[j + 1] + drop, row[j] + _gap(b, j))
            if i and j and letter == b[j - 1] and other == a[i - 1]:
                least = min(least, before[j - 1] + 0.7)
            row.append(least)
        if min(row) > limit:
            return limit + 1
        before = last
    return row[-1]


def _limit(word: str) -> float:
    return min(2.0, 0.55 + 0.15 * len(word))


class Vocabulary:
    """The words of one part of an index by their skeletons; takes 0.1 s for 32,000 words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        # A misspelt text asks twice for most of its words, and so does the page after it.
        self._kept = functools.lru_cache(512)(self._find_near)
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Take more words."""
        more = [word for word in words if _WORD.fullmatch(word)]
        for word in more:
            self._words.setdefault(skeleton(word), []).append(word)
        if more:
            self._kept.cache_clear()

    def near(self, word: str) -> tuple[tuple[float, str], ...]:
        """Return words that a word may have been meant to be, the nearest first."""
        return self._kept(word) if _WORD.fullmatch(word) else ()

    def _find_near(self, word: str) -> tuple[tuple[float, str], ...]:
        limit = _limit(word)
        size = len(word)
        found = [
            other
            for bones in self._words.keys() & _near_skeletons(word)
            for other in self._words[bones]
            if abs(len(other) - size) <= 3 and other != word
        ]
        have = set(word)
        likely = nsmallest(
            _MOST_COMPARED, found, key=lambda other: (len(have.symmetric_difference(other)), other)
        )
        near = [(distance(word, other, limit), other) for other in likely]
        return tuple(sorted(pair for pair in near if pair[0] <= limit)[:_MOST_NEAR])


_KEYS = (
    "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
)
_LETTERS = (
    "ๅ/-ภถ\u0e38\u0e36คตจขชๆไำพะ\u0e31\u0e35รนยบลฟหกดเ\u0e49\u0e48าสวงผปแอ\u0e34\u0e37ทมใฝ"
    '+๑๒๓๔\u0e39฿๕๖๗๘๙๐"ฎฑธ\u0e4d\u0e4aณฯญฐ,ฤฆฏโฌ\u0e47\u0e4bษศซ.()ฉฮ\u0e3a\u0e4c?ฒฬฦ'
)
_TO_THAI = str.maketrans(_KEYS, _LETTERS)
_TO_LATIN = {ord(b): a for a, b in zip(_KEYS, _LETTERS, strict=True) if "\u0e00" < b < "\u0e7f"}


def other_keyboard(text: str) -> str:
    """Return what the same keys give on the other layout (Thai Kedmanee or US English)."""
    thai = any("\u0e00" < letter < "\u0e7f" for letter in text)
    return text.translate(_TO_LATIN if thai else _TO_THAI)


FEW = 2
"""A word in so few datasets may be a slip for one in many."""

_MOST_WINDOWS = 16
# Neither what is excluded nor a prefix or its value, and never a piece of such a word.
_TEXT_RUN = re.compile(
    f"(?<![{_THAI}:-])[{_THAI}]+(?![{_THAI}:])|(?<![a-z0-9:-])[a-z]+(?![a-z0-9:])"
)

Count = Callable[[str], int]


def corrections(
    text: str,
    analyzer: Analyzer,
    count: Count,
    vocabularies: Sequence[Vocabulary],
    few: int = FEW,
) -> list[str]:
    """Return texts that may have been meant, the likeliest first.

    ``count`` says in how many datasets that the asker may see a word occurs: a word that occurs in
    none is never part of a correction.  A word in more than ``few`` is right as it is.
    """
    typed = " ".join(normalise(text).split())
    better = _Corrector(analyzer, count, vocabularies, few)
    # Twice: each time at most one slip of a run is mended.
    mended = _TEXT_RUN.sub(better.run, _TEXT_RUN.sub(better.run, typed))
    found = [other_layout(text, analyzer, count), " ".join(full_years(typed.split())), mended]
    return [other for other in dict.fromkeys(found) if other and other != typed]


# Signs that stand inside words on the other layout only, where they are Thai letters.
_SLIPPED = re.compile(r"[a-z0-9][;\[\]^=,][a-z0-9;\[\]^=,']|^-[a-z0-9]*[;\[\]^=,]", re.IGNORECASE)


def other_layout(text: str, analyzer: Analyzer, count: Count) -> str:
    """Return the text with what was typed on the other layout as it was meant, "" for nothing.

    Whoever has the keyboard wrong notices late or never, and numbers look right on the way: what
    stands between two spaces is one or the other.
    """
    if whole := _slipped(text, analyzer, count):
        return whole
    pieces = normalise(text).split()
    meant = [
        (len(typed) > 2 and _slipped(typed, analyzer, count)) or piece
        for typed, piece in zip(text.split(), pieces, strict=False)
    ]
    return "" if meant == pieces else " ".join(meant)


def looks_slipped(text: str) -> bool:
    """Say whether a text in Latin letters looks like Thai typed on the other layout."""
    return _SLIPPED.search(text) is not None


def _slipped(text: str, analyzer: Analyzer, count: Count) -> str:
    """Return a text as typed on the other layout, when only that has known words."""
    if _share_known(text, analyzer, count) >= 0.5:
        return ""
    other = " ".join(normalise(other_keyboard(text)).split())
    return other if _share_known(other, analyzer, count) >= 0.8 else ""


def _share_known(text: str, analyzer: Analyzer, count: Count) -> float:
    """Return the share of a text that is words that occur; single letters are none."""
    words = (word for word in analyzer.tokens(text) if len(word) > 1)
    return sum(len(word) for word in words if count(word)) / max(1, len("".join(text.split())))


class _Corrector:
    def __init__(
        self, analyzer: Analyzer, count: Count, vocabularies: Sequence[Vocabulary], few: int
    ) -> None:
        self.analyzer, self.count, self.vocabularies = analyzer, count, vocabularies
        self.few = few
        self.left = _MOST_WINDOWS

    def run(self, found: re.Match[str]) -> str:
        """Return a run of letters with the one change that makes most of it known."""
        run = found[0]
        words = self.analyzer.tokens(run)
        doubtful = [not self._known(word) for word in words]
        if not any(doubtful) or self.left <= 0:
            return run
        if not is_thai(run):
            return self._best([(0.0, "", run, "")]) or run
        return self._best(self._windows(run, words, doubtful)) or run

    def _known(self, word: str) -> bool:
        return word in STOP_WORDS or self.count(word) > self.few

    def _windows(
        self, run: str, words: Sequence[str], doubtful: Sequence[bool]
    ) -> list[tuple[float, str, str, str]]:
        """Return parts of a run that may be one misspelt word: what else stays doubtful, sides."""
        out: dict[tuple[str, str, str], float] = {("", run, ""): 0.0}
        # The slip may have made a false word of the beginning: เขตจตจักร is not เข, ตจ, ต, จักร.
        for at in range(2, len(run) - 2):
            if self._standing(run[:at]):
                out.setdefault((run[:at], run[at:], ""), 0.0)
            if self._standing(run[at:]):
                out.setdefault(("", run[:at], run[at:]), 0.0)
        total = sum(doubtful)
        for first in range(len(words)):
            for last in range(first + 1, min(first + 5, len(words)) + 1):
                left = total - sum(doubtful[first:last])
                if left < total:
                    sides = (
                        "".join(words[:first]),
                        "".join(words[first:last]),
                        "".join(words[last:]),
                    )
                    out.setdefault(sides, float(left))
        ordered = sorted(out.items(), key=lambda pair: (pair[1], -len(pair[0][1])))
        return [(left, *sides) for sides, left in ordered]

    def _standing(self, part: str) -> bool:
        return self.analyzer.dictionary.count(part) is not None and self._known(part)

    def _best(self, windows: Iterable[tuple[float, str, str, str]]) -> str:
        best, chosen = 9.0, ""
        for left, before, word, after in windows:
            if left >= best or self.left <= 0 or len(word) < 3:
                continue
            self.left -= 1
            often = self.count(word)
            for vocabulary in self.vocabularies:
                for far, other in vocabulary.near(word):
                    if left + far >= best:
                        break
                    if self.count(other) > max(often * 10, 0):
                        best, chosen = left + far, before + other + after
                        break
        return chosen
