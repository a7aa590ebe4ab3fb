"""Ways of measuring the quality of a dataset, with their words, as DQV metrics and dimensions."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.checks.completeness import METHOD as COMPLETENESS
from catalog.rdf.terms import Node, node, plain, text_in
from vocab.namespaces import DQV, RDFS, SKOS, XSD, Iri


@dataclass(frozen=True, slots=True)
class Metric:
    """A way of measuring: its name, the dimension, the datatype of its values, and its words."""

    method: str
    dimension: str
    datatype: Iri
    label: tuple[str, str]
    definition: tuple[str, str]


#: Thai and English name of each dimension.
DIMENSIONS = {
    "completeness": ("ความครบถ้วน", "Completeness"),
    "timeliness": ("ความตรงต่อเวลา", "Timeliness"),
    "currency": ("ความเป็นปัจจุบัน", "Currency"),
}
METRICS = (
    Metric(
        COMPLETENESS,
        "completeness",
        XSD.decimal,
        ("สัดส่วนคำอธิบายข้อมูลที่กรอก", "Share of the metadata filled in"),
        (
            "ผลรวมน้ำหนักของช่องที่กรอก หารด้วยผลรวมน้ำหนักของช่องที่ใช้กับประเภทชุดข้อมูล (0 ถึง 1)",
            "Weights of the fields that are filled in over the weights of those that apply to the "
            "type of dataset, from 0 to 1.",
        ),
    ),
    Metric(
        "days-late-1",
        "timeliness",
        XSD.integer,
        ("จำนวนวันที่เลยกำหนดปรับปรุง", "Days after the update was due"),
        (
            "วันที่วัด ลบด้วยวันครบกำหนดตามความถี่ที่หน่วยงานระบุ ถ้ายังไม่เลยกำหนดเป็น 0",
            "The day of measurement minus the day on which the next update was due by the stated "
            "frequency; 0 when that day has not passed.",
        ),
    ),
    Metric(
        "days-since-update-1",
        "currency",
        XSD.integer,
        ("จำนวนวันนับจากข้อมูลปรับปรุงล่าสุด", "Days since the data was updated"),
        (
            "วันที่วัด ลบด้วยวันที่ปรับปรุงข้อมูลล่าสุดที่หน่วยงานระบุ",
            "The day of measurement minus the day of the last update that the owner states.",
        ),
    ),
)


def metric_address(own: str, metric: Metric) -> Iri:
    """Where a metric is described; ``own`` is the namespace of the installation's terms."""
    return Iri(f"{own}metric-{metric.method}")


def metric_nodes(own: str, metric: Metric) -> list[Node]:
    """A metric and its dimension."""
    made = node(metric_address(own, metric), DQV.Metric)
    dimension = node(Iri(f"{own}dimension-{metric.dimension}"), DQV.Dimension)
    for language, label, definition, name in zip(
        ("th", "en"), metric.label, metric.definition, DIMENSIONS[metric.dimension], strict=True
    ):
        made.add(SKOS.prefLabel, text_in(language, label))
        made.add(SKOS.definition, text_in(language, definition))
        dimension.add(SKOS.prefLabel, text_in(language, name))
    made.add(SKOS.notation, plain(metric.method))
    made.add(DQV.expectedDataType, metric.datatype)
    made.add(DQV.inDimension, dimension.subject)
    for each in (made, dimension):
        each.add(RDFS.isDefinedBy, Iri(own))
    return [made, dimension]
