"""A dataset as a CKAN package: pure, driven by the field table; the import reads it back.

Clients are typed: every key is always there, and only the keys that CKAN itself leaves empty may be
null (docs/reference/api.md).  Thai values stand as Thai portals exchange them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from catalog.rdf.site import Site
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord, Value
from schemas.fields import SLUG
from schemas.time import BUDDHIST_FROM, ERA
from vocab.codes import Audience, DatasetState
from vocab.concepts import Concept, codelist
from vocab.profiles.dcat import file_type
from vocab.profiles.th_gov import (
    ATTRIBUTES,
    CkanPlace,
    Field,
    ValueType,
    dataset_fields,
    resource_fields,
)

Json = dict[str, Any]

#: Ids of tags are made under this name, the same in every installation.
_TAGS = uuid.uuid5(uuid.NAMESPACE_URL, "https://banchi.invalid/ckan/tag/")
#: Code of a licence that nobody stated, as CKAN itself writes it.
NO_LICENCE = "notspecified"
LONGEST_TAG = 100
#: Instant of an agency whose first day is not known: CKAN demands one.
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_STATES = {DatasetState.PUBLISHED: "active", DatasetState.WITHDRAWN: "deleted"}
#: CKAN's own rule for addresses: a package with another one is refused as a whole.
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_EMAIL = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")
#: Extra keys of a package: our own fields, for which CKAN has no place.
_HOUSE = tuple(row for row in dataset_fields() if row.ckan is None)
_THAI = tuple(
    row
    for row in dataset_fields()
    if row.ckan in (CkanPlace.TOP, CkanPlace.EXTRA) and row.key not in (*ATTRIBUTES, "private")
)


def instant(moment: dt.datetime) -> str:
    """An instant as CKAN writes it: UTC without offset, always six digits of fraction.

    Harvesters compare these as text.
    """
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


# Names and ids -----------------------------------------------------------------------------------


def tag_name(keyword: str) -> str:
    """A keyword as CKAN takes it: no comma, at most 100 characters; "" when it is too short.

    `catalog.db.queries.ckan.tag_of` does the same in SQL.
    """
    name = keyword.replace(", ", " ").replace(",", " ")[:LONGEST_TAG].strip(" ")
    return name if len(name) >= 2 else ""


def tag(name: str) -> Json:
    """A tag; its id is the same wherever the name occurs."""
    return {
        "id": str(uuid.uuid5(_TAGS, name)),
        "name": name,
        "display_name": name,
        "state": "active",
        "vocabulary_id": None,
    }


def tags_of(record: DatasetRecord) -> list[Json]:
    """The keywords of a dataset, each once."""
    return [tag(name) for name in dict.fromkeys(map(tag_name, record.keywords)) if name]


def organization_name(agency: AgencyRecord) -> str:
    """The agency's code, or a name made from it where CKAN could not take it."""
    if SLUG.fullmatch(agency.code):
        return agency.code
    return f"org-{uuid.uuid5(_TAGS, agency.code).hex[:12]}"


def organization_id(agency: AgencyRecord, site: Site) -> str:
    """A UUID for ever: a portal takes it as its own, so it must differ between catalogues."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{site.base}/agency/{quote(agency.code)}"))


# Organisations and licences ----------------------------------------------------------------------


def organization_in_package(agency: AgencyRecord, site: Site) -> Json:
    """An agency as it stands in a package."""
    began = agency.valid_from
    at = dt.datetime(began.year, began.month, began.day, tzinfo=dt.UTC) if began else _LONG_AGO
    return {
        "id": organization_id(agency, site),
        "name": organization_name(agency),
        "title": agency.name_th,
        "type": "organization",
        "description": agency.name_en,
        "image_url": "",
        "created": instant(at),
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def ckan_organization(agency: AgencyRecord, site: Site, count: int) -> Json:
    """An agency by itself with the number of its public datasets; never a person."""
    return {
        **organization_in_package(agency, site),
        "display_name": agency.name_th,
        "image_display_url": "",
        "package_count": count,
        "num_followers": 0,
        "users": [],
        "groups": [],
        "tags": [],
        "extras": [],
    }


def licence_id(concept: Concept) -> str:
    """A licence as Thai portals exchange it: its title is its code."""
    return NO_LICENCE if concept.id == "not-specified" else concept.value


def ckan_licence(concept: Concept) -> Json:
    """A licence of the register; CKAN's clients expect texts only, booleans too."""
    is_open = str(concept.attributes.get("isOpen") == "true")
    return {
        "id": licence_id(concept),
        "title": concept.value,
        "url": concept.attributes.get("uri", ""),
        "status": "active",
        "family": "",
        "maintainer": "",
        "domain_content": is_open,
        "domain_data": is_open,
        "domain_software": "False",
        "is_generic": "False",
        "od_conformance": "approved" if is_open == "True" else "not reviewed",
        "osd_conformance": "not reviewed",
    }


