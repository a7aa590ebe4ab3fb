"""Publishers of foreign records as agencies: found by their full name, never guessed."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from schemas.agency import AgencyRecord
from schemas.values import clean_line
from vocab.codes import AgencyKind
from vocab.concepts import fold

#: The city as it signs in national catalogues, and its code here.
CITY, CITY_CODE = "กรุงเทพมหานคร", "bma"
#: Longest name of an agency that is kept (characters).
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Publisher:
    """An agency that owns a record; ``is_new`` when it must be registered first."""

    code: str
    name: str
    is_new: bool

    @property
    def kind(self) -> AgencyKind:
        """Kind under which a new one is registered."""
        return AgencyKind.CITY if self.code == CITY_CODE else AgencyKind.NATIONAL


class Directory:
    """The agencies of the catalogue by full name, Thai or English, and by code."""

    def __init__(self, agencies: Iterable[AgencyRecord] = ()) -> None:
        self._codes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for agency in agencies:
            self._codes[agency.code] = agency.name_th
            for name in (agency.name_th, agency.name_en):
                if name:
                    self._names.setdefault(fold(name), agency.code)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def publisher(self, name: str) -> Publisher:
        """The agency with exactly this name; else a new one, whose code follows from the name.

        Abbreviations are not read: สำนักการศึกษา is a department of more than one city.
        """
        name = clean_line(name)[:LONGEST]
        known = self._names.get(fold(name))
        if known:
            return Publisher(known, self._codes[known], is_new=False)
        if fold(name) == fold(CITY) and CITY_CODE not in self._codes:
            return Publisher(CITY_CODE, CITY, is_new=True)
        digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
        free = (f"nat-{digest[:n]}" for n in range(8, 41))
        return Publisher(next(c for c in free if c not in self._codes), name, is_new=True)

    def of_code(self, code: str) -> Publisher | None:
        """The agency with a code, None when there is none."""
        name = self._codes.get(code)
        return None if name is None else Publisher(code, name, is_new=False)


@cache
def portals() -> Mapping[str, str]:
    """Owner of each known Thai data portal by host (source: data/README.md)."""
    text = (files("catalog.harvest") / "data" / "portals.csv").read_text(encoding="utf-8")
    return {row["host"]: row["owner"] for row in csv.DictReader(text.splitlines())}


def host_of(address: str) -> str:
    """The host of an address in small letters, "" when it has none."""
    try:
        return (urlsplit(address.strip()).hostname or "").casefold()
    except ValueError:
        return ""
