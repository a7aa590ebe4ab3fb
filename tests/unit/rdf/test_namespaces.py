"""Namespaces are closed and complete."""

import pytest
from rdflib.namespace import DCAT as DCAT_2
from rdflib.namespace import DCTERMS
from rdflib.namespace import SKOS as RDFLIB_SKOS

from vocab.namespaces import (
    DCAT,
    DCT,
    NAMESPACES,
    PREFIXES,
    SKOS,
    VCARD,
    UnknownTerm,
    curies,
    resolve,
)


def test_a_misspelt_term_is_an_error() -> None:
    assert DCAT.Dataset == "http://www.w3.org/ns/dcat#Dataset"
    assert VCARD["country-name"].endswith("#country-name")
    with pytest.raises(UnknownTerm):
        _ = DCAT.dataSet
    with pytest.raises(UnknownTerm):
        _ = DCT["tittle"]
    assert not hasattr(DCAT, "Catalogue")


def test_dcat_is_version_3() -> None:
    assert set(map(str, DCAT_2.__annotations__)) < set(DCAT)
    assert {"DatasetSeries", "inSeries", "version", "previousVersion", "resource"} <= set(DCAT)


def test_dublin_core_and_skos_are_complete() -> None:
    assert {n for n in DCTERMS.__annotations__ if not n.startswith("_")} <= set(DCT)
    assert {n for n in RDFLIB_SKOS.__annotations__ if not n.startswith("_")} == set(SKOS)
    assert "prefLabel" in SKOS


def test_prefixes_and_names_are_one_to_one() -> None:
    assert len(PREFIXES) == len(set(PREFIXES.values())) == len(NAMESPACES)
    names = curies()
    assert names[str(DCT) + "title"] == "dct:title"
    assert len(set(names.values())) == len(names)


def test_names_resolve() -> None:
    own = "https://data.example.th/ns#"
    assert resolve("dct:title", own) == DCT.title
    assert resolve("thgdc:objective", own) == own + "objective"
    with pytest.raises(UnknownTerm):
        resolve("dct:tittle", own)
    with pytest.raises(UnknownTerm):
        resolve("dc:title", own)
