"""Thai place names in Latin letters, however they are spelt: Chatuchak and Jatujak are จตุจักร.

The official spelling (the Royal Institute's) leaves out tones and the length of vowels, and people
spell as they hear.  So two spellings are the same place when they sound the same.
"""

import csv
import functools
import re
from importlib import resources

__all__ = ["SHORTEST_SOUND", "Place", "packaged_places", "sound"]

Place = tuple[str, ...]
"""A name in Thai, and then its spellings in Latin letters, the official one first."""

SHORTEST_SOUND = 5
"""Letters of a sound that says enough: shorter ones are taken for English words (tag is no ตาก)."""

_VOWELS = "aeiou"
_STEPS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        ("[^a-z]", ""),
        ("ch", "j"),
        ("([ptk])h", r"\1"),
        ("c", "k"),
        ("v", "w"),
        ("z", "s"),
        ("oo|ou", "u"),
        ("ee", "i"),
        ("ue|eu", "u"),
        ("ae", "e"),
        ("ie", "ia"),
        # After the vowels: y and w close a syllable as i and o do.
        (f"(?<=[{_VOWELS}])y", "i"),
        (f"w(?![{_VOWELS}])", "o"),
        # The r of an English speller only makes the vowel long: Sathorn, Samut Prakarn.
        (f"(?<=[ao])r(?![{_VOWELS}])", ""),
        # A syllable ends in one of few sounds: Ladprao is Lat Phrao.
        (f"b(?![{_VOWELS}lr])", "p"),
        (f"d(?![{_VOWELS}r])", "t"),
        (r"(.)\1+", r"\1"),
    )
)


@functools.lru_cache(4096)
def sound(name: str) -> str:
    """Return what all spellings of a name in lower-case Latin letters have in common."""
    for pattern, put in _STEPS:
        name = pattern.sub(put, name)
    return name


@functools.cache
def packaged_places() -> tuple[Place, ...]:
    """Return the provinces of Thailand, and the districts and subdistricts of Bangkok."""
    held = resources.files("catalog.search") / "data" / "places.csv"
    rows = csv.DictReader(held.read_text("utf-8").splitlines())
    out = []
    for row in rows:
        spellings = [row["name_en"], *filter(None, row["others"].split("|"))]
        run_together = [name.replace(" ", "") for name in spellings]
        out.append((row["name_th"], *dict.fromkeys((*spellings, *run_together))))
    return tuple(out)
