"""Walks by offset with other people's programs while datasets leave: none that stays is missed."""

import json
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.changing import Changer
from tests.interop.conftest import Client, Served, public
from tests.interop.test_portals import Harvest, harvest

__all__ = ["harvest"]

pytestmark = [pytest.mark.interop, pytest.mark.slow]


def while_leaving(
    served: Served, numbers: Iterable[int], walk: Callable[[], list[str]]
) -> tuple[list[str], list[str]]:
    """What a walk met, and what left during it, one dataset after the other."""
    # Those of the agency whose head withdraws them.
    names = [f"record-{n:04}" for n in numbers if n % 3]
    changer, ended = Changer(served.installation, names), threading.Event()

    def leave() -> None:
        for _ in names:
            if ended.is_set():
                return
            changer.withdraw()

    with ThreadPoolExecutor(1) as pool:
        leaving = pool.submit(leave)
        met = walk()
        ended.set()
        leaving.result()
    return met, changer.gone


def test_ckan_harvester_misses_nothing_while_datasets_leave(
    served: Served, harvest: Harvest
) -> None:
    before = public(served)

    def walk() -> list[str]:
        found: list[str] = harvest("ckan", "")["names"]
        return found

    met, gone = while_leaving(served, range(700, 790), walk)
    assert len(gone) > 3
    assert len(met) == len(set(met))
    assert before - set(gone) <= set(met)


def test_ckanapi_misses_nothing_while_datasets_leave(client: Client, served: Served) -> None:
    before = public(served)

    def walk() -> list[str]:
        done = client.command("search", "datasets", "sort=id asc")
        assert done.returncode == 0, done.stderr
        return [json.loads(line)["name"] for line in done.stdout.splitlines()]

    met, gone = while_leaving(served, range(790, 880), walk)
    assert gone
    assert before - set(gone) <= set(met)


def test_a_dump_of_everything_while_datasets_leave(client: Client, served: Served) -> None:
    """A list of all names, then one after the other: who leaves meanwhile is told as not found."""
    before = public(served)

    def walk() -> list[str]:
        done = client.command("dump", "datasets", "--all", "-p", "4", "-q")
        assert done.returncode == 0, done.stderr
        found = map(json.loads, done.stdout.splitlines())
        return [each["name"] for each in found if each]

    met, gone = while_leaving(served, range(100, 190), walk)
    assert gone
    assert before - set(gone) <= set(met)
