"""What a row of the field table writes, found out by letting its kind write it once.

The functions of catalog.rdf.kinds say what a value becomes.  They are run with marks in place of
the dataset's address and of the value; what comes out is a template for every dataset.  So there
is one place that decides what is written, however fast it is written later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from catalog.rdf.draft import Draft, Row, Scope
from catalog.rdf.kinds import WRITERS
from catalog.rdf.outline import record_of
from catalog.rdf.site import Site
from catalog.rdf.terms import Literal, Node, Statement
from catalog.rdf.write import spatial, write_entry
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.outline import Outline
from vocab.codes import AgencyKind
from vocab.namespaces import Iri
from vocab.profiles.dcat import BOX_KEYS, INTERVAL_KEY
from vocab.profiles.th_gov import RdfKind, ValueType

#: Stand for the address of the dataset or distribution, and for the value.  Private-use letters
#: that no syntax escapes.
SUBJECT, VALUE = "\ue000", "\ue001"
#: Stand for an address and a mailbox, which must look like one.
ADDRESS, MAILBOX = "http://value.invalid", "value@mail.invalid"
#: Stand for the two instants of a catalogue record.
ISSUED, MODIFIED = "1111-11-11T11:11:11+00:00", "1222-12-22T12:22:22+00:00"
#: How the addresses of inner nodes go on from that of the dataset or distribution.
FRAGMENT: Mapping[str, str] = {"dataset": "#", "resource": "-"}
ENTRY = Iri(SUBJECT + "#record")
#: An agency that owns nothing.
NOBODY = AgencyRecord(
    row=0, code="x", kind=AgencyKind.CITY, name_th="x", name_en="x", organisation="x"
)
#: What rows are traced beside when nothing stands beside them.
ALONE = Outline("x", NOBODY, "created", ISSUED, MODIFIED, {}, ())


class _Anywhere(Site):
    """A site whose datasets all have the address that stands for any."""

    __slots__ = ()

    def dataset(self, record: DatasetRecord) -> Iri:  # noqa: ARG002 (any record)
        return Iri(SUBJECT)


@dataclass(frozen=True, slots=True)
class Traced:
    """What a row wrote.

    ``statements`` are about the node of its level, ``entry`` about the catalogue record; ``nodes``
    are inner nodes, in their order, ``shared`` those that other datasets point to as well.
    """

    statements: tuple[Statement, ...]
    entry: tuple[Statement, ...]
    nodes: tuple[Node, ...]
    shared: tuple[Node, ...]


class Tracer:
    """Lets kinds write for no particular dataset of a site."""

    def __init__(self, site: Site) -> None:
        self._site = _Anywhere(**{each.name: getattr(site, each.name) for each in fields(site)})

    def row(
        self,
        level: str,
        row: Row,
        value: Any,
        outline: Outline,
        metadata: Mapping[str, Any] | None = None,
        *,
        taken: bool = False,
    ) -> Traced:
        """What a row writes for a value.

        ``outline`` and ``metadata`` of the level (None: of the dataset) are what its kind may look
        at beside the value; ``taken`` says that the row's property has a value already.  Raises
        KeyError or ValueError for a code that no list has.
        """
        record = record_of(outline._replace(parts=()))
        draft = Draft(record, self._site)
        node = draft.describe(Iri(SUBJECT))
        if taken:
            node.add(row.predicate, Literal(VALUE))
        beside = record.metadata if metadata is None else metadata
        scope = Scope(draft, node, beside, SUBJECT + FRAGMENT[level])
        if row.field.value_type is ValueType.DATE and isinstance(value, str):
            value = dt.date.fromisoformat(value)
        WRITERS[row.kind](scope, row, value)
        del node.statements[: int(taken)]
        return _traced(draft)

    def entry(self, outline: Outline) -> Traced:
        """The catalogue record, with marks for its instants."""
        draft = Draft(record_of(outline._replace(issued=ISSUED, modified=MODIFIED)), self._site)
        write_entry(draft, draft.describe(Iri(SUBJECT)).subject)
        return _traced(draft)

    def spatial(self, outline: Outline) -> Traced:
        """The place that a dataset is about."""
        record = record_of(outline)
        draft = Draft(record, self._site)
        node = draft.describe(Iri(SUBJECT))
        spatial(Scope(draft, node, record.metadata, ""))
        return _traced(draft)


def _traced(draft: Draft) -> Traced:
    nodes = dict(draft.nodes)
    made, entry = nodes.pop(Iri(SUBJECT)), nodes.pop(ENTRY, None)
    return Traced(
        tuple(made.statements),
        tuple(entry.statements) if entry else (),
        tuple(nodes.values()),
        tuple(draft.shared.values()),
    )


#: The mark with which a kind is traced that puts one value in its places and nothing else that
#: varies; all other kinds are traced for each value that occurs.
MARKS: Mapping[RdfKind, str] = {
    **dict.fromkeys(
        (
            RdfKind.TEXT_TH,
            RdfKind.TEXT_EN,
            RdfKind.OTHER_TEXT,
            RdfKind.CONTACT_NAME,
            RdfKind.PROVENANCE,
            RdfKind.RIGHTS,
            RdfKind.PERIOD_TEXT,
            RdfKind.UNIT,
            RdfKind.STANDARD,
            RdfKind.ACCURACY,
            RdfKind.IDENTIFIER,
        ),
        VALUE,
    ),
    RdfKind.DOCUMENT: ADDRESS,
    RdfKind.ADMS_IDENTIFIER: ADDRESS,
    RdfKind.ACCESS_URL: ADDRESS,
    RdfKind.CONTACT_EMAIL: MAILBOX,
}
#: Kinds that add to an inner node to which other rows add as well.
GATHERED = frozenset(
    {
        RdfKind.CONTACT_NAME,
        RdfKind.CONTACT_EMAIL,
        RdfKind.PERIOD_START,
        RdfKind.PERIOD_END,
        RdfKind.PERIOD_TEXT,
    }
)
#: What kinds look at beside the value, by key; kinds that are neither here nor in MARKS are never
#: remembered, but traced each time.
READS: Mapping[RdfKind, tuple[str, ...]] = {
    RdfKind.CONCEPT: (),
    RdfKind.THEME: (),
    RdfKind.FREQUENCY: (INTERVAL_KEY,),
    RdfKind.WITH_FREQUENCY: (),
    RdfKind.ACCESS_RIGHTS: ("data_category", "data_classification"),
    RdfKind.LICENCE: ("license_id_other",),
    RdfKind.DATE: (),
    RdfKind.LANGUAGE: (),
    RdfKind.BOOLEAN: (),
    RdfKind.RECORD_BOOLEAN: (),
    RdfKind.PERIOD_START: (),
    RdfKind.PERIOD_END: (),
    RdfKind.SCALE: (),
    RdfKind.BBOX: BOX_KEYS,
    RdfKind.FORMAT: (),
    RdfKind.BYTE_SIZE: (),
    RdfKind.EU_THEME: (),
}
#: Kinds that look whether their property has a value already.
LOOKS = frozenset({RdfKind.ACCESS_RIGHTS, RdfKind.DATE})
