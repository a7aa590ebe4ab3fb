"""The DCAT-AP 3.0.1 profile as tables: what our codes are called in Europe, and where they go.

Sources: DCAT-AP 3.0.1 (SEMIC), EU Vocabularies of the Publications Office (frequency 20220615-0,
file-type 20220928-0, access-right 20240612-0, language 20211208-0, place 20190918-0, country
20181212-0, planned-availability 20220715-0, dataset-type 20230315-0; reuse under CC BY 4.0), ADMS,
the licence register of CKAN for the wording of licence titles.  English labels are those of the
lists.  catalog.rdf reads these tables and knows no code of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from vocab.codes import AgencyKind, Category, Classification, FrequencyUnit
from vocab.concepts import fold
from vocab.profiles.th_gov import RdfKind

#: Folder of the official SHACL shapes.
SHAPES = Path(__file__).parents[1] / "shapes"
#: What a catalogue record says it conforms to.
PROFILE = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
PROFILE_TITLE = "DCAT-AP 3.0.1"
IANA = "https://www.iana.org/assignments/media-types/"

#: Title of each EU list used here, by its name in the address.
EU_SCHEMES: Mapping[str, str] = {
    "access-right": "Access right",
    "country": "Country",
    "data-theme": "Data theme",
    "dataset-type": "Dataset type",
    "file-type": "File type",
    "frequency": "Frequency",
    "language": "Language",
    "place": "Place",
    "planned-availability": "Planned availability",
}

# --- frequency ------------------------------------------------------------------------------------

#: EU frequency code by unit and interval ("once every n units").
FREQUENCY: Mapping[tuple[FrequencyUnit, int], str] = {
    (FrequencyUnit.YEAR, 1): "ANNUAL",
    (FrequencyUnit.YEAR, 2): "BIENNIAL",
    (FrequencyUnit.YEAR, 3): "TRIENNIAL",
    (FrequencyUnit.YEAR, 4): "QUADRENNIAL",
    (FrequencyUnit.YEAR, 5): "QUINQUENNIAL",
    (FrequencyUnit.YEAR, 10): "DECENNIAL",
    (FrequencyUnit.HALF_YEAR, 1): "ANNUAL_2",
    (FrequencyUnit.QUARTER, 1): "QUARTERLY",
    (FrequencyUnit.MONTH, 1): "MONTHLY",
    (FrequencyUnit.MONTH, 2): "BIMONTHLY",
    (FrequencyUnit.MONTH, 3): "QUARTERLY",
    (FrequencyUnit.MONTH, 6): "ANNUAL_2",
    (FrequencyUnit.MONTH, 12): "ANNUAL",
    (FrequencyUnit.WEEK, 1): "WEEKLY",
    (FrequencyUnit.WEEK, 2): "BIWEEKLY",
    (FrequencyUnit.DAY, 1): "DAILY",
    (FrequencyUnit.DAY, 7): "WEEKLY",
    (FrequencyUnit.BUSINESS_DAY, 1): "DAILY",
    (FrequencyUnit.HOUR, 1): "HOURLY",
    (FrequencyUnit.HOUR, 2): "BIHOURLY",
    (FrequencyUnit.HOUR, 3): "TRIHOURLY",
    (FrequencyUnit.HOUR, 12): "12HRS",
    (FrequencyUnit.HOUR, 24): "DAILY",
    (FrequencyUnit.MINUTE, 1): "1MIN",
    (FrequencyUnit.MINUTE, 5): "5MIN",
    (FrequencyUnit.MINUTE, 10): "10MIN",
    (FrequencyUnit.MINUTE, 15): "15MIN",
    (FrequencyUnit.MINUTE, 30): "30MIN",
    (FrequencyUnit.MINUTE, 60): "HOURLY",
}
#: EU frequency code of the units that take no interval.
FREQUENCY_WITHOUT_INTERVAL: Mapping[FrequencyUnit, str] = {
    FrequencyUnit.REAL_TIME: "UPDATE_CONT",
    FrequencyUnit.NEVER: "NEVER",
    FrequencyUnit.UNKNOWN: "UNKNOWN",
}
FREQUENCY_OTHER = "OTHER"
#: Field that holds the interval of the unit.
INTERVAL_KEY = "update_frequency_interval"
FREQUENCY_LABELS: Mapping[str, str] = {
    "1MIN": "every minute",
    "5MIN": "every five minutes",
    "10MIN": "every ten minutes",
    "15MIN": "every fifteen minutes",
    "30MIN": "every thirty minutes",
    "12HRS": "every twelve hours",
    "ANNUAL": "annual",
    "ANNUAL_2": "semiannual",
    "BIENNIAL": "biennial",
    "BIHOURLY": "bihourly",
    "BIMONTHLY": "bimonthly",
    "BIWEEKLY": "biweekly",
    "DAILY": "daily",
    "DECENNIAL": "decennial",
    "HOURLY": "hourly",
    "MONTHLY": "monthly",
    "NEVER": "never",
    "OTHER": "other",
    "QUADRENNIAL": "quadrennial",
    "QUARTERLY": "quarterly",
    "QUINQUENNIAL": "quinquennial",
    "TRIENNIAL": "triennial",
    "TRIHOURLY": "trihourly",
    "UNKNOWN": "unknown",
    "UPDATE_CONT": "continuously updated",
    "WEEKLY": "weekly",
}


def frequency(unit: FrequencyUnit, interval: int | None) -> str:
    """EU code of "once every ``interval`` units"; OTHER when the list has no such code.

    The forms of the standard leave the interval open; a unit alone means one of it, as in รายปี.
    """
    if not unit.needs_interval:
        return FREQUENCY_WITHOUT_INTERVAL.get(unit, FREQUENCY_OTHER)
    return FREQUENCY.get((unit, 1 if interval is None else interval), FREQUENCY_OTHER)


# --- access rights --------------------------------------------------------------------------------

#: DCAT-AP allows only these three of the EU list.
ACCESS_LABELS: Mapping[str, str] = {
    "PUBLIC": "public",
    "RESTRICTED": "restricted",
    "NON_PUBLIC": "non-public",
}
ACCESS_OF_CLASSIFICATION: Mapping[Classification, str] = {
    Classification.OPEN: "PUBLIC",
    Classification.PRIVATE: "RESTRICTED",
    Classification.CONFIDENTIAL: "NON_PUBLIC",
    Classification.SECRET: "NON_PUBLIC",
    Classification.TOP_SECRET: "NON_PUBLIC",
}
ACCESS_OF_CATEGORY: Mapping[Category, str] = {
    Category.PUBLIC: "PUBLIC",
    Category.INTERNAL: "RESTRICTED",
    Category.PERSONAL: "NON_PUBLIC",
    Category.OFFICIAL_SECRET: "NON_PUBLIC",
    Category.NATIONAL_SECURITY: "NON_PUBLIC",
}


def access_right(category: Category | None, classification: Classification | None) -> str | None:
    """EU access right from the level, else from the category; None when neither is stated."""
    if classification is not None:
        return ACCESS_OF_CLASSIFICATION[classification]
    return None if category is None else ACCESS_OF_CATEGORY[category]


# --- file formats ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileType:
    """A format: EU file-type code ("" when the list has none), its label, IANA media type or "".

    ``is_file`` is False for pages and services: their address is no download.
    """

    code: str
    label: str
    media_type: str
    aliases: tuple[str, ...] = ()
    is_file: bool = True


_OFFICE = "application/vnd.openxmlformats-officedocument."
FILE_TYPES: tuple[FileType, ...] = (
    FileType("CSV", "CSV", "text/csv"),
    FileType("TSV", "TSV", "text/tab-separated-values"),
    FileType("XLSX", "Excel XLSX", _OFFICE + "spreadsheetml.sheet"),
    FileType("XLS", "Excel XLS", "application/vnd.ms-excel"),
    FileType("ODS", "ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    FileType("JSON", "JSON", "application/json"),
    FileType("GEOJSON", "GeoJSON", "application/geo+json", ("Geo JSON",)),
    FileType("JSON_LD", "JSON-LD", "application/ld+json", ("JSON-LD", "JSONLD")),
    FileType("XML", "XML", "application/xml", ("text/xml",)),
    FileType("RDF", "RDF", ""),
    FileType("RDF_XML", "RDF XML", "application/rdf+xml", ("RDF/XML", "RDF-XML")),
    FileType("RDF_TURTLE", "RDF Turtle", "text/turtle", ("TTL", "Turtle")),
    FileType("RDF_N_TRIPLES", "RDF N-Triples", "application/n-triples", ("NT", "N-Triples")),
    FileType("PDF", "PDF", "application/pdf"),
    FileType("TXT", "Plain text", "text/plain", ("Text",)),
    FileType("HTML", "HTML", "text/html", ("HTM", "Webpage", "Website"), is_file=False),
    FileType("DOCX", "Word DOCX", _OFFICE + "wordprocessingml.document"),
    FileType("DOC", "Word DOC", "application/msword"),
    FileType("ODT", "ODT", "application/vnd.oasis.opendocument.text"),
    FileType("PPTX", "PowerPoint PPTX", _OFFICE + "presentationml.presentation"),
    FileType("PPT", "PowerPoint PPT", "application/vnd.ms-powerpoint"),
    FileType("SHP", "Esri Shape", "application/vnd.shp", ("Shapefile", "Shape file", "Shape")),
    FileType("KML", "KML", "application/vnd.google-earth.kml+xml"),
    FileType("KMZ", "KMZ", "application/vnd.google-earth.kmz"),
    FileType("GPKG", "GPKG", "application/geopackage+sqlite3", ("GeoPackage",)),
    FileType("GML", "GML", "application/gml+xml"),
    FileType("GEOTIFF", "GEOTIFF", "image/tiff", ("Geo TIFF",)),
    FileType("TIFF", "TIFF", "", ("TIF",)),
    FileType("ARCINFO_COV", "ARCINFO_COV", "", ("Arc/Info Coverage",)),
    FileType("DBF", "DBF", "application/vnd.dbf"),
    FileType("DWG", "DWG", "image/vnd.dwg"),
    FileType("DXF", "DXF", "image/vnd.dxf"),
    FileType("GTFS", "GTFS", ""),
    FileType("ZIP", "ZIP", "application/zip"),
    FileType("RAR", "RAR", "application/vnd.rar"),
    FileType("7Z", "7Z", "", ("7ZIP", "7-Zip")),
    FileType("GZIP", "GNU zip", "application/gzip", ("GZ",)),
    FileType("SQL", "SQL", "application/sql"),
    FileType("MDB", "MDB", "", ("Access", "ACCDB")),
    FileType("", "SQLite", "application/vnd.sqlite3", ("SQLite3",)),
    FileType("", "Parquet", "application/vnd.apache.parquet", ("GeoParquet",)),
    FileType("JPEG", "JPEG", "image/jpeg", ("JPG",)),
    FileType("PNG", "PNG", "image/png"),
    FileType("GIF", "GIF", "image/gif"),
    FileType("SVG", "SVG", "image/svg+xml"),
    FileType("MP3", "MP3", "audio/mpeg"),
    FileType("WAV", "WAV", ""),
    FileType("MPEG4", "MPEG-4", "video/mp4", ("MP4", "MPEG-4")),
    FileType("YAML", "YAML", "application/yaml", ("YML",)),
    FileType("RSS", "RSS feed", "", ("RSS",), is_file=False),
    FileType("WMS_SRVC", "WMS", "", ("WMS",), is_file=False),
    FileType("WFS_SRVC", "WFS", "", ("WFS",), is_file=False),
    FileType("WCS_SRVC", "WCS_SRVC", "", ("WCS",), is_file=False),
    FileType("REST", "Esri REST", "", ("Esri REST", "ArcGIS REST"), is_file=False),
    FileType("MAP_SRVC", "ArcGIS Map Service", "", ("Map Service",), is_file=False),
)


@cache
def _file_types() -> Mapping[str, FileType]:
    found: dict[str, FileType] = {}
    for row in FILE_TYPES:
        for text in (row.code, row.label, row.media_type, *row.aliases):
            if text:
                found.setdefault(fold(text), row)
    return found


def file_type(text: str) -> FileType | None:
    """The format that is meant by a word, a media type or a suffix, None when it is not certain.

    Only spelling is forgiven: case, dots, blanks, a parameter such as ``;charset=utf-8``.  Words
    that fit two formats ("Excel", "XLS/XLSX") are not in the table: no format is better than a
    wrong one.
    """
    return _file_types().get(fold(text.partition(";")[0]))


# --- licences -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its address ("" when the code names no single document), CKAN's English title.

    ``types`` are names of the ADMS licence types.
    """

    iri: str
    title: str
    types: tuple[str, ...]


