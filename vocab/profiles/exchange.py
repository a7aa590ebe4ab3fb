"""The profiles in which the catalogue is offered, as tables of how each departs from DCAT-AP 3.0.1.

What is not named here is the same in all of them.  catalog.rdf.profiles has one function for each
kind of departure and knows no profile.

Sources: DCAT 3 (W3C Recommendation of 22 August 2024); DCAT-AP 3.0.1 (SEMIC);
the results of the shapes of DCAT-US 3.0 on an export that is clean for DCAT-AP (a concept stands
in a scheme, an agent and a contact have one plain name, a document has a title); GeoDCAT-AP 3.0.0.

There is none for the high-value datasets of the European Union (DCAT-AP HVD): the Thai flag follows
an assessment of Thailand's own, and to say that a law of the Union binds these data is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vocab.profiles.dcat import (
    ADMS_CHANGE_TYPE,
    ADMS_LICENCE_TYPE,
    ADMS_PUBLISHER_TYPE,
    PROFILE,
    PROFILE_TITLE,
)


class Departure(StrEnum):
    """What a row does to the nodes of a class ("" of every class)."""

    #: Leaves the property out.
    LEAVE = "leave"
    #: Keeps one value of the property, the English one if there is one, without its language.
    PLAIN = "plain"
    #: Puts a concept that stands in no scheme into the one of `SCHEMES`, else into our own.
    LISTED = "listed"
    #: Gives a node without this property its own address as value.
    NAMED = "named"
    #: Says ``value``, an IRI of `TERMS`, with the property.
    ADD = "add"


#: Conditions on a dataset: a property and how one of its values ends.
Given = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One departure; it holds for a dataset and its parts when all of ``given`` does."""

    kind: Departure
    on: str = ""
    property: str = ""
    value: str = ""
    given: Given = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A profile: its name in addresses, its IRI, and how it departs from the default.

    A catalogue record says that it conforms to it when one of ``claims`` is given, else that it
    conforms to DCAT-AP; without any it always does.  ``aliases`` are other IRIs by which it is
    asked for.
    """

    name: str
    iri: str
    title: str
    about_th: str
    about_en: str
    changes: tuple[Change, ...] = ()
    claims: tuple[Given, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """What a value that a profile adds is: class, label and scheme with its title."""

    kind: str
    label: str
    scheme: str
    scheme_title: str


_INSPIRE = "http://inspire.ec.europa.eu/metadata-codelist/ResourceType"

#: Values that rows of kind ADD say.
TERMS: Mapping[str, Term] = {
    f"{_INSPIRE}/dataset": Term("skos:Concept", "Spatial data set", _INSPIRE, "Resource type"),
}
#: Schemes of concepts that do not name theirs, by how their addresses begin.
SCHEMES: Mapping[str, tuple[str, str]] = {
    address: (f"{address}1.0", title)
    for address, title in (
        (ADMS_CHANGE_TYPE, "Change type"),
        (ADMS_LICENCE_TYPE, "Licence type"),
        (ADMS_PUBLISHER_TYPE, "Publisher type"),
    )
}

_BOX: Given = (("dct:spatial", "#box"),)

_NO_AVAILABILITY = Change(kind=Departure.LEAVE, property="dcatap:availability")


#: The default first.
PROFILES: tuple[Profile, ...] = (
    Profile(
        name="dcat-ap-3",
        iri=PROFILE,
        title=PROFILE_TITLE,
        about_th="โพรไฟล์ของพอร์ทัลข้อมูลในยุโรป ค่าเริ่มต้น",
        about_en="The profile of European data portals; the default.",
        aliases=(
            "https://semiceu.github.io/DCAT-AP/releases/3.0.1",
            "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
            "https://semiceu.github.io/DCAT-AP/releases/3.0.0",
            "http://data.europa.eu/r5r/",
        ),
    ),
    Profile(
        name="dcat-3",
        iri="https://www.w3.org/TR/vocab-dcat-3/",
        title="DCAT 3",
        about_th="ศัพท์ DCAT ของ W3C ไม่มีรายการเฉพาะของยุโรป",
        about_en="The vocabulary of the W3C, without what only European portals have.",
        changes=(
            _NO_AVAILABILITY,
            Change(kind=Departure.LEAVE, on="dcat:CatalogRecord", property="adms:status"),
        ),
        aliases=(
            "https://www.w3.org/TR/vocab-dcat-3",
            "http://www.w3.org/ns/dcat#",
            "http://www.w3.org/ns/dcat",
        ),
    ),
    Profile(
        name="dcat-us-3",
        iri="http://resources.data.gov/ontology/dcat-us#",
        title="DCAT-US 3.0",
        about_th="โพรไฟล์ของสหรัฐอเมริกา ชื่อหน่วยงานและผู้ติดต่อเป็นข้อความเดียวไม่ระบุภาษา",
        about_en="The profile of the United States: one plain name for agents and contacts.",
        changes=(
            _NO_AVAILABILITY,
            Change(kind=Departure.PLAIN, on="foaf:Agent", property="foaf:name"),
            Change(kind=Departure.PLAIN, on="vcard:Kind", property="vcard:fn"),
            Change(kind=Departure.LISTED, on="skos:Concept", property="skos:inScheme"),
            Change(kind=Departure.NAMED, on="foaf:Document", property="dct:title"),
        ),
        aliases=(
            "http://data.resources.gov/ontology/dcat-us#",
            "https://resources.data.gov/resources/dcat-us/",
        ),
    ),
    Profile(
        name="geodcat-ap-3",
        iri="https://semiceu.github.io/GeoDCAT-AP/releases/3.0.0/",
        title="GeoDCAT-AP 3.0.0",
        about_th="ชุดข้อมูลที่มีกรอบพิกัดระบุชนิดทรัพยากรตาม INSPIRE",
        about_en="Datasets with a bounding box say their INSPIRE resource type.",
        changes=(
            Change(
                kind=Departure.ADD,
                on="dcat:Dataset",
                property="dct:type",
                value=f"{_INSPIRE}/dataset",
                given=_BOX,
            ),
        ),
        claims=(_BOX,),
        aliases=(
            "https://semiceu.github.io/GeoDCAT-AP/releases/3.0.0",
            "http://data.europa.eu/930/",
        ),
    ),
)
DEFAULT = PROFILES[0]
_BY_NAME: Mapping[str, Profile] = {
    name: profile for profile in PROFILES for name in (profile.name, profile.iri, *profile.aliases)
}


def find_profile(name: str) -> Profile | None:
    """The profile of a name or an IRI, None when none is offered under it."""
    return _BY_NAME.get(name)
