"""An installation at work: its settings, database, index and clock, opened together."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from catalog.audit.events import Consumer
from catalog.config import Config
from catalog.db import migrate
from catalog.db.base import Sessions
from catalog.db.queries.agencies import agency_version, list_agencies
from catalog.jobs.fragments import apply_fragments, heal_fragments
from catalog.jobs.index import (
    apply_rows,
    compare_index,
    phrase_texts,
    rebuild_index,
    repair_index,
)
from catalog.jobs.outbox import drain_outbox
from catalog.jobs.query_log import QueryLog
from catalog.jobs.snapshots import Snapshots
from catalog.rdf.site import Site
from catalog.search.backend import IndexDamaged, SearchBackend
from catalog.search.whoosh import WhooshBackend
from schemas.agency import AgencyRecord
from schemas.time import utc_now
from schemas.values import LocalizedText
from vocab.codes import AgencyKind

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Installation:
    """Everything a running catalogue needs; made at the edge and handed down."""

    config: Config
    sessions: Sessions
    search: SearchBackend
    now: Callable[[], dt.datetime] = utc_now
    _site: tuple[int, Site] | None = None
    queries: QueryLog = field(init=False)
    snapshots: Snapshots = field(init=False)

    def __post_init__(self) -> None:
        self.queries = QueryLog(self.sessions, self.search)
        self.snapshots = Snapshots(self.config.data / "snapshots")

    @classmethod
    def open(cls, config: Config, now: Callable[[], dt.datetime] = utc_now) -> Installation:
        """Prepare the data folder, migrate, and open the index (built anew where it must be)."""
        config.prepare()
        sessions = Sessions(config.database_url)
        migrate.upgrade(sessions.writer)
        search = WhooshBackend(config.index_folder, texts=phrase_texts(sessions))
        installation = cls(config, sessions, search, now)
        installation.open_index()
        return installation

    @property
    def site(self) -> Site:
        """The catalogue as RDF names it, published by the city once the city is registered.

        One statement, and the rows only after an edit of an agency, in whichever process.
        """
        with self.sessions.read() as session:
            version = agency_version(session)
            if self._site is None or self._site[0] != version:
                cities = list_agencies(session, AgencyKind.CITY)
                self._site = version, site_of(self.config, cities[0] if cities else None)
            return self._site[1]

    def close(self) -> None:
        """Write what is counted, then close index and database."""
        self.queries.close()
        self.search.close()
        self.sessions.close()

    def open_index(self) -> None:
        """Open the index; build it from the rows when it is missing, damaged or of old format."""
        try:
            self.search.open()
        except IndexDamaged as error:
            log.info("building the search index: %s", error)
            rebuild_index(self.sessions, self.search)
            self.search.open()

    def drain(self) -> int:
        """Do all work in the outbox; returns how many messages were finished."""

        def update_index(rows: Sequence[int]) -> None:
            apply_rows(self.sessions, self.search, rows)

        def write_fragments(rows: Sequence[int]) -> None:
            apply_fragments(self.sessions, self.site, rows)
            with self.sessions.read() as session:
                self.snapshots.drop_stale(session, self.site)

        lock = self.config.data / "outbox.lock"
        handlers = {Consumer.SEARCH: update_index, Consumer.RDF: write_fragments}
        return drain_outbox(self.sessions, handlers, lock)

    def heal_fragments(self, after: int = 0) -> int | None:
        """A step of `jobs.fragments.heal_fragments`: the next begins behind what it returns."""
        return heal_fragments(self.sessions, self.site, after)

    def heal(self) -> int:
        """Compare index and rows, mend what differs, and return how many rows did."""
        drift = compare_index(self.sessions, self.search)
        if drift:
            log.warning(
                "index drift mended: %d missing, %d stale, %d extra",
                len(drift.missing),
                len(drift.stale),
                len(drift.extra),
            )
            repair_index(self.sessions, self.search, drift)
        return len(drift.missing) + len(drift.stale) + len(drift.extra)


def site_of(config: Config, publisher: AgencyRecord | None) -> Site:
    """The catalogue as RDF names it; without a publishing agency it publishes itself."""
    title = LocalizedText(config.site_title_th, config.site_title_en)
    itself = AgencyRecord(
        row=0,
        code="catalogue",
        kind=AgencyKind.CITY,
        name_th=title.th,
        name_en=title.en,
        organisation="catalogue",
    )
    return Site(
        base=config.base_url,
        title=title,
        description=LocalizedText(
            f"ชุดข้อมูลที่หน่วยงานของรัฐเผยแพร่ผ่าน{title.th}",
            f"Datasets that public agencies publish through {title.en}.",
        ),
        publisher=publisher or itself,
    )