_CC = "https://creativecommons.org/licenses/"
#: By id of the code list license_id.  Where a code names no one document (any version, any
#: variant) its address is that of our own code list: a licence is never guessed.
LICENCES: Mapping[str, Licence] = {
    "not-specified": Licence("", "License not specified", ("UnknownIPR",)),
    "odc": Licence("", "Open Data Commons", ("UnknownIPR",)),
    "cc-by": Licence(_CC + "by/4.0/", "Creative Commons Attribution", ("Attribution",)),
    "cc-by-sa": Licence(
        _CC + "by-sa/4.0/",
        "Creative Commons Attribution Share-Alike",
        ("Attribution", "ViralEffect-ShareAlike"),
    ),
    "cc-nc": Licence("", "Creative Commons Non-Commercial (Any)", ("NonCommercialUseOnly",)),
    "cc-by-nc": Licence(
        _CC + "by-nc/4.0/",
        "Creative Commons Attribution Non-Commercial",
        ("Attribution", "NonCommercialUseOnly"),
    ),
    "cc-by-nc-sa": Licence(
        _CC + "by-nc-sa/4.0/",
        "Creative Commons Attribution Non-Commercial Share-Alike",
        ("Attribution", "NonCommercialUseOnly", "ViralEffect-ShareAlike"),
    ),
    "cc-by-nc-nd": Licence(
        _CC + "by-nc-nd/4.0/",
        "Creative Commons Attribution Non-Commercial No-Derivs",
        ("Attribution", "NonCommercialUseOnly", "NoDerivativeWork"),
    ),
    "cc-by-nd": Licence(
        _CC + "by-nd/4.0/",
        "Creative Commons Attribution No-Derivs",
        ("Attribution", "NoDerivativeWork"),
    ),
    "gfdl": Licence(
        "https://www.gnu.org/licenses/fdl-1.3.html",
        "GNU Free Documentation License",
        ("Attribution", "ViralEffect-ShareAlike"),
    ),
    "dga-open": Licence(
        "https://data.go.th/pages/dga-open-government-license",
        "DGA Open Government License",
        ("Attribution",),
    ),
    "other": Licence("", "Other", ("UnknownIPR",)),
}
ADMS_LICENCE_TYPE = "http://purl.org/adms/licencetype/"
ADMS_LICENCE_TYPES: Mapping[str, str] = {
    "Attribution": "Attribution",
    "NoDerivativeWork": "No derivative work",
    "NonCommercialUseOnly": "Non-commercial use only",
    "UnknownIPR": "Unknown IPR",
    "ViralEffect-ShareAlike": "Viral effect (a.k.a. Share-alike)",
}

