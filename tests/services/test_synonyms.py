"""Words of one meaning: what an administrator writes holds from the next search on."""

from collections.abc import Callable

import pytest

from catalog.auth.policy import ANYONE, SYSTEM, Actor
from catalog.errors import (
    CatalogError,
    Forbidden,
    NotFound,
    SynonymEmpty,
    SynonymGroupSize,
    SynonymTaken,
)
from catalog.jobs.installation import Installation
from catalog.search.synonyms import member_form, packaged_groups
from catalog.services.search import search_datasets
from catalog.services.synonyms import (
    SynonymGroup,
    add_synonyms,
    current_synonyms,
    list_synonyms,
    remove_synonyms,
)
from tests.fixtures_app import NOW, draft, person, published


def add(installation: Installation, *members: str, note: str = "") -> SynonymGroup:
    with installation.sessions.write() as session:
        return add_synonyms(session, SYSTEM, members, note, now=NOW)


def remove(installation: Installation, member: str) -> SynonymGroup:
    with installation.sessions.write() as session:
        return remove_synonyms(session, SYSTEM, member, now=NOW)


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


def test_a_packaged_group_can_be_removed_and_brought_back(installation: Installation) -> None:
    group = packaged_groups()[0]
    whole = groups(installation)
    assert remove(installation, group[1]).members == group
    assert group not in [one.members for one in groups(installation)]
    with pytest.raises(NotFound):
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
        (("ก" * 101, "น้ำ"), SynonymEmpty),
        (("น้ำ",), SynonymGroupSize),
        (("น้ำ", "นํ้า", " "), SynonymGroupSize),
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


@pytest.mark.parametrize("name", ["steward", "head", "evaluator"])
@pytest.mark.parametrize(
    "act",
    [
        list_synonyms,
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
