"""The worker: a thread of the server, or a process of its own, that empties the outbox."""

from __future__ import annotations

import logging
import threading
import time

from catalog.jobs.digest import Digests
from catalog.jobs.index import rebuild_index
from catalog.jobs.installation import Installation
from catalog.jobs.nightly import Nightly
from catalog.search.backend import IndexDamaged, SearchUnavailable

log = logging.getLogger(__name__)

#: Seconds between looks into the outbox: a change is searchable well within two seconds.
PAUSE = 0.25
#: Seconds between comparisons of index and rows.
COMPARE = 600.0


class Worker:
    """Drains the outbox until it is told to stop, and mends the index when it is damaged."""

    def __init__(self, installation: Installation, pause: float = PAUSE) -> None:
        self.installation = installation
        self.pause = pause
        self.digests = Digests(installation)
        self.nightly = Nightly(installation)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._compared = 0.0
        #: Behind which primary key fragments are looked after next, None when all are.
        self._fragments: int | None = None

    def start(self) -> None:
        """Run in a thread that does not keep the process alive."""
        if not self.installation.config.mail_url:
            folder = self.installation.config.data / "outbox-mail"
            log.info("mails are written to %s: BANCHI_MAIL_URL is not set", folder)
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the loop to end and wait for it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
        self.digests.stop()
        self.nightly.stop()

    def run(self) -> None:
        """Work until stopped; whatever happens in one round, the next one comes."""
        while not self._stop.is_set():
            try:
                self.round()
            except SearchUnavailable:
                log.info("the index is being written elsewhere; trying again")
            except Exception:  # a worker that dies silently is worse than one that complains
                log.exception("a round of the worker failed")
                self._stop.wait(5)
            self._stop.wait(self.pause)

    def round(self) -> int:
        """One round: drain, and now and then compare; returns how many messages were finished."""
        installation = self.installation
        try:
            done = installation.drain()
            if time.monotonic() - self._compared > COMPARE or not self._compared:
                installation.heal()
                self._compared = time.monotonic()
                self._fragments = 0
            if self._fragments is not None:
                self._fragments = installation.heal_fragments(self._fragments)
            self.digests.tick()
            self.nightly.tick()
        except IndexDamaged as error:
            log.warning("rebuilding the search index: %s", error)
            rebuild_index(installation.sessions, installation.search)
            return 0
        return done
