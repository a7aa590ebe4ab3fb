"""Profiles: each departs from the default as its table says, in nothing else."""

import pytest

from catalog.rdf.catalogue import CatalogPage, catalogue
from catalog.rdf.formats import FORMATS, N_TRIPLES, TURTLE, Format
from catalog.rdf.profiles import catalog_in_profile, dataset_in_profile, in_profile
from catalog.rdf.shacl import conforms
from catalog.rdf.stream import catalog_document, dataset_document
from catalog.rdf.terms import Literal, node
from catalog.rdf.write import Description
from schemas.dataset import DatasetRecord
from tests.builders import agency, dataset
from tests.unit.rdf.example import SITE, Quads, by_oxigraph, by_rdflib, full, minimal
from vocab.codes import DatasetType
from vocab.namespaces import ADMS, DCAT, DCATAP, DCT, FOAF, RDF, RDFS, SKOS, VCARD, Iri, resolve
from vocab.profiles.exchange import (
    DEFAULT,
    PROFILES,
    SCHEMES,
    TERMS,
    Departure,
    Profile,
    find_profile,
)

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
RECORDS = [make(t) for t in DatasetType for make in (full, minimal)]
OTHERS = [each for each in PROFILES if each is not DEFAULT]
PAGE = CatalogPage(address="https://data.example.th/catalog.ttl?limit=5", total=10, size=5)
NAMES = {each.name: each for each in PROFILES}


def quads(profile: Profile, *records: DatasetRecord, form: Format = N_TRIPLES) -> Quads:
    """The catalogue with these records in a profile."""
    found = b"".join(catalog_in_profile(records, SITE, form, profile, page=PAGE))
    return by_oxigraph(found, form)


def usual(*records: DatasetRecord) -> Quads:
    """The same in the default profile."""
    found = b"".join(catalog_document(records, SITE, N_TRIPLES, page=PAGE))
    return by_oxigraph(found, N_TRIPLES)


def gis(**changes: object) -> DatasetRecord:
    """A high-value map with a bounding box."""
    words = dict(full(DatasetType.GIS).metadata) | {"high_value_dataset": True}
    return dataset(**words | changes)


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_a_dataset_is_the_same_graph_everywhere_in_each_syntax(
    profile: Profile, form: Format
) -> None:
    records = [*RECORDS, gis(slug="map")]
    document = b"".join(catalog_in_profile(records, SITE, form, profile, page=PAGE))
    whole = by_oxigraph(document, form)
    assert by_rdflib(document, form) == whole == quads(profile, *records)
    for record in records:
        alone = dataset_in_profile(record, SITE, form, profile)
        assert by_oxigraph(alone, form) <= whole
    linked = {o for _, p, o, *_ in whole if p == DCAT.dataset}
    assert linked == {str(SITE.dataset(record)) for record in records}


def test_the_default_is_the_default() -> None:
    assert quads(DEFAULT, *RECORDS) == usual(*RECORDS)
    for record in RECORDS:
        document = dataset_in_profile(record, SITE, N_TRIPLES, DEFAULT)
        plain = dataset_document(record, SITE, N_TRIPLES)
        assert by_oxigraph(document, N_TRIPLES) == by_oxigraph(plain, N_TRIPLES)


@pytest.mark.parametrize("profile", OTHERS, ids=lambda p: p.name)
def test_a_profile_changes_only_what_its_table_names(profile: Profile) -> None:
    records = [*RECORDS, gis(slug="map")]
    named = {resolve(c.property, SITE.own) for c in profile.changes} | {DCT.conformsTo}
    about = {RDF.type, SKOS.prefLabel, SKOS.inScheme, DCT.title}
    made, before = quads(profile, *records), usual(*records)
    lost, won = before - made, made - before
    subjects = {s for s, *_ in made}
    assert {p for s, p, *_ in lost if s in subjects} <= named
    # Beside the named properties: what new values are, and nodes that nothing points to any more.
    known = {s for s, *_ in before}
    assert {p for s, p, *_ in won if s in known} <= named
    assert {p for s, p, *_ in won if s not in known} <= about
    pointed = {o for _, _, o, *_ in before if o in {s for s, *_ in before}}
    assert {s for s, *_ in lost} - subjects <= pointed


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_every_profile_conforms_to_dcat_ap(profile: Profile) -> None:
    document = b"".join(catalog_in_profile([*RECORDS, gis(slug="map")], SITE, TURTLE, profile))
    # DCAT-US wants plain names, which DCAT-AP wants with a language only by its text.
    assert conforms(document.decode()) == []


def test_dcat_3_has_nothing_of_europe_alone() -> None:
    found = quads(NAMES["dcat-3"], *RECORDS)
    predicates = {p for _, p, *_ in found}
    assert DCATAP.availability in {p for _, p, *_ in usual(*RECORDS)}
    assert not any(p.startswith("http://data.europa.eu/r5r/") for p in predicates)
    entries = {s for s, p, o, *_ in found if p == RDF.type and o == DCAT.CatalogRecord}
    assert entries
    assert not {s for s, p, *_ in found if p == ADMS.status} & entries
    assert not any("planned-availability" in s or "changetype" in s for s, *_ in found)


