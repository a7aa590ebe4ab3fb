"""A reader's text becomes clauses; no text is ever a syntax error.

Quotes hold words together, a hyphen before a word excludes it, a known prefix (``format:csv``,
``ปี:2563``) filters, and everything else is words.  A word also asks for its parts, its synonyms
and, of a year, the same year in the other calendar: all of them weaker than the word as typed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from catalog.search.analyzer import STOP_WORDS, Analyzer, is_stem, is_thai, normalise, stem
from catalog.search.dates import full_month, full_year
from catalog.search.light import light_words
from catalog.search.prefixes import AGENCY, TITLE, Filter, other_year, prefix_of, values_of
from catalog.search.synonyms import Synonyms, Table, packaged_synonyms

__all__ = [
    "MAX_ALTERNATIVES",
    "MAX_CHARACTERS",
    "MAX_TERMS",
    "Agencies",
    "Clause",
    "Filter",
    "Query",
    "clean",
    "field_of",
    "in_field",
    "in_pieces",
    "parse",
    "squeeze",
]

MAX_CHARACTERS = 200
MAX_TERMS = 32
MAX_ALTERNATIVES = 12
"""Alternatives of one clause; a query has at most MAX_ADDED more than its words and parts."""
MAX_ADDED = 64

Clause = tuple[tuple[str, ...], ...]
"""Alternatives, the best first; an alternative holds when all of its terms occur."""
Agencies = Callable[[str], tuple[str, ...]]
"""Gives the codes of the agencies that a typed code or name means, () when it means none."""

_OF_ALL = STOP_WORDS | frozenset(("ข้อมูล", "ชุดข้อมูล", "data", "dataset", "information"))
"""Words that a question does without beside others: all that a catalogue lists is data."""

_FIELD = "\x1f"
_QUOTES = str.maketrans("“”„«»＂：", '"""""":')
_PIECE = re.compile(
    r'(?<!\S)(?P<minus>-?)(?:(?P<of>[^\s":-][^\s":]{0,19}):)?"(?P<quoted>[^"]*)"'
    r'|(?<!\S)-(?=\S)(?P<unwanted>\S+)|(?P<plain>[^\s"]+)|"'
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks for: every clause, no excluded clause, every filter and every phrase.

    ``phrases`` are squeezed and stand in the text as they are; their words are among the clauses.
    ``filters`` hold for a facet the values of which one is needed.  ``pieces`` are the texts
    between spaces with their words, for a second try.  ``terms`` are the words and parts to
    highlight.  ``cut`` says that the text was too long and its end was dropped.  No clause asks
    for every dataset.  A term may name a field (see ``field_of``).  ``hints`` need not hold: what
    holds them comes a little further up.
    """

    clauses: tuple[Clause, ...] = ()
    hints: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    phrases: tuple[str, ...] = ()
    pieces: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    cut: bool = False


def in_field(name: str, value: str) -> str:
    """Return the term that asks for a value of a field other than the text."""
    return f"{name}{_FIELD}{value}"


def field_of(term: str) -> tuple[str, str]:
    """Return the field of a term and what it asks for there; the field of a word is the text."""
    name, mark, value = term.partition(_FIELD)
    return (name, value) if mark else ("text", term)


def in_pieces(clause: Clause) -> Clause:
    """Return the words and parts that were typed, any of which will do when the whole is nowhere.

    They are none when one word without parts was typed.
    """
    typed = clause[0]
    if len(clause) > 1 and "".join(clause[1]) == "".join(typed):
        typed = clause[1]
    told = (word for word in typed if len(word) > 1 and word not in STOP_WORDS)
    return tuple((word,) for word in told) if len(typed) > 1 else ()


def squeeze(text: str) -> str:
    """Return the normalised text with single spaces: phrases are looked for in this form.

    The repetition mark follows its word without a space: อื่น ๆ and อื่นๆ are one spelling.
    """
    return " ".join(normalise(text).split()).replace(" ๆ", "ๆ")


def clean(text: str) -> tuple[str, bool]:
    """Return at most MAX_CHARACTERS printable characters, and whether a word was cut in two.

    Control characters, lone surrogates and unassigned characters become spaces.
    """
    return _shortened(_printable(text))


def _printable(text: str) -> str:
    text = text[: 8 * MAX_CHARACTERS].translate(_QUOTES)
    # Thai and invisible format characters (Cf) stay: the analyzer knows them.
    return "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Cn", "Co") else c for c in text
    ).strip()


def _shortened(text: str) -> tuple[str, bool]:
    if len(text) <= MAX_CHARACTERS:
        return text, False
    head, rest = text[:MAX_CHARACTERS], text[MAX_CHARACTERS]
    if rest.isspace():
        return head.rstrip(), False
    words = head.rsplit(None, 1)
    return (words[0], False) if len(words) == 2 else (head, True)


