"""A second search backend, simple on purpose: it looks at every document, one after the other.

It keeps the same contract as the engine and shares no code with its evaluation, so that what both
say alike is right for a reason.  It is slow, forgets everything with its process and is for tests.
"""

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.search.analyzer import STOP_WORDS, default_analyzer, is_stem, is_thai
from catalog.search.backend import Explained, IndexDamaged, SearchAnswer, SearchRequest
from catalog.search.collation import title_key
from catalog.search.document import (
    SearchDocument,
    neighbours,
    phrase_text,
    suggestions,
    title_terms,
    weights,
    whole,
)
from catalog.search.paging import Cursor, question, read_cursor
from catalog.search.query import (
    Clause,
    Query,
    clean,
    field_of,
    in_field,
    in_pieces,
    parse,
    squeeze,
)
from catalog.search.spelling import FEW, Vocabulary, corrections
from catalog.search.weights import BONUSES, HALF_LIFE_DAYS, K1, B

__all__ = ["Entry", "ReferenceBackend", "Store"]


class Entry:
    """A document with what it is found by: its words with their weights, and all its terms."""

    def __init__(self, document: SearchDocument) -> None:
        self.document = document
        analyzer = default_analyzer()
        self.words = weights(document, analyzer)
        self.length = sum(self.words.values())
        self.text = phrase_text(document)
        titles = (document.title_th, document.title_en)
        self.titles = {whole(analyzer.tokens(title)) for title in titles if title}
        self.terms = {
            *self.words,
            *(in_field("title", term) for term in title_terms(document, analyzer)),
            *(in_field(name, value) for name, held in document.facets.items() for value in held),
        }

    def holds(self, clause: Clause) -> bool:
        """Say whether one of the alternatives holds."""
        return any(self.terms.issuperset(alternative) for alternative in clause)

    def passes(self, filters: Mapping[str, Sequence[str]]) -> bool:
        """Say whether every filter lets it through."""
        facets = self.document.facets
        return all(set(values) & set(facets.get(name, ())) for name, values in filters.items())


@dataclass
class Store:
    """What backends of one test have in common, as engines have their files."""

    entries: Mapping[int, Entry] | None = None
    writing: threading.RLock = field(default_factory=threading.RLock)


@dataclass(frozen=True)
class _Asked:
    """A request against a state of the store: what the asker may see, and numbers for scores."""

    query: Query
    request: SearchRequest
    seen: Sequence[Entry]

    def found(self, clauses: Sequence[Clause], enough: int | None = None) -> list[Entry]:
        """The visible documents that hold all clauses (or so many) and nothing unwanted."""
        wanted = len(clauses) if enough is None else enough
        return [
            entry
            for entry in self.seen
            if sum(map(entry.holds, clauses)) >= wanted
            and not any(map(entry.holds, self.query.excluded))
        ]

    def exact(self) -> list[Entry]:
        """The visible documents that hold everything as it was asked for, filters aside."""
        phrases = self.query.phrases
        return [e for e in self.found(self.query.clauses) if all(p in e.text for p in phrases)]

    def count(self, word: str) -> int:
        """In how many visible documents a word occurs."""
        return sum(word in entry.words for entry in self.seen)


