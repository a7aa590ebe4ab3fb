"""What a terminal shows: a bar and a table; what a log file gets instead: lines."""

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from catalog.cli import console, main
from catalog.search.backend import SearchUnavailable
from catalog.search.whoosh import WhooshBackend
from tests.cli.conftest import Banchi


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is none, but who asks is told so."""
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard output and error as one terminal of 80 columns, from now to the end of the test."""
    made = Terminal()
    monkeypatch.setattr(sys, "stdout", made)
    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return made


@pytest.mark.parametrize("total", [3, None])
def test_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch, total: int | None) -> None:
    shown = terminal(monkeypatch)
    with console.progress("นำเข้า", total) as told:
        told(1)
        told(3)
    assert "นำเข้า" in shown.getvalue()
    assert "3/3" in shown.getvalue()


def test_a_terminal_shows_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = terminal(monkeypatch)
    console.table("ชื่อ [b]", ("ก", "ข"), [("[red]1", "2")])
    assert "┃" in shown.getvalue()
    assert "[red]1" in shown.getvalue()


def test_a_log_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "QUIET", 1000)
    with console.progress("Importing", 3) as told:
        for done in (1, 2, 3):
            told(done)
    monkeypatch.setattr(console, "QUIET", 0)
    with console.progress("Counting") as told:
        told(7)
    assert capsys.readouterr().err.splitlines() == [
        "Importing …",
        "Importing: 3/3",
        "Counting …",
        "Counting: 7",
    ]


def test_a_password_is_asked_for_twice_on_a_terminal(
    banchi: Banchi, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def prompt(text: str, **options: object) -> str:
        asked.append((text, options["hide_input"], bool(options["confirmation_prompt"])))
        return "a long enough password"

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("catalog.cli.people.sys", type("Sys", (), {"stdin": Terminal()}))
    assert banchi("user", "password", "steward").exit_code == 0
    assert asked == [("รหัสผ่าน / Password", True, True)]


def test_an_index_in_use_does_not_spoil_an_import(
    banchi: Banchi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise SearchUnavailable("somebody else writes")

    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "ชื่อ", "organization": "สำนักงานเขตพระนคร"}', encoding="utf-8")
    monkeypatch.setattr(WhooshBackend, "apply", busy)
    result = banchi("import", "ckan", str(path), "--lang", "en")
    assert result.exit_code == 0
    assert "the worker will bring it up to date" in result.stderr
    assert "created\t1" in result.stdout


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    """Serving takes the signals of its process; this process needs them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def ended_by_signal(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """The output of a command of this process that is told to end once it says that it runs."""

    def say_and_end(th: str, en: str, *, err: bool = False) -> None:
        console.say_both(th, en, err=err)
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()

    monkeypatch.setattr("catalog.cli.serving.say_both", say_and_end)
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.server
@pytest.mark.usefixtures("folder", "signals_as_before")
@pytest.mark.parametrize("worker", ["yes", "no"])
def test_serving_ends_with_its_worker(monkeypatch: pytest.MonkeyPatch, worker: str) -> None:
    monkeypatch.setenv("BANCHI_WORKER", worker)
    monkeypatch.setattr("catalog.harvest.demo.SOURCES", {})
    monkeypatch.setattr("catalog.harvest.demo.RECORDS", 0)
    output = ended_by_signal(monkeypatch, "serve", "--demo", "--port", "0")
    assert "http://127.0.0.1:" in output
    assert "steward-5001" in output
    assert "banchi user password" in ended_by_signal(monkeypatch, "serve", "--demo", "--port", "0")
    assert [t.name for t in threading.enumerate() if t.name == "worker"] == []


@pytest.mark.usefixtures("folder", "signals_as_before")
def test_the_worker_alone_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "The worker runs" in ended_by_signal(monkeypatch, "worker")
