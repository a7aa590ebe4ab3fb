"""Commands as an administrator calls them: what they say, what they leave, how they end."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from catalog.cli import main
from catalog.cli.exporting import FORMATS
from catalog.config import SETTINGS, Config
from catalog.db.queries.people import actor_of, find_person, find_token_actor, person_record
from catalog.jobs.index import rebuild_index
from catalog.jobs.installation import Installation
from catalog.rdf.formats import FORMATS as SYNTAXES
from catalog.services.people import sign_in
from tests.cli.conftest import Banchi
from tests.fixtures_app import NOW, PASSWORD
from vocab.codes import Role

RECORD = {
    "name": "record-1",
    "title": "ทะเบียนบ้าน",
    "organization": {"title": "สำนักงานเขตพระนคร"},
    "url": "https://portal.example/dataset/record-1",
    "tags": [{"name": "ทะเบียน"}],
    "resources": [{"name": "ไฟล์", "format": "XSL", "url": "https://portal.example/1.xls"}],
}
#: What is wrong with each stops it in another place.
BAD = ('{"name": "untitled"}', "{", "7")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A file of five records, two of them good."""
    path = tmp_path / "portal.jsonl"
    second = {**RECORD, "name": "record-2", "url": "https://portal.example/dataset/record-2"}
    good = [json.dumps(r, ensure_ascii=False) for r in (RECORD, second)]
    path.write_text("\n".join([*good, *BAD]), encoding="utf-8")
    return path


