"""What every test shares: Hypothesis profiles, marked groups, and a word on what was left out."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

from tests.fixtures_app import installation, seeded_folder

__all__ = ["installation", "seeded_folder"]

LOOPBACK = ["127.0.0.1", "::1", "localhost"]
"""Addresses that the groups below may reach; every other test has no network socket at all."""

ON_LOOPBACK = ("browser", "interop", "kill", "server")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

# Deadlines measure the machine, not the code. CI draws the same examples in every run.
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def chromium() -> str | None:
    """Path of a Chromium on this machine, `BANCHI_TEST_CHROMIUM` first; None if there is none."""
    named = os.environ.get("BANCHI_TEST_CHROMIUM")
    return named or next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the browser that the browser group drives."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found")
    return path


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the marked groups reach this machine; skip the browser group where there is none.

    Untraced tests come last, the files as random as they were: what is computed once a process
    must be computed while lines are counted.  Before them come the files with slow tests, or one
    process would begin the longest when the others have ended.
    """
    absent = pytest.mark.skip(reason="no Chromium found (install it or set BANCHI_TEST_CHROMIUM)")
    found = chromium() is not None
    for item in items:
        if any(item.get_closest_marker(name) for name in ON_LOOPBACK):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if item.get_closest_marker("browser") and not found:
            item.add_marker(absent)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda one: (is_untraced(one), one.path not in slow))


def is_untraced(item: pytest.Item) -> bool:
    """Whether a test is no evidence that a line was tested."""
    return item.get_closest_marker("untraced") is not None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count no lines while an untraced test and its fixtures run: counting doubles their time."""
    counting = Coverage.current() if is_untraced(item) else None
    if counting is None:
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


class LeftOut:
    """Counts tests that did not run, by reason, and names them above the summary line."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Tests that -m or -k excluded, by their group."""
        for item in items:
            named = ("browser", "interop", "load", "kill", "slow")
            groups = [name for name in named if item.get_closest_marker(name)]
            self.reasons[f"{groups[0] if groups else 'others'}: not asked for"] += 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tests that were skipped, by the reason they gave."""
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            group = [f"{name}: " for name in ("browser", "interop") if name in report.keywords]
            self.reasons["".join((*group, reason))] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line for each reason."""
        for reason, count in sorted(self.reasons.items()):
            terminalreporter.write_line(f"left out {count}: {reason}")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What one of several processes excluded: the same as each of the others."""
        self.reasons |= Counter(getattr(node, "workeroutput", {}).get("excluded", {}))


class TellsExcluded(LeftOut):
    """The part of one process among several: skipped tests are counted where all reports go."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Nothing."""

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what was excluded."""
        session.config.workeroutput["excluded"] = dict(self.reasons)  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    """Take the counter in."""
    worker = hasattr(config, "workerinput")
    counter = TellsExcluded() if worker else LeftOut()
    config.pluginmanager.register(counter, "left-out")
