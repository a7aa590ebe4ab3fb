"""The score of Part 1: by hand, and laws that hold for every agency."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.checks import completeness
from catalog.scoring import Rubric, all_losses, explain, rubric, score_part1
from schemas.dataset import DatasetRecord
from schemas.quality import Loss, Part
from tests import strategies
from tests.builders import TODAY, dataset, distribution
from vocab.codes import DatasetState, NotApplicable, Source
from vocab.messages import MESSAGES, say
from vocab.profiles.th_gov import field

RUBRIC = rubric(2564)
COLLECTIONS = st.lists(strategies.datasets(), max_size=4)


def score(*records: DatasetRecord, by: Rubric = RUBRIC, today: dt.date = TODAY) -> Part:
    return score_part1(records, by, today=today)


def never(**changes: Any) -> DatasetRecord:
    """A dataset that is not updated after collection."""
    return dataset(
        update_frequency_unit="never", update_frequency_interval=None, slug="never", **changes
    )


def following(policy: NotApplicable) -> Rubric:
    return replace(RUBRIC, not_applicable=replace(RUBRIC.not_applicable, value=policy))


def nodes(part: Part) -> Iterator[Part]:
    yield part
    for child in part.parts:
        yield from nodes(child)


def test_a_faultless_dataset_on_time_earns_all_points():
    part = score(dataset())
    assert (part.code, part.weight, part.reached) == ("1", Fraction(40), Fraction(40))
    assert [c.code for c in part.parts] == ["1.1", "1.2"]
    assert all_losses(part) == ()
    assert part.assumed


def test_completeness_is_the_mean_over_the_datasets():
    half, whole = dataset(slug="half", title=None), dataset(slug="whole")
    criterion = score(half, whole).parts[0]
    assert criterion.reached == 10 * completeness(half).ratio + 10
    assert (criterion.expected, criterion.found) == (2, 1)
    assert criterion.parts[0].code == "half", "the one that lost most comes first"


def test_a_missing_field_is_a_loss_with_its_reason_and_its_action():
    (loss,) = all_losses(score(dataset(title=None)))
    assert loss == Loss(
        20 * Fraction(10) / completeness(dataset(title=None)).possible,
        "lost-field",
        "fill-field",
        "population-phra-nakhon",
        {"field": "field/dataset/title"},
    )


def test_a_resource_field_is_lost_with_the_number_of_files_that_lack_it():
    files = (distribution(), distribution(description=None), distribution(description=None))
    (loss,) = all_losses(score(dataset(distributions=files)))
    assert (loss.reason, loss.action) == ("lost-resource-field", "fill-resource-field")
    assert say(loss.reason, "th", loss.values) == (
        "ทรัพยากรที่ยังไม่ได้กรอกคำอธิบายทรัพยากร: 2 จาก 3 รายการ"
    )


def test_a_dataset_without_files_loses_all_their_points_at_once():
    (loss,) = all_losses(score(dataset(distributions=())))
    assert (loss.reason, loss.action) == ("lost-no-distributions", "add-distribution")


def test_on_time_is_a_share_of_the_datasets():
    late = dataset(slug="late", last_updated_date=dt.date(2023, 11, 30))
    criterion = score(late, dataset()).parts[1]
    assert criterion.reached == 10
    assert (criterion.expected, criterion.found) == (2, 1)
    (loss,) = criterion.parts[0].losses
    assert (loss.reason, loss.subject) == ("lost-late", "late")
    assert loss.points == 10
    assert loss.values["days"] == "16"


def test_the_last_day_of_september_and_the_first_of_october_fall_apart():
    record = dataset(last_updated_date=dt.date(2020, 8, 30), last_year_of_data=2020)
    assert score(record, today=dt.date(2020, 9, 30)).parts[1].reached == 20
    assert score(record, today=dt.date(2020, 10, 1)).parts[1].reached == 0


def test_an_unknown_update_earns_nothing_and_says_which_field_settles_it():
    unclear = dataset(update_frequency_unit="unknown", update_frequency_interval=None)
    (loss,) = all_losses(score(unclear))
    assert loss.points == 20
    assert (loss.reason, loss.action) == ("lost-unknown", "state-field")
    assert loss.values == {"field": "field/dataset/update_frequency_unit"}


def test_what_is_never_updated_is_left_out_of_timeliness():
    criterion = score(never(), dataset()).parts[1]
    assert [leaf.code for leaf in criterion.parts] == ["population-phra-nakhon"]
    assert criterion.expected == 1


def test_when_no_update_is_expected_completeness_takes_over_the_points():
    part = score(never(title=None))
    complete, on_time = part.parts
    assert complete.weight == 40
    assert complete.applicable
    assert not on_time.applicable
    assert on_time.lost == 0
    assert part.reached == 40 * completeness(never(title=None)).ratio
    assert sum(loss.points for loss in all_losses(part)) == part.lost


@pytest.mark.parametrize(
    ("policy", "reached", "losses"),
    [(NotApplicable.ZERO, 20, ["lost-not-applicable"]), (NotApplicable.FULL, 40, [])],
)
def test_a_rubric_may_give_nothing_or_all_for_what_cannot_be_counted(
    policy: NotApplicable, reached: int, losses: list[str]
):
    part = score(never(), by=following(policy))
    assert part.reached == reached
    assert [loss.reason for loss in all_losses(part)] == losses


def test_an_agency_without_datasets_is_not_applicable_and_loses_nothing():
    part = score()
    assert not part.applicable
    assert part.reached == part.lost == 0
    assert all_losses(part) == ()


@pytest.mark.parametrize(("policy", "reached"), [(NotApplicable.ZERO, 0), (NotApplicable.FULL, 40)])
def test_an_agency_without_datasets_may_be_given_nothing_or_all(
    policy: NotApplicable, reached: int
):
    part = score(by=following(policy))
    assert part.applicable
    assert part.reached == reached
    assert sum(loss.points for loss in all_losses(part)) == part.lost


@pytest.mark.parametrize("state", [s for s in DatasetState if s is not DatasetState.PUBLISHED])
def test_only_published_datasets_count(state: DatasetState):
    assert not score(dataset(state=state)).applicable


def test_a_working_revision_beside_the_published_one_does_not_count():
    assert not score(dataset(is_working=True)).applicable


@pytest.mark.parametrize("today", [TODAY, dt.date(2024, 6, 1)])
@given(COLLECTIONS)
def test_points_add_up_exactly_at_every_node(today: dt.date, records: list[DatasetRecord]):
    part = score(*records, today=today)
    assert part.weight == 40
    for node in nodes(part):
        assert 0 <= node.reached <= node.weight
        assert 0 <= node.found <= node.expected
        counted = [child for child in node.parts if child.applicable]
        if counted and node.applicable:
            assert node.reached == sum(child.reached for child in counted)
            assert node.weight == sum(child.weight for child in counted)
        assert list(node.losses) == sorted(node.losses, key=lambda loss: -loss.points)
    losses = all_losses(part)
    assert sum(loss.points for loss in losses) == part.lost
    assert all(loss.points > 0 for loss in losses)
    assert list(losses) == sorted(losses, key=lambda loss: -loss.points)


@given(st.data(), COLLECTIONS)
def test_the_order_of_the_records_does_not_matter(
    data: st.DataObject, records: list[DatasetRecord]
):
    assert score(*data.draw(st.permutations(records))) == score(*records)


@given(st.data(), strategies.datasets(), strategies.datasets())
def test_filling_in_a_field_never_lowers_the_score(
    data: st.DataObject, record: DatasetRecord, other: DatasetRecord
):
    # The two fields of the update frequency change what is expected, not only what is found.
    keys = ("title", "tag_string", "data_support", "disaggregate", "data_type", "license_id")
    key = data.draw(st.sampled_from(keys))
    emptied = {k: v for k, v in record.metadata.items() if k != key}
    value = data.draw(strategies.values(field("dataset", key)))
    less, more = replace(record, metadata=emptied), replace(record, metadata=emptied | {key: value})
    assert score(more, other).reached >= score(less, other).reached


@given(st.lists(strategies.RECENT_DAYS, min_size=3, max_size=3), st.integers(1, 40))
def test_a_newer_update_never_lowers_the_score_and_waiting_never_raises_it(
    days: list[dt.date], interval: int
):
    old, new, today = sorted(days)
    earlier, later = (
        dataset(last_updated_date=day, update_frequency_interval=interval) for day in (old, new)
    )
    assert score(later, today=today).reached >= score(earlier, today=today).reached
    assert score(earlier, today=today).reached <= score(earlier, today=new).reached


@given(COLLECTIONS)
def test_every_loss_can_be_said_in_both_languages(records: list[DatasetRecord]):
    part = score(*records)
    for loss in all_losses(part):
        for lang in ("th", "en"):
            assert say(loss.reason, lang, loss.values)
            assert say(loss.action, lang, loss.values)
    for criterion in part.parts:
        assert criterion.method in MESSAGES


def test_a_score_is_explained_line_by_line():
    late = dataset(slug="late", title="ก", title_en="A", last_updated_date=dt.date(2023, 11, 30))
    assert explain(score(late), "en") == (
        "1 Keep up the databases built in the fiscal year 2563: 20.00 of 40.00 points",
        "  1.1 Completeness and correctness of the data entered: 20.00 of 20.00 points",
        "    late A: 20.00 of 20.00 points",
        "  1.2 Data entered in time: 0.00 of 20.00 points",
        "    late A: 0.00 of 20.00 points",
        "      - 20.00 points lost: Update due on 30 Dec 2023; days late: 16. "
        "To win them back: Update the data, then enter Last updated date",
        "The weights are assumed, until the Strategy and Evaluation Department's table is known.",
    )


def test_the_thai_explanation_says_that_the_weights_are_assumed():
    lines = explain(score(), "th")
    assert lines == (
        "1 รักษาสถานภาพฐานข้อมูลของหน่วยงานที่ดำเนินการในปีงบประมาณ พ.ศ. 2563: ไม่นำมาคิดคะแนน",
        "น้ำหนักเป็นค่าสมมติ รอเอกสาร สยป.",
    )


def test_a_score_by_official_weights_says_nothing_of_assumptions():
    part = Part("1", "หนึ่ง", "One", Fraction(40), Fraction(1, 3), Source.OFFICIAL)
    assert explain(part, "en", decimals=4) == ("1 One: 0.3333 of 40.0000 points",)
