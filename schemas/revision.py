"""Revision: the words of a dataset's entry at one moment, as the public is told of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """A revision that anyone could see: its number, and when it was published.

    Who wrote and who approved it is told to custodians only.
    """

    number: int
    published: dt.datetime
