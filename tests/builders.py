"""Builders that start from "nothing wrong" and change one thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from schemas.agency import AgencyRecord
from schemas.dataset import DatasetDraft, DatasetRecord
from schemas.distribution import DistributionRecord, Value
from vocab.codes import AgencyKind, Audience, DatasetState

#: A day on which the built dataset is up to date (15 January 2567 B.E.).
TODAY = dt.date(2024, 1, 15)
NOW = dt.datetime(2024, 1, 15, 3, 0, tzinfo=dt.UTC)

#: A complete, faultless dataset of the type statistics: every field that the type offers but the
#: texts for อื่นๆ.
METADATA: Mapping[str, Value] = {
    "data_type": "statistics",
    "title": "จำนวนประชากรตามทะเบียนราษฎรของเขตพระนคร",
    "maintainer": "ฝ่ายทะเบียน สำนักงานเขตพระนคร",
    "maintainer_email": "registry@phranakhon.example",
    "tag_string": ("ประชากร", "ทะเบียนราษฎร", "population"),
    "notes": "จำนวนประชากรจำแนกตามแขวง เพศ และอายุ",
    "objective": ("agency-mission",),
    "update_frequency_unit": "month",
    "update_frequency_interval": 1,
    "geo_coverage": "district",
    "data_source": "ฐานข้อมูลทะเบียนราษฎร",
    "data_format": ("csv",),
    "data_category": "public",
    "license_id": "odc",
    "accessible_condition": "ไม่มีเงื่อนไข",
    "last_updated_date": dt.date(2023, 12, 31),
    "url": "https://phranakhon.example/population",
    "data_language": ("th",),
    "first_year_of_data": 2015,
    "last_year_of_data": 2023,
    "data_release_calendar": dt.date(2024, 2, 15),
    "disaggregate": ("sex", "age"),
    "unit_of_measure": "คน",
    "unit_of_multiplier": "unit",
    "calculation_method": "นับจากทะเบียนราษฎรเมื่อสิ้นเดือน",
    "standard": "รหัสเขตการปกครอง",
    "official_statistics": True,
    "data_classification": "open",
    "private": False,
    "allow_harvest": True,
    "reference_url_catalog": "https://catalog.example/dataset/population",
    "title_en": "Population of Phra Nakhon District",
    "notes_en": "Population by subdistrict, sex and age",
    "theme": ("soci",),
}

RESOURCE: Mapping[str, Value] = {
    "name": "ประชากรรายเดือน",
    "url": "https://phranakhon.example/population.csv",
    "description": "ตารางรายเดือน",
    "format": "CSV",
    "resource_private": False,
    "resource_accessible_condition": "ไม่มีเงื่อนไข",
    "resource_first_year_of_data": 2015,
    "resource_last_year_of_data": 2023,
    "resource_disaggregate": ("sex", "age"),
    "resource_unit_of_measure": "คน",
    "resource_unit_of_multiplier": "unit",
    "resource_data_release_calendar": dt.date(2024, 2, 15),
    "resource_official_statistics": True,
    "resource_last_updated_date": dt.date(2023, 12, 31),
}

#: Attributes of a record; every other name given to `dataset` is a key of its metadata.
_ATTRIBUTES = tuple(f.name for f in fields(DatasetRecord) if f.name != "metadata")


def agency(**changes: Any) -> AgencyRecord:
    """A district office of Bangkok."""
    facts: dict[str, Any] = {
        "row": 1,
        "code": "5001",
        "kind": AgencyKind.DISTRICT,
        "name_th": "สำนักงานเขตพระนคร",
        "name_en": "Phra Nakhon District Office",
        "parent": "bma",
        "organisation": "bma",
        "area_code": "1001",
    }
    return AgencyRecord(**facts | changes)


def changed(metadata: Mapping[str, Value], changes: Mapping[str, Any]) -> dict[str, Value]:
    """Metadata with some values set; None takes a value away."""
    return {k: v for k, v in {**metadata, **changes}.items() if v is not None}


def distribution(**changes: Any) -> DistributionRecord:
    """A CSV file with every field of the type statistics; None takes a value away."""
    uid = changes.pop("uid", "6c9d6d1e-0f0e-4e52-9f8b-0d6f3a3c8f11")
    return DistributionRecord(uid=uid, metadata=changed(RESOURCE, changes))


def dataset(**changes: Any) -> DatasetRecord:
    """A published dataset without a fault; attributes and metadata are changed by name."""
    attributes = {key: changes.pop(key) for key in _ATTRIBUTES if key in changes}
    facts: dict[str, Any] = {
        "row": 1,
        "uid": "0b9a1f52-8f6e-4c38-9f0c-9a1f528f6e4c",
        "slug": "population-phra-nakhon",
        "agency": agency(),
        "state": DatasetState.PUBLISHED,
        "audience": Audience.ANYONE,
        "version": 1,
        "revision": 1,
        "created": NOW,
        "modified": NOW,
        "published": NOW,
        "metadata": changed(METADATA, changes),
        "distributions": (distribution(),),
    }
    return DatasetRecord(**facts | attributes)


def draft(**changes: Any) -> DatasetDraft:
    """The draft of that dataset, not yet on record."""
    attributes = {
        key: changes.pop(key) for key in ("agency", "slug", "distributions") if key in changes
    }
    facts: dict[str, Any] = {
        "agency": "5001",
        "metadata": changed(METADATA, changes),
        "distributions": (distribution(uid=""),),
    }
    return DatasetDraft(**facts | attributes)
