"""Suggestions: words, titles and agencies by a beginning, never of what the reader may not see."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.suggestions import AGENCIES, TITLES, WORDS, Suggestions, find_suggestions
from schemas.agency import AgencyRecord
from tests.fixtures_app import NOW, draft, person, published, registered
from vocab.codes import AgencyKind


def suggested(installation: Installation, text: str, username: str = "anyone") -> Suggestions:
    actor = person(installation, username)
    with installation.sessions.read() as session:
        return find_suggestions(session, installation.search, actor, text)


def slugs(found: Suggestions) -> list[str]:
    return [record.slug for record in found.titles]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("สถิติ", "people"),
        ("สถิติทะเบียนราษ", "people"),
        ("ราษฎรราย", "people"),
        ("สถิติ แขวง", "people"),
        ("registered pop", "people"),
        ("Registered POPulation", "people"),
        ("น้ำท่วม ถ", "floods"),
        ("ถนน", "floods"),
    ],
)
def test_a_title_is_found_by_what_is_typed_of_it(
    installation: Installation, typed: str, slug: str
) -> None:
    published(installation, draft(slug="people"))
    other = draft(slug="floods", title="จุดน้ำท่วมขังบนถนน", title_en="Flooded roads")
    published(installation, other)
    assert slugs(suggested(installation, typed)) == [slug]


def test_words_are_ended_also_behind_other_words(installation: Installation) -> None:
    published(installation)
    assert "population" in suggested(installation, "pop").words
    assert "registered population" in suggested(installation, "registered popu").words
    assert "สถิติทะเบียน" in suggested(installation, "สถิติทะเบ").words


def test_no_pair_of_words_is_suggested_that_finds_nothing(installation: Installation) -> None:
    published(installation, draft(slug="one", tag_string=("ตลาด",)))
    published(installation, draft(slug="two", title="โรงเรียน", title_en="", tag_string=("วัด",)))
    assert "โรงเรียน ตลาด" not in suggested(installation, "โรงเรียน ตล").words


def test_agencies_are_found_by_names_codes_do_not_help(installation: Installation) -> None:
    with installation.sessions.write() as session:
        save_agency(
            session,
            person(installation, "admin"),
            AgencyRecord(
                row=0,
                code="2200",
                kind=AgencyKind.DEPARTMENT,
                name_th="สำนักการจราจรและขนส่ง",
                parent="bma",
                organisation="",
                aliases=("สจส.",),
            ),
            now=NOW,
        )

    def named(text: str) -> list[str]:
        return [agency.code for agency in suggested(installation, text).agencies]

    assert named("สจส") == ["2200"]
    assert named("พระนค") == ["5001"]
    assert named("bang rak") == ["5004"]
    assert named("สำนักงานเขต") == ["5001", "5004"]
    assert named("พ") == []
    assert named("ก") == ["bma", "nat-1"]


def test_lists_are_short_and_titles_differ(installation: Installation) -> None:
    for number in range(6):
        published(
            installation,
            draft(
                slug=f"same-{number}", title="ตลาดนัด", title_en="", tag_string=(f"ตลาด{number}",)
            ),
            drain=False,
        )
        titled = draft(slug=f"own-{number}", title=f"ตลาดนัด {number}", title_en="")
        published(installation, titled, drain=False)
    installation.drain()
    found = suggested(installation, "ตลาด")
    assert len(found.words) == WORDS
    assert len(found.titles) == TITLES
    assert len({record.title for record in found.titles}) == TITLES
    assert len(suggested(installation, "ก").agencies) <= AGENCIES


@pytest.mark.parametrize("text", ["", "  ", "\u0e48", '"', "-", "\ud800", "ก" * 5000, "a " * 3000])
def test_any_text_is_answered(installation: Installation, text: str) -> None:
    published(installation)
    assert slugs(suggested(installation, text)) == []


def test_v01_nothing_hidden_is_suggested(installation: Installation) -> None:
    secret = draft(
        slug="secret",
        title="ลับสุดยอดของเขต",
        title_en="Hush hush",
        tag_string=("ปกปิด",),
        data_category="internal",
        data_classification="private",
    )
    published(installation, secret)
    registered(installation, draft(slug="draft", title="ร่างที่ยังไม่เผยแพร่", title_en="Sketch"))
    installation.drain()
    for text in ("ลับ", "ลับสุด", "hush", "hush h", "ปก", "ร่าง", "sket"):
        found = suggested(installation, text)
        assert (found.words, found.titles) == ((), ()), text
        assert suggested(installation, text, "stranger") == found
    assert slugs(suggested(installation, "ลับสุด", "colleague")) == ["secret"]
    assert slugs(suggested(installation, "ร่าง", "steward")) == ["draft"]


def test_suggestions_take_three_statements_however_many_datasets(
    installation: Installation,
) -> None:
    sent: list[str] = []
    for number in range(12):
        published(installation, draft(slug=f"n{number}", title=f"สถิติ {number}"), drain=False)
    installation.drain()
    engine = installation.sessions.reader
    event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    assert suggested(installation, "สถิติ").titles
    asked = [one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) == 3, asked
