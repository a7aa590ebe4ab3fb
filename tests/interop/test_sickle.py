"""Sickle as it comes, an OAI-PMH harvester, against the served catalogue."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from catalog.db.queries.datasets import get_dataset
from catalog.services.datasets import withdraw_dataset
from schemas.dataset import DatasetRecord
from tests.fixtures_app import NOW, draft, person, published, registered
from tests.interop.conftest import RECORDS, Client, Served

pytestmark = [pytest.mark.interop, pytest.mark.slow]

BEGIN = """
from sickle import Sickle
from sickle import oaiexceptions
oai = Sickle(site + "/oai")
def told(verb, **given):
    try:
        return len(list(getattr(oai, verb)(**given)))
    except Exception as error:
        return type(error).__name__
"""


def harvested(client: Client, code: str) -> Any:
    """What a few lines of Sickle print."""
    return client.script(BEGIN + code)


def gone(served: Served, record: DatasetRecord) -> None:
    """Withdraw a record."""
    head = person(served.installation, "head")
    with served.installation.sessions.write() as session:
        version = get_dataset(session, head, record.uid).version
        withdraw_dataset(session, head, record.uid, "จบ", version=version, now=NOW)


def test_the_repository_its_formats_and_its_sets(client: Client) -> None:
    found = harvested(
        client,
        """
who = oai.Identify()
print(json.dumps({
    "deleted": who.deletedRecord,
    "granularity": who.granularity,
    "base": who.baseURL == site + "/oai",
    "formats": [f.metadataPrefix for f in oai.ListMetadataFormats()],
    "sets": {s.setSpec: s.setName for s in oai.ListSets()},
}))
""",
    )
    assert found["deleted"] == "persistent"
    assert found["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert found["base"]
    assert found["formats"] == ["oai_dc", "dcat_ap"]
    assert found["sets"]["bma:5001"] == "สำนักงานเขตพระนคร"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_whole_harvest_by_resumption_with_deleted_records(
    client: Client, served: Served, method: str
) -> None:
    dead = published(served.installation, draft(slug=f"oai-gone-{method.lower()}"), drain=False)
    gone(served, dead)
    hidden = registered(served.installation)
    found = harvested(
        client,
        f"""
oai.http_method = {method!r}
records = list(oai.ListRecords(metadataPrefix="oai_dc"))
living = list(oai.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True))
print(json.dumps({{
    "records": {{r.header.identifier: r.header.deleted for r in records}},
    "count": len(records),
    "living": [r.header.identifier for r in living],
    "titles": [r.metadata["title"][0] for r in living],
}}))
""",
    )
    deleted = {name for name, is_deleted in found["records"].items() if is_deleted}
    assert any(name.endswith(dead.uid) for name in deleted)
    assert not any(name.endswith(hidden.uid) for name in found["records"])
    assert found["count"] == len(found["records"]) > RECORDS
    assert set(found["living"]) == set(found["records"]) - deleted
    assert "ชุดข้อมูลทดสอบที่ 2" in found["titles"]


def test_the_dcat_of_every_record_is_rdf(client: Client) -> None:
    found = harvested(
        client,
        """
kinds = {}
for number, record in enumerate(oai.ListRecords(metadataPrefix="dcat_ap", set="bma:5001")):
    if not record.header.deleted:
        root = record.xml.find(".//{*}metadata")[0]
        kinds[root.tag] = kinds.get(root.tag, 0) + 1
print(json.dumps(kinds))
""",
    )
    assert list(found) == ["{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"]
    assert found["{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"] > 100


def test_an_incremental_harvest(client: Client, served: Served) -> None:
    """From the date of the answer before: what changed since, and what left."""
    since = harvested(
        client,
        """
last = list(oai.ListIdentifiers(metadataPrefix="oai_dc"))[-1]
print(json.dumps(last.datestamp))
""",
    )
    later = dt.datetime.fromisoformat(since) + dt.timedelta(hours=1)
    fresh = published(served.installation, draft(slug="oai-fresh"), drain=False)
    head = person(served.installation, "head")
    with served.installation.sessions.write() as session:
        version = fresh.version
        withdraw_dataset(session, head, fresh.uid, "จบ", version=version, now=later)
    asked = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    found = harvested(
        client,
        f"""
window = {{"metadataPrefix": "oai_dc", "from": {asked!r}}}
print(json.dumps([[h.identifier, h.deleted] for h in oai.ListIdentifiers(**window)]))
""",
    )
    assert [name[-36:] for name, deleted in found if deleted] == [fresh.uid]


def test_every_error_has_its_class(client: Client) -> None:
    found = harvested(
        client,
        """
print(json.dumps([
    told("ListRecords", metadataPrefix="marc21"),
    told("ListRecords", metadataPrefix="oai_dc", set="nothing"),
    told("ListRecords", metadataPrefix="oai_dc", **{"from": "2026-13-01"}),
    told("ListRecords", resumptionToken="AAAA"),
    told("GetRecord", metadataPrefix="oai_dc", identifier="oai:x:y"),
    told("GetRecord", identifier="oai:x:y"),
]))
""",
    )
    assert found == [
        "CannotDisseminateFormat",
        "NoRecordsMatch",
        "BadArgument",
        "BadResumptionToken",
        "IdDoesNotExist",
        "BadArgument",
    ]


def test_a_harvest_while_records_change_misses_nothing(client: Client, served: Served) -> None:
    """Whatever was public all the time is met; what leaves meanwhile is met too, or told gone."""
    stays = [
        published(served.installation, draft(slug=f"oai-stays-{n}"), drain=False) for n in range(3)
    ]
    going = [
        published(served.installation, draft(slug=f"oai-goes-{n}"), drain=False) for n in range(40)
    ]
    ended = threading.Event()

    def change() -> int:
        for number, record in enumerate(going):
            if ended.is_set():
                return number
            gone(served, record)
        return len(going)

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        found = _harvest(client)
        ended.set()
        assert changing.result() > 0
    names = {name[-36:] for name, _ in found}
    assert {record.uid for record in stays} | {record.uid for record in going} <= names
    assert len(names) > RECORDS


def _harvest(client: Client) -> list[list[Any]]:
    found: list[list[Any]] = harvested(
        client,
        """
records = oai.ListRecords(metadataPrefix="dcat_ap")
print(json.dumps([[r.header.identifier, r.header.deleted] for r in records]))
""",
    )
    return found
