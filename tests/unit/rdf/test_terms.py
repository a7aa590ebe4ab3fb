"""IRIs are repaired or refused, literals come back as they were written."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rdf.terms import (
    Literal,
    boolean,
    clean,
    day,
    degrees,
    guess_language,
    instant,
    iri,
    mailto,
    plain,
    segment,
    text_in,
    year,
)
from vocab.namespaces import XSD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://data.go.th/a?b=c#d", "https://data.go.th/a?b=c#d"),
        (" https://data.go.th/a b\n", "https://data.go.th/a%20b"),
        ("https://ข้อมูล.ไทย/ก", "https://ข้อมูล.ไทย/ก"),
        ("HTTP://Data.go.th", "http://Data.go.th"),
        ("http://h/%zz%41", "http://h/%25zz%41"),
        ("http://h/[1]?x={2}#a#b", "http://h/%5B1%5D?x=%7B2%7D#a%23b"),
        ('http://h/<>"|^`\\', "http://h/%3C%3E%22%7C%5E%60%5C"),
        ("http://h/\u2028\u00a0\ue000", "http://h/%E2%80%A8%C2%A0%EE%80%80"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("http://h:/x y", "http://h/x%20y"),
        ("ftp://h/x.csv", "ftp://h/x.csv"),
        ("http://h/\ud800x", "http://h/x"),
        ("https://h/'x'", "https://h/'x'"),
    ],
)
def test_addresses_are_repaired(text: str, expected: str) -> None:
    assert iri(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/relative",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://user:secret@h/x",
        "http://h:99999/x",
        "http://[::1",
        "http:///x",
        "http://a b/x",
        "http://a\u00a0b/x",
        'http://a"b/x',
        "ไม่มี",
        "https%3A%2F%2Fh%2Fx",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert iri(text) is None


@given(st.text())
def test_a_repaired_address_needs_no_second_repair(text: str) -> None:
    once = iri("http://h/" + text)
    assert once is None or iri(once) == once


def test_mail_addresses() -> None:
    assert mailto("unit@example.go.th") == "mailto:unit@example.go.th"
    assert mailto(" a#b@ex ample.th ") == "mailto:a%23b@ex%20ample.th"
    assert mailto("o'neill+x@example.th") == "mailto:o'neill+x@example.th"
    for text in ("", "unit", "@example.th", "unit@"):
        assert mailto(text) is None


def test_text_loses_only_what_no_syntax_can_carry() -> None:
    assert clean("ก\x00\x0b\ufffe\ud800\x7fข\tค\r\nง\rจ") == "กข\tค\nง\nจ"
    assert text_in("th", "ก") == Literal("ก", "th")
    assert text_in("th", "\x00 ") is None
    assert plain("01") == Literal("01")
    assert plain("") is None
    assert segment("a/b#ก ") == "a%2Fb%23%E0%B8%81%20"


def test_a_keyword_in_latin_letters_is_english() -> None:
    assert guess_language("COVID-19") == "en"
    assert guess_language("ข้อมูล GIS") == "th"
    assert guess_language("2566") == "th"


def test_only_common_era_dates_leave() -> None:
    assert day(dt.date(2024, 2, 29)) == Literal("2024-02-29", "", XSD.date)
    assert day(dt.datetime(2024, 2, 29, 23, tzinfo=dt.UTC)) == Literal("2024-02-29", "", XSD.date)
    assert day(dt.date(2567, 2, 28)) is None
    assert day("2024-02-29") is None
    assert year(2024) == Literal("2024", "", XSD.gYear)
    assert year(987) == Literal("0987", "", XSD.gYear)
    assert year(2567) is None
    assert year(0) is None
    assert year("2024") is None


def test_an_instant_has_an_offset() -> None:
    bangkok = dt.timezone(dt.timedelta(hours=7))
    stated = instant(dt.datetime(2024, 1, 1, 6, 30, 0, 123456, tzinfo=bangkok))
    assert stated == Literal("2023-12-31T23:30:00+00:00", "", XSD.dateTime)


def test_numbers() -> None:
    assert boolean(True).text == "true"
    assert boolean(False).text == "false"
    assert degrees(13.5, 90) == Decimal("13.5")
    assert f"{degrees(1e-7, 90):f}" == "0.0000001"
    assert degrees(100, 180) == 100
    for value in (True, "13", 90.1, float("nan"), float("inf")):
        assert degrees(value, 90) is None
