"""A whole registration as a steward types it, in Thai, with Thai digits and Buddhist-era dates."""

from __future__ import annotations

from typing import Any

ANSWERS: dict[str, Any] = {
    "d-title": "ทะเบียนร้านค้าแผงลอยในเขตพระนคร",
    "d-maintainer": "ฝ่ายเทศกิจ",
    "d-maintainer_email": "thetsakit@bangkok.example",
    "d-tag_string": "แผงลอย, ทะเบียน, หาบเร่",
    "d-notes": "รายชื่อร้านค้าแผงลอยที่ได้รับอนุญาต\nแยกตามถนน",
    "d-objective": ["agency-mission"],
    "d-update_frequency_unit": "month",
    "d-update_frequency_interval": "๑",
    "d-last_updated_date-day": "๑๕",
    "d-last_updated_date-month": "11",
    "d-last_updated_date-year": "๒๕๖๙",
    "d-geo_coverage": "district",
    "d-data_source": "แบบสำรวจภาคสนาม",
    "d-data_format": ["csv", "xls"],
    "d-data_category": "public",
    "d-data_classification": "open",
    "d-license_id": "cc-by",
    "r-0-name": "แผงลอย 2569",
    "r-0-url": "https://data.bangkok.example/stalls.csv",
    "r-0-format": "csv",
}
