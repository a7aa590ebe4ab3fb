"""The cached texts for quoted phrases: as new as the index, mended like it, read as bytes."""

import pytest

from catalog.auth.policy import ANYONE
from catalog.db.queries.search_texts import (
    encoded,
    forget_texts,
    put_texts,
    rows_holding,
    version_of_texts,
)
from catalog.jobs.index import compare_index, rebuild_index, repair_index
from catalog.jobs.installation import Installation
from catalog.search.query import squeeze
from catalog.services.search import search_datasets
from tests.fixtures_app import draft, published


def _found(installation: Installation, words: str) -> list[int]:
    with installation.sessions.read() as session:
        page = search_datasets(session, installation.search, ANYONE, text=words)
        return [] if page.relaxed else [record.row for record in page.records]


def test_a_phrase_is_found_once_the_index_is_new(installation: Installation) -> None:
    record = published(installation, draft(title_en="Flood gates of canals"))
    published(installation, draft(title_en="Canals: gates of flood"))
    assert _found(installation, '"flood gates"') == [record.row]
    assert _found(installation, '"gates flood"') == []


def test_texts_lost_wrong_or_left_over_are_drift(installation: Installation) -> None:
    sessions, search = installation.sessions, installation.search
    first = published(installation, draft(title_en="First set"))
    second = published(installation, draft(title_en="Second set"))
    with sessions.write() as session:
        forget_texts(session, [first.row])
        put_texts(session, [(second.row, 99, "x"), (999, 1, "left over")])
    drift = compare_index(sessions, search)
    assert (drift.missing, drift.stale, drift.extra) == ((first.row,), (second.row,), (999,))
    repair_index(sessions, search, drift)
    assert not compare_index(sessions, search)
    assert _found(installation, '"second set"') == [second.row]


def test_a_rebuild_makes_the_texts_anew(installation: Installation) -> None:
    record = published(installation)
    with installation.sessions.write() as session:
        forget_texts(session, [record.row])
        put_texts(session, [(999, 1, "left over")])
    rebuild_index(installation.sessions, installation.search)
    with installation.sessions.read() as session:
        assert version_of_texts(session) == {record.row: record.version}


@pytest.mark.parametrize("letters", ["น้ำท่วม", "pm2.5 ≤ 10 µg/m³", "数据", "😀 ป"])
def test_letters_of_any_script_are_looked_for(installation: Installation, letters: str) -> None:
    phrase = squeeze(letters)
    with installation.sessions.write() as session:
        put_texts(session, [(1, 1, f"ก {phrase} ข"), (2, 1, phrase[:-1])])
        assert rows_holding(session, [1, 2], [phrase]) == [1]
        assert rows_holding(session, [2, 1], [phrase[0], phrase[:-1]]) == [1, 2]
        assert rows_holding(session, [2], [phrase]) == rows_holding(session, [], ["ก"]) == []
    assert len(encoded("น้ำท่วม")) == len("น้ำท่วม")
