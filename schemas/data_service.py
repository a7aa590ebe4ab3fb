"""Data service: an address that programs ask for data."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.dataset import DatasetRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DataServiceRecord:
    """A service: its entry, where it answers, and which document describes how it is asked.

    ``standards`` are addresses of what it conforms to, ``serves`` short names of datasets.
    """

    entry: DatasetRecord
    endpoint: str
    description: str = ""
    standards: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
