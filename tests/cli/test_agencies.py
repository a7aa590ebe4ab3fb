"""How an administrator begins for real: agencies, their rules, and people, without the demo."""

from pathlib import Path

import pytest

from catalog.config import Config
from catalog.db.queries.agencies import get_agency
from catalog.db.queries.datasets import get_dataset
from catalog.jobs.installation import Installation
from catalog.services.people import sign_in
from catalog.services.search import search_datasets
from schemas.agency import AgencyRecord
from tests.cli.conftest import Banchi
from tests.fixtures_app import NOW, person, published

HEAD = "code,kind,name_th,name_en,parent,aliases,area_code\n"


def agency(code: str) -> AgencyRecord:
    """An agency as it is in the data folder now."""
    installation = Installation.open(Config.from_environ())
    with installation.sessions.read() as session:
        found = get_agency(session, code)
    installation.close()
    return found


def test_a_district_begins_without_the_demo(
    banchi: Banchi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANCHI_DATA", str(tmp_path / "new"))
    assert "Agencies added: 74" in banchi("init", "--agencies").stdout
    assert "Agencies added: 0" in banchi("init", "--agencies").stdout
    added = banchi("user", "add", "somying", input="a long enough password\n")
    assert added.exit_code == 0, added.output
    assert banchi("user", "post", "somying", "steward", "5001").exit_code == 0
    installation = Installation.open(Config.from_environ())
    with installation.sessions.read() as session:
        signed_in = sign_in(session, "somying", "a long enough password")
    installation.close()
    assert [m.organisation for m in signed_in.memberships] == ["bma"]
    assert banchi("user", "list").stdout.count("\n") == 3
    assert "0" in banchi("search", "rebuild").stdout


def test_agencies_are_listed_in_the_readers_language(banchi: Banchi) -> None:
    thai = banchi("agency", "list").stdout
    assert "5001\tdistrict\tสำนักงานเขตพระนคร\tbma\tสองคน\n" in thai
    assert "nat-1" in thai
    english = banchi("agency", "list", "--kind", "district", "--lang", "en").stdout
    assert english.startswith("Agencies: 2\ncode\tkind\tname\tparent\tapproval takes\n")
    assert "5001\tdistrict\tPhra Nakhon District Office\tbma\ttwo persons\n" in english
    assert "nat-1" not in english


def test_a_file_of_agencies_is_loaded_and_told(banchi: Banchi, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"{HEAD}x2,office,ฝ่าย,,x1,,\nx1,national,กรม,,,ก.|Dep.,\n", encoding="utf-8-sig"
    )
    first = banchi("agency", "load", str(path), "--lang", "en")
    assert first.exit_code == 0, first.output
    assert "created\t2\nchanged\t0\nunchanged\t0\n" in first.stdout
    assert "เหมือนเดิม\t2" in banchi("agency", "load", str(path)).stdout
    assert agency("x2").organisation == "x1"


def test_wrong_lines_are_told_and_nothing_is_loaded(banchi: Banchi, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"{HEAD}x1,office,ฝ่าย,,,,\nx2,hut,ฝ่าย,,,,\nx3,office,,,x9,,\n", encoding="utf-8"
    )
    result = banchi("agency", "load", str(path))
    assert result.exit_code == 3
    assert "Nothing was saved: 2 lines are wrong." in result.stderr
    assert "  บรรทัด 3 / line 3: ไม่มีชนิดหน่วยงาน “hut”" in result.stderr
    assert "\n    The agency has no Thai name." in result.stderr
    assert "x1" not in banchi("agency", "list").stdout


def test_one_agency_is_set_right_and_its_datasets_follow(banchi: Banchi, folder: Path) -> None:
    installation = Installation.open(Config.from_environ(), now=lambda: NOW)
    record = published(installation)
    installation.close()
    ruled = banchi("agency", "set", "5001", "--one-person")
    assert ruled.exit_code == 0, ruled.output
    assert "one person may approve" in ruled.stdout
    assert not agency("5001").two_person
    banchi(
        "agency", "set", "5001", "--name-th", " สำนักงานเขตวิเศษ ", "--name-en", "Special District"
    )
    assert agency("5001").name.en == "Special District"
    assert not agency("5001").two_person
    installation = Installation.open(Config.from_environ(), now=lambda: NOW)
    with installation.sessions.read() as session:
        anyone = person(installation, "anyone")
        hits = search_datasets(session, installation.search, anyone, text="เขตวิเศษ").records
        version = get_dataset(session, anyone, record.slug).version
    installation.close()
    assert [hit.slug for hit in hits] == [record.slug]
    assert version == record.version + 1
    assert banchi("agency", "set", "5001", "--two-person").exit_code == 0
    assert agency("5001").two_person


def test_setting_says_what_it_needs(banchi: Banchi) -> None:
    nothing = banchi("agency", "set", "5001")
    assert nothing.exit_code == 2
    assert "--one-person" in nothing.stderr
    assert banchi("agency", "set", "nowhere", "--one-person").exit_code == 5
    empty = banchi("agency", "set", "5001", "--name-th", " ")
    assert empty.exit_code == 3
    assert "name_th" in empty.stderr
