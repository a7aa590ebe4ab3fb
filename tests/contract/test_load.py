"""Many readers beside one writer: no error, nothing stale, and the writer's pace is kept.

Short unless ``BANCHI_LOAD_SECONDS`` says otherwise; 60 is the figure of the reference page.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.search.document import SearchDocument
from catalog.search.whoosh import WhooshBackend
from tests.contract.search_model import make_documents

SECONDS = float(os.environ.get("BANCHI_LOAD_SECONDS", "4"))
PACE = 20
READERS = 4
BEACON = 9999

READER = """
import json, random, sys, time
from pathlib import Path
from catalog.search.backend import SearchRequest
from catalog.search.whoosh import WhooshBackend
from tests.contract.search_model import make_request

folder, seed = Path(sys.argv[1]), int(sys.argv[2])
backend, draw = WhooshBackend(folder / "index"), random.Random(seed)
backend.open()
print("ready", flush=True)
times, stale, beacon = [], 0, SearchRequest(text="beacon", audience=None, facets=("year",))
while not (folder / "stop").exists():
    done = int((folder / "done").read_text() or 0)
    began = time.perf_counter()
    (seen, _), = backend.search(beacon).facets["year"]
    stale += int(seen) < done
    backend.search(make_request(draw))
    times.append((time.perf_counter() - began) * 500)
times.sort()
p95 = round(times[len(times) * 95 // 100], 1)
print(json.dumps({"searches": 2 * len(times), "stale": stale, "p95": p95}))
"""


def beacon(number: int) -> SearchDocument:
    """Say in a document how many updates there were."""
    return SearchDocument(
        row=BEACON, uid="", version=number, title_th="beacon", facets={"year": (str(number),)}
    )


def read(folder: Path, seed: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", READER, str(folder), str(seed)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.kill
def test_readers_see_every_update_at_once(tmp_path: Path) -> None:
    backend = WhooshBackend(tmp_path / "index")
    documents = make_documents(500)
    backend.rebuild([*documents, beacon(0)])
    done = tmp_path / "done"
    done.write_text("0")
    readers = [read(tmp_path, seed) for seed in range(READERS)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    began, slowest, number = time.monotonic(), 0.0, 0
    while time.monotonic() - began < SECONDS:
        number += 1
        start = time.monotonic()
        changed = replace(documents[number % 500], version=number)
        backend.apply([changed, beacon(number)])
        # Renamed, so that no reader finds half a number.
        (tmp_path / "new").write_text(str(number))
        (tmp_path / "new").replace(done)
        slowest = max(slowest, time.monotonic() - start)
        time.sleep(max(0.0, began + number / PACE - time.monotonic()))
    (tmp_path / "stop").touch()
    told = []
    for reader in readers:
        out, _ = reader.communicate(timeout=60)
        assert reader.returncode == 0
        told.append(json.loads(out))
    said = f"{number} updates in {SECONDS:.0f} s, slowest {slowest * 1000:.0f} ms; {told}"
    print(said)  # noqa: T201  (for the reference page: pytest -s)
    assert [one["stale"] for one in told] == [0] * READERS
    assert all(one["searches"] for one in told)
    assert backend.document_count() == 501
    backend.close()