def parse(
    text: str,
    analyzer: Analyzer,
    synonyms: Synonyms | None = None,
    agencies: Agencies | None = None,
) -> Query:
    """Return the query that a text means; bounded in time whatever the text.

    Without ``synonyms`` the packaged ones apply, also behind ``agency:``.  Without ``agencies``,
    and for what means none of them, a name there is looked for as words.
    """
    shown = _printable(text)
    short, broken = _shortened(shown)
    table = (packaged_synonyms() if synonyms is None else synonyms).table(analyzer)
    reading = _Reading(analyzer, table, broken, cut=len(short) < len(shown), agencies=agencies)
    for piece in _pieces(short):
        reading.take(piece)
    return reading.query()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two spaces, or between quotes, after a known prefix or none."""

    text: str
    prefix: str = ""
    quoted: bool = False
    unwanted: bool = False


def _pieces(text: str) -> Iterator[_Piece]:
    waiting = ""  # a prefix whose value follows after a space, as in "ปี: 2563"
    for found in _PIECE.finditer(text):
        if found["quoted"] is not None:
            prefix = prefix_of(found["of"] or "")
            if found["of"] and not prefix:
                yield _Piece(found["of"], unwanted=bool(found["minus"]))
            yield _Piece(found["quoted"], prefix or waiting, True, bool(found["minus"]))
            waiting = ""
            continue
        plain = found["plain"] or found["unwanted"]
        if not plain:
            continue
        name, colon, value = plain.partition(":")
        prefix = prefix_of(name) if colon else ""
        unwanted = found["unwanted"] is not None
        if prefix and not value and not unwanted:
            waiting = prefix
        elif prefix:
            yield _Piece(value, prefix, unwanted=unwanted)
            waiting = ""
        else:
            yield _Piece(plain, "" if unwanted else waiting, unwanted=unwanted)
            waiting = ""


@dataclass(slots=True)
class _Reading:
    """What was read of a text so far."""

    analyzer: Analyzer
    table: Table
    broken: bool
    cut: bool
    agencies: Agencies | None = None
    left: int = MAX_TERMS
    words: list[tuple[str, bool]] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    placed: list[Clause] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    pieces: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)

    def take(self, piece: _Piece) -> None:
        """Read one piece."""
        if piece.prefix not in ("", TITLE):
            values = self._values(piece)
            if values and piece.unwanted:
                self.excluded.append(tuple((in_field(piece.prefix, value),) for value in values))
                return
            if values:
                self.filters.append((piece.prefix, values))
                return
        tokens = self._tokens(piece.text)
        if not tokens:
            return
        if piece.prefix in (TITLE, AGENCY):
            clauses = _in_one_field(piece.prefix, piece.text, tokens, self.analyzer)
            if not piece.unwanted:
                self.placed += clauses
            elif piece.prefix == AGENCY:
                self.excluded += clauses
            else:
                self.excluded.append(_all_of([in_field(TITLE, token) for token in tokens]))
        elif piece.unwanted:
            self.excluded.append(_all_of(tokens))
        else:
            self.words += [(token, piece.quoted) for token in tokens]
            self.pieces.append((squeeze(piece.text), tuple(tokens)))
        if piece.quoted and not piece.unwanted:
            self.phrases.append(squeeze(piece.text))

    def _values(self, piece: _Piece) -> tuple[str, ...]:
        if piece.prefix != AGENCY:
            return values_of(piece.prefix, piece.text)
        every = (code for one in piece.text.split(",") for code in self._agencies(one))
        return tuple(dict.fromkeys(every))

    def _agencies(self, name: str) -> tuple[str, ...]:
        """Return the agencies that a name means, else those that another name for it means."""
        if self.agencies is None:
            return ()
        if codes := self.agencies(name):
            return codes
        for other in self.table.others(tuple(self.analyzer.tokens(name))):
            if codes := self.agencies(("" if is_thai(other[0]) else " ").join(other)):
                return codes
        return ()

    def _tokens(self, text: str) -> list[str]:
        every = self.analyzer.tokens(text)
        tokens = every[: self.left]
        self.cut = self.cut or len(every) > self.left
        if self.broken:
            tokens = tokens[:-1] or tokens
        self.left -= len(tokens)
        return tokens

    def query(self) -> Query:
        """Return the whole."""
        needed, hints = _clauses(self.words, self.analyzer, self.table)
        clauses = (*needed, *dict.fromkeys(self.placed))
        terms = dict.fromkeys(field_of(t)[1] for clause in clauses for one in clause for t in one)
        return Query(
            clauses,
            tuple(hints),
            tuple(self.excluded),
            tuple(dict.fromkeys(self.phrases)),
            tuple(self.pieces),
            tuple(term for term in terms if not is_stem(term)),
            tuple(dict.fromkeys(self.filters)),
            self.cut,
        )


def _clauses(
    words: Sequence[tuple[str, bool]], analyzer: Analyzer, table: Table
) -> tuple[list[Clause], list[Clause]]:
    """Return a clause for each word, or for each run of words that has synonyms; and the hints."""
    spans: dict[tuple[str, ...], bool] = {}
    meant: dict[tuple[str, ...], str] = {}
    at = 0
    while at < len(words):
        # What is quoted stands as it is, so its words have no synonyms.
        free = 0
        while at + free < len(words) and not words[at + free][1]:
            free += 1
        tokens = tuple(word for word, _ in words[at : at + free]) or (words[at][0],)
        size = table.longest(tokens) if free else 1
        if free and (date := _date(words, at)):
            meant[tokens[:1]] = date
            size = 1
        spans[tokens[:size]] = spans.get(tokens[:size], False) or bool(free)
        at += size
    wanted = [span for span in spans if len(span) > 1 or not _spared(span[0], analyzer)]
    # A question of small words alone asks for them.
    wanted = wanted or [span for span in spans if span[0] not in STOP_WORDS] or list(spans)
    # What is quoted is meant as it stands, however little it says.
    little = {s for s in wanted if len(s) == 1 and spans[s] and s[0] in light_words()}
    if len(little) < len(wanted):
        wanted.sort(key=little.__contains__)
    else:
        little = set()
    left = MAX_ADDED
    hints: dict[tuple[str, ...], Clause] = {}
    out: dict[tuple[str, ...], Clause] = {}
    for span in wanted:
        said = (meant[span],) if span in meant else span
        plain = _as_typed(span, analyzer)
        if span in meant:
            plain.insert(0, said)
        others: dict[tuple[str, ...], None] = {}
        if spans[span]:
            others = dict.fromkeys(
                (
                    *_years(said),
                    *table.others(said),
                    *_inside(said, table, analyzer),
                    *table.related(said),
                )
            )
        room = max(0, min(left, MAX_ALTERNATIVES - len(plain)))
        added = [other for other in others if other not in plain][:room]
        left -= len(added)
        (hints if span in little else out).setdefault(plain[0], (*plain, *added))
    return list(out.values()), list(hints.values())


def _spared(word: str, analyzer: Analyzer) -> bool:
    """Say whether a question does without a word, such as ที่ไหนบ้าง, when it has others."""
    return word in _OF_ALL or STOP_WORDS.issuperset(analyzer.fine(word))


def _date(words: Sequence[tuple[str, bool]], at: int) -> str:
    """Return the year or month in full that a word stands for beside its neighbours, or ""."""
    before = words[at - 1][0] if at else ""
    after = words[at + 1][0] if at + 1 < len(words) else ""
    return full_year(before, words[at][0]) or full_month(words[at][0], after)


def _as_typed(span: tuple[str, ...], analyzer: Analyzer) -> list[tuple[str, ...]]:
    """Return the words as they stand, their parts, and what has the same stem."""
    kept = tuple(dict.fromkeys(word for word in span if word not in STOP_WORDS)) or span
    out = dict.fromkeys([kept])
    small = [part for word in kept for part in analyzer.fine(word)]
    if len(small) > 2 and small[0] in STOP_WORDS:  # who asks for ที่ทำงาน asks for ทำงาน
        del small[0]
    out[tuple(dict.fromkeys(small))] = None
    root = stem(kept[0]) if len(kept) == 1 else ""
    if root:  # a word that is its own stem stands in the index as it is
        out |= dict.fromkeys([(root,), (root[:-1],)])
    return list(out)


def _years(span: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the same year in the other calendar, and among the years that the data cover."""
    if len(span) == 1 and (other := other_year(span[0])):
        yield (other,)
        yield (in_field("year", min(other, span[0])),)


