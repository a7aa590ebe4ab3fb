"""Outlines say what the records of public datasets say, and nothing of any other."""

import datetime as dt
from pathlib import Path

import pytest

from catalog.auth.policy import ANYONE
from catalog.db.models import Agency, Revision
from catalog.db.queries.datasets import Which, of_agency, walk_datasets
from catalog.db.queries.outlines import _instant, _kept, outlines_of_rows, walk_outlines
from catalog.jobs.installation import Installation
from catalog.rdf.formats import FORMATS, Format
from catalog.rdf.outline import outline_of
from catalog.rdf.stream import catalog_document, outlines_document
from tests.fixtures_app import published
from tests.security.world import HIDDEN, World, build


@pytest.fixture(scope="module")
def world(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Three public datasets and everything hidden that there can be."""
    folder = tmp_path_factory.mktemp("outlines") / "data"
    return build(folder, seeded_folder, tuple(HIDDEN))


def test_only_what_anyone_may_see(world: World) -> None:
    with world.installation.sessions.read() as session:
        found = list(walk_outlines(session))
        assert [each.slug for each in found] == [record.slug for record in world.public]
        whole = repr(found)
        assert not any(p.th in whole or p.en in whole for p in world.planted.values())
        hidden = [planted.record.row for planted in world.planted.values()]
        one = world.public[1].row
        again = outlines_of_rows(session, [*hidden, one])
        public = {record.row for record in world.public}
        assert {each.row for each in again} == {one, *hidden} & public
        assert outlines_of_rows(session, []) == []


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_the_catalogue_is_the_same_from_outlines_and_from_records(
    world: World, form: Format
) -> None:
    site = world.installation.site
    with world.installation.sessions.read() as session:
        records = walk_datasets(session, ANYONE, which=Which.PUBLISHED)
        meant = b"".join(catalog_document(records, site, form))
        for chunk in (1, 2, 1000):
            read = walk_outlines(session, chunk=chunk)
            assert b"".join(outlines_document(read, site, form)) == meant


def test_an_outline_is_that_of_its_record(installation: Installation) -> None:
    published(installation)
    with installation.sessions.read() as session:
        record = next(walk_datasets(session, ANYONE, which=Which.PUBLISHED))
        (stored,) = outlines_of_rows(session, [record.row])
        assert list(walk_outlines(session)) == [stored.outline]
    assert (stored.row, stored.version) == (record.row, record.version)
    assert stored.outline[:5] == outline_of(record)[:5]
    assert stored.outline.metadata.keys() == record.metadata.keys()


def test_of_one_agency_only(world: World) -> None:
    with world.installation.sessions.read() as session:
        assert list(walk_outlines(session, of_agency("5004"))) == []
        assert len(list(walk_outlines(session, of_agency("5001")))) == len(world.public)
        assert session.query(Agency).count() > 1


def test_json_of_every_database() -> None:
    column = Revision.__table__.c.metadata
    assert str(_kept("postgresql", column)) == "CAST(revision.metadata AS TEXT)"
    assert str(_kept("sqlite", column)) == "CAST(revision.metadata AS BLOB)"


def test_instants_of_every_database() -> None:
    at = dt.datetime(2026, 1, 2, 10, 4, 5, 6, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert _instant(at) == _instant("2026-01-02 03:04:05.000006") == "2026-01-02T03:04:05+00:00"
