"""What is measured of a public dataset, as DQV: a document that changes with the month."""

from __future__ import annotations

from flask import Response
from werkzeug.exceptions import Gone

from catalog.api.portal.documents import document
from catalog.api.requests import installation, known_name
from catalog.auth.policy import ANYONE
from catalog.db.queries.datasets import Which, find_dataset
from catalog.db.queries.portal import was_public
from catalog.errors import NotFound
from catalog.rdf.formats import Format
from catalog.rdf.quality import quality_document
from schemas.time import civil_date


def quality_graph(name: str, form: Format) -> Response:
    """Measures of a public dataset; 410 when it was public and is withdrawn, else 404."""
    known_name(name)
    opened = installation()
    with opened.sessions.read() as session:
        record = find_dataset(session, ANYONE, name, Which.PUBLISHED)
        if record is None:
            raise Gone if was_public(session, name) else NotFound
    body = quality_document(record, opened.site, form, today=civil_date(opened.now()))
    return document(body, form.content_type)
