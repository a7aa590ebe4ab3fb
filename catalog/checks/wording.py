"""Rules about how something is worded: keywords, the contact, the accuracy of positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.checks.presence import Rule
from catalog.checks.subject import Subject
from schemas.quality import Finding
from vocab.codes import Severity

MINIMUM, MAXIMUM = 2, 100
#: Longest piece of somebody's text that a finding repeats.
QUOTED = 60

# Thai letters, marks and digits without the currency sign and the old punctuation marks; Latin
# letters with accents without the signs of multiplication and division.
_FOREIGN = re.compile(
    "[^A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e590-9 ._-]"
)
_REPLACEMENT = "\ufffd"
# A vowel or mark that must follow a consonant cannot begin a word ...
_HEADLESS = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
# ... and a word cannot end in a vowel written before its consonant, nor in one that needs a
# closing consonant (ั, ื, with or without a tone mark; ็ but for the word ก็).
_TAILLESS = re.compile("(?:[\u0e40-\u0e44]|[\u0e31\u0e37][\u0e48-\u0e4b]?|(?<!ก)\u0e47)$")

_PERSON = re.compile(
    r"(?:นาย(?!ก|ทะเบียน|อำเภอ|ช่าง|ด่าน|ตรวจ|สถานี)|นางสาว|นาง(?!เลิ้ง)|น\.\s?ส\.|ว่าที่\s?(?:ร้อย|พัน)"
    r"|(?:ดร|ผศ|รศ)\.\s?\S|(?i:mr|mrs|ms|miss|dr)\.?\s)"
)
_ACCURACY = re.compile("(?:ไม่)?มี")


def _keywords(subject: Subject) -> Iterator[str]:
    yield from subject.dataset.codes("tag_string")


def keyword_length(subject: Subject) -> Iterator[Finding]:
    """A keyword of one character, or of a whole sentence."""
    for keyword in _keywords(subject):
        if not MINIMUM <= len(keyword) <= MAXIMUM:
            yield subject.dataset.finding(
                "keyword-length",
                Severity.ERROR,
                "tag_string",
                keyword=keyword[:QUOTED],
                length=str(len(keyword)),
                minimum=str(MINIMUM),
                maximum=str(MAXIMUM),
            )


def keyword_characters(subject: Subject) -> Iterator[Finding]:
    """Characters that CKAN or the Thai form refuse in a keyword."""
    for keyword in _keywords(subject):
        foreign = dict.fromkeys(_FOREIGN.findall(keyword.replace(_REPLACEMENT, "")))
        if foreign:
            yield subject.dataset.finding(
                "keyword-characters",
                Severity.ERROR,
                "tag_string",
                keyword=keyword[:QUOTED],
                characters=" ".join(foreign)[:QUOTED],
            )


def keyword_broken(subject: Subject) -> Iterator[Finding]:
    """A keyword that a program cut inside a Thai letter (U+FFFD, an error) or a Thai syllable."""
    for keyword in _keywords(subject):
        torn = _REPLACEMENT in keyword
        if torn or _HEADLESS.match(keyword) or _TAILLESS.search(keyword):
            yield subject.dataset.finding(
                "keyword-broken",
                Severity.ERROR if torn else Severity.WARNING,
                "tag_string",
                keyword=keyword[:QUOTED],
            )


def person_name(subject: Subject) -> Iterator[Finding]:
    """A contact that begins like the name of a person; the standard wants a unit."""
    for name in subject.dataset.codes("maintainer"):
        if _PERSON.match(name):
            yield subject.dataset.finding("person-name", Severity.ADVICE, "maintainer")


def accuracy_wording(subject: Subject) -> Iterator[Finding]:
    """Positional accuracy begins with มี or ไม่มี."""
    for text in subject.dataset.codes("positional_accuracy"):
        if not _ACCURACY.match(text):
            yield subject.dataset.finding(
                "accuracy-wording", Severity.ADVICE, "positional_accuracy"
            )


RULES: Mapping[str, Rule] = {
    "keyword-length": keyword_length,
    "keyword-characters": keyword_characters,
    "keyword-broken": keyword_broken,
    "person-name": person_name,
    "accuracy-wording": accuracy_wording,
}
