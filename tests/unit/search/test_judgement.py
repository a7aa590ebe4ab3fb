"""How well Thai queries find Thai titles: recall and precision on a set judged by hand."""

from catalog.search.analyzer import default_analyzer
from catalog.search.document import SearchDocument, weights
from catalog.search.query import parse
from catalog.search.synonyms import NO_SYNONYMS
from tests.unit.search.judgement import DOCUMENTS, QUERIES


def test_recall_and_precision() -> None:
    analyzer = default_analyzer()
    held = {
        name: set(weights(SearchDocument(row=1, uid=name, version=1, title_th=text), analyzer))
        for name, text in DOCUMENTS.items()
    }
    recall, precision, nothing = 0.0, 0.0, []
    for text, relevant in QUERIES:
        # The set judges how words are cut; what else they mean is judged in tests/data/judged.
        query = parse(text, analyzer, NO_SYNONYMS)
        found = {
            name
            for name, words in held.items()
            if all(any(words.issuperset(one) for one in clause) for clause in query.clauses)
        }
        recall += len(found & relevant) / len(relevant)
        precision += len(found & relevant) / len(found) if found else 0
        if not found & relevant:
            nothing.append(text)
    assert nothing == []
    assert recall / len(QUERIES) >= 0.97
    assert precision / len(QUERIES) >= 0.95
