"""Fails when a pure package has an untested line or the whole fell below its floor."""

import json
import sys
from pathlib import Path
from typing import Any

FLOOR = Path(__file__).with_name("coverage_floor")
"""Per cent of lines and branches of everything; raised with the work, never lowered."""

COMPLETE = ("vocab/", "schemas/", "catalog/checks/", "catalog/scoring/", "catalog/rdf/")
"""Folders where every line and every branch is tested: laws, not plumbing."""


def main(arguments: list[str]) -> int:
    """Judge one JSON report of coverage.py; exit status 1 with the list of what is missing."""
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    floor = float(FLOOR.read_text(encoding="utf-8"))
    overall = float(report["totals"]["percent_covered"])
    gaps = missing(report["files"])
    for gap in gaps:
        print(f"not covered: {gap}")
    if overall < floor:
        print(f"coverage {overall:.2f} % is below the floor of {floor:g} %; the least covered:")
        for path, per_cent in least(report["files"], 10):
            print(f"  {per_cent:6.2f} %  {path}")
    if gaps or overall < floor:
        return 1
    print(f"coverage {overall:.2f} % (floor {floor:g} %), 100 % in {', '.join(COMPLETE)}")
    if overall >= floor + 1:
        print(
            f"coverage rose: write {int(overall * 10) / 10} into {FLOOR.parent.name}/{FLOOR.name}"
        )
    return 0


def missing(files: dict[str, Any]) -> list[str]:
    """Places in the complete folders that no test reached, as `path:line` or `path:from->to`."""
    gaps = []
    for path, facts in sorted(files.items()):
        name = path.replace("\\", "/")
        if name.startswith(COMPLETE):
            gaps += [f"{name}:{line}" for line in facts["missing_lines"]]
            gaps += [
                f"{name}:{start}->{'exit' if end < 0 else end}"
                for start, end in facts.get("missing_branches", ())
                if start not in facts["missing_lines"]
            ]
    return gaps


def least(files: dict[str, Any], count: int) -> list[tuple[str, float]]:
    """The files with the most statements missing, as (path, per cent covered)."""
    order = sorted(files.items(), key=lambda item: -item[1]["summary"]["missing_lines"])
    return [(path, facts["summary"]["percent_covered"]) for path, facts in order[:count]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
