"""Measures of a dataset's quality as DQV, in a document of its own that the dataset points to.

They change with the days, the dataset's own graph must not: harvesters compare it byte by byte.
So they are measured on the first day of the month, or on the day of the entry's last change where
that is later; within a month the same state gives the same bytes (docs/decisions/0022).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from catalog.checks import completeness, timeliness
from catalog.checks.completeness import METHOD as COMPLETENESS
from catalog.rdf.formats import Format
from catalog.rdf.metrics import METRICS, Metric, metric_address, metric_nodes
from catalog.rdf.site import Site
from catalog.rdf.terms import Literal, Node, day, node, text_in
from catalog.rdf.vocabulary import nodes_document
from schemas.dataset import DatasetRecord
from schemas.time import civil_date
from vocab.codes import UpdateState
from vocab.namespaces import DCT, DQV, Iri


def measured_on(record: DatasetRecord, today: dt.date) -> dt.date:
    """The day of the measurements: the first of the month, or the day of a later change."""
    return max(today.replace(day=1), civil_date(record.modified))


def quality_document(record: DatasetRecord, site: Site, form: Format, *, today: dt.date) -> bytes:
    """The measures of a dataset as a document, UTF-8, the same bytes for the whole month."""
    return nodes_document(quality_nodes(record, site, today=today), site, form)


def quality_nodes(record: DatasetRecord, site: Site, *, today: dt.date) -> list[Node]:
    """The measures, what they are measures of, and how they are measured, node by node."""
    dataset, whole = site.dataset(record), site.quality(record)
    at = measured_on(record, today)
    head = node(whole, DQV.QualityMetadata)
    head.add(DCT.title, text_in("th", f"คุณภาพของ{record.title.th}" if record.title.th else ""))
    head.add(DCT.issued, day(at))
    subject = node(dataset)
    subject.add(DQV.hasQualityMetadata, whole)
    measures, metrics = [], []
    for metric in METRICS:
        value = _value(metric, record, at)
        if value is None:
            continue
        made = node(Iri(f"{whole}#{metric.dimension}"), DQV.QualityMeasurement)
        made.add(DQV.computedOn, dataset)
        made.add(DQV.isMeasurementOf, metric_address(site.own, metric))
        made.add(DQV.value, Literal(value, "", metric.datatype))
        made.add(DCT.date, day(at))
        subject.add(DQV.hasQualityMeasurement, made.subject)
        measures.append(made)
        metrics += metric_nodes(site.own, metric)
    return [head, subject, *measures, *metrics]


def _value(metric: Metric, record: DatasetRecord, at: dt.date) -> str | None:
    if metric.method == COMPLETENESS:
        ratio = completeness(record).ratio
        share = Decimal(ratio.numerator) / Decimal(ratio.denominator)
        return f"{share.quantize(Decimal('0.0001')):f}"
    found = timeliness(record, today=at)
    if metric.dimension == "currency":
        return None if found.last is None else str((at - found.last).days)
    judged = found.state in (UpdateState.ON_TIME, UpdateState.LATE)
    return str(found.days_late) if judged else None
