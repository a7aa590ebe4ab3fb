"""Every message of the pages stands in good Thai, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from catalog.web.i18n import gettext, language, translations

WEB = Path(__file__).resolve().parents[2] / "catalog" / "web"
METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2)}
SAME_IN_BOTH: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def messages() -> dict[str, str | tuple[str, ...]]:
    """Messages of code and templates by their singular."""
    found = extract_from_dir(
        WEB,
        method_map=METHODS,
        options_map={"templates/**.html": {"trimmed": "true"}},
        keywords=KEYWORDS,
    )
    return {m if isinstance(m, str) else m[0]: m for _f, _l, m, _c, _x in found}


@pytest.fixture(scope="module")
def thai() -> Catalog:
    """The Thai catalogue as it is shipped."""
    with (WEB / "translations" / "th.po").open("rb") as file:
        return read_po(file, locale="th")


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|%%", text))


def test_every_message_is_translated(
    messages: dict[str, str | tuple[str, ...]], thai: Catalog
) -> None:
    assert len(messages) > 200
    missing = [m for m in messages if not thai.get(m) or not thai.get(m).string]  # type: ignore[union-attr]
    assert missing == []


def test_no_translation_is_left_over(
    messages: dict[str, str | tuple[str, ...]], thai: Catalog
) -> None:
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in thai if m.id}
    assert sorted(known - set(messages)) == []


def test_placeholders_are_the_same_in_both_languages(thai: Catalog) -> None:
    for message in thai:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        strings = (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        wanted = {tuple(placeholders(one)) for one in ids}
        assert {tuple(placeholders(one)) for one in strings} == wanted, message.id
        assert not message.fuzzy


def test_thai_is_thai(thai: Catalog) -> None:
    latin = [
        m.id
        for m in thai
        if m.id and m.id not in SAME_IN_BOTH and not re.search("[\u0e01-\u0e2e]", str(m.string))
    ]
    assert latin == []


def test_messages_are_compiled_in_memory() -> None:
    assert translations("th").gettext("Search") == "ค้นหา"
    assert translations("en").gettext("Search") == "Search"
    assert translations("th").ngettext(
        "%(shown)s dataset found", "%(shown)s datasets found", 5
    ) == ("พบ %(shown)s ชุดข้อมูล")


def test_outside_a_request_the_language_is_thai() -> None:
    assert language() == "th"
    assert gettext("Resource %(number)s", number=3) == "ทรัพยากรที่ 3"
