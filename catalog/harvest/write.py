"""Writes the records of one transaction: agencies, datasets, revisions and outcomes."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.audit.trail import emit
from catalog.auth.policy import Actor, audience_of
from catalog.db.models import Agency, Dataset, ImportOutcome, Revision
from catalog.errors import SlugTaken
from catalog.harvest.outcomes import Imported, Record, refused
from catalog.harvest.publishers import Publisher
from catalog.harvest.sources.ckan import Refused, Translated, refusal
from catalog.services.agencies import save_agency
from catalog.services.datasets import add_revision, new_dataset, publish
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetDraft
from schemas.quality import Finding, FindingSchema
from vocab.codes import Audience, Category, Classification, DatasetState, Outcome, Severity

_findings = FindingSchema(many=True)


class Chunk:
    """The records of one transaction."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        source: str,
        now: dt.datetime,
        records: Sequence[Record],
    ) -> None:
        self.session, self.actor, self.source, self.now = session, actor, source, now
        wanted = {r.told.source for r in records if isinstance(r.told, Translated)} - {""}
        query = select(Dataset).where(Dataset.source.in_(sorted(wanted)))
        self._at = {dataset.source: dataset for dataset in session.scalars(query)}
        self._agencies: dict[str, tuple[int, str]] = {}

    def take(self, record: Record, row: ImportOutcome | None) -> Imported:
        """Do what a record asks for and keep its outcome; ``row`` is what is known of it."""
        told = record.told
        if isinstance(told, Refused):
            return self._keep(record, row, refused(record, told.reasons), None)
        dataset = self._find(told, row)
        if dataset is None:
            return self._create(record, told, row)
        if row is None and self._is_written(dataset, record):
            return self._done(record, row, dataset, Outcome.UNCHANGED, told.repairs)
        reason = self._held(dataset)
        if reason:
            return self._keep(record, row, refused(record, (refusal(reason),)), dataset)
        return self._change(record, told, row, dataset)

    def _find(self, told: Translated, row: ImportOutcome | None) -> Dataset | None:
        """The dataset this record became earlier, under this source's name or another one."""
        if row is not None and row.dataset_id is not None:
            return self.session.get(Dataset, row.dataset_id)
        dataset = self._at.get(told.source)
        return None if dataset is None or self._is_of_this_source(dataset) else dataset

    def _is_of_this_source(self, dataset: Dataset) -> bool:
        query = select(ImportOutcome.id).where(
            ImportOutcome.source == self.source, ImportOutcome.dataset_id == dataset.id
        )
        return self.session.scalar(query.limit(1)) is not None

    def _is_written(self, dataset: Dataset, record: Record) -> bool:
        """Whether another source's name has brought the very same."""
        query = select(ImportOutcome.id).where(
            ImportOutcome.dataset_id == dataset.id, ImportOutcome.digest == record.digest
        )
        return self.session.scalar(query.limit(1)) is not None

    def _held(self, dataset: Dataset) -> str:
        """Why a dataset is not overwritten, "" when only imports have touched it."""
        if dataset.state is DatasetState.WITHDRAWN:
            return "refused-withdrawn-here"
        written = select(Revision.id).where(
            Revision.dataset_id == dataset.id, Revision.author_id.is_not(None)
        )
        edited = self.session.scalar(written.limit(1)) is not None
        return "refused-edited-here" if edited or dataset.working_id is not None else ""

    def _create(self, record: Record, told: Translated, row: ImportOutcome | None) -> Imported:
        agency, organisation = self._agency(told.publisher)
        repairs = told.repairs
        address = told.source
        if address in self._at:
            repairs += (_mended("repair-address-shared", "url", address),)
            address = ""
        try:
            dataset = new_dataset(self.session, told.draft, agency, organisation, self.now)
        except SlugTaken:
            repairs += (_mended("repair-slug", "name", told.draft.slug),)
            nameless = replace(told.draft, slug="")
            dataset = new_dataset(self.session, nameless, agency, organisation, self.now)
        if address:
            dataset.source = address
            self._at[address] = dataset
        self._publish(dataset, told, repairs)
        return self._done(record, row, dataset, Outcome.CREATED, repairs)

    def _change(
        self, record: Record, told: Translated, row: ImportOutcome | None, dataset: Dataset
    ) -> Imported:
        dataset.agency_id, dataset.organisation = self._agency(told.publisher)
        dataset.version += 1
        dataset.modified = max(self.now, dataset.modified)
        self._publish(dataset, told, told.repairs)
        return self._done(record, row, dataset, Outcome.CHANGED, told.repairs)

    def _publish(self, dataset: Dataset, told: Translated, repairs: tuple[Finding, ...]) -> None:
        revision = add_revision(
            self.session,
            self.actor,
            dataset,
            _with_uids(dataset, told),
            now=self.now,
            repairs=repairs,
            reason=self.source,
        )
        publish(dataset, revision.id, self.now)
        # As the steps of services.datasets end, but from the draft at hand instead of reading the
        # record back twice: half the time of an import.  A test compares every row with the rule.
        dataset.audience = _audience(told.draft)
        emit(
            self.session,
            self.actor,
            Event.DATASET_IMPORTED,
            subject=dataset.id,
            agency=dataset.agency_id,
            now=self.now,
            note=self.source,
        )

    def _done(
        self,
        record: Record,
        row: ImportOutcome | None,
        dataset: Dataset,
        outcome: Outcome,
        repairs: tuple[Finding, ...],
    ) -> Imported:
        made = Imported(
            line=record.line,
            key=record.key,
            title=record.told.title,
            outcome=outcome,
            slug=dataset.slug,
            repairs=repairs,
        )
        return self._keep(record, row, made, dataset, digest=record.digest)

    def _keep(
        self,
        record: Record,
        row: ImportOutcome | None,
        made: Imported,
        dataset: Dataset | None,
        digest: str = "",
    ) -> Imported:
        """Store the outcome; one that is stored already is not written again."""
        reasons = _findings.dump(made.reasons)
        if row is None:
            row = ImportOutcome(source=self.source, key=record.key, digest="")
            self.session.add(row)
        elif row.outcome == made.outcome and row.reasons == reasons and made.reasons:
            return made
        row.title, row.outcome, row.reasons = made.title, made.outcome.value, reasons
        row.at, row.dataset_id = self.now, dataset.id if dataset else row.dataset_id
        # A refusal keeps the digest of what is published, so that it is tried again next time.
        row.digest = digest or row.digest
        return made

    def _agency(self, publisher: Publisher) -> tuple[int, str]:
        """Primary key and organisation of a publisher, registered now when it is new."""
        if publisher.code not in self._agencies:
            query = select(Agency.id, Agency.organisation).where(Agency.code == publisher.code)
            row = self.session.execute(query).first()
            self._agencies[publisher.code] = (row[0], row[1]) if row else self._register(publisher)
        return self._agencies[publisher.code]

    def _register(self, publisher: Publisher) -> tuple[int, str]:
        agency = AgencyRecord(
            row=0,
            code=publisher.code,
            kind=publisher.kind,
            name_th=publisher.name,
            organisation="",
        )
        saved = save_agency(self.session, self.actor, agency, now=self.now)
        return saved.row, saved.organisation


def _mended(code: str, key: str, before: str) -> Finding:
    values = {"field": f"field/dataset/{key}", "before": before}
    return Finding(code, Severity.REPAIR, key, values=values)


def _with_uids(dataset: Dataset, told: Translated) -> DatasetDraft:
    """The draft with UUIDs for its distributions that the next import finds again.

    Made from the dataset and the resource's own name, never taken over: a source must not be able
    to claim the identity of somebody else's distribution.
    """
    counted: Counter[str] = Counter()
    parts = []
    for part, name in zip(told.draft.distributions, told.parts, strict=True):
        counted[name] += 1
        own = json.dumps([name, counted[name]])
        parts.append(replace(part, uid=str(uuid.uuid5(uuid.UUID(dataset.uid), own))))
    return replace(told.draft, distributions=tuple(parts))


def _audience(draft: DatasetDraft) -> Audience:
    """Who may see the draft once it is published."""
    category = draft.metadata.get("data_category")
    level = draft.metadata.get("data_classification")
    return audience_of(
        DatasetState.PUBLISHED,
        Category(str(category)) if category else None,
        Classification(str(level)) if level else None,
        draft.metadata.get("private") is True,
    )
