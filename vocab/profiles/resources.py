"""What stands in the catalogue beside datasets: series, data services and databases, as tables.

All of them are described by rows of the field table; which rows hold, and what only they say, is
here.  Sources: DCAT 3; DCAT-AP 3.0.1, which links a series from its catalogue by ``dcat:resource``;
BRegDCAT-AP for databases, which are catalogues of the datasets in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from vocab.codes import StakeholderRole
from vocab.profiles.th_gov import dataset_fields


class Way(StrEnum):
    """How a value becomes triples; catalog.rdf.resources has one function for each."""

    ADDRESS = "address"
    #: An address of a class, entitled by itself.
    TYPED = "typed"
    #: Datasets by their short names.
    DATASETS = "datasets"
    #: The same, with the datasets pointing here.
    MEMBERS = "members"
    CONCEPT = "concept"
    SUBSYSTEMS = "subsystems"
    STAKEHOLDERS = "stakeholders"


class Said(NamedTuple):
    """An attribute, the property that says it, how, and of which class its values are."""

    attribute: str
    property: str
    way: Way
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of resource: where it stands below the base, what it is, how catalogues point to it.

    ``keys`` are those of the field table that hold for it.
    """

    path: str
    kind: str
    linked: str
    keys: frozenset[str]
    says: tuple[Said, ...]


_ALL = frozenset(row.key for row in dataset_fields())
_NAMED = frozenset(
    {
        "title",
        "title_en",
        "notes",
        "notes_en",
        "name",
        "owner_org",
        "maintainer",
        "maintainer_email",
        "tag_string",
        "theme",
    }
)
SERIES = Resource(
    path="series",
    kind="dcat:DatasetSeries",
    linked="dcat:resource",
    keys=_NAMED
    | {
        "update_frequency_unit",
        "update_frequency_unit_other",
        "update_frequency_interval",
        "first_year_of_data",
        "last_year_of_data",
        "last_updated_date",
    },
    says=(Said("members", "dcat:inSeries", Way.MEMBERS),),
)
SERVICE = Resource(
    path="service",
    kind="dcat:DataService",
    linked="dcat:service",
    keys=_NAMED
    | {
        "url",
        "license_id",
        "license_id_other",
        "accessible_condition",
        "data_classification",
    },
    says=(
        Said("endpoint", "dcat:endpointURL", Way.ADDRESS),
        Said("description", "dcat:endpointDescription", Way.ADDRESS),
        Said("standards", "dct:conformsTo", Way.TYPED, "dct:Standard"),
        Said("serves", "dcat:servesDataset", Way.DATASETS),
    ),
)
DATABASE = Resource(
    path="database",
    kind="dcat:Dataset",
    linked="dcat:dataset",
    # Whether portals may take it is said of the catalogue record of a dataset.
    keys=_ALL - {"allow_harvest"},
    says=(
        Said("entry", "dct:type", Way.CONCEPT, "database"),
        Said("datasets", "dcat:dataset", Way.DATASETS),
        Said("legislation", "dcatap:applicableLegislation", Way.TYPED, "eli:LegalResource"),
        Said("subsystems", "thgdc:subsystem", Way.SUBSYSTEMS),
        Said("stakeholders", "prov:qualifiedAttribution", Way.STAKEHOLDERS),
    ),
)
RESOURCES = (SERIES, SERVICE, DATABASE)

ROLES = "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole"
#: Role of the INSPIRE list, with its label.
ROLE_OF: Mapping[StakeholderRole, tuple[str, str]] = {
    StakeholderRole.OWNER: ("owner", "Owner"),
    StakeholderRole.CUSTODIAN: ("custodian", "Custodian"),
    StakeholderRole.PROCESSOR: ("processor", "Processor"),
    StakeholderRole.USER: ("user", "User"),
}


class Term(NamedTuple):
    """A term of our own that no field is behind: its class, and what it is called."""

    kind: str
    label_th: str
    label_en: str


#: By name in our namespace.
TERMS: Mapping[str, Term] = {
    "database": Term("skos:Concept", "ฐานข้อมูล", "Database"),
    "Subsystem": Term("rdfs:Class", "ระบบย่อยของฐานข้อมูล", "Subsystem of a database"),
    "subsystem": Term("rdf:Property", "มีระบบย่อย", "Has the subsystem"),
    "linkedTo": Term("rdf:Property", "ส่งข้อมูลให้ระบบย่อย", "Hands data to the subsystem"),
    "columnUnit": Term("rdf:Property", "หน่วยของค่าในคอลัมน์", "Unit of the values of a column"),
}
#: The list in which our own kinds of resources stand, in both languages.
KINDS = ("resource-kinds", "ประเภททรัพยากร", "Kinds of resources")
