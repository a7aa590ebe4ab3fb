"""What the search knows of a dataset, and how much each of its words weighs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice, pairwise
from urllib.parse import unquote

from catalog.auth.policy import audience_terms
from catalog.search.analyzer import STOP_WORDS, Analyzer, normalise
from catalog.search.query import squeeze
from catalog.search.weights import PLACES
from schemas.dataset import DatasetRecord
from schemas.time import civil_date
from vocab.concepts import codelist

__all__ = [
    "FACETS",
    "SearchDocument",
    "document",
    "neighbours",
    "phrase_text",
    "suggestions",
    "title_terms",
    "weights",
    "whole",
]

FACETS = ("agency", "type", "category", "format", "licence", "keyword", "year")
"""The facets of every document and every request; there are no others."""

MAX_BODY = 60_000
"""Characters of the body that are read; a longer description is found by its beginning."""

MAX_NAMES = 20
"""Words of the names of files that are kept of one dataset."""

# A piece of six characters at the end of a file's name was put there by a portal against equal
# names, and an address is no name.
_NAME_WORD = re.compile("[a-z]{3,}|[\u0e01-\u0e4e]{3,}")
_SPOKEN = re.compile("[aeiouy\u0e01-\u0e4e]")
_RANDOM_NAME = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-|^(?:[a-z]+[_-])?[0-9a-f]{8,}$|^https?-")
_RANDOM_END = re.compile("-[a-z0-9_]{6}$")
_NO_NAME = frozenset(
    ("item", "dataset", "data", "resource", "file", "download", "untitled", "index")
)

_UINT32 = 1 << 32
_MAX_VALUE = 500
_MAX_YEARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """The searchable projection of one dataset.

    ``row`` is the primary key, ``version`` the number that the drift check compares, ``modified``
    an ordinal day (``date.toordinal()``), ``completeness`` in thousandths (0 to 1000).
    ``agency`` holds the names of the agency, ``distributions`` the names and descriptions of the
    distributions and the columns of their tables, ``body`` all other text in both languages, each
    a line for every text.  ``names`` holds the words of its short name and of its files' names.
    ``audience`` holds the visibility terms, such as ``anyone`` or ``agency:7``: who has one of them
    may find the dataset.  Raises ValueError for a number out of range, a facet that is none, and a
    value that is empty or too long.
    """

    row: int
    uid: str
    version: int
    title_th: str
    title_en: str = ""
    keywords: tuple[str, ...] = ()
    agency: str = ""
    body: str = ""
    distributions: str = ""
    names: str = ""
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
    names = [record.agency.name_th, record.agency.name_en, *record.agency.aliases]
    parts = [part.text(key) for part in shown for key in ("name", "description")]
    return SearchDocument(
        row=record.row,
        uid=record.uid,
        version=record.version,
        title_th=record.title.th,
        title_en=record.title.en,
        keywords=record.keywords,
        agency="\n".join(filter(None, names)),
        body="\n".join(filter(None, body)),
        distributions="\n".join(filter(None, parts)),
        names=" ".join(_names(record.slug, [part.text("url") for part in shown])),
        facets={
            "agency": (record.agency.code,),
            "type": _values([record.text("data_type")]),
            "category": _category(record),
            "licence": _values([record.text("license_id")]),
            "format": _values(formats),
            "keyword": _values(record.keywords),
            "year": _years(record),
        },
        audience=audience_terms(record),
        modified=civil_date(record.modified).toordinal(),
        completeness=completeness,
    )


def _names(slug: str, addresses: Iterable[str]) -> list[str]:
    """Return the words of a short name and of the names of files, made-up ones left out."""
    files = dict.fromkeys(
        word
        for address in addresses
        for word in _name_words(_RANDOM_END.sub("", _file_name(address)))
        # Many names of files are codes, and those of the index are read by nobody.
        if _SPOKEN.search(word)
    )
    return list(dict.fromkeys((*_name_words(slug), *islice(files, MAX_NAMES))))


def _file_name(address: str) -> str:
    """Return the name of the file at an address without its ending, "" for a page or a service."""
    last = unquote(address.partition("?")[0].rpartition("/")[2])[:_MAX_VALUE].lower()
    return last.rpartition(".")[0]


def _name_words(name: str) -> list[str]:
    if _RANDOM_NAME.search(name):
        return []
    return [word for word in _NAME_WORD.findall(name) if word not in _NO_NAME]


def _format(code: str) -> str:
    formats = codelist("data_format")
    return (formats[code].value if code in formats else code).upper()


def _values(values: Iterable[str]) -> tuple[str, ...]:
    cleaned = (" ".join(value.split())[:_MAX_VALUE] for value in values)
    return tuple(dict.fromkeys(filter(None, cleaned)))


def _category(record: DatasetRecord) -> tuple[str, ...]:
    """Return the category and, below it, its level of protection: ``personal/secret``."""
    category, level = record.text("data_category"), record.text("data_classification")
    return _values([category, f"{category}/{level}" if category and level else ""])


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
    texts = [searched.title_th, searched.title_en, *searched.keywords]
    for more in (searched.body, searched.agency, searched.distributions):
        texts += more.split("\n")
    return "\n".join(filter(None, map(squeeze, texts)))


def weights(searched: SearchDocument, analyzer: Analyzer) -> dict[str, float]:
    """Return every word and part of a word with its weight, summed over its places."""
    places = {
        "title": f"{searched.title_th}\n{searched.title_en}",
        "keyword": "\n".join(searched.keywords),
        "agency": searched.agency,
        "body": searched.body[:MAX_BODY],
        "distribution": searched.distributions[:MAX_BODY],
        "name": searched.names,
    }
    found: dict[str, float] = {}
    for place, text in places.items():
        weight = PLACES[place]
        part_weight = weight * PLACES["part"]
        for word, count in Counter(analyzer.tokens(text)).items():
            found[word] = found.get(word, 0.0) + weight * count
            for part in analyzer.sub_words(word):
                found[part] = found.get(part, 0.0) + part_weight * count
    return found


def title_terms(searched: SearchDocument, analyzer: Analyzer) -> set[str]:
    """Return the terms of the titles: words and their parts, and neighbours.

    Queries ask for words in the title only, and the ranking for words side by side.
    """
    out: set[str] = set()
    for title in (searched.title_th, searched.title_en):
        words = analyzer.tokens(title)
        out.update(words)
        out.update(part for word in words for part in analyzer.sub_words(word))
        out.update(neighbours(words, analyzer))
    return out


def neighbours(words: Sequence[str], analyzer: Analyzer) -> list[str]:
    """Return a term for each two parts side by side, so that spaces make no difference."""
    fine = [part for word in words for part in analyzer.fine(word)]
    return [f"{first} {second}" for first, second in pairwise(fine)]


def whole(words: Sequence[str]) -> int:
    """Return a number for a whole title (32 bits), spaces and punctuation aside; 0 for no words."""
    held = "".join(words).encode("utf-8", "replace")
    return int.from_bytes(blake2b(held, digest_size=4).digest()) or 1 if held else 0


def suggestions(searched: SearchDocument, analyzer: Analyzer) -> Iterator[str]:
    """Yield what completes a reader's typing: whole keywords, and the words of the titles."""
    for keyword in searched.keywords:
        whole = " ".join(normalise(keyword).split())
        if 2 <= len(whole) <= 60:
            yield whole
    for word in analyzer.tokens(f"{searched.title_th}\n{searched.title_en}"):
        if len(word) >= 2 and word not in STOP_WORDS and not word.isdigit():
            yield word
