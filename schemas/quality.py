"""What checks say about a record: findings, and measures with their parts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marshmallow import Schema, fields, post_load

from vocab.codes import Severity, Source, UpdateState
from vocab.messages import say


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: ``code`` names the rule, ``place`` the field or distribution.

    ``field`` is a key of the field table ("" for the record as a whole), ``distribution`` the
    position from 0 or None, ``values`` what the message needs (limit, old and new value).
    The sentences in Thai and English stand in vocab.messages under the code.
    """

    code: str
    severity: Severity
    field: str = ""
    distribution: int | None = None
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether a dataset with this finding cannot be submitted."""
        return self.severity is Severity.ERROR


class FindingSchema(Schema):
    """A finding on the wire and in storage."""

    code = fields.String(required=True)
    severity = fields.Enum(Severity, by_value=True, required=True)
    field = fields.String(load_default="")
    distribution = fields.Integer(load_default=None, allow_none=True)
    values = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)

    @post_load
    def _make(self, loaded: dict[str, object], **_: object) -> Finding:
        return Finding(**loaded)  # type: ignore[arg-type]


class SpokenFindingSchema(FindingSchema):
    """A finding with its sentence in both languages, for whoever reads it."""

    detail_th = fields.Function(
        lambda found: say(found.code, "th", found.values),
        required=True,
        metadata={"type": "string"},
    )
    detail_en = fields.Function(
        lambda found: say(found.code, "en", found.values),
        required=True,
        metadata={"type": "string"},
    )


_SEVERITIES = {severity.value: severity for severity in Severity}


def restored_findings(stored: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Findings as the schema dumped them, read back without checking them again."""
    return tuple(
        Finding(
            code=written["code"],
            severity=_SEVERITIES[written["severity"]],
            field=written["field"],
            distribution=written["distribution"],
            values=written["values"],
        )
        for written in stored
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure between 0 and 1 with its numerator, denominator and the name of its method."""

    method: str
    reached: Fraction
    possible: Fraction

    @property
    def ratio(self) -> Fraction:
        """Reached over possible; 1 when nothing was possible."""
        return self.reached / self.possible if self.possible else Fraction(1)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Where a dataset stands against its own update frequency on one day.

    ``last`` is the day of the last update, ``due`` the last day on which the next one is on time.
    ``band`` grades the delay over the period: 0 on time, 1 up to 25 %, 2 up to 50 %, 3 up to 100 %,
    4 more, -1 unknown.  ``missing`` is the key of the field that would settle an unknown state.
    """

    state: UpdateState
    last: dt.date | None = None
    due: dt.date | None = None
    days_late: int = 0
    band: int = 0
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost at one leaf, why, and the one action that wins them back."""

    points: Fraction
    reason: str
    action: str
    subject: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A node of a score tree: what was expected, what was found, which points were lost.

    ``weight`` and ``reached`` are points; ``source`` says where the weight comes from; ``method``
    names how a leaf was counted; ``applicable`` is False when nothing could be counted.
    """

    code: str
    title_th: str
    title_en: str
    weight: Fraction
    reached: Fraction
    source: Source
    method: str = ""
    expected: int = 0
    found: int = 0
    applicable: bool = True
    losses: tuple[Loss, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def lost(self) -> Fraction:
        """Points lost here; none where nothing could be counted."""
        return self.weight - self.reached if self.applicable else Fraction(0)

    @property
    def assumed(self) -> bool:
        """Whether any weight at or below this node is an assumption."""
        return self.source is Source.ASSUMED or any(p.assumed for p in self.parts)
