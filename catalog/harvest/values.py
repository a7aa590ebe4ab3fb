"""Values of a foreign catalogue as values of a record, read by the field table's value types."""

from __future__ import annotations

import html
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Protocol

from marshmallow import ValidationError

from schemas.distribution import Value
from schemas.fields import HARD_LIMIT, MANY_LIMIT, Email, clean_url
from schemas.time import arabic_digits, read_date, read_year
from schemas.values import clean_line, clean_text
from vocab.codes import Severity
from vocab.concepts import codelist, fold
from vocab.profiles.dcat import FILE_TYPES
from vocab.profiles.th_gov import Field, ValueType

#: Longest piece of a value that a finding quotes (characters).
QUOTED = 200
#: Keys that hide something: what cannot be read counts as hidden.
HIDING = ("private", "resource_private")

#: Value of data_format for each EU file type; a type that is not here has no value of its own.
DATA_FORMAT: Mapping[str, str] = {
    "CSV": "csv",
    "XLSX": "xls",
    "XLS": "xls",
    "JSON": "json",
    "GEOJSON": "json",
    "XML": "xml",
    "RDF": "rdf",
    "RDF_XML": "rdf",
    "RDF_TURTLE": "rdf",
    "RDF_N_TRIPLES": "rdf",
    "JSON_LD": "rdf",
    "PDF": "pdf",
    "TXT": "text",
    "HTML": "html",
    "DOCX": "doc",
    "DOC": "doc",
    "SHP": "shapefile",
    "GML": "gml",
    "GEOTIFF": "geotiff",
    "ARCINFO_COV": "arcinfo-coverage",
    "SQL": "database",
    "MDB": "database",
    "JPEG": "image",
    "PNG": "image",
    "GIF": "image",
    "TIFF": "image",
    "SVG": "image",
    "MP3": "audio",
    "WAV": "audio",
    "MPEG4": "video",
}

#: Other spellings of values, by code list; words of the first public forms included.
SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "license_id": {
        "ogl": "dga-open",
        "notspecified": "not-specified",
        "Open Government License": "dga-open",
        "Creative Commons Attribution": "cc-by",
    },
    "data_format": {
        "XLS (XLS/XLSX)": "xls",
        "Excel": "xls",
        **{
            text: DATA_FORMAT[row.code]
            for row in FILE_TYPES
            if row.code in DATA_FORMAT
            for text in (row.code, row.label, *row.aliases)
        },
    },
    # The first governance extension wrote five words, the last of which is also the id of
    # another level here: read as it was meant, which is the stronger protection.
    "data_classification": {"secret": "top-secret"},
}

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_WHOLE = re.compile(r"(\d{1,16})(?:\.0)?")
_TAG = re.compile(r"[A-Za-z/!?]")
# A Thai keyword that ends with a vowel written before its consonant, or begins with a sign that
# stands on one, was cut; U+FFFD is what is left of a letter cut in its middle.
_BROKEN = re.compile("\ufffd|[\u0e40-\u0e44]$|^[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")


class Note(Protocol):
    """Keeps what was found or mended at the field that is being read."""

    def __call__(self, code: str, severity: Severity = ..., /, **values: str) -> None:
        """Keep one finding; ``values`` fill its sentence."""


def is_blank(given: object) -> bool:
    """Whether a source states nothing: null, empty text, an empty list or object."""
    return given is None or given in ("", [], {}) or (isinstance(given, str) and not given.strip())


def quoted(given: object) -> str:
    """A value of the source as a finding keeps it: one clean line, not too long."""
    text = given if isinstance(given, str) else _json(given)
    line = clean_line(text[: 10 * QUOTED])
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def _json(given: object) -> str:
    try:
        return json.dumps(given, ensure_ascii=False, default=str)[: 10 * QUOTED]
    except (ValueError, RecursionError):
        return "…"


def plain(given: object) -> str | None:
    """A scalar of the source as text, None when it is a list, an object or no sensible number."""
    match given:
        case str():
            return given
        case bool():
            return str(given)
        case int():
            return str(given) if abs(given) < 10**18 else None
        case float():
            return str(given) if math.isfinite(given) else None
        case _:
            return None


