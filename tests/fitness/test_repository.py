"""Tests of the repository itself: its commands, locks, wheel, sources, and what must not leak."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.fitness.sources import PACKAGES, ROOT, files, text


def test_readme_names_only_commands_of_the_makefile() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", text("Makefile")))
    pages = [path for path in files("*.md") if path.startswith(("docs/", "README", "CONTRIB"))]
    named = {
        (page, name)
        for page in pages
        for code in re.findall(r"(?ms)^```.*?^```|`[^`\n]+`|^    [^\n]+", text(page))
        for name in re.findall(r"(?m)^[`$ ]*make ([a-z]+)\b", code)
    }
    assert {name for page, name in named if page == "README.md"} >= {"run", "test"}
    assert sorted((page, name) for page, name in named if name not in targets) == []


def test_every_command_of_the_makefile_is_explained() -> None:
    makefile = text("Makefile")
    targets = set(re.findall(r"(?m)^([a-z]+):", makefile)) - {"python"}
    assert targets == set(re.findall(r"(?m)^([a-z]+):.*## \S", makefile))


def test_ci_runs_what_a_developer_runs() -> None:
    script = text(".ci/run")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111, ".ci/run is not executable"
    assert re.search(r"\bmake .*\bcheck\b", script)
    assert re.search(r"\bmake .*\btest\b", script)


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_line_of_a_lock_has_its_hashes(name: str) -> None:
    lock = text(f"requirements/{name}.lock")
    pins = re.split(r"(?m)^(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", lock))
    bare = [
        pin.split()[0]
        for pin in pins
        if pin.strip()
        and not re.fullmatch(
            r"[\w.-]+==\S+(?: ; [^\\]+)?(?: \\\n\s+--hash=sha256:[0-9a-f]{64})+\s*", pin
        )
    ]
    assert bare == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_a_lock_names_no_index(name: str) -> None:
    assert not re.search(r"(?i)index|find-links|://", text(f"requirements/{name}.lock"))


def test_tests_run_on_the_versions_that_users_get() -> None:
    run, dev = (
        dict(re.findall(r"(?m)^([\w.-]+)==(\S+) \\$", text(f"requirements/{name}.lock")))
        for name in ("run", "dev")
    )
    assert {name: dev[name] for name in run.keys() & dev.keys()} == {
        name: run[name] for name in run.keys() & dev.keys()
    }


def test_the_locked_build_tool_is_that_of_pyproject() -> None:
    wanted = tomllib.loads(text("pyproject.toml"))["build-system"]["requires"]
    lines = [line for line in text("requirements/build.in").splitlines() if line[:1] != "#"]
    assert [line.replace(" ", "") for line in lines] == wanted


def test_data_files_state_source_version_licence_and_date() -> None:
    facts = ("source", r"version|release|\d+\.\d+", "licen[cs]e", r"20\d\d-\d\d-\d\d")
    unclear = {}
    for path in data_files():
        head = stated(path).lower()
        if absent := [fact for fact in facts if not re.search(fact, head)]:
            unclear[path] = absent
    assert unclear == {}


def test_no_machine_path_and_no_registry_host_is_tracked() -> None:
    # Split at the bars, or this file would find itself.
    hidden = (
        "/wo|rk/ /ro|ot/ /Us|ers/ /tmp/ban|chi py|pi.org python|hosted.org npm|js.org crat|es.io"
    )
    private = re.compile("|".join(re.escape(name.replace("|", "")) for name in hidden.split()))
    found = [
        f"{path}: {match[0]}"
        for path in files("*")
        if (match := private.search((ROOT / path).read_bytes().decode("utf-8", "ignore")))
    ]
    assert found == []


@pytest.mark.slow
def test_a_wheel_carries_every_file_of_the_packages(tmp_path: Path) -> None:
    """Data, templates and translations reach a machine that has no checkout."""
    # Built from a copy, or the build would leave its folders in the checkout.
    for path in files("*"):
        if path.startswith((*PACKAGES, "requirements/")) or "/" not in path:
            target = tmp_path / "source" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / path).read_bytes())
    offline = ("--no-index", "--no-deps", "--no-build-isolation")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", *offline, "-w", str(tmp_path), "./source"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("banchi-*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    inside = tuple(f"{package}/" for package in PACKAGES)
    wanted = {path for path in files("*") if path.startswith(inside) and "/." not in path}
    assert sorted(wanted - carried) == []


def test_the_command_of_setup_cfg_can_be_called() -> None:
    (command,) = entry_points(group="console_scripts", name="banchi")
    assert callable(command.load())


def data_files() -> list[str]:
    """Vocabulary and facts of others that travel in the packages."""
    kinds = (".ttl", ".yaml", ".csv", ".json", ".jsonl", ".txt", ".gz")
    return [
        path
        for path in files("*")
        if path.startswith(tuple(f"{p}/" for p in PACKAGES)) and path.endswith(kinds)
    ]


def stated(path: str) -> str:
    """What a data file says of itself: its head, and its folder's README if that names it."""
    notes = ROOT / Path(path).parent / "README.md"
    about = notes.read_text(encoding="utf-8") if notes.exists() else ""
    head = "" if path.endswith(".gz") else (ROOT / path).read_text(encoding="utf-8")[:2000]
    return head + (about if f"`{Path(path).name}`" in about else "")
