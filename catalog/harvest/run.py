"""The import: foreign records become datasets, each with one outcome, as often as it is run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, require
from catalog.db.base import Sessions
from catalog.db.models import Dataset, ImportOutcome
from catalog.db.queries.agencies import list_agencies
from catalog.harvest.outcomes import Imported, ImportReport, Record, refused
from catalog.harvest.publishers import Directory
from catalog.harvest.sources.ckan import Refused, Translated, draft_of_package, refusal
from catalog.harvest.write import Chunk
from schemas.dataset import MetadataSchema
from schemas.distribution import DistributionMetadataSchema
from schemas.quality import Finding, FindingSchema
from vocab.codes import Outcome, Permission

#: Records written in one transaction.
CHUNK = 50

_metadata = MetadataSchema()
_distribution = DistributionMetadataSchema()
_findings = FindingSchema(many=True)

#: Told the number of records done so far, after each chunk is safe.
Progress = Callable[[int], None]


def import_packages(
    sessions: Sessions,
    actor: Actor,
    packages: Iterable[tuple[int, object]],
    *,
    source: str,
    now: Callable[[], dt.datetime],
    progress: Progress | None = None,
    openly: bool = True,
    owner: str = "",
) -> ImportReport:
    """Bring CKAN packages in and publish them, `CHUNK` in a transaction.

    ``packages`` are numbered records, or a Finding where a record cannot be read.  A record whose
    translation is what it was the last time changes nothing at all.  One that a person edited or
    withdrew here is refused.  Stopping between chunks leaves what is done; running again goes on.
    Raises Forbidden.
    """
    require(actor, Permission.IMPORT)
    with sessions.read() as session:
        directory = Directory(list_agencies(session))
    report = ImportReport(source)
    seen: dict[str, int] = {}
    for chunk in _chunks(packages):
        records = [
            _translate(line, package, directory, seen, openly=openly, owner=owner)
            for line, package in chunk
        ]
        report.records.extend(_import_chunk(sessions, actor, records, source, now))
        if progress is not None:
            progress(len(report.records))
    return report


def _chunks(packages: Iterable[tuple[int, object]]) -> Iterator[list[tuple[int, object]]]:
    chunk: list[tuple[int, object]] = []
    for numbered in packages:
        chunk.append(numbered)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _translate(
    line: int,
    package: object,
    directory: Directory,
    seen: dict[str, int],
    *,
    openly: bool,
    owner: str,
) -> Record:
    told: Translated | Refused
    if isinstance(package, Finding):
        told = Refused(reasons=(package,))
    else:
        told = draft_of_package(package, agencies=directory, openly=openly, owner=owner)
    if not told.key:
        return Record(line, f"#{line}", told)
    if told.key in seen:
        reason = refusal("refused-duplicate", key=told.key, line=str(seen[told.key]))
        told = Refused(reasons=(reason,), key=told.key, title=told.title)
        return Record(line, f"{told.key} #{line}", told)
    seen[told.key] = line
    return Record(line, told.key, told, _digest(told))


def _digest(told: Translated | Refused) -> str:
    """A digest of everything a record would be here, so that better rules count as a change."""
    whole: list[object]
    if isinstance(told, Refused):
        whole = [_findings.dump(told.reasons)]
    else:
        whole = [
            told.draft.agency,
            told.draft.slug,
            told.source,
            told.parts,
            _metadata.dump(told.draft.metadata),
            [_distribution.dump(part.metadata) for part in told.draft.distributions],
            _findings.dump(told.repairs),
        ]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# One chunk --------------------------------------------------------------------------------------


def _import_chunk(
    sessions: Sessions,
    actor: Actor,
    records: Sequence[Record],
    source: str,
    now: Callable[[], dt.datetime],
) -> list[Imported]:
    """Write what is new; a chunk in which nothing is takes no write lock."""
    with sessions.read() as session:
        before = _known(session, source, records)
        slugs = _slugs(session, before.values())
    if all(_is_unchanged(record, before.get(record.key)) for record in records):
        return [_same(record, before[record.key], slugs) for record in records]
    with sessions.write() as session:
        work = Chunk(session, actor, source, now(), records)
        before = _known(session, source, records)
        slugs = _slugs(session, before.values())
        return [
            _same(record, row, slugs)
            if (row := before.get(record.key)) is not None and _is_unchanged(record, row)
            else work.take(record, row)
            for record in records
        ]


def _known(session: Session, source: str, records: Sequence[Record]) -> dict[str, ImportOutcome]:
    query = select(ImportOutcome).where(
        ImportOutcome.source == source, ImportOutcome.key.in_([r.key for r in records])
    )
    return {row.key: row for row in session.scalars(query)}


def _slugs(session: Session, rows: Iterable[ImportOutcome]) -> dict[int, str]:
    wanted = [row.dataset_id for row in rows if row.dataset_id is not None]
    query = select(Dataset.id, Dataset.slug).where(Dataset.id.in_(wanted))
    return dict(session.execute(query).all())


def _is_unchanged(record: Record, row: ImportOutcome | None) -> bool:
    return row is not None and bool(record.digest) and row.digest == record.digest


def _same(record: Record, row: ImportOutcome, slugs: Mapping[int, str]) -> Imported:
    told = record.told
    if isinstance(told, Refused):
        return refused(record, told.reasons)
    return Imported(
        line=record.line,
        key=record.key,
        title=told.title,
        outcome=Outcome.UNCHANGED,
        slug=slugs.get(row.dataset_id or 0, ""),
        repairs=told.repairs,
    )
