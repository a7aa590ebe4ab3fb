"""Feed, site map and robots: valid, escaped once, and public only."""

import datetime as dt
from xml.etree.ElementTree import Element, fromstring

from flask import Flask

from catalog.jobs.installation import Installation
from tests.fixtures_app import draft, published, registered
from tests.fixtures_http import client_of

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(text: bytes) -> Element:
    """A document of our own, read strictly."""
    return fromstring(text)  # noqa: S314 (we wrote it)


HOSTILE = "A & B <ก> ]]> \"'"


def test_the_feed_has_what_rfc_4287_asks_for(app: Flask, installation: Installation) -> None:
    records = [
        published(installation, draft(title=f"{HOSTILE} {n}", tag_string=("ตลาดน้ำ",)), drain=False)
        for n in range(3)
    ]
    registered(installation)
    answer = client_of(app, "steward").get("/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = read(answer.data)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(ATOM + name)) == 1, name
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://catalogue.test/feed.atom",
        "alternate": "http://catalogue.test/",
    }
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}id") for e in entries] == [
        f"urn:uuid:{record.uid}" for record in reversed(records)
    ]
    for entry, record in zip(entries, reversed(records), strict=True):
        assert entry.findtext(f"{ATOM}title") == record.title.th
        stamp = entry.findtext(f"{ATOM}updated") or ""
        assert dt.datetime.fromisoformat(stamp) == record.published
        assert stamp.endswith("Z")
        assert entry.findtext(f"{ATOM}summary") == record.notes.th
        alternates = [
            link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        kinds = [link.get("type") for link in alternates]
        assert len(set(kinds)) == len(kinds) == 5
        category = entry.find(f"{ATOM}category")
        assert category is not None
        assert category.get("term") == "ตลาดน้ำ"


def test_an_empty_feed_is_valid(app: Flask) -> None:
    feed = read(client_of(app).get("/feed.atom").data)
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert feed.findall(f"{ATOM}entry") == []


def test_the_site_map_lists_public_pages_that_answer(
    app: Flask, installation: Installation
) -> None:
    record = published(installation)
    registered(installation)
    published(installation, draft(private=True))
    answer = client_of(app, "admin").get("/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    addresses = [loc.text or "" for loc in read(answer.data).iter(f"{MAP}loc")]
    assert [a for a in addresses if "/dataset/" in a] == [
        f"http://catalogue.test/dataset/{record.slug}"
    ]
    client = client_of(app)
    for address in addresses:
        assert client.get(address.removeprefix("http://catalogue.test")).status_code == 200, address


def test_robots_are_told_where_the_map_is(app: Flask) -> None:
    answer = client_of(app).get("/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Disallow: /api/" in answer.text.splitlines()
    assert answer.text.endswith("Sitemap: http://catalogue.test/sitemap.xml\n")