# --- agents, records, places ----------------------------------------------------------------------

ADMS_PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"
PUBLISHER_TYPE: Mapping[AgencyKind, tuple[str, str]] = {
    AgencyKind.CITY: ("LocalAuthority", "Local Authority"),
    AgencyKind.OFFICE: ("LocalAuthority", "Local Authority"),
    AgencyKind.DEPARTMENT: ("LocalAuthority", "Local Authority"),
    AgencyKind.DISTRICT: ("LocalAuthority", "Local Authority"),
    AgencyKind.NATIONAL: ("NationalAuthority", "National authority"),
}
#: Customary values of adms:status of a catalogue record.
ADMS_CHANGE_TYPE = "http://purl.org/adms/changetype/"
CHANGE_TYPES = ("created", "updated", "deleted")
#: Title of each ADMS list used here, and how the address of a list ends.
ADMS_SCHEMES: Mapping[str, str] = {
    ADMS_LICENCE_TYPE: "Licence type",
    ADMS_PUBLISHER_TYPE: "Publisher type",
    ADMS_CHANGE_TYPE: "Change type",
}
ADMS_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the EU lists: box (west, south, east, north) and centre (east, north), degrees."""

    scheme: str
    code: str
    label_th: str
    label_en: str
    box: tuple[Decimal, Decimal, Decimal, Decimal]
    centre: tuple[Decimal, Decimal]


BANGKOK = Place(
    "place",
    "THA_BKK",
    "กรุงเทพมหานคร",
    "Bangkok",
    (Decimal("100.3"), Decimal("13.4"), Decimal("101.0"), Decimal("14.0")),
    (Decimal("100.5"), Decimal("13.75")),
)
THAILAND = Place(
    "country",
    "THA",
    "ประเทศไทย",
    "Thailand",
    (Decimal("97.3"), Decimal("5.6"), Decimal("105.7"), Decimal("20.5")),
    (Decimal("101.5"), Decimal("13.05")),
)
#: The place that all data of an organisation is about unless it says otherwise, by organisation.
PLACE_OF_ORGANISATION: Mapping[str, Place] = {"bma": BANGKOK}
#: Coverage levels that name a place of their own; None: wider than the country, no place known.
PLACE_OF_COVERAGE: Mapping[str, Place | None] = {
    "none": None,
    "world": None,
    "continent": None,
    "economic-group": None,
    "country": THAILAND,
    "region": THAILAND,
}
#: The four fields of the bounding box: west, east, north, south.  The standard's keys call the
#: two latitudes "longitude"; the names are kept for exchange.
BOX_KEYS = (
    "west_bound_longitude",
    "east_bound_longitude",
    "north_bound_longitude",
    "south_bound_longitude",
)
COVERAGE_KEY = "geo_coverage"

#: EU dataset type to write beside our own data type (skos:closeMatch in the code list).
DATASET_TYPES: Mapping[str, tuple[str, str]] = {
    "statistics": ("STATISTICAL", "Statistical data"),
    "gis": ("GEOSPATIAL", "Geospatial data"),
}
#: EU language of the values of data_language; ``other`` has no code and stays undetermined, its
#: text stands beside it.
LANGUAGES: Mapping[str, tuple[str, str]] = {
    "th": ("THA", "Thai"),
    "en": ("ENG", "English"),
    "zh": ("ZHO", "Chinese"),
    "ms": ("MSA", "Malaysian"),
    "my": ("MYA", "Burmese"),
    "lo": ("LAO", "Lao"),
    "km": ("KHM", "Khmer"),
    "ja": ("JPN", "Japanese"),
    "ko": ("KOR", "Korean"),
    "fr": ("FRA", "French"),
    "de": ("DEU", "German"),
    "ar": ("ARA", "Arabic"),
    "unknown": ("UND", "Undetermined"),
    "other": ("UND", "Undetermined"),
}
#: Every public distribution of a published dataset is meant to stay for some years.
AVAILABILITY = ("AVAILABLE", "available")

# --- where the profile departs from the property named in the field table -------------------------

#: (level, property, kind) of a row whose property the profile has no room for on that class.
#: dct:format is a distribution's; dct:accessRights takes one concept, so conditions are dct:rights.
RESTATED: Mapping[tuple[str, str, RdfKind], str] = {
    ("dataset", "dct:format", RdfKind.CONCEPT): "thgdc:dataFormat",
    ("dataset", "dct:format", RdfKind.OTHER_TEXT): "thgdc:dataFormat",
    ("dataset", "dct:accessRights", RdfKind.RIGHTS): "dct:rights",
}
#: Properties that may occur once; the second value goes to the property beside it.
ONCE: Mapping[str, str] = {"dct:issued": "dct:created"}
#: Properties of a dataset that each distribution repeats unless it states its own.
INHERITED = ("dct:license", "dct:rights")
