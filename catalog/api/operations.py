"""The table of operations: the routes and the OpenAPI document both follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from marshmallow import Schema

from catalog.api import changes, datasets, reference, wire
from schemas.agency import AgencySchema
from schemas.dataset import DatasetDraftSchema, DatasetSchema

#: Version of the API's document; the first number stands in every address.
VERSION = "1.0.0"
#: What every operation may answer: a token that is no more, an address that is too long to read.
ALWAYS = (400, 401, 405, 500)
#: What a change of a dataset may answer besides.
CHANGE = (403, 404, 409, 412, 428)
BODY = (413, 415, 422)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address.

    ``path`` is relative to /api/v1 with ``{parameters}``; ``versioned`` says that If-Match is
    required; ``cached`` that the answer has an ETag; ``errors`` are statuses beside `ALWAYS`.
    """

    name: str
    method: str = "GET"
    path: str
    run: Callable[..., Response]
    summary: str
    tag: str
    answer: type[Schema]
    status: int = 200
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    versioned: bool = False
    cached: bool = False
    signed_in: bool = False
    errors: tuple[int, ...] = ()


def _step(verb: str, run: Callable[..., Response], summary: str, *, note: bool) -> Operation:
    return Operation(
        name=f"{verb}Dataset",
        method="POST",
        path=f"/datasets/{{name}}/{verb}",
        run=run,
        summary=summary,
        tag="datasets",
        answer=DatasetSchema,
        body=wire.NoteSchema if note else None,
        versioned=True,
        cached=True,
        signed_in=True,
        errors=(*CHANGE, *BODY) if note else (*CHANGE, 422),
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="showStart",
        path="/",
        run=reference.show_start,
        summary="Links to everything.",
        tag="start",
        answer=wire.LinksSchema,
        errors=(422,),
    ),
    Operation(
        name="listDatasets",
        path="/datasets",
        run=datasets.list_datasets,
        summary="Datasets you may see, the last changed first.",
        tag="datasets",
        query=wire.DatasetsQuery,
        answer=wire.DatasetPageSchema,
        errors=(422,),
    ),
    Operation(
        name="registerDataset",
        method="POST",
        path="/datasets",
        run=datasets.register_dataset,
        summary="Begin a dataset as a draft.",
        tag="datasets",
        body=DatasetDraftSchema,
        answer=DatasetSchema,
        status=201,
        cached=True,
        signed_in=True,
        errors=(403, 409, *BODY),
    ),
    Operation(
        name="showDataset",
        path="/datasets/{name}",
        run=datasets.show_dataset,
        summary="A dataset by its short name or UUID.",
        tag="datasets",
        answer=DatasetSchema,
        cached=True,
        errors=(404,),
    ),
    Operation(
        name="editDataset",
        method="PUT",
        path="/datasets/{name}",
        run=datasets.edit_dataset,
        summary="Put a new working revision in place of the version you saw.",
        tag="datasets",
        body=DatasetDraftSchema,
        answer=DatasetSchema,
        versioned=True,
        cached=True,
        signed_in=True,
        errors=(*CHANGE, *BODY),
    ),
    Operation(
        name="showWorking",
        path="/datasets/{name}/working",
        run=datasets.show_working,
        summary="The working revision, for those who look after the dataset.",
        tag="datasets",
        answer=DatasetSchema,
        cached=True,
        errors=(404,),
    ),
    Operation(
        name="showFindings",
        path="/datasets/{name}/findings",
        run=datasets.show_findings,
        summary="What the checks find today, and how complete the metadata is.",
        tag="datasets",
        query=wire.FindingsQuery,
        answer=wire.FindingsSchema,
        errors=(404, 422),
    ),
    _step("submit", datasets.submit_dataset, "Hand the working revision to the head.", note=False),
    _step("return", datasets.return_dataset, "Give it back with a note.", note=True),
    _step("approve", datasets.approve_dataset, "Publish what was submitted.", note=False),
    _step("withdraw", datasets.withdraw_dataset, "Take it out, with the reason.", note=True),
    Operation(
        name="listChanges",
        path="/changes",
        run=changes.list_of_changes,
        summary="What appeared, changed and left the public part after a number of the log.",
        tag="datasets",
        query=changes.ChangesQuery,
        answer=changes.ChangePageSchema,
        cached=True,
        errors=(422,),
    ),
    Operation(
        name="search",
        path="/search",
        run=reference.search,
        summary="Datasets by words and filters; a filter may be repeated (any of its values).",
        tag="search",
        query=wire.SearchQuery,
        answer=wire.SearchPageSchema,
        # 403: only administrators ask why a hit stands where it stands.
        errors=(403, 422, 503),
    ),
    Operation(
        name="suggest",
        path="/suggest",
        run=reference.show_suggestions,
        summary="Completions of what was typed.",
        tag="search",
        query=wire.SuggestQuery,
        answer=wire.SuggestionsSchema,
        errors=(422, 503),
    ),
    Operation(
        name="listAgencies",
        path="/agencies",
        run=reference.show_agencies,
        summary="Agencies by kind and code.",
        tag="agencies",
        query=wire.AgenciesQuery,
        answer=wire.AgencyPageSchema,
        errors=(422,),
    ),
    Operation(
        name="showAgency",
        path="/agencies/{code}",
        run=reference.show_agency,
        summary="One agency.",
        tag="agencies",
        answer=AgencySchema,
        errors=(404,),
    ),
    Operation(
        name="showScore",
        path="/agencies/{code}/score",
        run=reference.show_score,
        summary="Part 1 of the score of an agency of Bangkok: all datasets or those you may see.",
        tag="agencies",
        answer=wire.ScoreSchema,
        errors=(404,),
    ),
    Operation(
        name="listCodeLists",
        path="/codelists",
        run=reference.show_code_lists,
        summary="Names of the code lists.",
        tag="vocabulary",
        answer=wire.CodeListsSchema,
    ),
    Operation(
        name="showCodeList",
        path="/codelists/{scheme}",
        run=reference.show_code_list,
        summary="A code list with its values.",
        tag="vocabulary",
        answer=wire.CodeListSchema,
        errors=(404,),
    ),
    Operation(
        name="listErrors",
        path="/errors",
        run=reference.show_errors,
        summary="Every error code with its sentences.",
        tag="start",
        answer=wire.ErrorsSchema,
    ),
    Operation(
        name="showError",
        path="/errors/{code}",
        run=reference.show_error,
        summary="One error code; the type of a problem points here.",
        tag="start",
        answer=wire.ErrorSchema,
        errors=(404,),
    ),
)
