"""Tells people by mail what is new among the hits of the searches they saved."""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import threading
import time

from catalog.db.queries.datasets import datasets_of_rows
from catalog.db.queries.saved_searches import (
    find_reader,
    mark_sent,
    names_with_digests,
)
from catalog.errors import CatalogError
from catalog.jobs.installation import Installation
from catalog.jobs.letters import Section, digest_letter
from catalog.jobs.mail import Mailer, MailFailed, MailRefused, mailer_of
from catalog.services.saved_searches import SETTLED, list_searches, new_hits
from schemas.saved_search import SavedSearchRecord
from schemas.time import BANGKOK
from vocab.codes import Audience, DigestFrequency

log = logging.getLogger(__name__)

#: Mails leave at this time in Thailand, weekly ones on Mondays.
AT = dt.time(8)
#: Seconds between looks whether a mail is due.
PAUSE = 60.0
#: Longest pause after failures of the mail server (seconds).
LONGEST_PAUSE = 3600.0


def last_time(frequency: DigestFrequency, now: dt.datetime) -> dt.datetime:
    """The last instant, not after ``now``, at which mails of a frequency leave."""
    local = now.astimezone(BANGKOK)
    day = local.date() if local.time() >= AT else local.date() - dt.timedelta(days=1)
    if frequency is DigestFrequency.WEEKLY:
        day -= dt.timedelta(days=day.weekday())
    return dt.datetime.combine(day, AT, BANGKOK).astimezone(dt.UTC)


def due(frequency: DigestFrequency, last_sent: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """The instant up to which a mail is due now, None when none is.

    A mail tells of what was published up to its hour, not up to when it happens to be sent: one
    that is late or tried again says the same.  The index gets a minute to know of the last changes.
    """
    if frequency is DigestFrequency.NONE:
        return None
    until = last_time(frequency, now - SETTLED)
    return until if last_sent < until else None


def send_digests(installation: Installation, mailer: Mailer) -> int:
    """Send the mails that are due and return how many were; raise MailFailed to be tried again.

    One process at a time sends.  A mail is noted as sent after the server took it: when the
    program dies between the two it goes out again, with the same Message-ID.
    """
    with (installation.config.data / "digest.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        now = installation.now()
        names: dict[str, None] = {}
        with installation.sessions.read() as session:
            for frequency in (DigestFrequency.DAILY, DigestFrequency.WEEKLY):
                before = last_time(frequency, now - SETTLED)
                names |= dict.fromkeys(names_with_digests(session, frequency, before))
        return sum(_send_to(installation, mailer, name, now) for name in names)


def _send_to(installation: Installation, mailer: Mailer, name: str, now: dt.datetime) -> int:
    with installation.sessions.read() as session:
        # Read at this moment: a post taken away a second ago shows nothing any more.
        reader = find_reader(session, name, now)
        if reader is None:
            return 0
        asked: list[tuple[SavedSearchRecord, dt.datetime]] = []
        for search in list_searches(session, reader.actor):
            until = due(search.frequency, search.last_sent, now)
            if until is not None:
                asked.append((search, until))
        if not asked:
            return 0
        until = max(at for _, at in asked)
        since = [(search, search.last_sent) for search, _ in asked]
        hits = new_hits(session, installation.search, reader.actor, since, until)
        sections = []
        for search, _ in asked:
            records = datasets_of_rows(session, reader.actor, hits[search.uid])
            # What only custodians may know of does not travel by mail.
            told = [r for r in records if r.audience is not Audience.CUSTODIANS]
            if told:
                sections.append(Section(search, told, len(told)))
    sent = 0
    if sections:
        told_to = (reader.actor.name or name, reader.email, reader.language)
        letter = digest_letter(installation.config, *told_to, sections, until)
        try:
            mailer.send(letter)
            sent = 1
        except MailRefused:
            log.warning("the mail server refuses the address of %s: mend it", name)
    with installation.sessions.write() as session:
        mark_sent(session, [search.uid for search, _ in asked], until)
    return sent


class Digests:
    """Looks each minute whether mails are due and sends them in a thread of their own.

    A mail server that hangs must not hold up the index.
    """

    def __init__(
        self, installation: Installation, mailer: Mailer | None = None, pause: float = PAUSE
    ) -> None:
        self.installation = installation
        self.mailer = mailer or mailer_of(installation.config)
        self.pause = pause
        self._thread: threading.Thread | None = None
        # The first look comes after a pause: a server that starts has other things to do.
        self._next = time.monotonic() + pause
        self._failures = 0

    def tick(self) -> None:
        """Called at every round of the worker; returns at once."""
        if time.monotonic() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = time.monotonic() + self.pause
        self._thread = threading.Thread(target=self.run, name="digests", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Send what is due; whatever happens, the worker goes on and it is tried again."""
        try:
            sent = send_digests(self.installation, self.mailer)
        except MailFailed as error:
            self._wait()
            log.warning("mails wait, the mail server did not take one: %s", error)
        except CatalogError as error:
            self._wait()
            log.info("mails wait: %s", error)
        except Exception:  # a thread that dies silently is worse than one that complains
            self._wait()
            log.exception("sending mails failed")
        else:
            self._failures = 0
            if sent:
                log.info("%d mails sent", sent)

    def stop(self) -> None:
        """Wait for the mail that is being sent."""
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _wait(self) -> None:
        self._failures += 1
        pause = min(LONGEST_PAUSE, self.pause * 2 ** min(self._failures, 10))
        self._next = time.monotonic() + pause
