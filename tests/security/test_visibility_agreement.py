"""One rule, three tongues: `may_see`, its SQL and the terms of the index agree on every case."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from catalog.auth.policy import ANYONE, SYSTEM, Actor, Post, actor_terms, may_see
from catalog.db.models import Agency, Dataset, Revision
from catalog.db.queries.datasets import (
    Which,
    count_datasets,
    list_datasets,
    rightful_audience,
    walk_datasets,
)
from catalog.db.visibility import visible_to
from catalog.jobs.index import rebuild_index
from catalog.jobs.installation import Installation
from catalog.search.backend import SearchRequest
from schemas.dataset import DatasetRecord
from tests.fixtures_app import NOW, settings
from vocab.codes import Audience, Category, Classification, DatasetState, Role

pytestmark = pytest.mark.untraced

#: Agency of the actors, another one of the same organisation, one of another organisation.
OWNERS = ("5001", "5004", "nat-1")
#: Unstated category and level belong to the cases: nothing may be public by omission.
CATEGORIES = (None, *Category)
LEVELS = (None, *Classification)

CASES = [
    (category, level, private, state, working, owner)
    for category, level, private, state, working, owner in itertools.product(
        CATEGORIES, LEVELS, (False, True), DatasetState, (False, True), OWNERS
    )
    # A working revision beside another one exists only for what is published.
    if not working or state is DatasetState.PUBLISHED
]

ACTORS = {
    "anyone": ANYONE,
    **{
        role.value: Actor(person=1, posts=frozenset({Post(role, "5001", "bma")}))
        for role in (Role.STAFF, Role.STEWARD, Role.HEAD, Role.EVALUATOR)
    },
    "admin": Actor(person=1, posts=frozenset({Post(Role.ADMIN)})),
    "of two agencies": Actor(
        person=1,
        posts=frozenset({Post(Role.STAFF, "5004", "bma"), Post(Role.HEAD, "nat-1", "nat-1")}),
    ),
    "without a post": Actor(person=1),
}


def stated(case: tuple[Any, ...]) -> dict[str, Any]:
    """The metadata that makes a case."""
    category, level, private, *_ = case
    found = {"title": "ชุดข้อมูล", "data_category": category, "data_classification": level}
    return {k: str(v) for k, v in found.items() if v is not None} | {"private": private}


@pytest.fixture(scope="module")
def rows(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One dataset a case, in the real tables, with the audience the services would write."""
    folder = tmp_path_factory.mktemp("cases") / "data"
    shutil.copytree(seeded_folder, folder)
    installation = Installation.open(settings(folder), now=lambda: NOW)
    with installation.sessions.write() as session:
        agencies = {a.code: a for a in session.scalars(select(Agency))}
        session.execute(
            insert(Dataset),
            [dataset_row(number, agencies[case[5]]) for number, case in enumerate(CASES, 1)],
        )
        revisions: list[dict[str, Any]] = []
        moves = [moved(number, case, revisions) for number, case in enumerate(CASES, 1)]
        session.execute(insert(Revision), revisions)
        session.execute(update(Dataset), moves)
        shown = list(walk_datasets(session, SYSTEM, which=Which.SHOWN))
        rightful = [{"id": r.row, "audience": rightful_audience(r)} for r in shown]
        session.execute(update(Dataset), rightful)
    rebuild_index(installation.sessions, installation.search)
    yield installation
    installation.close()


def dataset_row(number: int, owner: Agency) -> dict[str, Any]:
    """A dataset without a revision yet."""
    return {
        "id": number,
        "uid": f"uid-{number}",
        "slug": f"case-{number}",
        "agency_id": owner.id,
        "organisation": owner.organisation,
        "state": DatasetState.DRAFT,
        "audience": Audience.CUSTODIANS,
        "version": 1,
        "created": NOW,
        "modified": NOW,
        "note": "",
    }


