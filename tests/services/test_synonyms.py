"""Words of one meaning: what an administrator writes holds from the next search on."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from catalog.auth.policy import ANYONE, SYSTEM, Actor
from catalog.db import migrate
from catalog.db.models import AuditEntry
from catalog.errors import (
    CatalogError,
    Forbidden,
    NotFound,
    SynonymBothSides,
    SynonymEmpty,
    SynonymGroupSize,
    SynonymLong,
    SynonymSideSize,
    SynonymTaken,
    SynonymTwice,
)
from catalog.jobs.installation import Installation
from catalog.search.synonyms import (
    Group,
    member_form,
    packaged_groups,
    packaged_related,
    packaged_synonyms,
)
from catalog.services.search import search_datasets
from catalog.services.synonyms import (
    SynonymGroup,
    add_synonyms,
    change_synonyms,
    current_synonyms,
    list_switched_off,
    list_synonyms,
    remove_synonyms,
    restore_synonyms,
)
from tests.fixtures_app import NOW, draft, person, published


def add(installation: Installation, *members: str, note: str = "") -> SynonymGroup:
    with installation.sessions.write() as session:
        return add_synonyms(session, SYSTEM, members, note, now=NOW)


def remove(installation: Installation, member: str, *, one_way: bool = False) -> SynonymGroup:
    with installation.sessions.write() as session:
        return remove_synonyms(session, SYSTEM, member, one_way=one_way, now=NOW)


def lead(installation: Installation, members: str, leads_to: str, note: str = "") -> SynonymGroup:
    with installation.sessions.write() as session:
        sides = members.split("="), leads_to.split("=")
        return add_synonyms(session, SYSTEM, sides[0], note, leads_to=sides[1], now=NOW)


def change(
    installation: Installation, member: str, members: Group, leads_to: Group | None = None
) -> SynonymGroup:
    with installation.sessions.write() as session:
        return change_synonyms(session, SYSTEM, member, members, leads_to=leads_to, now=NOW)


def restore(installation: Installation, member: str, *, one_way: bool = False) -> SynonymGroup:
    with installation.sessions.write() as session:
        return restore_synonyms(session, SYSTEM, member, one_way=one_way, now=NOW)


def switched_off(installation: Installation) -> list[str]:
    with installation.sessions.read() as session:
        return [group.words for group in list_switched_off(session, SYSTEM)]


def trail(installation: Installation) -> list[tuple[str, str, str]]:
    with installation.sessions.read() as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.subject_kind == "synonym").order_by(AuditEntry.id)
        )
        return [(row.event, row.actor_name, row.note) for row in rows]


def groups(installation: Installation) -> list[SynonymGroup]:
    with installation.sessions.read() as session:
        return list_synonyms(session, SYSTEM)


def found(installation: Installation, text: str) -> list[str]:
    with installation.sessions.read() as session:
        page = search_datasets(session, installation.search, ANYONE, text=text)
        return [] if page.relaxed else [record.slug for record in page.records]


def test_an_edit_takes_effect_at_the_next_search_without_a_new_index(
    installation: Installation,
) -> None:
    published(installation, draft(slug="made", title="ทะเบียนกระบองเพชร", notes="เรื่องอื่น"))
    assert found(installation, "แคคตัส") == []
    add(installation, "แคคตัส", "กระบองเพชร")
    assert found(installation, "แคคตัส") == ["made"]
    remove(installation, "กระบองเพชร")
    assert found(installation, "แคคตัส") == []


def test_an_edit_takes_effect_in_every_process(installation: Installation) -> None:
    with installation.sessions.read() as session:
        before = current_synonyms(session)
    other = Installation.open(installation.config, now=installation.now)
    add(other, "แคคตัส", "กระบองเพชร")
    other.close()
    with installation.sessions.read() as session:
        after = current_synonyms(session)
        assert after.groups[0] == ("แคคตัส", "กระบองเพชร")
        assert current_synonyms(session) is after
    assert before != after


def test_one_way_words_lead_there_and_not_back_at_once_and_in_every_process(
    installation: Installation,
) -> None:
    published(installation, draft(slug="made", title="ทะเบียนกระบองเพชร", notes="เรื่องอื่น"))
    published(installation, draft(slug="typed", title="ทะเบียนแคคตัส", notes="เรื่องอื่น"))
    other = Installation.open(installation.config, now=installation.now)
    assert found(other, "แคคตัส") == ["typed"]
    lead(installation, "แคคตัส", "กระบองเพชร")
    assert found(other, "แคคตัส") == ["typed", "made"]
    assert found(other, "กระบองเพชร") == ["made"]
    change(installation, "แคคตัส", ("ไม้หนาม",), ("กระบองเพชร",))
    assert found(other, "แคคตัส") == ["typed"]
    assert found(other, "ไม้หนาม") == ["made"]
    remove(installation, "ไม้หนาม", one_way=True)
    assert found(other, "ไม้หนาม") == []
    other.close()
    assert trail(installation) == [
        ("synonym.added", SYSTEM.name, "แคคตัส > กระบองเพชร"),
        ("synonym.removed", SYSTEM.name, "แคคตัส > กระบองเพชร"),
        ("synonym.added", SYSTEM.name, "ไม้หนาม > กระบองเพชร"),
        ("synonym.removed", SYSTEM.name, "ไม้หนาม > กระบองเพชร"),
    ]


def test_a_word_may_lead_one_way_and_stand_in_a_group(installation: Installation) -> None:
    add(installation, "แคคตัส", "กระบองเพชร")
    lead(installation, "กระบองเพชร = ตะบองเพชร", "ไม้ประดับ = ไม้อวบน้ำ", "พืช")
    (first, *_) = [group for group in groups(installation) if group.one_way]
    assert first == SynonymGroup(
        ("กระบองเพชร", "ตะบองเพชร"), "พืช", SYSTEM.name, NOW, ("ไม้ประดับ", "ไม้อวบน้ำ")
    )
    assert remove(installation, "กระบองเพชร").leads_to == ()
    assert remove(installation, "กระบองเพชร", one_way=True) == first


def test_packaged_one_way_words_are_switched_off_changed_and_restored(
    installation: Installation,
) -> None:
    (words, to), whole = packaged_related()[0], groups(installation)
    assert remove(installation, words[0], one_way=True).leads_to == to
    with installation.sessions.read() as session:
        assert (words, to) not in current_synonyms(session).leads
        assert current_synonyms(session).groups == packaged_groups()
    line = switched_off(installation)
    assert line == [f"{' = '.join(words)} > {' = '.join(to)}"]
    assert restore(installation, words[0], one_way=True).packaged
    assert groups(installation) == whole
    changed = change(installation, words[0], words, ("คำของเรา",))
    assert not changed.packaged
    assert switched_off(installation) == line
    with pytest.raises(SynonymTaken):
        restore(installation, words[0], one_way=True)
    remove(installation, words[0], one_way=True)
    assert lead(installation, "=".join(words), "=".join(reversed(to))).packaged
    assert groups(installation) == whole
    with installation.sessions.read() as session:
        assert current_synonyms(session) is packaged_synonyms()
    with pytest.raises(NotFound):
        restore(installation, words[0], one_way=True)


def test_a_change_that_cannot_be_leaves_all_as_it_was(installation: Installation) -> None:
    add(installation, "แคคตัส", "กระบองเพชร")
    before = groups(installation)
    with pytest.raises(SynonymTaken):
        change(installation, "แคคตัส", ("แคคตัส", packaged_groups()[0][0]))
    assert groups(installation) == before
    assert change(installation, "แคคตัส", ("แคคตัส", "ตะบองเพชร")).words == "แคคตัส = ตะบองเพชร"


def test_a_packaged_group_with_a_remark_is_ones_own(installation: Installation) -> None:
    group = packaged_groups()[0]
    remove(installation, group[0])
    written = add(installation, *group, note="ยืนยันแล้ว")
    assert (written.packaged, written.note) == (False, "ยืนยันแล้ว")


def test_the_migration_keeps_groups_and_drops_one_way_words(installation: Installation) -> None:
    add(installation, "แคคตัส", "กระบองเพชร")
    lead(installation, "แคคตัส", "ไม้ประดับ")
    migrate.downgrade(installation.sessions.writer, "0007")
    migrate.upgrade(installation.sessions.writer)
    own = [group.words for group in groups(installation) if not group.packaged]
    assert own == ["แคคตัส = กระบองเพชร"]
    lead(installation, "แคคตัส", "ไม้ประดับ")


def test_a_packaged_group_can_be_removed_and_brought_back(installation: Installation) -> None:
    group = packaged_groups()[0]
    whole = groups(installation)
    assert remove(installation, group[1]).members == group
    assert group not in [one.members for one in groups(installation)]
    with pytest.raises(NotFound):
        remove(installation, group[1])
    assert switched_off(installation) == [" = ".join(group)]
    assert restore(installation, group[1]).packaged
    assert groups(installation) == whole
    remove(installation, group[1])
    assert add(installation, *group).packaged
    assert groups(installation) == whole


def test_a_packaged_group_can_be_written_anew(installation: Installation) -> None:
    group = packaged_groups()[0]
    remove(installation, group[0])
    written = add(installation, group[0], "คำใหม่ของเรา", note="ตามประกาศ")
    (first, *_) = groups(installation)
    assert (first.members, first.note, first.at) == (written.members, "ตามประกาศ", NOW)
    assert not first.packaged


@pytest.mark.parametrize(
    ("members", "error"),
    [
        (("…", "น้ำ"), SynonymEmpty),
        (("ก" * 101, "น้ำ"), SynonymLong),
        (("น้ำ",), SynonymGroupSize),
        (("น้ำ", "นํ้า", " "), SynonymTwice),
        (tuple(f"คำ{n}" for n in range(13)), SynonymGroupSize),
        ((packaged_groups()[0][0], "น้ำแดง"), SynonymTaken),
    ],
    ids=["empty", "long", "one", "one in two spellings", "many", "taken"],
)
def test_what_cannot_be_is_said(
    installation: Installation, members: tuple[str, ...], error: type[CatalogError]
) -> None:
    with pytest.raises(error) as caught:
        add(installation, *members)
    assert caught.value.message.th != caught.value.message.en


@pytest.mark.parametrize(
    ("members", "leads_to", "error", "side"),
    [
        ("", "น้ำ", SynonymSideSize, "members"),
        ("น้ำ", " = ", SynonymSideSize, "leads_to"),
        ("น้ำ", "=".join(f"คำ{n}" for n in range(13)), SynonymSideSize, "leads_to"),
        ("น้ำ", "ก" * 101, SynonymLong, "leads_to"),
        ("…", "น้ำ", SynonymEmpty, "members"),
        ("แคคตัส", "น้ำ = นํ้า", SynonymTwice, "leads_to"),
        ("แคคตัส = น้ำ", "นํ้า", SynonymBothSides, "leads_to"),
        (packaged_related()[0][0][0], "น้ำ", SynonymTaken, "members"),
    ],
    ids=["nothing", "nowhere", "many", "long", "empty", "twice", "both", "taken"],
)
def test_what_cannot_lead_one_way_is_said_with_its_box(
    installation: Installation, members: str, leads_to: str, error: type[CatalogError], side: str
) -> None:
    before = groups(installation)
    with pytest.raises(error) as caught:
        lead(installation, members, leads_to)
    assert caught.value.values.get("side", "members") == side
    assert caught.value.message.th != caught.value.message.en
    assert groups(installation) == before


@pytest.mark.parametrize("name", ["steward", "head", "evaluator"])
@pytest.mark.parametrize(
    "act",
    [
        list_synonyms,
        list_switched_off,
        lambda session, actor: change_synonyms(session, actor, "ขยะ", ("ก", "ข"), now=NOW),
        lambda session, actor: restore_synonyms(session, actor, "ขยะ", now=NOW),
        lambda session, actor: add_synonyms(session, actor, ("ก", "ข"), now=NOW),
        lambda session, actor: remove_synonyms(session, actor, "ขยะ", now=NOW),
    ],
)
def test_synonyms_are_the_administrators(
    installation: Installation, name: str, act: Callable[[object, Actor], object]
) -> None:
    with installation.sessions.write() as session, pytest.raises(Forbidden):
        act(session, person(installation, name))


def test_no_packaged_word_stands_in_two_groups() -> None:
    held: dict[str, tuple[str, ...]] = {}
    for group in packaged_groups():
        forms = {member_form(member) for member in group}
        assert len(forms) == len(group) >= 2, group
        assert len(group) <= 12, group
        for form in forms:
            assert form not in held, (held[form], group)
            held[form] = group
