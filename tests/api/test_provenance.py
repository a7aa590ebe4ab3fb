"""The history of a dataset on the web: what was public, when, and never by whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Flask
from rdflib import Graph, URIRef
from rdflib.namespace import PROV
from sqlalchemy import update

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.models import Revision
from catalog.db.queries.datasets import Which, get_dataset
from catalog.db.queries.revisions import public_revisions
from catalog.harvest.run import import_packages
from catalog.jobs.installation import Installation
from catalog.services.datasets import (
    approve_dataset,
    edit_dataset,
    submit_dataset,
    withdraw_dataset,
)
from schemas.dataset import DatasetDraft
from tests.fixtures_app import NOW, draft, person, published, registered

DAY = dt.timedelta(days=1)


def edited(installation: Installation, name: str, handed_in: DatasetDraft, at: dt.datetime) -> None:
    """A new working revision."""
    steward = person(installation, "steward")
    with installation.sessions.write() as session:
        version = get_dataset(session, steward, name, Which.LATEST).version
        edit_dataset(session, steward, name, handed_in, version=version, now=at)


def approved(installation: Installation, name: str, at: dt.datetime) -> None:
    """The working revision, published."""
    for who, step in (("steward", submit_dataset), ("head", approve_dataset)):
        actor = person(installation, who)
        with installation.sessions.write() as session:
            version = get_dataset(session, actor, name, Which.LATEST).version
            step(session, actor, name, version=version, now=at)


def revisions(installation: Installation, name: str) -> list[tuple[int, dt.datetime]]:
    with installation.sessions.read() as session:
        record = get_dataset(session, ANYONE, name, Which.PUBLISHED)
        return [(each.number, each.published) for each in public_revisions(session, record)]


def test_what_was_public_and_nothing_between(installation: Installation) -> None:
    name = published(installation).slug
    edited(installation, name, draft(title="ร่าง"), NOW + DAY)
    edited(installation, name, draft(title="แก้ร่าง"), NOW + 2 * DAY)
    approved(installation, name, NOW + 3 * DAY)
    edited(installation, name, draft(title="เฉพาะหน่วยงาน", private=True), NOW + 4 * DAY)
    approved(installation, name, NOW + 5 * DAY)
    edited(installation, name, draft(title="เปิดอีก"), NOW + 6 * DAY)
    approved(installation, name, NOW + 7 * DAY)
    edited(installation, name, draft(title="กำลังทำ"), NOW + 8 * DAY)
    assert revisions(installation, name) == [
        (1, NOW),
        (3, NOW + 3 * DAY),
        (5, NOW + 7 * DAY),
    ]


def test_what_was_published_above_the_public_level_is_not_told(
    installation: Installation,
) -> None:
    inner: dict[str, Any] = {"data_category": "internal", "data_classification": "private"}
    name = published(installation, draft(**inner)).slug
    edited(installation, name, draft(), NOW + DAY)
    approved(installation, name, NOW + 2 * DAY)
    assert revisions(installation, name) == [(2, NOW + 2 * DAY)]


def test_what_was_imported(installation: Installation) -> None:
    package = {
        "name": "imported",
        "title": "นำเข้า",
        "notes": "ก",
        "organization": {"title": "สำนักงานเขตพระนคร"},
        "license_id": "cc-by",
        "resources": [],
    }
    sessions = installation.sessions
    for at in (NOW + DAY, NOW + 2 * DAY):
        changed = {**package, "notes": f"รุ่น {at}"}
        import_packages(sessions, SYSTEM, [(1, changed)], source="s", now=lambda: at)  # noqa: B023
    assert revisions(installation, "imported") == [(1, NOW + DAY), (2, NOW + 2 * DAY)]


def test_a_clock_that_went_back_loses_no_published_revision(installation: Installation) -> None:
    name = published(installation).slug
    with installation.sessions.write() as session:
        session.execute(update(Revision).values(at=NOW + DAY))
    assert revisions(installation, name) == [(1, NOW)]


def test_the_document_in_every_syntax(app: Flask, installation: Installation) -> None:
    name = published(installation).slug
    edited(installation, name, draft(title="ใหม่"), NOW + DAY)
    approved(installation, name, NOW + DAY)
    client, path = app.test_client(), f"/dataset/{name}/provenance"
    answer = client.get(path, headers={"Accept": "application/rdf+xml"})
    assert answer.mimetype == "application/rdf+xml"
    assert "Accept" in answer.headers["Vary"]
    found = Graph().parse(data=answer.text, format="xml")
    whole = f"http://catalogue.test{path}"
    steps = {(URIRef(f"{whole}#revision-2"), URIRef(f"{whole}#revision-1"))}
    assert set(found.subject_objects(PROV.wasRevisionOf)) == steps
    for suffix in ("ttl", "jsonld", "rdf", "nt"):
        told = client.get(f"{path}.{suffix}")
        assert told.status_code == 200
        assert "คุณ" not in told.text.replace("คุณภาพ", "")  # every person's name begins with it
        tag = {"If-None-Match": told.headers["ETag"]}
        assert client.get(f"{path}.{suffix}", headers=tag).status_code == 304


def test_croissant_of_a_public_dataset(app: Flask, installation: Installation) -> None:
    record = published(installation)
    client, path = app.test_client(), f"/dataset/{record.slug}/croissant.json"
    answer = client.get(path)
    assert answer.mimetype == "application/ld+json"
    assert answer.get_json(force=True)["name"] == record.title.th
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(path, headers=tag).status_code == 304


def test_both_are_for_public_datasets_only(app: Flask, installation: Installation) -> None:
    client = app.test_client()
    hidden = registered(installation).slug
    internal = draft(title="ภายใน", data_category="internal", data_classification=None)
    inner = published(installation, internal).slug
    gone = published(installation, draft(title="ถอนแล้ว"))
    with installation.sessions.write() as session:
        head = person(installation, "head")
        withdraw_dataset(session, head, gone.slug, "ซ้ำ", version=gone.version, now=NOW)
    for door in ("provenance", "provenance.ttl", "croissant.json"):
        for slug in (hidden, inner, "no-such-dataset", "a%00b"):
            assert client.get(f"/dataset/{slug}/{door}").status_code == 404
        assert client.get(f"/dataset/{gone.slug}/{door}").status_code == 410
