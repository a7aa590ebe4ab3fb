"""IRIs and literals: what may stand in a graph so that every syntax and every reader accepts it."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from schemas.time import BUDDHIST_FROM
from vocab.namespaces import RDF, XSD, Iri

# No syntax can carry these in text: controls but tab and line feed (XML 1.0), lone surrogates
# (UTF-8), U+FFFE and U+FFFF.  A carriage return would come back from XML as a line feed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")

#: The common case, decided by one look: a plain ASCII address without anything to repair.
#: It never goes back over what it has read, which takes a fifth of the time.
PLAIN = re.compile(
    r"https?://[A-Za-z0-9.-]++(?::[0-9]{1,4}+)?"
    r"(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+)?"
)
# What RFC 3987 allows in path, query and fragment (ucschar included, Thai letters stay Thai).
_KEPT = (
    r"A-Za-z0-9._~:/?@!$&'()*+,;=%\-"
    "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
# Blanks beyond ASCII and invisible marks are allowed by the letter, yet readers split lines there.
_INVISIBLE = r"\s\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_FORBIDDEN = re.compile(f"[^{_KEPT}]|[{_INVISIBLE}]")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST = re.compile("[A-Za-z0-9._~\\-\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]+|\\[[0-9A-Fa-f:.]+\\]")
#: Schemes that a reader may follow; javascript:, data: and file: are not among them.
SCHEMES = ("http", "https", "ftp")

_SEGMENT = re.compile("[A-Za-z0-9._~-]*")
_THAI = re.compile("[\u0e01-\u0e5b]")
_LATIN = re.compile("[A-Za-z]")


class Literal(NamedTuple):
    """A text with its language, or a value with its datatype; never both."""

    text: str
    language: str = ""
    datatype: str = ""


Object = Iri | Literal
Statement = tuple[Iri, Object]
Triple = tuple[Iri, Iri, Object]


@dataclass(slots=True, eq=False)
class Node:
    """What is said about one subject, in the order in which it is written.

    Compared by identity: shared nodes are made once and serve as keys of what was rendered.
    """

    subject: Iri
    statements: list[Statement] = field(default_factory=list)

    def add(self, predicate: Iri, value: Object | None) -> None:
        """One more statement; None says nothing."""
        if value is not None:
            self.statements.append((predicate, value))

    def values(self, predicate: Iri) -> list[Object]:
        """What was said so far with this predicate."""
        return [value for stated, value in self.statements if stated == predicate]


def node(subject: Iri, *classes: Iri) -> Node:
    """A node that says of which classes it is."""
    return Node(subject, [(RDF.type, each) for each in classes])


def clean(text: str) -> str:
    """Text that every syntax gives back as it was written (dcat.md, section 8.2)."""
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("", _LINE_END.sub("\n", text))
    return text


def _encode(part: str) -> str:
    part = _LONE_PERCENT.sub("%25", part)
    return _FORBIDDEN.sub(lambda m: quote(m[0]), part)


def iri(text: str) -> Iri | None:
    """An address from metadata as an IRI, None when it is no absolute http, https or ftp address.

    What RFC 3987 forbids is percent-encoded, nothing else; an address with credentials is refused.
    """
    text = _UNWRITABLE.sub("", text).strip()
    if PLAIN.fullmatch(text):
        return Iri(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), parts.netloc.rpartition("@")[2]
    if scheme not in SCHEMES or "@" in parts.netloc:
        return None
    host = host.removesuffix(f":{port}") if port is not None else host.removesuffix(":")
    if not _HOST.fullmatch(host) or _FORBIDDEN.search(host.strip("[]")):
        return None
    made = f"{scheme}://{host}" + ("" if port is None else f":{port}") + _encode(parts.path)
    if parts.query:
        made += "?" + _encode(parts.query)
    if parts.fragment:
        made += "#" + _encode(parts.fragment)
    return Iri(made)


@lru_cache(4096)
def mailto(address: str) -> Iri | None:
    """``mailto:`` IRI of an e-mail address (RFC 6068), None when it has no @ between two words."""
    user, at, host = _UNWRITABLE.sub("", address).strip().rpartition("@")
    if not (user and at and host):
        return None
    return Iri("mailto:" + quote(user, safe="!$'*+._~-") + "@" + quote(host, safe=""))


def segment(text: str) -> str:
    """A code or key as one segment of an address: only letters, digits and ``-._~`` stay."""
    return text if _SEGMENT.fullmatch(text) else quote(clean(text), safe="")


def text_in(language: str, text: object) -> Literal | None:
    """Text with a language tag, None when nothing is left of it."""
    cleaned = clean(str(text))
    return Literal(cleaned, language) if cleaned.strip() else None


def plain(text: object) -> Literal | None:
    """A code or key without language, None when nothing is left of it."""
    cleaned = clean(str(text))
    return Literal(cleaned) if cleaned.strip() else None


def guess_language(text: str) -> str:
    """``en`` for a word in Latin letters without a single Thai one, else ``th``.

    Keywords are typed by Thai offices: what is not Thai there is English or an abbreviation.
    """
    return "en" if _LATIN.search(text) and not _THAI.search(text) else "th"


def boolean(value: object) -> Literal:
    """xsd:boolean."""
    return Literal("true" if value else "false", "", XSD.boolean)


def day(value: object) -> Literal | None:
    """xsd:date of a Common-Era date; None for anything else, a Buddhist-era year above all."""
    if not isinstance(value, dt.date) or value.year >= BUDDHIST_FROM:
        return None
    # A datetime is a date too; its time of day is not part of an xsd:date.
    return Literal(value.isoformat()[:10], "", XSD.date)


def year(value: object) -> Literal | None:
    """xsd:gYear of a Common-Era year; None for anything else."""
    if not isinstance(value, int) or not 0 < value < BUDDHIST_FROM:
        return None
    return Literal(f"{value:04d}", "", XSD.gYear)


def instant(value: dt.datetime) -> Literal:
    """xsd:dateTime in UTC with its offset, to the second."""
    return Literal(value.astimezone(dt.UTC).isoformat(timespec="seconds"), "", XSD.dateTime)


def degrees(value: object, limit: int) -> Decimal | None:
    """A coordinate, None outside ``-limit`` to ``limit``; write it with the format ``f``."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or abs(value) > limit:
        return None
    return Decimal(repr(value))
