"""Years and months written short."""

import pytest

from catalog.search.analyzer import default_analyzer
from catalog.search.dates import full_month, full_year, full_years
from catalog.search.query import parse

ANALYZER = default_analyzer()


@pytest.mark.parametrize(
    ("before", "word", "year"),
    [
        ("กค", "60", "2560"),
        ("กรกฎาคม", "60", "2560"),
        ("ปี", "66", "2566"),
        ("งบ", "66", "2566"),
        ("พศ", "40", "2540"),
        ("พศ", "79", "2579"),
        ("jan", "20", "2020"),
        ("september", "07", "2007"),
        ("กค", "31", ""),
        ("กค", "80", ""),
        ("กค", "6", ""),
        ("กค", "2560", ""),
        ("เขต", "50", ""),
        ("jan", "63", ""),
        ("", "60", ""),
        ("กค", "๖๐", ""),
        ("กค", "ab", ""),
    ],
)
def test_two_digits_are_a_year_where_the_word_before_says_so(
    before: str, word: str, year: str
) -> None:
    assert full_year(before, word) == year


@pytest.mark.parametrize(
    ("word", "after", "month"),
    [("กพ", "2563", "กุมภาพันธ์"), ("กพ", "63", "กุมภาพันธ์"), ("กพ", "", ""), ("กทม", "2563", "")],
)
def test_a_short_month_is_one_before_a_year(word: str, after: str, month: str) -> None:
    assert full_month(word, after) == month


def test_numbers_that_may_be_short_years_in_full() -> None:
    assert full_years(["แขวง", "39", "40", "79", "80", "150"]) == [
        "แขวง",
        "39",
        "2540",
        "2579",
        "80",
        "150",
    ]


def terms_of(text: str) -> list[list[str]]:
    return [[one[0] for one in clause] for clause in parse(text, ANALYZER).clauses]


@pytest.mark.parametrize("text", ["ก.ค. 60", "ก.ค.60", "กค ๖๐"])
def test_a_short_date_asks_for_month_and_year_in_full_first(text: str) -> None:
    month, year = terms_of(text)
    assert month[:2] == ["กรกฎาคม", "กค"]
    assert "กระทรวงการคลัง" not in month
    assert year[:2] == ["2560", "60"]
    assert "2017" in year


@pytest.mark.parametrize("text", ["ปีงบ 66", "งบ66", "ปี 66", "พ.ศ. 66"])
def test_a_short_year_is_also_that_of_the_common_era(text: str) -> None:
    year = terms_of(text)[-1]
    assert year[0] == "2566"
    assert "2023" in year


def test_an_office_of_the_same_letters_stays_an_office() -> None:
    assert "กระทรวงการคลัง" in terms_of("ก.ค.")[0]
    assert "กรกฎาคม" not in terms_of("ก.ค. งบประมาณ")[0]


def test_what_is_quoted_stays_as_it_is() -> None:
    assert terms_of('"ก.ค. 60"') == [["กค"], ["60"]]
