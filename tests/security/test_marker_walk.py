"""Nothing hidden is reachable: every address, as everybody who may not see it, with planted words.

V01 to V06 and V13 of the attack cases, all surfaces at once.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fixtures_http import app_of, client_of
from tests.security.walk import (
    NOTHING,
    TOMBSTONES,
    ask,
    filled,
    get_rules,
    lasting,
    names_dataset,
    names_in,
    plain,
    requests_of,
    said,
    searches_for,
)
from tests.security.world import HIDDEN, OUTSIDE, World, build

pytestmark = pytest.mark.untraced

Build = Callable[..., World]


@pytest.fixture(scope="module")
def build_world(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Builds worlds, each once."""
    made: dict[object, World] = {}

    def built(hidden: tuple[str, ...] = tuple(HIDDEN), *, parts: bool = True) -> World:
        key = (hidden, parts)
        if key not in made:
            folder = tmp_path_factory.mktemp("world") / "data"
            made[key] = build(folder, seeded_folder, hidden, parts=parts)
        return made[key]

    yield built
    for world in made.values():
        world.installation.close()


@pytest.fixture(scope="module")
def world(build_world: Build) -> World:
    """The world in which everything is hidden that can be."""
    return build_world()


@pytest.fixture(scope="module")
def site(world: World) -> Flask:
    """Its application."""
    return app_of(world.installation)


def tried(app: Flask, world: World) -> Iterator[tuple[str, tuple[str, str]]]:
    """Endpoint and request of the whole walk."""
    names = names_in(world)
    for rule in get_rules(app):
        for request in requests_of(rule, names):
            yield rule.endpoint, request
    for planted in world.planted.values():
        for request in searches_for(planted.th, planted.en):
            yield "search", request


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_no_planted_word_is_reachable(site: Flask, world: World, who: str) -> None:
    client = client_of(site, who)
    signs = {sign: planted for planted in world.hidden_from(who) for sign in planted.signs}
    found = re.compile("|".join(map(re.escape, signs)))
    read = set()
    for endpoint, request in tried(site, world):
        answer = ask(client, request)
        assert answer.status_code < 500, request
        text = lasting(answer)
        if text in read:
            continue
        read.add(text)
        asked = unquote_plus(request[0])
        for sign in set(found.findall(plain(answer))):
            if endpoint in TOMBSTONES and sign == world.planted["withdrawn"].record.uid:
                continue  # it was public: whoever holds a copy is told that it is gone
            # What somebody typed may come back to them; the twins below show that it is all.
            assert sign in asked, f"{who} finds {signs[sign].name} at {request}"


@pytest.mark.slow
def test_those_who_may_see_it_find_every_word(site: Flask, world: World) -> None:
    """The walk would find what it looks for: without this it could pass by being blind."""
    left = {sign for planted in world.planted.values() for sign in (planted.th, planted.en)}
    unanswered = {rule.endpoint for rule in get_rules(site)}
    for client in (client_of(site, who) for who in ("steward", "head", "admin")):
        for endpoint, request in tried(site, world):
            if not left and endpoint not in unanswered:
                continue
            answer = ask(client, request)
            if answer.status_code < 400:
                unanswered.discard(endpoint)
            text, asked = said(answer), unquote_plus(request[0])
            left -= {sign for sign in left if sign in text and sign not in asked}
    assert left == set()
    assert unanswered == set(), "addresses that the walk never got an answer from"


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_a_hidden_dataset_and_none_at_all_look_alike(site: Flask, world: World, who: str) -> None:
    client = client_of(site, who)
    # The same for every hidden dataset whose twin it is.
    of_none = cache(lambda request: lasting(ask(client, request)))
    compared = 0
    for planted in world.hidden_from(who):
        if planted.name in ("working", "distribution"):
            continue
        for rule in get_rules(site):
            if not names_dataset(rule):
                continue
            for name, twin in (
                (planted.record.slug, f"hidden-{NOTHING[1]}"),
                (planted.record.uid, str(uuid.UUID(int=planted.record.row))),
            ):
                pairs = zip(requests_of(rule, [name]), requests_of(rule, [twin]), strict=True)
                for request, other in pairs:
                    if request == other:
                        continue  # it names neither
                    answer = ask(client, request)
                    told = answer.status_code == 410 or rule.endpoint in TOMBSTONES
                    if planted.name == "withdrawn" and told:
                        continue  # it was public: its address says that it is gone, no more
                    same = lasting(answer).replace(name, twin)
                    assert same == of_none(other), (planted.name, request)
                    compared += 1
    assert compared >= 200


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_a_search_for_a_hidden_word_and_for_no_word_look_alike(
    site: Flask, world: World, who: str
) -> None:
    client = client_of(site, who)
    of_nothing = cache(lambda request: without_words(lasting(ask(client, request)), *NOTHING))
    for planted in world.hidden_from(who):
        pairs = zip(searches_for(planted.th, planted.en), searches_for(*NOTHING), strict=True)
        for request, other in pairs:
            mine = without_words(lasting(ask(client, request)), planted.th, planted.en)
            assert mine == of_nothing(other), (planted.name, request)


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_counts_and_lists_are_those_of_a_world_without_it(
    build_world: Build, world: World, site: Flask, who: str
) -> None:
    allowed = tuple(name for name, seen_by in HIDDEN.items() if who in seen_by)
    other_world = build_world(allowed, parts=False)
    other = app_of(other_world.installation)
    mine, theirs = client_of(site, who), client_of(other, who)
    visible = names_in(other_world)
    for rule in get_rules(site):
        if rule.endpoint in TOMBSTONES:
            continue  # the next test
        for request in requests_of(rule, visible):
            if who == "evaluator" and counts_for_evaluators(request[0]):
                continue
            assert lasting(ask(mine, request)) == lasting(ask(theirs, request)), request


