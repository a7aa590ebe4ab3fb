"""How an administrator ends a post, revokes a token and enables an account again."""

import pytest

from catalog.config import Config
from catalog.db.queries.people import find_token_actor
from catalog.jobs.installation import Installation
from tests.cli.conftest import Banchi


def works(token: str) -> bool:
    """Whether a token lets somebody in now."""
    installation = Installation.open(Config.from_environ())
    with installation.sessions.read() as session:
        found = find_token_actor(session, token, installation.now())
    installation.close()
    return found is not None


def test_an_ended_post_leaves_the_list_and_the_account_stays(banchi: Banchi) -> None:
    assert banchi("user", "post", "steward", "steward", "5004").exit_code == 0
    result = banchi("user", "end-post", "steward", "steward", "5001")
    assert result.exit_code == 0, result.output
    assert "steward is no longer steward 5001." in result.stdout
    assert "steward\tคุณ steward\tsteward 5004\t\n" in banchi("user", "list").stdout


def test_ending_a_post_that_is_not_held_tells_those_that_are(banchi: Banchi) -> None:
    result = banchi("user", "end-post", "steward", "head", "5001")
    assert result.exit_code == 5
    assert "posts: steward 5001" in result.stderr
    assert banchi("user", "end-post", "admin", "admin").exit_code == 0


def test_a_revoked_token_stops(banchi: Banchi) -> None:
    token = banchi("user", "token", "steward", "--name", "script").stdout.strip()
    assert works(token)
    wrong = banchi("user", "revoke-token", "steward")
    assert wrong.exit_code == 5
    assert "tokens: script" in wrong.stderr
    result = banchi("user", "revoke-token", "steward", "--name", "script")
    assert result.exit_code == 0, result.output
    assert not works(token)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_disabled_account_is_enabled_again(banchi: Banchi, lang: str) -> None:
    marked = {"th": "\tปิด\n", "en": "\tdisabled\n"}[lang]
    banchi("user", "disable", "steward")
    assert marked in banchi("user", "list", "--lang", lang).stdout
    for _ in range(2):
        result = banchi("user", "enable", "steward")
        assert result.exit_code == 0, result.output
    assert marked not in banchi("user", "list", "--lang", lang).stdout
    assert banchi("user", "enable", "nobody").exit_code == 5
