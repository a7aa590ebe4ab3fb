"""Snapshots over HTTP: files with validators and ranges, never what was taken back."""

import datetime as dt
import gzip
import hashlib
import shutil

import pytest
from flask import Flask

from catalog.jobs.installation import Installation
from catalog.rdf.formats import FORMATS, Format
from catalog.services.datasets import (
    approve_dataset,
    edit_dataset,
    submit_dataset,
    withdraw_dataset,
)
from schemas.dataset import DatasetRecord
from tests.fixtures_app import DISTRIBUTION, NOW, draft, person, published
from tests.fixtures_http import client_of

forms = pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)


def make(installation: Installation) -> None:
    assert installation.snapshots.make(installation.sessions, installation.site, NOW)


def withdraw(installation: Installation, record: DatasetRecord) -> None:
    with installation.sessions.write() as session:
        head = person(installation, "head")
        withdraw_dataset(session, head, record.slug, "จบ", version=record.version, now=NOW)


@forms
def test_a_snapshot_is_a_file(app: Flask, installation: Installation, form: Format) -> None:
    published(installation)
    client = client_of(app)
    live = client.get(f"/catalog.{form.suffix}").data
    make(installation)
    plain = client.get(f"/snapshot/catalog.{form.suffix}")
    packed = client.get(f"/snapshot/catalog.{form.suffix}.gz")
    assert plain.data == gzip.decompress(packed.data) == live
    assert plain.content_type == form.content_type
    assert packed.content_type == "application/gzip"
    assert "Content-Encoding" not in packed.headers
    for answer, path in ((plain, form.suffix), (packed, f"{form.suffix}.gz")):
        address = f"/snapshot/catalog.{path}"
        digest = hashlib.sha256(answer.data).hexdigest()
        assert answer.get_etag() == (digest, False)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert answer.content_length == len(answer.data)
        told = client.get(f"{address}.sha256")
        assert told.text == f"{digest}  catalog.{path}\n"
        held = client.get(address, headers={"If-None-Match": f'"{digest}"'})
        assert (held.status_code, held.data) == (304, b"")
        assert answer.last_modified is not None
        since = {"If-Modified-Since": answer.headers["Last-Modified"]}
        assert client.get(address, headers=since).status_code == 304
        part = client.get(address, headers={"Range": "bytes=5-24", "If-Range": f'"{digest}"'})
        assert (part.status_code, part.data) == (206, answer.data[5:25])
        assert client.head(address).content_length == len(answer.data)
        beyond = client.get(address, headers={"Range": f"bytes={len(answer.data)}-"})
        assert beyond.status_code == 416
        tail = client.get(address, headers={"Range": "bytes=-7"})
        assert tail.data == answer.data[-7:]


@forms
def test_without_fresh_files_the_rows_answer(
    app: Flask, installation: Installation, form: Format
) -> None:
    client = client_of(app)
    kept, gone = published(installation), published(installation, draft(title="ปลาทองคำ"))
    make(installation)
    tag = client.head(f"/snapshot/catalog.{form.suffix}").get_etag()[0]
    withdraw(installation, gone)
    for path in (f"/snapshot/catalog.{form.suffix}", f"/snapshot/catalog.{form.suffix}.gz"):
        answer = client.get(path, headers={"If-None-Match": f'"{tag}"'})
        text = answer.data if path.endswith(form.suffix) else gzip.decompress(answer.data)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.get_etag() == (None, None)
        assert kept.slug in text.decode()
        assert gone.slug not in text.decode()
        assert client.get(f"{path}.sha256").status_code == 404
    assert installation.snapshots.wanted


def test_a_file_that_was_hidden_leaves_with_the_change(
    app: Flask, installation: Installation
) -> None:
    record = published(installation)
    make(installation)
    client = client_of(app)
    url = str(DISTRIBUTION.metadata["url"])
    assert url in client.get("/snapshot/catalog.ttl").text
    hidden = type(DISTRIBUTION)(
        uid=record.distributions[0].uid,
        metadata={**DISTRIBUTION.metadata, "resource_private": True},
    )
    with installation.sessions.write() as session:
        steward = person(installation, "steward")
        words = draft(slug=record.slug, distributions=(hidden,))
        edited = edit_dataset(session, steward, record.slug, words, version=record.version, now=NOW)
    assert url in client.get("/snapshot/catalog.ttl").text, "a draft changes nothing"
    later = NOW + dt.timedelta(minutes=1)
    for who, step in (("steward", submit_dataset), ("head", approve_dataset)):
        with installation.sessions.write() as session:
            actor = person(installation, who)
            edited = step(session, actor, record.slug, version=edited.version, now=later)
    assert url not in client.get("/snapshot/catalog.ttl").text
    assert url not in gzip.decompress(client.get("/snapshot/catalog.ttl.gz").data).decode()


def test_files_that_vanish_are_no_error(app: Flask, installation: Installation) -> None:
    record = published(installation)
    make(installation)
    for folder in installation.snapshots.folder.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    client = client_of(app)
    assert record.slug in client.get("/snapshot/catalog.ttl").text
    assert client.get("/snapshot/catalog.ttl.sha256").status_code == 404


def test_only_known_syntaxes(app: Flask) -> None:
    assert client_of(app).get("/snapshot/catalog.zip").status_code == 404
    assert client_of(app).get("/snapshot/catalog").status_code == 404
