"""The page for whoever runs a portal: what to enter there, with addresses to copy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from catalog.db.queries.agencies import get_agency
from catalog.web.context import here
from catalog.web.i18n import gettext as _
from schemas.agency import AgencyRecord
from vocab.profiles.exchange import PROFILES


@dataclass(frozen=True, slots=True)
class Door:
    """A way to take the catalogue: its name, what to enter, and what is good to know."""

    name: str
    address: str
    kind: str
    about: str


def for_portals() -> ResponseReturnValue:
    """What a portal enters to take the catalogue, or with ?agency=CODE one agency's part of it."""
    code = request.args.get("agency", "")
    agency = None
    if code:
        with here().sessions.read() as rows:
            agency = get_agency(rows, code)
    return render_template(
        "portals.html",
        agency=agency,
        doors=_doors(agency),
        profiles=PROFILES,
        others=_others(),
        ckan_filter=f'{{"organizations_filter_include": ["{code}"]}}' if code else "",
    )


def _doors(agency: AgencyRecord | None) -> list[Door]:
    site = here().site
    own = site.of_agency(agency) if agency is not None else site
    return [
        Door(
            _("DCAT RDF harvester (ckanext-dcat and others)"),
            f"{own.catalogue}.ttl?limit=100",
            "text/turtle",
            _(
                "In pages, which the harvester follows by itself. It also deletes what was "
                "withdrawn here. Set the portal's language to Thai to get Thai titles."
            ),
        ),
        Door(
            _("Everything in one answer (DCAT)"),
            f"{own.catalogue}.ttl",
            "text/turtle",
            _("Also as .rdf, .jsonld and .nt. Read it to the end before you delete anything."),
        ),
        Door(
            _("CKAN harvester"),
            site.base,
            "CKAN",
            _(
                "Without /api behind it. It takes what changed since the last run and never "
                "deletes: take the DCAT harvester where withdrawals matter."
            ),
        ),
        Door(
            _("OAI-PMH, metadata prefix %(prefix)s or oai_dc", prefix=here().config.oai_prefix),
            f"{site.base}/oai",
            "OAI-PMH 2.0",
            _("Tells of withdrawn datasets as deleted records. Each agency is a set (ListSets)."),
        ),
    ]


def _others() -> list[Door]:
    base = here().site.base
    return [
        Door(
            _("The whole catalogue as a file"),
            f"{base}/snapshot/catalog.ttl.gz",
            "gzip",
            _("Made each night, with its checksum behind .sha256. Good for a first full copy."),
        ),
        Door("data.json", f"{base}/data.json", "DCAT-US 1.1", _("Everything as one JSON file.")),
        Door(
            _("What changed"),
            f"{base}/changes.atom",
            "Atom",
            _("What came, changed or left, the newest first."),
        ),
        Door(_("New datasets"), f"{base}/feed.atom", "Atom", _("For people and feed readers.")),
        Door("ResourceSync", f"{base}/.well-known/resourcesync", "XML", _("Lists of changes.")),
        Door("VoID", f"{base}/.well-known/void", "RDF", _("Where all dumps are, by agency.")),
        Door("OpenSearch", f"{base}/opensearch.xml", "XML", _("How to search here.")),
        Door(_("Site map"), f"{base}/sitemap.xml", "XML", _("All public pages.")),
        Door("OpenAPI", f"{base}/api/v1/openapi.json", "JSON", _("The interface for developers.")),
    ]
