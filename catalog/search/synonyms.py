"""Words that mean the same: groups of them, applied to the query only, so an edit acts at once.

A group is symmetric, and a word belongs to one group at most, so that nothing chains.  Beside the
groups some words lead to others, one way only and weaker: น้ำเน่า to คุณภาพน้ำ.
"""

import functools
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain

from catalog.search.analyzer import (
    MAX_WORD,
    STOP_WORDS,
    Analyzer,
    is_thai,
    normalise,
    singular,
    stem,
)
from catalog.search.places import SHORTEST_SOUND, Place, packaged_places, sound

__all__ = [
    "MAX_MEMBERS",
    "MAX_MEMBER_CHARACTERS",
    "NO_SYNONYMS",
    "Group",
    "Related",
    "Synonyms",
    "Table",
    "member_form",
    "packaged_groups",
    "packaged_related",
    "packaged_synonyms",
    "read_groups",
    "read_related",
]

MAX_MEMBERS = 12
"""Members of one group: more would not be looked for anyway."""

MAX_MEMBER_CHARACTERS = 100

LEADS = 0.25
"""What words count to which others lead, together and of one for the word as typed."""

_LONGEST = 10
"""Words of a member that are compared."""

_LONGEST_PLACE = 30
_NOUNS = ("การ", "ความ")
"""What makes a noun of a Thai verb."""

_LETTERS = re.compile("[a-z]+")
_PLAIN_THAI = re.compile("[\\u0e01-\\u0e2e\\u0e30-\\u0e3a\\u0e40-\\u0e45\\u0e47-\\u0e4e .]+")
_PLAIN_ENGLISH = re.compile("[a-z]+(?: [a-z]+)*")
# Letters and digits that are Latin ones once normalised.
_LATIN = re.compile("[A-Za-z0-9\\u0e50-\\u0e59\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a]")
_BETWEEN = dict.fromkeys(map(ord, "._-"))

Group = tuple[str, ...]
"""Members as written; any of them also asks for the others."""

Leads = tuple[Group, Group]
"""Words as written, and what each of them leads to."""


class Related(tuple[str, ...]):
    """Words that what was typed leads to."""

    __slots__ = ()

    @property
    def weight(self) -> float:
        """What each of them counts, of one for the word as typed."""
        return LEADS / max(1, len(self))


def member_form(member: str) -> str:
    """Return what two spellings of one member have in common; "" when nothing can be searched.

    It is the words run together: กทม. and กทม, PM 2.5 and pm2.5 are the same member.
    """
    return "".join(c for c in normalise(member) if c not in ".-_/()\"',:;" and not c.isspace())


