"""What the rules look at: a dataset, or the draft of one, as sheets of filled-in fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.dataset import DatasetDraft, DatasetRecord
from schemas.distribution import Value
from schemas.quality import Finding
from vocab.codes import OTHER, DatasetType, FrequencyUnit, Severity
from vocab.profiles.th_gov import Field, dataset_fields, field, resource_fields

Described = DatasetRecord | DatasetDraft


def filled(value: Value | None) -> bool:
    """Whether something is stated: false and 0 are, blanks and an empty list are not."""
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != ()


@dataclass(frozen=True)
class Sheet:
    """The fields of one level: those of the dataset, or of the distribution at a position."""

    level: str
    distribution: int | None
    values: Mapping[str, Value]
    dataset_type: DatasetType | None

    @property
    def rows(self) -> tuple[Field, ...]:
        """Every row of the level, offered or not, in the standard's order."""
        return dataset_fields() if self.level == "dataset" else resource_fields()

    def has(self, key: str) -> bool:
        """Whether the field is filled in."""
        return filled(self.values.get(key))

    def codes(self, key: str) -> tuple[str, ...]:
        """The code of a field, or its codes, as a tuple; empty when nothing is stated."""
        value = self.values.get(key)
        if not filled(value):
            return ()
        return value if isinstance(value, tuple) else (str(value),)

    def day(self, key: str) -> dt.date | None:
        """A date, None when it is not stated."""
        value = self.values.get(key)
        return value if isinstance(value, dt.date) else None

    def number(self, key: str) -> int | float | None:
        """A year, a whole number or degrees; None when it is not stated."""
        value = self.values.get(key)
        return value if isinstance(value, int | float) else None

    def choice(self, row: Field) -> str | None:
        """What makes a conditional row required, as a reference for messages; None if nothing.

        That is the value อื่นๆ of the field which the row completes, or the unit of time of an
        interval.
        """
        if not row.applies_to(self.dataset_type):
            return None
        if row.other_of:
            chosen = OTHER in self.codes(row.other_of)
            return reference(row.other_of, OTHER, self.level) if chosen else None
        if row.key == "update_frequency_interval":
            for unit in self.codes("update_frequency_unit"):
                if FrequencyUnit(unit).needs_interval:
                    return reference("update_frequency_unit", unit)
        return None

    def finding(self, code: str, severity: Severity, key: str, **values: str) -> Finding:
        """A finding at a field of this sheet; its values name the field for the message."""
        values["field"] = f"field/{self.level}/{key}"
        return Finding(code, severity, key, self.distribution, values)


@dataclass(frozen=True)
class Subject:
    """A dataset on one day in Thailand, reduced to what a rule may look at."""

    values: Mapping[str, Value]
    distributions: tuple[Mapping[str, Value], ...]
    today: dt.date

    @classmethod
    def of(cls, described: Described, today: dt.date) -> Subject:
        """The subject of a record or a draft; its agency and slug stand among the fields."""
        agency = described.agency.code if isinstance(described, DatasetRecord) else described.agency
        return cls(
            {**described.metadata, "owner_org": agency, "name": described.slug},
            tuple(d.metadata for d in described.distributions),
            today,
        )

    @cached_property
    def dataset_type(self) -> DatasetType | None:
        """Item 1, None when it is not stated."""
        code = self.values.get("data_type")
        return DatasetType(str(code)) if filled(code) else None

    @cached_property
    def dataset(self) -> Sheet:
        """The dataset's own fields."""
        return Sheet("dataset", None, self.values, self.dataset_type)

    @cached_property
    def resources(self) -> tuple[Sheet, ...]:
        """The fields of each distribution."""
        return tuple(
            Sheet("resource", position, values, self.dataset_type)
            for position, values in enumerate(self.distributions)
        )

    def sheets(self) -> Iterator[Sheet]:
        """The dataset's sheet, then one for each distribution."""
        yield self.dataset
        yield from self.resources


def reference(key: str, code: str, level: str = "dataset") -> str:
    """How a message names a value of a field's code list."""
    return f"codelist/{field(level, key).codelist}/{code}"
