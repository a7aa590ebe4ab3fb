"""The index is tidied in the night, when much of it was replaced, and answers as before."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from catalog.auth.policy import ANYONE
from catalog.jobs.index import rebuild_index
from catalog.jobs.installation import Installation
from catalog.jobs.nightly import Nightly
from catalog.jobs.worker import Worker
from catalog.search.whoosh import WhooshBackend
from catalog.services.search import SearchPage, search_datasets
from schemas.time import BANGKOK
from tests.changing import Changer
from tests.fixtures_app import draft, published

NAMES = [f"set-{number}" for number in range(6)]
SAID = "search index tidied"


def at(day: int, hour: int) -> dt.datetime:
    """An instant of November 2026 as clocks in Thailand show it."""
    return dt.datetime(2026, 11, day, hour, tzinfo=BANGKOK)


@pytest.fixture
def worn(installation: Installation) -> Installation:
    """An installation half of whose documents were replaced."""
    for name in NAMES:
        published(installation, draft(slug=name, title=f"ทะเบียน {name}"))
    rebuild_index(installation.sessions, installation.search)
    changer = Changer(installation, list(NAMES))
    for act in (changer.edit, changer.edit, changer.withdraw):
        act()
    installation.drain()
    return installation


def answers(installation: Installation) -> list[SearchPage]:
    with installation.sessions.read() as session:
        return [
            search_datasets(session, installation.search, ANYONE, text=text, sort=sort)
            for text in ("", "ทะเบียน", "แก้แล้ว", "set-2")
            for sort in ("relevance", "title")
        ]


def share(installation: Installation) -> float:
    assert isinstance(installation.search, WhooshBackend)
    with installation.search._lease() as snapshot:
        return snapshot.deleted_share()


def told(caplog: pytest.LogCaptureFixture, nightly: Nightly, now: dt.datetime) -> bool:
    caplog.clear()
    nightly.installation.now = lambda: now
    nightly.run()
    return SAID in caplog.text


def test_a_worn_index_is_tidied_once_a_night_and_answers_as_before(
    worn: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    before, held, nightly = answers(worn), worn.search.versions(), Nightly(worn)
    assert [page.total for page in before[::2]] == [5, 5, 2, 5]
    assert share(worn) == 0.5
    assert not told(caplog, nightly, at(26, 0)), "not night yet"
    assert not told(caplog, nightly, at(26, 5)), "people come to work"
    assert share(worn) == 0.5
    assert told(caplog, nightly, at(27, 1))
    assert share(worn) == 0.0
    assert answers(worn) == before
    assert worn.search.versions() == held
    assert not told(caplog, nightly, at(27, 4))
    # The next night it is looked at again, and left as it is: nothing was replaced since.
    assert not told(caplog, nightly, at(28, 1))
    assert worn.search.optimise(), "whatever the share"


def test_a_little_worn_index_is_left_alone(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for name in NAMES:
        published(installation, draft(slug=name))
    rebuild_index(installation.sessions, installation.search)
    Changer(installation, list(NAMES)).edit()
    installation.drain()
    assert not told(caplog, Nightly(installation), at(26, 2))
    assert 0 < share(installation) < 0.2


def test_the_worker_does_it(worn: Installation, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    worn.now = lambda: at(26, 2)
    worker = Worker(worn)
    worker.nightly = Nightly(worn, pause=-1)
    worker.round()
    worker.stop()
    assert SAID in caplog.text
    assert share(worn) == 0.0
