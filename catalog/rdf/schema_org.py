"""A dataset in the words of schema.org, for search engines of the web, by the rows of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from catalog.rdf.terms import clean, guess_language, iri, text_in
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.time import civil_date
from schemas.values import LocalizedText
from vocab.codes import OTHER, UNKNOWN
from vocab.concepts import codelist
from vocab.profiles.dcat import LICENCES, file_type
from vocab.profiles.schema_org import DATASET, DOWNLOAD, Said, Way


def describe(record: DatasetRecord, address: str) -> dict[str, Any]:
    """The schema.org Dataset of a public record; ``address`` is that of its page.

    Hidden distributions are left out whoever reads the page.
    """
    made = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "isAccessibleForFree": True,
        **dataset_properties(record),
    }
    parts = [
        {"@type": "DataDownload", **part_properties(part, DOWNLOAD)}
        for part in record.public_distributions
    ]
    return made | ({"distribution": parts} if parts else {})


def dataset_properties(record: DatasetRecord) -> dict[str, Any]:
    """What the rows of the table make of a dataset; what it does not state is left out."""
    attributes = {
        "uid": record.uid,
        "title": record.title,
        "notes": record.notes,
        "keywords": record.keywords,
        "published": record.published,
        "agency": record.agency,
    }
    return _properties({**record.metadata, **attributes}, DATASET)


def part_properties(part: DistributionRecord, rows: Iterable[Said]) -> dict[str, Any]:
    """What rows make of a distribution."""
    return _properties(part.metadata, rows)


def _properties(stated: Mapping[str, Any], rows: Iterable[Said]) -> dict[str, Any]:
    made = {
        row.property: WAYS[row.way](value)
        for row in rows
        if (value := stated.get(row.source)) is not None
    }
    return {name: value for name, value in made.items() if value not in ("", [])}


def words(text: LocalizedText) -> list[dict[str, str]]:
    """The sides of a text that somebody wrote, each with its language."""
    return [*_tagged("th", text.th), *_tagged("en", text.en)]


def _tagged(language: str, text: str) -> list[dict[str, str]]:
    made = text_in(language, text)
    return [{"@language": made.language, "@value": made.text}] if made else []


def _keywords(value: Iterable[str]) -> list[dict[str, str]]:
    return [each for word in value for each in _tagged(guess_language(word), word)]


def _licence(code: str) -> str:
    """The address of the licence; its words where it has no one document."""
    found = LICENCES.get(code)
    return "" if found is None else found.iri or codelist("license_id")[code].value


def _agency(record: AgencyRecord) -> dict[str, Any]:
    return {"@type": "Organization", "name": words(record.name)}


def _media_type(text: str) -> str:
    """The media type where the word is known, else the word."""
    found = file_type(text)
    return found.media_type if found and found.media_type else clean(text)


def _file_name(address: str) -> str:
    path = (iri(address) or "").partition("#")[0].partition("?")[0]
    return clean(unquote(path.rpartition("/")[2]))


def _day(value: dt.date) -> str:
    return value.isoformat()


WAYS: Mapping[Way, Callable[[Any], Any]] = {
    Way.TEXT: clean,
    Way.WORDS: words,
    Way.KEYWORDS: _keywords,
    Way.THAI: lambda text: _tagged("th", text),
    Way.DAY: _day,
    Way.INSTANT: lambda value: _day(civil_date(value)),
    Way.LANGUAGES: lambda codes: [code for code in codes if code not in (OTHER, UNKNOWN)],
    Way.LICENCE: _licence,
    Way.AGENCY: _agency,
    Way.ADDRESS: lambda address: iri(address) or "",
    Way.FILE_NAME: _file_name,
    Way.MEDIA_TYPE: _media_type,
    Way.BYTES: lambda size: f"{size} B",
}
