"""ckanapi as it comes, command line and library, against the served catalogue."""

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.db.queries.datasets import get_dataset
from catalog.services.datasets import withdraw_dataset
from tests.fixtures_app import NOW, draft, person, published, registered
from tests.interop.conftest import Client, Served, package, public

pytestmark = [pytest.mark.interop, pytest.mark.slow]


def test_a_dump_of_everything(client: Client, served: Served) -> None:
    done = client.command("dump", "datasets", "--all", "-p", "4", "-q")
    assert done.returncode == 0, done.stderr
    found = {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}
    # Other tests withdraw some and add some.
    assert set(found) == public(served)
    one = found["record-0002"]
    assert one["title"] == "ชุดข้อมูลทดสอบที่ 2"
    assert one["notes"] == "ตลาดน้ำ"
    assert {tag["name"] for tag in one["tags"]} == {"น้ำท่วม", "กลุ่ม 2"}
    by_get = client.command("dump", "datasets", "record-0002", "-g", "-q")
    assert json.loads(by_get.stdout) == one


def test_a_dump_of_the_organisations(client: Client) -> None:
    done = client.command("dump", "organizations", "--all", "-q")
    assert done.returncode == 0, done.stderr
    found = {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert {"bma", "5001", "5004"} <= set(found)
    assert found["5001"]["title"] == "สำนักงานเขตพระนคร"
    assert client.command("dump", "groups", "--all", "-q").stdout == ""


def test_a_dump_while_records_change(client: Client, served: Served) -> None:
    """Who was public all the time is in it; one that is withdrawn is told, and the dump goes on."""
    going = [f"record-{n:04}" for n in range(900, 1050) if n % 3]
    stayed = public(served) - set(going)
    ended = threading.Event()

    head = person(served.installation, "head")

    def change() -> int:
        for number, name in enumerate(going):
            if ended.is_set():
                return number
            at = NOW + dt.timedelta(seconds=number)
            with served.installation.sessions.write() as session:
                version = get_dataset(session, head, name).version
                withdraw_dataset(session, head, name, "จบ", version=version, now=at)
            if number % 10 == 0:
                published(served.installation, draft(slug=f"new-{number}"), drain=False)
        return len(going)

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        done = client.command("dump", "datasets", "--all", "-p", "4", "-q")
        ended.set()
        assert changing.result() > 0
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    names = [one["name"] for one in found if one]
    assert stayed <= set(names)
    assert len(names) == len(set(names))


def test_a_search_in_pages_until_one_is_empty(client: Client, served: Served) -> None:
    expected = [name for name in public(served) if name.startswith("record-")]
    done = client.command("search", "datasets", "sort=id asc", "fq=name:record-*")
    assert done.returncode == 0, done.stderr
    ids = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert len(ids) == len(set(ids)) == len(expected) > 500
    assert ids == sorted(ids)
    words = client.command("search", "datasets", "q=น้ำท่วมขัง", "fq=organization:5001")
    assert words.returncode == 0, words.stderr
    found = [json.loads(line) for line in words.stdout.splitlines()]
    assert found
    assert "น้ำท่วมขังในเขตพระนคร" in {one["notes"] for one in found}
    assert {one["organization"]["name"] for one in found} == {"5001"}


def test_errors_have_the_classes_of_the_library(client: Client, served: Served, token: str) -> None:
    registered(served.installation, draft(slug="only-for-its-custodians"))
    told = client.script(
        f"""
told = {{}}
def attempt(said, ckan, action, **given):
    try:
        told[said] = ckan.call_action(action, given)["name"]
    except Exception as error:
        told[said] = type(error).__name__
anyone = ckanapi.RemoteCKAN(site)
steward = ckanapi.RemoteCKAN(site, apikey={token!r})
getter = ckanapi.RemoteCKAN(site, get_only=True)
wrong = ckanapi.RemoteCKAN(site, apikey="nonsense")
for name, ckan in dict(anyone=anyone, steward=steward, getter=getter, wrong=wrong).items():
    attempt(name + " hidden", ckan, "package_show", id="only-for-its-custodians")
    attempt(name + " open", ckan, "package_show", id="record-0001")
attempt("unknown", anyone, "package_show", id="nothing-of-that-name")
attempt("missing", anyone, "package_show")
attempt("bad fq", anyone, "package_search", fq="(")
attempt("bad parameter", anyone, "package_search", nothing=1)
attempt("write", steward, "package_create", name="x")
attempt("no such action", anyone, "no_such_action")
print(json.dumps(told))
"""
    )
    assert told == {
        **{f"{who} hidden": "NotFound" for who in ("anyone", "getter", "wrong")},
        **{f"{who} open": "record-0001" for who in ("anyone", "getter", "wrong", "steward")},
        "steward hidden": "only-for-its-custodians",
        "unknown": "NotFound",
        "missing": "ValidationError",
        "bad fq": "SearchError",
        "bad parameter": "SearchQueryError",
        "write": "NotAuthorized",
        "no such action": "CKANAPIError",
    }


def test_a_load_is_refused_line_by_line(client: Client, token: str) -> None:
    lines = "".join(json.dumps(package(n)) + "\n" for n in (5001, 5002))
    done = client.command("load", "datasets", "-p", "1", "-a", token, given=lines)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("NotAuthorized") >= 2 or done.stdout.count("NotAuthorized") >= 2


def test_a_batch(client: Client) -> None:
    lines = json.dumps({"action": "package_show", "data": {"id": "record-0003"}}) + "\n"
    done = client.command("batch", "-p", "1", given=lines)
    assert "record-0003" in done.stdout or done.returncode == 0, done.stderr
