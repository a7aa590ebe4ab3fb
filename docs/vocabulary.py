"""Tables of the words: fields, code lists, RDF and the rubric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from catalog.rdf.formats import FORMATS
from catalog.scoring import rubric
from catalog.scoring.rubric import Criterion, Stated
from docs.markdown import code, table
from vocab.codes import ColumnType, FrequencyUnit, Obligation
from vocab.concepts import codelist, codelists
from vocab.namespaces import curies
from vocab.profiles import csvw, dcat, exchange
from vocab.profiles.resources import RESOURCES
from vocab.profiles.schema_org import DATA_TYPES, DATASET, DOWNLOAD, FILE
from vocab.profiles.th_gov import Field, dataset_fields, resource_fields


def label(scheme: str, concept: StrEnum) -> str:
    """The Thai label of a value of a code list."""
    return codelist(scheme)[concept].label_th


# Fields -------------------------------------------------------------------------------------------

_LETTER = {
    Obligation.MANDATORY: "M",
    Obligation.CONDITIONAL: "C",
    Obligation.OPTIONAL: "o",
    Obligation.NOT_APPLICABLE: "-",
}


def fields(rows: Iterable[Field]) -> str:
    """Rows of the field table."""
    head = "ข้อ | key | ชื่อ | name | obligation | type | most characters | CKAN | Excel | weight"
    return table(
        head,
        (
            (
                f.number,
                code(f.key),
                f.label_th,
                f.label_en,
                code("".join(_LETTER[o] for o in f.obligation.values())),
                (f"{f.value_type} of `{f.codelist}`" if f.codelist else f.value_type)
                + (", many" if f.many else ""),
                f.max_length or "",
                f.ckan or "",
                f.excel,
                f.weight,
            )
            for f in rows
        ),
    )


def rdf_fields() -> str:
    """Property and kind of each exported field."""
    rows = (
        (f.level, code(f.key), code(_property(f)), f.rdf[1] if f.rdf else "not exported")
        for f in (*dataset_fields(), *resource_fields())
    )
    return table("level | key | property | how it is written", rows)


def _property(row: Field) -> str:
    if row.rdf is None:
        return ""
    name, kind = row.rdf
    return dcat.RESTATED.get((row.level, name, kind), name)


def code_lists() -> str:
    """The code lists and how many values each has."""
    rows = ((code(s.id), s.title_th, s.title_en, len(s)) for s in codelists().values())
    return table("list | ชื่อ | name | values", rows)


# RDF ----------------------------------------------------------------------------------------------


def formats() -> str:
    """The four syntaxes."""
    return table(
        "syntax | suffix | media type",
        ((f.title, code(f".{f.suffix}"), code(f.media_type)) for f in FORMATS),
    )


def profiles() -> str:
    """The profiles that are offered and how each departs from the default."""
    return table(
        "profile | name | IRI | what differs",
        ((p.title, code(p.name), code(p.iri), p.about_en) for p in exchange.PROFILES),
    )


def departures() -> str:
    """Each departure of each profile, row by row."""
    rows = (
        (
            p.title,
            c.kind,
            code(c.on or "any"),
            code(c.property),
            code(c.value) if c.value else "",
            " and ".join(f"{code(name)} ends in {code(end)}" for name, end in c.given),
        )
        for p in exchange.PROFILES
        for c in p.changes
    )
    return table("profile | departure | class | property | value | only when", rows)


def resources() -> str:
    """What series, services and databases say beside their fields, row by row."""
    rows = (
        (code(f"/{r.path}/SLUG"), code(r.kind), code(r.linked), code(s.attribute), code(s.property))
        for r in RESOURCES
        for s in r.says
    )
    return table("address | class | the catalogue points to it by | attribute | property", rows)


def columns() -> str:
    """What becomes of a column of a data dictionary, in CSVW and in Croissant."""
    said = ((code(s.attribute), code(s.property), s.way) for s in csvw.COLUMN)
    names = curies()
    types = ((code(t), code(names[csvw.DATATYPES[t]]), code(DATA_TYPES[t])) for t in ColumnType)
    return (
        table("attribute | property | how it is written", said)
        + "\n"
        + table("type | CSVW datatype | Croissant data type", types)
    )


def schema_org_rows() -> str:
    """The rows of schema.org and Croissant."""
    levels = (("dataset", DATASET), ("page, distribution", DOWNLOAD), ("Croissant, file", FILE))
    rows = (
        (level, code(s.property), code(s.source), s.way) for level, said in levels for s in said
    )
    return table("where | property | made from | how", rows)


def frequencies() -> str:
    """Frequencies with the code of the European list."""
    rows: list[tuple[object, ...]] = [
        (label("update_frequency_unit", unit), code(unit), interval, code(found))
        for (unit, interval), found in dcat.FREQUENCY.items()
    ]
    for unit in FrequencyUnit:
        if not unit.needs_interval:
            found = dcat.frequency(unit, None)
            rows.append((label("update_frequency_unit", unit), code(unit), "–", code(found)))
    return table("หน่วย | unit | interval | EU frequency", rows)


def access_rights() -> str:
    """Access rights by level and by category."""
    rows = [("level", code(k), code(v)) for k, v in dcat.ACCESS_OF_CLASSIFICATION.items()]
    rows += [("category", code(k), code(v)) for k, v in dcat.ACCESS_OF_CATEGORY.items()]
    return table("stated | value | EU access right", rows)


def licences() -> str:
    """Licences with their addresses."""
    rows = (
        (code(k), codelist("license_id")[k].label_th, v.iri or "address of our code list")
        for k, v in dcat.LICENCES.items()
    )
    return table("code | ชื่อ | licence document", rows)


# Rubric -------------------------------------------------------------------------------------------


def rubric_2564() -> str:
    """The rubric of the fiscal year 2564 with the source of every number."""
    read = rubric(2564)
    rows: list[tuple[object, ...]] = [
        ("คะแนนเต็มของตัวชี้วัด", "points", *_stated(read.indicator.max_points)),
        ("รวม", "per cent", *_stated(read.total)),
        ("ทศนิยม", "decimals", *_stated(read.rounding)),
        (
            "นับไม่ได้",
            "not applicable",
            read.not_applicable.value,
            read.not_applicable.source,
            read.not_applicable.note,
        ),
    ]
    head = "รายการ | item | value | source | note"
    parts = table(
        "ข้อ | ชื่อ | name | weight | source | measured by | note",
        (row for part in read.parts for row in _criteria(part)),
    )
    return f"{table(head, rows)}\n{parts}"


def _stated(stated: Stated) -> tuple[object, ...]:
    return stated.value, stated.source, stated.note


def _criteria(criterion: Criterion) -> Iterator[tuple[object, ...]]:
    weight = criterion.weight
    note = weight.note
    if criterion.deadline:
        note += f" Deadline {criterion.deadline.value} ({criterion.deadline.source})."
    measure = code(criterion.measure) if criterion.measure else ""
    names = (criterion.code, criterion.title_th, criterion.title_en)
    yield (*names, weight.value, weight.source, measure, note)
    for part in criterion.parts:
        yield from _criteria(part)
