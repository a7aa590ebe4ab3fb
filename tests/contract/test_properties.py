"""What holds for any records and any question: found by any word, filters, counts, backends."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.auth.policy import Actor, actor_terms, may_see
from catalog.jobs.index import search_document
from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchBackend, SearchRequest
from catalog.search.document import FACETS, phrase_text
from catalog.search.query import parse
from catalog.search.whoosh import WhooshBackend
from schemas.dataset import DatasetRecord
from tests.contract.reference import ReferenceBackend
from tests.contract.search_model import Texts, as_callback, check
from tests.contract.search_strategies import ACTORS, FILTERS, REQUESTS, catalogues, questions

pytestmark = pytest.mark.untraced

ACTOR = st.sampled_from(ACTORS)


class Filled:
    """A backend that is filled anew for each example, and the texts for phrases."""

    def __init__(self, backend: SearchBackend, texts: Texts) -> None:
        self.backend, self.texts = backend, texts

    def hold(self, records: Sequence[DatasetRecord]) -> SearchBackend:
        """Index these records and nothing else."""
        documents = [search_document(record) for record in records]
        self.texts.clear()
        self.texts.update({document.row: phrase_text(document) for document in documents})
        self.backend.rebuild(documents)
        return self.backend


@pytest.fixture(scope="module", params=["whoosh", "reference"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    texts: Texts = {}
    backend: SearchBackend = ReferenceBackend()
    if request.param == "whoosh":
        folder = tmp_path_factory.mktemp("properties") / "index"
        backend = WhooshBackend(folder, texts=as_callback(texts))
    yield Filled(backend, texts)
    backend.close()


def seen(records: Sequence[DatasetRecord], actor: Actor) -> list[DatasetRecord]:
    return [record for record in records if may_see(actor, record)]


@given(catalogues(), ACTOR)
def test_a_dataset_is_found_by_any_word_of_its_title(
    filled: Filled, records: list[DatasetRecord], actor: Actor
) -> None:
    backend = filled.hold(records)
    analyzer = default_analyzer()
    for record in seen(records, actor):
        titles = (record.title.th, record.title.en)
        for word in {word for title in titles for word in analyzer.tokens(title)}:
            request = SearchRequest(text=word, audience=actor_terms(actor), limit=1000)
            answer = backend.search(request)
            assert record.row in answer.rows, word
            assert not answer.relaxed
            assert record.row in backend.search(replace(request, text=f"title:{word}")).rows


@given(catalogues(), ACTOR)
def test_a_dataset_is_found_by_its_title_as_copied(
    filled: Filled, records: list[DatasetRecord], actor: Actor
) -> None:
    backend = filled.hold(records)
    for record in seen(records, actor):
        for typed in (record.title.th, record.title.en, *record.title.th.split()):
            query = parse(typed, default_analyzer())
            if query.excluded or query.filters or not query.clauses:
                continue  # it reads like a hyphen or a prefix of ours
            request = SearchRequest(text=typed, audience=actor_terms(actor), limit=1000)
            assert record.row in backend.search(request).rows, typed


@given(catalogues(), ACTOR, questions(), FILTERS)
def test_adding_a_filter_never_adds_hits(
    filled: Filled,
    records: list[DatasetRecord],
    actor: Actor,
    text: str,
    filters: dict[str, tuple[str, ...]],
) -> None:
    backend = filled.hold(records)
    request = SearchRequest(text=text, audience=actor_terms(actor), limit=1000)
    before = set(backend.search(request).rows)
    assert before <= {record.row for record in seen(records, actor)}
    for name, values in filters.items():
        request = replace(request, filters={**request.filters, name: values})
        answer = backend.search(request)
        assert set(answer.rows) <= before
        before = set(answer.rows)
        # A second value of the same facet is an alternative.
        wider = {**request.filters, name: (*values, "CSV", "5001", "2020")}
        assert before <= set(backend.search(replace(request, filters=wider)).rows)


def counts(records: Sequence[DatasetRecord], name: str) -> dict[str, int]:
    """How many records hold each value of a facet."""
    facets = (search_document(record).facets for record in records)
    return dict(Counter(value for held in facets for value in set(held[name])))


def passing(
    records: Sequence[DatasetRecord], filters: dict[str, tuple[str, ...]]
) -> Iterator[DatasetRecord]:
    for record in records:
        facets = search_document(record).facets
        if all(set(values) & set(facets[name]) for name, values in filters.items()):
            yield record


@given(catalogues(), ACTOR, questions(), FILTERS)
def test_facets_count_what_the_actor_may_see(
    filled: Filled,
    records: list[DatasetRecord],
    actor: Actor,
    text: str,
    filters: dict[str, tuple[str, ...]],
) -> None:
    backend = filled.hold(records)
    visible = seen(records, actor)
    request = SearchRequest(
        filters=filters, audience=actor_terms(actor), facets=FACETS, limit=1000, facet_limit=1000
    )
    # Without a text: straight from the records and the rule of who may see them.
    answer = backend.search(request)
    assert sorted(answer.rows) == [record.row for record in passing(visible, filters)]
    for name in FACETS:
        others = {other: values for other, values in filters.items() if other != name}
        assert dict(answer.facets[name]) == counts(list(passing(visible, others)), name)
    # With one: over the hits, whatever they are.
    answer = backend.search(replace(request, text=text, filters={}))
    hits = [record for record in visible if record.row in set(answer.rows)]
    assert answer.total == len(hits) == len(answer.rows)
    for name in FACETS:
        # What is typed behind a prefix narrows the counts of its own facet too.
        assert dict(answer.facets[name]) == counts(hits, name)


@given(catalogues(), ACTOR, st.lists(REQUESTS, min_size=4, max_size=10))
def test_every_backend_answers_alike(
    filled: Filled, records: list[DatasetRecord], actor: Actor, asked: list[SearchRequest]
) -> None:
    backend, reference = filled.hold(records), ReferenceBackend()
    reference.rebuild([search_document(record) for record in records])
    for request in asked:
        request = replace(request, audience=actor_terms(actor))
        check(backend.search(request), reference, request)
    prefix = asked[0].text[:3]
    assert backend.suggest(prefix, actor_terms(actor)) == reference.suggest(
        prefix, actor_terms(actor)
    )