@pytest.fixture
def opened(folder: Path) -> Iterator[Installation]:
    """The installation beside the commands."""
    installation = Installation.open(Config.from_environ(), now=lambda: NOW)
    yield installation
    installation.close()


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group by its words."""
    yield path
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from walk(child, (*path, name))


@pytest.mark.parametrize("path", list(walk(main)), ids=" ".join)
def test_every_command_explains_itself_in_both_languages(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="banchi")
    assert result.exit_code == 0
    text = result.output.partition("Options:")[0]
    assert re.search("[ก-ฮ]", text)
    assert re.search("[a-z]{4}", text.partition("Usage")[2].partition("\n")[2])


def test_commands_stand_in_the_order_of_use() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    names = re.findall(r"(?m)^  ([a-z]+) {2,}\S", output.partition("Commands:")[2])
    order = "init serve worker demo import export search score quality agency user config"
    assert " ".join(names) == order


def test_init_can_be_repeated(banchi: Banchi, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("BANCHI_DATA", str(tmp_path / "new"))
    for _ in range(2):
        result = banchi("init")
        assert result.exit_code == 0, result.output
        assert str(tmp_path / "new") in result.output
    assert (tmp_path / "new" / "banchi.sqlite3").exists()


def test_an_import_tells_four_outcomes_that_sum_up(banchi: Banchi, records: Path) -> None:
    first = banchi("import", "ckan", str(records), "--lang", "en")
    assert first.exit_code == 0, first.output
    counted = dict(re.findall(r"(?m)^(\w+)\t(\d+)$", first.stdout))
    assert counted == {
        "created": "2",
        "changed": "0",
        "unchanged": "0",
        "refused": "3",
        "records": "5",
    }
    assert "Number 3 “untitled”: This record has no title." in first.stdout
    second = banchi("import", "ckan", str(records))
    assert dict(re.findall(r"(?m)^(\S+)\t(\d+)$", second.stdout)) == {
        "สร้างใหม่": "0",
        "เปลี่ยนแปลง": "0",
        "เหมือนเดิม": "2",
        "ไม่รับเข้า": "3",
        "รวม": "5",
    }
    assert "ลำดับ 3 “untitled”: ระเบียนนี้ไม่มีชื่อชุดข้อมูล" in second.stdout


def test_an_imported_record_is_found_at_once(
    banchi: Banchi, records: Path, opened: Installation
) -> None:
    banchi("import", "ckan", str(records))
    assert opened.search.document_count() == 2


def test_the_report_of_an_import_has_every_record(
    banchi: Banchi, records: Path, tmp_path: Path
) -> None:
    path = tmp_path / "report.jsonl"
    banchi("import", "ckan", str(records), "--report", str(path), "--source", "แหล่ง")
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(t["line"], t["outcome"]) for t in told] == [
        (1, "created"),
        (2, "created"),
        (3, "refused"),
        (4, "refused"),
        (5, "refused"),
    ]
    assert told[0]["dataset"] == "record-1"
    assert {"repair-format-typo", "repair-published-openly"} <= {
        f["code"] for f in told[0]["findings"]
    }
    assert told[2]["reasons"][0]["th"]


def test_a_closed_source_stays_closed(banchi: Banchi, records: Path) -> None:
    banchi("import", "ckan", str(records), "--closed")
    assert b"record-1" not in banchi("export", "dcat").stdout_bytes


def test_records_without_an_agency_go_to_the_one_named(banchi: Banchi, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "มีแต่ชื่อ"}', encoding="utf-8")
    assert "--agency" in banchi("import", "ckan", str(path)).stdout
    assert "สร้างใหม่\t1" in banchi("import", "ckan", str(path), "--agency", "5001").stdout
    unknown = banchi("import", "ckan", str(path), "--agency", "none")
    assert unknown.exit_code == 3
    assert "none" in unknown.stderr


def test_a_file_that_is_none_is_refused(banchi: Banchi, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[1, ")
    result = banchi("import", "ckan", str(path))
    assert result.exit_code == 3
    assert "a.json" in result.stderr


@pytest.mark.parametrize("name", FORMATS)
def test_exports(banchi: Banchi, records: Path, tmp_path: Path, name: str) -> None:
    banchi("import", "ckan", str(records))
    path = tmp_path / "out"
    result = banchi("export", "dcat", "--format", name, "--output", str(path))
    assert result.exit_code == 0, result.output
    assert path.read_bytes() == banchi("export", "dcat", "--format", name).stdout_bytes
    assert b"record-1" in path.read_bytes()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_formats_are_those_of_the_graph() -> None:
    assert tuple(syntax.name for syntax in SYNTAXES) == FORMATS


def test_an_export_that_is_stopped_leaves_the_old_file(
    banchi: Banchi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    path.write_text("old")

    def stop(*_: object, **__: object) -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    monkeypatch.setattr("catalog.rdf.stream.outlines_document", stop)
    result = banchi("export", "dcat", "--output", str(path))
    assert result.exit_code == 130
    assert "run the same command again" in result.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.glob(".out*")) == []


def test_an_index_that_drifted_is_mended(
    banchi: Banchi, records: Path, opened: Installation
) -> None:
    banchi("import", "ckan", str(records))
    opened.search.apply([], deletes=[1])
    first = banchi("search", "check", "--lang", "en")
    assert first.exit_code == 0, first.output
    assert "missing\t1" in first.stdout
    assert "missing\t0" in banchi("search", "check", "--lang", "en").stdout


def test_an_index_that_cannot_be_mended_is_told(
    banchi: Banchi, records: Path, opened: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    banchi("import", "ckan", str(records))
    opened.search.apply([], deletes=[1])
    monkeypatch.setattr("catalog.jobs.index.repair_index", lambda *_: None)
    result = banchi("search", "check")
    assert result.exit_code == 1
    assert "banchi search rebuild" in result.stderr


def test_the_index_is_built_anew(banchi: Banchi, records: Path, opened: Installation) -> None:
    banchi("import", "ckan", str(records))
    opened.search.apply([], deletes=[1, 2])
    assert "2" in banchi("search", "rebuild").stdout
    assert opened.search.document_count() == 2
    rebuild_index(opened.sessions, opened.search)


def test_scores(banchi: Banchi, records: Path) -> None:
    banchi("import", "ckan", str(records))
    assert "5001\tสำนักงานเขตพระนคร\t2\t" in banchi("score").stdout
    tree = banchi("score", "5001", "--lang", "en")
    head, best, *rest = tree.stdout.splitlines()
    assert (head, best) == ("5001 Phra Nakhon District Office", "What wins back the most")
    assert rest[0].startswith("  1. ")
    assert [line for line in rest if line.startswith("1 ")]
    assert "assumed" in tree.stdout
    assert len(banchi("score", "5001", "--all").stdout) >= len(banchi("score", "5001").stdout)
    assert banchi("score", "9999").exit_code == 5
    elsewhere = banchi("score", "nat-1")
    assert elsewhere.exit_code == 5
    assert "agencies of Bangkok" in elsewhere.stderr


def test_a_person_is_added_with_a_post(banchi: Banchi, opened: Installation) -> None:
    result = banchi(
        *("user", "add", "Somchai", "--name", "สมชาย", "--role", "steward", "--agency", "5001"),
        input="a long enough password\n",
    )
    assert result.exit_code == 0, result.output
    assert "a long enough" not in result.output
    with opened.sessions.read() as session:
        person = sign_in(session, "somchai", "a long enough password")
    assert [(m.role, m.agency) for m in person.memberships] == [(Role.STEWARD, "5001")]
    assert "somchai\tสมชาย\tsteward 5001" in banchi("user", "list").stdout


def test_a_post_that_does_not_exist_adds_nobody(banchi: Banchi, opened: Installation) -> None:
    result = banchi("user", "add", "x1", "--role", "head", "--agency", "none", "--generate")
    assert result.exit_code == 3
    with opened.sessions.read() as session:
        assert find_person(session, "x1") is None


def test_a_made_password_is_shown_once_and_works(banchi: Banchi, opened: Installation) -> None:
    result = banchi("user", "password", "steward", "--generate")
    made = result.stdout.splitlines()[-1]
    with opened.sessions.read() as session:
        assert sign_in(session, "steward", made).username == "steward"


def test_a_password_that_is_too_short(banchi: Banchi, opened: Installation) -> None:
    result = banchi("user", "password", "steward", input="short\n")
    assert result.exit_code == 3
    assert "รหัสผ่านต้องยาว 12 ถึง 200" in result.stderr
    assert "A password has 12 to 200 characters." in result.stderr
    with opened.sessions.read() as session:
        assert sign_in(session, "steward", PASSWORD).active


def test_a_new_password_says_that_tokens_end_and_can_leave_them(
    banchi: Banchi, opened: Installation
) -> None:
    banchi("user", "token", "steward")
    kept = banchi("user", "password", "steward", "--generate", "--keep-tokens")
    assert "API tokens revoked: 0" in kept.stdout
    ended = banchi("user", "password", "steward", "--generate")
    assert "โทเคน API ที่ยกเลิก: 1" in ended.stdout


def test_posts_tokens_and_the_end_of_an_account(banchi: Banchi, opened: Installation) -> None:
    assert banchi("user", "post", "colleague", "head", "5004").exit_code == 0
    assert banchi("user", "post", "colleague", "admin").exit_code == 0
    assert banchi("user", "post", "colleague", "admin", "5004").exit_code == 3
    token = banchi("user", "token", "colleague", "--name", "script").stdout.strip()
    with opened.sessions.read() as session:
        row = find_person(session, "colleague")
        assert row is not None
        roles = {post.role for post in actor_of(person_record(row), NOW).posts}
        assert roles == {Role.STAFF, Role.HEAD, Role.ADMIN}
        assert find_token_actor(session, token, opened.now()) is not None
    assert banchi("user", "disable", "colleague").exit_code == 0
    with opened.sessions.read() as session:
        assert find_token_actor(session, token, opened.now()) is None
    assert banchi("user", "disable", "nobody").exit_code == 5


def test_settings_are_shown_without_secrets(
    banchi: Banchi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANCHI_SECRET_KEY", "hush-hush")
    result = banchi("config", "--lang", "en")
    assert "hush" not in result.output
    assert str(folder) in result.stdout
    assert all(f"BANCHI_{setting.name}\t" in result.stdout for setting in SETTINGS)


def test_a_password_in_the_address_of_the_database_is_not_shown(
    banchi: Banchi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANCHI_DATABASE_URL", "postgresql://banchi:hush@db.example/banchi")
    result = banchi("config")
    assert "hush" not in result.output
    assert "db.example" in result.stdout


def test_a_wrong_setting_is_named(banchi: Banchi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANCHI_PORT", "many")
    result = banchi("config")
    assert result.exit_code == 3
    assert "BANCHI_PORT" in result.stderr


def test_stopping_says_that_it_can_be_repeated(
    banchi: Banchi, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("catalog.harvest.write.publish", stop)
        result = banchi("import", "ckan", str(records))
    assert result.exit_code == 130
    assert "run the same command again" in result.stderr
    assert "สร้างใหม่\t2" in banchi("import", "ckan", str(records)).stdout


def test_the_demo_tells_its_accounts_once(banchi: Banchi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.harvest.demo.SOURCES", {})
    first, second = banchi("demo", "load"), banchi("demo", "load", "--lang", "en")
    assert re.search(r"(?m)^steward-5001\t[a-z2-9-]{19}\t", first.stdout), first.output
    assert "steward-5001" not in second.stdout
    assert "banchi user password NAME" in second.stdout


def test_snapshots_are_made_by_command(
    banchi: Banchi, records: Path, opened: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    banchi("import", "ckan", str(records))
    result = banchi("export", "snapshot", "--lang", "en")
    assert result.exit_code == 0, result.output
    rows = [line.split("\t") for line in result.stdout.splitlines()[2:]]
    assert [name for name, *_ in rows] == sorted(
        f"catalog.{form.suffix}{end}" for form in SYNTAXES for end in ("", ".gz")
    )
    kept = opened.snapshots.present()
    assert kept is not None
    assert {name: digest for name, _, digest in rows} == kept.sums
    monkeypatch.setattr("catalog.jobs.snapshots.Snapshots.make", lambda *_: None)
    assert banchi("export", "snapshot").exit_code == 7
