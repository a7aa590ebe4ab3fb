"""The sentences: complete in both languages, and they name things in the reader's."""

import datetime as dt
import re
import string

import pytest

from catalog.checks import RULES
from vocab.messages import MESSAGES, say
from vocab.months import english_date, thai_date

PLACEHOLDERS = string.Formatter()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in PLACEHOLDERS.parse(text) if name is not None}


def test_every_message_has_both_languages_with_the_same_placeholders():
    for code, message in MESSAGES.items():
        assert all((message.th.strip(), message.en.strip())), code
        assert placeholders(message.th) == placeholders(message.en), code


def test_thai_sentences_are_thai_and_english_ones_english():
    for code, message in MESSAGES.items():
        assert re.search("[ก-๙]", message.th), code
        assert not re.search("[ก-๙]", re.sub("“[^”]*”", "", message.en)), code


def test_every_rule_has_a_sentence():
    assert set(RULES) <= set(MESSAGES)


def test_a_field_and_a_value_are_named_in_the_readers_language():
    values = {"field": "field/dataset/title"}
    assert say("missing-mandatory", "th", values) == "ยังไม่ได้กรอกชื่อชุดข้อมูล กรุณากรอกก่อนส่งขออนุมัติ"
    assert say("missing-mandatory", "en", values) == (
        "Dataset Name is missing. Fill it in before you submit."
    )
    several = "codelist/data_classification/private codelist/data_classification/secret"
    assert say("classification-missing", "th", {"field": "x", "allowed": several}).endswith(
        "เผยแพร่ภายในองค์กร, ลับมาก"
    )


def test_days_and_years_are_written_in_the_readers_calendar():
    due = {"due": "2024-02-29", "days": "3"}
    assert "29 ก.พ. 2567" in say("lost-late", "th", due)
    assert "29 Feb 2024" in say("lost-late", "en", due)
    future = {"field": "x", "year": "year/2100"}
    assert "2643" in say("year-future", "th", future)
    assert "2100" in say("year-future", "en", future)


@pytest.mark.parametrize("text", ["2024-02-30", "field/dataset/nonsense", "{field}", "%s", "a  b"])
def test_a_text_that_only_looks_like_a_reference_is_written_as_it_stands(text: str):
    assert say("state-field", "en", {"field": text}) == f"State {text} clearly"


def test_an_unknown_code_or_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        say("no-such-code", "th", {})
    with pytest.raises(KeyError):
        say("lost-field", "th", {})


def test_all_twelve_months_are_written_in_both_languages():
    days = [dt.date(2024, month, 1) for month in range(1, 13)]
    assert thai_date(days[0]) == "1 ม.ค. 2567"
    assert english_date(days[11]) == "1 Dec 2024"
    assert len({thai_date(d) for d in days} | {english_date(d) for d in days}) == 24
