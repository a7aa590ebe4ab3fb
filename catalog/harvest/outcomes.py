"""What an import did: one outcome for each record, and the report of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.harvest.sources.ckan import Refused, Translated
from schemas.quality import Finding
from vocab.codes import Outcome


@dataclass(frozen=True, slots=True)
class Record:
    """A record on its way: its number, its key within the source, what it would be here.

    ``digest`` is one of everything it would be; "" for what can have no digest.
    """

    line: int
    key: str
    told: Translated | Refused
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one record: ``slug`` is the dataset's, "" when there is none."""

    line: int
    key: str
    title: str
    outcome: Outcome
    slug: str = ""
    reasons: tuple[Finding, ...] = ()
    repairs: tuple[Finding, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """The outcomes of a run, in the order of the source."""

    source: str
    records: list[Imported] = field(default_factory=list)

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many records had each of the four outcomes; they sum to the number of records."""
        counted = Counter(record.outcome for record in self.records)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def refusals(self) -> list[Imported]:
        """The records that were refused."""
        return [r for r in self.records if r.outcome is Outcome.REFUSED]

    @property
    def repairs(self) -> Mapping[str, int]:
        """How many findings of each code the records carry, the commonest first."""
        return dict(Counter(f.code for r in self.records for f in r.repairs).most_common())


def refused(record: Record, reasons: tuple[Finding, ...]) -> Imported:
    """The outcome of a record that is not taken."""
    return Imported(
        line=record.line,
        key=record.key,
        title=record.told.title,
        outcome=Outcome.REFUSED,
        reasons=reasons,
    )
