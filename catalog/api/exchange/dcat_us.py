"""A dataset in DCAT-US 1.1 (Project Open Data), for data.json; pure.

Of a text in two languages the Thai one is given, else the English: the schema has room for one.
"""

from __future__ import annotations

import re
from typing import Any

from catalog.api.ckan.package import address
from catalog.api.exchange.places import place_of
from catalog.rdf.site import Site
from catalog.rdf.terms import clean, iri
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from schemas.time import BUDDHIST_FROM, civil_date
from vocab.codes import FrequencyUnit
from vocab.concepts import codelist
from vocab.profiles.dcat import file_type

Json = dict[str, Any]

#: What stands before the datasets.
_SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"
#: Patterns of the schema.
_MEDIA_TYPE = re.compile(r"[-\w]+/[-\w]+(\.[-\w]+)*([+][-\w]+)?", re.ASCII)
_EMAIL = re.compile(r"[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+", re.ASCII)
_MOST_RIGHTS = 255


def catalog_head(site: Site) -> Json:
    """The catalogue without its datasets."""
    return {
        "@context": f"{_SCHEMA}/catalog.jsonld",
        "@id": f"{site.base}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": _SCHEMA,
        "describedBy": f"{_SCHEMA}/catalog.json",
    }


def dcat_us(record: DatasetRecord, site: Site, office: str) -> Json:
    """A public dataset; ``office`` is the mail address of the catalogue, where its own has none."""
    title = _text(record.title.in_language("th")) or record.slug
    updated = record.day("last_updated_date") or civil_date(record.modified)
    stated: Json = {
        "@type": "dcat:Dataset",
        "identifier": record.uid,
        "title": title,
        "description": _text(record.notes.in_language("th")) or title,
        "keyword": [word for word in map(_text, record.keywords) if word],
        "modified": updated.isoformat(),
        "issued": civil_date(record.published or record.created).isoformat(),
        "publisher": {"@type": "org:Organization", "name": _text(record.agency.name_th)},
        "contactPoint": _contact(record, office),
        "accessLevel": "public",
        "rights": _text(record.text("accessible_condition"))[:_MOST_RIGHTS],
        "license": _licence(record),
        "accrualPeriodicity": _frequency(record),
        "language": [code for code in record.texts("data_language") if len(code) == 2],
        "spatial": place.label_en if (place := place_of(record)) else "",
        "temporal": _period(record),
        "landingPage": str(site.dataset(record)),
        "references": [found] if (found := _url(record.text("url"))) else [],
        "distribution": [_distribution(part) for part in record.public_distributions],
    }
    return _only_stated(stated)


def _only_stated(stated: Json) -> Json:
    """Without what is empty: a key that is null or an empty list is worse than none."""
    return {key: value for key, value in stated.items() if value not in ("", [], None)}


def _text(text: str) -> str:
    return clean(text).strip()


def _url(text: str) -> str:
    found = iri(text)
    return address(str(found)) if found else ""


def _contact(record: DatasetRecord, office: str) -> Json:
    name = _text(record.text("maintainer")) or _text(record.agency.name_th)
    found = (mail for mail in (record.text("maintainer_email"), office) if _EMAIL.fullmatch(mail))
    mail = next(found, "")
    shown = f"mailto:{mail}" if mail else ""
    return _only_stated({"@type": "vcard:Contact", "fn": name, "hasEmail": shown})


def _licence(record: DatasetRecord) -> str:
    listed, code = codelist("license_id"), record.text("license_id")
    return listed[code].attributes.get("uri", "") if code in listed else ""


def _frequency(record: DatasetRecord) -> str:
    """ISO 8601 of how often the data is updated, "" when it is not or nobody says."""
    unit = record.text("update_frequency_unit")
    if unit == FrequencyUnit.OTHER:
        return "irregular"
    if unit == FrequencyUnit.REAL_TIME:
        return "R/PT1S"
    listed = codelist("update_frequency_unit")
    form = listed[unit].attributes.get("isoDuration", "") if unit in listed else ""
    times = record.number("update_frequency_interval") or 1
    written = re.sub(r"{(\d*)n}", lambda m: str(int(m[1] or 1) * times), form)
    return f"R/{written}" if written else ""


def _period(record: DatasetRecord) -> str:
    """The years of the data, "" unless both are stated in their order."""
    first, last = (record.number(f"{name}_year_of_data") for name in ("first", "last"))
    if not first or not last or not 0 < first <= last < BUDDHIST_FROM:
        return ""
    return f"{first:04d}/{last:04d}"


def _distribution(part: DistributionRecord) -> Json:
    kind, url = file_type(part.text("format")), _url(part.text("url"))
    media_type = kind.media_type if kind and _MEDIA_TYPE.fullmatch(kind.media_type) else ""
    # The schema wants the media type of whatever can be downloaded.
    is_file = bool(kind and kind.is_file and media_type)
    return _only_stated(
        {
            "@type": "dcat:Distribution",
            "title": _text(part.text("name")),
            "description": _text(part.text("description")),
            "format": _text(part.text("format")),
            "mediaType": media_type if is_file else "",
            "downloadURL" if is_file else "accessURL": url,
        }
    )