@pytest.mark.slow
@pytest.mark.parametrize("who", OUTSIDE)
def test_of_what_is_hidden_the_log_knows_only_what_was_public(
    build_world: Build, world: World, site: Flask, who: str
) -> None:
    """Portals are told the same as by a catalogue in which nothing else was ever hidden."""
    other_world = build_world(("withdrawn",), parts=False)
    theirs = client_of(app_of(other_world.installation), who)
    mine, names = client_of(site, who), names_in(other_world)
    asked = 0
    for rule in get_rules(site):
        if rule.endpoint in TOMBSTONES:
            for request in requests_of(rule, names):
                assert lasting(ask(mine, request)) == lasting(ask(theirs, request)), request
                asked += 1
    assert asked >= 40


def counts_for_evaluators(address: str) -> bool:
    """The score of an agency, in which every published dataset counts without its name."""
    return re.match("/agency/5001|/api/v1/agencies/5001/score", address) is not None


@pytest.mark.parametrize("who", OUTSIDE)
def test_steps_on_a_hidden_dataset_and_on_none_are_refused_alike(
    site: Flask, world: World, who: str
) -> None:
    client = client_of(site, who)
    steps = [
        (rule, method)
        for rule in site.url_map.iter_rules()
        for method in sorted(set(rule.methods or ()) - {"GET", "HEAD", "OPTIONS"})
        if rule.endpoint.startswith("api.") and "name" in rule.arguments
    ]
    assert len(steps) == 5
    body = {"agency": "5001", "metadata": {}, "note": "ก"}
    for planted in world.hidden_from(who):
        if planted.name in ("working", "distribution"):
            continue
        for rule, method in steps:
            for match in ({}, {"If-Match": '"1"'}, {"If-Match": '"3"'}):
                answers = [
                    lasting(send(client, method, address, body, match)).replace(name, "")
                    for name in (planted.record.slug, f"hidden-{NOTHING[1]}")
                    for address in filled(rule, [name])
                ]
                assert answers[0] == answers[1], (planted.name, rule.rule, match)


def send(
    client: FlaskClient, method: str, address: str, body: object, headers: dict[str, str]
) -> TestResponse:
    """One step."""
    return client.open(address, method=method, json=body, headers=headers)


def without_words(text: str, th: str, en: str) -> str:
    """A text without the words that were looked for, whole or cut short, however written.

    What else may have been meant follows from the word as typed and from words that the asker may
    see: it differs between two words that both are nowhere, and tests of its own hold it.
    """
    text = re.sub(r'<p class="meant">.*?</p>\s*', "", text, flags=re.DOTALL)
    text = re.sub(r'("did_you_mean": ?)"[^"]*"', r'\1""', text)
    for word in (th, en, th[:4], en[:4]):
        for written in (quote(quote(word)), quote(word), word):
            text = text.replace(written, "")
    return text


def test_the_walk_knows_values_for_every_parameter(site: Flask) -> None:
    for rule in get_rules(site):
        assert list(filled(rule, ["x"])), rule.rule