def read_value(row: Field, given: object, note: Note) -> Value | None:
    """The value of a field as a record keeps it, None when nothing usable is stated.

    Whatever had to be changed or dropped is told to ``note``; never raises.
    """
    if is_blank(given):
        return None
    match row.value_type:
        case ValueType.KEYWORDS:
            return _keywords(given, note) or None
        case ValueType.CODES:
            return _codes(row, given, note) or None
        case _:
            text = plain(given)
            if text is None:
                note("repair-value-unreadable", before=quoted(given))
                return True if row.key in HIDING else None
            return READERS.get(row.value_type, _line)(row, text, note)


# Text -------------------------------------------------------------------------------------------


def unescaped(text: str) -> str:
    """Text without HTML entities; one that would open a tag stays as it is."""

    def letter(match: re.Match[str]) -> str:
        plain_text = html.unescape(match[0])
        opens = plain_text == "<" and _TAG.match(text, match.end())
        return match[0] if opens else plain_text.replace("\xa0", " ")

    return _ENTITY.sub(letter, text)


def _invisible(text: str) -> str:
    kept = set(clean_text(text))
    lost = (c for c in dict.fromkeys(text) if c not in kept and not c.isspace())
    return ", ".join(f"U+{ord(c):04X}" for c in list(lost)[:10])


def _entities(text: str) -> str:
    return ", ".join(list(dict.fromkeys(_ENTITY.findall(text)))[:10])


#: What is done to every text, in order: the finding that tells of it, the deed, the evidence.
TEXT_REPAIRS: tuple[tuple[str, Callable[[str], str], Callable[[str], str]], ...] = (
    ("repair-html-entities", unescaped, _entities),
    ("repair-control-characters", clean_text, _invisible),
)


def cleaned(text: str, note: Note) -> str:
    """Text after `TEXT_REPAIRS`, cut at the hard limit; white space alone is no finding."""
    for code, mend, evidence in TEXT_REPAIRS:
        mended = mend(text)
        if _letters(mended) != _letters(text):
            note(code, before=evidence(text))
        text = mended
    if len(text) > HARD_LIMIT:
        note("repair-text-cut", length=str(len(text)), limit=str(HARD_LIMIT))
        text = text[:HARD_LIMIT].rstrip()
    return text


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _long(row: Field, text: str, note: Note) -> str | None:
    return _within(row, cleaned(text, note), note)


def _line(row: Field, text: str, note: Note) -> str | None:
    return _within(row, clean_line(cleaned(text, note)), note)


def _within(row: Field, text: str, note: Note) -> str | None:
    if row.max_length and len(text) > row.max_length:
        note("kept-long-text", Severity.ADVICE, length=str(len(text)), limit=str(row.max_length))
    return text or None


def _keywords(given: object, note: Note) -> tuple[str, ...]:
    parts = given if isinstance(given, list) else str(plain(given) or "").split(",")
    kept: dict[str, str] = {}
    for part in parts:
        if isinstance(part, dict):
            part = part.get("name") or part.get("display_name")
        if is_blank(part):
            continue
        text = plain(part)
        word = clean_line(cleaned(text, note)) if text is not None else ""
        if not word or _BROKEN.search(word):
            note("repair-keyword-broken", before=quoted(word or part))
        elif word.casefold() in kept:
            note("repair-keyword-duplicate", before=quoted(word))
        else:
            kept[word.casefold()] = word
    words = tuple(kept.values())
    if len(words) > MANY_LIMIT:
        note("repair-list-cut", count=str(len(words)), limit=str(MANY_LIMIT))
    return words[:MANY_LIMIT]


# Codes ------------------------------------------------------------------------------------------


@cache
def _spellings(scheme: str) -> Mapping[str, str]:
    return {fold(text): known for text, known in SPELLINGS.get(scheme, {}).items()}


@cache
def _written(scheme: str) -> frozenset[str]:
    """Every way of writing a value of a list that needs no finding."""
    return frozenset(
        text
        for concept in codelist(scheme)
        for text in (concept.value, concept.label_th, concept.label_en, *concept.alternatives)
    )


def find_code(scheme: str, text: str) -> str:
    """The id of the value that is written so, "" when the list has none; nothing is guessed."""
    known = _spellings(scheme).get(fold(text))
    if known:
        return known
    concept = codelist(scheme).find(text)
    return concept.id if concept else ""


