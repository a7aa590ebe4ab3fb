"""Counts searches in memory and adds them to the rows each minute, off the reader's way."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from catalog.auth.policy import SYSTEM
from catalog.db.base import Sessions
from catalog.errors import Unavailable
from catalog.search.backend import SearchBackend
from catalog.services.query_log import Asked, countable, popular_texts, record_queries
from schemas.time import civil_date

log = logging.getLogger(__name__)

#: Seconds that counts stay in memory: what a crash loses.
PAUSE = 60.0
#: Different texts held at once; further ones are not counted until the next minute.
MOST_HELD = 2000


class QueryLog:
    """The counts of this process, and the popular texts as they were at the last writing.

    A timer runs only while there is something to write, so every process that serves pages can
    have one, with or without a worker.
    """

    def __init__(self, sessions: Sessions, search: SearchBackend, pause: float = PAUSE) -> None:
        self.popular: tuple[str, ...] = ()
        self.pause = pause
        self._sessions = sessions
        self._search = search
        self._held: dict[tuple[dt.date, str], Asked] = {}
        self._last: dict[dt.date, dt.datetime] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, text: str, total: int, now: dt.datetime) -> None:
        """Count one search; the time of a few lines of Python, whatever the database does."""
        text = countable(text)
        if not text:
            return
        key = (civil_date(now), text)
        with self._lock:
            held = self._held.get(key)
            if held is None and len(self._held) >= MOST_HELD:
                return
            count, misses = (held.count, held.misses) if held else (0, 0)
            self._last[key[0]] = now
            self._held[key] = Asked(count + 1, misses + (not total), total)
            if self._timer is None:
                self._timer = threading.Timer(self.pause, self._write_in_time)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what is held, and read anew what is popular."""
        with self._lock:
            held, self._held = self._held, {}
            last, self._last = self._last, {}
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        for day, now in sorted(last.items()):
            asked = {text: found for (of, text), found in held.items() if of == day}
            with self._sessions.write() as session:
                record_queries(session, SYSTEM, asked, now=now)
        if last:
            self.refresh(max(last))

    def refresh(self, today: dt.date) -> None:
        """Read anew which texts may be shown to everybody; none where the index cannot say."""
        try:
            with self._sessions.read() as session:
                self.popular = popular_texts(session, self._search, today)
        except Unavailable as error:
            self.popular = ()
            log.info("frequent searches are not shown: %s", error)

    def close(self) -> None:
        """Write what is held before the end."""
        self._write_in_time()

    def _write_in_time(self) -> None:
        try:
            self.flush()
        except Exception as error:  # noqa: BLE001  (counts of a minute are no reason to fail)
            log.warning("the counts of a minute of searches are lost: %s", type(error).__name__)
