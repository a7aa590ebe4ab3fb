"""Days and years in both calendars; the borders are written out by hand."""

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.time import (
    BANGKOK,
    MONTHS_TH_LONG,
    FiscalYear,
    add_months,
    civil_date,
    english_date,
    read_date,
    read_year,
    seconds_ago,
    thai_date,
    utc_now,
)
from tests.strategies import DAYS

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


# Years before B.E. 2400 are read as Common-Era years, as the standard's notes have it.
@given(st.dates(dt.date(1857, 1, 1), dt.date(2156, 12, 31)))
def test_a_day_is_read_back_from_every_way_of_writing_it(day: dt.date):
    thai_year = day.year + 543
    written = [
        day.isoformat(),
        f"{thai_year}-{day.month:02}-{day.day:02}",
        f"{day.day}/{day.month}/{thai_year}",
        f"{day.day}.{day.month}.{day.year}",
        thai_date(day),
        english_date(day),
        thai_date(day).translate(THAI_DIGITS),
        f"{day.day} {MONTHS_TH_LONG[day.month - 1]} พ.ศ. {thai_year}",
        f"  {day.isoformat()}T12:00:00 ",
    ]
    assert {read_date(text) for text in written} == {day}


@given(st.integers(1857, 2156))
def test_a_year_is_read_in_both_calendars(year: int):
    written = [
        str(year),
        str(year + 543),
        f"พ.ศ. {year + 543}",
        f"ปี {year + 543}",
        f"{year} CE"[:4],
    ]
    assert {read_year(text) for text in written} == {year}
    assert read_year(str(year + 543).translate(THAI_DIGITS)) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29/2/2567", dt.date(2024, 2, 29)),
        ("29 ก.พ. 2567", dt.date(2024, 2, 29)),
        ("30 กันยายน 2563", dt.date(2020, 9, 30)),
        ("๑ ตุลาคม ๒๕๖๓", dt.date(2020, 10, 1)),
        ("31 Dec 2023", dt.date(2023, 12, 31)),
        ("31 December 2566", dt.date(2023, 12, 31)),
    ],
)
def test_days_by_hand(text: str, day: dt.date):
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "29/2/2566",
        "31/4/2567",
        "0/1/2567",
        "2567-13-01",
        "1/1/2300",
        "1/1/67",
        "1 มกร 2567",
        "tomorrow",
        "๐" * 61,
    ],
)
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        read_date(text)


@pytest.mark.parametrize("text", ["", "67", "25670", "2300", "1499", "๒๕๖", "ปีที่แล้ว"])
def test_what_is_no_year_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        read_year(text)


@pytest.mark.parametrize("text", ["1a" + " " * 20_000 + "x", "ปี" * 10_000, "1" + "พ" * 20_000])
def test_a_huge_text_is_refused_at_once(text: str):
    start = time.thread_time()
    for read in (read_date, read_year):
        with pytest.raises(ValueError, match=r".*"):
            read(text)
    assert time.thread_time() - start < 0.1


def test_the_fiscal_year_turns_on_the_first_of_october_in_thailand():
    last = dt.datetime(2020, 9, 30, 16, 59, 59, tzinfo=dt.UTC)
    first = dt.datetime(2020, 9, 30, 17, 0, tzinfo=dt.UTC)
    assert FiscalYear.of(civil_date(last)) == FiscalYear(2563)
    assert FiscalYear.of(civil_date(first)) == FiscalYear(2564)
    year = FiscalYear(2564)
    assert (year.start, year.end) == (dt.date(2020, 10, 1), dt.date(2021, 10, 1))
    days = (dt.date(2020, 9, 30), year.start, dt.date(2021, 9, 30), year.end)
    assert [day in year for day in days] == [False, True, True, False]


@given(DAYS)
def test_every_day_lies_in_its_own_fiscal_year_and_no_other(day: dt.date):
    year = FiscalYear.of(day)
    assert day in year
    assert day not in FiscalYear(year.be - 1)
    assert day not in FiscalYear(year.be + 1)


def test_the_clock_is_aware_and_in_utc():
    assert utc_now().tzinfo is dt.UTC
    assert civil_date(dt.datetime(2024, 1, 1, tzinfo=BANGKOK)) == dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2023, 11, 30), 3, dt.date(2024, 2, 29)),
        (dt.date(2022, 11, 30), 3, dt.date(2023, 2, 28)),
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 3, 31), 1, dt.date(2024, 4, 30)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2023, 12, 31), 2, dt.date(2024, 2, 29)),
        (dt.date(2024, 3, 31), -1, dt.date(2024, 2, 29)),
    ],
)
def test_months_end_on_the_last_day_where_they_are_shorter(
    day: dt.date, months: int, later: dt.date
):
    assert add_months(day, months) == later


def test_a_month_beyond_the_calendar_is_an_error_of_value():
    with pytest.raises(ValueError, match="year"):
        add_months(dt.date(2024, 1, 31), 12 * 8000)


def test_the_age_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    written = file.stat().st_mtime
    assert 0 <= seconds_ago(written) < 60
    assert 3600 <= seconds_ago(written - 3600) < 3660
