"""The tree of agencies: whoever asks for one asks for all below it, at every door."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from catalog.db.queries.agencies import agency_version, list_agencies
from catalog.search.analyzer import is_thai
from catalog.search.query import squeeze
from schemas.agency import AgencyRecord
from vocab.codes import AgencyKind

Counts = Sequence[tuple[str, int]]


class AgencyTree:
    """All agencies by code, in the order given, with what stands above and below each."""

    def __init__(self, agencies: Iterable[AgencyRecord]) -> None:
        self.by_code = {agency.code: agency for agency in agencies}
        self._below: dict[str, list[str]] = {}
        for agency in self.by_code.values():
            self._below.setdefault(agency.parent, []).append(agency.code)

    def within(self, code: str) -> tuple[str, ...]:
        """A code and those of all agencies below it; the code alone when there is none of it."""
        return tuple(self._walk(code))

    def below(self, code: str, kind: AgencyKind | None = None) -> list[str]:
        """The codes directly below an agency ("": below none), of one kind or of all."""
        codes = self._below.get(code, [])
        return [one for one in codes if kind in (None, self.by_code[one].kind)]

    def _walk(self, code: str) -> Iterator[str]:
        yield code
        for child in self._below.get(code, ()):
            yield from self._walk(child)

    def widened(self, filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Filters as the index is asked: an agency stands for all below it."""
        wider = dict(filters)
        if chosen := wider.get("agency"):
            wider["agency"] = self._all_within(chosen)
        return wider

    def with_sums(self, facets: Mapping[str, Counts]) -> dict[str, Counts]:
        """Facets in which every agency counts as its filter asks: with all below it."""
        summed = {**facets}
        if "agency" in summed:
            summed["agency"] = self.summed(summed["agency"])
        return summed

    def summed(self, counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        """Counts of single agencies as counts of agencies with all below them, the largest first.

        A dataset has one agency, so the sums count no dataset twice.
        """
        sums: dict[str, int] = {}
        lines = self._lines
        for code, count in counts:
            for one in lines.get(code, (code,)):
                sums[one] = sums.get(one, 0) + count
        # By code, then steadily by count: two fast sorts instead of one with a key of both.
        return sorted(sorted(sums.items()), key=itemgetter(1), reverse=True)

    @cached_property
    def _lines(self) -> Mapping[str, tuple[str, ...]]:
        """Each agency with all above it: a page sums hundreds of counts."""
        return {code: (code, *self.above(code)) for code in self.by_code}

    def above(self, code: str) -> Iterator[str]:
        """The codes of what stands above an agency, the nearest first."""
        agency = self.by_code.get(code)
        while agency is not None and agency.parent:
            yield agency.parent
            agency = self.by_code.get(agency.parent)

    def parent(self, code: str) -> str:
        """The code of the agency right above one, "" for none."""
        return next(self.above(code), "")

    def meant(self, typed: str) -> tuple[str, ...]:
        """The agencies that a typed code, name or part of a name means, with all below them.

        Commas stand between alternatives; () when no agency is meant.
        """
        found = (code for one in typed.split(",") for code in self._named(squeeze(one)))
        return self._all_within(found)

    def _named(self, typed: str) -> list[str]:
        if not typed:
            return []
        if typed in self._codes:
            return [self._codes[typed]]
        whole = [code for name, code in self._names if name == typed]
        # Thai has no blanks before a word; other names are known by the beginnings of their words.
        start = "" if is_thai(typed) else r"(?<!\w)"
        part = re.compile(start + re.escape(typed))
        return whole or [code for name, code in self._names if part.search(name)]

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {squeeze(code): code for code in self.by_code}

    @cached_property
    def _names(self) -> tuple[tuple[str, str], ...]:
        called = ((a.code, (a.name_th, a.name_en, *a.aliases)) for a in self.by_code.values())
        return tuple((squeeze(name), code) for code, names in called for name in names if name)

    def _all_within(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for code in codes for one in self.within(code)))


_kept: WeakKeyDictionary[object, tuple[int, AgencyTree]] = WeakKeyDictionary()


def agency_tree(session: Session) -> AgencyTree:
    """The tree as it stands: one statement, and the rows only after an edit."""
    bind = session.get_bind()
    version = agency_version(session)
    kept = _kept.get(bind)
    if kept is None or kept[0] != version:
        kept = _kept[bind] = (version, AgencyTree(list_agencies(session)))
    return kept[1]
