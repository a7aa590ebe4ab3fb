"""A dataset as Croissant 1.0: its files, and of tables with a dictionary every column.

Croissant is JSON-LD on top of schema.org that programs of machine learning read.  It demands one
name, so the other language is the alternative name; a dataset is called live, because its files
are links to what their owners change, without a checksum.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalog.rdf.schema_org import dataset_properties, part_properties, words
from catalog.rdf.site import Site
from catalog.rdf.terms import clean
from schemas.dataset import DatasetRecord
from schemas.dictionary import ColumnRecord, DictionaryRecord
from schemas.distribution import DistributionRecord
from schemas.values import LocalizedText
from vocab.profiles.dcat import file_type
from vocab.profiles.schema_org import CONTEXT, CROISSANT, DATA_TYPES, FILE, TABULAR

#: By the UUID of the distribution whose columns they tell.
Dictionaries = Mapping[str, DictionaryRecord]


def croissant_document(record: DatasetRecord, dictionaries: Dictionaries, site: Site) -> bytes:
    """The Croissant of a public record as a document, UTF-8, the same bytes each time."""
    return json.dumps(croissant(record, dictionaries, site), ensure_ascii=False).encode()


def croissant(record: DatasetRecord, dictionaries: Dictionaries, site: Site) -> dict[str, Any]:
    """The Croissant of a public record.

    Hidden distributions, and the columns of them, are left out.  So is what is no file: pages,
    services, and formats without a media type.
    """
    address = site.dataset(record)
    files, tables = [], []
    for part in record.public_distributions:
        found = file_type(part.text("format"))
        said = part_properties(part, FILE)
        if found is None or not (found.is_file and found.media_type and said.get("contentUrl")):
            continue
        name = f"{address}#distribution-{part.uid}"
        files.append({"@type": "cr:FileObject", "@id": name, **said})
        dictionary = dictionaries.get(part.uid)
        if dictionary and found.code in TABULAR:
            tables.append(_table(name, part, dictionary))
    made = {
        "@context": {"@language": "th" if record.title.th else "en", **CONTEXT},
        "@type": "sc:Dataset",
        "@id": address,
        "conformsTo": CROISSANT,
        "url": address,
        "isAccessibleForFree": True,
        "isLiveDataset": True,
        **dataset_properties(record),
        "name": clean(record.title.th or record.title.en),
        "distribution": files,
        "recordSet": tables,
    }
    if record.title.th and record.title.en:
        made["alternateName"] = words(LocalizedText(en=record.title.en))
    return {key: value for key, value in made.items() if value != []}


def _table(name: str, part: DistributionRecord, dictionary: DictionaryRecord) -> dict[str, Any]:
    """The rows of a file; columns are numbered, since their names may be anything."""
    fields = {
        column.name: _field(f"{name}-column-{number}", name, column)
        for number, column in enumerate(dictionary.columns, 1)
    }
    made = {
        "@type": "cr:RecordSet",
        "@id": f"{name}-table",
        "name": clean(part.text("name")),
        "key": [{"@id": fields[column]["@id"]} for column in dictionary.key],
        "field": list(fields.values()),
    }
    return {key: value for key, value in made.items() if value not in ("", [])}


def _field(address: str, file: str, column: ColumnRecord) -> dict[str, Any]:
    made = {
        "@type": "cr:Field",
        "@id": address,
        "name": clean(column.name),
        "alternateName": words(column.title),
        "description": words(column.description),
        "dataType": DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": file}, "extract": {"column": clean(column.name)}},
    }
    return {key: value for key, value in made.items() if value != []}
