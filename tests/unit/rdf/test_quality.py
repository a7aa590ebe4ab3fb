"""Measures of quality: what they say, on which day, and that nothing else moves them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from catalog.checks import completeness
from catalog.rdf.formats import FORMATS, TURTLE
from catalog.rdf.metrics import METRICS, metric_address
from catalog.rdf.quality import measured_on, quality_document
from catalog.rdf.stream import dataset_document
from catalog.rdf.vocabulary import terms_document
from schemas.dataset import DatasetRecord
from tests.builders import NOW, dataset
from tests.unit.rdf.example import SITE, by_oxigraph, by_rdflib, graph

# rdflib warns about a class of its own when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

DQV = Namespace("http://www.w3.org/ns/dqv#")
DAY = dt.date(2024, 3, 20)
DATASET = URIRef("https://data.example.th/dataset/population-phra-nakhon")


def measures(record: DatasetRecord, today: dt.date) -> dict[str, tuple[str, str]]:
    """Value and day of each measurement, by its metric."""
    found = graph(quality_document(record, SITE, TURTLE, today=today), TURTLE)
    made = {}
    for one in found.objects(DATASET, DQV.hasQualityMeasurement):
        assert (one, RDF.type, DQV.QualityMeasurement) in found
        assert found.value(one, DQV.computedOn) == DATASET
        metric = found.value(one, DQV.isMeasurementOf)
        value = found.value(one, DQV.value)
        assert isinstance(value, Literal)
        assert value.datatype == found.value(metric, DQV.expectedDataType)
        for predicate in (SKOS.prefLabel, SKOS.definition):
            texts = list(found.objects(metric, predicate))
            assert {getattr(text, "language", None) for text in texts} == {"th", "en"}
        assert found.value(metric, DQV.inDimension)
        name = str(found.value(metric, SKOS.notation))
        made[name] = (str(value), str(found.value(one, DCTERMS.date)))
    return made


def test_three_measures_with_method_and_day() -> None:
    # Updated on 31 December 2023, due on 31 January 2024, measured on 1 March.
    assert measures(dataset(), DAY) == {
        "weighted-fields-1": ("1.0000", "2024-03-01"),
        "days-late-1": ("30", "2024-03-01"),
        "days-since-update-1": ("61", "2024-03-01"),
    }


def test_completeness_is_a_share() -> None:
    record = dataset(notes_en=None)
    wanted = completeness(record).ratio
    assert 0.9 < wanted < 1
    share = Fraction(measures(record, DAY)["weighted-fields-1"][0])
    assert abs(share - wanted) <= Fraction(1, 20_000)


def test_on_time_is_no_day_late() -> None:
    yearly = dataset(update_frequency_unit="year", update_frequency_interval=1)
    assert measures(yearly, DAY)["days-late-1"] == ("0", "2024-03-01")


def test_what_cannot_be_judged_is_not_measured() -> None:
    undated = dataset(last_updated_date=None, distributions=())
    assert set(measures(undated, DAY)) == {"weighted-fields-1"}
    never = dataset(update_frequency_unit="never", update_frequency_interval=None)
    assert set(measures(never, DAY)) == {"weighted-fields-1", "days-since-update-1"}


def test_a_later_change_is_measured_on_its_day() -> None:
    assert measured_on(dataset(), NOW.date()) == dt.date(2024, 1, 15)
    assert measured_on(dataset(), dt.date(2024, 1, 31)) == dt.date(2024, 1, 15)
    assert measured_on(dataset(), dt.date(2024, 2, 1)) == dt.date(2024, 2, 1)
    # Ten in the evening of 31 January in London is 1 February in Bangkok.
    late = dataset(modified=dt.datetime(2024, 1, 31, 22, tzinfo=dt.UTC))
    assert measured_on(late, dt.date(2024, 2, 1)) == dt.date(2024, 2, 1)


def test_within_a_month_the_same_state_gives_the_same_bytes() -> None:
    first, last, next_month = dt.date(2024, 3, 1), dt.date(2024, 3, 31), dt.date(2024, 4, 1)
    for form in FORMATS:
        made = quality_document(dataset(), SITE, form, today=first)
        assert made == quality_document(dataset(), SITE, form, today=last)
        assert made != quality_document(dataset(), SITE, form, today=next_month)


def test_every_syntax_is_the_same_graph() -> None:
    documents = [(quality_document(dataset(), SITE, form, today=DAY), form) for form in FORMATS]
    wanted = by_rdflib(*documents[0])
    assert all(by_rdflib(*each) == by_oxigraph(*each) == wanted for each in documents)


def test_a_dataset_points_to_them_and_its_graph_has_none() -> None:
    found = graph(dataset_document(dataset(), SITE, TURTLE), TURTLE)
    whole = URIRef(f"{DATASET}/quality")
    assert found.value(DATASET, DQV.hasQualityMetadata) == whole
    assert not list(found.objects(DATASET, DQV.hasQualityMeasurement))
    measured = graph(quality_document(dataset(), SITE, TURTLE, today=DAY), TURTLE)
    assert (whole, RDF.type, DQV.QualityMetadata) in measured


def test_metrics_are_described_at_their_address() -> None:
    terms = graph(terms_document(SITE, TURTLE), TURTLE)
    for metric in METRICS:
        address = URIRef(metric_address(SITE.own, metric))
        assert (address, RDF.type, DQV.Metric) in terms
        dimension = terms.value(address, DQV.inDimension)
        assert (dimension, RDF.type, DQV.Dimension) in terms
