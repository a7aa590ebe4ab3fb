"""A served catalogue of eleven hundred records, and other people's programs to let loose on it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.queries.datasets import Which, walk_datasets
from catalog.harvest.run import import_packages
from catalog.jobs.installation import Installation
from tests.fixtures_app import NOW, settings
from tests.fixtures_http import token_of

#: Where .ci/run installs the clients of requirements/interop.lock.
CLIENTS = Path(__file__).parents[2] / ".cache" / "interop" / "bin"
RECORDS = 1100
PATIENCE = 300


@dataclass(frozen=True)
class Served:
    """A catalogue in a process of its own, and a second door to its rows."""

    address: str
    installation: Installation


@dataclass(frozen=True)
class Client:
    """The environment of ckanapi."""

    folder: Path
    site: str

    def command(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Its command line, against the served catalogue."""
        return subprocess.run(
            [str(self.folder / "ckanapi"), *words, "-r", self.site],
            # Its workers are started by their name.
            env={**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}"},
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def script(self, code: str) -> Any:
        """What a few lines print as JSON; ``site`` is the address."""
        done = subprocess.run(
            [
                str(self.folder / "python"),
                "-c",
                f"import ckanapi, json\nsite = {self.site!r}\n{code}",
            ],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def package(number: int) -> dict[str, Any]:
    """A small Thai package."""
    return {
        "name": f"record-{number:04}",
        "title": f"ชุดข้อมูลทดสอบที่ {number}",
        "notes": "น้ำท่วมขังในเขตพระนคร" if number % 2 else "ตลาดน้ำ",
        "organization": {"title": "สำนักงานเขตพระนคร" if number % 3 else "สำนักงานเขตบางรัก"},
        "tags": [{"name": "น้ำท่วม"}, {"name": f"กลุ่ม {number % 7}"}],
        "license_id": "cc-by",
        "resources": [{"name": "ไฟล์", "url": "https://data.example/ไฟล์.csv", "format": "CSV"}],
    }


@pytest.fixture(scope="session")
def served(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The catalogue, served."""
    folder = tmp_path_factory.mktemp("interop") / "data"
    shutil.copytree(seeded_folder, folder)
    opened = Installation.open(settings(folder), now=lambda: NOW)
    packages = ((number, package(number)) for number in range(1, RECORDS + 1))
    import_packages(opened.sessions, SYSTEM, packages, source="interop", now=opened.now)
    opened.drain()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with subprocess.Popen(
        # A port that is known beforehand: the addresses of datasets begin with it.
        [sys.executable, "-m", "catalog.cli", "serve", "--port", port],
        env={**os.environ, "BANCHI_DATA": str(folder), "BANCHI_WORKER": "yes"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stdout)
        address = next(match[0] for match in said if match)
        yield Served(address, opened)
        process.terminate()
    opened.close()


def public(served: Served) -> set[str]:
    """Short names of everything public now."""
    with served.installation.sessions.read() as session:
        return {r.slug for r in walk_datasets(session, ANYONE, which=Which.PUBLISHED)}


@pytest.fixture
def client(served: Served) -> Client:
    """ckanapi, where it is installed."""
    folder = Path(os.environ.get("BANCHI_TEST_INTEROP", CLIENTS))
    if not (folder / "ckanapi").exists():
        pytest.skip("no ckanapi found (.ci/run installs it, or set BANCHI_TEST_INTEROP)")
    return Client(folder, served.address)


@pytest.fixture
def token(served: Served) -> str:
    """A token of the steward of 5001."""
    return token_of(served.installation, "steward")
