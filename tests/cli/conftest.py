"""What the tests of the command line share: a data folder and a way to call commands."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main

Banchi = Callable[..., Result]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Commands set the log up for their own process; the next test must not inherit that."""
    log = logging.getLogger("catalog")
    before = log.handlers[:], log.level, log.propagate
    yield
    log.handlers[:], log.level, log.propagate = before


@pytest.fixture
def folder(seeded_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with agencies and people, named by the environment."""
    made = tmp_path / "data"
    shutil.copytree(seeded_folder, made)
    monkeypatch.setenv("BANCHI_DATA", str(made))
    monkeypatch.setenv("BANCHI_WORKER", "no")
    return made


@pytest.fixture
def banchi(folder: Path) -> Banchi:
    """Call a command by its words: ``banchi("user", "list", input="…")``."""

    def call(*words: str, **options: str) -> Result:
        return CliRunner().invoke(main, words, prog_name="banchi", **options)  # type: ignore[arg-type]

    return call
