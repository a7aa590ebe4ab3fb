"""Series: datasets that belong together, such as one for each year."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.dataset import DatasetRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRecord:
    """A series: its entry, and the short names of its datasets in their order."""

    entry: DatasetRecord
    members: tuple[str, ...] = ()
