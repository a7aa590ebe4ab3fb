"""Accounts, posts, sign-in and tokens; whoever leaves is out with the next request."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.events import Event
from catalog.auth.policy import ANYONE, Post
from catalog.db.models import AuditEntry
from catalog.db.queries.people import (
    actor_of,
    find_actor,
    find_token_actor,
    list_people,
)
from catalog.errors import (
    CatalogError,
    Forbidden,
    InvalidInput,
    NotFound,
    SignInRequired,
    UnknownCode,
    UsernameTaken,
    WrongCredentials,
)
from catalog.jobs.installation import Installation
from catalog.services import people
from tests.fixtures_app import NOW, PASSWORD, PEOPLE, person
from vocab.codes import Role


def test_the_right_password_signs_in_and_letter_case_of_the_name_does_not_matter(
    installation: Installation,
) -> None:
    with installation.sessions.read() as session:
        assert people.sign_in(session, " Steward ", PASSWORD).username == "steward"


@pytest.mark.parametrize(
    ("username", "password"),
    [("steward", "wrong password"), ("nobody", PASSWORD), ("", ""), ("steward", "x" * 100_000)],
)
def test_every_failure_to_sign_in_gives_the_same_answer(
    installation: Installation, username: str, password: str
) -> None:
    with installation.sessions.read() as session, pytest.raises(WrongCredentials) as refused:
        people.sign_in(session, username, password)
    assert refused.value.values == {}


def test_a_disabled_person_is_out_at_once(installation: Installation) -> None:
    with installation.sessions.write() as session:
        admin = person(installation, "admin")
        token = people.make_token(session, admin, "steward", "script", now=NOW)
        row = people.sign_in(session, "steward", PASSWORD)
    with installation.sessions.read() as session:
        assert find_actor(session, row.row, row.epoch, NOW) is not None
        assert find_token_actor(session, token, NOW) is not None
    with installation.sessions.write() as session:
        people.disable_person(session, admin, "steward", now=NOW)
    with installation.sessions.read() as session:
        assert find_actor(session, row.row, row.epoch, NOW) is None
        assert find_token_actor(session, token, NOW) is None
        with pytest.raises(WrongCredentials):
            people.sign_in(session, "steward", PASSWORD)


def test_an_enabled_person_signs_in_again_but_old_sessions_stay_ended(
    installation: Installation,
) -> None:
    admin = person(installation, "admin")
    with installation.sessions.write() as session:
        before = people.sign_in(session, "steward", PASSWORD)
        people.disable_person(session, admin, "steward", now=NOW)
        people.enable_person(session, admin, "steward", now=NOW)
        people.enable_person(session, admin, "steward", now=NOW)
    with installation.sessions.read() as session:
        assert find_actor(session, before.row, before.epoch, NOW) is None
        after = people.sign_in(session, "steward", PASSWORD)
        assert actor_of(after, NOW).posts == {Post(Role.STEWARD, "5001", "bma")}
        assert events_of(session, before.row)[-2:] == [Event.PERSON_DISABLED, Event.PERSON_ENABLED]


def events_of(session: Session, row: int) -> list[str]:
    """What the trail holds of a person, oldest first."""
    query = select(AuditEntry.event).where(
        AuditEntry.subject_id == row,
        AuditEntry.event.in_([e for e in Event if e.partition(".")[0] in ("person", "token")]),
    )
    return list(session.scalars(query.order_by(AuditEntry.id)))


def test_a_new_password_ends_open_sessions(installation: Installation) -> None:
    with installation.sessions.write() as session:
        row = people.sign_in(session, "steward", PASSWORD)
        admin = person(installation, "admin")
        people.set_password(session, admin, "steward", "another long one", now=NOW)
    with installation.sessions.read() as session:
        assert find_actor(session, row.row, row.epoch, NOW) is None
        assert people.sign_in(session, "steward", "another long one").epoch == row.epoch + 1


def test_a_token_works_until_it_expires(installation: Installation) -> None:
    with installation.sessions.write() as session:
        own = person(installation, "steward")
        token = people.make_token(session, own, "steward", "script", now=NOW)
    last = NOW + dt.timedelta(days=people.TOKEN_DAYS)
    with installation.sessions.read() as session:
        found = find_token_actor(session, token, last - dt.timedelta(seconds=1))
        assert found is not None
        assert found.username == "steward"
        assert find_token_actor(session, token, last) is None
        assert find_token_actor(session, token + "x", NOW) is None


def test_a_token_for_somebody_else_needs_an_administrator(installation: Installation) -> None:
    with installation.sessions.write() as session, pytest.raises(Forbidden):
        people.make_token(session, person(installation, "head"), "steward", "x", now=NOW)


def test_a_revoked_token_stops_and_the_others_go_on(installation: Installation) -> None:
    with installation.sessions.write() as session:
        own = person(installation, "steward")
        first, second, other = (
            people.make_token(session, own, "steward", name, now=NOW) for name in ("a", "a", "b")
        )
        people.revoke_token(session, own, "steward", "a", now=NOW)
    with installation.sessions.read() as session:
        assert find_token_actor(session, first, NOW) is None
        assert find_token_actor(session, second, NOW) is None
        assert find_token_actor(session, other, NOW) is not None
        assert events_of(session, own.person or 0)[-2:] == [Event.TOKEN_REVOKED] * 2


def test_a_new_password_revokes_tokens_unless_they_are_to_stay(installation: Installation) -> None:
    own, admin = person(installation, "steward"), person(installation, "admin")
    with installation.sessions.write() as session:
        ending, staying = (
            people.make_token(session, person(installation, name), name, "script", now=NOW)
            for name in ("steward", "head")
        )
        people.make_token(session, own, "steward", "revoked", now=NOW)
        people.revoke_token(session, own, "steward", "revoked", now=NOW)
        kept = people.set_password(session, admin, "head", PASSWORD, now=NOW, keep_tokens=True)
        assert kept == 0
        assert people.set_password(session, admin, "steward", PASSWORD, now=NOW) == 1
    with installation.sessions.read() as session:
        assert find_token_actor(session, ending, NOW) is None
        assert find_token_actor(session, staying, NOW) is not None
        assert events_of(session, own.person or 0)[-2:] == [
            Event.PASSWORD_CHANGED,
            Event.TOKEN_REVOKED,
        ]


def test_only_a_token_in_force_can_be_revoked(installation: Installation) -> None:
    own = person(installation, "steward")
    with installation.sessions.write() as session:
        people.make_token(session, own, "steward", "script", now=NOW)
        with pytest.raises(NotFound) as unknown:
            people.revoke_token(session, own, "steward", "other", now=NOW)
        assert unknown.value.errors == {"tokens": "script"}
        late = NOW + dt.timedelta(days=people.TOKEN_DAYS)
        with pytest.raises(NotFound) as expired:
            people.revoke_token(session, own, "steward", "script", now=late)
        assert expired.value.errors == {"tokens": "–"}
        people.revoke_token(session, own, "steward", "script", now=NOW)
        with pytest.raises(NotFound):
            people.revoke_token(session, own, "steward", "script", now=NOW)


def test_the_token_of_somebody_else_is_revoked_by_an_administrator_only(
    installation: Installation,
) -> None:
    with installation.sessions.write() as session:
        people.make_token(session, person(installation, "steward"), "steward", "x", now=NOW)
        with pytest.raises(Forbidden):
            people.revoke_token(session, person(installation, "head"), "steward", "x", now=NOW)
        with pytest.raises(SignInRequired):
            people.revoke_token(session, ANYONE, "steward", "x", now=NOW)
        people.revoke_token(session, person(installation, "admin"), "steward", "x", now=NOW)


def test_an_ended_post_stops_today_and_no_other_does(installation: Installation) -> None:
    # 25 November 17:00 UTC is already 26 November in Bangkok.
    border = dt.datetime(2026, 11, 25, 17, 0, tzinfo=dt.UTC)
    with installation.sessions.write() as session:
        admin = person(installation, "admin")
        people.give_post(session, admin, "steward", Role.STEWARD, "5004", now=NOW)
        left = people.end_post(session, admin, "steward", Role.STEWARD, "5001", now=border)
    assert [m.valid_to for m in left.memberships] == [dt.date(2026, 11, 26), None]
    assert actor_of(left, border).posts == {Post(Role.STEWARD, "5004", "bma")}
    with installation.sessions.read() as session:
        assert people.sign_in(session, "steward", PASSWORD).epoch == left.epoch
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.event, entry.note) == (Event.POST_ENDED, Role.STEWARD)


def test_a_post_that_ended_can_be_given_again(installation: Installation) -> None:
    admin = person(installation, "admin")
    with installation.sessions.write() as session:
        people.end_post(session, admin, "steward", Role.STEWARD, "5001", now=NOW)
        again = people.give_post(session, admin, "steward", Role.STEWARD, "5001", now=NOW)
    assert actor_of(again, NOW).posts == {Post(Role.STEWARD, "5001", "bma")}


def test_a_post_that_only_begins_later_never_begins(installation: Installation) -> None:
    admin = person(installation, "admin")
    begins = dt.date(2027, 1, 1)
    with installation.sessions.write() as session:
        people.give_post(session, admin, "steward", Role.HEAD, "5004", now=NOW, valid_from=begins)
        ended = people.end_post(session, admin, "steward", Role.HEAD, "5004", now=NOW)
    later = NOW + dt.timedelta(days=100)
    assert actor_of(ended, later).posts == {Post(Role.STEWARD, "5001", "bma")}


def test_a_post_that_is_not_held_cannot_be_ended(installation: Installation) -> None:
    admin = person(installation, "admin")
    with installation.sessions.write() as session:
        for role, agency in ((Role.HEAD, "5001"), (Role.STEWARD, "5004"), (Role.ADMIN, "")):
            with pytest.raises(NotFound) as refused:
                people.end_post(session, admin, "steward", role, agency, now=NOW)
            assert refused.value.errors == {"posts": "steward 5001"}
        people.end_post(session, admin, "steward", Role.STEWARD, "5001", now=NOW)
        with pytest.raises(NotFound) as refused:
            people.end_post(session, admin, "steward", Role.STEWARD, "5001", now=NOW)
        assert refused.value.errors == {"posts": "–"}
        with pytest.raises(UnknownCode):
            people.end_post(session, admin, "steward", Role.STEWARD, "none", now=NOW)
        people.end_post(session, admin, "admin", Role.ADMIN, "", now=NOW)
    assert person(installation, "admin").posts == frozenset()


def test_posts_count_only_while_they_are_in_force(installation: Installation) -> None:
    with installation.sessions.write() as session:
        admin = person(installation, "admin")
        people.add_person(session, admin, "deputy", "", PASSWORD, now=NOW)
        given = people.give_post(
            session,
            admin,
            "deputy",
            Role.HEAD,
            "5001",
            now=NOW,
            valid_from=dt.date(2026, 12, 1),
            valid_to=dt.date(2027, 1, 1),
        )
    # 30 November 17:00 UTC is already 1 December in Bangkok.
    border = dt.datetime(2026, 11, 30, 17, 0, tzinfo=dt.UTC)
    assert actor_of(given, border - dt.timedelta(seconds=1)).posts == frozenset()
    assert actor_of(given, border).posts == {Post(Role.HEAD, "5001", "bma")}
    assert actor_of(given, border + dt.timedelta(days=31)).posts == frozenset()


def test_giving_a_post_twice_gives_it_once(installation: Installation) -> None:
    with installation.sessions.write() as session:
        admin = person(installation, "admin")
        again = people.give_post(session, admin, "steward", Role.STEWARD, "5001", now=NOW)
    assert len(again.memberships) == 1


@pytest.mark.parametrize(
    ("by", "error"), [("steward", Forbidden), ("evaluator", Forbidden), ("anyone", SignInRequired)]
)
def test_only_administrators_change_accounts(
    installation: Installation, by: str, error: type[CatalogError]
) -> None:
    actor = person(installation, by)
    with installation.sessions.write() as session:
        for step in (
            lambda: people.add_person(session, actor, "x1", "x", PASSWORD, now=NOW),
            lambda: people.set_password(session, actor, "head", PASSWORD, now=NOW),
            lambda: people.give_post(session, actor, "head", Role.ADMIN, "", now=NOW),
            lambda: people.end_post(session, actor, "head", Role.HEAD, "5001", now=NOW),
            lambda: people.disable_person(session, actor, "head", now=NOW),
            lambda: people.enable_person(session, actor, "head", now=NOW),
        ):
            with pytest.raises(error):
                step()


def test_wrong_accounts_are_refused_with_a_reason(installation: Installation) -> None:
    admin = person(installation, "admin")
    with installation.sessions.write() as session:
        with pytest.raises(UsernameTaken):
            people.add_person(session, admin, "Steward", "x", PASSWORD, now=NOW)
        for username, password in (("ก", PASSWORD), ("new", "short"), ("new", "x" * 201)):
            with pytest.raises(InvalidInput):
                people.add_person(session, admin, username, "x", password, now=NOW)
        with pytest.raises(InvalidInput):
            people.give_post(session, admin, "head", Role.ADMIN, "5001", now=NOW)
        with pytest.raises(InvalidInput):
            people.give_post(session, admin, "head", Role.STEWARD, "", now=NOW)
        with pytest.raises(NotFound):
            people.give_post(session, admin, "nobody", Role.STEWARD, "5001", now=NOW)


def test_people_are_listed_by_user_name(installation: Installation) -> None:
    with installation.sessions.read() as session:
        everybody = list_people(session)
        assert [p.username for p in everybody] == sorted(name for name, _, _ in PEOPLE)
    assert ANYONE.agencies == frozenset()
