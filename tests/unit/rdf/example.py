"""A site, records of every type with every field, and graphs of documents."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pyoxigraph
from rdflib import Graph

from catalog.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalog.rdf.site import Site
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from schemas.values import LocalizedText
from tests.builders import agency, dataset, distribution
from vocab.codes import OTHER, DatasetType
from vocab.concepts import codelist
from vocab.profiles.th_gov import FIELDS, Field, ValueType

SITE = Site(
    base="https://data.example.th",
    title=LocalizedText("บัญชีข้อมูลตัวอย่าง", "Example catalogue"),
    description=LocalizedText("ชุดข้อมูลของหน่วยงานตัวอย่าง", "Datasets of example agencies"),
    publisher=agency(code="bma", name_th="กรุงเทพมหานคร", name_en="Bangkok"),
    licence="cc-by",
    issued=dt.date(2024, 1, 1),
    modified=dt.date(2024, 1, 15),
)
RDFLIB = {TURTLE: "turtle", JSON_LD: "json-ld", RDF_XML: "xml", N_TRIPLES: "nt"}
OXIGRAPH = {
    TURTLE: pyoxigraph.RdfFormat.TURTLE,
    JSON_LD: pyoxigraph.RdfFormat.JSON_LD,
    RDF_XML: pyoxigraph.RdfFormat.RDF_XML,
    N_TRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
}
_BOX = {
    "west_bound_longitude": 100.33,
    "east_bound_longitude": 100.94,
    "north_bound_longitude": 13.96,
    "south_bound_longitude": 13.49,
}


def sample(row: Field) -> Value:
    """A valid value of a row, the first one of its code list."""
    match row.value_type:
        case ValueType.CODE:
            return next(iter(codelist(row.codelist))).id
        case ValueType.CODES:
            return tuple(c.id for c in codelist(row.codelist))[:2]
        case ValueType.KEYWORDS:
            return ("ทะเบียน", "registry")
        case ValueType.BOOLEAN:
            return False
        case ValueType.DATE:
            return dt.date(2023, 5, 4)
        case ValueType.YEAR:
            return 2021
        case ValueType.INTEGER:
            return 3
        case ValueType.DEGREES:
            return _BOX[row.key]
        case ValueType.URL:
            return f"https://files.example/{row.key}.csv"
        case ValueType.EMAIL:
            return "unit@example.go.th"
        case ValueType.FORMAT:
            return "CSV"
        case _:
            return f"ข้อความของ {row.key}"


def values(level: str, dataset_type: DatasetType) -> dict[str, Value]:
    """A value for every field that the type may carry, texts for อื่นๆ with their อื่นๆ."""
    rows = [f for f in FIELDS if f.level == level and f.applies_to(dataset_type)]
    made = {row.key: sample(row) for row in rows}
    for row in rows:
        if row.other_of:
            many = next(f for f in rows if f.key == row.other_of).many
            made[row.other_of] = (OTHER,) if many else OTHER
    if level == "dataset":
        made["data_type"] = dataset_type.value
    return made


def full(dataset_type: DatasetType, **changes: Any) -> DatasetRecord:
    """A record with every field its type may carry, one distribution that has them too."""
    metadata = values("dataset", dataset_type)
    resource = values("resource", dataset_type) | {"name": "ตาราง", "resource_private": False}
    files = (DistributionRecord(uid=distribution().uid, metadata=resource),)
    facts: dict[str, Any] = {
        "slug": f"full-{dataset_type}",
        "metadata": metadata,
        "distributions": files,
    }
    return dataclasses.replace(dataset(), **facts | changes)


def minimal(dataset_type: DatasetType) -> DatasetRecord:
    """A record with a type and a title, and one distribution of which nothing is known."""
    return dataclasses.replace(
        dataset(),
        slug=f"minimal-{dataset_type}",
        metadata={"data_type": dataset_type.value, "title": "ชุดข้อมูล"},
        distributions=(DistributionRecord(uid=distribution().uid),),
    )


def graph(document: bytes, form: Format) -> Graph:
    """A document as rdflib reads it, literals as they were written."""
    return Graph().parse(data=document, format=RDFLIB[form])


Quads = set[tuple[str, str, str, str, str]]


def by_rdflib(document: bytes, form: Format) -> Quads:
    """Subject, predicate, value, language and datatype of each triple, by rdflib."""
    return {
        (
            str(s),
            str(p),
            str(o),
            getattr(o, "language", None) or "",
            str(getattr(o, "datatype", None) or ""),
        )
        for s, p, o in graph(document, form)
    }


def by_oxigraph(document: bytes, form: Format) -> Quads:
    """The same by an independent parser."""
    found: Quads = set()
    for each in pyoxigraph.parse(document, format=OXIGRAPH[form]):
        value = each.object
        assert isinstance(each.subject, pyoxigraph.NamedNode)
        if isinstance(value, pyoxigraph.Literal):
            language = value.language or ""
            kind = value.datatype.value
            usual = ("http://www.w3.org/2001/XMLSchema#string", _LANG_STRING)
            found.add(
                (
                    each.subject.value,
                    each.predicate.value,
                    value.value,
                    language,
                    "" if kind in usual else kind,
                )
            )
        else:
            assert isinstance(value, pyoxigraph.NamedNode)
            found.add((each.subject.value, each.predicate.value, value.value, "", ""))
    return found


_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
