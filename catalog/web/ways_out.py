"""What a search page offers when little or nothing was found: other words, fewer filters, lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.search.analyzer import default_analyzer
from catalog.search.query import parse, squeeze
from catalog.search.synonyms import Synonyms
from catalog.services.agency_tree import AgencyTree
from catalog.services.search import SearchPage
from catalog.web.facets import label
from catalog.web.i18n import gettext as _

#: Filters whose removal is tried, and values of a list offered to look through.
_TRIED, _OFFERED = 8, 6
#: Words named as standing in for what was typed.
_NAMED = 4

#: Counts what a text with filters would find: (text, filters, facets) to a page without hits.
Count = Callable[[str, dict[str, tuple[str, ...]], tuple[str, ...]], SearchPage]


@dataclass(frozen=True, slots=True)
class Removal:
    """A filter and how many hits there would be without it."""

    name: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A value to look through, with how many datasets it has."""

    name: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """``removals`` with the most hits first; ``without_all`` hits without any filter."""

    removals: tuple[Removal, ...]
    without_all: int
    offers: tuple[Offer, ...]


def ways_out(
    text: str, filters: dict[str, tuple[str, ...]], agencies: AgencyTree, count: Count
) -> WaysOut:
    """What to try after a search that found nothing; counts what the reader may see."""
    pairs = [(name, value) for name, values in filters.items() for value in values]
    removals = []
    for name, value in pairs[:_TRIED] if len(pairs) > 1 else ():
        rest = {k: tuple(v for v in vs if (k, v) != (name, value)) for k, vs in filters.items()}
        if total := count(text, {k: vs for k, vs in rest.items() if vs}, ()).total:
            removals.append(Removal(name, value, label(name, value, agencies), total))
    everything = count("", {}, ("type", "agency"))
    return WaysOut(
        tuple(sorted(removals, key=lambda one: -one.count)),
        count(text, {}, ()).total if pairs else 0,
        tuple(
            Offer(name, value, label(name, value, agencies), total)
            for name in ("type", "agency")
            for value, total in list(everything.facets.get(name, ()))[:_OFFERED]
        ),
    )


def relaxed_sentence(text: str, found: SearchPage, synonyms: Synonyms | None = None) -> str:
    """What was done when nothing matched a text as it was typed; "" when it did match.

    ``synonyms`` are those that the search knew: a word of the same meaning is no similar word.
    """
    if not found.relaxed or not found.total:
        return ""
    if found.instead:
        return _(
            "Nothing matches “%(typed)s”. Datasets for “%(meant)s” are shown in its place.",
            typed=text,
            meant=found.did_you_mean,
        )
    typed = squeeze(text)
    asked = {*parse(text, default_analyzer(), synonyms).terms, *typed.split()}
    near = [term for term in found.terms if term not in asked and term not in typed]
    if near:
        return _(
            "Nothing matches all the words as you typed them. "
            "Datasets with similar words are shown: %(words)s",
            words=", ".join(near[:_NAMED]),
        )
    if '"' in typed:
        return _(
            "Nothing holds the words in quotation marks just so. "
            "Datasets with these words apart from each other are shown."
        )
    return _("Nothing matches all that you typed. What matches the most of it is shown.")
