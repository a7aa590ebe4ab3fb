"""CKAN's query language as a tree: the part of Solr's syntax that is in use, bounded in every way.

A blank means AND and binds loosest, then OR, then AND: ``a OR b c`` is (a or b) and c, as
harvesters join their filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = [
    "MAX_LENGTH",
    "MAX_TERMS",
    "And",
    "Budget",
    "Every",
    "Node",
    "Not",
    "Or",
    "QueryRefused",
    "Range",
    "Term",
    "Words",
    "parse",
]

#: Longest q or fq that is read (characters).
MAX_LENGTH = 16_000
#: Most terms and most texts for the search engine in one request, q and all fq together.
MAX_TERMS, MAX_WORDS = 500, 32
MAX_DEPTH = 20
#: Most wildcards in one word; each may try every letter of a text.
MAX_WILDCARDS = 2
#: The engine reads no more of one text (catalog.search.query.MAX_CHARACTERS).
LONGEST_TEXT = 200
#: Fields that mean the whole text of a dataset.
FREE = ("", "text", "_text_")


class QueryRefused(Exception):
    """A query that cannot be read, or that asks for too much."""


@dataclass(frozen=True, slots=True)
class Every:
    """Everything."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words, or one quoted phrase, for our own search engine."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a field; ``*`` and ``?`` in it are wildcards unless quoted or escaped.

    The pieces between wildcards stand in ``pieces``; one piece is a plain value.  ``quoted`` says
    that blanks belong to the value.  A field "" is the whole text.
    """

    field: str
    pieces: tuple[str, ...]
    wildcards: str = ""
    quoted: bool = False

    @property
    def value(self) -> str:
        """The value without wildcards."""
        return "".join(self.pieces)

    @property
    def is_any(self) -> bool:
        """Whether any value will do."""
        return self.wildcards == "*" and not self.value


@dataclass(frozen=True, slots=True)
class Range:
    """Values from ``low`` to ``high``; None is open."""

    field: str
    low: str | None
    high: str | None
    with_low: bool
    with_high: bool


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All but this."""

    part: Node


Node = Every | Words | Term | Range | And | Or | Not


@dataclass(slots=True)
class Budget:
    """What one request may still ask for."""

    terms: int = MAX_TERMS
    words: set[str] = field(default_factory=set)

    def spend(self, text: str = "") -> None:
        """Count a term, and a text for the engine; raises QueryRefused."""
        self.terms -= 1
        if text:
            self.words.add(text)
        if self.terms < 0 or len(self.words) > MAX_WORDS:
            raise QueryRefused("too many terms")


def parse(text: str, budget: Budget | None = None) -> Node:
    """The tree of a query; raises QueryRefused."""
    if len(text) > MAX_LENGTH:
        raise QueryRefused("the query is too long")
    if "{!" in text:
        raise QueryRefused("local parameters are not allowed")
    reader = _Reader(list(_tokens(text)), budget or Budget())
    node = reader.sequence("", 0)
    if reader.peek().kind:
        raise QueryRefused("a bracket is closed that was not opened")
    return node


# Tokens ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """``kind``: "" at the end, an operator or bracket itself, field, word, phrase or range."""

    kind: str
    text: str = ""
    parts: tuple[str, ...] = ()


_END = _Token("")
_OPERATORS = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR", "NOT": "NOT"}
_BLANK = re.compile(r"[\s\u3000]+")
_PREFIX = re.compile(r"[-+!](?=[^\s\u3000])")
_LONE = re.compile(r"[-+!~^:\]}]+(?=[\s\u3000)]|$)|[:\]}~^]")
_FIELD = re.compile(
    r"([^\s\u3000()\[\]{}\"\\:+!~^*?-][^\s\u3000()\[\]{}\"\\:~^*?]*|\*):[\s\u3000]*"
)
_PHRASE = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_RANGE = re.compile(r"([\[{])([^\]}]*)([\]}])")
_ENDS = re.compile(r'\s*("[^"]*"|\S+)\s+TO\s+("[^"]*"|\S+)\s*')
_WORD = re.compile(r'(?:[^\s\u3000()\[\]{}"\\~^]|\\.)+|\\', re.DOTALL)
#: Nearness and weight behind a word, phrase or bracket: read and passed over.
_TAIL = re.compile(r"(?:[~^][0-9.]*)+")
_PIECES = re.compile(r"\\(.)|([*?])|([^\\*?]+)|\\", re.DOTALL)


