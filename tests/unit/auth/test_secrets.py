"""Passwords and tokens."""

import re

import pytest

from catalog.auth.passwords import LONGEST, fits, hash_password, new_password
from catalog.auth.tokens import digest, new_token


def test_a_password_fits_its_own_hash_only() -> None:
    stored = hash_password("correct horse battery")
    assert fits(stored, "correct horse battery")
    assert not fits(stored, "correct horse batteri")
    assert "correct" not in stored


def test_no_password_fits_nobody() -> None:
    assert not fits(None, "")
    assert not fits(None, "correct horse battery")


@pytest.mark.parametrize("password", ["", "short", "x" * (LONGEST + 1)])
def test_passwords_too_short_or_too_long_are_refused(password: str) -> None:
    with pytest.raises(ValueError, match="length"):
        hash_password(password)


def test_made_passwords_are_easy_to_copy_and_all_different() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}", p) for p in made)


def test_tokens_are_long_random_and_kept_as_digests() -> None:
    token = new_token()
    assert token != new_token()
    assert len(token) > 40
    assert digest(token) == digest(token) != digest(token + "x")
    assert re.fullmatch("[0-9a-f]{64}", digest("ก\ud800"))
