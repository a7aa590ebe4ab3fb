"""The filters beside the hits: agencies as a tree, years newest first, and what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.search.document import FACETS
from catalog.services.agency_tree import AgencyTree
from catalog.web.format import in_language, language_of, year_of
from catalog.web.i18n import gettext as _
from catalog.web.i18n import marked
from catalog.web.values import code_label
from schemas.time import ERA
from vocab.codes import AgencyKind, Classification
from vocab.concepts import codelist

#: Values of a facet shown at once, and behind "more".
SHOWN, MORE = 6, 30
#: The same for years, which stand beside each other.
YEARS_SHOWN, YEARS_MORE = 8, 80

TITLES: Mapping[str, str] = {
    "agency": marked("Agency"),
    "type": marked("Type"),
    "category": marked("Category"),
    "format": marked("Format"),
    "licence": marked("Licence"),
    "keyword": marked("Keyword"),
    "year": marked("Year of the data"),
}
#: Ranks below a city, in the order of its own chart.
RANKS: Mapping[AgencyKind, str] = {
    AgencyKind.OFFICE: marked("Offices"),
    AgencyKind.DEPARTMENT: marked("Departments"),
    AgencyKind.DISTRICT: marked("District offices"),
}
_CODELISTS = {"type": "data_type", "licence": "license_id"}

Counts = Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: ``count`` is how many hits it would leave, ``note`` says it otherwise.

    ``below`` are the values that divide it.
    """

    value: str
    label: str
    count: int
    chosen: bool
    note: str = ""
    below: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Agencies of one rank, folded unless one of them is chosen or nothing stands beside them."""

    key: str
    title: str
    count: int
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values shown at once, those behind "more", and the branches of a tree."""

    name: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    branches: tuple[Branch, ...] = ()
    chosen: int = 0


def agency_name(agencies: AgencyTree, code: str) -> str:
    """The name of an agency in the page's language, its code when there is none of it."""
    return in_language(agencies.by_code[code].name) if code in agencies.by_code else code


def facet_title(name: str) -> str:
    """The name of a facet in the page's language."""
    return _(TITLES[name])


def label(name: str, value: str, agencies: AgencyTree) -> str:
    """A value of a facet for people."""
    if name == "agency":
        return agency_name(agencies, value)
    if name == "category":
        category, _slash, level = value.partition("/")
        levels = [code_label("data_classification", level)] if level else []
        return " › ".join([code_label("data_category", category), *levels])
    if name in _CODELISTS:
        return code_label(_CODELISTS[name], value)
    if name == "format":
        return format_label(value)
    return year_of(value) if name == "year" and _is_year(value) else value


def format_label(value: str) -> str:
    """A format as it is written, but อื่นๆ and its like in the page's language."""
    known = codelist("data_format").find(value) if language_of(value) == "th" else None
    return code_label("data_format", known.id) if known else value


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == 4


def facets_of(
    counted: Counts, filters: Mapping[str, tuple[str, ...]], agencies: AgencyTree
) -> list[Facet]:
    """The facets that have a value; what is chosen stays in sight, even when it leaves nothing."""

    def made(name: str) -> Facet:
        counts, chosen = dict(counted.get(name, ())), filters.get(name, ())
        match name:
            case "agency":
                return _agency(counts, chosen, agencies)
            case "category":
                return _category(counts, chosen, agencies)
            case _:
                return _plain(name, counts, chosen, agencies)

    return [facet for facet in map(made, FACETS) if facet.first or facet.branches]