def _tokens(text: str) -> Iterator[_Token]:
    at, named = 0, False
    while at < len(text):
        if blank := _BLANK.match(text, at):
            at = blank.end()
            named = False
            continue
        letter = text[at]
        if letter in "()":
            at += 1
            if letter == ")" and (tail := _TAIL.match(text, at)):
                at = tail.end()
            yield _Token(letter)
        elif letter == '"':
            at, token = _phrase(text, at)
            yield token
        elif letter in "[{":
            at, token = _range(text, at)
            yield token
        elif not named and (prefix := _PREFIX.match(text, at)):
            at = prefix.end()
            yield _Token("+" if letter == "+" else "NOT")
        elif not named and (name := _FIELD.match(text, at)):
            at = name.end()
            named = True
            yield _Token("field", name[1])
            continue
        elif not named and (lone := _LONE.match(text, at)):
            at = lone.end()
        else:
            at, token = _word(text, at)
            yield token
        named = False


def _phrase(text: str, at: int) -> tuple[int, _Token]:
    match = _PHRASE.match(text, at)
    if match is None:
        raise QueryRefused("a quotation mark is not closed")
    tail = _TAIL.match(text, match.end())
    words = re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL)
    return (tail or match).end(), _Token("phrase", words)


def _range(text: str, at: int) -> tuple[int, _Token]:
    match = _RANGE.match(text, at)
    ends = _ENDS.fullmatch(match[2]) if match else None
    if match is None or ends is None:
        raise QueryRefused("a range is not [A TO B]")
    return match.end(), _Token("range", parts=(match[1], ends[1], ends[2], match[3]))


def _word(text: str, at: int) -> tuple[int, _Token]:
    match = _WORD.match(text, at)
    if match is None:  # pragma: no cover  (every other letter was taken before)
        raise QueryRefused(f"nothing can begin with {text[at]}")
    tail = _TAIL.match(text, match.end())
    end = (tail or match).end()
    if match[0] in _OPERATORS:
        return end, _Token(_OPERATORS[match[0]])
    return end, _Token("word", match[0])


# Grammar -----------------------------------------------------------------------------------------


