"""The judged set: what people ask, which records answer it how well, and the measures over it."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "judged"

CLASSES = (
    "word-in-compound",
    "two-words",
    "misspelt",
    "abbreviation",
    "number",
    "english",
    "agency",
    "phrase",
)
#: The classes that only held-out sets have.
HELD_OUT_CLASSES = ("keyboard", "place-name", "everyday")
#: The sets that were measured before anybody tuned the search, by the date of that first time.
HELD_OUT_SETS = dict.fromkeys(
    ("held_out", "held_out_2", "held_out_3", "held_out_4", "held_out_5"), "2026-11-26"
)
#: From this grade on a record counts as an answer, for recall and for the first answer's place.
GOOD = 2
#: How far the first page and the patience of a reader go (records).
PAGE, DEPTH = 10, 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One query; ``grades`` (1 to 3) by record, empty when the catalogue holds no answer."""

    id: str
    kind: str
    language: str
    text: str
    grades: Mapping[str, int]

    @property
    def good(self) -> frozenset[str]:
        """The records that answer it."""
        return frozenset(record for record, grade in self.grades.items() if grade >= GOOD)


@dataclass(frozen=True, slots=True)
class Measures:
    """The means over some queries, each from 0 to 1.

    ``ndcg`` is nDCG@10 with gains 2^grade - 1.  ``recall`` is the share of the answers (grade 2 or
    3) among the first 50, of at most 50 that can be there.  ``rank`` is the mean reciprocal rank
    of the first answer among the first 50.
    """

    queries: int
    ndcg: float
    recall: float
    rank: float


def read_asked(folder: Path = FOLDER, queries: Path | None = None) -> tuple[Asked, ...]:
    """The queries in the order of their file, with their judgements.

    ``queries`` is another file of queries, some of which may have no judgement yet.
    """
    return _asked(queries or folder / "queries.tsv", folder / "judgements.tsv")


def read_held_out(name: str = "held_out", folder: Path = FOLDER) -> tuple[Asked, ...]:
    """The queries of one of HELD_OUT_SETS, with their judgements."""
    return _asked(folder / f"{name}.tsv", folder / f"{name}_judgements.tsv")


def _asked(queries: Path, judgements: Path) -> tuple[Asked, ...]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(judgements):
        grades[row["query"]][row["record"]] = int(row["grade"])
    return tuple(
        Asked(row["query"], row["class"], row["language"], row["text"], grades[row["query"]])
        for row in _rows(queries)
    )


def _rows(path: Path) -> Iterable[dict[str, str]]:
    # Quotes are part of what people type.
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """How near the first ten are to the best first ten; a record without a judgement is worth 0."""
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(record, 0) for record in found]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(n + 2) for n, grade in enumerate(grades[:PAGE]))


def recall(found: Sequence[str], good: frozenset[str]) -> float:
    """The share of the answers that a reader meets among the first 50."""
    return len(good.intersection(found[:DEPTH])) / min(DEPTH, len(good)) if good else 0.0


def first_rank(found: Sequence[str], good: frozenset[str]) -> float:
    """One by the place of the first answer; 0 when there is none among the first 50."""
    return next((1 / n for n, record in enumerate(found[:DEPTH], 1) if record in good), 0.0)


def measured(asked: Iterable[Asked], found: Mapping[str, Sequence[str]]) -> Measures:
    """The means over the queries that have an answer; ``found`` by the id of the query."""
    with_answer = [one for one in asked if one.good]
    count = len(with_answer)
    return Measures(
        queries=count,
        ndcg=math.fsum(ndcg(found[one.id], one.grades) for one in with_answer) / max(1, count),
        recall=math.fsum(recall(found[one.id], one.good) for one in with_answer) / max(1, count),
        rank=math.fsum(first_rank(found[one.id], one.good) for one in with_answer) / max(1, count),
    )


def by_class(asked: Sequence[Asked], found: Mapping[str, Sequence[str]]) -> dict[str, Measures]:
    """The means of every class that is asked for, and of the whole under ``overall``."""
    kinds = [kind for kind in (*CLASSES, *HELD_OUT_CLASSES) if any(a.kind == kind for a in asked)]
    out = {kind: measured((a for a in asked if a.kind == kind), found) for kind in kinds}
    return {**out, "overall": measured(asked, found)}
