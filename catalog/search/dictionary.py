"""The words of the analyzer, with how often each occurs in running text.

A process that answers one question needs a few hundred of the 60,000 words, so the words that begin
alike are read when the first of them is looked up.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources

__all__ = ["HEAD", "Dictionary", "dictionary_digest", "pack", "packaged_lines", "packaged_words"]

HEAD = 3
"""How many letters of a word are looked up at once."""

_KEPT = 65_536
"""How many different heads are remembered: more than any language has, fewer than hostile texts."""

_LISTS = ("dictionary.txt.gz", "agency_words.txt")

Found = tuple[tuple[int, ...], Mapping[str, int]]
"""How long the words are that begin with some letters, and those longer than HEAD with counts."""


class Dictionary(dict[str, Found]):
    """What begins with the next HEAD letters of a text (or fewer, at its end), by these letters."""

    def __init__(self, lines: Iterable[str], others: Iterable[str] = ()) -> None:
        """Take the lines that `pack` makes, and words of unknown count, none of them in the lines.

        A word that is in both keeps its count.
        """
        super().__init__()
        first, *rest = lines
        self._short = dict(map(_read, first.split()))
        self._lines = {line[:HEAD]: line for line in rest}
        for word in others:
            if self.count(word) is not None:
                continue
            if len(word) <= HEAD:
                self._short[word] = 0
            else:
                line = self._lines.get(word[:HEAD], word[:HEAD])
                self._lines[word[:HEAD]] = f"{line} {word[HEAD:]}"
        self.clear()  # what was looked up so far may have got more words

    def __missing__(self, head: str) -> Found:
        short = [size for size in range(1, len(head) + 1) if head[:size] in self._short]
        longer = self._longer(head)
        found = (*short, *sorted(set(map(len, longer)))), longer
        if len(self) < _KEPT:
            self[head] = found
        return found

    def _longer(self, head: str) -> dict[str, int]:
        line = self._lines.get(head, "")
        return {head + rest: count for rest, count in map(_read, line[HEAD:].split())}

    def count(self, word: str) -> int | None:
        """Return how often a word occurs in running text (0: not known), None for no word."""
        held = self._short if len(word) <= HEAD else self[word[:HEAD]][1]
        return held.get(word)

    def counts(self) -> Iterator[tuple[str, int]]:
        """Yield every word with its count, in no order."""
        yield from self._short.items()
        for head in self._lines:
            yield from self._longer(head).items()


def _read(item: str) -> tuple[str, int]:
    word, _, count = item.partition(":")
    return word, int(count or 0)


def pack(counts: Mapping[str, int]) -> list[str]:
    """Return the lines of a dictionary: the short words, then for each head its longer ones.

    Every word has its count behind a colon, unless that is 0; words longer than HEAD letters stand
    without their head, which opens the line.
    """
    longer: dict[str, list[str]] = {}
    short = []
    for word, count in sorted(counts.items()):
        item = f"{word}:{count}" if count else word
        if len(word) <= HEAD:
            short.append(item)
        else:
            longer.setdefault(word[:HEAD], [word[:HEAD]]).append(item[HEAD:])
    return [" ".join(short), *map(" ".join, longer.values())]


def _packaged(name: str) -> bytes:
    return (resources.files("catalog.search") / "data" / name).read_bytes()


def dictionary_digest() -> bytes:
    """Return bytes that change when the packaged word lists change (about 0.3 MB is read)."""
    return b"".join(map(_packaged, _LISTS))


def packaged_lines() -> list[str]:
    """Return the packaged lines: words in the spelling of `normalise`, counts of a Thai corpus."""
    return gzip.decompress(_packaged(_LISTS[0])).decode().split("\n")


def packaged_words() -> list[str]:
    """Return what the packaged list of agencies' words says, as written there."""
    lines = _packaged(_LISTS[1]).decode().splitlines()
    return [word for line in lines for word in line.partition("#")[0].split()]
