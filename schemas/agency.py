"""Agency: a public body that owns datasets; agencies form a tree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marshmallow import Schema, fields

from schemas.values import LocalizedText
from vocab.codes import AgencyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRecord:
    """An agency as everybody may see it.

    ``code`` is text for ever ("5001", leading zeros matter); ``organisation`` is the code of the
    root of its tree ("bma" for all of Bangkok); ``two_person`` says that nobody approves what
    they submitted themselves.  ``valid_to`` is excluded.
    """

    row: int
    code: str
    kind: AgencyKind
    name_th: str
    name_en: str = ""
    parent: str = ""
    organisation: str
    aliases: tuple[str, ...] = ()
    area_code: str = ""
    two_person: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def name(self) -> LocalizedText:
        """Both names."""
        return LocalizedText(self.name_th, self.name_en)

    @property
    def of_bangkok(self) -> bool:
        """Whether it is the city or one of its ranks, whose indicators are Bangkok's.

        The kind says so, not the tree: an office whose city is not entered yet is Bangkok's too.
        """
        return self.kind is not AgencyKind.NATIONAL


class AgencySchema(Schema):
    """An agency on the wire."""

    code = fields.String(required=True)
    kind = fields.Enum(AgencyKind, by_value=True, required=True)
    name_th = fields.String(required=True)
    name_en = fields.String()
    parent = fields.String()
    organisation = fields.String(required=True)
    aliases = fields.List(fields.String())
    area_code = fields.String()
    two_person = fields.Boolean()
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
