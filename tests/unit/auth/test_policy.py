"""Permission and visibility as pure rules; tests/security holds the exhaustive comparison."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.auth.policy import (
    ANYONE,
    GRANTS,
    SYSTEM,
    Actor,
    Post,
    actor_terms,
    allows,
    audience_of,
    audience_terms,
    level_of,
    may_see,
    require,
)
from catalog.errors import Forbidden, SignInRequired
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetRecord
from vocab.codes import (
    AgencyKind,
    Audience,
    Category,
    Classification,
    DatasetState,
    Permission,
    Role,
)

DISTRICT = AgencyRecord(
    row=1, code="5001", kind=AgencyKind.DISTRICT, name_th="เขต", organisation="bma"
)
OTHER = dataclasses.replace(DISTRICT, row=2, code="5004")
RECORD = DatasetRecord(
    row=1,
    uid="u",
    slug="s",
    agency=DISTRICT,
    state=DatasetState.PUBLISHED,
    audience=Audience.ANYONE,
    version=1,
    revision=1,
    created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    modified=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)


def holding(role: Role, agency: str = "5001", organisation: str = "bma") -> Actor:
    return Actor(person=1, username="x", posts=frozenset({Post(role, agency, organisation)}))


def test_nothing_is_public_by_omission() -> None:
    assert level_of(None, None) is Classification.PRIVATE
    audience = audience_of(DatasetState.PUBLISHED, None, None, private=False)
    assert audience is Audience.ORGANISATION


@pytest.mark.parametrize(
    ("category", "classification", "private", "audience"),
    [
        (Category.PUBLIC, Classification.OPEN, False, Audience.ANYONE),
        (Category.PUBLIC, None, False, Audience.ANYONE),
        (None, Classification.OPEN, False, Audience.ANYONE),
        (Category.PUBLIC, Classification.OPEN, True, Audience.AGENCY),
        (Category.INTERNAL, None, False, Audience.ORGANISATION),
        (Category.PERSONAL, None, False, Audience.ORGANISATION),
        (Category.PERSONAL, Classification.OPEN, False, Audience.ORGANISATION),
        (Category.PERSONAL, Classification.CONFIDENTIAL, False, Audience.CUSTODIANS),
        (Category.OFFICIAL_SECRET, None, False, Audience.CUSTODIANS),
        (Category.NATIONAL_SECURITY, Classification.OPEN, False, Audience.CUSTODIANS),
        (Category.PUBLIC, Classification.TOP_SECRET, False, Audience.CUSTODIANS),
    ],
)
def test_the_stronger_of_category_and_level_decides(
    category: Category | None,
    classification: Classification | None,
    private: bool,
    audience: Audience,
) -> None:
    assert audience_of(DatasetState.PUBLISHED, category, classification, private) is audience


@given(
    st.sampled_from(DatasetState),
    st.sampled_from([None, *Category]),
    st.sampled_from([None, *Classification]),
    st.booleans(),
)
def test_only_published_datasets_leave_the_custodians(
    state: DatasetState,
    category: Category | None,
    classification: Classification | None,
    private: bool,
) -> None:
    audience = audience_of(state, category, classification, private)
    if state is not DatasetState.PUBLISHED:
        assert audience is Audience.CUSTODIANS
    if private:
        assert audience in (Audience.AGENCY, Audience.CUSTODIANS)


ACTORS = {
    "anyone": ANYONE,
    "staff": holding(Role.STAFF),
    "steward": holding(Role.STEWARD),
    "head": holding(Role.HEAD),
    "outsider": holding(Role.STEWARD, "5004"),
    "stranger": holding(Role.HEAD, "nat-1", "nat-1"),
    "evaluator": holding(Role.EVALUATOR, "2100"),
    "admin": SYSTEM,
}
SEEN_BY = {
    Audience.ANYONE: set(ACTORS),
    Audience.ORGANISATION: {"staff", "steward", "head", "outsider", "evaluator", "admin"},
    Audience.AGENCY: {"staff", "steward", "head", "admin"},
    Audience.CUSTODIANS: {"steward", "head", "admin"},
}


@pytest.mark.parametrize("audience", Audience)
def test_each_audience_holds_just_these_people(audience: Audience) -> None:
    record = dataclasses.replace(RECORD, audience=audience)
    assert {name for name, actor in ACTORS.items() if may_see(actor, record)} == SEEN_BY[audience]
    terms = set(audience_terms(record))
    found = {
        name
        for name, actor in ACTORS.items()
        if (asked := actor_terms(actor)) is None or terms & set(asked)
    }
    assert found == SEEN_BY[audience]


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_granted_to_somebody(permission: Permission) -> None:
    assert any(permission in granted for granted in GRANTS.values())


def test_every_role_stands_in_the_table() -> None:
    assert set(GRANTS) == set(Role)


def test_stewards_and_heads_act_at_their_own_agency_only() -> None:
    for role in (Role.STEWARD, Role.HEAD):
        assert allows(holding(role), Permission.EDIT, DISTRICT)
        assert not allows(holding(role), Permission.EDIT, OTHER)
        assert not allows(holding(role), Permission.EDIT)


def test_evaluators_see_scores_within_their_organisation_only() -> None:
    evaluator = holding(Role.EVALUATOR, "2100")
    assert allows(evaluator, Permission.SEE_SCORE, DISTRICT)
    foreign = dataclasses.replace(DISTRICT, organisation="nat-1")
    assert not allows(evaluator, Permission.SEE_SCORE, foreign)
    assert not allows(evaluator, Permission.EDIT, DISTRICT)


def test_administrators_run_the_catalogue_but_do_not_speak_for_an_agency() -> None:
    assert allows(SYSTEM, Permission.ADMINISTER)
    for permission in (Permission.REGISTER, Permission.SUBMIT, Permission.APPROVE):
        assert not allows(SYSTEM, permission, DISTRICT)


def test_who_is_not_signed_in_is_asked_to_sign_in() -> None:
    with pytest.raises(SignInRequired):
        require(ANYONE, Permission.EDIT, DISTRICT)
    with pytest.raises(Forbidden):
        require(holding(Role.STAFF), Permission.EDIT, DISTRICT)
    with pytest.raises(Forbidden):
        require(Actor(person=1), Permission.EDIT, DISTRICT)
    require(holding(Role.STEWARD), Permission.EDIT, DISTRICT)
