"""The Metadata Quality Assessment of data.europa.eu as a table: dimensions, metrics, points, lists.

Source: the methodology page of data.europa.eu (405 points; 100, 100, 110, 75 and 20 by dimension)
and the metric names of its vocabulary.  The two dates are measured on dataset and distribution:
23 metrics with points, 25 measurements.  Non-proprietary and machine-readable formats: the lists
of the portal, with the two additions of 2024.  Licences: those of the EU list of licences and the
Creative Commons addresses that the list calls the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vocab.namespaces import EU

#: Names of the metrics begin like this.
METRICS_IRI = "https://piveau.eu/ns/voc#"


class Dimension(StrEnum):
    """What a metric is about."""

    FINDABILITY = "findability"
    ACCESSIBILITY = "accessibility"
    INTEROPERABILITY = "interoperability"
    REUSABILITY = "reusability"
    CONTEXTUALITY = "contextuality"


class Rating(StrEnum):
    """What the portal calls a number of points."""

    EXCELLENT = "excellent"
    GOOD = "good"
    SUFFICIENT = "sufficient"
    BAD = "bad"


#: The least points of each rating, the best first.
RATINGS: Mapping[Rating, int] = {
    Rating.EXCELLENT: 351,
    Rating.GOOD: 221,
    Rating.SUFFICIENT: 121,
    Rating.BAD: 0,
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its name at the portal, its points, and what wins them back.

    ``fields`` are rows of the field table (level and key) that a steward fills in for it.
    """

    code: str
    dimension: Dimension
    points: int
    title_th: str
    title_en: str
    action_th: str
    action_en: str
    fields: tuple[tuple[str, str], ...] = ()


_F, _A, _I, _R, _C = Dimension

