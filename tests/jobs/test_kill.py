"""SIGKILL at random moments loses no acknowledged write, and the index is right afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog.auth.policy import SYSTEM
from catalog.db.queries.datasets import walk_datasets
from catalog.jobs.index import compare_index, search_document
from catalog.jobs.installation import Installation
from catalog.search.backend import SearchRequest
from catalog.search.document import FACETS
from catalog.search.whoosh import WhooshBackend
from tests.contract.search_model import model_of
from tests.fixtures_app import settings

ROUNDS = int(os.environ.get("BANCHI_TEST_KILLS", "8"))

#: A process that writes, indexes and says on its output what it was promised.
VICTIM = """
import sys, threading
from pathlib import Path
from catalog.jobs.installation import Installation
from catalog.jobs.worker import Worker
from catalog.services.datasets import register_dataset
from tests.fixtures_app import NOW, draft, person, settings

installation = Installation.open(settings(Path(sys.argv[1])), now=lambda: NOW)
Worker(installation, pause=0.01).start()
steward = person(installation, "steward")
print("ready", flush=True)
n = int(sys.argv[2])
while True:
    with installation.sessions.write() as session:
        handed_in = draft(slug=f"set-{n}", title=f"ชุดข้อมูลที่ {n}")
        register_dataset(session, steward, handed_in, now=NOW)
    print(f"set-{n}", flush=True)
    n += 1
"""


def compare_answers(installation: Installation) -> None:
    """The index says of every word what looking at the rows one by one says."""
    with installation.sessions.read() as session:
        documents = [search_document(record) for record in walk_datasets(session, SYSTEM)]
    reference = model_of(documents)
    for text in ("", "ชุดข้อมูลที่", "7", "ทะเบียน -5", "population"):
        request = SearchRequest(text=text, audience=None, facets=FACETS, limit=1000, sort="title")
        found, expected = installation.search.search(request), reference.search(request)
        assert (found.total, found.facets) == (expected.total, expected.facets)
        assert found.rows == expected.rows


@pytest.mark.kill
@pytest.mark.load
@pytest.mark.slow
def test_a_killed_process_keeps_every_acknowledged_write(
    seeded_folder: Path, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "data"
    shutil.copytree(seeded_folder, folder)
    moments = random.Random(20261125)  # noqa: S311 (moments, no secrets)
    promised: set[str] = set()
    for turn in range(ROUNDS):
        victim = subprocess.Popen(
            [sys.executable, "-c", VICTIM, str(folder), str(turn * 100_000)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == "ready"
        time.sleep(moments.uniform(0.0, 0.6))
        victim.send_signal(signal.SIGKILL)
        promised |= set(victim.stdout.read().split("\n")[:-1])
        victim.wait()
        victim.stdout.close()

        # By itself: the installation would build a new index over a broken one, and say nothing.
        index = WhooshBackend(settings(folder).index_folder)
        index.open()
        index.close()
        installation = Installation.open(settings(folder))
        installation.drain()
        with installation.sessions.read() as session:
            held = {record.slug for record in walk_datasets(session, SYSTEM)}
        assert promised <= held, sorted(promised - held)[:5]
        # At most the one write in flight when the process died is there without having been said.
        assert len(held - promised) <= turn + 1
        assert not compare_index(installation.sessions, installation.search)
        assert installation.search.document_count() == len(held)
        if turn == ROUNDS - 1:
            compare_answers(installation)
        installation.close()
    assert promised, "nothing was ever written: the test proved nothing"
