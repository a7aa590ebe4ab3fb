"""Problem: every error on the wire (RFC 9457), in both languages."""

from __future__ import annotations

from marshmallow import Schema, fields


class ProblemSchema(Schema):
    """``type`` is the address of the error's page, ``code`` its name, ``errors`` one per field."""

    type = fields.String(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    detail_th = fields.String(required=True)
    detail_en = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.Raw())
