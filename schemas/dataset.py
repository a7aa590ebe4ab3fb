"""Dataset: its record, the draft a steward hands in, and how both travel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from schemas.agency import AgencyRecord, AgencySchema
from schemas.distribution import DistributionRecord, DistributionSchema, Value, _Stated, stated
from schemas.fields import MANY_LIMIT, SLUG, marshmallow_field
from schemas.quality import Finding, FindingSchema
from schemas.values import LocalizedText
from vocab.codes import Audience, Category, Classification, DatasetState, DatasetType
from vocab.profiles.th_gov import ATTRIBUTES, dataset_fields

#: Schema of a dataset's metadata: every dataset row but those that are attributes of the record.
MetadataSchema: type[Schema] = _Stated.from_dict(
    {row.key: marshmallow_field(row) for row in dataset_fields() if row.key not in ATTRIBUTES},
    name="Metadata",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDraft:
    """What a steward hands in: the words of a dataset, before anybody approved them.

    ``agency`` is the owner's code; ``slug`` "" lets the catalogue choose one from the title.
    """

    agency: str
    slug: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)
    distributions: tuple[DistributionRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRecord:
    """A dataset at one revision, frozen: everything published is a function of it.

    ``row`` is the primary key; ``uid`` a UUID for ever; ``version`` rises with every change and is
    what an edit must name; ``revision`` counts revisions from 1.  ``created``, ``modified`` and
    ``published`` are instants of the catalogue entry, not of the data.  ``metadata`` maps keys of
    the field table to values: code ids, Common-Era dates and years, tuples for lists.
    ``repairs`` are the findings an import left; ``source`` is the address it came from or "".
    """

    row: int
    uid: str
    slug: str
    agency: AgencyRecord
    state: DatasetState
    audience: Audience
    version: int
    revision: int
    created: dt.datetime
    modified: dt.datetime
    published: dt.datetime | None = None
    is_working: bool = False
    metadata: Mapping[str, Value] = field(default_factory=dict)
    distributions: tuple[DistributionRecord, ...] = ()
    repairs: tuple[Finding, ...] = ()
    source: str = ""

    def text(self, key: str) -> str:
        """A text or code of the metadata, "" when it is not stated."""
        value = self.metadata.get(key, "")
        return value if isinstance(value, str) else str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """The values of a list field, empty when it is not stated."""
        value = self.metadata.get(key, ())
        return value if isinstance(value, tuple) else (str(value),)

    def day(self, key: str) -> dt.date | None:
        """A date of the metadata, None when it is not stated."""
        value = self.metadata.get(key)
        return value if isinstance(value, dt.date) else None

    def number(self, key: str) -> int | None:
        """A year or whole number of the metadata, None when it is not stated."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def title(self) -> LocalizedText:
        """The title in both languages."""
        return LocalizedText(self.text("title"), self.text("title_en"))

    @property
    def notes(self) -> LocalizedText:
        """The description in both languages (Markdown)."""
        return LocalizedText(self.text("notes"), self.text("notes_en"))

    @property
    def keywords(self) -> tuple[str, ...]:
        """Keywords in the steward's order."""
        return self.texts("tag_string")

    @property
    def dataset_type(self) -> DatasetType | None:
        """Item 1, None when it is not stated."""
        code = self.text("data_type")
        return DatasetType(code) if code else None

    @property
    def category(self) -> Category | None:
        """Item 13, None when it is not stated."""
        code = self.text("data_category")
        return Category(code) if code else None

    @property
    def classification(self) -> Classification | None:
        """Level of protection, None when it is not stated."""
        code = self.text("data_classification")
        return Classification(code) if code else None

    @property
    def public_distributions(self) -> tuple[DistributionRecord, ...]:
        """Distributions that the steward did not hide."""
        return tuple(d for d in self.distributions if not d.hidden)


class DatasetDraftSchema(Schema):
    """A draft on the wire."""

    agency = fields.String(required=True, validate=validate.Length(1, 64))
    slug = fields.String(load_default="", validate=validate.Regexp(rf"^({SLUG.pattern})?\Z"))
    metadata = fields.Nested(MetadataSchema, required=True)
    distributions = fields.List(
        fields.Nested(DistributionSchema),
        load_default=list,
        validate=validate.Length(0, MANY_LIMIT),
    )

    @post_load
    def _make(self, loaded: dict[str, Any], **_: object) -> DatasetDraft:
        return DatasetDraft(
            agency=loaded["agency"],
            slug=loaded["slug"],
            metadata=stated(loaded["metadata"]),
            distributions=tuple(loaded["distributions"]),
        )


class DatasetSchema(Schema):
    """A dataset on the wire."""

    uid = fields.String(required=True)
    slug = fields.String(required=True)
    agency = fields.Nested(AgencySchema(only=("code", "name_th", "name_en", "kind")), required=True)
    state = fields.Enum(DatasetState, by_value=True, required=True)
    audience = fields.Enum(Audience, by_value=True, required=True)
    version = fields.Integer(required=True)
    revision = fields.Integer(required=True)
    created = fields.AwareDateTime(required=True, format="iso")
    modified = fields.AwareDateTime(required=True, format="iso")
    published = fields.AwareDateTime(allow_none=True, format="iso")
    is_working = fields.Boolean()
    metadata = fields.Nested(MetadataSchema, required=True)
    distributions = fields.List(fields.Nested(DistributionSchema), required=True)
    repairs = fields.List(fields.Nested(FindingSchema))
    source = fields.String()
