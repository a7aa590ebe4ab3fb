"""Person and membership: who acts, for which agency, in which role, from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vocab.codes import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRecord:
    """A role of a person at an agency; "" as the agency means the whole catalogue.

    ``valid_to`` is excluded; None is open.
    """

    role: Role
    agency: str
    organisation: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the membership is in force on a day in Thailand."""
        return (self.valid_from is None or self.valid_from <= day) and not self.is_over(day)

    def is_over(self, day: dt.date) -> bool:
        """Whether the membership has ended by a day in Thailand; future ones have not."""
        return self.valid_to is not None and self.valid_to <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """A person who can sign in."""

    row: int
    username: str
    name: str
    active: bool
    epoch: int
    memberships: tuple[MembershipRecord, ...] = ()
