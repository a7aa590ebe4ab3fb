"""Questions that mean harm, over 10,000 datasets: each is answered or refused, with bounded work.

What they cost is measured by ``python -m bench hostile``; a test must not judge the machine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask

from bench.hostile import DOORS, LONGEST_ADDRESS, escaped, hostile_texts, opened
from catalog.app import create_app
from catalog.auth.policy import ANYONE, actor_terms
from catalog.jobs.installation import Installation
from catalog.search import evaluate, spelling
from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchRequest
from catalog.search.document import FACETS
from catalog.search.query import MAX_ADDED, MAX_CHARACTERS, MAX_TERMS, parse
from catalog.search.snapshot import Snapshot

pytestmark = [pytest.mark.slow, pytest.mark.untraced]

TEXTS = hostile_texts()
RECORDS = 10_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A catalogue of a size at which mistakes cost."""
    installation = opened(tmp_path_factory.mktemp("large") / "data", RECORDS)
    yield installation
    installation.close()


@pytest.fixture(scope="module")
def app(large: Installation) -> Flask:
    made = create_app(large.config, large)
    made.testing = True
    return made


def sentence_of(refusal: Any) -> str:
    """What a refusal of either API says."""
    if "error" in refusal:
        return json.dumps(refusal["error"])
    return f"{refusal['title']} {refusal['detail']}"


@pytest.mark.parametrize("door", DOORS)
def test_i09_every_door_answers_or_refuses_clearly(app: Flask, door: str) -> None:
    client = app.test_client()
    refused = 0
    for name, text in TEXTS.items():
        answer = client.get((door + escaped(text))[:LONGEST_ADDRESS])
        assert answer.status_code in (200, 409, 422), name
        if answer.status_code != 200:
            refused += 1
            assert len(sentence_of(answer.json)) > 20, name
        elif answer.mimetype == "text/html":
            assert answer.text.rstrip().endswith("</html>"), name
        elif answer.mimetype == "application/json":
            assert answer.json is not None, name
        else:
            assert ElementTree.fromstring(answer.data).tag.endswith("feed"), name  # noqa: S314
    assert refused < len(TEXTS)


class Work:
    """Counts the calls of what costs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Counter[str] = Counter()
        self._monkeypatch = monkeypatch
        for owner, name in (
            (evaluate, "find"),
            (spelling, "distance"),
            (spelling.Vocabulary, "near"),
            (Snapshot, "words_near"),
            (Snapshot, "words_with"),
        ):
            self._count(owner, name)

    def _count(self, owner: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def counted(*given: Any, **more: Any) -> Any:
            self.calls[name] += 1
            return real(*given, **more)

        self._monkeypatch.setattr(owner, name, counted)


@pytest.mark.parametrize("name", TEXTS)
def test_i09_the_work_of_a_question_is_bounded(
    large: Installation, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text, terms = TEXTS[name], actor_terms(ANYONE)
    query = parse(text, default_analyzer())
    assert len(query.clauses) + len(query.excluded) <= MAX_TERMS
    alternatives = sum(map(len, query.clauses))
    # A word as typed, its parts and its stem; synonyms are bounded for the whole question.
    assert alternatives <= 4 * MAX_TERMS + MAX_ADDED
    assert sum(len(text) for text, _ in query.pieces) <= 2 * MAX_CHARACTERS

    work = Work(monkeypatch)
    answer = large.search.search(SearchRequest(text=text, audience=terms, facets=FACETS))
    with large.search._lease() as snapshot:  # type: ignore[attr-defined]
        parts = len(snapshot.leaves(None))
    # Once as typed, for each piece and word what is like it, and a handful for the most words.
    assert work.calls["find"] <= parts * (3 * MAX_TERMS + 10)
    assert work.calls["words_with"] <= 2 * MAX_TERMS
    assert work.calls["words_near"] <= 2 * MAX_TERMS
    # In place of nothing, and once more for what to offer.
    assert work.calls["near"] <= 2 * parts * spelling._MOST_WINDOWS
    assert work.calls["distance"] <= parts * spelling._MOST_WINDOWS * spelling._MOST_COMPARED

    assert 0 <= answer.total <= RECORDS
    assert len(answer.rows) == min(20, answer.total)
    assert len(answer.did_you_mean) <= 2 * MAX_CHARACTERS
    assert all(count <= answer.total for held in answer.facets.values() for _, count in held)


def test_i09_a_program_that_wants_no_second_try_pays_for_none(
    large: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(monkeypatch)
    for text in TEXTS.values():
        large.search.search(SearchRequest(text=text, audience=None, relax=False, correct=False))
    assert {"find"} >= set(work.calls)


def test_i09_suggestions_and_hostile_filters(large: Installation) -> None:
    for text in TEXTS.values():
        assert len(large.search.suggest(text, actor_terms(ANYONE))) <= 10
        request = SearchRequest(audience=None, facets=FACETS, filters={"keyword": (text,)})
        assert large.search.search(request).total == 0


def test_the_index_of_the_test_is_one_in_use(large: Installation, tmp_path: Path) -> None:
    assert large.search.document_count() == RECORDS
    answer = large.search.search(SearchRequest(text="ประชากร", audience=None))
    assert answer.total > 20
