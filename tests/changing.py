"""Changes to public datasets, for readers that are in the middle of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from catalog.db.queries.datasets import get_dataset
from catalog.jobs.installation import Installation
from catalog.services.datasets import (
    approve_dataset,
    draft_of,
    edit_dataset,
    submit_dataset,
    withdraw_dataset,
)
from schemas.dataset import DatasetRecord
from tests.fixtures_app import NOW, draft, person, published


class Changer:
    """Edits, withdraws and adds public datasets of 5001, one at a time, each a second later.

    ``names`` are the datasets that may be touched, in this order.
    """

    def __init__(
        self, installation: Installation, names: list[str], now: dt.datetime = NOW
    ) -> None:
        self.installation = installation
        self.names = iter(names)
        self.now = now
        self.gone: list[str] = []
        self.edited: list[str] = []

    def _step(self, who: str, act: Any, *words: Any, **more: Any) -> DatasetRecord:
        self.now += dt.timedelta(seconds=1)
        with self.installation.sessions.write() as session:
            record: DatasetRecord = act(
                session, person(self.installation, who), *words, now=self.now, **more
            )
        return record

    def read(self, name: str) -> DatasetRecord:
        """A dataset as its head sees it."""
        with self.installation.sessions.read() as session:
            return get_dataset(session, person(self.installation, "head"), name)

    def withdraw(self) -> None:
        """The next one leaves."""
        name = next(self.names)
        version = self.read(name).version
        self._step("head", withdraw_dataset, name, "เลิก", version=version)
        self.gone.append(name)

    def edit(self) -> None:
        """The next one gets another title."""
        name = next(self.names)
        opened = draft_of(self.read(name))
        stated: dict[str, Any] = {**opened.metadata, "title": f"แก้แล้ว {name}"}
        handed_in = draft(slug=name, distributions=opened.distributions, **stated)
        version = self.read(name).version
        for who, act, words in (
            ("steward", edit_dataset, (handed_in,)),
            ("steward", submit_dataset, ()),
            ("head", approve_dataset, ()),
        ):
            version = self._step(who, act, name, *words, version=version).version
        self.edited.append(name)

    def add(self) -> None:
        """One more."""
        published(self.installation, drain=False)
