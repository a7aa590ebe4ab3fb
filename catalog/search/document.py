"""What the search knows of a dataset, and how much each of its words weighs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalog.auth.policy import audience_terms
from catalog.search.analyzer import STOP_WORDS, Analyzer, normalise
from catalog.search.query import squeeze
from schemas.dataset import DatasetRecord
from schemas.time import civil_date
from vocab.concepts import codelist

__all__ = [
    "FACETS",
    "SearchDocument",
    "document",
    "phrase_text",
    "suggestions",
    "title_terms",
    "weights",
]

FACETS = ("agency", "type", "category", "format", "licence", "keyword", "year")
"""The facets of every document and every request; there are no others."""

TITLE, KEYWORD, BODY, PART = 3.0, 2.0, 1.0, 0.5
"""What one occurrence weighs in each place; a part of a compound weighs least, wherever it is."""

MAX_BODY = 60_000
"""Characters of the body that are read; a longer description is found by its beginning."""

_UINT32 = 1 << 32
_MAX_VALUE = 500
_MAX_YEARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """The searchable projection of one dataset.

    ``row`` is the primary key, ``version`` the number that the drift check compares, ``modified``
    an ordinal day (``date.toordinal()``), ``completeness`` in thousandths (0 to 1000).  ``body`` is
    all other text in both languages.  ``audience`` holds the visibility terms, such as ``anyone``
    or ``agency:7``: who has one of them may find the dataset.  Raises ValueError for a number out
    of range, a facet that is none, and a value that is empty or too long.
    """

    row: int
    uid: str
    version: int
    title_th: str
    title_en: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: tuple[str, ...] = ()
    modified: int = 0
    completeness: int = 0

    def __post_init__(self) -> None:
        for name in ("row", "version", "modified", "completeness"):
            if not 0 <= getattr(self, name) < _UINT32:
                raise ValueError(f"{name} does not fit into 32 bits: {getattr(self, name)}")
        if unknown := sorted(set(self.facets) - set(FACETS)):
            raise ValueError(f"no such facet: {', '.join(unknown)}")
        for name, values in (*self.facets.items(), ("audience", self.audience)):
            # A value that no index can hold would damage the writing of the documents after it.
            if any(not value or len(value) > _MAX_VALUE for value in values):
                raise ValueError(f"{name}: a value is empty or longer than {_MAX_VALUE} characters")


def document(record: DatasetRecord, completeness: int = 0) -> SearchDocument:
    """Return what the search keeps of a dataset; ``completeness`` is in thousandths.

    Distributions that the steward hid are left out: who may find the dataset may not know of them.
    """
    shown = record.public_distributions
    formats = [part.text("format").upper() for part in shown]
    formats += [_format(code) for code in record.texts("data_format")]
    body = [record.text("notes"), record.text("notes_en"), record.text("data_source")]
    body += [record.agency.name_th, record.agency.name_en, *record.agency.aliases]
    body += [part.text(key) for part in shown for key in ("name", "description")]
    return SearchDocument(
        row=record.row,
        uid=record.uid,
        version=record.version,
        title_th=record.title.th,
        title_en=record.title.en,
        keywords=record.keywords,
        body="\n".join(filter(None, body)),
        facets={
            "agency": (record.agency.code,),
            "type": _values([record.text("data_type")]),
            "category": _values([record.text("data_category")]),
            "licence": _values([record.text("license_id")]),
            "format": _values(formats),
            "keyword": _values(record.keywords),
            "year": _years(record),
        },
        audience=audience_terms(record),
        modified=civil_date(record.modified).toordinal(),
        completeness=completeness,
    )


def _format(code: str) -> str:
    formats = codelist("data_format")
    return (formats[code].value if code in formats else code).upper()


def _values(values: Iterable[str]) -> tuple[str, ...]:
    cleaned = (" ".join(value.split())[:_MAX_VALUE] for value in values)
    return tuple(dict.fromkeys(filter(None, cleaned)))


def _years(record: DatasetRecord) -> tuple[str, ...]:
    """Return the years from the first to the last one of the data, Common Era."""
    first, last = record.number("first_year_of_data"), record.number("last_year_of_data")
    stated = [year for year in (first, last) if year is not None]
    if not stated:
        return ()
    low, high = min(stated), max(stated)
    return tuple(str(year) for year in range(max(low, high - _MAX_YEARS), high + 1))


def phrase_text(searched: SearchDocument) -> str:
    """Return all text in the form in which phrases are looked for; no phrase crosses a line."""
    texts = (searched.title_th, searched.title_en, *searched.keywords, *searched.body.split("\n"))
    return "\n".join(filter(None, map(squeeze, texts)))


def weights(searched: SearchDocument, analyzer: Analyzer) -> dict[str, float]:
    """Return every word and part of a word with its weight, summed over its places."""
    places = (
        (f"{searched.title_th}\n{searched.title_en}", TITLE),
        ("\n".join(searched.keywords), KEYWORD),
        (searched.body[:MAX_BODY], BODY),
    )
    found: dict[str, float] = {}
    for text, weight in places:
        for word, count in Counter(analyzer.tokens(text)).items():
            found[word] = found.get(word, 0.0) + weight * count
            for part in analyzer.sub_words(word):
                found[part] = found.get(part, 0.0) + PART * count
    return found


def title_terms(searched: SearchDocument, analyzer: Analyzer) -> dict[str, float]:
    """Return the words of the titles and their parts, for queries that ask for the title only."""
    words = dict.fromkeys(analyzer.tokens(f"{searched.title_th}\n{searched.title_en}"), 1.0)
    parts = (part for word in list(words) for part in analyzer.sub_words(word))
    return words | dict.fromkeys(parts, 1.0)


def suggestions(searched: SearchDocument, analyzer: Analyzer) -> Iterator[str]:
    """Yield what completes a reader's typing: whole keywords, and the words of the titles."""
    for keyword in searched.keywords:
        whole = " ".join(normalise(keyword).split())
        if 2 <= len(whole) <= 60:
            yield whole
    for word in analyzer.tokens(f"{searched.title_th}\n{searched.title_en}"):
        if len(word) >= 2 and word not in STOP_WORDS and not word.isdigit():
            yield word
