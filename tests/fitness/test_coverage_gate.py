"""The coverage gate must refuse what it is there to refuse."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.fitness.sources import ROOT, text

GATE = ROOT / ".ci" / "coverage_gate.py"


def report(**files: list[int]) -> dict[str, Any]:
    """A report in which everything is covered but the given lines."""
    return {
        "totals": {"percent_covered": 99.0},
        "files": {
            path: {
                "missing_lines": lines,
                "missing_branches": [],
                "summary": {"percent_covered": 90.0, "missing_lines": len(lines)},
            }
            for path, lines in files.items()
        },
    }


def judge(folder: Path, facts: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What the gate says to a report."""
    path = folder / "coverage.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    return subprocess.run([sys.executable, GATE, path], capture_output=True, text=True, check=False)


def test_a_whole_report_passes(tmp_path: Path) -> None:
    assert (
        judge(tmp_path, report(**{"vocab/codes.py": [], "catalog/cli/main.py": [7]})).returncode
        == 0
    )


def test_an_untested_line_of_a_pure_package_is_named(tmp_path: Path) -> None:
    answer = judge(tmp_path, report(**{"catalog/scoring/tree.py": [12]}))
    assert (answer.returncode, answer.stdout) == (1, "not covered: catalog/scoring/tree.py:12\n")


def test_an_untested_branch_of_a_pure_package_is_named(tmp_path: Path) -> None:
    facts = report(**{"schemas/time.py": []})
    facts["files"]["schemas/time.py"]["missing_branches"] = [[3, -1]]
    answer = judge(tmp_path, facts)
    assert (answer.returncode, answer.stdout) == (1, "not covered: schemas/time.py:3->exit\n")


def test_a_whole_below_the_floor_is_refused(tmp_path: Path) -> None:
    facts = report(**{"catalog/cli/main.py": [7]})
    facts["totals"]["percent_covered"] = float(text(".ci/coverage_floor")) - 0.01
    answer = judge(tmp_path, facts)
    assert answer.returncode == 1
    assert "catalog/cli/main.py" in answer.stdout


def test_the_floor_is_at_least_what_was_promised() -> None:
    assert float(text(".ci/coverage_floor")) >= 90
