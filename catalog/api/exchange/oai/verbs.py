"""The six verbs of OAI-PMH 2.0 on the public change log."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from flask import Response, request
from sqlalchemy.orm import Session

from catalog.api.exchange.oai.arguments import RESUMPTION, Asked, OaiError, Resumed, read
from catalog.api.exchange.oai.payload import dublin_core, element, rdf
from catalog.api.exchange.oai.sets import Sets
from catalog.api.portal.feed import written
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.changes import (
    Window,
    count_changes,
    find_change,
    first_instant,
    list_changes,
)
from catalog.db.queries.datasets import datasets_of_rows
from catalog.rdf.site import Site
from schemas.change import ChangeRecord
from schemas.dataset import DatasetRecord

log = logging.getLogger(__name__)

#: Records, and bare headers, of one answer.
RECORDS, HEADERS = 100, 500
#: How far behind the clock an answer dates itself.  A harvester asks next from that instant, and a
#: change is dated when its transaction begins: one that was still being written would be missed.
SETTLING = dt.timedelta(minutes=2)

_OAI = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OAI_DC = "oai_dc"
_UID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def oai() -> Response:
    """OAI-PMH 2.0 on the public change log; errors of the protocol come with status 200."""
    given = request.form if request.method == "POST" else request.args
    base = f"{installation().config.base_url}/oai"
    told: Mapping[str, str] = {}
    try:
        asked = read(given.items(multi=True))
        told = asked.written
        with installation().sessions.read() as session:
            body = "".join(_VERBS[asked.verb](session, asked))
    except OaiError as error:
        if error.code == "badArgument":
            told = {}
        elif error.code == "badResumptionToken":
            told = {name: given[name] for name in ("verb", RESUMPTION)}
        body = element("error", error.text, code=error.code)
    moment = written(installation().now() - SETTLING)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OAI-PMH xmlns="{_OAI}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_OAI} {_OAI}OAI-PMH.xsd">'
        f"{element('responseDate', moment)}{element('request', base, **told)}{body}</OAI-PMH>\n"
    )
    response = Response(text, content_type="text/xml; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


# The repository ----------------------------------------------------------------------------------


def _identify(session: Session, _asked: Asked) -> Iterator[str]:
    opened = installation()
    earliest = first_instant(session) or opened.now()
    yield "<Identify>"
    yield element("repositoryName", opened.config.site_title_th)
    yield element("baseURL", f"{opened.config.base_url}/oai")
    yield element("protocolVersion", "2.0")
    yield element("adminEmail", opened.config.office)
    yield element("earliestDatestamp", written(earliest))
    yield element("deletedRecord", "persistent")
    yield element("granularity", "YYYY-MM-DDThh:mm:ssZ")
    yield "</Identify>"


def _formats() -> dict[str, tuple[str, str, Callable[[DatasetRecord, Site], str]]]:
    """Schema, namespace and writer of each format by its prefix."""
    return {
        _OAI_DC: (f"{_OAI}oai_dc.xsd", f"{_OAI}oai_dc/", dublin_core),
        installation().config.oai_prefix: (
            f"{_OAI}rdf.xsd",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            rdf,
        ),
    }


def _list_metadata_formats(session: Session, asked: Asked) -> Iterator[str]:
    if asked.identifier:
        _change(session, asked)
    yield "<ListMetadataFormats>"
    for prefix, (schema, namespace, _) in _formats().items():
        yield "<metadataFormat>"
        yield element("metadataPrefix", prefix)
        yield element("schema", schema)
        yield element("metadataNamespace", namespace)
        yield "</metadataFormat>"
    yield "</ListMetadataFormats>"


def _list_sets(session: Session, asked: Asked) -> Iterator[str]:
    if asked.resumed is not None:
        raise OaiError("badResumptionToken", "The list of sets comes in one part.")
    sets = Sets(list_agencies(session))
    if not sets.agencies:
        raise OaiError("noSetHierarchy", "There are no sets: no agency is registered.")
    yield "<ListSets>"
    for agency in sets.agencies:
        spec, name = element("setSpec", sets.spec(agency.code)), element("setName", agency.name_th)
        yield f"<set>{spec}{name}</set>"
    yield "</ListSets>"


# Records -----------------------------------------------------------------------------------------


def _get_record(session: Session, asked: Asked) -> Iterator[str]:
    change = _change(session, asked)
    _format(asked)
    found = list(_records(session, asked, [change]))
    if not found:
        raise OaiError("cannotDisseminateFormat", "This record cannot be written in this format.")
    return iter(("<GetRecord>", *found, "</GetRecord>"))


def _list_identifiers(session: Session, asked: Asked) -> Iterator[str]:
    changes, token = _part(session, asked, HEADERS)
    sets = Sets(list_agencies(session))
    headers = (_header(change, sets) for change in changes)
    return iter(("<ListIdentifiers>", *headers, token, "</ListIdentifiers>"))


def _list_records(session: Session, asked: Asked) -> Iterator[str]:
    _format(asked)
    changes, token = _part(session, asked, RECORDS)
    found = _records(session, asked, changes)
    return iter(("<ListRecords>", *found, token, "</ListRecords>"))


_VERBS: Mapping[str, Callable[[Session, Asked], Iterator[str]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}


def _format(asked: Asked) -> Callable[[DatasetRecord, Site], str]:
    known = _formats().get(asked.prefix)
    if known is None:
        raise OaiError("cannotDisseminateFormat", "No record is offered in this format.")
    return known[2]


def _change(session: Session, asked: Asked) -> ChangeRecord:
    """The change that an identifier names; what was never public is not told from what is not."""
    head, _, uid = asked.identifier.rpartition(":")
    ours = head == f"oai:{installation().config.host_name}" and _UID.fullmatch(uid)
    found = find_change(session, uid) if ours else None
    if found is None:
        raise OaiError("idDoesNotExist", "No record of this repository has this identifier.")
    return found


def _part(session: Session, asked: Asked, size: int) -> tuple[Sequence[ChangeRecord], str]:
    """The changes of one answer and the token element behind them, "" when it is not needed."""
    _format(asked)
    at = asked.resumed or Resumed()
    agencies = None
    if asked.set_spec:
        agencies = Sets(list_agencies(session)).below(asked.set_spec)
    window = Window(after=at.after, since=asked.since, until=asked.until, agencies=agencies)
    listed = list_changes(session, window, limit=size + 1)
    if not listed and asked.resumed is not None:
        # All that was left to give changed and lies after `until` now.  An error would end the walk
        # as if it had failed, and a list must not be empty: what came before comes again.
        earlier = replace(window, after=0, before=at.after + 1)
        listed = list_changes(session, earlier, limit=1, newest=True)
    if not listed:
        raise OaiError("noRecordsMatch", "Nothing matches.")
    changes, more = listed[:size], len(listed) > size
    if not more and asked.resumed is None:
        return changes, ""
    total = at.total or count_changes(session, window)
    token = asked.token(changes[-1].seq, at.given + len(changes), total) if more else ""
    size_told = {"completeListSize": str(total), "cursor": str(at.given)}
    return changes, element("resumptionToken", token, **size_told)


def _records(session: Session, asked: Asked, changes: Sequence[ChangeRecord]) -> Iterator[str]:
    write, site, sets = _format(asked), installation().site, Sets(list_agencies(session))
    rows = [change.row for change in changes if not change.left]
    shown = {record.row: record for record in datasets_of_rows(session, ANYONE, rows)}
    for change in changes:
        if change.left:
            yield f"<record>{_header(change, sets)}</record>"
            continue
        try:
            payload = write(shown[change.row], site)
        except (KeyError, ValueError):
            # One record must not stop the harvest of the others.
            log.exception("dataset %s cannot be written as %s", change.uid, asked.prefix)
            continue
        yield f"<record>{_header(change, sets)}<metadata>{payload}</metadata></record>"


def _header(change: ChangeRecord, sets: Sets) -> str:
    status = ' status="deleted"' if change.left else ""
    identifier = f"oai:{installation().config.host_name}:{change.uid}"
    return (
        f"<header{status}><identifier>{escape(identifier)}</identifier>"
        f"<datestamp>{written(change.at)}</datestamp>"
        f"<setSpec>{sets.spec(change.agency)}</setSpec></header>"
    )
