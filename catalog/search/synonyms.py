"""Words that mean the same: groups of them, applied to the query only, so an edit acts at once.

A group is symmetric, and a word belongs to one group at most, so that nothing chains.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from catalog.search.analyzer import Analyzer, is_thai, normalise
from catalog.search.places import SHORTEST_SOUND, Place, packaged_places, sound

__all__ = [
    "MAX_MEMBERS",
    "MAX_MEMBER_CHARACTERS",
    "NO_SYNONYMS",
    "Group",
    "Synonyms",
    "Table",
    "member_form",
    "packaged_groups",
    "packaged_synonyms",
    "read_groups",
]

MAX_MEMBERS = 12
"""Members of one group: more would not be looked for anyway."""

MAX_MEMBER_CHARACTERS = 100

_LONGEST = 10
"""Words of a member that are compared."""

_LONGEST_PLACE = 30
_LETTERS = re.compile("[a-z]+")

Group = tuple[str, ...]
"""Members as written; any of them also asks for the others."""


def member_form(member: str) -> str:
    """Return what two spellings of one member have in common; "" when nothing can be searched.

    It is the words run together: กทม. and กทม, PM 2.5 and pm2.5 are the same member.
    """
    return "".join(c for c in normalise(member) if c not in ".-_/()\"',:;" and not c.isspace())


class Table:
    """The groups as one analyzer cuts them, and the places, which are found by their sound too.

    Words are compared run together: where a reader puts a space, or how a word is cut beside
    another one, does not matter.
    """

    def __init__(
        self, groups: Iterable[Group], analyzer: Analyzer, places: Iterable[Place] = ()
    ) -> None:
        self._others: dict[str, list[tuple[str, ...]]] = {}
        self._sounds: dict[str, str] = {}
        for group in groups:
            self._add(group, analyzer)
        taken: dict[str, str] = {}
        for place in places:
            first = _joined(self._add(place, analyzer)[0])
            for spelling in place[1:]:
                heard = sound(spelling.lower())
                if taken.setdefault(heard, first) != first:
                    self._sounds.pop(heard, None)
                elif len(heard) >= SHORTEST_SOUND:
                    self._sounds[heard] = _joined(_form(spelling, analyzer))

    def _add(self, group: Group, analyzer: Analyzer) -> list[tuple[str, ...]]:
        forms = dict.fromkeys(_form(member, analyzer) for member in group)
        forms.pop((), None)
        for form in forms:
            others = self._others.setdefault(_joined(form), [])
            others += [other for other in forms if other != form and other not in others]
        return list(forms)

    def longest(self, tokens: Sequence[str]) -> int:
        """Return how many of the first tokens form one member, at least 1."""
        for size in range(min(len(tokens), _LONGEST), 1, -1):
            if self._key(tokens[:size]):
                return size
        return 1

    def others(self, form: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what else means the same as these words, in the order of the group."""
        return self._others.get(self._key(form), [])

    def _key(self, words: Sequence[str]) -> str:
        """Return the name of the group that these words are a member of; "" for none."""
        joined = _joined(words)
        if joined in self._others:
            return joined
        if len(joined) > _LONGEST_PLACE or not _LETTERS.fullmatch(joined):
            return ""
        return self._sounds.get(sound(joined), "")


def _joined(words: Iterable[str]) -> str:
    return re.sub("[._-]", "", "".join(words))


def _form(member: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Return the words of a member; PM2.5 and COVID-19 in their parts, as also PM 2.5 is found."""
    words: list[str] = []
    for word in analyzer.tokens(member):
        words += [word] if is_thai(word) else analyzer.fine(word)
    return tuple(words)


@dataclass(frozen=True)
class Synonyms:
    """The groups in force."""

    groups: tuple[Group, ...] = ()

    def table(self, analyzer: Analyzer) -> Table:
        """Return the groups as an analyzer cuts them; made once."""
        return _table(self, analyzer)


NO_SYNONYMS = Synonyms()


@functools.lru_cache(maxsize=8)
def _table(synonyms: Synonyms, analyzer: Analyzer) -> Table:
    return Table(synonyms.groups, analyzer, packaged_places())


def read_groups(text: str) -> Iterator[Group]:
    """Yield the groups of a file: one a line, members between equals signs, # opens a remark."""
    for line in text.splitlines():
        members = tuple(part.strip() for part in line.partition("#")[0].split("="))
        if len(members) > 1:
            yield members


@functools.cache
def packaged_groups() -> tuple[Group, ...]:
    """Return the groups that the catalogue comes with."""
    held = resources.files("catalog.search") / "data" / "synonyms.txt"
    return tuple(read_groups(held.read_text("utf-8")))


@functools.cache
def packaged_synonyms() -> Synonyms:
    """Return the synonyms that the catalogue comes with."""
    return Synonyms(packaged_groups())
