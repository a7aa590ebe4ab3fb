"""Many records that between them use every field, every code and every type, the same each time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator

from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from tests.builders import agency, dataset
from vocab.codes import OTHER, AgencyKind, DatasetType
from vocab.concepts import codelist
from vocab.profiles.dcat import FILE_TYPES
from vocab.profiles.th_gov import ATTRIBUTES, Field, ValueType, dataset_fields, resource_fields

_WORDS = ("ทะเบียน", "น้ำท่วม", "ตลาด", "โรงเรียน", "population", "GIS", "เขต 50", 'คำ "ใน" คำ')
_BOX = {"west": 100.3, "east": 100.9, "north": 13.9, "south": 13.5}
_AGENCIES = (
    agency(),
    agency(code="0203", kind=AgencyKind.NATIONAL, organisation="nation", name_en=""),
    agency(code="bma", kind=AgencyKind.CITY, organisation="bma"),
)


def records(count: int, seed: int = 4) -> Iterator[DatasetRecord]:
    """So many published records; the types and the codes of each list come in turn."""
    chance = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    turns: dict[tuple[str, str], int] = {}
    for number in range(count):
        kind = list(DatasetType)[number % len(DatasetType)]
        # From nearly empty to complete.
        filled = (number % 11) / 10
        parts = tuple(
            DistributionRecord(
                uid=f"{number:08x}-0000-4000-8000-{at:012x}",
                metadata=_values("resource", kind, filled, chance, turns),
            )
            for at in range(number % 4)
        )
        metadata: dict[str, Value] = {"title": f"ชุดข้อมูลที่ {number}"}
        metadata |= _values("dataset", kind, filled, chance, turns)
        yield dataclasses.replace(
            dataset(
                slug=f"generated-{number}",
                agency=_AGENCIES[number % len(_AGENCIES)],
                distributions=parts,
                revision=1 + number % 2,
            ),
            metadata={**metadata, "data_type": kind.value},
        )


def _values(
    level: str,
    kind: DatasetType,
    filled: float,
    chance: random.Random,
    turns: dict[tuple[str, str], int],
) -> dict[str, Value]:
    table = dataset_fields() if level == "dataset" else resource_fields()
    rows = [row for row in table if row.applies_to(kind) and row.key not in ATTRIBUTES]
    made = {
        row.key: _value(row, chance, turns)
        for row in rows
        if not row.other_of and (chance.random() < filled or filled == 1)
    }
    for row in rows:
        if row.other_of and OTHER in str(made.get(row.other_of, "")):
            made[row.key] = "สิ่งอื่นที่ระบุเอง"
    if level == "resource" and chance.random() < filled:
        made["name"] = f"แฟ้ม {chance.randint(1, 99)}"
    return made


def _value(row: Field, chance: random.Random, turns: dict[tuple[str, str], int]) -> Value:
    turn = turns[row.level, row.key] = turns.get((row.level, row.key), -1) + 1
    match row.value_type:
        case ValueType.CODE:
            codes = [concept.id for concept in codelist(row.codelist)]
            return codes[turn % len(codes)]
        case ValueType.CODES:
            codes = [concept.id for concept in codelist(row.codelist)]
            return tuple(codes[(turn + n) % len(codes)] for n in range(1 + turn % 3))
        case ValueType.KEYWORDS:
            return tuple(chance.sample(_WORDS, 1 + turn % 4))
        case ValueType.BOOLEAN:
            return bool(turn % 2)
        case ValueType.DATE:
            return dt.date(2015, 1, 1) + dt.timedelta(days=chance.randint(0, 4000))
        case ValueType.YEAR:
            return 2010 + turn % 15
        case ValueType.INTEGER:
            return 1 + turn % 24
        case ValueType.DEGREES:
            return _BOX[row.key.partition("_")[0]]
        case ValueType.URL:
            endings = ("csv", "xlsx", "geojson", "pdf", "php?id=1", "")
            return f"https://files.example/{turn}/ข้อมูล.{endings[turn % len(endings)]}"
        case ValueType.EMAIL:
            return f"unit{turn}@example.go.th"
        case ValueType.FORMAT:
            formats = [each.code or each.label for each in FILE_TYPES] + ["ไม่รู้จัก"]
            return formats[turn % len(formats)]
        case _:
            return f"{chance.choice(_WORDS)} {row.key} {turn}"
