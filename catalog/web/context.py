"""What every page needs: the installation, the instant, and who asks."""

from __future__ import annotations

import datetime as dt

from flask import current_app, g, request, session

from catalog.auth.policy import ANYONE, Actor
from catalog.db.queries.people import find_actor
from catalog.errors import SignInRequired
from catalog.jobs.installation import Installation
from schemas.person import PersonRecord
from schemas.time import civil_date


def here() -> Installation:
    """The installation that this request came to."""
    found: Installation = current_app.extensions["banchi"]
    return found


def now() -> dt.datetime:
    """The instant of this request, the same wherever it is asked for."""
    if "now" not in g:
        g.now = here().now()
    instant: dt.datetime = g.now
    return instant


def today() -> dt.date:
    """The day of this request in Thailand."""
    return civil_date(now())


def actor() -> Actor:
    """Who asks, read afresh from the rows at every request: a post taken away is gone at once."""
    if "actor" not in g:
        g.actor = _signed_in() or ANYONE
    who: Actor = g.actor
    return who


def signed_in_actor() -> Actor:
    """Who asks; raises SignInRequired for nobody."""
    who = actor()
    if who.person is None:
        raise SignInRequired
    return who


def begin_session(person: PersonRecord) -> None:
    """Sign a person in; nothing of the session before survives (fixation)."""
    session.clear()
    session.permanent = True
    session["person"] = person.row
    session["epoch"] = person.epoch
    g.pop("actor", None)
    g.pop("csrf_token", None)


def end_session() -> None:
    """Sign out."""
    session.clear()
    g.pop("actor", None)
    g.pop("csrf_token", None)


def _signed_in() -> Actor | None:
    row, epoch = session.get("person"), session.get("epoch")
    if not isinstance(row, int) or not isinstance(epoch, int):
        return None
    with here().sessions.read() as rows:
        found = find_actor(rows, row, epoch, now())
    if found is None:
        session.clear()
    return found


def behind_prefix(path: str) -> str:
    """A path of ours as the world knows it: with the prefix that a trusted proxy took away."""
    prefix = request.script_root.strip("/")
    return f"/{prefix}{path}" if prefix else path
