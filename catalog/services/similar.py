"""Datasets like one: others of its series first, then what shares its keywords and title words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, actor_terms
from catalog.db.queries.datasets import datasets_of_rows
from catalog.search.analyzer import STOP_WORDS, Analyzer, default_analyzer
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.query import squeeze
from catalog.search.series import without_period
from schemas.dataset import DatasetRecord

#: Entries shown, and members of the dataset's own series within the first of them.
SHOWN, SERIES_SHOWN = 5, 6
#: Questions by single words of the title, and rows taken of each question.
_WORDS, _EACH = 4, 15
#: What a shared keyword and a shared agency add to shared words of the title, each worth 1.
_KEYWORD, _AGENCY = 1.0, 0.5
#: What shares less is not called similar.
_LEAST = 0.15


@dataclass(frozen=True, slots=True)
class Similar:
    """A dataset like another; ``more`` further members of its series are like it too."""

    record: DatasetRecord
    more: int = 0


@dataclass(frozen=True, slots=True)
class SimilarDatasets:
    """``series`` are the same data of other periods, by title; ``others`` the nearest first."""

    series: tuple[DatasetRecord, ...] = ()
    others: tuple[Similar, ...] = ()


def similar_datasets(
    session: Session, backend: SearchBackend, actor: Actor, record: DatasetRecord
) -> SimilarDatasets:
    """Up to five entries of datasets that the actor may see, the record itself left out.

    The index proposes under the visibility rule, by at most six questions; three statements read
    the proposals, and they are ranked by what they share with the record.  Raises Unavailable
    when the index is gone.
    """
    analyzer = default_analyzer()
    audience = actor_terms(actor)
    rows: dict[int, None] = {}
    for text, filters in _questions(record, analyzer):
        asked = SearchRequest(text=text, filters=filters, audience=audience, limit=_EACH)
        answer = backend.search(asked)
        if not answer.relaxed:
            rows |= dict.fromkeys(answer.rows)
    rows.pop(record.row, None)
    return _grouped(record, datasets_of_rows(session, actor, list(rows)), analyzer)


def _questions(
    record: DatasetRecord, analyzer: Analyzer
) -> Iterable[tuple[str, dict[str, tuple[str, ...]]]]:
    """What the index is asked: the whole title, its longest words one by one, the keywords."""
    words = sorted(_words(record, analyzer), key=lambda word: (-len(word), word))
    if words:
        yield " ".join(words), {}
    for word in words[:_WORDS]:
        yield word, {}
    if record.keywords:
        # As the facet keeps them: with single blanks.
        yield "", {"keyword": tuple(" ".join(keyword.split()) for keyword in record.keywords)}


def _series(record: DatasetRecord) -> str:
    return without_period(record.title.th or record.title.en)


def _words(record: DatasetRecord, analyzer: Analyzer) -> set[str]:
    """Words of the title that say what it is about."""
    found = analyzer.tokens(record.title.th or record.title.en)
    return {
        word
        for word in found
        if len(word) > 1 and word not in STOP_WORDS and not word.isdigit() and without_period(word)
    }


def _grouped(
    record: DatasetRecord, candidates: Sequence[DatasetRecord], analyzer: Analyzer
) -> SimilarDatasets:
    own, key = _words(record, analyzer), _series(record)
    series: list[DatasetRecord] = []
    groups: dict[str, list[tuple[float, DatasetRecord]]] = {}
    for other in candidates:
        other_key = _series(other)
        if key and (other.agency.code, other_key) == (record.agency.code, key):
            series.append(other)
            continue
        likeness = _likeness(record, own, other, _words(other, analyzer))
        if likeness >= _LEAST:
            group = f"{other.agency.code} {other_key or other.slug}"
            groups.setdefault(group, []).append((likeness, other))
    ranked = sorted(groups.values(), key=lambda group: -max(near for near, _ in group))
    others = [
        Similar(max(group, key=lambda one: one[0])[1], len(group) - 1)
        for group in ranked[: SHOWN - bool(series)]
    ]
    series.sort(key=lambda one: squeeze(one.title.th or one.title.en), reverse=True)
    return SimilarDatasets(tuple(series[:SERIES_SHOWN]), tuple(others))


def _likeness(record: DatasetRecord, own: set[str], other: DatasetRecord, words: set[str]) -> float:
    """What two datasets share, in title words, over the size of both; 0 for nothing."""
    keywords = {squeeze(one) for one in record.keywords}
    others = {squeeze(one) for one in other.keywords}
    shared = len(own & words) + _KEYWORD * len(keywords & others)
    if not shared:
        return 0.0
    size = len(own | words) + _KEYWORD * len(keywords | others)
    return (shared + _AGENCY * (record.agency.code == other.agency.code)) / size
