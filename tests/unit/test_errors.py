"""Errors: every kind is mapped, every code speaks both languages, logs stay on one line."""

import logging
import re
import string

import pytest

from catalog.errors import (
    EXIT_CODE,
    STATUS,
    CatalogError,
    Kind,
    NotFound,
    SlugTaken,
    all_errors,
)
from catalog.log import OneLine, configure


def test_every_kind_has_a_status_and_an_exit_code() -> None:
    assert set(STATUS) == set(EXIT_CODE) == set(Kind)
    assert all(400 <= status < 600 for status in STATUS.values())
    assert all(code > 2 for code in EXIT_CODE.values())


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("error", all_errors(), ids=lambda e: e.__name__)
def test_every_error_says_the_same_in_both_languages(error: type[CatalogError]) -> None:
    if error.th is CatalogError.__dict__.get("th"):
        return
    assert re.search("[ก-๙]", error.th)
    assert not re.search("[ก-๙]", error.en)
    assert _placeholders(error.th) == _placeholders(error.en)
    assert re.fullmatch("[a-z]+(-[a-z]+)*", error.code)


def test_codes_are_unique() -> None:
    codes = [error.code for error in all_errors()]
    assert len(codes) == len(set(codes))


def test_an_error_fills_its_sentence() -> None:
    error = SlugTaken(slug="population")
    assert "population" in error.message.th
    assert "population" in str(error)
    assert error.status == 409
    assert NotFound().errors == {}


def test_line_breaks_in_a_log_entry_cannot_forge_another() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "a\r\nb", None, None)
    assert OneLine("%(message)s").format(record) == "a\\r\\nb"


def test_the_log_is_set_up_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("DEBUG")
    configure("INFO")
    logging.getLogger("catalog.test").info("said once")
    assert capsys.readouterr().err.count("said once") == 1
    logging.getLogger("catalog").handlers.clear()
    logging.getLogger("catalog").propagate = True
