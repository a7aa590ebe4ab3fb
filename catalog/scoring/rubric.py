"""The rubric of a fiscal year: read strictly from vocab/rubrics, every number with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import floor
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields, post_load, validate

from vocab.codes import Measured, NotApplicable, Source


class RubricError(ValueError):
    """A rubric file that is not as it must be; the text names the file and the place."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number, with where it comes from and why."""

    value: Fraction
    source: Source
    note: str


@dataclass(frozen=True, slots=True)
class StatedDay:
    """A deadline, the last day included, with where it comes from."""

    value: dt.date
    source: Source
    note: str


@dataclass(frozen=True, slots=True)
class StatedPolicy:
    """What happens to points that cannot be counted, with where it comes from."""

    value: NotApplicable
    source: Source
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A part, criterion, step or product: it is divided into further ones or measured."""

    code: str
    title_th: str
    title_en: str
    weight: Stated
    measure: Measured | None = None
    deadline: StatedDay | None = None
    parts: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """The indicator as the fiscal year numbered and named it."""

    family: str
    code: str
    title_th: str
    title_en: str
    component: str
    max_points: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """How an indicator is counted in one fiscal year (Buddhist Era)."""

    fiscal_year: int
    version: str
    indicator: Indicator
    total: Stated
    not_applicable: StatedPolicy
    rounding: Stated
    parts: tuple[Criterion, ...]

    def criterion(self, code: str) -> Criterion:
        """The part or criterion of a code; KeyError when the rubric has none."""
        for criterion in _walk(self.parts):
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def rounded(self, points: Fraction) -> Decimal:
        """Points as they are printed; never to be counted on with."""
        return rounded(points, int(self.rounding.value))


def rounded(value: Fraction, decimals: int = 2) -> Decimal:
    """A fraction with so many decimals, half up."""
    return Decimal(floor(value * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def rubric(fiscal_year: int) -> Rubric:
    """The rubric that travels with the product; RubricError when there is none for the year."""
    return _shipped(fiscal_year)


@cache
def _shipped(fiscal_year: int) -> Rubric:
    name = f"{fiscal_year}.yaml"
    source = files("vocab").joinpath("rubrics", name)
    if not source.is_file():
        raise RubricError(f"vocab/rubrics/{name}: there is no such rubric")
    return read_rubric(source.read_text(encoding="utf-8"), f"vocab/rubrics/{name}")


def read_rubric(text: str, name: str) -> Rubric:
    """A rubric from its text; ``name`` stands in the error.

    Raises RubricError for an unknown or missing key, a wrong value, a number without a source, or
    weights that do not add up.
    """
    try:
        loaded = yaml.safe_load(text)
        read: Rubric = _RubricSchema().load(loaded)
    except yaml.YAMLError as error:
        raise RubricError(f"{name}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(_faults(error.messages))
        raise RubricError(f"{name}: {faults}") from error
    for fault in _contradictions(read):
        raise RubricError(f"{name}: {fault}")
    return read


def _walk(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for criterion in criteria:
        yield criterion
        yield from _walk(criterion.parts)


def _faults(messages: Any, path: str = "") -> Iterator[str]:
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            yield from _faults(value, f"{path}.{key}" if path else str(key))
    else:
        yield f"{path}: {' '.join(str(m) for m in messages)}"


def _contradictions(read: Rubric) -> Iterator[str]:
    if sum(part.weight.value for part in read.parts) != read.total.value:
        yield f"the parts do not add up to {read.total.value}"
    codes = [criterion.code for criterion in _walk(read.parts)]
    if len(set(codes)) < len(codes):
        yield "a code stands twice"
    for criterion in _walk(read.parts):
        if bool(criterion.parts) == bool(criterion.measure):
            yield f"{criterion.code} needs either a measure or parts"
        elif criterion.parts:
            total = sum(part.weight.value for part in criterion.parts)
            if total != criterion.weight.value:
                yield f"{criterion.code} weighs {criterion.weight.value}, its parts {total}"


class _Strict(Schema):
    """Unknown keys are refused (marshmallow's default); lists become tuples."""

    makes: type[Any]

    @post_load
    def _make(self, loaded: dict[str, Any], **_: object) -> Any:
        return self.makes(
            **{key: tuple(v) if isinstance(v, list) else v for key, v in loaded.items()}
        )


class _Number(fields.Field[Fraction]):
    """A whole or decimal number of 0 or more, kept exactly."""

    def _deserialize(self, value: Any, *_: object, **__: object) -> Fraction:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**6:
            raise ValidationError("must be a number of 0 or more")
        return Fraction(str(value))


class _StatedSchema(_Strict):
    makes: type[Any] = Stated
    value: fields.Field[Any] = _Number(required=True)
    source = fields.Enum(Source, by_value=True, required=True)
    note = fields.String(required=True, validate=validate.Length(min=1))


class _StatedDaySchema(_StatedSchema):
    makes = StatedDay
    value = fields.Date(required=True)


class _StatedPolicySchema(_StatedSchema):
    makes = StatedPolicy
    value = fields.Enum(NotApplicable, by_value=True, required=True)


class _CriterionSchema(_Strict):
    makes = Criterion
    code = fields.String(required=True, validate=validate.Length(min=1))
    title_th = fields.String(required=True, validate=validate.Length(min=1))
    title_en = fields.String(required=True, validate=validate.Length(min=1))
    weight = fields.Nested(_StatedSchema, required=True)
    measure = fields.Enum(Measured, by_value=True)
    deadline = fields.Nested(_StatedDaySchema)
    # The class names itself, so it cannot be given before it exists.
    parts = fields.List(fields.Nested(lambda: _CriterionSchema()))  # noqa: PLW0108


class _IndicatorSchema(_Strict):
    makes = Indicator
    family = fields.String(required=True)
    code = fields.String(required=True)
    title_th = fields.String(required=True)
    title_en = fields.String(required=True)
    component = fields.String(required=True)
    max_points = fields.Nested(_StatedSchema, required=True)


class _RubricSchema(_Strict):
    makes = Rubric
    fiscal_year = fields.Integer(strict=True, required=True, validate=validate.Range(2400, 2700))
    version = fields.String(required=True)
    indicator = fields.Nested(_IndicatorSchema, required=True)
    total = fields.Nested(_StatedSchema, required=True)
    not_applicable = fields.Nested(_StatedPolicySchema, required=True)
    rounding = fields.Nested(_StatedSchema, required=True)
    parts = fields.List(fields.Nested(_CriterionSchema), required=True)
