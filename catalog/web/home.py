"""The front page, the help, and the code lists under their lasting addresses."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from catalog.db.queries.datasets import in_state, list_datasets
from catalog.db.queries.figures import published_by_agency
from catalog.errors import NotFound
from catalog.services.search import search_datasets
from catalog.web.context import actor, here, today
from catalog.web.facets import format_label
from catalog.web.i18n import language
from catalog.web.values import code_label
from catalog.web.work import Work, work_of
from vocab.codes import DatasetState
from vocab.concepts import Concept, ConceptScheme, codelists

#: Newest datasets on the front page.
_NEWEST = 5


def home() -> ResponseReturnValue:
    """A search box; for those signed in their work; figures of what the reader may see."""
    who = actor()
    with here().sessions.read() as rows:
        counts = published_by_agency(rows, who)
        newest = list_datasets(rows, who, where=in_state(DatasetState.PUBLISHED), limit=_NEWEST)
        work = work_of(rows, who, today()) if who.person is not None else Work()
        found = search_datasets(rows, here().search, who, limit=0, facets=("type", "format"))
    return render_template(
        "home.html",
        datasets=sum(counts.values()),
        agencies=len(counts),
        newest=newest.items,
        work=work,
        popular=here().queries.popular,
        types=[
            (code, code_label("data_type", code), count)
            for code, count in found.facets.get("type", ())
        ],
        formats=[
            (value, format_label(value), count)
            for value, count in list(found.facets.get("format", ()))[:8]
        ],
    )


def help_page() -> ResponseReturnValue:
    """What is due when, and what the words mean."""
    return render_template("help.html")


def list_of_codelists() -> ResponseReturnValue:
    """All code lists."""
    return render_template(
        "codelists.html", schemes=[(one, _title(one)) for one in codelists().values()]
    )


def show_codelist(scheme: str) -> ResponseReturnValue:
    """One code list with its values."""
    found = _scheme(scheme)
    return render_template("codelist.html", scheme=found, title=_title(found), concepts=found)


def show_concept(scheme: str, code: str) -> ResponseReturnValue:
    """One value of a code list."""
    found = _scheme(scheme)
    if code not in found:
        raise NotFound
    concept: Concept = found[code]
    return render_template(
        "concept.html",
        scheme=found,
        title=_title(found),
        concept=concept,
        label=code_label(scheme, code),
    )


def _scheme(name: str) -> ConceptScheme:
    found = codelists().get(name)
    if found is None:
        raise NotFound
    return found


def _title(scheme: ConceptScheme) -> str:
    return scheme.title_en if language() == "en" else scheme.title_th
