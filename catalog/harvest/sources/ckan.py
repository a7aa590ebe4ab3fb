"""Packages of CKAN catalogues, the Thai ones first of all, as drafts: pure, driven by the table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.harvest.publishers import Directory, Publisher, host_of, portals
from catalog.harvest.repairs import AFTER, BEFORE, OPENLY, Raw
from catalog.harvest.values import Note, is_blank, plain, quoted, read_value
from schemas.dataset import DatasetDraft
from schemas.distribution import DistributionRecord
from schemas.fields import MANY_LIMIT, SLUG, clean_url
from schemas.quality import Finding
from schemas.values import clean_line
from vocab.codes import Severity
from vocab.profiles.th_gov import ATTRIBUTES, CkanPlace, dataset_fields, resource_fields

#: Longest key of a record; a longer one is replaced by its digest (characters).
LONGEST_KEY = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A package as a draft, with what was mended on the way.

    ``key`` names the record within its source for ever; ``source`` is its address or "".
    ``parts`` are the source's own names of the resources, in the order of the distributions.
    """

    key: str
    title: str
    draft: DatasetDraft
    publisher: Publisher
    source: str = ""
    parts: tuple[str, ...] = ()
    repairs: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that cannot become a dataset, and why."""

    reasons: tuple[Finding, ...]
    key: str = ""
    title: str = ""


def draft_of_package(
    package: object, *, agencies: Directory, openly: bool = True, owner: str = ""
) -> Translated | Refused:
    """The draft of a CKAN package.

    ``openly`` says that the source showed the record to everybody; ``owner`` is the code of the
    agency that takes records which name no publisher.  Never raises, whatever the package holds.
    """
    if not isinstance(package, dict):
        return _refused("refused-not-an-object")
    title, key = _title(package), _key(package)
    problem = _unfit(package) or ("" if title else "refused-no-title")
    if problem:
        return _refused(problem, key=key, title=title)
    raw = _collect(package)
    publisher = _publisher(package, raw, agencies, owner)
    if publisher is None:
        return _refused("refused-no-publisher", key=key, title=title)
    for repair in BEFORE:
        repair.fix(raw)
    _read(raw)
    for repair in (*AFTER, OPENLY) if openly else AFTER:
        repair.fix(raw)
    return Translated(
        key=key,
        title=title,
        draft=DatasetDraft(
            agency=publisher.code,
            slug=_slug(package.get("name"), raw.note("name")),
            metadata=raw.metadata,
            distributions=tuple(DistributionRecord(metadata=part) for part in raw.parts),
        ),
        publisher=publisher,
        source=_address(package.get("url")),
        parts=tuple(_part_name(resource) for resource in raw.resources),
        repairs=tuple(raw.findings),
    )


def refusal(code: str, **values: str) -> Finding:
    """A reason for which a record is refused."""
    return Finding(code, Severity.ERROR, values=values)


def _refused(code: str, *, key: str = "", title: str = "") -> Refused:
    return Refused(reasons=(refusal(code),), key=key, title=title)


def _unfit(package: Mapping[str, Any]) -> str:
    """Why a package is no dataset to be shown, "" when it may be one."""
    if package.get("state") not in (None, "", "active"):
        return "refused-not-active"
    if package.get("type") not in (None, "", "dataset"):
        return "refused-not-a-dataset"
    return ""


def _title(package: Mapping[str, Any]) -> str:
    return quoted(plain(package.get("title")) or "")


def _key(package: Mapping[str, Any]) -> str:
    """The record's name, else its address, id or title."""
    for place in ("name", "url", "id", "title"):
        text = clean_line(plain(package.get(place)) or "")
        if text and len(text) <= LONGEST_KEY:
            return text
        if text:
            return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return ""


def _address(given: object) -> str:
    try:
        address = clean_url(plain(given) or "")
    except ValueError:
        return ""
    return address if len(address) <= 2 * LONGEST_KEY else ""


def _collect(package: Mapping[str, Any]) -> Raw:
    """The package by keys of the field table; extras stand on top or in a list."""
    extras = _extras(package.get("extras"))
    dataset: dict[str, Any] = {}
    used = set()
    for row in dataset_fields():
        if row.ckan in (CkanPlace.TOP, CkanPlace.EXTRA):
            given = package.get(row.key)
            dataset[row.key] = extras.get(row.key) if is_blank(given) else given
            used.add(row.key)
        elif row.ckan is CkanPlace.TAGS:
            tags = package.get("tags")
            dataset[row.key] = package.get(row.key) if is_blank(tags) else tags
    more = {str(k): v for k, v in (extras | dict(package)).items() if k not in used}
    given = package.get("resources")
    resources = [dict(r) for r in given if isinstance(r, dict)] if isinstance(given, list) else []
    raw = Raw(dataset, resources[:MANY_LIMIT], more)
    lost = (len(given) if isinstance(given, list) else 0) - len(raw.resources)
    if lost > 0:
        raw.note("")("repair-resources-cut", count=str(lost), limit=str(MANY_LIMIT))
    return raw


def _extras(given: object) -> dict[str, Any]:
    if isinstance(given, dict):
        return {str(k): v for k, v in given.items()}
    pairs = given if isinstance(given, list) else []
    return {
        extra["key"]: extra.get("value")
        for extra in pairs
        if isinstance(extra, dict) and isinstance(extra.get("key"), str)
    }


def _read(raw: Raw) -> None:
    for row in dataset_fields():
        if row.key in ATTRIBUTES or row.ckan is None:
            continue
        value = read_value(row, raw.dataset.get(row.key), raw.note(row.key))
        if value is not None:
            raw.metadata[row.key] = value
    for place, resource in enumerate(raw.resources):
        read = {
            row.key: read_value(row, resource.get(row.key), raw.note(row.key, place))
            for row in resource_fields()
        }
        raw.parts.append({key: value for key, value in read.items() if value is not None})


def _slug(given: object, note: Note) -> str:
    """The short name of the source where it can be one here, else "" and a finding."""
    name = clean_line(plain(given) or "")
    if not name:
        return ""
    slug = name.lower() if SLUG.fullmatch(name.lower()) else ""
    if slug != name:
        note("repair-slug", before=quoted(name))
    return slug


def _part_name(resource: Mapping[str, Any]) -> str:
    for place in ("id", "url", "name"):
        if text := clean_line(plain(resource.get(place)) or ""):
            return text
    return ""


def _publisher(
    package: Mapping[str, Any], raw: Raw, agencies: Directory, owner: str
) -> Publisher | None:
    """The agency the package names; else the owner of its portal, told as a finding."""
    given = package.get("organization")
    organization = given if isinstance(given, dict) else {"title": given}
    if title := clean_line(plain(organization.get("title")) or ""):
        return agencies.publisher(title)
    for code in (organization.get("name"), package.get("owner_org")):
        if isinstance(code, str) and (known := agencies.of_code(code)):
            return known
    if owner and (known := agencies.of_code(owner)):
        return known
    host = host_of(_address(package.get("url")))
    if not host:
        return None
    portal_owner = portals().get(host, "")
    publisher = agencies.publisher(portal_owner or host)
    code = "repair-publisher-of-portal" if portal_owner else "repair-publisher-of-host"
    raw.note("owner_org")(code, before=host, after=publisher.name)
    return publisher