def _inside(span: tuple[str, ...], table: Table, analyzer: Analyzer) -> Iterator[tuple[str, ...]]:
    """Yield a compound with one of its parts in other words: กองขยะ is also กอง and มูลฝอย."""
    parts = analyzer.parts(span[0]) if len(span) == 1 else ()
    for i, part in enumerate(parts):
        for other in table.others((part,)):
            yield tuple(dict.fromkeys((*parts[:i], *other, *parts[i + 1 :])))


def _in_one_field(prefix: str, text: str, tokens: list[str], analyzer: Analyzer) -> list[Clause]:
    """Ask for an agency by its code or the words of its name, or for words in the title."""
    if prefix == AGENCY:
        codes = dict.fromkeys((text.strip(), text.strip().lower()))
        return [(*((in_field(AGENCY, code),) for code in codes), tuple(dict.fromkeys(tokens)))]
    out = []
    for word in dict.fromkeys(tokens):
        forms = dict.fromkeys([(word,), tuple(dict.fromkeys(analyzer.fine(word)))])
        out.append(tuple(tuple(in_field(TITLE, one) for one in form) for form in forms))
    return out


def _all_of(tokens: list[str]) -> Clause:
    """Exclude what holds every word as it stands; parts would take away too much."""
    return (tuple(dict.fromkeys(tokens)),)
