"""API tokens: shown once, stored as a digest."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "banchi_"


def new_token() -> str:
    """A fresh token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token (SHA-256, hexadecimal): enough, since tokens are random."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
