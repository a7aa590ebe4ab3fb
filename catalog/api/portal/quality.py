"""What is measured of a public dataset, as DQV: a document that changes with the month."""

from __future__ import annotations

from flask import Response

from catalog.api.portal.documents import document, public_record
from catalog.api.requests import installation
from catalog.rdf.formats import Format
from catalog.rdf.quality import quality_document
from schemas.time import civil_date


def quality_graph(name: str, form: Format) -> Response:
    """Measures of a public dataset."""
    opened = installation()
    with opened.sessions.read() as session:
        record = public_record(session, name)
    body = quality_document(record, opened.site, form, today=civil_date(opened.now()))
    return document(body, form.content_type)
