"""A dataset in the words of schema.org, for search engines of the web."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.web.format import safe_url
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from vocab.concepts import codelist


def describe(record: DatasetRecord, address: str) -> dict[str, Any]:
    """The schema.org Dataset of a public record; ``address`` is that of its page.

    Hidden distributions are left out whoever reads the page.
    """
    day = record.day("last_updated_date")
    stated = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "identifier": record.uid,
        "name": _texts((record.title.th, record.title.en)),
        "description": _texts((record.notes.th, record.notes.en)),
        "keywords": list(record.keywords),
        "license": _licence(record),
        "dateModified": day.isoformat() if day else "",
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": _texts((record.agency.name_th, record.agency.name_en)),
        },
        "distribution": [_download(part) for part in record.public_distributions],
    }
    return {key: value for key, value in stated.items() if value not in ("", [], None)}


def _texts(pair: Iterable[str]) -> str | list[dict[str, str]]:
    stated = [(lang, text) for lang, text in zip(("th", "en"), pair, strict=True) if text]
    if len(stated) == 1:
        return stated[0][1]
    return [{"@language": lang, "@value": text} for lang, text in stated]


def _licence(record: DatasetRecord) -> str:
    code, licences = record.text("license_id"), codelist("license_id")
    if code not in licences:
        return ""
    return next((uri for uri in licences[code].exact_match if safe_url(uri)), licences[code].value)


def _download(part: DistributionRecord) -> dict[str, str]:
    stated = {
        "@type": "DataDownload",
        "name": part.text("name"),
        "contentUrl": safe_url(part.text("url")),
        "encodingFormat": part.text("format"),
    }
    return {key: value for key, value in stated.items() if value}
