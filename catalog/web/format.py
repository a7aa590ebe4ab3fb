"""Filters of the templates: dates, years, numbers, links, languages and Markdown, all safe."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from catalog.scoring import rounded
from catalog.web.i18n import gettext as _
from catalog.web.i18n import language
from schemas.time import BANGKOK, ERA, civil_date, english_date, thai_date
from schemas.values import LocalizedText

#: Schemes that a link of a steward's text may have.
SCHEMES = ("http", "https", "ftp", "mailto")
#: What a link out of the catalogue says about itself.
LINK_REL = "noopener noreferrer nofollow ugc"

_THAI = re.compile("[\u0e01-\u0e5b]")
_LEADING = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_TONES = re.compile("[\u0e47-\u0e4e]")
_LATIN = re.compile("[A-Za-z]")
_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "hr"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def written_day(day: dt.date, lang: str = "") -> str:
    """15 ส.ค. 2569 or 15 Aug 2026."""
    return english_date(day) if (lang or language()) == "en" else thai_date(day)


def day_of(value: dt.date | dt.datetime | None) -> Markup:
    """A day for people, with the ISO day for programs."""
    if value is None:
        return Markup("")
    day = civil_date(value) if isinstance(value, dt.datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), written_day(day))


def moment(value: dt.datetime) -> Markup:
    """A day and the time in Thailand."""
    local = value.astimezone(BANGKOK)
    text = _("%(day)s, %(time)s", day=written_day(local.date()), time=f"{local:%H:%M}")
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), text)


def year_of(year: int | str) -> str:
    """A Common-Era year as the reader counts: 2569 in Thai, 2026 in English."""
    return str(int(year) + (0 if language() == "en" else ERA))


def number(value: int) -> str:
    """A whole number with separators."""
    return f"{value:,}"


def points(value: Fraction) -> str:
    """Points with two decimals, half up."""
    return f"{rounded(value, 2):f}"


def brief(value: Fraction) -> str:
    """Points with as few decimals as they need, two at most."""
    return f"{rounded(value, 2):f}".rstrip("0").rstrip(".")


def percent(value: Fraction) -> str:
    """A share as whole per cent, rounded down so that only what is whole is called 100."""
    return str(int(value * 100))


def language_of(text: str) -> str:
    """Say th when a text has Thai letters, en when it has only Latin ones, "" when it has none."""
    if _THAI.search(text):
        return "th"
    return "en" if _LATIN.search(text) else ""


def lang_attribute(text: str) -> Markup:
    """`` lang="…"`` when a text is not in the page's language, for screen readers."""
    found = language_of(str(text))
    return Markup(' lang="{}"').format(found) if found and found != language() else Markup("")


def in_language(text: LocalizedText) -> str:
    """The side of a text that the page's language asks for, the other where that is empty."""
    return text.in_language(language())


def thai_order(text: str) -> str:
    """A key that sorts as a Thai dictionary: by consonant before the vowel written in front of it.

    Tone marks and the like do not count.
    """
    return _LEADING.sub(r"\2\1", _TONES.sub("", text)).casefold()


def other_side(text: LocalizedText) -> str:
    """The other side, "" when nobody wrote it or it says the same."""
    first = text.in_language(language())
    second = text.th if language() == "en" else text.en
    return second if second != first else ""


def safe_url(text: str) -> str:
    """An address that may become a link, "" for any other (javascript:, data:, relative)."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES:
        return ""
    return text.strip() if parts.netloc or parts.scheme.lower() == "mailto" else ""


def markdown(text: str) -> Markup:
    """Markdown of a steward's text as harmless HTML: no raw HTML, no pictures, known schemes."""
    return Markup(  # noqa: S704  (nh3 has cleaned it)
        nh3.clean(
            _parser().render(text),
            tags=_TAGS,
            attributes={"a": {"href"}},
            attribute_filter=_kept_attribute,
            url_schemes=set(SCHEMES),
            link_rel=LINK_REL,
        )
    )


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    # A relative address would lead to a page of ours that the steward chose.
    return value if name != "href" or safe_url(value) else None


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    parser.disable(["image", "html_block", "html_inline"])
    # A heading of the text would break the page's own outline: it becomes a bold paragraph.
    for name, tag in (("heading_open", "<p><strong>"), ("heading_close", "</strong></p>\n")):
        parser.add_render_rule(name, _constant(tag))
    return parser


def _constant(tag: str) -> Callable[..., str]:
    def rule(
        _self: RendererHTML,
        _tokens: Sequence[Token],
        _at: int,
        _options: OptionsDict,
        _env: EnvType,
    ) -> str:
        return tag

    return rule


def embedded_json(value: Mapping[str, Any]) -> Markup:
    """JSON that no text in it can turn into markup: it holds no <, > or &."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  (no character is left that HTML knows)


def pieces(found: Sequence[tuple[str, bool]]) -> Markup:
    """A text in pieces with its hits marked."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(text) if hit else escape(text) for text, hit in found
    )


FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": day_of,
    "moment": moment,
    "year": year_of,
    "number": number,
    "points": points,
    "brief": brief,
    "percent": percent,
    "lang_attr": lang_attribute,
    "local": in_language,
    "other_side": other_side,
    "safe_url": safe_url,
    "markdown": markdown,
    "embedded_json": embedded_json,
    "pieces": pieces,
}
