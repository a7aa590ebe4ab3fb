"""The steps of a dataset's way: each is a page that says what will happen, and one button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from catalog.auth.policy import require
from catalog.checks import completeness
from catalog.db.queries.datasets import Which, find_dataset, get_dataset
from catalog.errors import CatalogError, Kind
from catalog.services import datasets as services
from catalog.web.context import here, now, signed_in_actor
from catalog.web.findings import findings_of, said
from catalog.web.i18n import gettext as _
from catalog.web.i18n import language, marked
from catalog.web.stale import compare, side_of
from catalog.web.values import mandatory_lines, optional_lines, resource_lines
from schemas.dataset import DatasetRecord
from vocab.codes import Permission


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who may take it, its words, and whether it asks for a reason."""

    permission: Permission
    heading: str
    explanation: str
    button: str
    done: str
    asks_note: bool = False


STEPS: Mapping[str, Step] = {
    "submit": Step(
        Permission.SUBMIT,
        marked("Check your answers"),
        marked("The head of the agency will see this version and approve or return it."),
        marked("Submit for approval"),
        marked("Submitted. The head of the agency will approve or return it."),
    ),
    "approve": Step(
        Permission.APPROVE,
        marked("Approve and publish"),
        marked("This version becomes the published one. Check it against what is public now."),
        marked("Approve and publish"),
        marked("Published. It can be found within a few seconds."),
    ),
    "return": Step(
        Permission.APPROVE,
        marked("Return with a note"),
        marked("The stewards get this version back with your note and can change it again."),
        marked("Return to the stewards"),
        marked("Returned to the stewards with your note."),
        asks_note=True,
    ),
    "withdraw": Step(
        Permission.WITHDRAW,
        marked("Withdraw from the catalogue"),
        marked(
            "The dataset disappears from searches and pages of others. Its history and its short "
            "name are kept. This cannot be undone here."
        ),
        marked("Withdraw"),
        marked("Withdrawn. Only custodians of the agency still see it."),
        asks_note=True,
    ),
}


def submit_dataset(slug: str) -> ResponseReturnValue:
    """The whole dataset once more, then off to the head."""
    return _step(slug, "submit")


def approve_dataset(slug: str) -> ResponseReturnValue:
    """What changes, then publish."""
    return _step(slug, "approve")


def return_dataset(slug: str) -> ResponseReturnValue:
    """Back to the stewards with a note."""
    return _step(slug, "return")


def withdraw_dataset(slug: str) -> ResponseReturnValue:
    """Out of the catalogue, with a reason."""
    return _step(slug, "withdraw")


def _step(slug: str, name: str) -> ResponseReturnValue:
    step = STEPS[name]
    who = signed_in_actor()
    with here().sessions.read() as rows:
        record = get_dataset(rows, who, slug, Which.LATEST)
        require(who, step.permission, record.agency)
        published = find_dataset(rows, who, slug, Which.PUBLISHED) if record.is_working else None
    if request.method == "GET":
        return _page(name, record, published)
    note = request.form.get("note", "")
    try:
        _take(name, slug, note)
    except CatalogError as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        return _page(name, record, published, error=error, note=note)
    return redirect(url_for("web.show_dataset", slug=slug, done=name), 303)


def _take(name: str, slug: str, note: str) -> None:
    who = signed_in_actor()
    text = request.form.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    with here().sessions.write() as rows:
        match name:
            case "submit":
                services.submit_dataset(rows, who, slug, version=version, now=now())
            case "approve":
                services.approve_dataset(rows, who, slug, version=version, now=now())
            case "return":
                services.return_dataset(rows, who, slug, note, version=version, now=now())
            case _:
                services.withdraw_dataset(rows, who, slug, note, version=version, now=now())


def _page(
    name: str,
    record: DatasetRecord,
    published: DatasetRecord | None,
    *,
    error: CatalogError | None = None,
    note: str = "",
) -> Response:
    step = STEPS[name]
    changes = compare(side_of(published), side_of(record)) if published else ()
    findings = said(findings_of(record)) if name in ("submit", "approve") else []
    page = render_template(
        "step.html",
        name=name,
        step=step,
        record=record,
        published=published,
        changes=changes,
        findings=findings,
        measure=completeness(record),
        stated=mandatory_lines(record) + optional_lines(record),
        parts=[resource_lines(part.metadata) for part in record.distributions],
        error=error.message.in_language(language()) if error else "",
        error_code=error.code if error else "",
        note=note,
        blocked=any(one.severity == "error" for one in findings),
    )
    return make_response(page, error.status if error else 200)


def done_sentence(name: str) -> str:
    """What a page says after a step was taken, "" for no known step."""
    return _(STEPS[name].done) if name in STEPS else ""
