"""Passwords: hashed with scrypt, checked in the same time whether or not the person exists."""

from __future__ import annotations

import secrets
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

#: Shortest password accepted (characters); longer beats stranger.
SHORTEST = 12
#: Longest read, so that nobody makes us hash a novel.
LONGEST = 200


@cache
def _decoy() -> str:
    """A real hash of nothing anybody knows: unknown users cost the same time as known ones."""
    return generate_password_hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """A salted scrypt hash; ValueError when the password is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError("length")
    return generate_password_hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether a password fits a stored hash; None (no such person) takes as long and is False."""
    # The decoy is made by whoever comes first, known or not, so that this tells nothing either.
    decoy = _decoy()
    return check_password_hash(stored or decoy, password[:LONGEST]) and stored is not None


def new_password() -> str:
    """A random password of 16 letters and digits in four groups that are easy to copy."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    letters = [secrets.choice(alphabet) for _ in range(16)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))
