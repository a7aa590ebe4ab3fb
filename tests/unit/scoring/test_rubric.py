"""The rubric: read strictly, every number with its source, and the sums right."""

from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.scoring import RubricError, read_rubric, rounded, rubric
from catalog.scoring.rubric import Criterion
from vocab.codes import Measured, NotApplicable, Source

TEXT = files("vocab").joinpath("rubrics", "2564.yaml").read_text(encoding="utf-8")


def leaves(criterion: Criterion) -> list[Criterion]:
    return [leaf for part in criterion.parts for leaf in leaves(part)] or [criterion]


def test_the_rubric_of_2564_says_which_numbers_are_assumed():
    read = rubric(2564)
    assert (read.indicator.code, read.indicator.family) == ("5.2", "database")
    assert read.indicator.max_points.value == 10
    assert read.indicator.max_points.source is Source.SEED
    weights = {code: read.criterion(code).weight for code in ("1", "1.1", "1.2", "2")}
    assert {code: stated.value for code, stated in weights.items()} == {
        "1": 40,
        "1.1": 20,
        "1.2": 20,
        "2": 60,
    }
    assert {stated.source for stated in weights.values()} == {Source.ASSUMED}
    assert read.not_applicable.value is NotApplicable.RESCALE


def test_all_leaves_add_up_to_the_whole_and_part_two_is_not_measured_yet():
    read = rubric(2564)
    assert sum(leaf.weight.value for part in read.parts for leaf in leaves(part)) == 100
    assert {leaf.measure for leaf in leaves(read.criterion("2"))} == {Measured.NOT_YET}
    deadline = read.criterion("2.1").deadline
    assert deadline is not None
    assert (deadline.value.isoformat(), deadline.source) == ("2020-12-30", Source.REPORT)


def test_the_file_states_source_version_licence_and_date():
    head = TEXT.split("\n\n", 1)[0].lower()
    assert all(word in head for word in ("source:", "version:", "licence:", "date:"))


def test_a_year_or_a_criterion_without_a_rubric_is_an_error():
    with pytest.raises(RubricError, match=r"vocab/rubrics/2599\.yaml: there is no such rubric"):
        rubric(2599)
    with pytest.raises(KeyError):
        rubric(2564).criterion("3")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("family: database", "family: database\n  colour: red", "indicator.colour: Unknown field"),
        ("component: องค์ประกอบที่ 5\n", "\n", "indicator.component: Missing data"),
        ("value: 40", "value: forty", "parts.0.weight.value: must be a number of 0 or more"),
        ("value: 40", "value: -40", "parts.0.weight.value: must be a number of 0 or more"),
        ("value: 40", "value: true", "parts.0.weight.value: must be a number of 0 or more"),
        ("value: 40", "value: .nan", "parts.0.weight.value: must be a number of 0 or more"),
        ("value: 40", "value: 41", "the parts do not add up to 100"),
        ("value: 40, source: assumed,", "value: 40,", "parts.0.weight.source: Missing data"),
        (
            "value: 40, source: assumed",
            "value: 40, source: rumour",
            "parts.0.weight.source: Must be",
        ),
        ("measure: metadata-completeness\n", "\n", "1.1 needs either a measure or parts"),
        ("measure: metadata-completeness", "measure: guess", "parts.0.parts.0.measure: Must be"),
        ('code: "1.2"', 'code: "1.1"', "a code stands twice"),
        (
            "value: 10, source: assumed, note: Equal",
            "value: 9, source: assumed, note: Equal",
            "2.2 weighs 20, its parts 19",
        ),
        ("fiscal_year: 2564", "fiscal_year: 2021", "fiscal_year: Must be"),
        ("2020-12-30", "30 December", "parts.1.parts.0.deadline.value: Not a valid date"),
        ("fiscal_year: 2564", "fiscal_year: [2564", "expected"),
        (TEXT, "- nothing", "_schema: Invalid input type"),
    ],
)
def test_a_rubric_that_is_not_as_it_must_be_is_refused_with_the_place(
    old: str, new: str, fault: str
):
    assert old in TEXT
    with pytest.raises(RubricError, match=r"^x\.yaml: ") as caught:
        read_rubric(TEXT.replace(old, new, 1), "x.yaml")
    assert fault in str(caught.value)


def test_a_weight_may_have_decimals_and_stays_exact():
    halves = TEXT.replace("value: 20, source", "value: 20.1, source", 1).replace(
        "value: 20, source", "value: 19.9, source", 1
    )
    assert read_rubric(halves, "x").criterion("1.1").weight.value == Fraction(201, 10)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(40), "40.00"),
        (Fraction(0), "0.00"),
    ],
)
def test_points_are_printed_half_up(value: Fraction, shown: str):
    assert f"{rounded(value):f}" == shown


@given(st.fractions(0, 100))
def test_rounding_moves_a_value_by_half_a_step_at_most(value: Fraction):
    shown = rubric(2564).rounded(value)
    assert abs(Fraction(shown) - value) <= Fraction(1, 200)
    assert shown.as_tuple().exponent == Decimal("0.01").as_tuple().exponent
