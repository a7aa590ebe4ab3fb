"""OAI-PMH 2.0: six verbs, every error, day and second, tokens, deleted records for ever."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalog.api.exchange.oai import verbs
from catalog.api.exchange.oai.arguments import read as read_arguments
from catalog.api.exchange.oai.sets import Sets
from catalog.auth.policy import SYSTEM
from catalog.db.queries.agencies import get_agency
from catalog.jobs.installation import Installation
from catalog.rdf.formats import RDF_XML
from catalog.rdf.stream import dataset_document
from catalog.services.agencies import save_agency
from schemas.dataset import DatasetRecord
from schemas.distribution import DistributionRecord
from tests.api.exchange.oai_client import (
    ask,
    client,
    code,
    each_header,
    headers,
    identifier,
    token,
    walked,
)
from tests.api.exchange.structure import OAI, read
from tests.builders import agency
from tests.fixtures_app import DISTRIBUTION, NOW, draft, published, registered
from tests.services.test_changes import INTERNAL, amended, withdrawn
from vocab.codes import AgencyKind

DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HOUR = dt.timedelta(hours=1)
__all__ = ["client"]


@pytest.fixture
def by_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of three records."""
    monkeypatch.setattr(verbs, "RECORDS", 3)
    monkeypatch.setattr(verbs, "HEADERS", 3)


def test_the_repository_says_what_it_is(client: FlaskClient, installation: Installation) -> None:
    empty = ask(client, "Identify")
    assert empty.findtext(f".//{OAI}adminEmail") == "webmaster@catalogue.test"
    published(installation)
    root = ask(client, "Identify")
    assert root.findtext(f".//{OAI}baseURL") == "http://catalogue.test/oai"
    assert root.findtext(f".//{OAI}earliestDatestamp") == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    request = root.find(f"{OAI}request")
    assert request is not None
    assert request.attrib == {"verb": "Identify"}


def test_a_form_and_a_final_slash_ask_the_same(client: FlaskClient) -> None:
    posted = client.post("/oai", data={"verb": "ListSets"})
    assert posted.data == client.get("/oai?verb=ListSets").data
    assert client.get("/oai/?verb=ListSets").data == posted.data
    assert posted.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in posted.headers
    assert code(read(client.post("/oai?verb=Identify").data)) == "badVerb", "the body decides"


def test_formats_of_all_and_of_one(client: FlaskClient, installation: Installation) -> None:
    record = published(installation)
    for only in ({}, {"identifier": identifier(record)}):
        root = ask(client, "ListMetadataFormats", **only)
        prefixes = [e.text for e in root.iter(f"{OAI}metadataPrefix")]
        assert prefixes == ["oai_dc", "dcat_ap"]
    withdrawn(installation, record)
    assert code(ask(client, "ListMetadataFormats", identifier=identifier(record))) == ""


def test_sets_are_the_agencies_by_their_codes(client: FlaskClient) -> None:
    root = ask(client, "ListSets")
    found = {
        one.findtext(f"{OAI}setSpec"): one.findtext(f"{OAI}setName")
        for one in root.iter(f"{OAI}set")
    }
    assert found["bma:5001"] == "สำนักงานเขตพระนคร"
    assert {"bma", "bma:5004", "nat-1"} <= set(found)
    assert code(ask(client, "ListSets", resumptionToken="abcd")) == "badResumptionToken"
    own = read_arguments([("verb", "ListSets")]).token(1, 1, 1)
    assert code(ask(client, "ListSets", resumptionToken=own)) == "badResumptionToken"


def test_a_code_that_no_set_can_bear_is_written_so_that_one_can(
    client: FlaskClient, installation: Installation
) -> None:
    odd = agency(code="ก:1~x", kind=AgencyKind.DISTRICT, parent="bma")
    with installation.sessions.write() as session:
        save_agency(session, SYSTEM, odd, now=NOW)
    spec = Sets([agency(code="ก:1~x", parent="")]).spec("ก:1~x")
    assert re.fullmatch("[A-Za-z0-9~]+", spec)
    root = ask(client, "ListSets")
    assert f"bma:{spec}" in [e.text for e in root.iter(f"{OAI}setSpec")]
    assert Sets([agency(code="a"), agency(code="ab", parent="")]).below("a") == frozenset()
    circle = Sets([agency(code="a", parent="b"), agency(code="b", parent="a")])
    assert circle.spec("a").count(":") == 49


