"""Datasets in the words of schema.org, and of Croissant 1.0 for machine learning, as tables.

Sources: schema.org (Dataset, DataDownload); Croissant 1.0 (MLCommons, 2024): its context, what it
demands of a dataset, a file and a field.  catalog.rdf.schema_org has one function for each way.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from vocab.codes import ColumnType


class Way(StrEnum):
    """How a value becomes JSON."""

    TEXT = "text"
    #: Thai and English, each with its language.
    WORDS = "words"
    #: Words in either language, each with its own.
    KEYWORDS = "keywords"
    THAI = "thai"
    DAY = "day"
    #: The day in Thailand of an instant.
    INSTANT = "instant"
    LANGUAGES = "languages"
    LICENCE = "licence"
    AGENCY = "agency"
    ADDRESS = "address"
    #: The name of a file as it is downloaded.
    FILE_NAME = "file-name"
    MEDIA_TYPE = "media-type"
    BYTES = "bytes"


class Said(NamedTuple):
    """A property, the attribute or the key of the field table that it is made from, and how."""

    property: str
    source: str
    way: Way


#: What a page says of its dataset, and Croissant too.
DATASET: tuple[Said, ...] = (
    Said("identifier", "uid", Way.TEXT),
    Said("name", "title", Way.WORDS),
    Said("description", "notes", Way.WORDS),
    Said("keywords", "keywords", Way.KEYWORDS),
    Said("inLanguage", "data_language", Way.LANGUAGES),
    Said("license", "license_id", Way.LICENCE),
    Said("datePublished", "published", Way.INSTANT),
    Said("dateModified", "last_updated_date", Way.DAY),
    Said("creator", "agency", Way.AGENCY),
    Said("publisher", "agency", Way.AGENCY),
)
#: What a page says of a distribution (schema.org DataDownload).
DOWNLOAD: tuple[Said, ...] = (
    Said("name", "name", Way.TEXT),
    Said("description", "description", Way.TEXT),
    Said("contentUrl", "url", Way.ADDRESS),
    Said("encodingFormat", "format", Way.MEDIA_TYPE),
    Said("contentSize", "size", Way.BYTES),
)
#: What Croissant says of a file (cr:FileObject); all but the last two are demanded.
FILE: tuple[Said, ...] = (
    Said("name", "url", Way.FILE_NAME),
    Said("contentUrl", "url", Way.ADDRESS),
    Said("encodingFormat", "format", Way.MEDIA_TYPE),
    Said("alternateName", "name", Way.THAI),
    Said("description", "description", Way.THAI),
    Said("contentSize", "size", Way.BYTES),
)

CROISSANT = "http://mlcommons.org/croissant/1.0"
#: The context of Croissant 1.0 but for the language, which follows from the title.
CONTEXT: Mapping[str, Any] = {
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
#: File types (EU codes) whose columns have names by which a reader of Croissant finds them.
TABULAR = frozenset({"CSV", "TSV", "XLSX", "XLS", "ODS"})
#: The class of schema.org for the values of a column.
DATA_TYPES: Mapping[ColumnType, str] = {
    ColumnType.TEXT: "sc:Text",
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.DECIMAL: "sc:Float",
    ColumnType.BOOLEAN: "sc:Boolean",
    ColumnType.DATE: "sc:Date",
    ColumnType.TIME: "sc:Time",
    ColumnType.DATETIME: "sc:DateTime",
    ColumnType.YEAR: "sc:Integer",
    ColumnType.URL: "sc:URL",
}
