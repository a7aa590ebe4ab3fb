"""A series, a data service and a database that lack nothing, and the datasets that they name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from schemas.data_service import DataServiceRecord
from schemas.database import DatabaseRecord, StakeholderRecord, SubsystemRecord
from schemas.dataset import DatasetRecord
from schemas.series import SeriesRecord
from schemas.values import LocalizedText
from tests.builders import agency, dataset
from vocab.codes import StakeholderRole

MEMBERS = (dataset(slug="year-2565"), dataset(slug="year-2566"))
NAMES = tuple(each.slug for each in MEMBERS)


def entry(slug: str, **changes: Any) -> DatasetRecord:
    """What is said of any resource; a licence and a day make a database a whole catalogue."""
    stated = {"license_id": "cc-by", "data_release_date": dt.date(2024, 1, 2), **changes}
    return dataset(slug=slug, **stated)


def series(**changes: Any) -> SeriesRecord:
    """Two years of a register."""
    facts: dict[str, Any] = {"entry": entry("register"), "members": NAMES}
    return SeriesRecord(**facts | changes)


def service(**changes: Any) -> DataServiceRecord:
    """An interface to them."""
    facts: dict[str, Any] = {
        "entry": entry("register-api"),
        "endpoint": "https://api.district.example/register",
        "description": "https://api.district.example/openapi.json",
        "standards": ("https://spec.openapis.org/oas/v3.1.0",),
        "serves": NAMES,
    }
    return DataServiceRecord(**facts | changes)


def database(**changes: Any) -> DatabaseRecord:
    """What they are kept in."""
    facts: dict[str, Any] = {
        "entry": entry("register-db"),
        "datasets": NAMES,
        "legislation": ("https://law.example/act/2534",),
        "subsystems": (
            SubsystemRecord(code="in", name=LocalizedText("รับแจ้ง", "Intake"), links=("out",)),
            SubsystemRecord(code="out", name=LocalizedText("รายงาน")),
        ),
        "stakeholders": (
            StakeholderRecord(agency=agency(), role=StakeholderRole.OWNER),
            StakeholderRecord(
                agency=agency(code="2100", name_th="สำนักยุทธศาสตร์", name_en=""),
                role=StakeholderRole.USER,
            ),
        ),
    }
    return DatabaseRecord(**facts | changes)
