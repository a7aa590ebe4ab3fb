"""Random documents and requests, and the comparison of an answer with the reference's."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchAnswer, SearchRequest
from catalog.search.document import FACETS, SearchDocument
from catalog.search.query import parse
from tests.contract.reference import ReferenceBackend

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


def make_request(draw: random.Random) -> SearchRequest:
    """Return a random request for everything, with filters, facets and an audience."""
    text = " ".join(draw.sample(WORDS, draw.choice((0, 0, 1, 1, 2))))
    if draw.random() < 0.2:
        text += f" -{draw.choice(WORDS)}"
    if draw.random() < 0.3:
        first, second = draw.sample(WORDS, 2)
        text += draw.choice(
            (
                *(f' "{first}"', f' "{first} {second}"', f' "{first}{second}"', f' -"{first} ชุดที่"'),
                *(f" ชื่อ:{first}", f" -title:{first}", " format:csv", " -รูปแบบ:pdf", " ปี:2562-2563"),
                *(f" keyword:{first}", " agency:501", f" {first[1:4]}", f" {first[:2]}{first[3:]}"),
            )
        )
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


def model_of(documents: Sequence[SearchDocument]) -> ReferenceBackend:
    """Return the reference backend with these documents in it."""
    model = ReferenceBackend()
    model.rebuild(documents)
    return model


def check(answer: SearchAnswer, model: ReferenceBackend, request: SearchRequest) -> None:
    """Compare a whole answer (limit above the total) with the reference's.

    What is shown in place of nothing is every backend's own affair; its counts must be right.
    """
    if not model.has(request):
        # Whether there is a second try must not depend on the filters: they would add hits.
        assert answer.relaxed or not answer.total
        _counts_fit(answer, model, request)
        return
    expected = model.search(request)
    assert not answer.relaxed
    assert answer.total == expected.total == len(answer.rows)
    assert sorted(answer.rows) == sorted(expected.rows)
    assert answer.facets == expected.facets
    if request.sort != "relevance" or not parse(request.text, default_analyzer()).clauses:
        assert answer.rows == expected.rows


def _counts_fit(answer: SearchAnswer, model: ReferenceBackend, request: SearchRequest) -> None:
    typed = parse(request.text, default_analyzer()).filters
    shown = [model.entry(row) for row in answer.rows]
    assert answer.total == len(shown)
    for entry in shown:
        assert entry.passes(request.filters)
        assert all(entry.passes({name: values}) for name, values in typed)
        assert request.audience is None or set(request.audience) & set(entry.document.audience)
    for name in set(answer.facets) - set(request.filters):
        counts = Counter(value for e in shown for value in e.document.facets.get(name, ()))
        assert dict(answer.facets[name]) == counts


def as_callback(texts: Mapping[int, str]) -> Callable[[Sequence[int], Sequence[str]], list[int]]:
    """Return the callback that looks for phrases in the texts of rows."""
    return lambda rows, phrases: [
        row for row in rows if all(phrase in texts.get(row, "") for phrase in phrases)
    ]
