"""Every row of the field table is in the graph, or says why not."""

import dataclasses

import pytest

from catalog.rdf.draft import rows
from catalog.rdf.kinds import WRITERS
from catalog.rdf.terms import Triple
from catalog.rdf.write import triples
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from tests.unit.rdf.example import SITE, full
from vocab.codes import DatasetType
from vocab.profiles.dcat import BOX_KEYS
from vocab.profiles.th_gov import ATTRIBUTES, FIELDS, Field, RdfKind

#: Rows that are not exported, and why.
NOT_EXPORTED = {
    ("dataset", "private"): "private entries are left out as a whole",
    ("resource", "resource_private"): "hidden distributions are left out as a whole",
}
ATTRIBUTE_ROWS = {("dataset", key) for key in ATTRIBUTES}
#: Rows that say something together with others only.
TOGETHER = dict.fromkeys(BOX_KEYS, BOX_KEYS)


def without(record: DatasetRecord, row: Field) -> DatasetRecord:
    """The record as if nothing had been said in this field."""
    if row.level == "dataset":
        left = {k: v for k, v in record.metadata.items() if k != row.key}
        return dataclasses.replace(record, metadata=left)
    (only,) = record.distributions
    left = {k: v for k, v in only.metadata.items() if k != row.key}
    return dataclasses.replace(
        record, distributions=(DistributionRecord(uid=only.uid, metadata=left),)
    )


def a_type_that_has(row: Field) -> DatasetType:
    return next(t for t in DatasetType if row.applies_to(t))


def graph(record: DatasetRecord) -> set[Triple]:
    return set(triples(record, SITE))


def row_id(row: Field) -> str:
    return f"{row.level}-{row.key}"


def test_every_kind_has_its_writer() -> None:
    assert set(WRITERS) == set(RdfKind)
    assert {f.rdf[1] for f in FIELDS if f.rdf} == set(RdfKind)


def test_only_the_known_rows_are_left_out() -> None:
    assert {(f.level, f.key) for f in FIELDS if f.rdf is None} == set(NOT_EXPORTED)
    for level in ("dataset", "resource"):
        written = {r.key for r in rows(SITE.own, level)}
        missing = {f.key for f in FIELDS if f.level == level} - written
        assert missing == {key for of, key in NOT_EXPORTED if of == level}


@pytest.mark.parametrize("row", [f for f in FIELDS if f.rdf], ids=row_id)
def test_a_stated_field_is_in_the_graph(row: Field) -> None:
    """Saying it adds triples; what else was said stays."""
    record = full(a_type_that_has(row))
    if (row.level, row.key) in ATTRIBUTE_ROWS:
        said = {value for _, _, value in triples(record, SITE)}
        assert record.slug in {v[0] for v in said if isinstance(v, tuple)}
        assert f"{SITE.base}/agency/{record.agency.code}" in said
        return
    silent = graph(without(record, row))
    added = graph(record) - silent
    assert added, row.key
    assert any(_shows(row, triple) for triple in added)


def _shows(row: Field, triple: Triple) -> bool:
    """Whether a triple carries the value itself, its code, or what stands for it."""
    record = full(a_type_that_has(row))
    holder = record.metadata if row.level == "dataset" else record.distributions[0].metadata
    subject, _, value = triple
    text = value.text if isinstance(value, tuple) else str(value)
    return any(word in text or word in subject for word in _words(row, holder[row.key]))


def _words(row: Field, value: Value) -> list[str]:
    many = value if isinstance(value, tuple) else (value,)
    words = [str(each) for each in many]
    if isinstance(value, bool):
        words = [str(value).lower()]
    if row.rdf and row.rdf[1] is RdfKind.LANGUAGE:
        words.append("/authority/language/")
    if row.rdf and row.rdf[1] is RdfKind.EU_THEME:
        words += [f"/data-theme/{word.upper()}" for word in words]
    return words


@pytest.mark.parametrize(
    "row", [f for f in FIELDS if f.rdf and f.key not in ATTRIBUTES], ids=row_id
)
def test_a_field_stands_alone(row: Field) -> None:
    """A record that states this field only is still written, without a hole around it."""
    record = full(a_type_that_has(row))
    keys = TOGETHER.get(row.key, (row.key,))
    (only,) = record.distributions
    if row.level == "dataset":
        some = {k: v for k, v in record.metadata.items() if k in keys}
        alone = dataclasses.replace(record, metadata=some, distributions=())
        nothing = dataclasses.replace(alone, metadata={})
    else:
        some = {k: v for k, v in only.metadata.items() if k in keys}
        files = (DistributionRecord(uid=only.uid, metadata=some),)
        alone = dataclasses.replace(record, metadata={}, distributions=files)
        nothing = dataclasses.replace(alone, distributions=(DistributionRecord(uid=only.uid),))
    assert graph(alone) - graph(nothing)


def test_a_code_that_no_list_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        graph(full(DatasetType.RECORD, metadata={"objective": ("no-such-code",)}))
