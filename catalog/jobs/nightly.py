"""Makes the snapshots each night, and soon after somebody asked for some that are not fresh."""

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


class Nightly:
    """Looks each minute whether snapshots are due and makes them in a thread of its own."""

    def __init__(self, installation: Installation, pause: float = PAUSE) -> None:
        self.installation = installation
        self.pause = pause
        self._thread: threading.Thread | None = None
        # The first look comes after a pause: a server that starts has other things to do.
        self._next = time.monotonic() + pause

    def tick(self) -> None:
        """Called at every round of the worker; returns at once."""
        if time.monotonic() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = time.monotonic() + self.pause
        self._thread = threading.Thread(target=self.run, name="snapshots", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Make what is due; whatever happens, the worker goes on and it is tried again."""
        try:
            if self.due(self.installation.now()):
                self._make()
        except Exception:  # a thread that dies silently is worse than one that complains
            log.exception("making the snapshots failed")

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
        """Wait for the snapshots that are being made."""
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _make(self) -> None:
        opened, began = self.installation, time.monotonic()
        made = opened.snapshots.make(opened.sessions, opened.site, opened.now())
        if made is not None:
            log.info("snapshots made in %.1f s", time.monotonic() - began)
