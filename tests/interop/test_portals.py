"""CKAN's own harvesters: ckanext-dcat over the Hydra pages, CKANHarvester over the API."""

import datetime as dt
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from catalog.auth.policy import ANYONE
from catalog.db.queries.datasets import Which, walk_datasets
from tests.changing import Changer
from tests.fixtures_app import NOW, draft, published
from tests.interop.conftest import PATIENCE, RECORDS, Served

pytestmark = [pytest.mark.interop, pytest.mark.slow]

#: Where .ci/run installs what stands in requirements/peers.lock.
PORTAL = Path(__file__).parents[2] / ".cache" / "peers" / "bin" / "python"
SCRIPT = Path(__file__).with_name("portal.py")

Harvest = Callable[..., Any]


@pytest.fixture(scope="module")
def harvest(served: Served) -> Harvest:
    """Runs one of the portal's harvesters against an address of the served catalogue."""
    python = Path(os.environ.get("BANCHI_TEST_PORTAL", PORTAL))
    if not python.exists():
        pytest.skip("no CKAN found (.ci/run installs it, or set BANCHI_TEST_PORTAL)")

    def run(which: str, path: str, *words: str) -> Any:
        done = subprocess.run(
            [str(python), str(SCRIPT), which, served.address + path, *words],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.fixture(scope="module")
def bilingual(served: Served) -> str:
    """The short name of a dataset with a title in both languages."""
    return published(served.installation, draft(slug="in-both-languages"), drain=False).slug


def public(served: Served, agency: str = "") -> dict[str, str]:
    """Thai titles of everything public by the address of the dataset."""
    with served.installation.sessions.read() as session:
        return {
            f"{served.address}/dataset/{record.slug}": record.title.th
            for record in walk_datasets(session, ANYONE, which=Which.PUBLISHED)
            if agency in ("", record.agency.code)
        }


def test_ckanext_dcat_walks_all_pages(served: Served, harvest: Harvest, bilingual: str) -> None:
    expected = public(served)
    found = harvest("dcat", "/catalog.ttl?limit=300", "th")
    assert found["format"] == "text/turtle"
    assert found["pages"] == -(-len(expected) // 300)
    # How many other tests have withdrawn by now depends on their order and on the machine.
    assert len(found["datasets"]) == len(expected) >= RECORDS // 2
    titles = {each["guid"]: each["title"] for each in found["datasets"]}
    assert titles == expected
    one = next(each for each in found["datasets"] if each["guid"].endswith("/record-0004"))
    assert one["license"] == "cc-by"
    assert one["publisher"] == "สำนักงานเขตพระนคร"
    assert one["resources"] == ["https://data.example/ไฟล์.csv"]
    assert titles[f"{served.address}/dataset/{bilingual}"] == "สถิติทะเบียนราษฎรรายแขวง"


@pytest.mark.parametrize("suffix", ["jsonld", "rdf", "nt"])
def test_ckanext_dcat_reads_an_agency_in_each_syntax(
    served: Served, harvest: Harvest, suffix: str
) -> None:
    expected = public(served, "5004")
    found = harvest("dcat", f"/agency/5004/catalog.{suffix}?limit=150", "th")
    assert found["pages"] == -(-len(expected) // 150) > 1
    assert {each["guid"]: each["title"] for each in found["datasets"]} == expected
    assert len(found["datasets"]) == len(expected)


def test_a_portal_in_english_gets_english_titles(
    served: Served, harvest: Harvest, bilingual: str
) -> None:
    found = harvest("dcat", "/catalog.ttl?limit=1000", "en")
    titles = {each["guid"].rpartition("/")[2]: each["title"] for each in found["datasets"]}
    assert titles[bilingual] == "Registered population by subdistrict"
    assert titles["record-0004"] == "ชุดข้อมูลทดสอบที่ 4"


def test_ckanext_dcat_misses_nothing_while_records_change(served: Served, harvest: Harvest) -> None:
    before = public(served)
    mine = [name for n in range(300, 420) if (name := f"record-{n:04}") and n % 3]
    changer, ended = Changer(served.installation, mine), threading.Event()

    def change() -> None:
        for act in (changer.edit, changer.withdraw, changer.add) * 35:
            if ended.is_set():
                return
            act()

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        found = harvest("dcat", "/catalog.ttl?limit=50", "th")
        ended.set()
        changing.result()
    assert len(changer.gone) + len(changer.edited) > 10
    met = [each["guid"] for each in found["datasets"]]
    assert len(met) == len(set(met))
    gone = {f"{served.address}/dataset/{name}" for name in changer.gone}
    assert set(before) - gone <= set(met)
    assert not gone & set(public(served))


def test_ckans_own_harvester_takes_everything_and_then_what_changed(
    served: Served, harvest: Harvest
) -> None:
    def settled() -> bool:
        expected = {address.rpartition("/")[2] for address in public(served)}
        found = harvest("ckan", "")["names"]
        assert len(found) == len(set(found))
        return set(found) == expected

    assert eventually(settled)
    later = NOW + dt.timedelta(days=3)
    changer = Changer(served.installation, ["record-0601", "record-0602"], later)
    changer.edit()
    changer.edit()
    since = f"metadata_modified:[{later:%Y-%m-%dT%H:%M:%S.%f}Z TO *]"
    assert eventually(lambda: harvest("ckan", "", since)["names"] == changed(harvest, changer))
    only = harvest("ckan", "", "organization:5004", since)["names"]
    assert only == []


def changed(harvest: Harvest, changer: Changer) -> list[str]:
    """The edited ones in the order of the whole harvest."""
    return [name for name in harvest("ckan", "")["names"] if name in changer.edited]


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something holds before patience ends: the index follows the rows."""
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(1)
    return False
