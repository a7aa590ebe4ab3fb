"""Content negotiation by profile: parameter, header, and what an answer says of itself."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.jobs.installation import Installation
from tests.api.test_catalogue_pages import imported, pages
from tests.api.test_portal import BASE, FORMATS, withdrawn
from tests.fixtures_app import draft, published, registered
from tests.fixtures_http import client_of
from vocab.profiles.exchange import DEFAULT, PROFILES, Profile

OTHERS = [each for each in PROFILES if each is not DEFAULT]
DCAT, US = (next(p for p in PROFILES if p.name == name) for name in ("dcat-3", "dcat-us-3"))


def says(answer: TestResponse, profile: Profile) -> None:
    """An answer names its profile, and that it depends on what was asked."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Profile"] == f"<{profile.iri}>"
    assert f'<{profile.iri}>; rel="profile"' in answer.headers.getlist("Link")
    assert "Accept-Profile" in answer.vary


def asked(client: FlaskClient, path: str, header: str, accept: str = "text/turtle") -> TestResponse:
    """With a header Accept-Profile."""
    return client.get(path, headers={"Accept": accept, "Accept-Profile": header})


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_a_profile_by_its_names_at_each_door(
    app: Flask, installation: Installation, profile: Profile
) -> None:
    slug = published(installation).slug
    client = client_of(app)
    for path in (f"/dataset/{slug}", "/catalog", "/agency/5001/catalog"):
        for suffix, kind, _ in FORMATS:
            by_name = client.get(f"{path}.{suffix}?profile={profile.name}")
            says(by_name, profile)
            assert by_name.content_type == kind
            same = (
                client.get(f"{path}.{suffix}", query_string={"profile": profile.iri}),
                client.get(f"{path}.{suffix}?_profile={profile.name}"),
                asked(client, f"{path}.{suffix}", f"<{profile.iri}>"),
                asked(client, path, f"<{profile.iri}>", kind),
                # The address is plainer than the header: it wins.
                asked(client, f"{path}.{suffix}?profile={profile.name}", "<https://none.example>"),
            )
            for answer in same:
                says(answer, profile)
                assert answer.data == by_name.data
                assert answer.headers["ETag"] == by_name.headers["ETag"]
            tag = by_name.headers["ETag"]
            again = client.get(
                f"{path}.{suffix}?profile={profile.name}", headers={"If-None-Match": tag}
            )
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["Content-Profile"] == f"<{profile.iri}>"


def test_without_asking_the_default_and_another_tag_for_each(
    app: Flask, installation: Installation
) -> None:
    slug = published(installation).slug
    client = client_of(app)
    for path in (f"/dataset/{slug}.ttl", "/catalog.ttl", "/catalog.ttl?limit=5"):
        plain = client.get(path)
        says(plain, DEFAULT)
        mark = "&" if "?" in path else "?"
        answers = [client.get(f"{path}{mark}profile={each.name}") for each in PROFILES]
        tags = {answer.headers["ETag"] for answer in answers}
        assert plain.headers["ETag"] in tags
        # Without a box and high value a dataset is the same in three of them.
        assert len(tags) == (len(PROFILES) if "catalog" in path else 3)
    assert "Accept-Profile" in client.get(f"/dataset/{slug}").vary
    assert "Accept-Profile" not in client.get("/agency/5001").vary


@pytest.mark.parametrize(
    ("header", "profile"),
    [
        (f"<{DCAT.iri}>;q=0.5, <{US.iri}>;q=0.9", US),
        (f"<{DCAT.iri}>; q=1.0 ,<{US.iri}>;q=0.9", DCAT),
        (f"<https://none.example/>, <{DCAT.iri}>;q=0.1", DCAT),
        (f"<{US.iri}>;Q=0.2, nonsense, <{DCAT.iri}>;q=0", US),
        (f"<{US.aliases[0]}>", US),
        ("   ", DEFAULT),
    ],
)
def test_the_header_weighs(
    app: Flask, installation: Installation, header: str, profile: Profile
) -> None:
    slug = published(installation).slug
    says(asked(client_of(app), f"/dataset/{slug}", header), profile)


def test_an_unknown_profile_is_refused_with_those_known(
    app: Flask, installation: Installation
) -> None:
    slug = published(installation).slug
    client = client_of(app)
    for path in (f"/dataset/{slug}.ttl", "/catalog.ttl", "/agency/5001/catalog.nt"):
        for query in ("profile=dcat-9", "profile=", "profile=dcat-3&_profile=dcat-3"):
            answer = client.get(f"{path}?{query}")
            assert answer.status_code == 400
            assert answer.content_type == "text/plain; charset=utf-8"
        lists = [client.get(f"{path}?profile=dcat-9")]
        for header in ("<https://none.example/>", "nonsense", f"<{DCAT.iri}>;q=0"):
            lists.append(asked(client, path, header))
            assert lists[-1].status_code == 406
        for answer in lists:
            thai, english = answer.text.splitlines()
            for each in PROFILES:
                assert f"{each.name} ({each.iri})" in thai
                assert f"{each.name} ({each.iri})" in english
    assert asked(client, "/catalog", "<https://none.example/>").status_code == 406
    # A page for people is no graph: it has no profile.
    assert (
        asked(client, f"/dataset/{slug}", "<https://none.example/>", "text/html").status_code == 200
    )


def test_the_list_of_alternatives(app: Flask, installation: Installation) -> None:
    slug = published(installation).slug
    client = client_of(app)
    for path in (f"/dataset/{slug}", "/catalog", "/agency/5001/catalog"):
        answer = client.get(f"{path}.ttl?_profile=alt")
        assert answer.content_type == "text/plain; charset=utf-8"
        lines = [line.split("\t") for line in answer.text.splitlines()]
        assert lines == [[each.name, each.iri, each.title] for each in PROFILES]
        links = answer.headers.getlist("Link")
        assert len(links) == len(PROFILES) * len(FORMATS)
        for link in links[::3]:
            address = link.partition(">")[0].removeprefix("<")
            assert address.startswith(f"{BASE}{path}.")
            assert client.get(address.removeprefix(BASE)).status_code == 200


def test_pages_stay_in_their_profile(app: Flask, installation: Installation) -> None:
    known = imported(installation, 7)
    client = client_of(app)
    found = list(pages(client, f"/catalog.ttl?limit=3&profile={DCAT.name}"))
    assert len(found) == 3
    text = client.get(f"/catalog.ttl?limit=3&profile={DCAT.name}").text
    assert "availability" not in text
    assert sorted(str(s) for page in found for s in page.subjects() if str(s) in known)
    by_header = asked(client, "/catalog.ttl?limit=3", f"<{DCAT.iri}>")
    assert by_header.text == text


def test_no_profile_shows_more_than_the_default(app: Flask, installation: Installation) -> None:
    record = published(installation)
    hidden = published(installation, draft(private=True))
    registered(installation)
    client = client_of(app, "steward")
    for profile in (*(each.name for each in PROFILES), "alt"):
        for path in (f"/dataset/{hidden.slug}.ttl", "/dataset/nothing.ttl"):
            assert client.get(f"{path}?profile={profile}").status_code == 404
        assert hidden.slug not in client.get(f"/catalog.nt?profile={profile}").text
    withdrawn(installation, record)
    for profile in (*(each.name for each in PROFILES), "alt"):
        assert client.get(f"/dataset/{record.slug}.ttl?profile={profile}").status_code == 410
        assert record.slug not in client.get(f"/catalog.nt?profile={profile}").text
