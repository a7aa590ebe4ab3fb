"""Fragments: what the rows say, to the byte, and never what nobody may see."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.models import Dataset, RdfBlock, RdfNode, Revision
from catalog.db.queries import fragments as queries
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.datasets import Which, of_agency, walk_datasets
from catalog.db.queries.fragments import SPAN, Block, put_blocks
from catalog.db.queries.outlines import outlines_of_rows
from catalog.jobs import export
from catalog.jobs import fragments as jobs
from catalog.jobs.export import export_catalogue
from catalog.jobs.installation import Installation
from catalog.jobs.worker import Worker
from catalog.rdf import packing as packings
from catalog.rdf.formats import FORMATS, TURTLE, Format
from catalog.rdf.packing import packing, stamps
from catalog.rdf.stream import catalog_document
from catalog.services.agencies import save_agency
from catalog.services.datasets import edit_dataset, withdraw_dataset
from tests.fixtures_app import NOW, draft, person, published
from tests.security.world import HIDDEN, World, build


def whole(installation: Installation, form: Format = TURTLE) -> bytes:
    with installation.sessions.read() as session:
        return b"".join(export_catalogue(session, installation.site, form))


def by_records(installation: Installation, form: Format = TURTLE) -> bytes:
    with installation.sessions.read() as session:
        records = walk_datasets(session, ANYONE, which=Which.PUBLISHED)
        return b"".join(catalog_document(records, installation.site, form))


def kept(installation: Installation) -> list[tuple[int, list[int]]]:
    """Number of the syntax and primary keys of the datasets, block by block."""
    with installation.sessions.read() as session:
        blocks = session.execute(select(RdfBlock.id, RdfBlock.held).order_by(RdfBlock.id))
        return [
            (id_ // SPAN, [int(each.partition(":")[0]) for each in held.split(",")])
            for id_, held in blocks
        ]


def texts_of(installation: Installation) -> bytes:
    """Everything that is kept written."""
    texts = b""
    with installation.sessions.read() as session:
        for id_, body in session.execute(select(RdfBlock.id, RdfBlock.body)):
            texts += packing(installation.site.base, FORMATS[id_ // SPAN]).whole(body)
        return texts + b"".join(session.scalars(select(RdfNode.body)))


def healed(installation: Installation) -> None:
    after: int | None = 0
    while after is not None:
        after = installation.heal_fragments(after)


@pytest.fixture
def no_rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Primary keys for which the export went to the rows."""
    asked: list[int] = []

    def remember(session: Session, rows: list[int]) -> object:
        asked.extend(rows)
        return outlines_of_rows(session, rows)

    monkeypatch.setattr(export, "outlines_of_rows", remember)
    return asked