def moved(number: int, case: tuple[Any, ...], revisions: list[dict[str, Any]]) -> dict[str, Any]:
    """The pointers and states of a case; its revisions are added to the list."""

    def revise(words: dict[str, Any]) -> int:
        row = len(revisions) + 1
        facts = {"dataset_id": number, "number": row, "at": NOW, "repairs": [], "reason": ""}
        revisions.append({"id": row, "stated": words, **facts})
        return row

    state, beside = case[3], case[4]
    first = revise(stated(case))
    published = first if state is DatasetState.PUBLISHED else None
    # The draft beside would be open to all: it must not decide anything.
    working = revise(stated((Category.PUBLIC, Classification.OPEN, False))) if beside else None
    if state in (DatasetState.DRAFT, DatasetState.SUBMITTED, DatasetState.RETURNED):
        working = first
    return {
        "id": number,
        "state": state,
        "published_id": published,
        "working_id": working,
        "working_state": None if working is None else (DatasetState.DRAFT if beside else state),
    }


def found_by_search(installation: Installation, actor: Actor) -> tuple[set[int], int]:
    """Every row that the index gives an actor, page by page, and the total it claims."""
    rows: set[int] = set()
    while True:
        answer = installation.search.search(
            SearchRequest(audience=actor_terms(actor), limit=1000, offset=len(rows))
        )
        if not answer.rows:
            return rows, answer.total
        rows |= set(answer.rows)


def records(installation: Installation) -> list[DatasetRecord]:
    with installation.sessions.read() as session:
        return list(walk_datasets(session, SYSTEM, which=Which.SHOWN))


@pytest.mark.slow
def test_the_three_forms_of_the_rule_agree_on_every_case(rows: Installation) -> None:
    everybody = records(rows)
    assert len(everybody) == len(CASES)
    for name, actor in ACTORS.items():
        by_python = {r.row for r in everybody if may_see(actor, r)}
        with rows.sessions.read() as session:
            by_sql = set(session.scalars(select(Dataset.id).where(visible_to(actor))))
            counted = count_datasets(session, actor)
            listed = list_datasets(session, actor, limit=1)
        by_search, total = found_by_search(rows, actor)
        assert by_python == by_sql, (name, differing(by_python ^ by_sql))
        assert by_python == by_search, (name, differing(by_python ^ by_search))
        assert {counted, listed.total, total} == {len(by_python)}, name


def differing(rows: set[int]) -> list[tuple[Any, ...]]:
    """The cases on which two forms disagree, a few of them."""
    return [CASES[row - 1] for row in sorted(rows)[:5]]


@pytest.mark.slow
def test_what_the_rule_says_in_words(rows: Installation) -> None:
    """The rule once more, spelt out by hand, so that three equal mistakes are found."""
    seen = {
        name: {r.row for r in records(rows) if may_see(actor, r)} for name, actor in ACTORS.items()
    }
    for number, (category, level, private, state, _, owner) in enumerate(CASES, 1):
        who = {name for name, found in seen.items() if number in found}
        keepers = {"admin"} | ({"steward", "head"} if owner == "5001" else set())
        keepers |= {"of two agencies"} if owner == "nat-1" else set()
        assert keepers <= who, CASES[number - 1]
        opened = (
            state is DatasetState.PUBLISHED
            and not private
            and level in (Classification.OPEN, None)
            and category in (Category.PUBLIC, None)
            and (level, category) != (None, None)
        )
        assert ("anyone" in who) == opened, CASES[number - 1]
        if opened:
            assert who == set(ACTORS)
        secret = level in (
            Classification.CONFIDENTIAL,
            Classification.SECRET,
            Classification.TOP_SECRET,
        ) or category in (Category.OFFICIAL_SECRET, Category.NATIONAL_SECURITY)
        if secret or state is not DatasetState.PUBLISHED:
            assert who == keepers, CASES[number - 1]
        if owner == "nat-1" and not opened:
            assert who == keepers, CASES[number - 1]
        assert "without a post" not in who or opened


def test_the_cases_are_every_case() -> None:
    assert len(CASES) == 6 * 6 * 2 * (5 + 1) * 3
    assert len(set(CASES)) == len(CASES)
