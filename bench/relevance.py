"""Measures how well the search answers: a judged set of queries over the demo's real records.

    python -m bench.relevance [--json file] [--worst n]

Ours is the product itself: the demo imported, indexed and searched through its service.  Beside it,
over the same texts in the same run: Whoosh as its manual shows it (StandardAnalyzer on raw text),
an imitation of the Thai national catalogue (words between spaces, each as ``*word*``), and SQLite's
trigram index.  What the measures mean stands in ``bench.judged``.  The tables below it are of the
held-out sets; of these no single query is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sqlite3
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import whoosh.analysis
import whoosh.fields
import whoosh.index
import whoosh.qparser
from sqlalchemy import select

from bench.judged import (
    DEPTH,
    HELD_OUT_SETS,
    PAGE,
    Asked,
    Measures,
    by_class,
    ndcg,
    read_asked,
    read_held_out,
)
from catalog.auth.policy import SYSTEM
from catalog.config import Config
from catalog.db.models import ImportOutcome
from catalog.db.queries.datasets import walk_datasets
from catalog.harvest.demo import load_demo
from catalog.jobs.index import rebuild_index
from catalog.jobs.installation import Installation
from catalog.services.search import search_datasets
from schemas.dataset import DatasetRecord

_lib: Any = whoosh

#: What the Thai national catalogue's search weighs: title, tags, everything (CKAN's ``qf``).
_TITLE, _TAGS, _TEXT = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it was written: what the peers are given, whatever our index keeps of it."""

    row: int
    title: str
    keywords: str
    body: str
    modified: dt.datetime


def written(record: DatasetRecord) -> Written:
    """Title, keywords, and all other text that is for everybody, the publisher's names included."""
    agency, shown = record.agency, record.public_distributions
    body = [record.text(key) for key in ("notes", "notes_en", "data_source")]
    body += [agency.name_th, agency.name_en, *agency.aliases]
    body += [part.text(key) for part in shown for key in ("name", "description")]
    return Written(
        row=record.row,
        title=f"{record.title.th} {record.title.en}".strip(),
        keywords=" ".join(record.keywords),
        body="\n".join(filter(None, body)),
        modified=record.modified,
    )


class System(Protocol):
    """One way to search."""

    name: str

    def find(self, text: str) -> list[str]:
        """The first 50 records for a text, the best first."""


class Demo:
    """The demo's records, imported into a folder and indexed by the product."""

    def __init__(self, folder: Path) -> None:
        environ = {"DATA": str(folder), "BASE_URL": "http://relevance.test", "WORKER": "no"}
        self.installation = Installation.open(
            Config.from_environ({f"BANCHI_{name}": value for name, value in environ.items()})
        )
        sessions = self.installation.sessions
        load_demo(sessions, now=self.installation.now)
        # Faster than draining the outbox, and the same index.
        rebuild_index(sessions, self.installation.search)
        with sessions.read() as session:
            query = select(ImportOutcome.dataset_id, ImportOutcome.key)
            self.record_of: dict[int, str] = {
                row: key for row, key in session.execute(query).all() if row is not None
            }
            records = list(walk_datasets(session, SYSTEM))
        self.written = [written(record) for record in records]
        self.titles = {self.record_of[record.row]: record.title.th for record in records}
        self.publishers = {record.row: record.agency.name_th for record in records}

    def records(self, rows: Sequence[int]) -> list[str]:
        """The names of records under which they are judged."""
        return [self.record_of[row] for row in rows]

    def close(self) -> None:
        """Close the installation."""
        self.installation.close()


class Ours:
    """The product's own search."""

    name = "ours"

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        #: The queries of which the answer said that nothing matched as typed.
        self.relaxed: set[str] = set()

    def find(self, text: str) -> list[str]:
        """What the search page lists."""
        held = self.demo.installation
        with held.sessions.read() as session:
            page = search_datasets(session, held.search, SYSTEM, text=text, limit=DEPTH, facets=())
        if page.relaxed or not page.records:
            self.relaxed.add(text)
        return self.demo.records([record.row for record in (*page.records, *page.near)][:DEPTH])


class PlainWhoosh:
    """Whoosh with its StandardAnalyzer on raw text, title and keywords weighed higher."""

    name = "whoosh"

    def __init__(self, demo: Demo, folder: Path) -> None:
        fields = _lib.fields
        analyzer = _lib.analysis.StandardAnalyzer()
        schema = fields.Schema(
            row=fields.ID(stored=True),
            title=fields.TEXT(analyzer=analyzer, field_boost=3.0),
            keywords=fields.TEXT(analyzer=analyzer, field_boost=2.0),
            body=fields.TEXT(analyzer=analyzer),
        )
        index = _lib.index.create_in(str(folder), schema)
        writer = index.writer()
        for one in demo.written:
            writer.add_document(
                row=str(one.row), title=one.title, keywords=one.keywords, body=one.body
            )
        writer.commit()
        self.demo, self.searcher = demo, index.searcher()
        names = ["title", "keywords", "body"]
        self.parser = _lib.qparser.MultifieldParser(names, schema)

    def find(self, text: str) -> list[str]:
        """The best by BM25."""
        hits = self.searcher.search(self.parser.parse(text), limit=DEPTH)
        return self.demo.records([int(hit["row"]) for hit in hits])


