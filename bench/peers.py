"""Other search engines on the same words in the same run: tantivy and SQLite's FTS5.

Both get what our index gets: titles, keywords, the other text and the parts of compounds, cut by
our analyzer, and the same facets.  tantivy is for measuring only: requirements/bench.in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from catalog.search.analyzer import Analyzer
from catalog.search.backend import SearchRequest
from catalog.search.document import SearchDocument
from catalog.search.query import Clause, parse

TEXTS = {"title": 3.0, "keywords": 2.0, "body": 1.0, "parts": 0.5}
"""The text fields of the peers and their weights."""

FACETS = ("agency", "type", "category", "format", "licence")


def cut(document: SearchDocument, analyzer: Analyzer) -> dict[str, str]:
    """Return the words of each text field of a peer, with spaces between them."""
    title = analyzer.tokens(f"{document.title_th}\n{document.title_en}")
    keywords = analyzer.tokens("\n".join(document.keywords))
    rest = (document.agency, document.body, document.distributions)
    body = analyzer.tokens("\n".join(rest))
    parts = [part for word in (*title, *keywords, *body) for part in analyzer.sub_words(word)]
    found = {"title": title, "keywords": keywords, "body": body, "parts": parts}
    return {name: " ".join(words) for name, words in found.items()}


def clauses_of(text: str, analyzer: Analyzer) -> Sequence[Clause]:
    """Return what a text asks for: the peers are asked for the same words and parts.

    Terms of other fields than the text, such as a year among the years of the data, are left out.
    """
    return [
        tuple(one for one in clause if not any("\x1f" in term for term in one))
        for clause in parse(text, analyzer).clauses
    ]


class Tantivy:
    """tantivy: one thread, whitespace tokens, frequencies without positions, raw fast facets."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        # By name: it is in no lock, so the type checker cannot know it.
        self.lib: Any = import_module("tantivy")
        self.analyzer = analyzer
        builder = self.lib.SchemaBuilder()
        for name in TEXTS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        for name in (*FACETS, "audience"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_integer_field("row", stored=True, fast=True)
        builder.add_integer_field("modified", fast=True)
        self.schema: Any = builder.build()
        folder.mkdir(exist_ok=True)
        self.index: Any = self.lib.Index(self.schema, str(folder))
        self.searcher: Any = self.index.searcher()

    def build(self, documents: Iterable[tuple[SearchDocument, Mapping[str, str]]]) -> None:
        """Index documents by their cut words."""
        writer = self.index.writer(128_000_000, 1)
        for document, words in documents:
            facets = {name: list(document.facets[name]) for name in FACETS}
            writer.add_document(
                self.lib.Document(
                    **words,
                    **facets,
                    audience=list(document.audience),
                    row=document.row,
                    modified=document.modified,
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, request: SearchRequest) -> tuple[int, list[int]]:
        """Answer a request: the exact number of hits, the rows of a page, counted facets."""
        query = self._query(request)
        order = "modified" if request.sort == "modified" or not request.text else None
        found = self.searcher.search(
            query, request.limit, True, order_by_field=order, offset=request.offset
        )
        if request.facets:
            wanted = {name: {"terms": {"field": name, "size": 100}} for name in request.facets}
            counted = self.searcher.aggregate(query, wanted)
            if isinstance(counted, str):
                json.loads(counted)
        rows = [self.searcher.doc(address)["row"][0] for _, address in found.hits]
        return found.count, rows

    def _term(self, name: str, value: str) -> Any:
        return self.lib.Query.term_query(self.schema, name, value, "freq")

    def _any(self, queries: Sequence[Any]) -> Any:
        should = self.lib.Occur.Should
        return self.lib.Query.boolean_query([(should, query) for query in queries])

    def _query(self, request: SearchRequest) -> Any:
        must, make = self.lib.Occur.Must, self.lib.Query
        wanted: list[tuple[Any, Any]] = [
            (must, self._any([self._all(one) for one in clause]))
            for clause in clauses_of(request.text, self.analyzer)
        ]
        for name, values in request.filters.items():
            wanted.append((must, make.const_score_query(self._values(name, values), 0.0)))
        if request.audience is not None:
            seen = self._values("audience", request.audience)
            wanted.append((must, make.const_score_query(seen, 0.0)))
        return make.boolean_query(wanted) if wanted else make.all_query()

    def _values(self, name: str, values: Sequence[str]) -> Any:
        return self._any([self._term(name, value) for value in values])

    def _all(self, terms: Sequence[str]) -> Any:
        boosted = [
            self._any(
                [
                    self.lib.Query.boost_query(self._term(name, term), boost)
                    for name, boost in TEXTS.items()
                ]
            )
            for term in terms
        ]
        if len(boosted) == 1:
            return boosted[0]
        return self.lib.Query.boolean_query([(self.lib.Occur.Must, one) for one in boosted])


class Fts5:
    """SQLite's full-text search with a table of values for the facets."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.db = sqlite3.connect(path)
        self.db.executescript(
            "CREATE VIRTUAL TABLE IF NOT EXISTS words USING "
            "fts5(title, keywords, body, parts, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\");"
            "CREATE TABLE IF NOT EXISTS dataset(row INTEGER PRIMARY KEY, modified INTEGER);"
            "CREATE TABLE IF NOT EXISTS held(facet TEXT, value TEXT, row INTEGER);"
        )

    def build(self, documents: Iterable[tuple[SearchDocument, Mapping[str, str]]]) -> None:
        """Index documents by their cut words."""
        for document, words in documents:
            self.db.execute(
                "INSERT INTO words(rowid, title, keywords, body, parts) VALUES (?, ?, ?, ?, ?)",
                (document.row, *(words[name] for name in TEXTS)),
            )
            self.db.execute("INSERT INTO dataset VALUES (?, ?)", (document.row, document.modified))
            held = [(name, v, document.row) for name in FACETS for v in document.facets[name]]
            held += [("audience", term, document.row) for term in document.audience]
            self.db.executemany("INSERT INTO held VALUES (?, ?, ?)", held)
        self.db.execute("CREATE INDEX held_value ON held(facet, value, row)")
        self.db.execute("CREATE INDEX held_row ON held(row, facet, value)")
        self.db.execute("CREATE INDEX modified ON dataset(modified)")
        self.db.commit()
        self.db.execute("ANALYZE")

    def search(self, request: SearchRequest) -> tuple[int, list[int]]:
        """Answer a request: the exact number of hits, the rows of a page, counted facets."""
        where, values = ["1"], []
        match = self._match(request.text)
        if match:
            where.append("d.row IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(match)
        filters = dict(request.filters)
        if request.audience is not None:
            filters["audience"] = request.audience
        for name, wanted in filters.items():
            marks = ", ".join("?" * len(wanted))
            where.append(
                f"d.row IN (SELECT row FROM held WHERE facet = ? AND value IN ({marks}))"  # noqa: S608
            )
            values += [name, *wanted]
        self.db.execute("DROP TABLE IF EXISTS temp.hit")
        self.db.execute(
            "CREATE TEMP TABLE hit AS SELECT d.row, d.modified FROM dataset d WHERE "  # noqa: S608
            + " AND ".join(where),
            values,
        )
        (total,) = self.db.execute("SELECT count(*) FROM hit").fetchone()
        for name in request.facets:
            self.db.execute(
                "SELECT value, count(*) FROM hit JOIN held USING (row) "
                "WHERE facet = ? GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
                (name,),
            ).fetchall()
        page = (request.limit, request.offset)
        if match and request.sort == "relevance":
            found = self.db.execute(
                "SELECT words.rowid FROM words JOIN hit ON hit.row = words.rowid "
                "WHERE words MATCH ? ORDER BY bm25(words, 3, 2, 1, 0.5) LIMIT ? OFFSET ?",
                (match, *page),
            )
        else:
            found = self.db.execute(
                "SELECT row FROM hit ORDER BY modified DESC LIMIT ? OFFSET ?", page
            )
        return total, [row for (row,) in found]

    def _match(self, text: str) -> str:
        clauses = []
        for clause in clauses_of(text, self.analyzer):
            ones = (" AND ".join(f'"{term}"' for term in one) for one in clause)
            clauses.append(f"({' OR '.join(f'({one})' for one in ones)})")
        return " AND ".join(clauses)
