"""Feeds of searches: valid, public only, in pages, and escaped once."""

from urllib.parse import quote
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask

from catalog.api.portal import feed as feeds
from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published
from tests.fixtures_http import client_of

ATOM = "{http://www.w3.org/2005/Atom}"
WORD = quote("ทะเบียน")


def read(app: Flask, path: str, who: str = "anyone") -> Element:
    """A feed as somebody gets it."""
    answer = client_of(app, who).get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return fromstring(answer.data)  # noqa: S314 (we wrote it)


def titles(feed: Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]


def links(feed: Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}


def test_a_search_has_a_feed_of_its_own(app: Flask, installation: Installation) -> None:
    published(installation, draft(title="ทะเบียนแผงลอย"))
    published(
        installation, draft(title="ตลาดน้ำ", tag_string=("ตลาด",), notes="แพ", data_source="สำรวจ")
    )
    feed = read(app, f"/feed.atom?format=CSV&q=%20{WORD}%20&nothing=x&agency=5001")
    assert titles(feed) == ["ทะเบียนแผงลอย"]
    own = f"http://catalogue.test/feed.atom?q={WORD}&agency=5001&format=CSV"
    assert feed.findtext(f"{ATOM}id") == own
    assert links(feed) == {"self": own, "alternate": own.replace("/feed.atom", "/search")}
    assert (feed.findtext(f"{ATOM}title") or "").endswith(": ทะเบียน · 5001 · CSV")
    assert titles(read(app, f"/feed.atom?q={WORD}&agency=5004")) == []
    assert titles(read(app, "/feed.atom?format=CSV")) != []
    assert titles(read(app, f"/feed.atom?q={WORD}&agency=bma")) == ["ทะเบียนแผงลอย"]


@pytest.mark.parametrize("who", ["steward", "admin", "colleague", "anyone"])
def test_a_feed_is_public_whoever_asks(app: Flask, installation: Installation, who: str) -> None:
    published(installation, draft(title="ทะเบียนเปิด"))
    published(installation, draft(title="ทะเบียนเฉพาะเขต", private=True))
    assert titles(read(app, f"/feed.atom?q={WORD}", who)) == ["ทะเบียนเปิด"]


def test_what_is_only_like_the_words_is_no_hit(app: Flask, installation: Installation) -> None:
    published(installation)
    feed = read(app, f"/feed.atom?q={WORD}%20zzqqxx")
    assert titles(feed) == []
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize("query", ["", f"q={WORD}"])
def test_long_feeds_come_in_pages(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(feeds, "NEWEST", 2)
    for number in range(5):
        published(installation, draft(title=f"ทะเบียน {number}"), drain=False)
    installation.drain()
    first = read(app, f"/feed.atom?{query}")
    seen, feed, pages = titles(first), first, 1
    while following := links(feed).get("next"):
        before, feed = feed, read(app, following.removeprefix("http://catalogue.test"))
        assert links(feed)["previous"] == links(before)["self"]
        assert links(feed)["first"] == links(first)["self"] == feed.findtext(f"{ATOM}id")
        seen += titles(feed)
        pages += 1
    assert pages == 3
    assert sorted(seen) == [f"ทะเบียน {number}" for number in range(5)]


@pytest.mark.parametrize("page", ["0", "-1", "x", "๒", "999999", "9" * 40, "1e3", ""])
def test_i07_an_odd_page_is_no_error(app: Flask, installation: Installation, page: str) -> None:
    published(installation)
    read(app, f"/feed.atom?page={page}")
    read(app, f"/feed.atom?q={WORD}&page={page}")


def test_x03_what_was_asked_is_escaped_once(app: Flask) -> None:
    asked = "</title><script>\"'&amp; \x01\ud800"
    feed = read(app, f"/feed.atom?q={quote(asked, errors='surrogatepass')}&keyword=%3Cb%3E")
    assert "</title><script>\"'&amp;" in (feed.findtext(f"{ATOM}title") or "")
    assert feed.findall(".//script") == []


@pytest.mark.parametrize("address", ["/feed.atom", f"/feed.atom?q={WORD}", "/changes.atom"])
def test_whoever_holds_a_feed_is_not_sent_it_again(
    app: Flask, installation: Installation, address: str
) -> None:
    published(installation)
    client = client_of(app)
    held = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=held).status_code == 304
    published(installation)
    assert client.get(address, headers=held).status_code == 200


def test_a_feed_that_is_held_is_not_even_read(
    app: Flask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(installation)
    client = client_of(app)
    doors = ("/feed.atom", "/changes.atom")
    held = {door: client.get(door).headers["ETag"] for door in doors}
    monkeypatch.delattr("catalog.api.portal.feed.datasets_of_rows")
    monkeypatch.delattr("catalog.api.exchange.atom.datasets_of_rows")
    for door in doors:
        answer = client.get(door, headers={"If-None-Match": held[door]})
        assert (answer.status_code, answer.data) == (304, b"")
