"""Database: what an agency keeps, with its datasets, subsystems and stakeholders."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.values import LocalizedText
from vocab.codes import StakeholderRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsystemRecord:
    """A part of a database; ``links`` are codes of the parts that it hands data to."""

    code: str
    name: LocalizedText
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderRecord:
    """An agency and what it is to the database; people are not named."""

    agency: AgencyRecord
    role: StakeholderRole


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseRecord:
    """A database: its entry, short names of the datasets in it, addresses of the laws behind it."""

    entry: DatasetRecord
    datasets: tuple[str, ...] = ()
    legislation: tuple[str, ...] = ()
    subsystems: tuple[SubsystemRecord, ...] = ()
    stakeholders: tuple[StakeholderRecord, ...] = ()
