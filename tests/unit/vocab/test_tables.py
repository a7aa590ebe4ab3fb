"""The words: closed lists, code lists and the field table agree with the standard."""

import json
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from vocab.codes import (
    LEVELS_OF_CATEGORY,
    Category,
    Classification,
    DatasetType,
    FrequencyUnit,
    Obligation,
)
from vocab.concepts import codelist, codelists, fold
from vocab.profiles.th_gov import FIELDS, Scope, dataset_fields, field, resource_fields

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data" / "thai_metadata_facts.json").read_text(encoding="utf-8")
)
LETTERS = {
    Obligation.MANDATORY: "M",
    Obligation.CONDITIONAL: "C",
    Obligation.OPTIONAL: "o",
    Obligation.NOT_APPLICABLE: "-",
}


def test_the_table_holds_the_standards_83_rows_in_its_order_and_four_of_ours():
    ours = [row.key for row in FIELDS if row.scope is Scope.HOUSE]
    standard = [(row.level, row.key) for row in FIELDS if row.scope is not Scope.HOUSE]
    assert ours == ["title_en", "notes_en", "theme", "size"]
    assert standard == [(level, key) for level, key, *_ in FACTS["fields"]]
    assert len(standard) == 83


def test_obligations_code_lists_and_limits_are_those_of_the_standard():
    for level, key, obligation, scheme, most, scope, number in FACTS["fields"]:
        row = field(level, key)
        assert "".join(LETTERS[row.obligation[t]] for t in DatasetType) == obligation, key
        assert (row.codelist, row.max_length, row.scope, row.number) == (
            scheme,
            most,
            scope,
            number,
        ), key


def test_every_code_list_has_the_standards_values_in_order():
    found = {s.id: [c.id for c in s] for s in codelists().values()}
    themes = found.pop("data_theme")
    assert found == FACTS["codelists"]
    assert len(found) == 17
    assert len(themes) == 13


@pytest.mark.parametrize(
    ("enum", "scheme"),
    [
        (DatasetType, "data_type"),
        (Category, "data_category"),
        (Classification, "data_classification"),
        (FrequencyUnit, "update_frequency_unit"),
    ],
)
def test_an_enum_of_a_code_list_has_its_ids(enum: type[StrEnum], scheme: str):
    assert [str(member) for member in enum] == [concept.id for concept in codelist(scheme)]


def test_the_fourteen_items_have_fourteen_numbers_and_item_nine_two_halves():
    numbers = [row.number for row in FIELDS if row.scope is Scope.MANDATORY_14]
    assert len(numbers) == 15
    assert {n.partition(".")[0] for n in numbers} == {str(n) for n in range(1, 15)}


def test_a_conditional_field_never_weighs_more_than_what_makes_it_required():
    for row in FIELDS:
        if row.other_of:
            assert 0 < row.weight <= field(row.level, row.other_of).weight, row.key
    interval, unit = field("dataset", "update_frequency_interval"), "update_frequency_unit"
    assert interval.weight <= field("dataset", unit).weight


def test_every_other_text_completes_a_field_that_offers_the_value_other():
    for row in FIELDS:
        assert bool(row.other_of) == (row.scope is Scope.OTHER_TEXT), row.key
        if row.other_of:
            assert "other" in codelist(field(row.level, row.other_of).codelist)


def test_every_row_is_labelled_and_explained_in_both_languages():
    for row in FIELDS:
        assert all((row.label_th, row.label_en, row.help_th, row.help_en)), row.key
    assert len(dataset_fields()) + len(resource_fields()) == len(FIELDS)


def test_a_field_applies_to_the_types_that_offer_it_and_to_an_unknown_type():
    row = field("dataset", "disaggregate")
    assert [t for t in DatasetType if row.applies_to(t)] == [DatasetType.STATISTICS]
    assert row.applies_to(None)


def test_each_category_has_levels_and_only_public_data_is_open():
    assert set(LEVELS_OF_CATEGORY) == set(Category)
    opened = {c for c, levels in LEVELS_OF_CATEGORY.items() if Classification.OPEN in levels}
    assert opened == {Category.PUBLIC}
    assert [level.rank for level in Classification] == [0, 1, 2, 3, 4]


def test_only_units_of_time_need_an_interval():
    assert [u for u in FrequencyUnit if not u.needs_interval] == [
        FrequencyUnit.REAL_TIME,
        FrequencyUnit.NEVER,
        FrequencyUnit.UNKNOWN,
        FrequencyUnit.OTHER,
    ]


def test_a_value_is_found_however_it_is_spelt_but_never_guessed():
    formats = codelist("data_format")
    assert formats.find(" csv ") is formats["csv"]
    assert formats.find("GEO TIFF") is formats["geotiff"]
    assert formats.find("XSL") is None
    assert codelist("data_classification").find("ชั้นเผยแพร่ภายในองค์กร").id == "private"  # type: ignore[union-attr]


def test_an_exchanged_value_wins_over_anothers_old_name():
    # "secret" is the id of one level and an old name of the next.
    assert codelist("data_classification").find("secret").id == "secret"  # type: ignore[union-attr]


def test_sara_am_in_two_code_points_folds_like_the_one_letter():
    assert fold("ต\u0e4d\u0e32บล") == fold("ต\u0e33บล")


def test_a_code_list_knows_its_members():
    units = codelist("update_frequency_unit")
    assert "month" in units
    assert "fortnight" not in units
    assert len(units) == 13
    assert units["month"].path == "codelist/update_frequency_unit/month"
    with pytest.raises(KeyError):
        units["fortnight"]
    with pytest.raises(KeyError):
        codelist("colour")


def test_the_weights_of_the_fourteen_items_are_equal():
    weights: dict[str, Fraction] = {}
    for row in FIELDS:
        if row.scope is Scope.MANDATORY_14:
            item = row.number.partition(".")[0]
            weights[item] = weights.get(item, Fraction(0)) + row.weight
    assert set(weights.values()) == {10}