class ReferenceBackend:
    """The protocol over a dictionary; backends of one store see each other's writing."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()

    def _entries(self) -> Mapping[int, Entry]:
        if self.store.entries is None:
            raise IndexDamaged("nothing was ever built")
        return self.store.entries

    # The protocol

    def open(self) -> None:
        """Be ready when something was built."""
        self._entries()

    def close(self) -> None:
        """Nothing is held."""

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Write and remove."""
        with self.store.writing:
            new = {document.row: Entry(document) for document in upserts}
            gone = set(deletes)
            kept = {row: entry for row, entry in self._entries().items() if row not in gone}
            # A dictionary once shown never changes: searches go on over the old one.
            self.store.entries = {**kept, **new}

    def rebuild(
        self, documents: Iterable[SearchDocument], progress: Callable[[int], None] | None = None
    ) -> int:
        """Build anew."""
        with self.store.writing:
            built = {document.row: Entry(document) for document in documents}
            self.store.entries = built
        if progress:
            progress(len(built))
        return len(built)

    def optimise(self, least: float = 0.0) -> bool:
        """Nothing replaced is kept here."""
        return least <= 0

    def versions(self) -> Mapping[int, int]:
        """Return every version."""
        return {row: document.version for row, document in self.documents.items()}

    def document_count(self) -> int:
        """Count."""
        return len(self._entries())

    def suggest(self, prefix: str, audience: tuple[str, ...] | None, limit: int = 10) -> list[str]:
        """Count what begins with a text."""
        wanted = squeeze(clean(prefix)[0])
        counted: Counter[str] = Counter()
        for entry in _visible(self._entries(), audience) if wanted else ():
            counted.update(set(suggestions(entry.document, default_analyzer())))
        held = [word for word in counted if word.startswith(wanted)]
        return sorted(held, key=lambda word: (-counted[word], word))[:limit]

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Look at every document."""
        asked = self._asked(request)
        query, request = asked.query, asked.request
        of = question(request.text, sorted(request.filters.items()), request.sort, request.reverse)
        cursor = read_cursor(request.cursor, of) if request.cursor else None
        clauses: Sequence[Clause] = query.clauses
        relaxed = False
        base = asked.exact()
        if request.relax and clauses and not base:
            base, clauses = _second_try(asked)
            relaxed = bool(base)
        # What is typed narrows every count; what is chosen narrows those of other facets.
        base = [e for e in base if all(e.passes({name: held}) for name, held in query.filters)]
        hits = [entry for entry in base if entry.passes(request.filters)]
        used = (field_of(t)[1] for clause in clauses for one in clause for t in one)
        terms = dict.fromkeys((*query.terms, *(t for t in used if relaxed and not is_stem(t))))
        by = _Numbers.of(asked, clauses)
        by = by if cursor is None else by.kept(cursor)
        page, more = _page(hits, request, by, cursor)
        last = page[-1] if page else None
        end = Cursor(of, 0) if last is None else by.cursor(of, last, request)
        return SearchAnswer(
            total=len(hits),
            rows=[entry.document.row for entry in page],
            facets={name: _counted(base, request, name) for name in request.facets},
            relaxed=relaxed,
            terms=tuple(terms),
            did_you_mean=_meant(asked) if relaxed or len(hits) <= FEW else "",
            cursor=end.text() if more else "",
            explained=tuple(by.reasons(e) for e in page) if request.explain and clauses else (),
        )

    def _asked(self, request: SearchRequest) -> _Asked:
        query = parse(request.text, default_analyzer(), request.synonyms, request.agencies)
        return _Asked(query, request, _visible(self._entries(), request.audience))

    # Beyond the protocol

    @property
    def documents(self) -> dict[int, SearchDocument]:
        """Every document by its row."""
        return {row: entry.document for row, entry in self._entries().items()}

    def entry(self, row: int) -> Entry:
        """A document with its terms."""
        return self._entries()[row]

    def has(self, request: SearchRequest) -> bool:
        """Whether anything holds the whole text as it was asked for, filters aside."""
        return bool(self._asked(request).exact())


def _visible(entries: Mapping[int, Entry], audience: tuple[str, ...] | None) -> list[Entry]:
    return [
        entry
        for entry in entries.values()
        if audience is None or set(audience) & set(entry.document.audience)
    ]


def _counted(base: Sequence[Entry], request: SearchRequest, name: str) -> list[tuple[str, int]]:
    others = {facet: held for facet, held in request.filters.items() if facet != name}
    counts: Counter[str] = Counter()
    for entry in base:
        if entry.passes(others):
            counts.update(set(entry.document.facets.get(name, ())))
    limit = None if name == "agency" else request.facet_limit
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


# Order


@dataclass(frozen=True)
class _Numbers:
    """What the score of a document depends on beside the document; a cursor keeps it."""

    clauses: Sequence[Clause]
    terms: Mapping[str, float]
    mean: float
    newest: int
    phrase: Sequence[str]
    exact: int

    @classmethod
    def of(cls, asked: _Asked, clauses: Sequence[Clause]) -> "_Numbers":
        """The numbers of a question over the documents that the asker may see."""
        every = asked.seen
        terms: dict[str, float] = {}

        def rarity(term: str) -> float:
            held = sum(term in entry.terms for entry in every)
            return math.log(1 + (len(every) - held + 0.5) / (held + 0.5))

        for clause in clauses:
            most = max(map(rarity, clause[0]))
            for place, alternative in enumerate(clause):
                share = 0.5 / len(alternative) if place else 1.0
                for term in alternative:
                    terms[term] = max(terms.get(term, 0.0), min(rarity(term), most) * share)
        words = [word for _, piece in asked.query.pieces for word in piece]
        return cls(
            clauses,
            terms,
            max(1.0, sum(entry.length for entry in every) / max(1, len(every))),
            max((entry.document.modified for entry in every), default=0),
            neighbours(words, default_analyzer()),
            whole(words),
        )

    def kept(self, cursor: Cursor) -> "_Numbers":
        """The same as they were when the first page was made."""
        terms = {term: float(cursor.terms.get(term, now)) for term, now in self.terms.items()}
        return replace(self, terms=terms, mean=cursor.mean, newest=cursor.newest)

    def reasons(self, entry: Entry) -> Explained:
        """Why a document stands where it stands."""
        norm = K1 * (1 - B + B * entry.length / self.mean)
        out = []
        for clause in self.clauses:
            ways = []
            for one in clause:
                often = [(self.terms[t], entry.words.get(t, 0.0)) for t in one]
                earned = sum(w * (K1 + 1) * n / (n + norm) for w, n in often if n)
                ways.append(
                    (" ".join(field_of(t)[1] for t in one), sum(w for w, _ in often), earned)
                )
            best = max(ways, key=lambda way: way[2])
            out += [best] if best[2] else []
        total = sum(max(self.terms[t] for one in clause for t in one) for clause in self.clauses)
        held = {
            "exact title": bool(self.exact) and self.exact in entry.titles,
            "title phrase": bool(self.phrase)
            and entry.terms.issuperset(in_field("title", one) for one in self.phrase),
            "title words": all(
                any(entry.terms.issuperset(in_field("title", t) for t in one) for one in clause)
                for clause in self.clauses
            ),
        }
        out += [(what, BONUSES[what], total * BONUSES[what]) for what, so in held.items() if so]
        age = max(0, self.newest - entry.document.modified)
        parts = {
            "recency": 2 ** (-age / HALF_LIFE_DAYS),
            "completeness": entry.document.completeness / 1000,
        }
        out += [(what, BONUSES[what], total * BONUSES[what] * part) for what, part in parts.items()]
        return tuple(out)

    def number(self, entry: Entry, request: SearchRequest) -> int:
        """What a document is sorted by, the largest first."""
        if request.sort == "relevance" and self.clauses:
            return round(10_000 * sum(earned for _, _, earned in self.reasons(entry)))
        name = "modified" if request.sort == "relevance" else request.sort
        return int(getattr(entry.document, name))

    def cursor(self, of: str, last: Entry, request: SearchRequest) -> Cursor:
        """Where a page ended."""
        row, title = last.document.row, b""
        if request.sort == "title":
            key, title = row, _title(last)
        else:
            key = (self.number(last, request) << 32) | row
        return Cursor(of, key, title, self.mean, self.newest, self.terms)


def _title(entry: Entry) -> bytes:
    return title_key(entry.document.title_th or entry.document.title_en)


def _page(
    hits: Sequence[Entry], request: SearchRequest, by: _Numbers, cursor: Cursor | None
) -> tuple[list[Entry], bool]:
    """One page of the hits, and whether more follow."""
    forwards = request.reverse != (request.sort == "title")

    def key(entry: Entry) -> bytes | int:
        return _title(entry) if request.sort == "title" else by.number(entry, request)

    ordered = sorted(hits, key=lambda entry: entry.document.row)
    ordered.sort(key=key, reverse=not forwards)
    if cursor is not None:
        ended: bytes | int = cursor.title if request.sort == "title" else cursor.key >> 32
        row = cursor.key & 0xFFFFFFFF

        def follows(entry: Entry) -> bool:
            mine = key(entry)
            if mine == ended:
                return entry.document.row > row
            return mine > ended if forwards else mine < ended  # type: ignore[operator]

        ordered = [entry for entry in ordered if follows(entry)]
    page = ordered[request.offset : request.offset + request.limit]
    return page, bool(page) and len(ordered) > request.offset + len(page)


# When nothing holds every word


def _second_try(asked: _Asked) -> tuple[list[Entry], Sequence[Clause]]:
    """What is shown in place of nothing, and the clauses that found it."""
    query = asked.query
    if query.phrases and (found := asked.found(query.clauses)):
        return found, query.clauses
    mended = {clause[0][0]: clause for clause in query.clauses}
    for text, words in query.pieces:
        mine = [mended[word] for word in words if word in mended]
        if not mine or asked.found(mine):
            continue
        if len(words) > 1 and (others := _similar(text, asked)):
            for word in words:
                mended.pop(word, None)
            mended[text] = tuple((other,) for other in others)
            continue
        for word in words:
            if word in mended and not asked.found([mended[word]]):
                similar = tuple((other,) for other in _similar(word, asked))
                mended[word] = (*mended[word], *similar)
    clauses = tuple(mended.values())
    for enough in range(len(clauses), 0, -1):
        if found := asked.found(clauses, enough):
            return found, clauses
    clauses = tuple((*clause, *in_pieces(clause)) for clause in clauses)
    if found := asked.found(clauses, 1):
        return found, clauses
    return [], query.clauses


def _similar(word: str, asked: _Asked) -> list[str]:
    """Words of visible documents that hold a word, else those one letter away."""
    if len(word) < 3:
        return []
    script = is_thai(word)
    held = {w for e in asked.seen for w in e.words if is_thai(w) is script and not is_stem(w)}
    near = [other for other in held if word in other]
    if not near and len(word) >= 4:
        near = [other for other in held if other[:2] == word[:2] and _one_apart(word, other)]
    return sorted(near, key=lambda other: (len(other), other))[:20]


def _one_apart(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    at = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :] and a != b


def _meant(asked: _Asked) -> str:
    """A text with more hits, made of words of visible documents."""
    if not asked.query.clauses or not asked.request.correct:
        return ""
    before, analyzer = len(asked.found(asked.query.clauses)), default_analyzer()
    if before > FEW:
        return ""
    words = Vocabulary(sorted({word for entry in asked.seen for word in entry.words}))
    for other in corrections(clean(asked.request.text)[0], analyzer, asked.count, [words]):
        query = parse(other, analyzer, asked.request.synonyms)
        if not set(analyzer.tokens(other)) - STOP_WORDS or not query.clauses:
            continue
        if len(replace(asked, query=query).found(query.clauses)) > before:
            return other
    return ""
