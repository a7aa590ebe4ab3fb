"""A catalogue in an SQLite file, exported whole: its time, its memory, its first byte."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.dcat_rows import store_records
from catalog.db import migrate
from catalog.db.base import Sessions
from catalog.db.queries.outlines import walk_outlines
from catalog.jobs.export import export_catalogue
from catalog.jobs.fragments import heal_fragments
from catalog.rdf.formats import TURTLE, Format
from catalog.rdf.site import Site
from catalog.rdf.stream import outlines_document
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from schemas.values import LocalizedText
from vocab.codes import AgencyKind


class Catalogue:
    """Records as rows of a file."""

    def __init__(self, file: Path, given: Iterable[DatasetRecord] = ()) -> None:
        self.file = file
        self.sessions = Sessions(f"sqlite:///{file}")
        migrate.upgrade(self.sessions.writer)
        store_records(self.sessions, given)

    def close(self) -> None:
        """Let go of the file."""
        self.sessions.close()

    def chunks(self, where: Site, form: Format) -> Iterator[bytes]:
        """The whole catalogue from its rows."""
        with self.sessions.read() as session:
            yield from outlines_document(walk_outlines(session), where, form)

    def stored(self, where: Site, form: Format) -> Iterator[bytes]:
        """The same from what is kept written."""
        with self.sessions.read() as session:
            yield from export_catalogue(session, where, form)

    def keep(self, where: Site) -> float:
        """Keep all of it written in every syntax; CPU seconds."""
        began = time.process_time()
        after: int | None = 0
        while after is not None:
            after = heal_fragments(self.sessions, where, after)
        return time.process_time() - began

    def seconds(self, where: Site, form: Format, *, stored: bool = False) -> float:
        """CPU seconds of an export, reading included."""
        chunks = self.stored if stored else self.chunks
        began = time.process_time()
        assert all(chunks(where, form))
        return time.process_time() - began

    def grow(self, count: int) -> int:
        """Repeat what is there under other names, to so many datasets or a few more; how many."""
        with self.sessions.write() as session:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            had = session.scalar(text("SELECT max(id) FROM dataset")) or 0
            parts = session.scalar(text("SELECT max(id) FROM distribution")) or 0
            for n in range(1, -(-count // had)):
                for statement in _REPEAT:
                    session.execute(text(statement), {"n": n, "had": had, "parts": parts})
            return session.scalar(text("SELECT count(*) FROM dataset")) or 0


_REPEAT = (
    """INSERT INTO dataset (id, uid, slug, agency_id, organisation, state, audience, version,
        published_id, created, modified, published, note)
    SELECT id + :n * :had, uid || '-' || :n, slug || '-' || :n, agency_id, organisation, state,
        audience, version, published_id + :n * :had, created, modified, published, note
    FROM dataset WHERE id <= :had""",
    """INSERT INTO revision (id, dataset_id, number, metadata, repairs, at, reason)
    SELECT id + :n * :had, dataset_id + :n * :had, number,
        json_set(metadata, '$.title', json_extract(metadata, '$.title') || ' ' || :n),
        repairs, at, reason
    FROM revision WHERE id <= :had""",
    """INSERT INTO distribution (id, revision_id, position, uid, metadata)
    SELECT id + :n * :parts, revision_id + :n * :had, position, uid || '-' || :n, metadata
    FROM distribution WHERE id <= :parts""",
)


def memory(folder: Path, given: Iterable[DatasetRecord], large: int) -> dict[str, Any]:
    """Highest own memory, first byte and time of a Turtle export, of 1,000 datasets and of many.

    From the rows and from what is kept written, each in a process of its own; wall and CPU time in
    seconds, memory in MB.
    """
    made = Catalogue(folder / "large.sqlite3", given)
    out: dict[str, Any] = {"name": "memory"}
    for count in (1000, large):
        made.grow(count)
        out[f"{count} kept, CPU s"] = made.keep(_somewhere())
        for way in ("rows", "stored"):
            command = [sys.executable, "-m", "bench.dcat_bulk", str(made.file), way]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
            out[f"{count} {way}"] = json.loads(done.stdout)
    made.close()
    return out


def main(file: str, way: str = "rows") -> None:
    """Export a file once as Turtle and print what it took."""
    made = Catalogue(Path(file))
    export = made.chunks if way == "rows" else made.stored
    began, busy, first, size, peak = time.perf_counter(), time.process_time(), 0.0, 0, 0.0
    for number, chunk in enumerate(export(_somewhere(), TURTLE)):
        first = first or time.perf_counter() - began
        size += len(chunk)
        if number % 16 == 0:
            peak = max(peak, _own_memory())
    out = {
        "first_byte_s": first,
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - busy,
        "mb": size / 1e6,
        "memory_mb": peak,
    }
    print(json.dumps(out))


def _own_memory() -> float:
    """Memory of this process in MB, without the pages of the database that it looks at (Linux)."""
    _, resident, shared, *_ = map(int, Path("/proc/self/statm").read_text().split())
    return (resident - shared) * resource.getpagesize() / 1e6


def _somewhere() -> Site:
    words = LocalizedText("บัญชีข้อมูล", "Catalogue")
    publisher = AgencyRecord(
        row=0, code="bma", kind=AgencyKind.CITY, name_th="ก", name_en="A", organisation="bma"
    )
    return Site(base="https://data.example.th", title=words, description=words, publisher=publisher)


if __name__ == "__main__":
    main(*sys.argv[1:])