class Table:
    """The groups as one analyzer cuts them, and the places, which are found by their sound too.

    Words are compared run together: where a reader puts a space, or how a word is cut beside
    another one, does not matter.  Nothing is cut before somebody asks for it, and what is written
    in Latin letters or digits, most of the work, is not read before somebody types some.
    """

    def __init__(
        self,
        groups: Iterable[Group],
        analyzer: Analyzer,
        places: Iterable[Place] = (),
        leads: Iterable[Leads] = (),
    ) -> None:
        self._analyzer = analyzer
        self._places = tuple(places)
        self._written = (*groups, *self._places)
        self._leads = tuple(leads)
        self._groups: dict[str, list[Group]] = {}
        self._meant: dict[str, list[Group]] = {}
        self._lines: dict[str, list[int]] = {}
        self._sounds: dict[str, str] = {}
        self._bags: dict[str, tuple[str, frozenset[str]]] = {}
        self._latin_read = False
        self._reading = threading.Lock()
        self._others = functools.lru_cache(4096)(self._find_others)
        self._related = functools.lru_cache(4096)(self._find_related)
        for group in self._written:
            self._know(group, [self._name(member) for member in group if not _LATIN.search(member)])
        for line, (words, _) in enumerate(self._leads):
            for word in words:
                self._lead(line, word)

    def _know(self, group: Group, names: Iterable[str]) -> None:
        for name in filter(None, dict.fromkeys(names)):
            self._groups.setdefault(name, []).append(group)

    def _lead(self, line: int, word: str) -> None:
        if word.endswith("."):
            self._meant.setdefault(self._name(word), []).append(self._leads[line][1])
        else:
            self._lines.setdefault(self._name(word), []).append(line)

    def _name(self, member: str) -> str:
        """Return the words of a member run together."""
        plain = normalise(member)
        if _PLAIN_THAI.fullmatch(plain):  # however it is cut, its words run together are the same
            return plain.replace(".", "").replace(" ", "")
        return _joined(_form(member, self._analyzer))

    def _read_latin(self) -> None:
        """Take what is written in Latin letters or digits."""
        members = chain.from_iterable((*self._written, *(words for words, _ in self._leads)))
        names = {member: self._latin_name(member) for member in filter(_LATIN.search, members)}
        for group in self._written:
            self._know(group, [names[member] for member in group if member in names])
        taken: dict[str, str] = {}
        for place in self._places:
            for spelling in place[1:]:
                heard = sound(spelling.lower())
                if taken.setdefault(heard, place[0]) != place[0]:
                    self._sounds.pop(heard, None)
                elif len(heard) >= SHORTEST_SOUND:
                    self._sounds[heard] = names[spelling]
        self._latin_read = True

    def _latin_name(self, member: str) -> str:
        """Return the words of a member run together, and know them in any order from now on."""
        form = _form(member, self._analyzer)
        joined = _joined(form)
        if bag := _bag(form):
            self._bags.setdefault(bag, (joined, frozenset(form)))
        return joined

    def _same(self, name: str) -> tuple[str, ...]:
        """Return the members of the groups that a name stands in."""
        return tuple(member for group in self._groups.get(name, ()) for member in group)

    def _find_others(self, name: str) -> tuple[tuple[str, ...], ...]:
        meant = (member for to in self._meant.get(name, ()) for member in to)
        forms = (_form(member, self._analyzer) for member in (*self._same(name), *meant))
        return tuple(filter(None, dict.fromkeys(forms)))

    def _find_related(self, name: str) -> tuple[Related, ...]:
        lines: set[int] = set()
        for one in {name, *map(self._name, self._same(name))}:
            lines.update(self._lines.get(one, ()))
        words = (word for line in sorted(lines) for word in self._leads[line][1])
        return tuple(dict.fromkeys(Related(_form(word, self._analyzer)) for word in words))

    def longest(self, tokens: Sequence[str]) -> int:
        """Return how many of the first tokens form one member, at least 1."""
        for size in range(min(len(tokens), _LONGEST), 1, -1):
            if self._key(tokens[:size]):
                return size
        return 1

    def others(self, form: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return what else means the same as these words, in the order of the group."""
        return [other for other in self._others(self._key(form)) if other != form]

    def related(self, form: Sequence[str]) -> tuple[Related, ...]:
        """Return what these words lead to."""
        return self._related(self._key(form))

    def _key(self, words: Sequence[str]) -> str:
        """Return the name under which these words are known; "" for none."""
        joined = _joined(words)
        if not self._latin_read and _LATIN.search(joined):
            with self._reading:
                if not self._latin_read:
                    self._read_latin()
        if joined in self._groups or joined in self._lines or joined in self._meant:
            return joined
        if not joined or is_thai(joined):
            return self._nominal(joined)
        short = len(joined) <= _LONGEST_PLACE and _LETTERS.fullmatch(joined)
        if short and (found := self._sounds.get(sound(joined))):
            return found
        found, known = self._bags.get(_bag(words), ("", frozenset[str]()))
        # A word of its own meaning is no form of another: who asks for parking wants no park.
        return "" if any(w in self._groups for w in words if w not in known) else found

    def _nominal(self, joined: str) -> str:
        """Return the known verb of a Thai noun, or the known noun of a verb; "" for none."""
        for noun in _NOUNS:
            other = joined.removeprefix(noun) if joined.startswith(noun) else noun + joined
            if joined and (other in self._groups or other in self._lines):
                return other
        return ""


def _joined(words: Iterable[str]) -> str:
    joined = "".join(words)
    return joined if joined.isalnum() else joined.translate(_BETWEEN)


def _bag(words: Sequence[str]) -> str:
    """Return what English words have in common in any order and form; "" for other words.

    Department of Highways and Highway Department, vaccination and vaccinated.
    """
    if not words or not STOP_WORDS.isdisjoint((words[0], words[-1])):
        return ""  # small words count between others, not beside them
    told = [word for word in words if word not in STOP_WORDS]
    if len(told) > 2 and "thailand" in told:  # of Thailand is what every body here is
        told.remove("thailand")
    if not all(map(_LETTERS.fullmatch, told)):
        return ""
    return " ".join(sorted(stem(word) or word for word in told))


def _form(member: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Return the words of a member; PM2.5 and COVID-19 in their parts, as also PM 2.5 is found."""
    plain = member.lower()
    if len(plain) <= MAX_WORD and _PLAIN_ENGLISH.fullmatch(plain):
        return tuple(map(singular, plain.split()))  # as the analyzer would say, in half the time
    words: list[str] = []
    for word in analyzer.tokens(member):
        words += [word] if is_thai(word) else analyzer.fine(word)
    return tuple(words)


@dataclass(frozen=True)
class Synonyms:
    """The groups in force, and what leads to what."""

    groups: tuple[Group, ...] = ()
    leads: tuple[Leads, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @functools.cached_property
    def _hash(self) -> int:
        # A tuple works out its own every time, and every search looks its table up.
        return hash(self.groups)

    def table(self, analyzer: Analyzer) -> Table:
        """Return the groups as an analyzer cuts them; made once."""
        return _table(self, analyzer)


NO_SYNONYMS = Synonyms()


@functools.lru_cache(maxsize=8)
def _table(synonyms: Synonyms, analyzer: Analyzer) -> Table:
    return Table(synonyms.groups, analyzer, packaged_places(), synonyms.leads)


def read_groups(text: str) -> Iterator[Group]:
    """Yield the groups of a file: one a line, members between equals signs, # opens a remark."""
    for line in text.splitlines():
        members = tuple(part.strip() for part in line.partition("#")[0].split("="))
        if len(members) > 1:
            yield members


def read_related(text: str) -> Iterator[Leads]:
    """Yield the lines of a file that lead from words to others: ``a = b > c = d``, # for a remark.

    A word that ends in a full stop is an abbreviation that also means what stands behind the mark;
    any other word lets what means the same lead there too.
    """
    for line in text.splitlines():
        sides = [
            tuple(filter(None, (part.strip() for part in side.split("="))))
            for side in line.partition("#")[0].split(">")
        ]
        if len(sides) == 2 and all(sides):
            yield sides[0], sides[1]


def _packaged(name: str) -> str:
    return (resources.files("catalog.search") / "data" / name).read_text("utf-8")


@functools.cache
def packaged_groups() -> tuple[Group, ...]:
    """Return the groups that the catalogue comes with."""
    return (*read_groups(_packaged("synonyms.txt")), *read_groups(_packaged("agencies.txt")))


@functools.cache
def packaged_related() -> tuple[Leads, ...]:
    """Return what words lead to in the catalogue as it comes."""
    return tuple(read_related(_packaged("related.txt")))


@functools.cache
def packaged_synonyms() -> Synonyms:
    """Return the synonyms that the catalogue comes with."""
    return Synonyms(packaged_groups(), packaged_related())