@pytest.fixture(scope="module")
def world(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Three public datasets and everything hidden that there can be, all work done."""
    folder = tmp_path_factory.mktemp("fragments") / "data"
    made = build(folder, seeded_folder, tuple(HIDDEN))
    yield made
    made.installation.close()


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_the_export_is_what_the_records_say(world: World, form: Format, no_rows: list[int]) -> None:
    assert whole(world.installation, form) == by_records(world.installation, form)
    assert no_rows == []


def test_only_what_anyone_may_see_is_kept(world: World) -> None:
    public = sorted(record.row for record in world.public)
    assert kept(world.installation) == [(number, public) for number in range(len(FORMATS))]
    texts = texts_of(world.installation)
    assert world.public[0].slug.encode() in texts
    signs = [sign for planted in world.planted.values() for sign in (planted.th, planted.en)]
    assert not any(sign.encode() in texts for sign in signs)


def test_a_withdrawn_dataset_leaves_before_any_work_is_done(installation: Installation) -> None:
    record = published(installation, draft(title="ปลาทองคำ"))
    assert "ปลาทองคำ" in whole(installation).decode()
    with installation.sessions.write() as session:
        head = person(installation, "head")
        withdraw_dataset(session, head, record.slug, "จบ", version=record.version, now=NOW)
    assert len(kept(installation)) == len(FORMATS)
    for form in FORMATS:
        assert record.slug not in whole(installation, form).decode()
    installation.drain()
    assert kept(installation) == []


def test_a_reclassified_dataset_leaves_at_once(installation: Installation) -> None:
    record = published(installation)
    # Not even the version tells of it: the rule is asked of the rows.
    with installation.sessions.write() as session:
        session.execute(update(Dataset).values(audience="organisation"))
    assert record.slug not in whole(installation).decode()
    healed(installation)
    assert kept(installation) == []


def test_what_changed_is_written_from_the_rows_until_it_is_kept(
    installation: Installation, no_rows: list[int]
) -> None:
    first = published(installation)
    published(installation, draft(title="อีกชุด"))
    with installation.sessions.write() as session:
        agency = dataclasses.replace(get_agency(session, "5001"), name_th="ชื่อใหม่ของเขต")
        save_agency(session, SYSTEM, agency, now=NOW)
    assert "ชื่อใหม่ของเขต" in whole(installation).decode()
    assert len(no_rows) == 2
    assert whole(installation) == by_records(installation)
    installation.drain()
    no_rows.clear()
    assert whole(installation) == by_records(installation)
    assert no_rows == []
    with installation.sessions.write() as session:
        steward = person(installation, "steward")
        words = draft(slug=first.slug, title="ร่างที่ยังไม่เผยแพร่")
        edit_dataset(session, steward, first.slug, words, version=first.version + 1, now=NOW)
    assert "ร่างที่ยังไม่เผยแพร่" not in whole(installation).decode()
    assert no_rows == [first.row]


def test_another_writer_writes_everything_again(
    installation: Installation, no_rows: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(installation)
    before = stamps(installation.site.base)
    assert whole(installation) == by_records(installation)
    assert no_rows == []
    monkeypatch.setattr(packings, "_sources", lambda: b"another program")
    packing.cache_clear()
    try:
        assert set(stamps(installation.site.base).values()) & set(before.values()) == set()
        assert whole(installation) == by_records(installation)
        assert len(no_rows) == 1
        healed(installation)
        no_rows.clear()
        assert whole(installation) == by_records(installation)
        assert no_rows == []
    finally:
        packing.cache_clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one dataset, so that few datasets make many."""
    monkeypatch.setattr(queries, "BLOCK", 1)


@pytest.mark.usefixtures("small")
def test_healing_goes_on_in_steps(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    rows = [published(installation, draft(title=f"ชุดที่ {n}"), drain=False).row for n in range(5)]
    assert installation.heal_fragments() == rows[1] + 1
    assert installation.heal_fragments(rows[1] + 1) == rows[3] + 1
    assert installation.heal_fragments(rows[3] + 1) is None
    assert len(kept(installation)) == 5 * len(FORMATS)


@pytest.mark.usefixtures("small")
def test_the_worker_heals(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    for n in range(3):
        published(installation, draft(title=f"ชุดที่ {n}"))
    with installation.sessions.write() as session:
        session.execute(delete(RdfBlock))
    worker = Worker(installation)
    for done in range(4):
        assert len(kept(installation)) == done * len(FORMATS)
        worker.round()
    assert len(kept(installation)) == 3 * len(FORMATS)
    worker.stop()


def test_blocks_of_which_nobody_may_see_anything_are_forgotten(installation: Installation) -> None:
    record = published(installation)
    stray = Block("4711:1", "", "[]", b"")
    with installation.sessions.write() as session:
        put_blocks(session, 0, 7, {4711: stray})
        put_blocks(session, 0, 7, {})
    healed(installation)
    assert kept(installation) == [(number, [record.row]) for number in range(len(FORMATS))]


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_one_that_left_its_block_is_no_longer_told(
    installation: Installation, form: Format, no_rows: list[int]
) -> None:
    records = [published(installation, draft(title=f"ชุดที่ {n}")) for n in range(3)]
    before = whole(installation, form)
    with installation.sessions.write() as session:
        gone = Dataset.id == records[1].row
        session.execute(update(Dataset).where(gone).values(audience="organisation"))
    after = whole(installation, form)
    # What is kept of its block is still good for the others.
    assert no_rows == []
    assert records[1].slug.encode() in before
    assert records[1].slug.encode() not in after
    assert after == by_records(installation, form)


@pytest.mark.usefixtures("small")
def test_shared_nodes_stand_where_they_are_first_pointed_to(installation: Installation) -> None:
    for n in range(3):
        published(installation, draft(title=f"ชุดที่ {n}"))
    for form in FORMATS:
        assert whole(installation, form) == by_records(installation, form)


@pytest.mark.parametrize("chunk", [3, 4, 1000])
def test_blocks_are_walked_whole(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    rows = [published(installation, draft(title=f"ชุดที่ {n}"), drain=False).row for n in range(5)]
    monkeypatch.setattr(queries, "BLOCK", 2)
    with installation.sessions.read() as session:
        pages = list(queries.walk_public(session, chunk=chunk))
    met = [block for page in pages for block in page]
    assert [number for number, _ in met] == sorted({row // 2 for row in rows})
    assert ",".join(held for _, held in met) == ",".join(f"{row}:3" for row in rows)


def test_one_that_cannot_be_written_is_left_out(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    bad = published(installation, drain=False)
    good = published(installation, draft(title="ดี"), drain=False)
    with installation.sessions.write() as session:
        stated = session.scalar(select(Revision.stated).where(Revision.dataset_id == bad.row))
        assert stated is not None
        wrong = {**stated, "license_id": "no-such-code"}
        changed = update(Revision).where(Revision.dataset_id == bad.row).values(stated=wrong)
        session.execute(changed)
    installation.drain()
    # It is kept in mind that the other one cannot be written: nobody tries again and again.
    assert kept(installation) == [(n, [bad.row, good.row]) for n in range(len(FORMATS))]
    assert installation.heal_fragments() is None
    assert caplog.text.count(f"dataset {bad.slug} cannot be written") == len(FORMATS)
    found = whole(installation).decode()
    assert f"/dataset/{good.slug}>" in found
    assert f"/dataset/{bad.slug}>" not in found


@pytest.mark.usefixtures("small")
def test_a_block_of_what_cannot_be_written_is_empty(installation: Installation) -> None:
    bad = published(installation, drain=False)
    with installation.sessions.write() as session:
        session.execute(update(Revision).values(stated={"license_id": "no-such-code"}))
    installation.drain()
    assert len(kept(installation)) == len(FORMATS)
    assert bad.slug not in whole(installation).decode()
    assert whole(installation) == b"".join(catalog_document([], installation.site, TURTLE))


def test_of_some_agencies_only(world: World) -> None:
    opened = world.installation
    with opened.sessions.read() as session:
        none = b"".join(export_catalogue(session, opened.site, TURTLE, of_agency("5004")))
        all_ = b"".join(export_catalogue(session, opened.site, TURTLE, of_agency("5001")))
    assert none == b"".join(catalog_document([], opened.site, TURTLE))
    assert all_ == whole(opened)


def test_nodes_are_kept_once_and_follow_their_text(installation: Installation) -> None:
    published(installation)
    with installation.sessions.write() as session:
        session.execute(update(RdfNode).values(body=b"old"))
        count = session.scalar(select(func.count(RdfNode.id)))
    published(installation, draft(title="อีกชุด"))
    with installation.sessions.read() as session:
        assert session.scalar(select(func.count(RdfNode.id))) == count
        assert b"old" not in set(session.scalars(select(RdfNode.body)))
    assert whole(installation) == by_records(installation)