def reference(scheme: str, code: str) -> str:
    """A code as a finding names it, so that its sentence can say it in either language."""
    return f"codelist/{scheme}/{code}"


def _code(row: Field, text: str, note: Note) -> str | None:
    text = clean_line(text)
    code = find_code(row.codelist, text) if text else ""
    if text and not code:
        note("repair-code-unknown", before=quoted(text))
    elif text and text not in _written(row.codelist) and text != code:
        note("repair-code-spelling", before=quoted(text), after=reference(row.codelist, code))
    return code or None


def _codes(row: Field, given: object, note: Note) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in listed(given):
        text = plain(part)
        if text is None:
            if not is_blank(part):
                note("repair-value-unreadable", before=quoted(part))
            continue
        if code := _code(row, text, note):
            found[code] = None
    return tuple(found)


def listed(given: object) -> Iterable[object]:
    """The values of a list field: a JSON array, one written as text, or a bare value."""
    if isinstance(given, list):
        return given[:MANY_LIMIT]
    if isinstance(given, str) and given.lstrip().startswith("["):
        try:
            read = json.loads(given)
        except (ValueError, RecursionError):
            return [given]
        return read[:MANY_LIMIT] if isinstance(read, list) else [given]
    return [given]


# Numbers, days and addresses --------------------------------------------------------------------


def _boolean(row: Field, text: str, note: Note) -> bool | None:
    known = codelist("yes_no").find(text)
    if known is None:
        note("repair-value-unreadable", before=quoted(text))
        return True if row.key in HIDING else None
    return known.id == "yes"


def _date(_row: Field, text: str, note: Note) -> Value | None:
    try:
        day = read_date(text)
    except ValueError:
        note("repair-value-unreadable", before=quoted(text))
        return None
    if str(day.year) not in arabic_digits(text):
        note("repair-buddhist-date", before=quoted(text), after=day.isoformat())
    elif day.isoformat() != clean_line(text)[:10]:
        note("repair-date-form", before=quoted(text), after=day.isoformat())
    return day


def _year(_row: Field, text: str, note: Note) -> int | None:
    try:
        year = read_year(text)
    except ValueError:
        note("repair-value-unreadable", before=quoted(text))
        return None
    if str(year) not in arabic_digits(text):
        note("repair-buddhist-year", before=quoted(text), after=f"year/{year}")
    return year


def _whole(row: Field, text: str, note: Note) -> int | None:
    text = clean_line(text)
    if text in ("", "-"):
        return None
    match = _WHOLE.fullmatch(arabic_digits(text))
    number = int(match[1]) if match else 0
    if not 1 <= number <= row.largest:
        note("repair-value-unreadable", before=quoted(text))
        return None
    return number


def _degrees(_row: Field, text: str, note: Note) -> float | None:
    try:
        number = float(arabic_digits(clean_line(text)))
    except ValueError:
        number = math.nan
    if not -180 <= number <= 180:
        note("repair-value-unreadable", before=quoted(text))
        return None
    return number


def _url(_row: Field, text: str, note: Note) -> str | None:
    try:
        address = clean_url(text)
    except ValueError:
        address = ""
    if not address or len(address) > HARD_LIMIT:
        note("repair-url-invalid", before=quoted(text))
        return None
    if address != text.strip():
        note("repair-url-encoded", before=quoted(text), after=quoted(address))
    return address


def _email(_row: Field, text: str, note: Note) -> str | None:
    try:
        return str(Email().deserialize(text)) or None
    except ValidationError:
        note("repair-value-unreadable", before=quoted(text))
        return None


Reader = Callable[[Field, str, Note], "Value | None"]

#: How a text of each value type is read; the types that are not here are lines of text.
READERS: Mapping[ValueType, Reader] = {
    ValueType.LONG_TEXT: _long,
    ValueType.CODE: _code,
    ValueType.BOOLEAN: _boolean,
    ValueType.DATE: _date,
    ValueType.YEAR: _year,
    ValueType.INTEGER: _whole,
    ValueType.DEGREES: _degrees,
    ValueType.URL: _url,
    ValueType.EMAIL: _email,
}
