"""Where walks by offset stand, so that a dataset withdrawn meanwhile makes them miss no other.

A harvester asks for rows 0 to 99, then 100 to 199.  If one of the first hundred leaves between the
two requests, all others move up by one, and an offset of 100 steps over one that was never shown.
The protocol has no cursor.  So the catalogue remembers for a while where each page ended, and the
page that follows begins behind that very dataset.  Without the memory (another process, a jump, a
pause) the offset counts, as everywhere.

Nobody is identified: whoever asks the same shares the places.  Of two places of one page the
earlier is kept, so that a walk may see a dataset twice because of another walk, never miss one.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from flask import current_app

#: The sort keys of a dataset: its values in the order asked for, its UUID last.
Place = tuple[Any, ...]
Order = Sequence[tuple[str, bool]]

#: Seconds within which the next page must be asked for, and how many places are remembered.
PATIENCE, MOST = 600.0, 10_000


class Walks:
    """The memory of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._places: OrderedDict[tuple[Hashable, int], tuple[float, Place]] = OrderedDict()

    def place(self, question: Hashable, start: int) -> Place | None:
        """Behind which dataset the page at an offset begins, None when nobody knows."""
        with self._lock:
            at, place = self._places.get((question, start), (0.0, None))
            return place if place is not None and self._clock() - at <= PATIENCE else None

    def keep(self, question: Hashable, start: int, place: Place, order: Order) -> None:
        """Remember that the page at an offset begins behind a dataset."""
        known = self.place(question, start)
        if known is not None and not _is_before(place, known, order):
            return
        with self._lock:
            self._places[question, start] = self._clock(), place
            self._places.move_to_end((question, start))
            while len(self._places) > MOST:
                self._places.popitem(last=False)


def walks() -> Walks:
    """The memory of this application."""
    found: Walks = current_app.extensions.setdefault("banchi-walks", Walks())
    return found


def _is_before(one: Place, other: Place, order: Order) -> bool:
    """Whether a place comes before another in an order (the UUID rises)."""
    falls = (*(each for _, each in order), False)
    for mine, theirs, down in zip(one, other, falls, strict=True):
        if mine != theirs:
            return bool(mine > theirs) if down else bool(mine < theirs)
    return False
