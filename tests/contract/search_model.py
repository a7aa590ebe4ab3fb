"""A model of the search: it answers requests by looking at every document, one after the other."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchAnswer, SearchRequest
from catalog.search.collation import title_key
from catalog.search.document import (
    FACETS,
    SearchDocument,
    phrase_text,
    title_terms,
    weights,
)
from catalog.search.query import Clause, in_field, narrowed, parse

_THAI = "ทะเบียนราษฎร โรงงานอุตสาหกรรม น้ำท่วมขัง โรงพยาบาล ผู้สูงอายุ สำนักงานเขต งบประมาณ"
_MORE = "นักเรียน คุณภาพอากาศ กทม. สพฐ. ขยะมูลฝอย ตลาดนัด ประชากร ๒๕๖๔ 2563"
WORDS = f"{_THAI} {_MORE} PM2.5 factories flooding GIS".split()

Texts = dict[int, str]


def make_documents(count: int, seed: int = 1) -> list[SearchDocument]:
    """Return random documents with the rows 1 to count, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311
    return [make_document(row, draw) for row in range(1, count + 1)]


def make_document(row: int, draw: random.Random) -> SearchDocument:
    """Return one random document."""
    facets = {
        "agency": (f"50{draw.randint(1, 5)}",),
        "type": (draw.choice(("record", "statistics", "gis")),),
        "category": (draw.choice(("public", "internal")),),
        "format": tuple(sorted(draw.sample(("CSV", "PDF", "XLSX", "JSON"), draw.randint(0, 3)))),
        "keyword": tuple(sorted(draw.sample(WORDS, draw.randint(0, 4)))),
        "year": tuple(map(str, range(2018, 2018 + draw.randint(0, 4)))),
    }
    return SearchDocument(
        row=row,
        uid=f"uid-{row}",
        version=draw.randint(1, 9),
        title_th="".join(draw.sample(WORDS, 2)) + f" ชุดที่ {row}",
        title_en=draw.choice(("", "Flooding in Bangkok", "Factories by district")),
        keywords=facets["keyword"],
        body=" ".join(draw.sample(WORDS, 3)),
        facets=facets,
        audience=tuple(draw.sample(("anyone", "org:1", "agency:7", "keep:7"), draw.randint(1, 2))),
        modified=draw.randint(738000, 738020),
        completeness=draw.randint(0, 1000),
    )


class Model:
    """The documents in a dictionary, searched one by one."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self.documents: dict[int, SearchDocument] = {}
        self.words: dict[int, set[str]] = {}
        for document in documents:
            self.put(document)

    def put(self, document: SearchDocument) -> None:
        self.documents[document.row] = document
        self.words[document.row] = {
            *weights(document, default_analyzer()),
            *(in_field("title", term) for term in title_terms(document, default_analyzer())),
            *(in_field(name, value) for name, held in document.facets.items() for value in held),
        }

    def remove(self, row: int) -> None:
        self.documents.pop(row, None)

    def found(self, request: SearchRequest, without: str = "") -> list[SearchDocument]:
        query = parse(request.text, default_analyzer())

        def holds(row: int, clause: Clause) -> bool:
            return any(self.words[row].issuperset(alternative) for alternative in clause)

        return [
            document
            for row, document in self.documents.items()
            if (request.audience is None or set(request.audience) & set(document.audience))
            and all(holds(row, clause) for clause in query.clauses)
            and not any(holds(row, clause) for clause in query.excluded)
            and all(phrase in phrase_text(document) for phrase in query.phrases)
            and all(
                set(values) & set(document.facets.get(name, ()))
                for name, values in narrowed(request.filters, query).items()
                if name != without
            )
        ]

    def facets(self, request: SearchRequest) -> dict[str, list[tuple[str, int]]]:
        out = {}
        for name in request.facets:
            counts: Counter[str] = Counter()
            for document in self.found(request, without=name):
                counts.update(document.facets.get(name, ()))
            out[name] = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return out


def make_request(draw: random.Random) -> SearchRequest:
    """Return a random request for everything, with filters, facets and an audience."""
    text = " ".join(draw.sample(WORDS, draw.choice((0, 0, 1, 1, 2))))
    if draw.random() < 0.2:
        text += f" -{draw.choice(WORDS)}"
    filters = {}
    for name in draw.sample(("agency", "type", "format", "keyword"), draw.choice((0, 0, 1, 2))):
        known = {"agency": ("501", "502", "599"), "type": ("gis", "record")}
        known |= {"format": ("CSV", "PDF"), "keyword": WORDS[:3]}  # type: ignore[dict-item]
        filters[name] = tuple(draw.sample(known[name], draw.randint(1, 2)))
    return SearchRequest(
        text=text,
        filters=filters,
        audience=draw.choice((None, ("anyone",), ("org:1", "agency:7"), ("nobody",))),
        facets=FACETS,
        sort=draw.choice(("relevance", "modified", "completeness", "title")),
        reverse=draw.random() < 0.3,
        limit=1000,
    )


def check(answer: SearchAnswer, model: Model, request: SearchRequest) -> None:
    """Compare an answer with the model's."""
    found = model.found(request)
    query = parse(request.text, default_analyzer())
    if answer.relaxed:
        assert model.found(replace(request, filters={})) == []
        return
    assert answer.total == len(found)
    assert sorted(answer.rows) == sorted(document.row for document in found)
    assert answer.facets == model.facets(request)
    if request.sort == "relevance" and query.clauses:
        return
    assert answer.rows == [document.row for document in ordered(found, request)]


def ordered(found: Sequence[SearchDocument], request: SearchRequest) -> list[SearchDocument]:
    """Return documents in the order that a request without words asks for."""
    by_row = sorted(found, key=lambda document: document.row)
    if request.sort == "title":
        return sorted(by_row, key=lambda d: title_key(d.title_th), reverse=request.reverse)
    name = "modified" if request.sort == "relevance" else request.sort
    return sorted(by_row, key=lambda d: getattr(d, name), reverse=not request.reverse)


def as_callback(texts: Mapping[int, str]) -> Callable[[Sequence[int], Sequence[str]], list[int]]:
    """Return the callback that looks for phrases in the texts of rows."""
    return lambda rows, phrases: [
        row for row in rows if all(phrase in texts.get(row, "") for phrase in phrases)
    ]
