"""The four syntaxes on the web: suffixes, media types and content negotiation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax: its name in code, suffix of its files, media type, title, IRI at the W3C."""

    name: str
    suffix: str
    media_type: str
    title: str
    iri: str

    @property
    def content_type(self) -> str:
        """Value of the header Content-Type; JSON is UTF-8 by definition and takes no charset."""
        if self.media_type.endswith("json"):
            return self.media_type
        return f"{self.media_type}; charset=utf-8"


_W3C = "http://www.w3.org/ns/formats/"
TURTLE = Format("turtle", "ttl", "text/turtle", "Turtle", _W3C + "Turtle")
JSON_LD = Format("json-ld", "jsonld", "application/ld+json", "JSON-LD", _W3C + "JSON-LD")
RDF_XML = Format("rdf-xml", "rdf", "application/rdf+xml", "RDF/XML", _W3C + "RDF_XML")
N_TRIPLES = Format("n-triples", "nt", "application/n-triples", "N-Triples", _W3C + "N-Triples")
#: In the order of preference when a reader takes all of them alike.
FORMATS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)


def by_suffix(suffix: str) -> Format | None:
    """The format of a suffix without its dot."""
    return next((f for f in FORMATS if f.suffix == suffix), None)


def negotiate(accept: str, beside: Sequence[str] = ()) -> Format | None:
    """The format that a reader likes best by its Accept header (RFC 9110), None when it likes none.

    ``beside`` are media types that the same address offers as well, ``text/html`` above all: None
    too when the reader likes one of those as much.  An empty header accepts everything; ranges
    that make no sense are passed over.
    """
    ranges = _ranges(accept)
    rival = max((_quality(ranges, each) for each in beside), default=0.0)
    best = max(FORMATS, key=lambda f: _quality(ranges, f.media_type))
    return best if _quality(ranges, best.media_type) > rival else None


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for piece in accept.split(","):
        name, *parameters = (part.strip().lower() for part in piece.split(";"))
        if "/" not in name:
            continue
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = -1.0
        if 0 <= weight <= 1:
            found[name] = max(weight, found.get(name, 0.0))
    return found if accept.strip() else {"*/*": 1.0}


def _quality(ranges: dict[str, float], media_type: str) -> float:
    """The most precise range that holds the type decides."""
    for name in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
