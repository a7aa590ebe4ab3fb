"""Open code lists, read once from the SKOS files in vocab/data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

DATA = Path(__file__).parent / "data"
#: The files with code lists.
FILES = ("thai-gov-codelists.ttl", "eu-data-themes.ttl")
#: Files are read against this reserved address (RFC 2606); exports replace it by their own.
BASE = "https://banchi.invalid/"
NS = BASE + "ns#"


@dataclass(frozen=True, slots=True)
class Concept:
    """One value of a code list.

    ``value`` is the text that catalogues exchange, ``notation`` the short code ("" when none is
    known), ``attributes`` the remaining facts (days of a frequency unit, media type of a format).
    """

    scheme: str
    id: str
    value: str
    label_th: str
    label_en: str
    notation: str = ""
    alternatives: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Address relative to the installation, for example ``codelist/data_type/record``."""
        return f"codelist/{self.scheme}/{self.id}"


def fold(text: str) -> str:
    """Key under which spellings of one value meet: NFC, lower case, without blanks and dots."""
    text = unicodedata.normalize("NFC", text).replace("\u0e4d\u0e32", "\u0e33").casefold()
    return "".join(c for c in text if not c.isspace() and c not in ".\u200b\ufeff\u00a0")


@dataclass(frozen=True)
class ConceptScheme:
    """A code list in its published order."""

    id: str
    title_th: str
    title_en: str
    concepts: tuple[Concept, ...]

    def __post_init__(self) -> None:
        by_id = {c.id: c for c in self.concepts}
        found: dict[str, Concept] = {}
        # The exchanged values win over labels and alternatives of other concepts.
        for concept in self.concepts:
            for text in (concept.value, concept.id):
                found.setdefault(fold(text), concept)
        for concept in self.concepts:
            for text in (concept.label_th, concept.label_en, *concept.alternatives):
                found.setdefault(fold(text), concept)
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_by_text", found)

    _by_id: Mapping[str, Concept] = field(init=False, repr=False, compare=False)
    _by_text: Mapping[str, Concept] = field(init=False, repr=False, compare=False)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._by_id

    def __getitem__(self, concept_id: str) -> Concept:
        """The concept with this id; KeyError when the list has none."""
        return self._by_id[concept_id]

    def find(self, text: str) -> Concept | None:
        """The concept whose value, id, label or known alternative is written so, else None.

        Only spelling is forgiven (case, blanks, dots); nothing is guessed.
        """
        return self._by_text.get(fold(text))


def _read(path: Path) -> Iterator[ConceptScheme]:
    graph = Graph()
    graph.parse(data=path.read_text(encoding="utf-8"), format="turtle", publicID=BASE)

    def label(subject: URIRef, predicate: URIRef, lang: str) -> str:
        return next(
            str(o) for o in graph.objects(subject, predicate) if getattr(o, "language", "") == lang
        )

    members: dict[URIRef, list[tuple[int, Concept]]] = {}
    for subject in graph.subjects(RDF.type, SKOS.Concept):
        subject = URIRef(str(subject))
        facts: dict[str, list[str]] = {}
        for predicate, value in graph.predicate_objects(subject):
            facts.setdefault(str(predicate), []).append(str(value))
        scheme = URIRef(facts[str(SKOS.inScheme)][0])
        own = {k.removeprefix(NS): v for k, v in facts.items() if k.startswith(NS)}
        concept = Concept(
            scheme=str(scheme).rsplit("/", 1)[1],
            id=str(subject).rsplit("/", 1)[1],
            value=own["value"][0],
            label_th=label(subject, SKOS.prefLabel, "th"),
            label_en=label(subject, SKOS.prefLabel, "en"),
            notation=facts.get(str(SKOS.notation), [""])[0],
            alternatives=tuple(sorted(own.get("alternative", ()))),
            exact_match=tuple(sorted(facts.get(str(SKOS.exactMatch), ()))),
            attributes={
                k: v[0]
                for k, v in sorted(own.items())
                if k not in ("value", "position", "alternative")
            },
        )
        members.setdefault(scheme, []).append((int(own["position"][0]), concept))
    for scheme, numbered in members.items():
        yield ConceptScheme(
            id=str(scheme).rsplit("/", 1)[1],
            title_th=label(scheme, DCTERMS.title, "th"),
            title_en=label(scheme, DCTERMS.title, "en"),
            concepts=tuple(c for _, c in sorted(numbered, key=lambda pair: pair[0])),
        )


@cache
def codelists() -> Mapping[str, ConceptScheme]:
    """The seventeen code lists of the Thai standard and the European data themes, by id."""
    found = [scheme for name in FILES for scheme in _read(DATA / name)]
    return {scheme.id: scheme for scheme in sorted(found, key=lambda scheme: scheme.id)}


def codelist(scheme: str) -> ConceptScheme:
    """One code list; KeyError when there is none of that id."""
    return codelists()[scheme]
