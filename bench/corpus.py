"""A made-up corpus of Thai government datasets, the same for the same seed and size.

What breaks search is imitated on purpose: titles without any space, one compound written with and
without a space, abbreviations, Thai digits, Buddhist years, English acronyms inside Thai,
decomposed sara am, zero-width spaces, doubled tone marks, and agencies, topics and words that are
as unevenly frequent as in real life.
"""

import bisect
import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from catalog.search.dictionary import Dictionary, packaged_lines

T = TypeVar("T")

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One made-up dataset; years are of the Common Era."""

    row: int
    title_th: str
    title_en: str
    notes_th: str
    notes_en: str
    keywords: tuple[str, ...]
    agency: str
    agency_name: str
    type: str
    category: str
    formats: tuple[str, ...]
    licence: str
    year: int
    modified: dt.date
    distributions: tuple[str, ...]


class Zipf(Generic[T]):
    """Picks items, each with a probability of 1 / (rank + shift) ** steepness."""

    def __init__(self, items: Sequence[T], steepness: float = 1.0, shift: float = 1.0) -> None:
        self.items = items
        shares = (1.0 / (rank + shift) ** steepness for rank in range(len(items)))
        self._sums = list(itertools.accumulate(shares))

    def pick(self, draw: random.Random) -> T:
        """Return one item."""
        return self.items[bisect.bisect_left(self._sums, draw.random() * self._sums[-1])]

    def sample(self, draw: random.Random, count: int) -> list[T]:
        """Return some different items."""
        out: dict[T, None] = {}
        while len(out) < count:
            out[self.pick(draw)] = None
        return list(out)


def corpus_words() -> dict[str, list[str]]:
    """Return the lists of ``corpus_words.txt`` by their names."""
    out: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "corpus_words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = out.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words += [item for part in line.split(";") if (item := part.strip())]
    return out


def tail_words() -> list[str]:
    """Return the long tail of Thai words: the packaged list without its commonest words."""
    counts = Dictionary(packaged_lines()).counts()
    known = sorted((-count, word) for word, count in counts if count)
    words = [word for _, word in known[30:]]
    return [word for word in words if len(word) > 1]


class Corpus:
    """Makes records by their number; every record depends on the seed and its number only."""

    def __init__(self, seed: int = 20260101) -> None:
        self._seed = seed
        self._words = words = corpus_words()
        self._agencies = Zipf(list(enumerate(words["agencies"], 1)), 0.8)
        self._topics = Zipf([pair.split("|") for pair in words["topics"]], 0.7, 3)
        self._heads = Zipf(words["heads"], 0.9)
        self._splits = Zipf(words["splits"], 0.6)
        self._provinces = Zipf(words["provinces"], 0.8)
        self._formats = Zipf(words["formats"], 0.9)
        self._licences = Zipf(words["licences"], 1.0)
        self._types = Zipf(words["types"], 1.0)
        self._tail = Zipf(tail_words(), 1.0, 20)

    def records(self, count: int, first: int = 1) -> Iterator[Record]:
        """Yield records, numbered from ``first``."""
        return map(self.record, range(first, first + count))

    def record(self, row: int) -> Record:
        """Return one record."""
        draw = random.Random(f"{self._seed}:{row}")
        agency, agency_name = self._agencies.pick(draw)
        topic, topic_en = self._topics.pick(draw)
        head, split = self._heads.pick(draw), self._splits.pick(draw)
        province = self._provinces.pick(draw)
        place = province if draw.random() < 0.75 else f"เขต{draw.choice(self._words['districts'])}"
        year = 2569 - min(14, int(draw.expovariate(0.35)))
        glue = " " if draw.random() < 0.6 else ""
        when = draw.choice(("ปี {}", "พ.ศ. {}", "ปีงบประมาณ {}", "ประจำปี {}")).format(year)
        title = [head + topic]
        title += [split] * (draw.random() < 0.7)
        title += [place if draw.random() < 0.9 else draw.choice(self._words["abbreviations"])] * (
            draw.random() < 0.75
        )
        title += [when] * (draw.random() < 0.6)
        first = f"{head}{topic}{glue}{split}ของ{agency_name} {place} {when}"
        formats = self._formats.sample(draw, draw.randint(1, 3))
        modified = dt.date(2018, 1, 1) + dt.timedelta(days=int(3100 * draw.random() ** 0.6))
        return Record(
            row=row,
            title_th=_dirty(draw, glue.join(title)),
            title_en=f"{topic_en.capitalize()} in Thailand, {year - 543}",
            notes_th=_dirty(draw, " ".join([first, *self._sentences(draw)])),
            notes_en=self._english(draw, topic_en),
            keywords=self._keywords(draw, topic, topic_en, place),
            agency=f"{agency:04}",
            agency_name=agency_name,
            type=self._types.pick(draw),
            category=draw.choices(self._words["categories"], (85, 5, 5, 5))[0],
            formats=tuple(formats),
            licence=self._licences.pick(draw),
            year=year - 543,
            modified=modified,
            distributions=tuple(f"{head}{topic} {year - i}" for i in range(len(formats))),
        )

    def _sentences(self, draw: random.Random) -> Iterator[str]:
        for sentence in draw.sample(self._words["sentences"], draw.randint(2, 5)):
            yield sentence
            tail = "".join(self._tail.pick(draw) for _ in range(draw.randint(2, 6)))
            yield ("เกี่ยวกับ" if draw.random() < 0.5 else "และ") + tail
        if draw.random() < 0.3:
            yield "ใช้ร่วมกับข้อมูล" + self._topics.pick(draw)[0]

    def _keywords(
        self, draw: random.Random, topic: str, topic_en: str, place: str
    ) -> tuple[str, ...]:
        words = [topic, place, *self._tail.sample(draw, draw.randint(1, 4))]
        words += [topic_en] * (draw.random() < 0.4) + ["ข้อมูลเปิด"] * (draw.random() < 0.2)
        return tuple(dict.fromkeys(words))

    def _english(self, draw: random.Random, topic: str) -> str:
        if draw.random() >= 0.35:
            return ""
        some = draw.sample(self._words["english"], draw.randint(1, 3))
        return " ".join([f"Data on {topic}.", *some])


def _dirty(draw: random.Random, text: str) -> str:
    """Add the dirt of real records, each kind to a few per cent of them."""
    chance = draw.random()
    if chance < 0.02:
        return text.replace("ำ", "\u0e4d\u0e32")
    if chance < 0.04:
        cut = draw.randrange(1, max(2, len(text)))
        between = not "\u0e30" <= text[cut : cut + 1] <= "\u0e4e"
        return text[:cut] + _ZERO_WIDTH_SPACE + text[cut:] if between else text
    if chance < 0.05:
        return text.replace("้", "้้", 1)
    return text.translate(_THAI_DIGITS) if chance < 0.12 else text
