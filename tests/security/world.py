"""A catalogue with a planted word in everything that somebody may not see."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from catalog.jobs.installation import Installation
from catalog.services import datasets as services
from schemas.dataset import DatasetDraft, DatasetRecord
from schemas.distribution import DistributionRecord
from tests.fixtures_app import DISTRIBUTION, NOW, draft, person, published, registered, settings
from tests.fixtures_app import submitted as handed_in
from vocab.codes import DatasetType
from vocab.profiles.th_gov import ATTRIBUTES, Field, ValueType, dataset_fields, resource_fields

#: Everybody but the custodians of 5001, whose records are hidden.
OUTSIDE = ("anyone", "stranger", "outsider", "evaluator", "colleague")
KEEPERS = frozenset({"steward", "head", "admin"})
_CONSONANTS = "กขคงจชซญณดตถทธนบปผพภมยรลวศสหอ"


@dataclass(frozen=True, slots=True)
class Planted:
    """A hidden thing: its words in both scripts, its record, and who else may see it."""

    name: str
    th: str
    en: str
    record: DatasetRecord
    seen_by: frozenset[str]
    #: Strings that betray it: the words, and the names of what is hidden as a whole.
    signs: tuple[str, ...]


@dataclass(slots=True)
class World:
    """An installation, its public records, and what is hidden in it."""

    installation: Installation
    public: list[DatasetRecord] = field(default_factory=list)
    planted: dict[str, Planted] = field(default_factory=dict)

    def hidden_from(self, who: str) -> list[Planted]:
        """What a person may not know of."""
        return [p for p in self.planted.values() if who not in p.seen_by | KEEPERS]


def words_of(name: str) -> tuple[str, str]:
    """Two words that nobody can guess and no dictionary has: Thai and Latin."""
    noise = hashlib.sha256(f"planted {name}".encode()).digest()
    thai = "".join(_CONSONANTS[byte % len(_CONSONANTS)] for byte in noise[:14])
    return thai, "zq" + noise[14:20].hex()


def planted_values(fields: tuple[Field, ...], th: str, en: str) -> dict[str, Any]:
    """The words in every field that holds words, as far as a set of statistics may have it."""
    values: dict[ValueType, Any] = {
        ValueType.TEXT: f"{th} {en}",
        ValueType.LONG_TEXT: f"{th}\n\n**{en}**",
        ValueType.KEYWORDS: (th, en),
        ValueType.URL: f"https://{en}.example/{th}.csv",
        ValueType.EMAIL: f"{en}@planted.example",
    }
    return {
        row.key: values[row.value_type]
        for row in fields
        if row.value_type in values
        and not (row.level == "dataset" and row.key in ATTRIBUTES)
        and not row.other_of
        and row.applies_to(DatasetType.STATISTICS)
    }


def planted_draft(name: str, **changes: Any) -> DatasetDraft:
    """A draft that says the words wherever it can, its short name included."""
    th, en = words_of(name)
    part = {**DISTRIBUTION.metadata, **planted_values(resource_fields(), th, en), "format": "CSV"}
    words = {**planted_values(dataset_fields(), th, en), **changes}
    return draft(slug=f"hidden-{en}", distributions=(DistributionRecord(metadata=part),), **words)


INTERNAL = {"data_category": "internal", "data_classification": "private"}
SECRET = {"data_category": "personal", "data_classification": "confidential", "private": True}
#: Hidden datasets in the order in which they are made, with those outside who may see them: what
#: some may see comes first, so that a world without the rest has the same numbers.
HIDDEN: dict[str, frozenset[str]] = {
    "internal": frozenset({"colleague", "outsider", "evaluator"}),
    "private": frozenset({"colleague"}),
    "confidential": frozenset(),
    "draft": frozenset(),
    "submitted": frozenset(),
    "returned": frozenset(),
    "withdrawn": frozenset(),
    "withdrawn-internal": frozenset(),
}


def build(folder: Path, seed: Path, hidden: tuple[str, ...], *, parts: bool = True) -> World:
    """A world with three public datasets, the hidden datasets that are named, and hidden parts."""
    shutil.copytree(seed, folder)
    world = World(Installation.open(settings(folder), now=lambda: NOW))
    opened = world.installation
    with counted_uuids() as count_from:
        world.public.append(published(opened, drain=False))
        market = draft(title="ตลาดน้ำ", title_en="Market", tag_string=("ตลาด", "market"))
        world.public.append(published(opened, market, drain=False))
        world.public.append(_with_distribution(opened, hide=parts))
        for place, name in enumerate(HIDDEN, 1):
            count_from(1000 * place)
            if name in hidden:
                _plant(world, name, _MAKERS[name](opened))
        if parts:
            count_from(100_000)
            _plant_part(world, "distribution", world.public[2])
            _plant_part(world, "working", _with_working(opened, world.public[0]))
    opened.drain()
    opened.snapshots.make(opened.sessions, opened.site, NOW)
    return world


@contextmanager
def counted_uuids() -> Iterator[Callable[[int], None]]:
    """UUIDs in order, so that the same record has the same one in every world.

    Gives a function that says where the count goes on: each hidden thing has numbers of its own,
    whatever else a world holds.
    """
    numbers = [itertools.count(1)]

    def next_one() -> uuid.UUID:
        return uuid.UUID(int=uuid.NAMESPACE_OID.int + next(numbers[0]), version=4)

    def count_from(number: int) -> None:
        numbers[0] = itertools.count(number)

    with mock.patch("uuid.uuid4", next_one):
        yield count_from


def _plant(world: World, name: str, record: DatasetRecord) -> None:
    th, en = words_of(name)
    signs = (th, en, record.slug, record.uid, *(part.uid for part in record.distributions))
    world.planted[name] = Planted(name, th, en, record, HIDDEN[name], signs)


def _plant_part(world: World, name: str, record: DatasetRecord) -> None:
    th, en = words_of(name)
    world.planted[name] = Planted(name, th, en, record, frozenset(), (th, en))


def _moved(
    installation: Installation, who: str, step: Callable[..., DatasetRecord], *args: Any, **kw: Any
) -> DatasetRecord:
    with installation.sessions.write() as session:
        return step(session, person(installation, who), *args, now=NOW, **kw)


def _returned(installation: Installation) -> DatasetRecord:
    record = handed_in(installation, planted_draft("returned"))
    note = " ".join(words_of("returned"))
    step = services.return_dataset
    return _moved(installation, "head", step, record.slug, note, version=record.version)


def _withdrawn(installation: Installation, name: str, **changes: Any) -> DatasetRecord:
    record = published(installation, planted_draft(name, **changes), drain=False)
    note = " ".join(words_of(name))
    step = services.withdraw_dataset
    return _moved(installation, "head", step, record.slug, note, version=record.version)


def _with_working(installation: Installation, record: DatasetRecord) -> DatasetRecord:
    written = planted_draft("working")
    amended = replace(written, slug=record.slug)
    step = services.edit_dataset
    return _moved(installation, "steward", step, record.slug, amended, version=record.version)


def _with_distribution(installation: Installation, *, hide: bool) -> DatasetRecord:
    th, en = words_of("distribution")
    words = {**DISTRIBUTION.metadata, **planted_values(resource_fields(), th, en)}
    secret = DistributionRecord(metadata={**words, "format": "CSV", "resource_private": True})
    parts = (DISTRIBUTION, secret) if hide else (DISTRIBUTION,)
    roads = draft(title="ข้อมูลถนน", title_en="Roads", distributions=parts)
    record = published(installation, roads, drain=False)
    if not hide:
        uuid.uuid4()  # the one that the hidden part would have had
    return record


_MAKERS: dict[str, Callable[[Installation], DatasetRecord]] = {
    "internal": lambda i: published(i, planted_draft("internal", **INTERNAL), drain=False),
    "private": lambda i: published(i, planted_draft("private", private=True), drain=False),
    "confidential": lambda i: published(i, planted_draft("confidential", **SECRET), drain=False),
    "draft": lambda i: registered(i, planted_draft("draft")),
    "submitted": lambda i: handed_in(i, planted_draft("submitted")),
    "returned": _returned,
    "withdrawn": lambda i: _withdrawn(i, "withdrawn"),
    "withdrawn-internal": lambda i: _withdrawn(i, "withdrawn-internal", **INTERNAL),
}
