"""The actions that read one thing or a list; searching has a module of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from catalog.api.ckan.errors import NotFoundError, ValidationError
from catalog.api.ckan.package import (
    Json,
    ckan_licence,
    ckan_organization,
    ckan_package,
    organization_id,
    organization_name,
    tag,
)
from catalog.api.ckan.requests import Parameters, reading
from catalog.api.ckan.walks import walks
from catalog.api.requests import installation
from catalog.auth.policy import ANYONE, Actor
from catalog.db.queries import ckan as rows
from catalog.db.queries.agencies import list_agencies
from catalog.db.queries.ckan import Reach
from catalog.db.queries.datasets import datasets_of_rows
from schemas.agency import AgencyRecord
from vocab.concepts import codelist

#: Version of CKAN whose contract this follows.
CKAN_VERSION = "2.12.0"
#: Most packages that come along with an organisation.
MOST_PACKAGES = 1000
PUBLIC = Reach()


# Datasets and files ------------------------------------------------------------------------------


def package_list(given: Parameters) -> list[str]:
    """Names of the public datasets, sorted; all of them without a limit."""
    limit, offset = given.whole("limit"), given.whole("offset", 0) or 0
    question = ("package_list", limit)
    known = walks().place(question, offset) if limit and offset else None
    with reading() as (session, _):
        if known is None:
            names = rows.list_names(session, limit, offset)
        else:
            names = rows.list_names(session, limit, 0, after=known[0])
    if limit and names:
        walks().keep(question, offset + limit, (names[-1], ""), [("name", False)])
    return names


def package_show(given: Parameters) -> Json:
    """A dataset that the caller may see, by id or name."""
    name = given.required("id", "name_or_id", "name")
    with reading() as (session, actor):
        return _package(session, actor, rows.row_of(session, actor, name), "Dataset")


def resource_show(given: Parameters) -> Json:
    """A file of a dataset that the caller may see."""
    uid = given.required("id")
    with reading() as (session, actor):
        package = _package(session, actor, rows.row_of_part(session, actor, uid), "Resource")
    return next(part for part in package["resources"] if part["id"] == uid)


def _package(session: Session, actor: Actor, row: int | None, thing: str) -> Json:
    found = datasets_of_rows(session, actor, [] if row is None else [row])
    if not found:
        raise NotFoundError(thing)
    return ckan_package(found[0], installation().site)


# Organisations -----------------------------------------------------------------------------------

_ORDERS = {
    "name": lambda one: one["name"],
    "title": lambda one: one["title"],
    "package_count": lambda one: one["package_count"],
    "packages": lambda one: one["package_count"],
}


def organization_list(given: Parameters) -> list[Any]:
    """Agencies: names, or with all_fields objects."""
    with reading() as (session, _):
        listed = _organizations(session)
    wanted, looked_for = given.texts("organizations"), given.text("q").casefold()
    found = [
        one
        for one in listed
        if (not wanted or one["name"] in wanted)
        and looked_for in f"{one['name']}\n{one['title']}\n{one['description']}".casefold()
    ]
    key, falls = _order(given)
    found.sort(key=lambda one: one["name"])
    found.sort(key=_ORDERS[key], reverse=falls)
    start, limit = given.whole("offset", 0) or 0, given.whole("limit")
    found = found[start:] if limit is None else found[start : start + limit]
    return found if given.yes("all_fields") else [one["name"] for one in found]


def _order(given: Parameters) -> tuple[str, bool]:
    asked = given.text("sort", "order_by") or "title asc"
    key, *direction = asked.replace(",", " ").split() or [""]
    falls = direction == ["desc"]
    if key not in _ORDERS or direction not in ([], ["asc"], ["desc"]):
        raise ValidationError(sort=["Cannot sort by this field"])
    return key, falls


def _organizations(session: Session) -> list[Json]:
    counts = rows.count_agencies(session, PUBLIC.condition)
    site = installation().site
    return [ckan_organization(a, site, counts.get(a.row, 0)) for a in list_agencies(session)]


def organization_show(given: Parameters) -> Json:
    """An agency by id or name; with include_datasets its public datasets too."""
    name, site = given.required("id", "name"), installation().site
    with reading() as (session, _):
        agency = _agency(list_agencies(session), name)
        owned = rows.of_agencies([agency.row]) & PUBLIC.condition
        shown = ckan_organization(agency, site, rows.count_rows(session, owned))
        if given.yes("include_datasets"):
            order = [("metadata_modified", True)]
            listed = rows.list_rows(session, owned, order, limit=MOST_PACKAGES)
            found = datasets_of_rows(session, ANYONE, listed)
            shown["packages"] = [ckan_package(record, site) for record in found]
    return shown


def _agency(agencies: Iterable[AgencyRecord], name: str) -> AgencyRecord:
    site = installation().site
    for agency in agencies:
        if name in (organization_name(agency), organization_id(agency, site)):
            return agency
    raise NotFoundError("Organization")


# Groups, tags, licences --------------------------------------------------------------------------


def group_list(_given: Parameters) -> list[Any]:
    """There are no groups."""
    return []


def group_show(given: Parameters) -> Json:
    """There are no groups; an organisation is none either."""
    given.required("id", "name")
    raise NotFoundError("Group")


def tag_list(given: Parameters) -> list[Any]:
    """Keywords of the public datasets: names, or with all_fields objects."""
    if given.text("vocabulary_id"):
        raise NotFoundError("Vocabulary")
    looked_for = given.text("query", "q").casefold()
    with reading() as (session, _):
        counted = rows.count_items(session, PUBLIC.condition, "tag_string")
    names = sorted(n for n in counted if len(n) >= 2 and looked_for in n.casefold())
    return [tag(name) for name in names] if given.yes("all_fields") else names


def license_list(_given: Parameters) -> list[Mapping[str, str]]:
    """The licences of the Thai standard."""
    return [ckan_licence(concept) for concept in codelist("license_id")]


def status_show(_given: Parameters) -> Json:
    """What this site is; neither plug-ins nor addresses of people."""
    site = installation().site
    return {
        "site_title": site.title.in_language("th"),
        "site_description": site.description.in_language("th"),
        "site_url": site.base,
        "locale_default": "th",
        "ckan_version": CKAN_VERSION,
        "extensions": [],
    }
