"""Hypothesis strategies for values, metadata and records of the field table."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from schemas.fields import clean_url
from schemas.values import clean_line, clean_text
from tests.builders import dataset
from vocab.codes import DatasetType
from vocab.concepts import codelist
from vocab.profiles.th_gov import (
    ATTRIBUTES,
    Field,
    ValueType,
    dataset_fields,
    resource_fields,
)

#: Days a record may carry.
DAYS = st.dates(dt.date(1500, 1, 1), dt.date(2200, 12, 31))
#: Days near enough for calendar arithmetic to be interesting.
RECENT_DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
LINES = st.text(max_size=40).map(clean_line).filter(bool)
TEXTS = st.text(max_size=80).map(clean_text).filter(bool)
THAI_WORDS = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), min_size=1)


def _urls() -> st.SearchStrategy[str]:
    paths = st.text(st.characters(), max_size=20)
    return st.builds(
        lambda scheme, path: clean_url(f"{scheme}://data.example/{path}"),
        st.sampled_from(("http", "https", "ftp")),
        paths,
    )


def values(row: Field) -> st.SearchStrategy[Value]:
    """Values that a record may hold in a field."""
    match row.value_type:
        case ValueType.CODE:
            return st.sampled_from([c.id for c in codelist(row.codelist)])
        case ValueType.CODES:
            ids = [c.id for c in codelist(row.codelist)]
            return st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True).map(tuple)
        case ValueType.KEYWORDS:
            words = THAI_WORDS.map(clean_line).filter(bool) | LINES
            return st.lists(words, min_size=1, max_size=4, unique=True).map(tuple)
        case ValueType.BOOLEAN:
            return st.booleans()
        case ValueType.DATE:
            return DAYS
        case ValueType.YEAR:
            return st.integers(1500, 2200)
        case ValueType.INTEGER:
            return st.integers(1, 10_000)
        case ValueType.DEGREES:
            return st.floats(-180, 180)
        case ValueType.URL:
            return _urls()
        case ValueType.EMAIL:
            return st.sampled_from(["data@bangkok.example", "a.b+c@x-y.example", "1@2.th"])
        case ValueType.LONG_TEXT:
            return TEXTS
        case _:
            return LINES


def _metadata(rows: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries(
        {}, optional={row.key: values(row) for row in rows if row.key not in ATTRIBUTES}
    )


#: Metadata of a dataset of any or no type, with any fields filled in.
METADATA = _metadata(dataset_fields())
#: Metadata of a distribution.  Its name is no attribute of the record.
RESOURCES = st.builds(
    lambda most, name: most | name,
    _metadata(resource_fields()),
    st.fixed_dictionaries({}, optional={"name": LINES}),
)


def distributions(max_size: int = 3) -> st.SearchStrategy[tuple[DistributionRecord, ...]]:
    """Some distributions, old and new ones."""
    uids = st.just("") | st.uuids(version=4).map(str)
    one = st.builds(DistributionRecord, uid=uids, metadata=RESOURCES)
    return st.lists(one, max_size=max_size).map(tuple)


@st.composite
def datasets(draw: st.DrawFn, /, **attributes: Any) -> DatasetRecord:
    """Published records with any metadata and up to three distributions."""
    metadata = draw(METADATA)
    if draw(st.booleans()):
        metadata["data_type"] = draw(st.sampled_from([str(t) for t in DatasetType]))
    uid = str(draw(st.uuids(version=4)))
    made = dataset(
        uid=uid, slug=f"d-{uuid.UUID(uid).hex}", distributions=draw(distributions()), **attributes
    )
    return replace(made, metadata=metadata)