METRICS: tuple[Metric, ...] = (
    Metric(
        "keywordAvailability",
        _F,
        30,
        "มีคำสำคัญ",
        "Keywords",
        "กรอกคำสำคัญของชุดข้อมูล",
        "Fill in the keywords of the dataset.",
        (("dataset", "tag_string"),),
    ),
    Metric(
        "categoryAvailability",
        _F,
        30,
        "มีหมวดหมู่",
        "Category",
        "เลือกหมวดหมู่ของข้อมูล",
        "Choose what the data is about.",
        (("dataset", "theme"),),
    ),
    Metric(
        "spatialAvailability",
        _F,
        20,
        "มีขอบเขตพื้นที่",
        "Area",
        "เลือกขอบเขตพื้นที่ที่ระบุได้ว่าเป็นที่ใด",
        "Choose a coverage that names a place.",
        (("dataset", "geo_coverage"),),
    ),
    Metric(
        "temporalAvailability",
        _F,
        20,
        "มีช่วงเวลาของข้อมูล",
        "Period",
        "กรอกปีแรกและปีล่าสุดของข้อมูล หรือช่วงเวลาอ้างอิง (ช่องนี้มีในข้อมูลสถิติและภูมิสารสนเทศ)",
        "Fill in the first and the last year of the data, or the reference period (statistics and "
        "geographic data have these fields).",
        (("dataset", "first_year_of_data"), ("dataset", "reference_period")),
    ),
    Metric(
        "accessUrlStatusCode",
        _A,
        50,
        "ที่อยู่สำหรับเข้าถึงตอบกลับ",
        "Access address answers",
        "ตรวจว่าที่อยู่ของทรัพยากรเปิดได้จากภายนอก",
        "See that the address of the resource opens from outside.",
        (("resource", "url"),),
    ),
    Metric(
        "downloadUrlAvailability",
        _A,
        20,
        "มีที่อยู่สำหรับดาวน์โหลด",
        "Download address",
        "ให้ที่อยู่ของไฟล์โดยตรง (ลงท้ายด้วยชนิดไฟล์) แทนที่อยู่ของหน้าเว็บ",
        "Give the address of the file itself (it ends like a file), not that of a page.",
        (("resource", "url"),),
    ),
    Metric(
        "downloadUrlStatusCode",
        _A,
        30,
        "ที่อยู่สำหรับดาวน์โหลดตอบกลับ",
        "Download address answers",
        "ตรวจว่าไฟล์ดาวน์โหลดได้จากภายนอก",
        "See that the file can be downloaded from outside.",
        (("resource", "url"),),
    ),
    Metric(
        "formatAvailability",
        _I,
        20,
        "มีรูปแบบไฟล์",
        "Format",
        "กรอกรูปแบบไฟล์เป็นชื่อที่รู้จัก เช่น CSV",
        "State the format by a known name such as CSV.",
        (("resource", "format"),),
    ),
    Metric(
        "mediaTypeAvailability",
        _I,
        10,
        "มีชนิดสื่อ",
        "Media type",
        "กรอกรูปแบบไฟล์ที่มีชนิดสื่อ (media type) เช่น CSV หรือ XLSX",
        "State a format that has a media type, such as CSV or XLSX.",
        (("resource", "format"),),
    ),
    Metric(
        "formatMediaTypeVocabularyAlignment",
        _I,
        10,
        "รูปแบบและชนิดสื่ออยู่ในบัญชีกลาง",
        "Format and media type of the lists",
        "กรอกรูปแบบไฟล์ที่อยู่ในบัญชีกลาง เช่น CSV",
        "State a format of the lists, such as CSV.",
        (("resource", "format"),),
    ),
    Metric(
        "formatMediaTypeNonProprietary",
        _I,
        20,
        "รูปแบบไฟล์ไม่ผูกกับผู้ขาย",
        "Non-proprietary format",
        "เพิ่มไฟล์ CSV หรือรูปแบบเปิดอื่นคู่กับไฟล์เดิม",
        "Offer a CSV, or another open format, beside the file.",
        (("resource", "format"),),
    ),
    Metric(
        "formatMediaTypeMachineInterpretable",
        _I,
        20,
        "รูปแบบไฟล์ที่เครื่องอ่านได้",
        "Machine-readable format",
        "เพิ่มไฟล์ที่เครื่องอ่านได้ เช่น CSV แทน PDF หรือภาพ",
        "Offer a file that programs can read, such as CSV, instead of a PDF or an image.",
        (("resource", "format"),),
    ),
    Metric(
        "dcatApCompliance",
        _I,
        30,
        "ตรงตาม DCAT-AP",
        "Compliance with DCAT-AP",
        "แก้ผลการตรวจมาตรฐาน DCAT-AP ในหน้าชุดข้อมูล",
        "Mend what the page of the dataset says of DCAT-AP.",
    ),
    Metric(
        "licenceAvailability",
        _R,
        20,
        "มีสัญญาอนุญาต",
        "Licence",
        "เลือกสัญญาอนุญาต",
        "Choose a licence.",
        (("dataset", "license_id"),),
    ),
    Metric(
        "knownLicence",
        _R,
        10,
        "สัญญาอนุญาตที่รู้จักทั่วโลก",
        "Known licence",
        "เลือกสัญญาอนุญาตของ Creative Commons ถ้าเงื่อนไขตรงกัน",
        "Choose a licence of Creative Commons if its conditions are yours.",
        (("dataset", "license_id"),),
    ),
    Metric(
        "accessRightsAvailability",
        _R,
        10,
        "มีสิทธิการเข้าถึง",
        "Access rights",
        "เลือกหมวดหมู่ตามธรรมาภิบาลข้อมูล",
        "Choose the governance category.",
        (("dataset", "data_category"),),
    ),
    Metric(
        "accessRightsVocabularyAlignment",
        _R,
        5,
        "สิทธิการเข้าถึงอยู่ในบัญชีกลาง",
        "Access rights of the list",
        "เลือกหมวดหมู่ตามธรรมาภิบาลข้อมูล",
        "Choose the governance category.",
        (("dataset", "data_category"),),
    ),
    Metric(
        "contactPointAvailability",
        _R,
        20,
        "มีผู้ติดต่อ",
        "Contact",
        "กรอกชื่อหน่วยงานย่อยและอีเมลสำหรับติดต่อ",
        "Fill in the unit to contact and its e-mail address.",
        (("dataset", "maintainer"), ("dataset", "maintainer_email")),
    ),
    Metric(
        "publisherAvailability",
        _R,
        10,
        "มีผู้เผยแพร่",
        "Publisher",
        "ระบุหน่วยงานเจ้าของชุดข้อมูล",
        "State the agency that owns the dataset.",
        (("dataset", "owner_org"),),
    ),
    Metric(
        "rightsAvailability",
        _C,
        5,
        "มีเงื่อนไขการใช้",
        "Conditions",
        "กรอกเงื่อนไขในการเข้าถึงข้อมูล แม้ไม่มีเงื่อนไขก็ให้เขียนไว้",
        "Fill in the conditions of access; if there are none, say so.",
        (("dataset", "accessible_condition"),),
    ),
    Metric(
        "byteSizeAvailability",
        _C,
        5,
        "มีขนาดไฟล์",
        "File size",
        "ระบุขนาดไฟล์เป็นไบต์",
        "State the size of the file in bytes.",
        (("resource", "size"),),
    ),
    Metric(
        "dateIssuedAvailability",
        _C,
        5,
        "มีวันที่เผยแพร่",
        "Day of issue",
        "กรอกวันที่เผยแพร่ข้อมูล หรือวันที่สร้างทรัพยากร",
        "Fill in the day on which the data was released, or the resource made.",
        (("resource", "resource_created_date"), ("dataset", "data_release_date")),
    ),
    Metric(
        "dateModifiedAvailability",
        _C,
        5,
        "มีวันที่ปรับปรุง",
        "Day of change",
        "กรอกวันที่ปรับปรุงข้อมูลล่าสุด",
        "Fill in the day on which the data was last updated.",
        (("dataset", "last_updated_date"),),
    ),
)