def test_an_installation_without_agencies_has_no_sets(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "list_agencies", lambda _: [])
    assert code(ask(client, "ListSets")) == "noSetHierarchy"


def test_dublin_core_says_what_the_record_says(
    client: FlaskClient, installation: Installation
) -> None:
    hidden = replace(
        DISTRIBUTION,
        metadata={**DISTRIBUTION.metadata, "format": "XLS", "resource_private": True},
    )
    odd = DistributionRecord(metadata={**DISTRIBUTION.metadata, "format": "Database"})
    record = published(
        installation,
        draft(
            title="ก & <ข>",
            url="https://district.example/ก",
            data_language=("th", "unknown"),
            distributions=(DISTRIBUTION, hidden, odd),
        ),
    )
    root = ask(client, "GetRecord", identifier=identifier(record), metadataPrefix="oai_dc")
    metadata = root.find(f".//{OAI}metadata")
    assert metadata is not None
    said = [(e.tag.removeprefix(DC), e.get(LANG), e.text) for e in metadata[0]]
    assert ("title", "th", "ก & <ข>") in said
    assert ("title", "en", "Registered population by subdistrict") in said
    assert ("publisher", "th", "สำนักงานเขตพระนคร") in said
    assert ("subject", "en", "population") in said
    assert ("date", None, "2026-11-01") in said
    assert ("identifier", None, f"urn:uuid:{record.uid}") in said
    assert ("identifier", None, f"http://catalogue.test/dataset/{record.slug}") in said
    assert [text for name, _, text in said if name == "format"] == ["text/csv", "Database"]
    assert [text for name, _, text in said if name == "language"] == ["th"]
    assert ("relation", None, "https://district.example/ก") in said
    assert ("rights", None, "https://creativecommons.org/licenses/by/4.0/") in said
    assert ("coverage", "en", "Bangkok") in said


def test_dublin_core_of_the_least_that_can_be_said(
    client: FlaskClient, installation: Installation
) -> None:
    from catalog.harvest.run import import_packages

    package = {"name": "bare-one", "title": "เปล่า", "organization": {"title": "กรมทดสอบ"}}
    import_packages(installation.sessions, SYSTEM, [(1, package)], source="t", now=installation.now)
    root = ask(client, "ListRecords", metadataPrefix="oai_dc")
    names = [e.tag.removeprefix(DC) for e in root.iter() if e.tag.startswith(DC)]
    assert names[:2] == ["title", "publisher"]
    assert {"date", "source", "relation"}.isdisjoint(names)


def test_a_wider_world_is_no_place_and_a_licence_may_have_no_address(
    client: FlaskClient, installation: Installation
) -> None:
    published(installation, draft(geo_coverage="world", license_id="odc"))
    root = ask(client, "ListRecords", metadataPrefix="oai_dc")
    assert not list(root.iter(f"{DC}coverage"))
    assert [e.text for e in root.iter(f"{DC}rights")] == [
        "Open Data Common",
        "Open Data Commons",
    ]


def test_the_rdf_of_a_record_is_that_of_its_own_document(
    client: FlaskClient, installation: Installation
) -> None:
    record = published(installation)
    answer = client.get("/oai?verb=ListRecords&metadataPrefix=dcat_ap")
    read(answer.data)
    found = re.search("<metadata>(.*)</metadata>", answer.text, re.DOTALL)
    assert found is not None
    own = dataset_document(record, installation.site, RDF_XML).decode()
    assert own.endswith(found[1])
    assert found[1].startswith("<rdf:RDF\n  xmlns:"), "with its own namespaces"


