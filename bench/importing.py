"""Measures the import of the demo's 824 records stage by stage.

    python -m bench.importing [--json file]

Translating alone, the first import into SQLite, the second one in which nothing changes, and the
index of the imported rows; records per second of wall time and per CPU second of this process.
`bench.journey` measures the import as one step of the whole way.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from catalog.auth.policy import SYSTEM
from catalog.config import Config
from catalog.harvest.demo import SOURCES
from catalog.harvest.outcomes import ImportReport
from catalog.harvest.publishers import Directory
from catalog.harvest.run import import_packages
from catalog.harvest.sources.ckan import draft_of_package
from catalog.harvest.sources.packages import read_packages
from catalog.jobs.installation import Installation
from vocab.codes import Outcome


def packages() -> dict[str, list[tuple[int, object]]]:
    """The records of the demo by source, read before anything is measured."""
    read: dict[str, list[tuple[int, object]]] = {}
    for source, (name, _) in SOURCES.items():
        with as_file(files("catalog.harvest") / "data" / "demo" / name) as path:
            read[source] = list(read_packages(path))
    return read


def measured(count: int, work: Callable[[], object]) -> dict[str, Any]:
    """Seconds and rates of one stage."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "records": count,
        "seconds": round(wall, 2),
        "per second": round(count / wall),
        "per CPU second": round(count / cpu),
    }


def measure() -> dict[str, Any]:
    """All stages, one after the other, in a fresh folder."""
    read = packages()
    count = sum(len(records) for records in read.values())
    directory = Directory()
    reports: list[ImportReport] = []

    def translate() -> None:
        for records in read.values():
            for _, package in records:
                draft_of_package(package, agencies=directory)

    def bring_in() -> None:
        reports[:] = [
            import_packages(
                installation.sessions, SYSTEM, records, source=source, now=installation.now
            )
            for source, records in read.items()
        ]

    def outcomes(outcome: Outcome) -> int:
        return sum(report.outcomes[outcome] for report in reports)

    stages = {"translate": measured(count, translate)}
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation.open(Config.from_environ({}, data=Path(folder) / "data"))
        try:
            stages["import"] = measured(count, bring_in)
            assert outcomes(Outcome.CREATED) == count
            stages["import again"] = measured(count, bring_in)
            assert outcomes(Outcome.UNCHANGED) == count
            stages["index"] = measured(count, installation.drain)
        finally:
            installation.close()
    return stages


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    chosen = parser.parse_args(arguments)
    stages = measure()
    print(f"{'stage':<14}{'records':>9}{'seconds':>9}{'per s':>9}{'per CPU s':>11}")
    for name, stage in stages.items():
        print(
            f"{name:<14}{stage['records']:>9}{stage['seconds']:>9}"
            f"{stage['per second']:>9}{stage['per CPU second']:>11}"
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(stages, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