#: Points of everything together, and of each dimension.
POSSIBLE = sum(metric.points for metric in METRICS)
OF_DIMENSION: Mapping[Dimension, int] = {
    dimension: sum(m.points for m in METRICS if m.dimension is dimension) for dimension in Dimension
}

#: Codes of the EU file-type list that the portal takes as machine readable.
MACHINE_READABLE = frozenset(
    [
        *("CSV", "GEOJSON", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "RDFA"),
        *("RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "SHP"),
        *("XLS", "XLSX", "XML"),
    ]
)
#: Codes of the EU file-type list that the portal takes as bound to no vendor.
NON_PROPRIETARY = frozenset(
    [
        *("BMP", "CSV", "DBF", "ETSI_XML", "GEOJSON", "GPKG", "GZIP", "HTML", "ICS", "JPEG2000"),
        *("JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "PNG", "RDF_N_QUADS"),
        *("RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "RTF", "TAR", "TIFF"),
        *("TSV", "TXT", "WMS_SRVC", "XML", "ZIP"),
    ]
)
_CC = "creativecommons.org/"
#: Addresses of the licences that the portal knows.
KNOWN_LICENCES = frozenset(
    [
        *(
            f"{EU}licence/{code}"
            for code in (
                *("CC_BY_4_0", "CC_BYSA_4_0", "CC_BYNC_4_0", "CC_BYND_4_0", "CC_BYNCSA_4_0"),
                *("CC_BYNCND_4_0", "CC0", "CC_PDM_1_0", "ODC_BY", "ODC_BL", "ODC_PDDL"),
                *("OGL_3_0", "COM_REUSE"),
            )
        ),
        *(
            f"{scheme}://{_CC}{path}/"
            for scheme in ("http", "https")
            for path in (
                *(f"licenses/{kind}/4.0" for kind in ("by", "by-sa", "by-nc", "by-nd")),
                *("licenses/by-nc-sa/4.0", "licenses/by-nc-nd/4.0"),
                *("publicdomain/zero/1.0", "publicdomain/mark/1.0"),
            )
        ),
    ]
)


def rating(points: int) -> Rating:
    """What the portal calls so many whole points."""
    return next(name for name, least in RATINGS.items() if points >= least)
