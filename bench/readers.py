"""Measures whole answers of four processes beside a writer that changes 20 datasets a second.

    python -m bench readers [RECORDS] [--seconds 60] [--folder keep] [--json file]

A whole answer is that of ``bench.mix``.  Each reader asks the next question 10 ms after it had the
answer to the last, for a quarter of the time alone and then beside the writer.  A folder that is
named is that of ``bench.mix``; its index is copied, not changed.  Times are those of one
process, by the wall and by its CPU.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.mix import Bench, page, questions, spread
from catalog.auth.policy import ANYONE
from catalog.db.base import Sessions
from catalog.jobs.index import phrase_texts
from catalog.search.backend import SearchRequest
from catalog.search.whoosh import WhooshBackend

READERS = 4
PACE = 20
_PAUSE = 0.01


def read(folder: Path, rows: str, seed: int) -> None:
    """Ask until told to end, then print what each answer took in each phase."""
    sessions = Sessions(rows)
    backend = WhooshBackend(folder / "index", texts=phrase_texts(sessions))
    backend.open()
    # Ours, of this minute.
    asked: list[SearchRequest] = pickle.loads((folder / "questions").read_bytes())  # noqa: S301
    random.Random(seed).shuffle(asked)
    terms: list[Sequence[str]] = [()]

    def find(request: SearchRequest) -> tuple[int, list[int]]:
        answer = backend.search(request)
        terms[0] = answer.terms
        return answer.total, answer.rows

    times: dict[str, list[tuple[float, float]]] = {"warm": [], "idle": [], "loaded": []}
    with sessions.read() as session:
        at = 0
        while (phase := (folder / "phase").read_text()) != "end":
            # Every question once before anything counts.
            name = phase if at >= len(asked) else "warm"
            wall, cpu = time.perf_counter(), time.process_time()
            page(session, ANYONE, find, asked[at % len(asked)], lambda _: terms[0])
            took = time.perf_counter() - wall, time.process_time() - cpu
            times[name].append((1000 * took[0], 1000 * took[1]))
            at += 1
            if at == len(asked):
                print("ready", flush=True)
            if name != "warm":
                time.sleep(_PAUSE)
    print(json.dumps(times))


def measure(bench: Bench, seconds: float, asked: int) -> dict[str, Any]:
    """Run the readers, alone and beside the writer."""
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        shutil.copytree(bench.root, folder / "index")
        (folder / "questions").write_bytes(pickle.dumps(questions(bench.documents, asked)))
        _tell(folder, "idle")
        command = [sys.executable, "-m", "bench.readers", str(folder)]
        command.append(f"sqlite:///{bench.folder / 'rows.sqlite3'}")
        readers = [
            subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, text=True)  # noqa: S603
            for seed in range(READERS)
        ]
        for reader in readers:
            if reader.stdout is None or reader.stdout.readline() != "ready\n":
                raise RuntimeError("a reader did not begin")
        time.sleep(seconds / 4)
        _tell(folder, "loaded")
        changed = _write(folder, bench, seconds)
        _tell(folder, "end")
        told = [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]
    out: dict[str, Any] = {"records": bench.count, "update (wall)": spread(changed)}
    for at, clock in enumerate(("wall", "CPU")):
        for phase in ("idle", "loaded"):
            out[f"{phase} ({clock})"] = spread([took[at] for one in told for took in one[phase]])
    out["answers"] = sum(len(one["loaded"]) for one in told)
    return out


def _write(folder: Path, bench: Bench, seconds: float) -> list[float]:
    backend = WhooshBackend(folder / "index")
    draw = random.Random(2)
    took: list[float] = []
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        start = time.monotonic()
        number = len(took) + 2
        backend.apply([replace(draw.choice(bench.documents), version=number)])
        took.append((time.monotonic() - start) * 1000)
        time.sleep(max(0.0, began + len(took) / PACE - time.monotonic()))
    backend.close()
    return took


def _tell(folder: Path, phase: str) -> None:
    (folder / "phase.new").write_text(phase)
    (folder / "phase.new").replace(folder / "phase")


def report(out: dict[str, Any]) -> str:
    """The percentiles of each phase, and how much slower the 95th is beside the writer."""
    lines = [
        f"{out['records']} datasets, {READERS} readers, {out['answers']} answers beside a writer"
    ]
    for name, held in out.items():
        if isinstance(held, dict):
            lines.append(
                f"{name:16}" + "".join(f"{k:>6}{held[k]:8.2f}" for k in ("p50", "p95", "p99"))
            )
    for clock in ("wall", "CPU"):
        ratio = out[f"loaded ({clock})"]["p95"] / out[f"idle ({clock})"]["p95"]
        lines.append(f"p95 beside the writer, {clock}: {ratio:.2f} times idle")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the writer writes")
    parser.add_argument("--folder", type=Path, help="that of the mix; what is there is used")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as passing:
        folder = (given.folder or Path(passing)) / str(given.records)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(given.records, folder, asked=0, peers=False)
        bench.build()
        out = measure(bench, given.seconds, 400)
    print(report(out))
    if given.json:
        given.json.write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    read(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
