"""The measures of a dataset on the web: for public datasets, in every syntax, told when changed."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from rdflib import Graph, Namespace, URIRef

from catalog.jobs.installation import Installation
from catalog.services.datasets import withdraw_dataset
from tests.fixtures_app import NOW, draft, person, published, registered

DQV = Namespace("http://www.w3.org/ns/dqv#")
BASE = "http://catalogue.test"


def test_a_dataset_leads_to_its_measures(app: Flask, installation: Installation) -> None:
    record = published(installation)
    client = app.test_client()
    own = Graph().parse(data=client.get(f"/dataset/{record.slug}.ttl").text, format="turtle")
    dataset = URIRef(f"{BASE}/dataset/{record.slug}")
    address = str(own.value(dataset, DQV.hasQualityMetadata)).removeprefix(BASE)
    answer = client.get(address, headers={"Accept": "application/rdf+xml"})
    assert answer.mimetype == "application/rdf+xml"
    assert "Accept" in answer.headers["Vary"]
    found = Graph().parse(data=answer.text, format="xml")
    assert len(list(found.objects(dataset, DQV.hasQualityMeasurement))) == 3
    for suffix in ("ttl", "jsonld", "rdf", "nt"):
        assert client.get(f"{address}.{suffix}").status_code == 200


def test_it_is_the_same_until_the_month_ends(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = published(installation)
    client, path = app.test_client(), f"/dataset/{record.slug}/quality.ttl"
    tag = {"If-None-Match": client.get(path).headers["ETag"]}
    monkeypatch.setattr(installation, "now", lambda: NOW + dt.timedelta(days=4))
    assert client.get(path, headers=tag).status_code == 304
    monkeypatch.setattr(installation, "now", lambda: NOW + dt.timedelta(days=8))
    assert client.get(path, headers=tag).status_code == 200


def test_only_public_datasets_are_measured(app: Flask, installation: Installation) -> None:
    client = app.test_client()
    hidden = registered(installation)
    internal = draft(title="ภายใน", data_category="internal", data_classification=None)
    for slug in (hidden.slug, published(installation, internal).slug, "no-such-dataset"):
        assert client.get(f"/dataset/{slug}/quality.ttl").status_code == 404
    gone = published(installation, draft(title="ถอนแล้ว"))
    with installation.sessions.write() as session:
        withdraw_dataset(
            session, person(installation, "head"), gone.slug, "ซ้ำ", version=gone.version, now=NOW
        )
    assert client.get(f"/dataset/{gone.slug}/quality").status_code == 410
