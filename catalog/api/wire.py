"""What only the API sends and takes: queries, pages, scores and short answers."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import Schema, fields, post_dump, validate

from catalog.search.backend import Sort
from catalog.search.document import FACETS
from schemas.agency import AgencySchema
from schemas.dataset import DatasetSchema
from schemas.page import PagingSchema, Whole
from schemas.quality import SpokenFindingSchema
from vocab.codes import AgencyKind, DatasetState, Source

#: Longest text of a search that is taken; the engine reads its beginning only.
LONGEST_TEXT = 2000
#: Most values of one filter.
MOST_VALUES = 50


class Switch(fields.Boolean):
    """true or false in a query, as JSON writes them."""

    truthy = {"true"}
    falsy = {"false"}


# Queries ------------------------------------------------------------------------------------------


class NothingSchema(Schema):
    """A query without parameters."""


class DatasetsQuery(PagingSchema):
    """Filters of the list of datasets."""

    agency = fields.String(validate=validate.Length(1, 64))
    state = fields.Enum(DatasetState, by_value=True)


class FindingsQuery(Schema):
    """Which revision the findings are about."""

    working = Switch(load_default=False)


class AgenciesQuery(PagingSchema):
    """Filter of the list of agencies, which are few: one page holds them all."""

    limit = Whole(load_default=1000, validate=validate.Range(0, 1000))
    kind = fields.Enum(AgencyKind, by_value=True)


def _filter() -> fields.List[Any]:
    # A filter may be given again and again: any of its values.
    value = fields.String(validate=validate.Length(1, 500))
    return fields.List(value, validate=validate.Length(max=MOST_VALUES))


_Search: Any = PagingSchema.from_dict(
    {
        "q": fields.String(load_default="", validate=validate.Length(max=LONGEST_TEXT)),
        "sort": fields.String(
            load_default="relevance",
            validate=validate.OneOf(get_args(Sort)),
        ),
        "reverse": Switch(load_default=False),
        "cursor": fields.String(load_default="", validate=validate.Length(max=8000)),
        "explain": Switch(load_default=False),
        "facets": Switch(load_default=True),
        **{name: _filter() for name in FACETS},
    },
    name="SearchQuery",
)
#: Text, filters, order and page of a search.
SearchQuery: type[Schema] = _Search


class SuggestQuery(Schema):
    """What was typed so far."""

    q = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))
    limit = Whole(load_default=10, validate=validate.Range(1, 50))


# Bodies -------------------------------------------------------------------------------------------


class NoteSchema(Schema):
    """The reason for returning or withdrawing a dataset."""

    note = fields.String(required=True, validate=validate.Length(1, 2000))


# Answers ------------------------------------------------------------------------------------------


class LinksSchema(Schema):
    """Where everything is."""

    name_th = fields.String(required=True)
    name_en = fields.String(required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class _PageSchema(Schema):
    """``total`` counts all that the asker may see; ``next`` and ``previous`` are addresses."""

    total = fields.Integer(required=True)
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)


class DatasetPageSchema(_PageSchema):
    """A page of datasets."""

    items = fields.List(fields.Nested(DatasetSchema), required=True)


class AgencyPageSchema(_PageSchema):
    """A page of agencies."""

    items = fields.List(fields.Nested(AgencySchema), required=True)


class FacetSchema(Schema):
    """One value of a facet and how many datasets its filter finds; ``parent`` is a value above."""

    value = fields.String(required=True)
    count = fields.Integer(required=True)
    parent = fields.String(allow_none=True)


class ReasonSchema(Schema):
    """What a hit earns by one reason."""

    what = fields.String(required=True)
    weight = fields.Float(required=True)
    contribution = fields.Float(required=True)


class NoticeSchema(Schema):
    """What the asker should know of an answer."""

    code = fields.String(required=True)
    detail_th = fields.String(required=True)
    detail_en = fields.String(required=True)


class SearchPageSchema(DatasetPageSchema):
    """A page of hits with the facets of all hits.

    ``cursor`` continues after the last hit, whatever changes meanwhile; ``cut`` says that ``q`` was
    too long and its end was not looked for, and ``notices`` say so in words; ``instead`` says that
    ``did_you_mean`` was searched since ``q`` has no hit; ``near`` are datasets that hold most of
    several words but not all, counted nowhere; ``explained`` tells an administrator for each hit
    what it earns and why.
    """

    cursor = fields.String(allow_none=True)
    explained = fields.List(fields.List(fields.Nested(ReasonSchema)))

    relaxed = fields.Boolean(required=True)
    approximate = fields.Boolean(required=True)
    cut = fields.Boolean(required=True)
    notices = fields.List(fields.Nested(NoticeSchema), required=True)
    did_you_mean = fields.String(required=True)
    instead = fields.Boolean(required=True)
    near = fields.List(fields.Nested(DatasetSchema), required=True)
    terms = fields.List(fields.String(), required=True)
    facets = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(FacetSchema)), required=True
    )


class SuggestionsSchema(Schema):
    """Completions, the commonest first."""

    items = fields.List(fields.String(), required=True)


class CompletenessSchema(Schema):
    """How much of the weight of the field table is filled in; ``ratio`` is 0 to 1."""

    method = fields.String(required=True)
    reached = fields.Float(required=True)
    possible = fields.Float(required=True)
    ratio = fields.Float(required=True)


class FindingsSchema(Schema):
    """What the checks say of one version of a dataset."""

    version = fields.Integer(required=True)
    findings = fields.List(fields.Nested(SpokenFindingSchema), required=True)
    completeness = fields.Nested(CompletenessSchema, required=True)


class LossSchema(Schema):
    """Points lost, why, and the one action that wins them back."""

    points = fields.Float(required=True)
    subject = fields.String(required=True)
    reason_th = fields.String(required=True)
    reason_en = fields.String(required=True)
    action_th = fields.String(required=True)
    action_en = fields.String(required=True)


class PartSchema(Schema):
    """A node of a score; ``assumed`` says that a weight at or below it is an assumption."""

    code = fields.String(required=True)
    title_th = fields.String(required=True)
    title_en = fields.String(required=True)
    weight = fields.Float(required=True)
    reached = fields.Float(required=True)
    lost = fields.Float(required=True)
    source = fields.Enum(Source, by_value=True, required=True)
    assumed = fields.Boolean(required=True)
    method = fields.String(required=True)
    expected = fields.Integer(required=True)
    found = fields.Integer(required=True)
    applicable = fields.Boolean(required=True)
    losses = fields.List(fields.Nested(LossSchema), required=True)
    parts = fields.List(fields.Nested("PartSchema"), required=True)


class ScoreSchema(Schema):
    """The score of an agency in a fiscal year (B.E.), as it stands on a day in Thailand.

    ``full`` says that all its published datasets were counted, not only those you may see.
    """

    agency = fields.String(required=True)
    full = fields.Boolean(required=True)
    counted = fields.Integer(required=True)
    year = fields.Integer(required=True)
    day = fields.Date(required=True)
    score = fields.Nested(PartSchema, required=True)


class ConceptSchema(Schema):
    """A value of a code list; ``id`` is what metadata holds."""

    id = fields.String(required=True)
    value = fields.String(required=True)
    label_th = fields.String(required=True)
    label_en = fields.String(required=True)
    notation = fields.String()
    alternatives = fields.List(fields.String())


class CodeListSchema(Schema):
    """A code list with its values, or without them in the list of lists."""

    id = fields.String(required=True)
    title_th = fields.String(required=True)
    title_en = fields.String(required=True)
    concepts = fields.List(fields.Nested(ConceptSchema))

    @post_dump
    def _stated(self, dumped: dict[str, Any], **_: object) -> dict[str, Any]:
        return {key: value for key, value in dumped.items() if value is not None}


class CodeListsSchema(Schema):
    """All code lists."""

    items = fields.List(fields.Nested(CodeListSchema(exclude=("concepts",))), required=True)


class ErrorSchema(Schema):
    """An error code and its sentences, with placeholders where an answer has values."""

    code = fields.String(required=True)
    detail_th = fields.String(required=True)
    detail_en = fields.String(required=True)


class ErrorsSchema(Schema):
    """All errors."""

    items = fields.List(fields.Nested(ErrorSchema), required=True)
