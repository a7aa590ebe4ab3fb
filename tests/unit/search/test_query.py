"""What a reader's text asks for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.analyzer import default_analyzer
from catalog.search.query import (
    MAX_ALTERNATIVES,
    MAX_CHARACTERS,
    MAX_TERMS,
    Filter,
    Query,
    clean,
    field_of,
    in_field,
    in_pieces,
    parse,
    squeeze,
)
from catalog.search.synonyms import NO_SYNONYMS, Synonyms


def parsed(text: str) -> Query:
    return parse(text, default_analyzer(), NO_SYNONYMS)


def words(query: Query) -> list[str]:
    return [clause[0][0] for clause in query.clauses]


@given(st.text(st.one_of(st.characters(), st.sampled_from('"-“” \n"ก')), max_size=400))
def test_no_text_is_an_error(text: str) -> None:
    query = parsed(text)
    assert len(query.clauses) + len(query.excluded) <= MAX_TERMS
    for clause in (*query.clauses, *query.excluded):
        for term in (term for alternative in clause for term in alternative):
            assert term
            term.encode()


@given(st.text(st.characters(), max_size=1000))
def test_a_text_is_short_and_printable_after_cleaning(text: str) -> None:
    cleaned, _ = clean(text)
    assert len(cleaned) <= MAX_CHARACTERS
    cleaned.encode()
    assert not any(ord(c) < 32 or ord(c) == 127 for c in cleaned)


def test_a_word_also_asks_for_its_parts() -> None:
    assert parsed("โรงงานอุตสาหกรรม").clauses == (
        (("โรงงานอุตสาหกรรม",), ("โรง", "งาน", "อุตสาหกรรม")),
    )


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert words(parsed("ปี ๒๕๖๓")) == words(parsed("2563")) == ["2563"]
    assert words(parsed("ปี")) == ["ปี"]
    assert parsed("").clauses == ()


def test_quotes_hold_words_together() -> None:
    query = parsed("“น้ำท่วม ขัง” เขต")
    assert query.phrases == ("น้ำท่วม ขัง",)
    assert set(words(query)) >= {"น้ำท่วม", "เขต"}


@pytest.mark.parametrize("text", ['"น้ำท่วม', 'น้ำท่วม"', '""น้ำท่วม', '"" น้ำท่วม'])
def test_a_lonely_quote_means_nothing(text: str) -> None:
    query = parsed(text)
    assert words(query) == ["น้ำท่วม"]
    assert query.phrases == ()


def test_a_hyphen_before_a_word_excludes_it() -> None:
    query = parsed('น้ำ -ประปา -"น้ำ เสีย" - โควิด-19')
    assert words(query) == ["น้ำ", "โควิด", "19"]
    assert query.excluded == ((("ประปา",),), (("น้ำ", "เสีย"),))


def test_a_long_text_is_cut_between_words() -> None:
    text = "ข้อมูล " * 100
    assert clean(text)[0].endswith("ข้อมูล")
    cut, broken = clean("ก" * 201)
    assert broken
    assert len(cut) == MAX_CHARACTERS


def test_very_long_text_costs_little() -> None:
    start = time.process_time()
    parsed("สำนักงานสถิติแห่งชาติ" * 5000)
    parsed("\x00" * 100_000)
    parsed('-"' * 50_000)
    assert time.process_time() - start < 0.3


def test_squeezing() -> None:
    assert squeeze(" นํ้า \n  ท่วม ") == "น้ำ ท่วม"


# Field prefixes and calendars ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("format:csv", (("format", ("CSV",)),)),
        ("รูปแบบ:CSV,.pdf", (("format", ("CSV", "PDF")),)),
        ("format:excel", (("format", ("XLS", "XLSX", "XLS/XLSX")),)),
        ("ปี:2563", (("year", ("2020",)),)),
        ("ปี:๒๕๖๓", (("year", ("2020",)),)),
        ("year:2020", (("year", ("2020",)),)),
        ("ปี: 2560-2562", (("year", ("2017", "2018", "2019")),)),
        ("year:2019-2017", (("year", ("2017", "2018", "2019")),)),
        ("licence:cc-by", (("licence", ("cc-by",)),)),
        ('สัญญาอนุญาต:"DGA Open Government License"', (("licence", ("dga-open",)),)),
        ("YEAR：2020 format:csv", (("year", ("2020",)), ("format", ("CSV",)))),
    ],
)
def test_a_prefix_filters(text: str, filters: object) -> None:
    query = parsed(text)
    assert query.filters == filters
    assert query.clauses == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ราคา:ทอง", ["ราคา", "ทอง"]),
        ("year:soon", ["soon"]),
        ("ปี:", []),
        ("http://example.go.th", ["http", "example.go.th"]),
    ],
)
def test_an_unknown_prefix_is_text(text: str, found: list[str]) -> None:
    query = parsed(text)
    assert query.filters == ()
    assert words(query) == found


def test_a_keyword_is_asked_for_in_the_spellings_of_stewards() -> None:
    ((facet, values),) = parsed("คำสำคัญ:flood").filters
    assert facet == "keyword"
    assert {"flood", "Flood", "FLOOD"} <= set(values)


def test_words_for_the_title_only() -> None:
    query = parsed("ชื่อ:โรงพยาบาล เขต")
    assert words(query) == ["เขต", in_field("title", "โรงพยาบาล")]
    assert field_of(words(query)[1]) == ("title", "โรงพยาบาล")
    assert "โรงพยาบาล" in query.terms
    quoted = parsed('title:"น้ำ ท่วม"')
    assert quoted.phrases == ("น้ำ ท่วม",)
    assert parsed("-title:ประปา").excluded == (((in_field("title", "ประปา"),),),)


def test_an_agency_by_its_code_or_its_name() -> None:
    (clause,) = parsed("หน่วยงาน:สำนักอนามัย").clauses
    assert (in_field("agency", "สำนักอนามัย"),) in clause
    assert clause[-1][-1] == "อนามัย"


def test_a_known_agency_is_a_filter_with_all_below_it() -> None:
    def agencies(typed: str) -> tuple[str, ...]:
        return ("50", "5001") if typed in ("50", "กรุงเทพ") else ()

    def asked(text: str) -> Query:
        return parse(text, default_analyzer(), NO_SYNONYMS, agencies)

    for text in ("น้ำ agency:50", "น้ำ หน่วยงาน: กรุงเทพ", 'น้ำ org:"กรุงเทพ"'):
        assert asked(text).filters == (("agency", ("50", "5001")),)
        assert words(asked(text)) == ["น้ำ"]
    unwanted = asked("น้ำ -agency:50")
    assert unwanted.excluded == (((in_field("agency", "50"),), (in_field("agency", "5001"),)),)
    assert asked("agency:อนามัย") == parsed("agency:อนามัย")


def test_an_agency_is_known_by_words_of_the_same_meaning() -> None:
    names = {"การไฟฟ้านครหลวง": "mea", "public work": "pw", "กปน": "mwa"}
    ours = Synonyms((("กฟน.", "MEA", "การไฟฟ้านครหลวง"), ("สนย.", "Public Works")))

    def agencies(typed: str) -> tuple[str, ...]:
        return (names[typed],) if typed in names else ()

    def filters(text: str) -> tuple[Filter, ...]:
        return parse(text, default_analyzer(), ours, agencies).filters

    assert filters("หน่วยงาน:กฟน.") == filters("agency:MEA") == (("agency", ("mea",)),)
    assert filters("หน่วยงาน:สนย,กปน,กปน") == (("agency", ("pw", "mwa")),)
    assert filters("agency:PEA") == ()


def test_what_is_excluded_may_be_a_value() -> None:
    query = parsed("น้ำ -format:pdf -ปี:2563")
    assert query.excluded == (((in_field("format", "PDF"),),), ((in_field("year", "2020"),),))
    assert words(query) == ["น้ำ"]


@pytest.mark.parametrize(("typed", "other"), [("2563", "2020"), ("2020", "2563")])
def test_a_year_is_meant_in_either_calendar(typed: str, other: str) -> None:
    (clause,) = parsed(f"ปี {typed}").clauses
    assert clause == ((typed,), (other,), (in_field("year", "2020"),))


def test_a_number_that_is_no_year_stays_alone() -> None:
    for number in ("1234", "9999", "256", "25630"):
        assert parsed(number).clauses == (((number,),),)


def test_a_text_that_is_too_long_says_so() -> None:
    assert not parsed("น้ำท่วม").cut
    assert parsed("ข้อมูล " * 100).cut
    assert parsed("ก ข ค ง จ " * 12).cut


def test_the_repetition_mark_may_stand_apart() -> None:
    assert squeeze("อื่น ๆ") == squeeze("อื่นๆ") == "อื่นๆ"
    assert words(parsed("อื่น ๆ")) == words(parsed("อื่นๆ"))


def test_words_with_the_same_meaning_are_alternatives() -> None:
    synonyms = Synonyms((("ขยะ", "มูลฝอย"), ("รถเมล์", "รถโดยสารประจำทาง"), ("A B", "C D")))
    (clause,) = parse("ขยะ", default_analyzer(), synonyms).clauses
    assert clause == (("ขยะ",), ("มูลฝอย",))
    (clause,) = parse("รถโดยสาร ประจำทาง", default_analyzer(), synonyms).clauses
    assert ("รถเมล์",) in clause[1:]
    (clause,) = parse("c d", default_analyzer(), synonyms).clauses
    assert clause == (("c", "d"), ("a", "b"))
    # What is quoted stands as it is, what is excluded too.
    assert parse('"ขยะ"', default_analyzer(), synonyms).clauses == ((("ขยะ",),),)
    assert parse("-ขยะ", default_analyzer(), synonyms).excluded == ((("ขยะ",),),)


def test_alternatives_are_bounded() -> None:
    many = tuple(f"คำ{n}" for n in range(300, 400))
    query = parse(" ".join(many[:30]), default_analyzer(), Synonyms((many,)))
    assert max(map(len, query.clauses)) <= MAX_ALTERNATIVES
    assert sum(max(0, len(clause) - 2) for clause in query.clauses) <= 64


def test_what_is_nowhere_as_a_whole_is_looked_for_in_pieces() -> None:
    (clause,) = parsed("ถนนหลวง").clauses
    assert in_pieces(clause) == (("ถนน",), ("หลวง",))
    assert in_pieces((("new", "of", "car"), ("รถใหม่",))) == (("new",), ("car",))
    assert in_pieces((("ขยะ",), ("มูลฝอย", "สด"))) == ()


def test_a_question_does_without_what_all_datasets_are() -> None:
    assert parsed("ข้อมูล วัด").clauses == parsed("วัด").clauses
    assert parsed("วัด อยู่ที่ไหนบ้าง").clauses == parsed("วัด อยู่").clauses
    assert parsed("data on temples").clauses == parsed("temples").clauses
    assert parsed("ข้อมูล").clauses == parsed("ของข้อมูล").clauses != ()


def test_a_question_needs_none_of_the_words_that_say_little() -> None:
    query = parsed("จำนวน วัด อยู่ตรงไหน")
    assert query.clauses == parsed("วัด").clauses
    assert [hint[0] for hint in query.hints] == [("จำนวน",), ("อยู่",)]
    assert "จำนวน" not in query.terms
    assert parsed("list of temples during floods").clauses == parsed("temples floods").clauses


def test_words_that_say_little_are_needed_alone_and_in_quotes() -> None:
    assert words(parsed("จำนวน อยู่")) == ["จำนวน", "อยู่"]
    assert parsed("จำนวน อยู่").hints == ()
    assert words(parsed('วัด "จำนวน"')) == ["วัด", "จำนวน"]
    assert parsed('"จำนวน" วัด').hints == ()


def test_a_compound_is_found_without_the_small_word_it_begins_with() -> None:
    assert parsed("ที่ทำงาน").clauses == ((("ที่ทำงาน",), ("ทำ", "งาน")),)
    assert ("ราช", "การ") in parsed("ราชการ").clauses[0]


def test_words_with_a_subject_of_their_own_are_needed() -> None:
    assert words(parsed("mineral may 2015")) == ["mineral", "may", "2015"]
    assert words(parsed("IT project")) == ["it", "project"]
    assert words(parsed("การเกิด วัด")) == ["เกิด", "วัด"]