class _Reader:
    """Reads tokens from left to right; ``name`` is the field that a bracket belongs to."""

    def __init__(self, tokens: list[_Token], budget: Budget) -> None:
        self._tokens, self._at, self._budget = tokens, 0, budget

    def peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _next(self) -> _Token:
        token = self.peek()
        self._at += 1
        return token

    def sequence(self, name: str, depth: int) -> Node:
        """Alternatives side by side: all of them."""
        if depth > MAX_DEPTH:
            raise QueryRefused("brackets are nested too deep")
        parts: list[Node] = []
        while self.peek().kind not in ("", ")"):
            parts.append(self._alternatives(name, depth))
        return _all(list(self._joined(parts)))

    def _joined(self, parts: list[Node]) -> Iterator[Node]:
        """Plain words side by side as one text, so that they are ranked together."""
        words: list[str] = []
        for part in (*parts, None):
            more = isinstance(part, Words) and not part.text.startswith('"')
            if words and not (more and len(" ".join([*words, part.text])) <= LONGEST_TEXT):  # type: ignore[union-attr]
                text = " ".join(words)
                self._budget.words.add(text)
                words = []
                yield Words(text)
            if more:
                self._budget.words.discard(part.text)  # type: ignore[union-attr]
                words.append(part.text)  # type: ignore[union-attr]
            elif part is not None:
                yield part

    def _alternatives(self, name: str, depth: int) -> Node:
        parts = [self._conjunction(name, depth)]
        while self.peek().kind == "OR":
            self._next()
            parts.append(self._conjunction(name, depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _conjunction(self, name: str, depth: int) -> Node:
        parts = [self._operand(name, depth)]
        while self.peek().kind == "AND":
            self._next()
            parts.append(self._operand(name, depth))
        return _all(parts)

    def _operand(self, name: str, depth: int) -> Node:
        excluded = False
        while self.peek().kind in ("NOT", "+"):
            excluded ^= self._next().kind == "NOT"
        node = self._primary(name, depth)
        return Not(node) if excluded else node

    def _primary(self, name: str, depth: int) -> Node:
        token = self._next()
        match token.kind:
            case "field":
                if token.text in ("_query_", "_val_"):
                    raise QueryRefused(f"{token.text} is not allowed")
                if self.peek().kind not in ("word", "phrase", "range", "("):
                    raise QueryRefused(f"{token.text}: has no value")
                return self._primary("" if token.text in FREE else token.text, depth)
            case "(":
                node = self.sequence(name, depth + 1)
                if self._next().kind != ")":
                    raise QueryRefused("a bracket is not closed")
                return node
            case "phrase":
                return self._phrase(name, token.text)
            case "word":
                return self._value(name, token.text)
            case "range":
                return self._range(name, token.parts)
            case _:
                raise QueryRefused(f"something is missing beside {token.kind or 'the end'}")

    def _phrase(self, name: str, text: str) -> Node:
        if not name and not text.strip():
            return Every()
        if name == "*" or name:
            self._budget.spend()
            return Term(name, (text,), quoted=True)
        quoted = '"' + text.replace('"', " ")[: LONGEST_TEXT - 2] + '"'
        self._budget.spend(quoted)
        return Words(quoted)

    def _value(self, name: str, text: str) -> Node:
        pieces, wildcards = _pieces(text)
        if wildcards == "*" and not "".join(pieces):
            self._budget.spend()
            return Every() if name in ("", "*") else Term(name, pieces, wildcards)
        if name == "*":
            name = ""
        if wildcards and not pieces[0]:
            raise QueryRefused("a word may not begin with a wildcard")
        if len(wildcards) > MAX_WILDCARDS:
            raise QueryRefused("too many wildcards in one word")
        if name or wildcards:
            self._budget.spend()
            return Term(name, pieces, wildcards)
        # A quotation mark or a hyphen at the front would mean something to the engine.
        plain = "".join(pieces).replace('"', " ").lstrip("-")[:LONGEST_TEXT].strip()
        if not plain:
            return Every()
        self._budget.spend(plain)
        return Words(plain)

    def _range(self, name: str, parts: tuple[str, ...]) -> Node:
        opened, low, high, closed = parts
        self._budget.spend()
        if not name:
            raise QueryRefused("a range needs a field")
        return Range(name, _end(low), _end(high), opened == "[", closed == "]")


def _end(text: str) -> str | None:
    if text == "*":
        return None
    return text[1:-1] if text[:1] == '"' and len(text) > 1 else text.replace("\\", "")


def _pieces(text: str) -> tuple[tuple[str, ...], str]:
    pieces, wildcards = [""], ""
    for escaped, wildcard, plain in _PIECES.findall(text):
        if wildcard == "*" and wildcards[-1:] == "*" and not pieces[-1]:
            continue
        if wildcard:
            wildcards += wildcard
            pieces.append("")
        else:
            pieces[-1] += escaped or plain
    return tuple(pieces), wildcards


def _all(parts: list[Node]) -> Node:
    if len(parts) > 1:
        parts = [part for part in parts if not isinstance(part, Every)]
    if not parts:
        return Every()
    return parts[0] if len(parts) == 1 else And(tuple(parts))
