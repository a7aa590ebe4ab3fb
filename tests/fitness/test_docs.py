"""Tests of the documentation: current, linked, in the code's words, and its examples run."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from babel.messages.pofile import read_po

from catalog.cli import main
from docs.generate import stale
from docs.tables import BLOCKS
from tests.fitness.examples import examples, free_port, serving
from tests.fitness.sources import PACKAGES, ROOT, files, modules, parse, text
from vocab.concepts import codelists

PAGES = [path for path in files("*.md") if path.startswith(("docs/", "README", "CHANGELOG"))]
GUIDES = [path for path in PAGES if "/decisions/" not in path]
READERS = re.compile(
    r"(?i)\bfor (?:everybody|engineers|developers|administrators|stewards|portals|"
    r"users|heads|evaluators|whoever)|สำหรับ"
)


def test_the_generated_tables_are_current() -> None:
    assert [str(path.relative_to(ROOT)) for path in stale()] == [], "run `make docs`"


def test_every_generated_table_stands_on_a_page() -> None:
    shown = {
        name for path in PAGES for name in re.findall(r"<!-- generated: (\S+) -->", text(path))
    }
    assert shown == set(BLOCKS)


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere(path: str) -> None:
    prose = re.sub(r"(?ms)^```.*?^```", "", text(path))
    dead = []
    for link in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        found = (ROOT / path).parent / unquote(target) if target else ROOT / path
        if not found.exists() or (anchor and anchor not in anchors(found)):
            dead.append(link)
    assert dead == []


def anchors(page: Path) -> set[str]:
    """What a reader of Markdown can point at: headings in small letters with hyphens."""
    heads = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", GUIDES)
def test_a_page_says_whom_it_is_for(path: str) -> None:
    if path != "README.md":
        assert READERS.search(text(path)[:900])


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, waiting = set(), [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists():
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8"))
        waiting += [(page.parent / link).resolve() for link in links]
    assert [path for path in PAGES if path.startswith("docs/") and ROOT / path not in reached] == []


def test_decisions_are_numbered_once_and_dated() -> None:
    decisions = files("docs/decisions/*.md")
    numbers = [Path(path).name[:4] for path in decisions]
    assert len(set(numbers)) == len(numbers)
    for path in decisions:
        assert re.match(rf"# {Path(path).name[:4]}\. .+\n\nDate: \d{{4}}-\d\d-\d\d", text(path)), (
            path
        )
        assert [
            h for h in ("Context", "Decision", "Consequences") if f"\n## {h}\n" not in text(path)
        ] == []


def test_the_glossary_speaks_the_language_of_the_code() -> None:
    rows = re.findall(r"(?m)^\|[^|]+\|[^|]+\| `([^`]+)` \|", text("docs/glossary.md"))
    assert len(rows) > 50
    known = set(names())
    assert [row for row in rows if row.rpartition(".")[2] not in known] == []


def names() -> Iterator[str]:
    """Names that the code defines: modules, classes, functions, parameters and attributes."""
    for path in modules(*PACKAGES):
        yield from Path(path).with_suffix("").parts
        for node in ast.walk(parse(path)):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    yield name
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                    yield name


def test_the_tutorial_names_what_stands_on_the_pages() -> None:
    """What is set in bold is a button, link, heading or code of the pages, in either language."""
    bold = re.findall(r"\*\*(.+?)\*\*", text("docs/tutorial/first-dataset.md"))
    with (ROOT / "catalog/web/translations/th.po").open("rb") as file:
        catalogue = read_po(file)
    shown = {str(said) for message in catalogue for said in (message.id, message.string)}
    shown |= {label for s in codelists().values() for c in s for label in (c.label_th, c.label_en)}
    pieces = {piece for phrase in bold for piece in phrase.split(" · ")}
    assert sorted(pieces - shown) == []


# Commands -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_the_commands_in_a_page_exist(path: str) -> None:
    quoted = re.findall(r"`(?:\.venv/bin/)?(banchi [^`]+)`", text(path))
    typed = [line for example in examples(path) for line in example.code.splitlines()]
    wrong = [line for line in (*quoted, *typed) if line.startswith("banchi ") and not known(line)]
    assert wrong == []


def known(line: str) -> bool:
    """Whether the words of a line name a command, and its options are options of that command."""
    command: click.Command = main
    words = line.split()[1:]
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return False
            command = found
    options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {
        "--help",
        "--version",
    }
    return all(word.partition("=")[0] in options for word in words if word.startswith("--"))


# Examples -----------------------------------------------------------------------------------------

SHOWN = [example for path in PAGES for example in examples(path)]
"""Every example that is typed into a shell."""


def test_every_example_says_whether_it_runs() -> None:
    assert [str(example) for example in SHOWN if not example.mark] == []
    bare = [str(e) for e in SHOWN if e.mark == "not run" and len(e.reason) < 10]
    assert bare == [], "say why it is not run"


@pytest.mark.slow
@pytest.mark.server
@pytest.mark.parametrize("path", sorted({e.path for e in SHOWN if e.mark == "runs"}))
def test_the_examples_of_a_page_run(path: str, tmp_path: Path, seeded_folder: Path) -> None:
    """One shell after the other, beside one data folder with agencies, as a reader types them."""
    shell = shutil.which("bash")
    typed = "".join(example.code for example in examples(path))
    if shell is None or ("curl " in typed and not shutil.which("curl")):
        pytest.skip("no bash or no curl found")
    port = free_port()
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("BANCHI_", "COV_"))},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "BANCHI_DATA": str(tmp_path / "banchi-data"),
        "BANCHI_PORT": str(port),
    }
    shutil.copytree(ROOT / "docs" / "examples", tmp_path, dirs_exist_ok=True)
    shutil.copytree(seeded_folder, tmp_path / "banchi-data")
    running = (example for example in examples(path) if example.mark == "runs")
    # Examples that follow one another ask the same server.
    for served, together in groupby(running, key=lambda example: example.served):
        with serving(environ, tmp_path, port if served else 0):
            for example in together:
                done = subprocess.run(
                    [shell, "-euo", "pipefail", "-c", example.code.replace("8080", str(port))],
                    cwd=tmp_path,
                    env=environ,
                    capture_output=True,
                    text=True,
                    timeout=300,
                    check=False,
                )
                assert done.returncode == 0, f"{example}\n{done.stdout}\n{done.stderr}"
