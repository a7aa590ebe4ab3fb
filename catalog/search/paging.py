"""Cursors: where a page ended, so that the next one begins there however the index changed.

A cursor carries the key of the last hit and the numbers that scored it.  A dataset that did not
change has the same key on every page: nothing is missed and nothing comes twice.  It is no secret
and opens nothing: the visibility rule applies anew, and whoever edits one only sorts differently.
"""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from catalog.errors import InvalidInput, wrong
from catalog.search.ranking import Scoring

__all__ = ["Cursor", "fixed", "question", "read_cursor"]

_MAX_CURSOR = 8000
_MAX_DAY = 1 << 22


@dataclass(frozen=True, slots=True)
class Cursor:
    """The end of a page.

    ``of`` names the question (see ``question``), ``key`` is the last hit's sort key; sorted by
    title it is the row, and ``title`` holds the sort key of the title.  ``mean``, ``newest`` and
    ``terms`` are those of ``Scoring``.
    """

    of: str
    key: int
    title: bytes = b""
    mean: float = 1.0
    newest: int = 0
    terms: Mapping[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """The cursor as a reader gets it."""
        numbers = [self.mean, self.newest, dict(self.terms)]
        held = json.dumps(
            [self.of, self.key, self.title.hex(), *numbers],
            ensure_ascii=False,  # Thai is shorter so, and an address is short
            separators=(",", ":"),
        )
        return base64.urlsafe_b64encode(held.encode()).decode().rstrip("=")


def question(*parts: object) -> str:
    """A short name of a question: a cursor of another one is refused."""
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=9).hexdigest()


def read_cursor(text: str, of: str) -> Cursor:
    """Read a cursor of this question; raises InvalidInput for anything else."""
    try:
        if len(text) > _MAX_CURSOR:
            raise ValueError(text[:20])
        padded = text + "=" * (-len(text) % 4)
        held: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        name, key, title, mean, newest, terms = held
        cursor = Cursor(name, int(key), bytes.fromhex(title), float(mean), int(newest), dict(terms))
        numbers = [cursor.mean, *map(float, cursor.terms.values())]
        sane = all(math.isfinite(number) and 0 <= number < 1e6 for number in numbers)
        sane = sane and cursor.mean >= 1 and 0 <= cursor.newest < _MAX_DAY
        sane = sane and name == of and 0 <= cursor.key < 1 << 63
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError) as error:
        raise _refused() from error
    if not sane:
        raise _refused()
    return cursor


def _refused() -> InvalidInput:
    return InvalidInput({"cursor": wrong("cursor-unknown")})


def fixed(by: Scoring, cursor: Cursor) -> Scoring:
    """The numbers of a question as they were when its first page was made."""
    terms = {term: float(cursor.terms.get(term, weight)) for term, weight in by.terms.items()}
    return replace(by, terms=terms, mean=cursor.mean, newest=cursor.newest).totalled()
