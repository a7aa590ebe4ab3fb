"""A dataset's page: the shown revision for everybody, the working one for its custodians."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.auth.policy import Actor, allows
from catalog.checks import completeness, mandatory_filled, timeliness
from catalog.db.models import AuditEntry
from catalog.db.queries.datasets import Which, find_dataset, get_dataset
from catalog.db.queries.trail import list_trail
from catalog.errors import Unavailable
from catalog.rdf.schema_org import describe
from catalog.services.datasets import OPEN
from catalog.services.similar import SimilarDatasets, similar_datasets
from catalog.web.context import actor, here, today
from catalog.web.findings import findings_of, said
from catalog.web.i18n import gettext as _
from catalog.web.i18n import marked
from catalog.web.steps import done_sentence
from catalog.web.values import (
    Line,
    mandatory_lines,
    optional_lines,
    place_name,
    resource_lines,
)
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from vocab.codes import Audience, DatasetState, Permission, Severity

#: Suffixes under which the portal gives the same dataset to programs.
SUFFIXES = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"), ("nt", "N-Triples"))
_IN_TABLE = ("name", "url", "format", "description")

#: What happened, by event.
EVENTS: Mapping[str, str] = {
    "dataset.registered": marked("Registered"),
    "dataset.edited": marked("Edited"),
    "dataset.submitted": marked("Submitted for approval"),
    "dataset.returned": marked("Returned"),
    "dataset.published": marked("Published"),
    "dataset.withdrawn": marked("Withdrawn"),
    "dataset.imported": marked("Imported"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution as a row of the table."""

    record: DistributionRecord
    more: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the history."""

    entry: AuditEntry
    label: str
    fields: tuple[str, ...]


def show_dataset(slug: str) -> ResponseReturnValue:
    """The published revision; for custodians of an unpublished dataset the newest."""
    who = actor()
    with here().sessions.read() as rows:
        record = get_dataset(rows, who, slug)
        latest = find_dataset(rows, who, slug, Which.LATEST)
        history = _history(rows, record) if latest else []
        similar = _similar(rows, record)
    return _page(record, latest, history, similar)


def show_working(slug: str) -> ResponseReturnValue:
    """The working revision, for custodians; NotFound for everybody else."""
    with here().sessions.read() as rows:
        record = get_dataset(rows, actor(), slug, Which.LATEST)
        history = _history(rows, record)
        similar = _similar(rows, record)
    return _page(record, record, history, similar)


def _similar(rows: Session, record: DatasetRecord) -> SimilarDatasets:
    try:
        return similar_datasets(rows, here().search, actor(), record)
    except Unavailable:
        # The page is about this dataset: it does not wait for the index.
        return SimilarDatasets()


def _page(
    record: DatasetRecord,
    latest: DatasetRecord | None,
    history: list[Happening],
    similar: SimilarDatasets,
) -> ResponseReturnValue:
    keeper = latest is not None
    distributions = record.distributions if keeper else record.public_distributions
    findings = said((*findings_of(record), *record.repairs))
    public = record.audience is Audience.ANYONE
    return render_template(
        "dataset.html",
        record=record,
        latest=latest,
        keeper=keeper,
        mandatory=mandatory_lines(record),
        optional=optional_lines(record),
        parts=[_part(part) for part in distributions],
        measure=completeness(record),
        items=mandatory_filled(record),
        timely=timeliness(record, today=today()),
        missing_label=place_name("dataset", timeliness(record, today=today()).missing),
        findings=[one for one in findings if one.severity is not Severity.REPAIR],
        repairs=[one for one in findings if one.severity is Severity.REPAIR],
        history=history,
        similar=similar,
        actions=actions(actor(), latest) if latest else {},
        suffixes=SUFFIXES,
        done=done_sentence(request.args.get("done", "")) if keeper else "",
        description=describe(record, _address(record)) if public else None,
    )


def _address(record: DatasetRecord) -> str:
    return here().config.base_url + url_for("web.show_dataset", slug=record.slug)


def _part(part: DistributionRecord) -> Part:
    return Part(part, tuple(resource_lines(part.metadata, _IN_TABLE)))


def _history(rows: Session, record: DatasetRecord) -> list[Happening]:
    return [_happening(entry) for entry in list_trail(rows, "dataset", record.row)]


def _happening(entry: AuditEntry) -> Happening:
    changed: dict[str, Any] = entry.changes or {}
    names = (
        _("Resources") if key == "distributions" else place_name("dataset", key) for key in changed
    )
    label = _(EVENTS[entry.event]) if entry.event in EVENTS else entry.event
    return Happening(entry, label, tuple(name for name in names if name))


def actions(who: Actor, latest: DatasetRecord) -> dict[str, bool]:
    """Which steps the reader may take now, by name."""
    agency, state = latest.agency, latest.state
    waiting = latest.is_working and state is DatasetState.SUBMITTED
    published = state is DatasetState.PUBLISHED
    return {
        "edit": allows(who, Permission.EDIT, agency)
        and (published or (latest.is_working and state in OPEN)),
        "submit": allows(who, Permission.SUBMIT, agency) and latest.is_working and state in OPEN,
        "approve": allows(who, Permission.APPROVE, agency) and waiting,
        "return": allows(who, Permission.APPROVE, agency) and waiting,
        "withdraw": allows(who, Permission.WITHDRAW, agency)
        and state is not DatasetState.WITHDRAWN,
    }
