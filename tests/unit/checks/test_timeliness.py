"""When the next update is due, and how late a dataset is; the borders are written by hand."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.checks import check_timeliness, next_due, timeliness
from catalog.checks.timeliness import UNKNOWN_BAND
from schemas.dataset import DatasetRecord
from tests.builders import TODAY, dataset, distribution
from tests.strategies import DAYS, RECENT_DAYS
from vocab.codes import FrequencyUnit, UpdateState
from vocab.messages import say

TIMED = [u for u in FrequencyUnit if u.needs_interval]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("last", "unit", "interval", "due"),
    [
        ("2023-11-30", "quarter", 1, "2024-02-29"),
        ("2022-11-30", "quarter", 1, "2023-02-28"),
        ("2024-01-31", "month", 1, "2024-02-29"),
        ("2024-02-29", "month", 1, "2024-03-29"),
        ("2024-02-29", "year", 1, "2025-02-28"),
        ("2024-02-29", "year", 4, "2028-02-29"),
        ("2023-08-31", "half-year", 1, "2024-02-29"),
        ("2020-09-30", "month", 1, "2020-10-30"),
        ("2020-09-30", "day", 1, "2020-10-01"),
        ("2024-02-28", "day", 2, "2024-03-01"),
        ("2023-12-25", "week", 1, "2024-01-01"),
        # 5 January 2024 is a Friday.
        ("2024-01-04", "business-day", 1, "2024-01-05"),
        ("2024-01-05", "business-day", 1, "2024-01-08"),
        ("2024-01-06", "business-day", 1, "2024-01-08"),
        ("2024-01-07", "business-day", 1, "2024-01-08"),
        ("2024-01-05", "business-day", 5, "2024-01-12"),
        ("2024-01-03", "business-day", 8, "2024-01-15"),
        ("2024-01-05", "hour", 1, "2024-01-06"),
        ("2024-01-05", "hour", 24, "2024-01-06"),
        ("2024-01-05", "hour", 25, "2024-01-07"),
        ("2024-01-05", "minute", 15, "2024-01-06"),
        ("2024-01-05", "minute", 1441, "2024-01-07"),
        ("2024-01-05", "real-time", None, "2024-01-06"),
    ],
)
def test_the_next_update_is_due_on(last: str, unit: str, interval: int | None, due: str):
    assert next_due(day(last), FrequencyUnit(unit), interval) == day(due)


@pytest.mark.parametrize("unit", ["never", "unknown", "other"])
def test_a_unit_that_names_no_time_has_no_due_day(unit: str):
    assert next_due(TODAY, FrequencyUnit(unit), 1) is None


@pytest.mark.parametrize("interval", [None, 0, -1])
@pytest.mark.parametrize("unit", TIMED)
def test_a_unit_of_time_without_its_number_has_no_due_day(
    unit: FrequencyUnit, interval: int | None
):
    assert next_due(TODAY, unit, interval) is None


def test_a_due_day_beyond_the_calendar_is_its_last_day():
    assert next_due(TODAY, FrequencyUnit.YEAR, 10_000) == dt.date.max
    assert next_due(dt.date.max, FrequencyUnit.WEEK, 1) == dt.date.max
    assert next_due(dt.date.max, FrequencyUnit.DAY, 1) == dt.date.max


@given(DAYS, st.sampled_from(TIMED), st.integers(1, 10_000))
def test_a_due_day_lies_after_the_last_update_and_never_on_a_weekend_of_business_days(
    last: dt.date, unit: FrequencyUnit, interval: int
):
    due = next_due(last, unit, interval)
    assert due is not None
    assert due > last
    if unit is FrequencyUnit.BUSINESS_DAY:
        assert due.weekday() < 5


@given(RECENT_DAYS, RECENT_DAYS, st.sampled_from(TIMED), st.integers(1, 400))
def test_a_later_update_or_a_longer_interval_is_never_due_earlier(
    one: dt.date, other: dt.date, unit: FrequencyUnit, interval: int
):
    first, last = sorted((one, other))
    dues = [
        next_due(x, unit, n) for x, n in ((first, interval), (last, interval), (last, interval + 1))
    ]
    assert dues == sorted(d for d in dues if d)


@given(RECENT_DAYS, st.integers(1, 60))
def test_business_days_counted_one_by_one_agree(last: dt.date, count: int):
    walked = last
    for _ in range(count):
        walked += dt.timedelta(days=1)
        while walked.weekday() > 4:
            walked += dt.timedelta(days=1)
    assert next_due(last, FrequencyUnit.BUSINESS_DAY, count) == walked


def test_the_day_it_is_due_is_on_time_and_the_next_is_late():
    record = dataset(last_updated_date=day("2023-11-30"), update_frequency_unit="quarter")
    on_time = timeliness(record, today=day("2024-02-29"))
    assert (on_time.state, on_time.due, on_time.band) == (
        UpdateState.ON_TIME,
        day("2024-02-29"),
        0,
    )
    late = timeliness(record, today=day("2024-03-01"))
    assert (late.state, late.days_late, late.band) == (UpdateState.LATE, 1, 1)


@pytest.mark.parametrize(
    ("days_late", "band"), [(0, 0), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (20, 3), (21, 4)]
)
def test_the_band_grows_with_the_delay_over_the_period(days_late: int, band: int):
    record = dataset(
        last_updated_date=day("2024-01-01"),
        update_frequency_unit="day",
        update_frequency_interval=20,
    )
    found = timeliness(record, today=day("2024-01-21") + dt.timedelta(days=days_late))
    assert (found.days_late, found.band) == (days_late, band)


def test_what_is_never_updated_is_not_expected_to_be():
    record = dataset(update_frequency_unit="never", last_updated_date=None)
    found = timeliness(record, today=TODAY)
    assert (found.state, found.due, found.band) == (UpdateState.NOT_EXPECTED, None, 0)
    assert check_timeliness(record, today=TODAY) == ()


def undated(**changes: object) -> DatasetRecord:
    """No date of the dataset, one file of 1 December 2023 and one without a date."""
    files = (
        distribution(resource_last_updated_date=None),
        distribution(resource_last_updated_date=day("2023-12-01")),
        distribution(resource_last_updated_date=day("2023-11-01")),
    )
    return dataset(**{"last_updated_date": None, "distributions": files} | changes)


def test_without_a_date_of_its_own_the_newest_file_counts():
    assert timeliness(undated(), today=TODAY).last == day("2023-12-01")
    assert timeliness(undated(), today=TODAY).due == day("2024-01-01")


def test_the_datasets_own_date_wins_over_a_newer_file():
    assert timeliness(undated(last_updated_date=day("2023-06-01")), today=TODAY).last == day(
        "2023-06-01"
    )


def test_an_update_of_today_counts():
    assert timeliness(dataset(last_updated_date=TODAY), today=TODAY).last == TODAY
    files = (distribution(resource_last_updated_date=TODAY),)
    assert timeliness(undated(distributions=files), today=TODAY).last == TODAY


def test_a_date_in_the_future_proves_nothing():
    tomorrow = TODAY + dt.timedelta(days=1)
    assert timeliness(undated(last_updated_date=tomorrow), today=TODAY).last == day("2023-12-01")
    files = (distribution(resource_last_updated_date=tomorrow),)
    found = timeliness(undated(distributions=files), today=TODAY)
    assert (found.state, found.band) == (UpdateState.UNKNOWN, UNKNOWN_BAND)


def test_the_day_of_the_entry_never_counts():
    record = replace(undated(distributions=()), modified=dt.datetime(2024, 1, 15, tzinfo=dt.UTC))
    found = timeliness(record, today=TODAY)
    assert (found.state, found.missing) == (UpdateState.UNKNOWN, "last_updated_date")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"update_frequency_unit": None}, "update_frequency_unit"),
        ({"update_frequency_unit": "unknown"}, "update_frequency_unit"),
        ({"update_frequency_unit": "other"}, "update_frequency_unit"),
        ({"update_frequency_interval": None}, "update_frequency_interval"),
        ({"last_updated_date": None, "distributions": ()}, "last_updated_date"),
    ],
)
def test_what_is_unknown_names_the_field_that_would_settle_it(
    changes: dict[str, object], missing: str
):
    found = timeliness(dataset(**changes), today=TODAY)
    assert (found.state, found.band, found.missing) == (UpdateState.UNKNOWN, UNKNOWN_BAND, missing)


def test_lateness_is_found_and_said_with_its_day():
    (finding,) = check_timeliness(dataset(last_updated_date=day("2023-11-30")), today=TODAY)
    assert finding.code == "timeliness-late"
    assert say(finding.code, "th", finding.values).startswith(
        "ครบกำหนดปรับปรุงข้อมูลเมื่อ 30 ธ.ค. 2566 เลยกำหนดแล้ว 16 วัน"
    )


def test_an_unclear_frequency_is_found_but_a_missing_one_is_said_elsewhere():
    codes = [
        [f.code for f in check_timeliness(dataset(**changes), today=TODAY)]
        for changes in (
            {"update_frequency_unit": "unknown"},
            {"update_frequency_unit": None},
            {"last_updated_date": None, "distributions": ()},
        )
    ]
    assert codes == [["timeliness-unknown"], [], ["timeliness-unknown"]]


@given(RECENT_DAYS, RECENT_DAYS, RECENT_DAYS, st.sampled_from(TIMED), st.integers(1, 40))
def test_as_days_pass_a_dataset_only_gets_later_and_an_update_never_makes_it_later(
    a: dt.date, b: dt.date, c: dt.date, unit: FrequencyUnit, interval: int
):
    first, middle, end = sorted((a, b, c))
    record = dataset(
        last_updated_date=first, update_frequency_unit=unit, update_frequency_interval=interval
    )
    sooner, later = timeliness(record, today=middle), timeliness(record, today=end)
    assert sooner.band <= later.band
    assert sooner.days_late <= later.days_late
    renewed = replace(record, metadata={**record.metadata, "last_updated_date": middle})
    assert timeliness(renewed, today=end).days_late <= later.days_late
