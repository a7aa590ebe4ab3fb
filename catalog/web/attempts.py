"""Failed sign-ins, counted in memory, so that passwords cannot be guessed at speed."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from threading import Lock

#: Failures allowed for one user name from one address in the window.
ALLOWED = 5
WINDOW = dt.timedelta(minutes=15)
#: Most pairs remembered: a flood of names pushes out the oldest instead of filling memory.
REMEMBERED = 10_000

Key = tuple[str, str]


class Attempts:
    """Instants of recent failures by user name and address."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Key, list[dt.datetime]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: Key, now: dt.datetime) -> int:
        """Minutes until the next attempt is allowed; 0 when it is allowed now."""
        with self._lock:
            recent = self._recent(key, now)
            if len(recent) < ALLOWED:
                return 0
            left = recent[-ALLOWED] + WINDOW - now
            return max(1, -(-int(left.total_seconds()) // 60))

    def failed(self, key: Key, now: dt.datetime) -> None:
        """Remember a failure."""
        with self._lock:
            self._failures[key] = [*self._recent(key, now), now][-ALLOWED:]
            self._failures.move_to_end(key)
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, key: Key) -> None:
        """Forget the failures of a pair."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: Key, now: dt.datetime) -> list[dt.datetime]:
        return [at for at in self._failures.get(key, ()) if now - at < WINDOW]