def test_dcat_us_has_what_its_shapes_ask_for() -> None:
    profile = NAMES["dcat-us-3"]
    english = agency(code="1", name_th="สำนัก", name_en="Office")
    thai = agency(code="2", name_th="สำนักไทย", name_en="")
    found = quads(profile, *RECORDS, dataset(slug="a", agency=english), dataset(agency=thai))
    kinds: dict[str, set[str]] = {}
    for s, p, o, *_ in found:
        if p == RDF.type:
            kinds.setdefault(o, set()).add(s)

    def values(kind: str, predicate: str) -> dict[str, list[tuple[str, str]]]:
        return {
            s: [(o, language) for t, p, o, language, _ in found if (t, p) == (s, predicate)]
            for s in kinds[kind]
        }

    for kind, predicate in ((FOAF.Agent, FOAF.name), (VCARD.Kind, VCARD.fn)):
        for said in values(kind, predicate).values():
            assert [language for _, language in said] == [""]
    names = values(FOAF.Agent, FOAF.name)
    assert names[f"{SITE.base}/agency/1"] == [("Office", "")]
    assert names[f"{SITE.base}/agency/2"] == [("สำนักไทย", "")]
    schemes = values(SKOS.ConceptScheme, DCT.title)
    for said in values(SKOS.Concept, SKOS.inScheme).values():
        assert said
        assert {scheme for scheme, _ in said} <= set(schemes)
    assert all(schemes.values())
    assert {address for address, _ in SCHEMES.values()} <= set(schemes)
    assert f"{SITE.base}/codelist" in schemes
    assert all(len(said) == 1 for said in values(FOAF.Document, DCT.title).values())


def test_the_thai_flag_makes_no_high_value_dataset_of_the_union() -> None:
    record = dataset(slug="high", data_type="statistics", high_value_dataset=True)
    for profile in NAMES.values():
        said = {p for _, p, *_ in quads(profile, record)}
        assert not said & {DCATAP.hvdCategory, DCATAP.applicableLegislation}


def test_a_box_makes_a_geographic_dataset() -> None:
    plain, box = dataset(slug="plain"), gis(slug="box")
    found = quads(NAMES["geodcat-ap-3"], plain, box)
    kinds = {s for s, p, o, *_ in found if p == DCT.type and o.endswith("/ResourceType/dataset")}
    assert kinds == {str(SITE.dataset(box))}
    claims = {s: o for s, p, o, *_ in found if p == DCT.conformsTo and s.endswith("#record")}
    assert claims[str(SITE.entry(box))] == NAMES["geodcat-ap-3"].iri
    assert claims[str(SITE.entry(plain))] == DEFAULT.iri


def test_a_profile_is_found_by_its_names() -> None:
    for each in PROFILES:
        for name in (each.name, each.iri, *each.aliases):
            assert find_profile(name) is each
    assert find_profile("dcat-ap-4") is None
    names = [name for each in PROFILES for name in (each.name, each.iri, *each.aliases)]
    assert len(names) == len(set(names))


def test_the_tables_are_whole() -> None:
    for each in PROFILES:
        assert each.about_th
        assert each.about_en
        for change in each.changes:
            resolve(change.property, SITE.own)
            assert (change.value in TERMS) is (change.kind is Departure.ADD)
        for given in each.claims:
            assert given in {change.given for change in each.changes}
    for term in TERMS.values():
        assert bool(term.label) is bool(term.scheme) is bool(term.scheme_title)
        assert resolve(term.kind, "")


def test_one_bad_record_does_not_stop_a_profile() -> None:
    bad, told = dataset(slug="bad", objective=("no-such-code",)), list[str]()
    profile = NAMES["dcat-3"]
    parts = catalog_in_profile(
        [bad, dataset()], SITE, TURTLE, profile, on_error=lambda record, _: told.append(record.slug)
    )
    assert b"/dataset/bad" not in b"".join(parts)
    assert told == ["bad"]
    with pytest.raises(KeyError):
        list(catalog_in_profile([bad], SITE, TURTLE, profile))


def test_a_long_catalogue_comes_in_chunks() -> None:
    records = [dataset(slug=f"d-{n}") for n in range(40)]
    chunks = list(catalog_in_profile(records, SITE, N_TRIPLES, NAMES["dcat-3"]))
    assert len(chunks) > 3
    assert all(len(chunk) > 60_000 for chunk in chunks[1:-1])
    assert all(catalog_in_profile([], SITE, N_TRIPLES, NAMES["dcat-3"]))


def test_the_catalogue_itself_is_in_the_profile() -> None:
    found = in_profile(catalogue(SITE), NAMES["dcat-us-3"], SITE)
    (publisher,) = [n for n in found.shared if n.subject == f"{SITE.base}/agency/bma"]
    assert publisher.values(FOAF.name) == [("Bangkok", "", "")]
    assert not any(p == RDFS.label for n in found.own for p, _ in n.statements)


def test_what_a_node_says_already_or_not_at_all_stays() -> None:
    nameless = dataset(maintainer=None)
    found = quads(NAMES["dcat-us-3"], nameless)
    assert not [o for _, p, o, *_ in found if p == VCARD.fn]
    titled = node(Iri("https://a.example/page"), FOAF.Document)
    titled.add(DCT.title, Literal("หน้าแรก", "th"))
    made = in_profile(Description((titled,), ()), NAMES["dcat-us-3"], SITE)
    assert [each.statements for each in made.own] == [titled.statements]
