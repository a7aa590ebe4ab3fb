"""Names of the months, and the one place where a day is written for people to read."""

import datetime as dt

#: Buddhist-era year minus Common-Era year.
ERA = 543

MONTHS_TH = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]
MONTHS_TH_LONG = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def thai_date(day: dt.date) -> str:
    """15 ส.ค. 2569: the one place where a Buddhist-era day is written."""
    return f"{day.day} {MONTHS_TH[day.month - 1]} {day.year + ERA}"


def english_date(day: dt.date) -> str:
    """15 Aug 2026."""
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
