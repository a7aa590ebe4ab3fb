"""The shapes of the Thai standard at their address, and pyshacl with them on what we publish."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from flask import Flask
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SH

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published

PATH = "/shapes/th-gov"
BASE = "http://catalogue.test"


def shapes(app: Flask) -> Graph:
    return Graph().parse(data=app.test_client().get(f"{PATH}.ttl").text, format="turtle")


def judged(app: Flask, slug: str) -> tuple[bool, Graph, str]:
    text = app.test_client().get(f"/dataset/{slug}.ttl").text
    data = Graph().parse(data=text, format="turtle")
    found: tuple[bool, Graph, str] = pyshacl.validate(data, shacl_graph=shapes(app))
    return found


def test_the_address_of_a_shape_leads_to_it(app: Flask) -> None:
    client = app.test_client()
    assert client.get(PATH).mimetype == "text/turtle"
    assert "Accept" in client.get(PATH).headers["Vary"]
    xml = client.get(PATH, headers={"Accept": "application/rdf+xml"})
    assert xml.mimetype == "application/rdf+xml"
    shape = URIRef(f"{BASE}{PATH}#Dataset")
    assert (shape, RDF.type, SH.NodeShape) in Graph().parse(data=xml.text, format="xml")
    for suffix in ("ttl", "jsonld", "rdf", "nt"):
        answer = client.get(f"{PATH}.{suffix}")
        assert answer.status_code == 200
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"{PATH}.{suffix}", headers=tag).status_code == 304


def test_the_shapes_are_shapes(app: Flask) -> None:
    """By the shapes of shapes that SHACL itself gives."""
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(app), meta_shacl=True)
    assert conforms, text


def test_a_complete_dataset_passes_and_a_bare_one_is_told(
    app: Flask, installation: Installation
) -> None:
    whole = published(installation)
    conforms, _, text = judged(app, whole.slug)
    assert conforms, text


def test_anybody_can_use_them(app: Flask, installation: Installation, tmp_path: Path) -> None:
    """A record of another catalogue that lacks nearly everything."""
    published(installation, draft())
    other = """
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <https://elsewhere.example/1> a dcat:Dataset ; dct:title "ชุดข้อมูล"@th .
    """
    data = Graph().parse(data=other, format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes(app))
    assert not conforms
    said = {str(text) for text in report.objects(None, SH.resultMessage)}
    assert "ไม่มีคำสำคัญ (tag_string)" in said
    assert "Tags (tag_string) is missing" in said
    assert not [text for text in said if "(title)" in text]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_changes_them(app: Flask, method: str) -> None:
    assert getattr(app.test_client(), method)(f"{PATH}.ttl").status_code == 405
