"""Hypothesis strategies for what is searched: records as stewards write them, and questions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from bench.corpus import corpus_words
from catalog.auth.policy import ANYONE, Actor, Post
from catalog.search.analyzer import default_analyzer
from catalog.search.backend import SearchRequest
from catalog.search.document import FACETS
from schemas.dataset import DatasetRecord
from schemas.values import clean_line
from tests.builders import agency, dataset, distribution
from tests.strategies import LINES, THAI_WORDS
from vocab.codes import Audience, Role
from vocab.concepts import codelist

_WORDS = corpus_words()
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

#: Few words, so that records have words in common and a question finds some of them.
COMMON = ("ทะเบียนราษฎร", "น้ำท่วมขัง", "จำนวน", "กทม.", "PM2.5", "Hospitals", "2563")
_USED = (
    *("สพฐ.", "พ.ศ.", "COVID-19", "GIS", "vaccination", "Flooding", "2020", "ปีงบประมาณ", "รายชื่อ"),
    *("บางกะปิ", "เขตจตุจักร", "โรงงานอุตสาหกรรม", "ขยะมูลฝอย", "ตลาดนัด", "สถิติ", "การ", "ๆ", "ผู้สูงอายุ"),
    *(word.partition("|")[0] for name in ("heads", "topics", "splits") for word in _WORDS[name]),
)
_OFTEN = st.sampled_from(COMMON)
WORDS = _OFTEN | _OFTEN | _OFTEN | st.sampled_from(_USED)
_GLUE = st.sampled_from(["", "", " ", " ", "  ", "\u200b", "/", " - ", " (", ") ", ", ", ":", "-"])


def _spelt(text: str, how: int) -> str:
    """The same text as people also write it."""
    spellings = (
        text,
        text.replace("ำ", "\u0e4d\u0e32"),
        text.translate(_THAI_DIGITS),
        text.replace("้", "้้"),
        text.replace("แ", "เเ"),
        text.upper(),
    )
    return spellings[how % len(spellings)]


@st.composite
def titles(draw: st.DrawFn) -> str:
    """Titles of up to six words, with or without spaces, in all the spellings that occur."""
    said = draw(WORDS)
    for _ in range(draw(st.integers(0, 5))):
        said += draw(_GLUE) + draw(WORDS | st.integers(0, 99).map(str) | THAI_WORDS)
    return clean_line(_spelt(said, draw(st.integers(0, 9))))


ANY_TITLES = titles().filter(bool) | LINES
AGENCIES = (
    agency(),
    agency(row=2, code="5004", name_th="สำนักงานเขตบางรัก", name_en="Bang Rak District Office"),
    agency(
        row=3,
        code="nat-1",
        name_th="กรมโรงงานอุตสาหกรรม",
        name_en="Department of Industrial Works",
        organisation="nat-1",
        aliases=("กรอ.",),
    ),
)
ACTORS = (
    ANYONE,
    *(
        Actor(person=1, posts=frozenset({Post(role, one.code, one.organisation)}))
        for role in (Role.STAFF, Role.STEWARD)
        for one in AGENCIES[1:]
    ),
    Actor(person=1, posts=frozenset({Post(Role.ADMIN)})),
)


@st.composite
def records(draw: st.DrawFn, row: int) -> DatasetRecord:
    """A record with what the search reads of it."""
    formats = [concept.id for concept in codelist("data_format")][:6]
    stated: dict[str, Any] = {
        "title": draw(ANY_TITLES),
        "title_en": draw(st.none() | WORDS | LINES),
        "tag_string": draw(st.lists(WORDS, max_size=3, unique=True).map(tuple)) or None,
        "notes": " ".join(draw(st.lists(WORDS | LINES, max_size=4))) or None,
        "notes_en": draw(st.none() | LINES),
        "data_type": draw(st.sampled_from(["statistics", "record", "gis"])),
        "data_category": draw(st.sampled_from([None, "public", "private"])),
        "license_id": draw(st.sampled_from([None, "odc", "cc-by"])),
        "data_format": draw(st.lists(st.sampled_from(formats), max_size=2).map(tuple)) or None,
        "first_year_of_data": draw(st.none() | st.integers(2015, 2021)),
        "last_year_of_data": draw(st.none() | st.integers(2015, 2021)),
    }
    parts = st.builds(
        lambda name, form, hidden: distribution(name=name, format=form, resource_private=hidden),
        WORDS,
        st.sampled_from(["CSV", "PDF"]),
        st.booleans(),
    )
    return dataset(
        row=row,
        uid=f"00000000-0000-4000-8000-{row:012}",
        slug=f"set-{row}",
        version=row,
        agency=draw(st.sampled_from(AGENCIES)),
        audience=draw(st.sampled_from(Audience)),
        modified=dt.datetime(2024, 1, draw(st.integers(1, 9)), tzinfo=dt.UTC),
        distributions=tuple(draw(st.lists(parts, max_size=2))),
        **stated,
    )


@st.composite
def catalogues(draw: st.DrawFn, most: int = 9) -> list[DatasetRecord]:
    """Some records with the rows 1, 2, 3 …"""
    return [draw(records(row)) for row in range(1, draw(st.integers(1, most)) + 1)]


_VALUES = {
    "agency": [one.code for one in AGENCIES],
    "type": ["statistics", "record", "gis"],
    "category": ["public", "private"],
    "licence": ["odc", "cc-by"],
    "format": ["CSV", "PDF", "XLSX"],
    "keyword": list(COMMON),
    "year": [str(year) for year in range(2014, 2023)],
}
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from([*held, "none such"]), min_size=1, max_size=3).map(tuple)
        for name, held in _VALUES.items()
    },
)
_PREFIXED = st.sampled_from(
    [
        "format:csv",
        "ปี:2560-2564",
        "year:2019",
        "-รูปแบบ:pdf",
        "agency:5001",
        "หน่วยงาน:กรอ.",
        "tag:กทม.",
    ]
)


@st.composite
def _pieces(draw: st.DrawFn) -> str:
    """One piece of a question: a word as it is, or something made of it."""
    word = draw(WORDS)
    match draw(st.integers(0, 8)):
        case 0 | 1:
            return word
        case 2:
            return draw(st.sampled_from(default_analyzer().tokens(word) or [word]))
        case 3:
            return "-" + draw(_OFTEN)
        case 4:
            # Side by side in some titles, apart in others.
            return draw(st.sampled_from(['"{}{}"', '"{} {}"'])).format(draw(_OFTEN), draw(_OFTEN))
        case 5:
            return draw(st.sampled_from(["title:{}", 'ชื่อ:"{}"', '-"{}"', '"{}"'])).format(word)
        case 6:
            return draw(_PREFIXED)
        case 7:
            at = draw(st.integers(0, len(word)))
            return word[:at] + word[at + 1 :]
        case _:
            return draw(LINES)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Texts as readers type them: words, parts, slips, phrases, prefixes, exclusions, noise."""
    pieces = draw(st.lists(_pieces(), max_size=2))
    return draw(st.sampled_from([" ", " ", "  "])).join(pieces)


REQUESTS = st.builds(
    SearchRequest,
    text=questions(),
    filters=st.just({}) | FILTERS,
    facets=st.just(FACETS),
    sort=st.sampled_from(["relevance", "modified", "completeness", "title"]),
    reverse=st.booleans(),
    limit=st.just(1000),
    facet_limit=st.just(1000),
)
"""Requests for everything, as nobody: tests set the audience."""