def _category(counts: Mapping[str, int], chosen: Sequence[str], agencies: AgencyTree) -> Facet:
    """Categories with the levels of protection that divide them, the weakest first."""
    levels = [f"/{level}" for level in Classification]
    values = dict.fromkeys((*chosen, *counts))

    def choice(value: str, title: str, below: tuple[Choice, ...] = ()) -> Choice:
        return Choice(value, title, counts.get(value, 0), value in chosen, "", below)

    def divided(category: str) -> tuple[Choice, ...]:
        held = [category + level for level in levels if category + level in values]
        # A level that all of the category has divides nothing.
        return tuple(
            choice(value, label("category", value, agencies).rpartition(" › ")[2])
            for value in held
            if value in chosen or counts[value] < counts.get(category, 0)
        )

    tops = dict.fromkeys(value.partition("/")[0] for value in values)
    first = tuple(choice(top, label("category", top, agencies), divided(top)) for top in tops)
    return Facet("category", facet_title("category"), first, chosen=len(chosen))


def _plain(
    name: str, counts: Mapping[str, int], chosen: Sequence[str], agencies: AgencyTree
) -> Facet:
    choices = [
        Choice(
            value,
            label(name, value, agencies),
            counts.get(value, 0),
            value in chosen,
            _note(name, value),
        )
        for value in (*chosen, *(value for value in counts if value not in chosen))
    ]
    shown, more = SHOWN, MORE
    if name == "year":
        choices.sort(key=lambda one: (one.value not in chosen, _reversed(one.value)))
        shown, more = YEARS_SHOWN, YEARS_MORE
    cut = max(shown, len(chosen))
    return Facet(
        name,
        facet_title(name),
        tuple(choices[:cut]),
        tuple(choices[cut : cut + more]),
        (),
        len(chosen),
    )


def _reversed(year: str) -> tuple[bool, int]:
    """A key that puts the newest year first and what is no year last."""
    return (False, -int(year)) if _is_year(year) else (True, 0)


def _note(name: str, value: str) -> str:
    if name != "year" or not _is_year(value):
        return ""
    return _("B.E. %(be)s / C.E. %(ce)s", be=int(value) + ERA, ce=value)


def _agency(counts: Mapping[str, int], chosen: Sequence[str], agencies: AgencyTree) -> Facet:
    """The tree: each city with its ranks, then everybody else.

    What stands below another agency comes into sight once that one is chosen.
    """
    touched = {one for code in chosen for one in (code, *agencies.above(code))}

    def choice(code: str) -> Choice:
        below = ordered(agencies.below(code)) if code in touched else []
        name, count = agency_name(agencies, code), counts.get(code, 0)
        return Choice(code, name, count, code in chosen, "", tuple(map(choice, below)))

    def ordered(codes: Iterable[str]) -> list[str]:
        shown = (code for code in codes if code in touched or counts.get(code))
        return sorted(shown, key=lambda code: (code not in touched, -counts.get(code, 0)))

    def branch(key: str, title: str, codes: Iterable[str]) -> Branch:
        shown = ordered(codes)
        choices = tuple(map(choice, shown))
        unfolded = sum(code in touched for code in shown)
        cut = max(SHOWN, unfolded)
        total = sum(one.count for one in choices)
        return Branch(key, title, total, choices[:cut], choices[cut:], bool(unfolded))

    cities = [one.code for one in agencies.by_code.values() if one.kind is AgencyKind.CITY]
    tops = (code for code in (*agencies.below(""), *counts, *chosen) if not agencies.parent(code))
    branches = [
        branch(f"{city}-{kind.value}", _(title), agencies.below(city, kind))
        for city in ordered(cities)
        for kind, title in RANKS.items()
    ]
    others = [code for code in dict.fromkeys(tops) if code not in cities]
    branches.append(branch("other", _("Agencies outside Bangkok"), others))
    kept = [one for one in branches if one.first]
    first = tuple(replace(choice(city), below=()) for city in ordered(cities))
    title = facet_title("agency")
    if kept and not first:
        return Facet("agency", title, kept[0].first, kept[0].more, (), len(chosen))
    if len(kept) == 1:
        kept = [replace(kept[0], open=True)]
    return Facet("agency", title, first, (), tuple(kept), len(chosen))
