"""A person's searches are their own, and what is new among the hits is what they may see."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from catalog.auth.policy import SYSTEM
from catalog.db.models import AuditEntry
from catalog.db.queries.saved_searches import find_email
from catalog.errors import (
    CatalogError,
    Forbidden,
    InvalidInput,
    NotFound,
    SignInRequired,
    TooManySearches,
)
from catalog.jobs.installation import Installation
from catalog.services.contact import set_email
from catalog.services.saved_searches import (
    MOST_SEARCHES,
    change_search,
    delete_search,
    list_searches,
    look_at_search,
    new_hits,
    save_search,
)
from schemas.saved_search import SavedSearchRecord
from tests.fixtures_app import NOW, draft, person, published
from vocab.codes import DigestFrequency

HOUR = dt.timedelta(hours=1)
BEFORE = NOW - HOUR


def saved(
    installation: Installation,
    who: str = "colleague",
    text: str = "ทะเบียน",
    name: str = "",
    **filters: tuple[str, ...],
) -> SavedSearchRecord:
    """A search that somebody saved an hour ago."""
    never = DigestFrequency.NONE
    with installation.sessions.write() as session:
        actor = person(installation, who)
        return save_search(session, actor, name, text, filters, "relevance", never, now=BEFORE)


def hits(installation: Installation, who: str, *searches: SavedSearchRecord) -> list[int]:
    """How many new hits each search has for somebody."""
    with installation.sessions.read() as session:
        asked = [(search, search.last_seen) for search in searches]
        found = new_hits(session, installation.search, person(installation, who), asked, NOW)
    return [len(found[search.uid]) for search in searches]


def test_a_search_is_kept_with_its_question_and_a_name(installation: Installation) -> None:
    kept = saved(installation, agency=("5001",), format=("CSV", "XLS"))
    assert kept.name == "ทะเบียน"
    assert kept.query == (
        "q=%E0%B8%97%E0%B8%B0%E0%B9%80%E0%B8%9A%E0%B8%B5%E0%B8%A2%E0%B8%99"
        "&agency=5001&format=CSV&format=XLS"
    )
    assert saved(installation, text="", format=("CSV",)).name == "CSV"
    assert saved(installation, text="").name == "*"
    assert saved(installation, text="แผงลอย", name=" ก\nข\x00 ").name == "ก ข"
    with installation.sessions.read() as session:
        assert len(list_searches(session, person(installation, "colleague"))) == 4


def test_the_same_question_is_kept_once(installation: Installation) -> None:
    assert saved(installation).uid == saved(installation, name="อีกชื่อ").uid
    assert saved(installation, format=("CSV",)).uid != saved(installation).uid


def test_a_long_text_is_kept_as_far_as_it_is_read(installation: Installation) -> None:
    words = "ทะเบียน " * 40
    kept = saved(installation, text=words)
    assert kept.text == ("ทะเบียน " * 24).strip()  # whole words of 200 characters
    assert saved(installation, text=words + "อีก").uid == kept.uid


def test_only_so_many_can_be_kept(installation: Installation) -> None:
    for number in range(MOST_SEARCHES):
        saved(installation, text=f"คำ {number}")
    with pytest.raises(TooManySearches):
        saved(installation, text="อีกคำ")


@pytest.mark.parametrize(
    ("filters", "sort"), [({"nothing": ("x",)}, "relevance"), ({}, "sideways")]
)
def test_what_no_search_knows_is_refused(
    installation: Installation, filters: dict[str, tuple[str, ...]], sort: str
) -> None:
    actor = person(installation, "steward")
    with installation.sessions.write() as session, pytest.raises(InvalidInput):
        save_search(session, actor, "", "", filters, sort, DigestFrequency.NONE, now=NOW)


@pytest.mark.parametrize("who", ["steward", "outsider", "admin", "anyone"])
def test_v11_nobody_reaches_another_persons_search(installation: Installation, who: str) -> None:
    kept = saved(installation)
    actor, daily = person(installation, who), DigestFrequency.DAILY
    wanted: type[CatalogError] = SignInRequired if who == "anyone" else NotFound
    with installation.sessions.write() as session:
        with pytest.raises(wanted):
            change_search(session, actor, kept.uid, "ของฉัน", daily, "th", now=NOW)
        with pytest.raises(wanted):
            look_at_search(session, actor, kept.uid, now=NOW)
        with pytest.raises(wanted):
            delete_search(session, actor, kept.uid, now=NOW)
        if who != "anyone":
            assert list_searches(session, actor) == ()


def test_renaming_and_deleting_leave_a_trail_without_the_words(installation: Installation) -> None:
    kept = saved(installation)
    actor = person(installation, "colleague")
    with installation.sessions.write() as session:
        daily = DigestFrequency.DAILY
        changed = change_search(session, actor, kept.uid, "ชื่อใหม่", daily, "en", now=NOW)
        assert (changed.name, changed.frequency, changed.last_sent) == ("ชื่อใหม่", daily, NOW)
        again = change_search(
            session, actor, kept.uid, "", DigestFrequency.WEEKLY, "en", now=NOW + HOUR
        )
        assert (again.name, again.last_sent) == ("ชื่อใหม่", NOW)
        delete_search(session, actor, kept.uid, now=NOW)
        assert list_searches(session, actor) == ()
        trail = session.scalars(
            select(AuditEntry).where(AuditEntry.subject_kind == "search").order_by(AuditEntry.id)
        ).all()
    assert [entry.event for entry in trail] == [
        "search.saved",
        "search.changed",
        "search.changed",
        "search.deleted",
    ]
    assert {(entry.note, str(entry.changes)) for entry in trail} == {("", "{}")}


def test_new_is_what_was_published_since_the_last_look(installation: Installation) -> None:
    kept = saved(installation)
    assert hits(installation, "colleague", kept) == [0]
    published(installation, draft(title_en="One"))
    published(installation, draft(title="ตลาดน้ำ", tag_string=("ตลาด",)))
    assert hits(installation, "colleague", kept) == [2]  # both from the register's data source
    with installation.sessions.write() as session:
        actor = person(installation, "colleague")
        seen = look_at_search(session, actor, kept.uid, now=NOW + HOUR)
        earlier = look_at_search(session, actor, kept.uid, now=NOW)
    assert seen.last_seen == earlier.last_seen == NOW + HOUR - dt.timedelta(minutes=1)
    assert hits(installation, "colleague", seen) == [0]


def test_a_search_looks_with_its_owners_eyes(installation: Installation) -> None:
    internal = {"data_category": "internal", "data_classification": "private"}
    published(installation, draft(**internal))
    published(installation, draft(private=True))
    found = {
        who: hits(installation, who, saved(installation, who))
        for who in ("steward", "colleague", "outsider", "stranger")
    }
    assert found == {"steward": [2], "colleague": [2], "outsider": [1], "stranger": [0]}


def test_filters_count_and_likeness_does_not(installation: Installation) -> None:
    published(installation)
    match = saved(installation, agency=("5001",))
    other = saved(installation, agency=("5004",))
    unlike = saved(installation, text="ทะเบียน zzqqxx")
    whole_city = saved(installation, agency=("bma", "nobody"))
    asked = (match, other, unlike, whole_city)
    assert hits(installation, "colleague", *asked) == [1, 0, 0, 1]


def test_no_searches_have_no_hits(installation: Installation) -> None:
    assert hits(installation, "colleague") == []


@pytest.mark.parametrize(
    "address",
    [
        "a b@x.th",
        "a@x.th\nBcc: b@x.th",
        "a@x.th,b@x.th",
        "@x.th",
        "a@",
        "<a@x.th>",
        "a@-x.th",
        f"{'a' * 250}@x.th",
        "ก@x.th",
    ],
)
def test_an_address_that_could_break_a_header_is_refused(
    installation: Installation, address: str
) -> None:
    with installation.sessions.write() as session, pytest.raises(InvalidInput):
        set_email(session, SYSTEM, "colleague", address, now=NOW)


def test_administrators_say_where_mail_goes(installation: Installation) -> None:
    row = person(installation, "colleague").person or 0
    with installation.sessions.write() as session:
        set_email(session, SYSTEM, "colleague", " c@bangkok.example ", now=NOW, language="en")
        assert find_email(session, row) == "c@bangkok.example"
        set_email(session, SYSTEM, "colleague", "", now=NOW)
        assert find_email(session, row) == ""
        with pytest.raises(Forbidden):
            set_email(session, person(installation, "head"), "colleague", "", now=NOW)
        with pytest.raises(NotFound):
            set_email(session, SYSTEM, "nobody", "", now=NOW)
        with pytest.raises(InvalidInput):
            set_email(session, SYSTEM, "colleague", "", now=NOW, language="fr")
