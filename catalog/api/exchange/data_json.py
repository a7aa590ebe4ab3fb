"""/data.json: the whole public catalogue in DCAT-US 1.1, as a stream."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator

from flask import Response, request

from catalog.api.exchange.dcat_us import catalog_head, dcat_us
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.db.queries.changes import last_change
from catalog.db.queries.datasets import Which, walk_datasets

log = logging.getLogger(__name__)

#: Characters gathered before they are handed on.
_CHUNK = 1 << 16


def data_json() -> Response:
    """The public catalogue in DCAT-US 1.1 (Project Open Data)."""
    opened = installation()
    with opened.sessions.read() as session:
        newest, at = last_change(session)
    response = Response(_stream(), content_type="application/json")
    # Without this the answer would be read to its end for a Content-Length nobody needs.
    response.implicit_sequence_conversion = False
    stamp = f"data.json {newest} {at} {opened.site.base} {opened.config.office}"
    response.set_etag(hashlib.sha256(stamp.encode()).hexdigest()[:32], weak=True)
    # A cache may keep it but must ask, so that nothing withdrawn is served from it.
    response.headers["Cache-Control"] = "public, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]


def _stream() -> Iterator[bytes]:
    opened = installation()
    site = opened.site
    head = _written(catalog_head(site))

    def chunks() -> Iterator[bytes]:
        waiting, size, between = [head[:-1], ',"dataset":['], 0, ""
        with opened.sessions.read() as session:
            for record in walk_datasets(session, ANYONE, which=Which.PUBLISHED):
                try:
                    text = _written(dcat_us(record, site, opened.config.office))
                except (KeyError, ValueError):
                    # One record must not stop the harvest of the others.
                    log.exception("dataset %s cannot be written as DCAT-US", record.uid)
                    continue
                waiting += (between, text)
                between = ",\n"
                size += len(text)
                if size >= _CHUNK:
                    yield "".join(waiting).encode()
                    waiting, size = [], 0
        yield "".join([*waiting, "]}\n"]).encode()

    return chunks()


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
