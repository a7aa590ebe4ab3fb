"""Lets ckanext-dcat serialise records, in its own environment; ``bench.rdf`` talks to it by lines.

    .cache/peers/bin/python bench/dcat_peer.py FILE < commands

FILE holds one CKAN package a line.  A command is ``SYNTAX document COUNT`` (a serialiser for each
dataset, as its dataset endpoint makes one) or ``SYNTAX pages COUNT`` (100 datasets a page, as its
catalogue endpoint does); the answer is the CPU seconds that it took, as JSON.

What CKAN would ask its database and Solr is answered from memory: the publisher, the licences, the
date of the last change.  That takes work away from ckanext-dcat, never from us.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from importlib import metadata
from typing import Any

PAGE = 100
PROFILES = ["euro_dcat_ap_3"]
BASE = "https://data.example.th"


def prepared() -> Any:
    """The serialiser's class, set up as a portal sets it up, without a database."""
    import ckanext.dcat.profiles.base as base  # type: ignore[import-not-found]
    from ckan.common import config  # type: ignore[import-not-found]
    from ckan.plugins import toolkit  # type: ignore[import-not-found]
    from ckanext.dcat.processors import RDFSerializer  # type: ignore[import-not-found]

    config.update(
        {
            "ckan.site_url": BASE,
            "ckanext.dcat.base_uri": BASE,
            "ckan.locale_default": "th",
            "ckan.plugins": "",
        }
    )
    answers: dict[str, Callable[..., Any]] = {
        "license_list": lambda _context, _asked: [],
        "organization_show": lambda _context, asked: asked,
        "package_search": lambda _context, _asked: {
            "count": 1,
            "results": [{"metadata_modified": "2025-01-01T00:00:00"}],
        },
    }
    # An action that is not there is a plugin that is not installed: it asks for scheming's.
    base.get_action = answers.__getitem__
    toolkit.get_action = answers.__getitem__
    return RDFSerializer


def main() -> None:
    """Answer commands until there are none."""
    warnings.simplefilter("ignore")
    with open(sys.argv[1], encoding="utf-8") as file:
        packages = [json.loads(line) for line in file]
    serializer = prepared()
    one = serializer(profiles=PROFILES)
    one.graph_from_dataset(packages[0])
    _tell(
        {
            "version": metadata.version("ckanext-dcat"),
            "ckan": metadata.version("ckan"),
            "rdflib": metadata.version("rdflib"),
            "triples": len(one.g),
        }
    )
    for line in sys.stdin:
        syntax, what, count = line.split()
        given = packages[: int(count)]
        began = time.process_time()
        if what == "document":
            for package in given:
                serializer(profiles=PROFILES).serialize_dataset(package, _format=syntax)
        else:
            for start in range(0, len(given), PAGE):
                page = given[start : start + PAGE]
                serializer(profiles=PROFILES).serialize_catalog({}, page, _format=syntax)
        _tell(time.process_time() - began)


def _tell(answer: object) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
