"""A record as ckanext-dcat understands most of it: its own keys beside those of the package."""

from __future__ import annotations

import json
from typing import Any

from catalog.api.ckan.package import ckan_package
from catalog.rdf.site import Site
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from vocab.codes import FrequencyUnit
from vocab.namespaces import EU
from vocab.profiles.dcat import (
    DATASET_TYPES,
    IANA,
    LANGUAGES,
    LICENCES,
    access_right,
    file_type,
    frequency,
)


def dcat_package(record: DatasetRecord, site: Site) -> dict[str, Any]:
    """The package with every fact that ckanext-dcat's profiles have a key for, under that key."""
    package = ckan_package(record, site)
    words = package["tags"]
    package |= {
        "uri": site.dataset(record),
        "title_translated": _both(record.title.th, record.title.en),
        "notes_translated": _both(record.notes.th, record.notes.en),
        "tags_translated": {"th": [word["name"] for word in words]},
        "identifier": record.slug,
        "publisher_uri": f"{site.base}/agency/{record.agency.code}",
        "publisher_name": record.agency.name_th,
        "publisher_identifier": record.agency.code,
        "contact_uri": f"{site.dataset(record)}#contact",
        "contact_name": record.text("maintainer"),
        "contact_email": record.text("maintainer_email"),
        "language": json.dumps([f"{EU}language/{LANGUAGES[v][0]}" for v in _many(record)]),
        "conforms_to": json.dumps([record.text("standard")] if record.text("standard") else []),
        "provenance": record.text("data_source"),
        "temporal_start": record.text("first_year_of_data"),
        "temporal_end": record.text("last_year_of_data"),
        "spatial_uri": f"{EU}country/THA",
        "spatial_text": "ประเทศไทย",
        "issued": record.text("data_release_date"),
        "modified": record.text("last_updated_date"),
        "extras": [],
    }
    if unit := record.text("update_frequency_unit"):
        code = frequency(FrequencyUnit(unit), record.number("update_frequency_interval"))
        package["frequency"] = f"{EU}frequency/{code}"
    if kind := DATASET_TYPES.get(record.text("data_type")):
        package["dcat_type"] = f"{EU}dataset-type/{kind[0]}"
    if right := access_right(record.category, record.classification):
        package["access_rights"] = f"{EU}access-right/{right}"
    licence = LICENCES.get(record.text("license_id"))
    for given, part in zip(package["resources"], record.public_distributions, strict=True):
        given |= _resource(part, licence.iri if licence else "")
        given["uri"] = f"{site.dataset(record)}#distribution-{part.uid}"
    return package


def _resource(part: DistributionRecord, licence: str) -> dict[str, Any]:
    kind = file_type(part.text("format"))
    return {
        "access_url": part.text("url"),
        "download_url": part.text("url"),
        "license": licence,
        "rights": part.text("resource_accessible_condition"),
        "format": f"{EU}file-type/{kind.code}" if kind else part.text("format"),
        "mimetype": f"{IANA}{kind.media_type}" if kind and kind.media_type else None,
        "availability": f"{EU}planned-availability/AVAILABLE",
        "modified": part.text("resource_last_updated_date"),
    }


def _both(th: str, en: str) -> dict[str, str]:
    return {"th": th, **({"en": en} if en else {})}


def _many(record: DatasetRecord) -> tuple[str, ...]:
    return record.texts("data_language")
