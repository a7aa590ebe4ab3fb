"""The score that data.europa.eu would give to what we publish, dataset by dataset.

The metrics look at the graph of a dataset and nothing else.  What a metric of distributions is
worth follows from docs/decisions/0020: interoperability is that of the best distribution, the
others are the share of the distributions that have it.  Nothing is fetched: whether an address
answers is asked of ``answers``, which knows our own pages and whatever was checked before; None
counts as an answer, and how much rests on that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from catalog.rdf.shacl import BASE, program
from catalog.rdf.site import Site
from catalog.rdf.terms import Object, Triple
from catalog.rdf.triples import Triples
from vocab.namespaces import DCAT, DCT, EU, Iri
from vocab.profiles.dcat import ACCESS_LABELS, FILE_TYPES, IANA
from vocab.profiles.mqa import (
    KNOWN_LICENCES,
    MACHINE_READABLE,
    METRICS,
    NON_PROPRIETARY,
    Dimension,
    Metric,
    Rating,
    rating,
)

#: Whether an address answered when it was last asked; None when nobody asked.
Answers = Callable[[str], bool | None]

_FILE_TYPE = EU + "file-type/"
_ACCESS_RIGHTS = frozenset(f"{EU}access-right/{code}" for code in ACCESS_LABELS)
_OF_MEDIA_TYPE = {IANA + row.media_type: row.code for row in FILE_TYPES if row.media_type}
_POINTS = {metric.code: metric.points for metric in METRICS}
#: The metrics that the distribution with the best sum decides, and no other.
BEST = tuple(
    metric.code
    for metric in METRICS
    if metric.dimension is Dimension.INTEROPERABILITY and metric.code != "dcatApCompliance"
)
_ONE, _NOTHING = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a dataset reached: for each metric the share of its points from 0 to 1.

    ``assumed`` is the part of a share that rests on addresses which nobody has asked.
    """

    shares: Mapping[str, Fraction]
    assumed: Mapping[str, Fraction]

    @property
    def points(self) -> Fraction:
        """Points of 405."""
        return sum((_POINTS[code] * share for code, share in self.shares.items()), _NOTHING)


def own_pages(site: Site) -> Answers:
    """Knows that the pages of this catalogue answer, and of no other address."""
    begins = site.base + "/"
    return lambda address: True if address.startswith(begins) else None


def assess(dataset: Iri, triples: Iterable[Triple], answers: Answers) -> Assessment:
    """The score of a dataset by what its graph says."""
    graph = Triples(triples)
    shares = {code: Fraction(test(graph, dataset)) for code, test in _DATASET.items()}
    assumed: dict[str, Fraction] = {}
    parts = [Iri(str(part)) for part in graph.values(dataset, DCAT.distribution)]
    found = [{code: test(graph, part) for code, test in _PART.items()} for part in parts]
    best = max(found, key=_interoperability, default={})
    for code in _PART:
        if code in BEST:
            shares[code] = Fraction(best.get(code, False))
        else:
            shares[code] = _share(sum(each[code] for each in found), len(found))
    for code, predicate in _ANSWERING.items():
        told = [_answer(graph, part, predicate, answers) for part in parts]
        shares[code] = _share(sum(each is not False for each in told), len(told))
        assumed[code] = _share(sum(each is None for each in told), len(told))
    for code, predicate in _DATED.items():
        dated = any(graph.values(each, predicate) for each in (dataset, *parts))
        shares[code] = Fraction(dated)
    return Assessment({metric.code: shares[metric.code] for metric in METRICS}, assumed)


def _share(found: int, of: int) -> Fraction:
    return Fraction(found, of) if of else _NOTHING


def _interoperability(found: Mapping[str, bool]) -> int:
    return sum(_POINTS[code] for code in BEST if found[code])


Test = Callable[[Triples, Iri], bool]


def _has(predicate: Iri) -> Test:
    return lambda graph, node: bool(graph.values(node, predicate))


def _has_one_of(predicate: Iri, known: Collection[str]) -> Test:
    return lambda graph, node: any(value in known for value in graph.values(node, predicate))


def _compliant(graph: Triples, _: Iri) -> bool:
    return not any(found.severity == "Violation" for found in program(BASE).judge(graph))


def _codes(graph: Triples, part: Iri) -> list[str]:
    """EU codes of a distribution: that of its media type first, then that of its format."""
    types = graph.values(part, DCAT.mediaType)
    formats = graph.values(part, DCT.format)
    return [
        *(_OF_MEDIA_TYPE[str(each)] for each in types if each in _OF_MEDIA_TYPE),
        *(str(each).removeprefix(_FILE_TYPE) for each in formats if _listed(each, _FILE_TYPE)),
    ]


def _listed(value: Object, begins: str) -> bool:
    return isinstance(value, Iri) and value.startswith(begins)


def _aligned(graph: Triples, part: Iri) -> bool:
    pairs = ((DCT.format, _FILE_TYPE), (DCAT.mediaType, IANA))
    return all(
        any(_listed(value, begins) for value in graph.values(part, predicate))
        for predicate, begins in pairs
    )