def test_a_record_that_cannot_be_written_stops_nobody(
    client: FlaskClient, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = published(installation), published(installation)

    def failing(record: DatasetRecord, site: Any) -> str:
        if record.uid == bad.uid:
            raise KeyError("no such code")
        return "<x xmlns='urn:x'/>"

    monkeypatch.setattr(verbs, "rdf", failing)
    root = ask(client, "ListRecords", metadataPrefix="dcat_ap")
    assert headers(root) == [(identifier(good), "")]
    one = ask(client, "GetRecord", identifier=identifier(bad), metadataPrefix="dcat_ap")
    assert code(one) == "cannotDisseminateFormat"


def test_what_left_stays_as_a_deleted_record(
    client: FlaskClient, installation: Installation
) -> None:
    gone, closed, never = (published(installation, draft(slug=f"s-{n}")) for n in "abc")
    inner = published(installation, draft(**INTERNAL))
    unborn = registered(installation)
    withdrawn(installation, gone)
    amended(installation, closed, **INTERNAL, now=NOW + HOUR)
    for prefix in ("oai_dc", "dcat_ap"):
        root = ask(client, "ListRecords", metadataPrefix=prefix)
        assert headers(root) == [
            (identifier(never), ""),
            (identifier(gone), "deleted"),
            (identifier(closed), "deleted"),
        ]
        dead = [r for r in root.iter(f"{OAI}record") if r.find(f"{OAI}metadata") is None]
        assert len(dead) == 2
    one = ask(client, "GetRecord", identifier=identifier(closed), metadataPrefix="oai_dc")
    header = next(each_header(one))
    assert header.get("status") == "deleted"
    assert header.findtext(f"{OAI}setSpec") == "bma:5001", "in the set it was in"
    assert header.findtext(f"{OAI}datestamp") == (NOW + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")
    for hidden in (inner, unborn):
        found = ask(client, "GetRecord", identifier=identifier(hidden), metadataPrefix="oai_dc")
        assert code(found) == "idDoesNotExist"


def test_from_and_until_hold_whole_days_and_seconds(
    client: FlaskClient, installation: Installation
) -> None:
    early, late = published(installation), published(installation)
    amended(installation, late, title="ข", now=NOW + dt.timedelta(days=1, microseconds=5))
    day, second = NOW.strftime("%Y-%m-%d"), NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    next_day = (NOW + dt.timedelta(days=1)).strftime("%Y-%m-%d")
    next_second = (NOW + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    both = [(identifier(early), ""), (identifier(late), "")]
    for window, wanted in (
        ({"from_": day}, both),
        ({"from_": next_day}, both[1:]),
        ({"until": day}, both[:1]),
        ({"until": next_day}, both),
        ({"from_": day, "until": day}, both[:1]),
        ({"from_": second, "until": second}, both[:1]),
        ({"from_": next_second}, both[1:]),
        ({"until": next_second}, both),
        ({"until": "9999-12-31"}, both),
    ):
        root = ask(client, "ListIdentifiers", metadataPrefix="oai_dc", **window)
        assert headers(root) == wanted, window


def test_a_set_holds_all_below_it(client: FlaskClient, installation: Installation) -> None:
    record = published(installation)
    for spec in ("bma", "bma:5001"):
        root = ask(client, "ListRecords", metadataPrefix="oai_dc", set=spec)
        assert headers(root) == [(identifier(record), "")]
    for spec in ("bma:5004", "nat-1", "5001", "bma:5", "nothing"):
        root = ask(client, "ListRecords", metadataPrefix="oai_dc", set=spec)
        assert code(root) == "noRecordsMatch"


def test_a_record_that_moves_to_another_set_is_told_there_and_deleted_nowhere(
    client: FlaskClient, installation: Installation
) -> None:
    record = published(installation)
    with installation.sessions.write() as session:
        moved = replace(get_agency(session, "5001"), parent="2100")
        save_agency(session, SYSTEM, moved, now=NOW + HOUR)
    since = (NOW + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")
    for spec in ({}, {"set": "bma:2100"}, {"set": "bma:2100:5001"}, {"set": "bma"}):
        root = ask(client, "ListRecords", metadataPrefix="oai_dc", from_=since, **spec)
        assert headers(root) == [(identifier(record), "")], spec
        (header,) = each_header(root)
        assert header.findtext(f"{OAI}setSpec") == "bma:2100:5001"
    root = ask(client, "ListRecords", metadataPrefix="oai_dc", set="bma:5001")
    assert code(root) == "noRecordsMatch"
    one = ask(client, "GetRecord", metadataPrefix="oai_dc", identifier=identifier(record))
    assert headers(one) == [(identifier(record), "")]


@pytest.mark.usefixtures("by_three")
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_list_goes_on_by_its_token(
    client: FlaskClient, installation: Installation, verb: str
) -> None:
    made = [published(installation, draft(slug=f"s-{n}"), drain=False) for n in range(7)]
    first = ask(client, verb, metadataPrefix="oai_dc")
    element = first.find(f".//{OAI}resumptionToken")
    assert element is not None
    assert (element.get("completeListSize"), element.get("cursor")) == ("7", "0")
    going = token(first) or ""
    again = [ask(client, verb, resumptionToken=going) for _ in range(2)]
    assert headers(again[0]) == headers(again[1])
    assert [h[0] for h in headers(again[0])] == [identifier(r) for r in made[3:6]]
    last = ask(client, verb, resumptionToken=token(again[0]) or "")
    end = last.find(f".//{OAI}resumptionToken")
    assert end is not None
    assert not end.text, "the last part has an empty token"
    assert end.get("cursor") == "6"
    three = published(installation, draft(slug="x-1"), drain=False)
    whole = walked(client, verb, metadataPrefix="oai_dc", set="bma", from_="2000-01-01")
    assert [name for name, _ in whole] == [identifier(r) for r in (*made, three)]


@pytest.mark.usefixtures("by_three")
def test_nothing_is_missed_while_records_change(
    client: FlaskClient, installation: Installation
) -> None:
    made = [published(installation, draft(slug=f"s-{n}"), drain=False) for n in range(9)]
    root = ask(client, "ListRecords", metadataPrefix="oai_dc")
    found = headers(root)
    number = 0
    while going := token(root):
        withdrawn(installation, made[number])
        amended(installation, made[8 - number], title=f"ใหม่ {number}")
        number += 1
        root = ask(client, "ListRecords", resumptionToken=going)
        found += headers(root)
    left = {identifier(r) for r in made[:number]}
    assert {name for name, _ in found} == {identifier(r) for r in made}
    assert {name for name, status in found if status} == left
    assert dict(found) == {identifier(r): "deleted" * (r in made[:number]) for r in made}


@pytest.mark.usefixtures("by_three")
def test_a_walk_whose_rest_left_the_window_ends_without_an_error(
    client: FlaskClient, installation: Installation
) -> None:
    made = [published(installation, draft(slug=f"s-{n}"), drain=False) for n in range(4)]
    until = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    going = token(ask(client, "ListRecords", metadataPrefix="oai_dc", until=until)) or ""
    amended(installation, made[3], title="ใหม่", now=NOW + HOUR)
    last = ask(client, "ListRecords", resumptionToken=going)
    assert headers(last) == [(identifier(made[2]), "")], "what came before comes again"
    assert token(last) == ""
    for record in made[:3]:
        amended(installation, record, title="ใหม่", now=NOW + HOUR)
    assert code(ask(client, "ListRecords", resumptionToken=going)) == "noRecordsMatch"


def test_a_change_that_was_still_being_written_is_met_the_next_time(
    client: FlaskClient, installation: Installation
) -> None:
    """Its date is that of its beginning; the answer before it dates itself a little earlier."""
    first = ask(client, "ListRecords", metadataPrefix="oai_dc")
    assert code(first) == "noRecordsMatch"
    said = first.findtext(f"{OAI}responseDate") or ""
    with installation.sessions.write():
        late = NOW - dt.timedelta(minutes=1)
    record = published(installation)
    amended(installation, record, title="ข", now=late)
    root = ask(client, "ListRecords", metadataPrefix="oai_dc", from_=said)
    assert headers(root) == [(identifier(record), "")]
