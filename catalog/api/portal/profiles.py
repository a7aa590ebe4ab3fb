"""Content negotiation by profile (W3C working draft): the parameter first, then Accept-Profile."""

from __future__ import annotations

import re

from flask import Response, request
from werkzeug.urls import iri_to_uri

from catalog.api.portal.refusals import NotOffered, Unreadable
from catalog.rdf.formats import FORMATS
from schemas.values import LocalizedText
from vocab.profiles.exchange import DEFAULT, PROFILES, Profile, find_profile

#: Value of the parameter that asks for the list.
ALTERNATIVES = "alt"
#: The parameter under our name and under that of the working draft.
NAMES = ("profile", "_profile")

_RANGE = re.compile(r"\s*<([^<>\s]{1,500})>\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?", re.IGNORECASE)


def asked_profile() -> Profile | None:
    """The profile that a request asks for, the default when it asks for none; None: the list.

    Raises Unreadable for an unknown name in the address and NotOffered when the header names no
    profile that is known.
    """
    named = [value for name in NAMES for value in request.args.getlist(name)]
    if len(named) > 1:
        raise Unreadable("profile", "ระบุได้ครั้งเดียว", "Give it once.")
    if named == [ALTERNATIVES]:
        return None
    if named:
        found = find_profile(named[0])
        if found is None:
            raise Unreadable("profile", *known())
        return found
    header = request.headers.get("Accept-Profile", "").strip()
    return _preferred(header) if header else DEFAULT


def _preferred(header: str) -> Profile:
    ranges = [_RANGE.fullmatch(piece) for piece in header.split(",")[:50]]
    wanted = sorted(
        ((float(each[2] or 1), each[1]) for each in ranges if each), key=lambda pair: -pair[0]
    )
    for weight, iri in wanted:
        found = find_profile(iri)
        if found is not None and weight:
            return found
    th, en = known()
    raise NotOffered(
        LocalizedText(
            f"ไม่มีโพรไฟล์ตามที่ระบุในส่วนหัว Accept-Profile {th}",
            f"None of the profiles in the header Accept-Profile is offered. {en}",
        )
    )


def known() -> tuple[str, str]:
    """Which profiles there are, in both languages."""
    names = ", ".join(f"{each.name} ({each.iri})" for each in PROFILES)
    return f"ที่มีให้: {names}", f"Offered: {names}"


def profiled(response: Response, profile: Profile) -> Response:
    """An answer that says of which profile it is."""
    response.headers["Content-Profile"] = f"<{profile.iri}>"
    response.headers.add("Link", f'<{profile.iri}>; rel="profile"')
    response.vary.add("Accept-Profile")
    return response


def alternatives(address: str) -> Response:
    """What an address, given without its suffix, is offered in: each profile, each syntax."""
    lines = [f"{each.name}\t{each.iri}\t{each.title}" for each in PROFILES]
    response = Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    address = iri_to_uri(address)
    for each in PROFILES:
        for form in FORMATS:
            link = f"<{address}.{form.suffix}?profile={each.name}>"
            rel = f'rel="alternate"; type="{form.media_type}"; profile="{each.iri}"'
            response.headers.add("Link", f"{link}; {rel}")
    return response
