"""Content negotiation by Accept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rdf.formats import (
    FORMATS,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    TURTLE,
    Format,
    by_suffix,
    negotiate,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", TURTLE),
        ("*/*", TURTLE),
        ("text/turtle", TURTLE),
        ("application/ld+json", JSON_LD),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8", RDF_XML),
        ("text/turtle;q=0, */*", JSON_LD),
        ("application/*", JSON_LD),
        ("APPLICATION/N-Triples ; Q=0.5 ; charset=utf-8", N_TRIPLES),
        ("text/html, application/rdf+xml", RDF_XML),
        ("text/turtle;q=high, application/n-triples;q=0.1", N_TRIPLES),
        ("text/turtle;q=7, application/n-triples", N_TRIPLES),
        ("text/turtle;q=0.2, text/turtle;q=0.9, application/ld+json;q=0.5", TURTLE),
        ("nonsense, text/turtle", TURTLE),
        (BROWSER, TURTLE),
        ("text/html", None),
        ("*/*;q=0", None),
        ("nonsense", None),
    ],
)
def test_by_quality(accept: str, form: Format | None) -> None:
    assert negotiate(accept) is form


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (BROWSER, None),
        ("*/*", None),
        ("", None),
        ("text/turtle", TURTLE),
        ("text/turtle, text/html;q=0.9", TURTLE),
        ("text/html, text/turtle;q=0.9", None),
    ],
)
def test_beside_a_page(accept: str, form: Format | None) -> None:
    assert negotiate(accept, ["text/html"]) is form


@given(st.text())
def test_no_header_breaks_it(accept: str) -> None:
    assert negotiate(accept) in (*FORMATS, None)


def test_suffixes_and_types() -> None:
    assert [by_suffix(f.suffix) for f in FORMATS] == list(FORMATS)
    assert by_suffix("csv") is None
    assert TURTLE.content_type == "text/turtle; charset=utf-8"
    assert JSON_LD.content_type == "application/ld+json"