def licence_of(record: DatasetRecord) -> Concept:
    """The licence of a dataset, or the one that says that none is stated."""
    licences = codelist("license_id")
    code = record.text("license_id")
    return licences[code] if code in licences else licences["not-specified"]


# Values ------------------------------------------------------------------------------------------


def exchanged(row: Field, value: Value | None) -> Any:
    """A value of the field table as Thai portals exchange it; what is not stated is empty."""
    if value is None:
        return [] if row.many else ""
    match row.value_type:
        case ValueType.CODE:
            return written(row, str(value))
        case ValueType.CODES:
            return [written(row, str(code)) for code in value]  # type: ignore[union-attr]
        case ValueType.BOOLEAN:
            return codelist("yes_no")["yes" if value is True else "no"].value
        case ValueType.DATE:
            return value.isoformat()  # type: ignore[union-attr]
        case ValueType.YEAR:
            return _year(int(value))  # type: ignore[arg-type]
        case ValueType.EMAIL:
            return value if _EMAIL.fullmatch(str(value)) else ""
        case ValueType.URL:
            return address(str(value))
        case _:
            return str(value)


def written(row: Field, code: str) -> str:
    """A code as catalogues exchange it."""
    listed = codelist(row.codelist)
    return listed[code].value if code in listed else code


def _year(year: int) -> str:
    """A year in the Buddhist Era; one so old that it would be taken for the Common Era stays."""
    buddhist = year + ERA
    return str(buddhist if buddhist >= BUDDHIST_FROM else year)


def address(url: str) -> str:
    """An address in ASCII: the host in its international form, the rest percent-encoded."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    host = parts.netloc
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = quote(host, safe=":[]")
    rest = (quote(part, safe="!#$%&'()*+,/:;=?@[]~") for part in parts[2:])
    return urlunsplit((parts.scheme, host, *rest))


# Packages ----------------------------------------------------------------------------------------


def ckan_package(record: DatasetRecord, site: Site) -> Json:
    """The package of a dataset with every key of the contract and only its public files."""
    licence = licence_of(record)
    parts = record.public_distributions
    tags = tags_of(record)
    values = {row.key: exchanged(row, record.metadata.get(row.key)) for row in _THAI}
    return {
        **values,
        "id": record.uid,
        "name": record.slug,
        "title": record.title.in_language("th"),
        "notes": record.notes.in_language("th"),
        "url": values["url"] or None,
        "version": None,
        "type": "dataset",
        "state": _STATES.get(record.state, "draft"),
        "private": is_private(record),
        "author": None,
        "author_email": None,
        "creator_user_id": None,
        "owner_org": organization_id(record.agency, site),
        "organization": organization_in_package(record.agency, site),
        "license_id": licence_id(licence),
        "license_title": licence.value,
        "license_url": licence.attributes.get("uri"),
        "isopen": licence.attributes.get("isOpen") == "true",
        "metadata_created": instant(record.created),
        "metadata_modified": instant(record.modified),
        "num_resources": len(parts),
        "num_tags": len(tags),
        "resources": [_resource(record, part, at) for at, part in enumerate(parts)],
        "tags": tags,
        "groups": [],
        "extras": list(_extras(record)),
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def is_private(record: DatasetRecord) -> bool:
    """Whether somebody may not see it: a portal must not show what it fetched with a token."""
    return record.audience is not Audience.ANYONE or record.metadata.get("private") is True


def _extras(record: DatasetRecord) -> Iterable[Mapping[str, str]]:
    for row in _HOUSE:
        if row.many and (codes := record.texts(row.key)):
            # As CKAN's DCAT extension keeps its themes: a list of addresses, as JSON.
            listed = codelist(row.codelist)
            addresses = [listed[code].exact_match[0] for code in codes]
            yield {"key": row.key, "value": json.dumps(addresses)}
        elif text := record.text(row.key):
            yield {"key": row.key, "value": text}


def _resource(record: DatasetRecord, part: DistributionRecord, position: int) -> Json:
    values = {row.key: exchanged(row, part.metadata.get(row.key)) for row in resource_fields()}
    updated = part.metadata.get("resource_last_updated_date")
    kind = file_type(values["format"])
    return {
        **values,
        "id": part.uid or str(uuid.uuid5(uuid.UUID(record.uid), str(position))),
        "package_id": record.uid,
        "name": values["name"] or _file_name(values["url"]) or values["format"] or "resource",
        "url_type": None,
        "mimetype": (kind.media_type if kind else "") or None,
        "mimetype_inner": None,
        "size": part.metadata.get("size"),
        "hash": "",
        "position": position,
        "state": "active",
        "created": instant(record.created),
        "last_modified": f"{updated}T00:00:00.000000" if updated else None,
        "metadata_modified": instant(record.modified),
        "datastore_active": False,
        "resource_type": None,
        "cache_url": None,
        "cache_last_updated": None,
    }


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1], errors="ignore").strip()
