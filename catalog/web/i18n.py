"""The language of a page: chosen by ?lang=, kept in a cookie, Thai unless said otherwise."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request

#: Languages of the interface, the default first.  Messages are written in English in the code.
LANGUAGES = ("th", "en")
COOKIE = "lang"
#: Seconds the choice of a language is remembered: a year.
REMEMBERED = 365 * 24 * 3600


@cache
def translations(lang: str) -> NullTranslations:
    """The messages of a language, compiled in memory from translations/<lang>.po."""
    source = files("catalog.web").joinpath("translations", f"{lang}.po")
    if not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return Translations(compiled)


def asked_language() -> str:
    """The language this request asks for by name, "" when it does not."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else ""


def language() -> str:
    """The language of the page being made."""
    if not has_request_context():
        return LANGUAGES[0]
    if "lang" not in g:
        kept = request.cookies.get(COOKIE, "")
        g.lang = asked_language() or (kept if kept in LANGUAGES else LANGUAGES[0])
    chosen: str = g.lang
    return chosen


def raw_gettext(message: str) -> str:
    """A message in the page's language, placeholders unfilled (for Jinja)."""
    return translations(language()).gettext(message)


def raw_ngettext(singular: str, plural: str, count: int) -> str:
    """The same for a message that counts."""
    return translations(language()).ngettext(singular, plural, count)


def gettext(message: str, **values: object) -> str:
    """A message in the page's language; ``%(name)s`` are filled and ``%%`` is a per cent sign."""
    return raw_gettext(message) % values


def marked(message: str) -> str:
    """Mark a message for translation where no page is being made yet."""
    return message
