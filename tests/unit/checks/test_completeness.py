"""How complete the metadata is: by hand, and laws that hold for every dataset."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.checks import completeness, completeness_parts, mandatory_filled
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests import strategies
from tests.builders import dataset, distribution, draft
from vocab.codes import DatasetType
from vocab.profiles.th_gov import ATTRIBUTES, Scope, dataset_fields, resource_fields


def share(
    record: DatasetRecord, key: str, level: str = "dataset"
) -> tuple[float | Fraction, float | Fraction]:
    """Reached and weight of one field; nothing when it does not count."""
    found = {(p.level, p.key): (p.reached, p.weight) for p in completeness_parts(record)}
    return found.get((level, key), (Fraction(0), Fraction(0)))


def test_a_faultless_dataset_is_complete_and_says_by_which_method():
    measure = completeness(dataset())
    assert measure.ratio == 1
    assert measure.method == "weighted-fields-1"
    assert completeness(draft()).ratio == 1


def test_a_missing_item_costs_its_weight():
    measure = completeness(dataset(title=None))
    assert measure.possible - measure.reached == 10


def test_fields_that_the_type_does_not_offer_do_not_count():
    assert share(dataset(), "data_support") == (0, 0)
    assert share(dataset(data_support="government"), "data_support") == (0, 0)


def test_a_conditional_field_counts_when_its_condition_holds():
    assert share(dataset(), "objective_other") == (0, 0)
    assert share(dataset(objective=("other",)), "objective_other") == (0, 5)
    named = dataset(objective=("other",), objective_other="โครงการ")
    assert share(named, "objective_other") == (5, 5)


def test_the_interval_counts_only_for_a_unit_of_time():
    assert share(dataset(), "update_frequency_interval") == (4, 4)
    never = dataset(update_frequency_unit="never", update_frequency_interval=None)
    assert share(never, "update_frequency_interval") == (0, 0)
    assert completeness(never).ratio == 1


def test_a_resource_field_counts_as_the_mean_over_the_distributions():
    files = (distribution(), distribution(url=None), distribution(), distribution(url=None))
    assert share(dataset(distributions=files), "url", "resource") == (2, 4)


def test_a_conditional_field_of_one_of_two_distributions_counts_half():
    files = (distribution(resource_disaggregate=("other",)), distribution())
    record = dataset(distributions=files)
    assert share(record, "resource_disaggregate_other", "resource") == (0, Fraction(1, 2))


def test_without_distributions_their_mandatory_fields_are_missing():
    measure = completeness(dataset(distributions=()))
    assert measure.possible - measure.reached == 3 + 4 + 3
    assert share(dataset(distributions=()), "description", "resource") == (0, 0)


def test_false_is_an_answer():
    assert share(dataset(official_statistics=False), "official_statistics") == (1, 1)


def test_a_dataset_without_a_type_counts_as_the_type_that_suits_it_least():
    untyped = completeness(dataset(data_type=None))
    typed = [completeness(dataset(data_type=str(t))).ratio for t in DatasetType]
    assert untyped.ratio < min(typed)
    assert share(dataset(data_type=None), "data_type") == (0, 10)


def test_the_fourteen_items_are_counted():
    assert mandatory_filled(dataset()) == (14, 14)
    assert mandatory_filled(dataset(title=None, notes=None)) == (12, 14)
    assert mandatory_filled(draft(agency="")) == (13, 14)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"update_frequency_interval": None}, 13),
        ({"update_frequency_unit": None, "update_frequency_interval": None}, 13),
        ({"update_frequency_unit": "never", "update_frequency_interval": None}, 14),
    ],
)
def test_item_nine_has_two_halves(changes: dict[str, Any], found: int):
    assert mandatory_filled(dataset(**changes)) == (found, 14)


def test_a_dataset_with_nothing_has_only_its_agency():
    empty = replace(dataset(), metadata={}, distributions=())
    assert mandatory_filled(empty) == (1, 14)


@given(strategies.datasets())
def test_each_share_lies_between_nothing_and_its_weight(record: DatasetRecord):
    parts = completeness_parts(record)
    for part in parts:
        assert 0 <= part.reached <= part.weight
        assert 0 <= part.found <= part.expected
    measure = completeness(record)
    assert measure.reached == sum(p.reached for p in parts)
    assert measure.possible == sum(p.weight for p in parts) > 0
    assert 0 <= measure.ratio <= 1


@given(st.data(), strategies.datasets())
def test_filling_in_a_field_never_lowers_the_figure(data: st.DataObject, record: DatasetRecord):
    empty = [row for row in dataset_fields() if row.key not in (*ATTRIBUTES, *record.metadata)]
    assume(empty)
    row = data.draw(st.sampled_from(empty))
    value = data.draw(strategies.values(row))
    fuller = replace(record, metadata={**record.metadata, row.key: value})
    assert completeness(fuller).ratio >= completeness(record).ratio


@given(st.data(), strategies.datasets())
def test_filling_in_a_field_of_a_distribution_never_lowers_the_figure(
    data: st.DataObject, record: DatasetRecord
):
    assume(record.distributions)
    at = data.draw(st.integers(0, len(record.distributions) - 1))
    old = record.distributions[at].metadata
    empty = [row for row in resource_fields() if row.key not in old]
    assume(empty)
    row = data.draw(st.sampled_from(empty))
    new = DistributionRecord(metadata={**old, row.key: data.draw(strategies.values(row))})
    files = (*record.distributions[:at], new, *record.distributions[at + 1 :])
    assert completeness(replace(record, distributions=files)).ratio >= completeness(record).ratio


@given(strategies.datasets())
def test_the_order_of_the_distributions_does_not_matter(record: DatasetRecord):
    turned = replace(record, distributions=record.distributions[::-1])
    assert completeness_parts(turned) == completeness_parts(record)


def test_the_weight_of_a_dataset_field_is_that_of_the_table():
    weights = {row.key: row.weight for row in dataset_fields() if row.scope is Scope.MANDATORY_14}
    parts = {p.key: p.weight for p in completeness_parts(dataset()) if p.level == "dataset"}
    assert {key: parts[key] for key in weights} == weights