def _answer(graph: Triples, part: Iri, predicate: Iri, answers: Answers) -> bool | None:
    """Whether the first address answers; only http and https are asked."""
    address = next(iter(graph.values(part, predicate)), None)
    if not isinstance(address, Iri) or not address.startswith(("http://", "https://")):
        return False
    return answers(address)


_DATASET: Mapping[str, Test] = {
    "keywordAvailability": _has(DCAT.keyword),
    "categoryAvailability": _has(DCAT.theme),
    "spatialAvailability": _has(DCT.spatial),
    "temporalAvailability": _has(DCT.temporal),
    "dcatApCompliance": _compliant,
    "accessRightsAvailability": _has(DCT.accessRights),
    "accessRightsVocabularyAlignment": _has_one_of(DCT.accessRights, _ACCESS_RIGHTS),
    "contactPointAvailability": _has(DCAT.contactPoint),
    "publisherAvailability": _has(DCT.publisher),
}
_PART: Mapping[str, Test] = {
    "downloadUrlAvailability": _has(DCAT.downloadURL),
    "formatAvailability": _has(DCT.format),
    "mediaTypeAvailability": _has(DCAT.mediaType),
    "formatMediaTypeVocabularyAlignment": _aligned,
    "formatMediaTypeNonProprietary": lambda graph, part: any(
        code in NON_PROPRIETARY for code in _codes(graph, part)
    ),
    "formatMediaTypeMachineInterpretable": lambda graph, part: any(
        code in MACHINE_READABLE for code in _codes(graph, part)
    ),
    "licenceAvailability": _has(DCT.license),
    "knownLicence": _has_one_of(DCT.license, KNOWN_LICENCES),
    "rightsAvailability": _has(DCT.rights),
    "byteSizeAvailability": _has(DCAT.byteSize),
}
_ANSWERING: Mapping[str, Iri] = {
    "accessUrlStatusCode": DCAT.accessURL,
    "downloadUrlStatusCode": DCAT.downloadURL,
}
_DATED: Mapping[str, Iri] = {
    "dateIssuedAvailability": DCT.issued,
    "dateModifiedAvailability": DCT.modified,
}


@dataclass(frozen=True, slots=True)
class MetricTotal:
    """One metric over all datasets: mean points reached, and which datasets lack something.

    ``lost`` and ``assumed`` are mean points as well; ``examples`` are slugs.
    """

    metric: Metric
    reached: Fraction
    assumed: Fraction
    lacking: int
    examples: tuple[str, ...]

    @property
    def lost(self) -> Fraction:
        """Mean points that could be won back."""
        return self.metric.points - self.reached


@dataclass(frozen=True, slots=True)
class CatalogueScore:
    """The mean of the scores of the datasets that were counted."""

    datasets: int
    totals: tuple[MetricTotal, ...]

    @property
    def points(self) -> Fraction:
        """Mean points of 405."""
        return sum((total.reached for total in self.totals), _NOTHING)

    @property
    def assumed(self) -> Fraction:
        """Points of those that rest on addresses which nobody has asked."""
        return sum((total.assumed for total in self.totals), _NOTHING)

    @property
    def rating(self) -> Rating:
        """What the portal calls it, by whole points."""
        return rating(round(self.points))

    def of(self, dimension: Dimension) -> Fraction:
        """Mean points of one dimension; the most is in `vocab.profiles.mqa`."""
        counted = (t.reached for t in self.totals if t.metric.dimension is dimension)
        return sum(counted, _NOTHING)

    @property
    def to_fix(self) -> tuple[MetricTotal, ...]:
        """Where points were lost, the most first, equals in the order of the table."""
        lost = (total for total in self.totals if total.lacking)
        return tuple(sorted(lost, key=lambda total: -total.lost))


@dataclass(slots=True)
class Tally:
    """Adds up datasets one by one; its size does not grow with them."""

    most_examples: int = 5
    datasets: int = 0
    _reached: dict[str, Fraction] = field(default_factory=dict)
    _assumed: dict[str, Fraction] = field(default_factory=dict)
    _lacking: dict[str, int] = field(default_factory=dict)
    _examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, slug: str, found: Assessment) -> None:
        """One more dataset."""
        self.datasets += 1
        for code, share in found.shares.items():
            self._reached[code] = self._reached.get(code, _NOTHING) + share
            if share != _ONE:
                self._lacking[code] = self._lacking.get(code, 0) + 1
                examples = self._examples.setdefault(code, [])
                if len(examples) < self.most_examples:
                    examples.append(slug)
        for code, share in found.assumed.items():
            self._assumed[code] = self._assumed.get(code, _NOTHING) + share

    def score(self) -> CatalogueScore:
        """The mean so far; 0 of everything without datasets."""
        of = self.datasets or 1
        return CatalogueScore(
            self.datasets,
            tuple(
                MetricTotal(
                    metric,
                    metric.points * self._reached.get(metric.code, _NOTHING) / of,
                    metric.points * self._assumed.get(metric.code, _NOTHING) / of,
                    self._lacking.get(metric.code, 0),
                    tuple(self._examples.get(metric.code, ())),
                )
                for metric in METRICS
            ),
        )
