"""Lists of agencies are taken whole or not at all, and every wrong line is told."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from catalog.db.models import AuditEntry
from catalog.db.queries.agencies import get_agency, list_agencies
from catalog.errors import Forbidden, LinesRefused, TooLarge
from catalog.harvest.agencies import (
    COLUMNS,
    LONGEST_CODE,
    MAX_FILE,
    load_agencies,
    load_bangkok,
    read_agencies,
)
from catalog.harvest.publishers import LONGEST
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from schemas.agency import AgencyRecord
from tests.fixtures_app import AGENCIES, NOW, person
from vocab.codes import AgencyKind, Outcome

HEAD = ",".join(COLUMNS)
GOOD = """\
hq-2,office,ฝ่ายทะเบียน,Registry,hq,"ฝทบ.|Reg.",
hq,national,กรมตัวอย่าง,"Department, Example",,,10
"""


def sheet(*lines: str) -> bytes:
    """A file with the columns and these lines."""
    return "\n".join((HEAD, *lines)).encode()


def load(installation: Installation, content: bytes, by: str = "admin") -> tuple[int, int, int]:
    """Load a file; how many agencies were created, changed and left as they were."""
    with installation.sessions.write() as session:
        done = load_agencies(session, person(installation, by), content, now=NOW)
    return done[Outcome.CREATED], done[Outcome.CHANGED], done[Outcome.UNCHANGED]


def agencies(installation: Installation) -> dict[str, AgencyRecord]:
    """Every agency by its code."""
    with installation.sessions.read() as session:
        return {agency.code: agency for agency in list_agencies(session)}


def findings(content: bytes) -> dict[int, list[str]]:
    """Codes of what is wrong by line, as reading alone finds it."""
    return {
        number: [finding.code.removeprefix("refused-line-") for finding in found]
        for number, found in read_agencies(content).problems.items()
    }


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_loaded_with_parents_after_their_children(
    installation: Installation, mark: bytes, end: str
) -> None:
    content = mark + sheet(GOOD).decode().replace("\n", end).encode()
    assert load(installation, content) == (2, 0, 0)
    found = agencies(installation)
    assert (found["hq-2"].parent, found["hq-2"].organisation) == ("hq", "hq")
    assert found["hq-2"].aliases == ("ฝทบ.", "Reg.")
    assert found["hq"].kind is AgencyKind.NATIONAL
    assert (found["hq"].name_en, found["hq"].area_code) == ("Department, Example", "10")


def test_loading_again_changes_nothing(installation: Installation) -> None:
    load(installation, sheet(GOOD))
    count = select(func.count(AuditEntry.id))
    with installation.sessions.read() as session:
        before = session.scalar(count)
    assert load(installation, sheet(GOOD)) == (0, 0, 2)
    with installation.sessions.read() as session:
        assert session.scalar(count) == before


def test_a_changed_line_changes_its_agency_and_keeps_what_was_set_here(
    installation: Installation,
) -> None:
    load(installation, sheet(GOOD))
    with installation.sessions.write() as session:
        one = replace(get_agency(session, "hq"), two_person=False)
        save_agency(session, person(installation, "admin"), one, now=NOW)
    assert load(installation, sheet(GOOD.replace("กรมตัวอย่าง", "กรมใหม่"))) == (0, 1, 1)
    found = agencies(installation)["hq"]
    assert (found.name_th, found.two_person) == ("กรมใหม่", False)


def test_a_tree_can_be_turned_over_in_one_file(installation: Installation) -> None:
    load(installation, sheet(GOOD))
    turned = ("hq,national,กรมตัวอย่าง,,hq-2,,", "hq-2,office,ฝ่ายทะเบียน,,,,")
    assert load(installation, sheet(*turned)) == (0, 2, 0)
    found = agencies(installation)
    assert (found["hq"].organisation, found["hq-2"].organisation) == ("hq-2", "hq-2")


def test_columns_may_stand_in_any_order_with_others_between(installation: Installation) -> None:
    content = "note,Area_Code,aliases,parent,name_en,name_th,kind,code\n,,,,,กรม,national,n1"
    assert load(installation, content.encode()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("7.ttl,office,ก,,,,", ["code"]),
        (",office,ก,,,,", ["code"]),
        (f"{'x' * (LONGEST_CODE + 1)},office,ก,,,,", ["code"]),
        ("a b,Office,,,,,", ["code", "kind", "name"]),
        (f"a,office,{'ก' * (LONGEST + 1)},,,,", ["long"]),
        ("a,office,ก,b,c,,", None),
        ("a,office,ก,,,,,", ["cells"]),
        ("a,office", ["cells"]),
        ('a,office,"ก,,,,', ["quotes"]),
    ],
)
def test_a_wrong_line_is_told(line: str, wrong: list[str] | None) -> None:
    # A blank line counts, as it does in an editor.
    assert findings(sheet("", line)) == ({3: wrong} if wrong else {})


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert findings(sheet('a,office,"ก', 'ข",,,,', ",,,,,,", "b,hut,ก,,,,")) == {5: ["kind"]}


def test_a_line_in_another_encoding_is_told() -> None:
    content = sheet("a,office,ก,,,,") + "\nb,office,ข,,,,".encode("cp874")
    assert findings(content) == {3: ["encoding"]}


@pytest.mark.parametrize("content", [b"", b"\n", b"code,kind\n", b"code;kind;name_th\n"])
def test_a_file_without_the_columns_is_told(content: bytes) -> None:
    assert findings(content) == {1: ["columns"]}


def test_a_code_stands_once() -> None:
    assert findings(sheet("a,office,ก,,,,", "b,office,ข,,,,", "a,office,ค,,,,")) == {
        4: ["repeated"]
    }


def test_every_wrong_line_is_told_in_both_languages_and_nothing_is_saved(
    installation: Installation,
) -> None:
    lines = (
        "ok,office,ก,,5001,,",
        "a,office,ก,,nowhere,,",
        "b,hut,ก,,,,",
        "c,office,ก,,b,,",
        "d,office,ก,,e,,",
        "e,office,ก,,d,,",
        "f,office,ก,,e,,",
    )
    with pytest.raises(LinesRefused) as refused:
        load(installation, sheet(*lines))
    told = refused.value.errors
    assert list(told) == [f"บรรทัด {n} / line {n}" for n in (3, 4, 6, 7)]
    for sentences in told.values():
        assert re.search("[ก-๙]", sentences.split("\n")[0])
        assert re.search("[a-z]{4}", sentences.split("\n")[1])
    assert "4" in refused.value.message.en
    assert len(agencies(installation)) == len(AGENCIES)


def test_a_circle_through_agencies_that_are_here_is_told(installation: Installation) -> None:
    with pytest.raises(LinesRefused) as refused:
        load(installation, sheet("bma,city,กรุงเทพมหานคร,,5001,,"))
    assert "บรรทัด 2 / line 2" in refused.value.errors


def test_a_file_that_is_too_large_is_refused(installation: Installation) -> None:
    with pytest.raises(TooLarge):
        load(installation, b"x" * (MAX_FILE + 1))


def test_only_administrators_load_agencies(installation: Installation) -> None:
    with pytest.raises(Forbidden):
        load(installation, sheet(GOOD), by="head")


def test_bangkok_is_added_once_and_what_is_there_stays(installation: Installation) -> None:
    assert load_bangkok(installation.sessions, lambda: NOW) > 60
    assert load_bangkok(installation.sessions, lambda: NOW) == 0
    found = agencies(installation)
    assert found["2100"].name_en == "Strategy Department"
    assert found["0700"].organisation == "bma"
    assert sum(a.kind is AgencyKind.DISTRICT for a in found.values()) == 50