class Wildcards:
    """The words between spaces, each as ``*word*``, all of them; as the national catalogue asks.

    A wildcard has no statistics: a word is worth its best field, ties go to the newest.
    """

    name = "*word*"

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.texts = [
            (one, tuple(text.casefold() for text in (one.title, one.keywords, one.body)))
            for one in demo.written
        ]

    def find(self, text: str) -> list[str]:
        """Every record that holds every word somewhere."""
        words = text.casefold().replace('"', " ").split()
        scored = []
        for one, texts in self.texts:
            worth = [
                max(
                    w for w, held in zip((_TITLE, _TAGS, _TEXT), texts, strict=True) if word in held
                )
                for word in words
                if any(word in held for held in texts)
            ]
            if words and len(worth) == len(words):
                scored.append((-sum(worth), -one.modified.timestamp(), one.row))
        return self.demo.records([row for *_, row in sorted(scored)[:DEPTH]])


class Trigrams:
    """SQLite FTS5 with its trigram tokeniser; words under three letters cannot be asked for."""

    name = "trigram"

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(title, keywords, body, tokenize = 'trigram')"
        )
        self.database.executemany(
            "INSERT INTO texts (rowid, title, keywords, body) VALUES (?, ?, ?, ?)",
            [(one.row, one.title, one.keywords, one.body) for one in demo.written],
        )

    def find(self, text: str) -> list[str]:
        """Every record that holds every word, the best by BM25."""
        words = [word.replace('"', "") for word in text.split()]
        asked = " ".join(f'"{word}"' for word in words if len(word) >= 3)
        if not asked:
            return []
        found = self.database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 3, 2, 1), rowid"
            " LIMIT ?",
            (asked, DEPTH),
        )
        return self.demo.records([row for (row,) in found])


def systems(demo: Demo, folder: Path) -> tuple[System, ...]:
    """Ours and the three beside it; ``folder`` is empty."""
    return Ours(demo), PlainWhoosh(demo, folder), Wildcards(demo), Trigrams(demo)


def answers(system: System, asked: Sequence[Asked]) -> dict[str, list[str]]:
    """What a system finds for every query, by the query's id."""
    return {one.id: system.find(one.text) for one in asked}


def table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The measures of every class for every system, side by side."""
    names = list(figures)
    lines = [f"{'nDCG@10  recall@50  MRR':26}" + "".join(f"{name:>18}" for name in names)]
    for kind in figures[names[0]]:
        count = figures[names[0]][kind].queries
        line = f"{kind:20}{count:6}"
        for name in names:
            one = figures[name][kind]
            line += f"{one.ndcg:8.2f}{one.recall:5.2f}{one.rank:5.2f}"
        lines.append(line)
    return "\n".join(lines)


def worst(
    asked: Sequence[Asked],
    found: Mapping[str, Sequence[str]],
    titles: Mapping[str, str],
    count: int,
) -> str:
    """The queries that went worst, with the best records that were missed on the first page."""
    ranked = sorted(
        (one for one in asked if one.good), key=lambda one: ndcg(found[one.id], one.grades)
    )
    lines = []
    for one in ranked[:count]:
        page = found[one.id][:PAGE]
        missed = sorted(one.good.difference(page), key=lambda r: (-one.grades[r], r))
        lines.append(
            f"{ndcg(page, one.grades):.2f} {one.id} [{one.kind}] {one.text}"
            f" ({len(one.good)} good, {len(found[one.id])} listed)"
        )
        lines += [f"       first   {one.grades.get(r, 0)} {titles[r][:70]}" for r in page[:2]]
        lines += [f"       missed  {one.grades[r]} {titles[r][:70]}" for r in missed[:2]]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--worst", type=int, default=15, help="how many bad queries to print")
    given, _ = parser.parse_known_args(arguments)
    asked, held_out = read_asked(), {name: read_held_out(name) for name in HELD_OUT_SETS}
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as other:
        demo = Demo(Path(data))
        figures: dict[str, dict[str, Measures]] = {}
        unseen: dict[str, dict[str, dict[str, Measures]]] = {name: {} for name in held_out}
        for system in systems(demo, Path(other)):
            found = answers(system, asked)
            figures[system.name] = by_class(asked, found)
            if isinstance(system, Ours):
                ours, relaxed = found, set(system.relaxed)
            for name, ones in held_out.items():
                unseen[name][system.name] = by_class(ones, answers(system, ones))
        demo.close()
    nothing = [one for one in asked if not one.good]
    said = sum(one.text in relaxed for one in nothing)
    print(table(figures))
    print(f"\nnothing to find: {said} of {len(nothing)} said so\n")
    for name, by in unseen.items():
        print(f"{name}: first measured {HELD_OUT_SETS[name]}\n{table(by)}\n")
    print(worst(asked, ours, demo.titles, given.worst))
    if given.json:
        plain = {
            of: {name: {kind: asdict(one) for kind, one in k.items()} for name, k in by.items()}
            for of, by in {"judged": figures, **unseen}.items()
        }
        given.json.write_text(json.dumps(plain, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
