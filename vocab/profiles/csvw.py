"""The data dictionary in the words of CSV on the Web (W3C Recommendation of 17 December 2015)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from vocab.codes import ColumnType
from vocab.namespaces import XSD, Iri


class Way(StrEnum):
    """How a value of a column becomes triples."""

    #: A text without a language, as it stands in the head of the table.
    HEAD = "head"
    #: The same as the name of a variable of URI templates, as CSVW demands it.
    VARIABLE = "variable"
    WORDS = "words"
    THAI = "thai"
    BOOLEAN = "boolean"
    DATATYPE = "datatype"


class Said(NamedTuple):
    """An attribute of a column, the property that says it, and how."""

    attribute: str
    property: str
    way: Way


COLUMN: tuple[Said, ...] = (
    Said("name", "csvw:name", Way.VARIABLE),
    Said("name", "csvw:title", Way.HEAD),
    Said("title", "csvw:title", Way.WORDS),
    Said("description", "dct:description", Way.WORDS),
    Said("type", "csvw:datatype", Way.DATATYPE),
    Said("required", "csvw:required", Way.BOOLEAN),
    Said("unit", "thgdc:columnUnit", Way.THAI),
    Said("sample", "skos:example", Way.HEAD),
)
DATATYPES: Mapping[ColumnType, Iri] = {
    ColumnType.TEXT: XSD.string,
    ColumnType.INTEGER: XSD.integer,
    ColumnType.DECIMAL: XSD.decimal,
    ColumnType.BOOLEAN: XSD.boolean,
    ColumnType.DATE: XSD.date,
    ColumnType.TIME: XSD.time,
    ColumnType.DATETIME: XSD.dateTime,
    ColumnType.YEAR: XSD.gYear,
    ColumnType.URL: XSD.anyURI,
}
