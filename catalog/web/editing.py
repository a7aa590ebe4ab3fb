"""The registration form: registering, editing, and comparing when somebody else was faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.auth.policy import Actor, allows, require
from catalog.checks import check, completeness
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.datasets import Which, get_dataset
from catalog.errors import CatalogError, Forbidden, Kind, SlugTaken, StaleEdit, UnknownCode
from catalog.services.datasets import edit_dataset as save_edit
from catalog.services.datasets import register_dataset
from catalog.web.boxes import form_view, in_order, months, type_box
from catalog.web.context import actor, here, now, signed_in_actor, today
from catalog.web.findings import blocking, faults_of
from catalog.web.i18n import gettext as _
from catalog.web.i18n import language
from catalog.web.reading import Fault, read_draft
from catalog.web.stale import Difference, stale_differences
from catalog.web.typed import Typed, TypedRow, read_typed, typed_of
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetDraft, DatasetRecord
from vocab.codes import DatasetType, Permission
from vocab.concepts import codelist


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form in the making: what is typed, for which dataset, and what there is to say about it."""

    typed: Typed
    agencies: tuple[AgencyRecord, ...]
    record: DatasetRecord | None = None
    faults: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    alert: str = ""
    missing: bool = False


def new_dataset() -> ResponseReturnValue:
    """Step 1 chooses the type, step 2 is the form."""
    who = signed_in_actor()
    with here().sessions.read() as rows:
        agencies = _own_agencies(rows, who, Permission.REGISTER)
    if not agencies:
        raise Forbidden
    if request.method == "POST":
        return _receive(Sheet(read_typed(request.form), agencies))
    asked = request.args.get("type", "")
    if asked not in tuple(DatasetType):
        return render_template("choose_type.html", types=list(codelist("data_type")))
    typed = Typed(
        agency=agencies[0].code if len(agencies) == 1 else "",
        boxes={"data_type": (asked,), "private": ("no",)},
        rows=(TypedRow(),),
    )
    return _draw(Sheet(typed, agencies))


def edit_dataset(slug: str) -> ResponseReturnValue:
    """The form filled in with the latest revision."""
    who = signed_in_actor()
    with here().sessions.read() as rows:
        record = get_dataset(rows, who, slug, Which.LATEST)
    require(who, Permission.EDIT, record.agency)
    if request.method == "POST":
        typed = replace(read_typed(request.form), agency=record.agency.code)
        return _receive(Sheet(typed, (record.agency,), record))
    faults = faults_of(check(record, today=today())) if request.args.get("check") else ()
    typed = typed_of(record, record.version)
    return _draw(Sheet(typed, (record.agency,), record, faults, missing=bool(faults)))


def kept_form() -> ResponseReturnValue:
    """The form as it was sent, when it could not be taken because its page was too old."""
    who = actor()
    slug = (request.view_args or {}).get("slug")
    typed = read_typed(request.form)
    alert = _("The page was open too long. Nothing was lost: check the form and save it again.")
    with here().sessions.read() as rows:
        if slug is None:
            agencies = _own_agencies(rows, who, Permission.REGISTER)
            if not agencies:
                raise Forbidden
            return _draw(Sheet(typed, agencies, alert=alert), 400)
        record = get_dataset(rows, who, slug, Which.LATEST)
    require(who, Permission.EDIT, record.agency)
    return _draw(Sheet(typed, (record.agency,), record, alert=alert), 400)


def _own_agencies(rows: Session, who: Actor, permission: Permission) -> tuple[AgencyRecord, ...]:
    return tuple(agency for agency in list_agencies(rows) if allows(who, permission, agency))


def _receive(sheet: Sheet) -> ResponseReturnValue:
    """What the pressed button asks for: another row, another type, or saving."""
    action = request.form.get("action", "save")
    if action == "add-row":
        return _draw(replace(sheet, typed=sheet.typed.with_row()))
    if action == "retype":
        return _draw(sheet)
    if action.startswith("remove-") and action[7:].isdigit():
        return _draw(replace(sheet, typed=sheet.typed.without_row(int(action[7:]))))
    uids = [part.uid for part in sheet.record.distributions] if sheet.record else []
    draft, faults = read_draft(sheet.typed, uids)
    if draft is None:
        return _draw(replace(sheet, faults=tuple(faults)), 422)
    return _save(sheet, draft, check_next=action == "check")


def _save(sheet: Sheet, draft: DatasetDraft, *, check_next: bool) -> ResponseReturnValue:
    who = actor()
    try:
        with here().sessions.write() as rows:
            if sheet.record is None:
                saved = register_dataset(rows, who, draft, now=now())
            else:
                version = sheet.typed.version
                saved = save_edit(rows, who, sheet.record.slug, draft, version=version, now=now())
    except StaleEdit as error:
        latest = int(error.errors["version"])
        differences = stale_differences(error.errors)
        newer = replace(sheet, typed=replace(sheet.typed, version=latest), differences=differences)
        return _draw(replace(newer, alert=error.message.in_language(language())), error.status)
    except CatalogError as error:
        if error.kind in (Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.UNIDENTIFIED):
            raise
        return _refused(sheet, error)
    if check_next and allows(who, Permission.SUBMIT, saved.agency):
        return redirect(url_for("web.submit_dataset", slug=saved.slug), 303)
    return redirect(url_for("web.edit_dataset", slug=saved.slug, saved=1), 303)


def _refused(sheet: Sheet, error: CatalogError) -> ResponseReturnValue:
    """The form again with what the service said, at its box where it has one."""
    sentence = error.message.in_language(language())
    box = {SlugTaken: "d-name", UnknownCode: "d-owner_org"}.get(type(error))
    if box:
        return _draw(replace(sheet, faults=(Fault(box, sentence),)), error.status)
    return _draw(replace(sheet, alert=sentence), error.status)


def _draw(sheet: Sheet, status: int = 200) -> Response:
    typed = sheet.typed
    text = typed.one("data_type")
    dataset_type = DatasetType(text) if text in tuple(DatasetType) else None
    view = form_view(typed, dataset_type, sheet.faults, _names(sheet.agencies))
    page = render_template(
        "form.html",
        **_figures(sheet),
        sheet=sheet,
        faults=in_order(sheet.faults, view),
        typed=typed,
        dataset_type=dataset_type,
        view=view,
        type_boxes=type_box(typed, sheet.faults),
        months=months(),
        saved=request.method == "GET" and "saved" in request.args,
        formats=[concept.value.upper() for concept in codelist("data_format")],
    )
    return make_response(page, status)


def _figures(sheet: Sheet) -> dict[str, Any]:
    """Completeness of what is typed, and how many things still keep it from being submitted."""
    draft, _faults = read_draft(sheet.typed)
    if draft is None:
        return {"measure": None, "todo": 0}
    return {"measure": completeness(draft), "todo": len(blocking(draft))}


def _names(agencies: Sequence[AgencyRecord]) -> list[tuple[str, str]]:
    return [(agency.code, agency.name.in_language(language())) for agency in agencies]
