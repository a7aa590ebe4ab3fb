"""Words of one meaning, and words that lead to others."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.search.analyzer import default_analyzer
from catalog.search.query import parse
from catalog.search.synonyms import (
    LEADS,
    NO_SYNONYMS,
    Related,
    Synonyms,
    Table,
    member_form,
    packaged_groups,
    packaged_related,
    packaged_synonyms,
    read_related,
)

ANALYZER = default_analyzer()
RID = ("ชป.", "กรมชลประทาน", "Royal Irrigation Department")


def table(*groups: tuple[str, ...], leads: str = "") -> Table:
    """A table of some groups and of lines that lead."""
    return Table(groups, ANALYZER, leads=read_related(leads))


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(ANALYZER.tokens(text))


@pytest.mark.parametrize(
    "typed",
    [
        "Royal Irrigation Department",
        "Department of Royal Irrigation",
        "royal irrigation departments",
        "กรมชลประทาน",
        "ชป.",
    ],
)
def test_an_english_name_is_known_in_any_order_and_number(typed: str) -> None:
    every = table(RID).others(tokens(typed))
    assert tokens("กรมชลประทาน") in every or tokens("ชป.") in every


def test_forms_of_one_english_word_mean_the_same() -> None:
    held = table(("เด็กฉีดวัคซีน", "vaccinated children"))
    assert held.others(tokens("child vaccination")) == []
    assert held.others(tokens("vaccination of children"))[0] == tokens("เด็กฉีดวัคซีน")
    assert held.longest(tokens("vaccination of children by year")) == 3
    assert held.others(tokens("children")) == held.others(tokens("of the")) == []


def test_a_word_of_its_own_meaning_is_no_form_of_another() -> None:
    held = table(("สวนสาธารณะ", "public park"), ("ที่จอดรถ", "parking"))
    assert held.others(tokens("public parks")) == [tokens("สวนสาธารณะ")]
    assert held.others(tokens("public parking")) == []


def test_a_body_of_thailand_is_known_without_the_country() -> None:
    held = table(("รฟม.", "Mass Rapid Transit Authority of Thailand"), ("ธปท.", "Bank of Thailand"))
    assert held.others(tokens("Mass Rapid Transit Authority"))[0] == tokens("รฟม.")
    assert held.others(tokens("bank")) == []


def test_a_thai_verb_and_its_noun_are_one_word() -> None:
    held = table(("นำเข้า", "import"), ("การเคหะ", "housing"), leads="ความยากจน > รายได้")
    assert ("import",) in held.others(tokens("การนำเข้า"))
    assert ("housing",) in held.others(tokens("เคหะ"))
    assert [tuple(one) for one in held.related(tokens("ยากจน"))] == [tokens("รายได้")]
    assert held.others(tokens("การ")) == held.others(tokens("ความลับ")) == []


def test_one_way_leads_there_and_not_back() -> None:
    held = table(leads="น้ำเน่า > คุณภาพน้ำ = คลอง")
    assert held.related(tokens("น้ำเน่า")) == (tokens("คุณภาพน้ำ"), tokens("คลอง"))
    assert held.related(tokens("คลอง")) == ()
    assert held.others(tokens("น้ำเน่า")) == []


def test_what_means_the_same_leads_to_the_same_but_an_abbreviation_has_two_meanings() -> None:
    held = table(RID, leads="กรมชลประทาน > เขื่อน\nชป. > ชุมพร")
    assert held.related(tokens("Irrigation Department, Royal")) == (tokens("เขื่อน"),)
    assert held.related(tokens("ชป.")) == (tokens("เขื่อน"),)
    assert held.others(tokens("ชป."))[-1] == tokens("ชุมพร")
    assert tokens("ชุมพร") not in held.others(tokens("กรมชลประทาน"))
    assert held.related(tokens("กรมชลประทาน")) == (tokens("เขื่อน"),)


def test_what_has_latin_letters_is_read_once_and_whole_for_all_threads() -> None:
    held = packaged_synonyms().table(ANALYZER)
    expected = [held.others(tokens(name)) for group in packaged_groups()[:50] for name in group]
    for _ in range(5):
        fresh = Table(packaged_groups(), ANALYZER, leads=packaged_related())
        with ThreadPoolExecutor(4) as pool:
            asked = [
                pool.submit(fresh.others, tokens(n)) for g in packaged_groups()[:50] for n in g
            ]
            assert [one.result() for one in asked] == expected


def test_a_member_without_a_word_is_no_member() -> None:
    held = table(("ขยะ", "…"))
    assert held.others(tokens("ขยะ")) == held.others(()) == []


def test_remarks_and_lines_that_lead_nowhere_are_passed_over() -> None:
    text = "# a > b\nก = ข > ค # why\nง > \n> จ\nฉ = ช\nซ > ฌ > ญ"
    assert list(read_related(text)) == [(("ก", "ข"), ("ค",))]


def test_what_a_word_leads_to_comes_last_and_counts_less() -> None:
    ours = Synonyms((("ขยะ", "มูลฝอย"),), ((("ขยะ",), ("รักษาความสะอาด",)),))
    (clause,) = parse("ขยะ", ANALYZER, ours).clauses
    assert clause == (("ขยะ",), ("มูลฝอย",), tokens("รักษาความสะอาด"))
    last = clause[-1]
    assert isinstance(last, Related)
    assert last.weight * len(last) == pytest.approx(LEADS)
    assert parse('"ขยะ"', ANALYZER, ours).clauses == ((("ขยะ",),),)
    assert parse("ขยะ", ANALYZER, NO_SYNONYMS).clauses == ((("ขยะ",),),)


# What is packaged


def test_every_packaged_word_is_known_as_it_is_cut() -> None:
    held = packaged_synonyms().table(ANALYZER)
    lost = [
        member
        for group in packaged_groups()
        for member in group
        if not held.others(tuple(ANALYZER.tokens(member)))
    ]
    assert not lost


def test_packaged_words_lead_somewhere_else_and_only_once() -> None:
    seen: set[str] = set()
    for words, to in packaged_related():
        froms, tos = {member_form(one) for one in words}, {member_form(one) for one in to}
        assert "" not in froms | tos
        assert not froms & tos, words
        assert not froms & seen, words
        seen |= froms
    assert len(seen) > 200


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Department of Land Transport", "กรมการขนส่งทางบก"),
        ("Highways Department", "กรมทางหลวง"),
        ("Ministry of Energy", "กระทรวงพลังงาน"),
        ("DEDE", "กรมพัฒนาพลังงานทดแทนและอนุรักษ์พลังงาน"),
        ("สนพ.", "สำนักงานนโยบายและแผนพลังงาน"),
        ("Ministry of Energy", "กรมธุรกิจพลังงาน"),
        ("แทรฟฟิก", "จราจร"),
        ("air pollution", "คุณภาพอากาศ"),
    ],
)
def test_names_of_public_bodies_and_terms_are_known_in_both_languages(
    typed: str, meant: str
) -> None:
    (clause,) = parse(typed, ANALYZER).clauses
    assert tokens(meant) in clause


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("คน", "กรมการค้าภายใน"),
        ("สอน", "สำนักงานคณะกรรมการอ้อยและน้ำตาลทราย"),
        ("ทอ", "กองทัพอากาศ"),
        ("พ.ศ.", "สำนักงานพระพุทธศาสนาแห่งชาติ"),
        ("MOT", "กระทรวงการท่องเที่ยวและกีฬา"),
        ("กระทรวงการท่องเที่ยวและกีฬา", "สำนักงานคณะกรรมการข้าราชการกรุงเทพมหานคร"),
    ],
)
def test_everyday_words_and_other_bodies_do_not_ask_for_a_public_body(
    typed: str, body: str
) -> None:
    (clause,) = parse(typed, ANALYZER).clauses
    assert tokens(body) not in clause


def test_an_abbreviation_of_two_bodies_asks_for_both() -> None:
    (clause,) = parse("ก.ก.", ANALYZER).clauses
    assert tokens("กระทรวงการท่องเที่ยวและกีฬา") in clause
    assert tokens("สำนักงานคณะกรรมการข้าราชการกรุงเทพมหานคร") in clause
