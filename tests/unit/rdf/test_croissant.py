"""Croissant and schema.org: the same facts as the record, and as what each of them demands."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rdflib

from catalog.rdf import schema_org
from catalog.rdf.croissant import croissant, croissant_document
from catalog.rdf.terms import clean
from schemas.dictionary import ColumnRecord, DictionaryRecord
from tests.builders import dataset, distribution
from tests.unit.rdf.example import SITE
from tests.unit.rdf.tables import COLUMNS, DICTIONARIES, DICTIONARY
from tests.unit.rdf.test_syntax import HOSTILE
from vocab.codes import ColumnType
from vocab.profiles import schema_org as tables

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

CR = rdflib.Namespace("http://mlcommons.org/croissant/")
SDO = rdflib.Namespace("https://schema.org/")
PART = distribution().uid
FILE = f"{SITE.base}/dataset/population-phra-nakhon#distribution-{PART}"


def read(made: dict[str, Any]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=json.dumps(made), format="json-ld")


def test_a_table_with_a_dictionary_tells_every_column() -> None:
    found = read(croissant(dataset(), DICTIONARIES, SITE))
    whole = rdflib.URIRef(f"{SITE.base}/dataset/population-phra-nakhon")
    table = found.value(whole, CR.recordSet)
    columns = list(found.objects(table, CR.field))
    assert len(columns) == len(ColumnType)
    for column in columns:
        source = found.value(column, CR.source)
        assert found.value(source, CR.fileObject) == rdflib.URIRef(FILE)
        name = found.value(column, SDO.name)
        assert found.value(found.value(source, CR.extract), CR.column) == name
        assert {text.language for text in found.objects(column, SDO.description)} == {"th", "en"}  # type: ignore[attr-defined]
        assert str(found.value(column, CR.dataType)).startswith(str(SDO))
    keys = {str(found.value(key, SDO.name)) for key in found.objects(table, CR.key)}
    assert keys == set(DICTIONARY.key)


def test_what_croissant_demands_of_a_dataset_is_there() -> None:
    made = croissant(dataset(license_id="cc-by"), {}, SITE)
    assert made["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert made["name"] == dataset().title.th
    assert made["alternateName"] == [{"@language": "en", "@value": dataset().title.en}]
    assert made["license"].startswith("https://creativecommons.org/")
    assert made["datePublished"] == "2024-01-15"
    assert made["creator"] == made["publisher"]
    assert made["isLiveDataset"] is True
    (file,) = made["distribution"]
    assert file["@id"] == FILE
    assert (file["name"], file["encodingFormat"]) == ("population.csv", "text/csv")
    assert "recordSet" not in made


def test_a_name_in_one_language_only() -> None:
    english = croissant(dataset(title=None), {}, SITE)
    assert english["@context"]["@language"] == "en"
    assert english["name"] == dataset().title.en
    assert "alternateName" not in english
    thai = croissant(dataset(title_en=None), {}, SITE)
    assert thai["@context"]["@language"] == "th"
    assert "alternateName" not in thai


@pytest.mark.parametrize(
    "changes",
    [
        {"resource_private": True},
        {"format": "HTML"},  # a page
        {"format": "MDB"},  # no media type
        {"format": "ตาราง"},
        {"format": None},
        {"url": "javascript:alert(1)"},
        {"url": None},
    ],
)
def test_what_is_no_file_that_anyone_may_open_is_left_out(changes: dict[str, Any]) -> None:
    record = dataset(distributions=(distribution(**changes),))
    made = croissant(record, DICTIONARIES, SITE)
    assert "distribution" not in made
    assert "recordSet" not in made
    assert COLUMNS[0].name not in json.dumps(made, ensure_ascii=False)


def test_columns_are_told_of_tables_only() -> None:
    record = dataset(distributions=(distribution(format="PDF"),))
    made = croissant(record, DICTIONARIES, SITE)
    assert made["distribution"]
    assert "recordSet" not in made


def test_a_dictionary_that_says_little() -> None:
    bare = DictionaryRecord(columns=(ColumnRecord(name="n", type=ColumnType.INTEGER),))
    record = dataset(distributions=(distribution(name=None),))
    (table,) = croissant(record, {PART: bare}, SITE)["recordSet"]
    assert set(table) == {"@type", "@id", "field"}
    (column,) = table["field"]
    assert set(column) == {"@type", "@id", "name", "dataType", "source"}


def test_the_document_is_the_same_each_time() -> None:
    first = croissant_document(dataset(), DICTIONARIES, SITE)
    assert first == croissant_document(dataset(), DICTIONARIES, SITE)
    assert json.loads(first) == croissant(dataset(), DICTIONARIES, SITE)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_was_typed_comes_out_as_the_graph_has_it(text: str) -> None:
    words = {"title": text, "notes_en": text, "tag_string": (text,), "description": text}
    part = distribution(description=text, url=f"https://files.example/{text}.csv")
    made = croissant(dataset(**words, distributions=(part,)), DICTIONARIES, SITE)
    assert json.loads(croissant_document(dataset(**words, distributions=(part,)), {}, SITE))
    assert made["name"] == clean(text)
    found = read(made)
    told = {str(value) for value in found.objects(None, SDO.description)}
    assert (clean(text) in told) is bool(clean(text).strip())


def test_every_way_has_its_function_and_every_type_its_class() -> None:
    assert set(schema_org.WAYS) == set(tables.Way)
    assert set(tables.DATA_TYPES) == set(ColumnType)


def test_a_page_describes_its_dataset() -> None:
    record = dataset(
        data_language=("th", "other"),
        license_id="other",
        distributions=(distribution(size=2048), distribution(format="ArcView", uid="b", url=None)),
    )
    made = schema_org.describe(record, "https://data.example.th/dataset/x")
    assert made["inLanguage"] == ["th"]
    assert {"@language": "en", "@value": "population"} in made["keywords"]
    first, second = made["distribution"]
    assert (first["encodingFormat"], first["contentSize"]) == ("text/csv", "2048 B")
    assert second["encodingFormat"] == "ArcView"
    assert "contentUrl" not in second
    empty = schema_org.describe(
        dataset(distributions=(), license_id="gone", tag_string=None), "https://x.example"
    )
    assert not {"distribution", "license", "keywords"} & set(empty)
