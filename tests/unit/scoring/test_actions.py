"""What wins back the most: losses added up by action and field, without what may not be told."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalog.scoring import all_losses, best_actions, explain, explain_actions, rubric, score_part1
from schemas.dataset import DatasetRecord
from schemas.quality import Loss, Part
from tests import strategies
from tests.builders import TODAY, dataset, distribution
from vocab.codes import NotApplicable, Source

RUBRIC = rubric(2564)


def score(*records: DatasetRecord) -> Part:
    return score_part1(records, RUBRIC, today=TODAY)


def leaf(code: str, *losses: Loss) -> Part:
    return Part(code, "", "", Fraction(9), Fraction(0), Source.ASSUMED, losses=losses)


def tree(*leaves: Part) -> Part:
    return Part("1", "", "", Fraction(9), Fraction(0), Source.ASSUMED, parts=leaves)


def test_a_faultless_agency_has_nothing_to_do():
    assert best_actions(score(dataset())) == ()
    assert explain_actions(score(dataset()), "th") == ()


def test_the_same_field_of_many_datasets_is_one_action():
    field = {"field": "field/dataset/maintainer_email"}
    part = tree(
        leaf("a", Loss(Fraction(1), "lost-field", "fill-field", "a", field)),
        leaf("b", Loss(Fraction(1, 5), "lost-field", "fill-field", "b", field)),
        leaf("c", Loss(Fraction(3), "lost-no-distributions", "add-distribution", "c")),
    )
    first, second = best_actions(part)
    assert (first.action, first.points, first.datasets) == ("add-distribution", 3, 1)
    assert (second.points, second.datasets, second.values) == (Fraction(6, 5), 2, field)
    assert explain_actions(part, "th", 1) == (
        "เพิ่มทรัพยากรอย่างน้อยหนึ่งรายการ พร้อมชื่อ ที่อยู่ และรูปแบบไฟล์ ใน 1 ชุดข้อมูล ได้คืน 3 คะแนน",
    )
    assert explain_actions(part, "en")[1].endswith("Datasets: 2. Points won back: 1.2")


def test_resources_are_added_up():
    nameless = distribution(name=None)
    part = score(
        dataset(slug="a", distributions=(nameless, nameless)),
        dataset(slug="b", distributions=(nameless,)),
    )
    total = next(one for one in best_actions(part) if one.action == "fill-resource-field")
    assert (total.datasets, total.values["missing"]) == (2, "3")


def test_nothing_is_told_of_a_dataset_that_may_not_be_seen():
    field = {"field": "field/dataset/notes"}
    hidden = leaf("", Loss(Fraction(1), "lost-field", "fill-field", "", field))
    assert best_actions(tree(hidden)) == ()
    seen = leaf("a", Loss(Fraction(1), "lost-field", "fill-field", "a", field))
    assert best_actions(tree(hidden, seen))[0].points == 1


def test_an_action_that_makes_a_dataset_names_none():
    losing = replace(
        RUBRIC, not_applicable=replace(RUBRIC.not_applicable, value=NotApplicable.ZERO)
    )
    part = score_part1((), losing, today=TODAY)
    (sentence,) = explain_actions(part, "th")
    assert sentence.endswith("อย่างน้อยหนึ่งชุด ได้คืน 40 คะแนน")
    (only,) = best_actions(part)
    assert only.datasets == 0


@given(st.lists(strategies.datasets(), max_size=4))
def test_actions_add_up_to_all_that_was_lost(records: list[DatasetRecord]):
    part = score(*records)
    totals = best_actions(part)
    assert sum(total.points for total in totals) == sum(loss.points for loss in all_losses(part))
    assert list(totals) == sorted(totals, key=lambda total: -total.points)


def test_small_losses_and_their_datasets_are_left_out_when_asked():
    part = score(dataset(slug="whole"), dataset(slug="half", title=None))
    whole, short = explain(part, "en"), explain(part, "en", least=Fraction(5, 1000))
    assert set(short) < set(whole)
    assert not [line for line in short if "whole" in line]
    assert [line for line in short if "half" in line]
    assert [line.split()[0] for line in short if line.startswith("  1.")] == ["1.1", "1.2"]
    criteria_only = explain(part, "en", least=Fraction(100))
    assert len(criteria_only) == 4


def test_a_small_loss_beside_a_great_one_is_left_out():
    field = {"field": "field/dataset/notes"}
    losses = [
        Loss(points, "lost-field", "fill-field", "a", field)
        for points in (Fraction(2), Fraction(1, 1000))
    ]
    part = tree(tree(leaf("a", *losses)))
    assert len(explain(part, "th")) - len(explain(part, "th", least=Fraction(5, 1000))) == 1
