"""Harvests the catalogue with CKAN's own programs; runs in their environment, not in ours.

    .cache/peers/bin/python tests/interop/portal.py dcat ADDRESS LOCALE
    .cache/peers/bin/python tests/interop/portal.py ckan ADDRESS [FILTER]

Prints what a portal would make of it, as JSON.  CKAN is told its own address and language; what it
would write of errors to its database, which is not there, ends the walk.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any


def dcat(address: str, locale: str) -> dict[str, Any]:
    """The walk of ckanext-dcat's harvester: each page by its fetcher, then on by its parser."""
    from ckan.common import config  # type: ignore[import-not-found]

    config.update(
        {
            "ckan.site_url": "http://portal.test",
            "ckan.site_id": "portal",
            "ckan.locale_default": locale,
            "ckan.plugins": "",
        }
    )
    from ckanext.dcat.harvesters.rdf import DCATRDFHarvester  # type: ignore[import-not-found]
    from ckanext.dcat.processors import RDFParser  # type: ignore[import-not-found]

    harvester = DCATRDFHarvester()
    harvester._save_gather_error = failed
    pages, found, form = 0, [], None
    while address:
        content, form = harvester._get_content_and_type(address, None, 1, content_type=form)
        parser = RDFParser(profiles=["euro_dcat_ap_3"])
        parser.parse(content, _format=form)
        pages += 1
        found += [
            {
                "guid": next(e["value"] for e in each["extras"] if e["key"] == "uri"),
                "title": each["title"],
                "license": each.get("license_id"),
                "publisher": next(
                    (e["value"] for e in each["extras"] if e["key"] == "publisher_name"), None
                ),
                "resources": [resource.get("url") for resource in each["resources"]],
            }
            for each in parser.datasets()
        ]
        address = parser.next_page()
    return {"pages": pages, "datasets": found, "format": form}


def failed(message: str, _job: object) -> None:
    """What the harvester would tell its operator."""
    raise RuntimeError(message)


def ckan(address: str, *filters: str) -> dict[str, Any]:
    """The walk of CKANHarvester over the Action API."""
    from ckanext.harvest.harvesters.ckanharvester import (  # type: ignore[import-not-found]
        CKANHarvester,
    )

    harvester = CKANHarvester()
    harvester.config = {}
    found = harvester._search_for_datasets(address, list(filters) or None)
    return {"names": [each["name"] for each in found]}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    harvest = dcat if sys.argv[1] == "dcat" else ckan
    print(json.dumps(harvest(*sys.argv[2:])))  # noqa: T201
