"""What is done each night: the snapshots, which readers may ask for too, and a tidy index."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from typing import TYPE_CHECKING

from schemas.time import BANGKOK, civil_date

if TYPE_CHECKING:
    from catalog.jobs.installation import Installation

log = logging.getLogger(__name__)

#: Seconds between two looks, and the least between two makings that readers ask for.
PAUSE, APART = 60.0, 300.0
#: From this hour on in Thailand the day's snapshots are due.
HOUR = 1
#: Up to this hour the index is tidied, as changes wait meanwhile: not when people are at work.
MORNING = 5
#: Share of the index's documents that are replaced or deleted from which on it is tidied.  Merges
#: on the way keep it under 0.4; at a fifth a search costs about a quarter more than it needs to.
WORN = 0.2


class Nightly:
    """Looks each minute whether something is due and does it in a thread of its own."""

    def __init__(self, installation: Installation, pause: float = PAUSE) -> None:
        self.installation = installation
        self.pause = pause
        self._thread: threading.Thread | None = None
        self._tidied: dt.date | None = None
        # The first look comes after a pause: a server that starts has other things to do.
        self._next = time.monotonic() + pause

    def tick(self) -> None:
        """Called at every round of the worker; returns at once."""
        if time.monotonic() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = time.monotonic() + self.pause
        self._thread = threading.Thread(target=self.run, name="nightly", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Do what is due; whatever happens, the worker goes on and it is tried again."""
        for work in (self._make_snapshots, self._tidy_index):
            try:
                work(self.installation.now())
            except Exception:  # a thread that dies silently is worse than one that complains
                log.exception("the work of the night failed")

    def due(self, now: dt.datetime) -> bool:
        """Whether snapshots should be made at an instant."""
        opened = self.installation
        with opened.sessions.read() as session:
            if opened.snapshots.fresh(session, opened.site) is not None:
                return False
        last = opened.snapshots.last_made
        if last is None:
            return True
        if opened.snapshots.wanted and (now - last).total_seconds() >= APART:
            return True
        return now.astimezone(BANGKOK).hour >= HOUR and civil_date(last) != civil_date(now)

    def stop(self) -> None:
        """Wait for what is being done."""
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _make_snapshots(self, now: dt.datetime) -> None:
        if not self.due(now):
            return
        opened, began = self.installation, time.monotonic()
        made = opened.snapshots.make(opened.sessions, opened.site, opened.now())
        if made is not None:
            log.info("snapshots made in %.1f s", time.monotonic() - began)

    def _tidy_index(self, now: dt.datetime) -> None:
        night = HOUR <= now.astimezone(BANGKOK).hour < MORNING
        if not night or self._tidied == civil_date(now):
            return
        began = time.monotonic()
        if self.installation.search.optimise(WORN):
            log.info("search index tidied in %.1f s", time.monotonic() - began)
        self._tidied = civil_date(now)
