"""Every GET address of the application, filled with everything a curious reader could try."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from catalog.api.ckan.routes import ACTIONS
from catalog.api.portal.negotiation import thing
from tests.security.world import World, words_of

ACCEPTS = (
    "text/turtle",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-triples",
    "*/*",
)
#: Values of parameters that do not name a dataset.
VALUES: dict[str, tuple[str, ...]] = {
    "code": ("bma", "5001", "5004", "nat-1", "record", "not-found"),
    "scheme": ("data_type", "data_category"),
    "uid": ("00000000-0000-4000-8000-000000000000", "nothing-of-that-name"),
    "suffix": ("ttl", "jsonld", "rdf", "nt"),
    "action": (*sorted(ACTIONS), "package_update", "no_such_action"),
}
#: Parameters that name a dataset, or a static file.
NAMES = ("name", "slug")
#: What lists may be asked; an address that does not know a parameter says so or passes it over.
QUERIES = (
    "lang=en",
    "limit=1000",
    "page=2",
    "sort=completeness",
    "agency=5001",
    "agency=5001&all=1",
    "state=draft",
    "state=withdrawn",
    "type=statistics",
    "category=internal",
    "format=CSV",
    "q=ประชากร",
)
#: What the catalogues of portals may be asked.
CATALOG_QUERIES = (
    "limit=2",
    "limit=1000&after=00000000-0000-0000-0000-000000000000",
    "limit=1&after=ffffffff-ffff-ffff-ffff-ffffffffffff",
    "limit=1000&profile=dcat-us-3",
    "profile=alt",
)
#: Endpoints that tell of what left: its UUID and when, to anyone, and nothing else of it.
TOMBSTONES = ("exchange.oai", "exchange.changes_feed", "api.listChanges", "exchange.change_list")
#: What the harvesters of OAI-PMH ask; what names a record comes on top.
OAI_QUERIES = (
    *("verb=Identify", "verb=ListMetadataFormats", "verb=ListSets", "verb=nothing"),
    *(
        f"verb={verb}&metadataPrefix={prefix}{rest}"
        for verb in ("ListRecords", "ListIdentifiers")
        for prefix in ("oai_dc", "dcat_ap")
        for rest in ("", "&set=bma:5001", "&from=2000-01-01", "&until=2000-01-01")
    ),
)
#: Addresses that search: every planted word is tried there.
SEARCHES = (
    *("/search", "/feed.atom", "/suggest", "/api/v1/search", "/api/v1/suggest"),
    "/api/3/action/package_search",
)
#: What searches of CKAN's clients may ask; a filter by name comes on top.
CKAN_QUERIES = (
    'rows=1000&facet.field=["organization","tags","res_format","license_id","data_category"]',
    'rows=1000&include_private=true&include_drafts=true&include_deleted=true&facet.field=["tags"]',
    "fq=state:* private:* title:*&sort=title_string asc",
    "fq=organization:5001 OR data_category:ข้อมูลใช้ภายใน&include_private=1",
)
#: Words of no dataset, of the same lengths as the planted ones.
NOTHING = words_of("a thing that is not there")

Request = tuple[str, str]


def get_rules(app: Flask) -> list[Rule]:
    """Every rule that answers GET."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def filled(rule: Rule, names: list[str]) -> Iterator[str]:
    """The addresses of a rule; KeyError for a parameter that this walk knows no values for."""
    addresses = [rule.rule]
    for argument in sorted(rule.arguments):
        values = names if argument in NAMES else list(VALUES[argument])
        if rule.rule.startswith("/static/"):
            values = ["style.css", *names[:1]]
        holder = re.compile(rf"<(?:[^<>:]*:)?{argument}>")
        addresses = [
            holder.sub(lambda _, value=value: quote(value), address)  # type: ignore[misc]
            for address in addresses
            for value in values
        ]
    return iter(addresses)


def names_dataset(rule: Rule) -> bool:
    """Whether the addresses of a rule are each about one dataset."""
    named = set(NAMES) & set(rule.arguments) or "action" in rule.arguments
    return bool(named or rule.rule == "/oai") and not rule.rule.startswith("/static/")


def requests_of(rule: Rule, names: list[str]) -> Iterator[Request]:
    """Address with query, and Accept, of everything that is tried on a rule."""
    if "action" in rule.arguments:
        yield from ((address, "*/*") for address in calls(rule, names))
        return
    if rule.rule == "/oai":
        yield from ((f"/oai?{query}", "*/*") for query in (*OAI_QUERIES, *records(names)))
        return
    of_dataset = names_dataset(rule)
    for address in filled(rule, names):
        yield address, "text/html"
        if thing(address):
            yield from ((address, accept) for accept in ACCEPTS)
        if of_dataset:
            if address.endswith("/findings"):
                yield f"{address}?working=true", "*/*"
        elif "/catalog" in rule.rule:
            yield from ((f"{address}?{query}", "text/turtle") for query in CATALOG_QUERIES)
        elif not rule.arguments or ("agenc" in rule.rule and "5001" in address):
            yield from ((f"{address}?{query}", "text/html") for query in QUERIES)


def calls(rule: Rule, names: list[str]) -> Iterator[str]:
    """Every action of the CKAN Action API, bare, and with what it may be asked."""
    for address in filled(rule, names):
        yield address
        action = address.rpartition("/")[2]
        if not address.startswith("/api/3/"):
            continue  # the same view under a shorter address
        if action == "package_search":
            yield from (f"{address}?{query}" for query in CKAN_QUERIES)
            yield from (f"{address}?fq=name:{name} OR id:{name}&facet.field=tags" for name in names)
        elif action.endswith("_show"):
            yield from (f"{address}?id={name}&include_datasets=true" for name in names)
        elif action.endswith("_list"):
            yield f"{address}?all_fields=true"


def records(names: list[str]) -> Iterator[str]:
    """One record of the repository by any name."""
    for name in names:
        record = f"identifier=oai:catalogue.test:{name}"
        yield f"verb=ListMetadataFormats&{record}"
        for prefix in ("oai_dc", "dcat_ap"):
            yield f"verb=GetRecord&metadataPrefix={prefix}&{record}"


def searches_for(th: str, en: str) -> Iterator[Request]:
    """Everything that looks for two words."""
    for path in SEARCHES:
        for word in (th, en, th[:4], f'"{th}"'):
            yield f"{path}?q={quote(word)}", "*/*"
        if path.endswith(("search", "atom")):
            yield f"{path}?keyword={quote(th)}", "*/*"
            yield f"{path}?agency={quote(en)}&keyword={quote(en)}", "*/*"


def names_in(world: World) -> list[str]:
    """Slugs and UUIDs of all that is in a world, ids, and a name that nothing has."""
    records = [*world.public, *(planted.record for planted in world.planted.values())]
    found = {name for record in records for name in (record.slug, record.uid)}
    return [*sorted(found), *(str(number) for number in range(1, 4)), "nothing-of-that-name"]


def ask(client: FlaskClient, request: Request) -> TestResponse:
    """One answer."""
    return client.get(request[0], headers={"Accept": request[1]})


def said(answer: TestResponse) -> str:
    """The body, unpacked."""
    if answer.mimetype == "application/gzip":
        return gzip.decompress(answer.get_data()).decode()
    return answer.get_data(as_text=True)


def plain(answer: TestResponse) -> str:
    """Headers and body with every escape undone and every tag taken away as well as kept."""
    text = "\n".join(f"{k}: {v}" for k, v in answer.headers) + "\n" + said(answer)
    text += "\n" + unquote(text)
    text += "\n" + re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    text += "\n" + re.sub(r"&#(?:x([0-9a-fA-F]+)|(\d+));", _character, text)
    return text + "\n" + re.sub(r"<[^<>]*>", "", text)


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16) if match[1] else int(match[2]))


#: What differs from one answer to the next without telling anything: form tokens, and the number
#: and tag of the version, which a draft beside a published revision raises.
_PASSING = (
    (re.compile(r'name="csrf_token"[^>]*>'), ""),
    (re.compile(r"(?m)^(Date|Set-Cookie|Content-Length): .*\n"), ""),
    (re.compile(r"(?m)^ETag: .*\n"), ""),
    (re.compile(r'"version": ?\d+'), ""),
    # How a text was cut into words follows from the text alone.
    (re.compile(r'"terms": ?\[[^]]*\]'), ""),
)


def lasting(answer: TestResponse) -> str:
    """Status, headers and body without what differs each time."""
    text = f"{answer.status_code}\n" + "\n".join(sorted(f"{k}: {v}" for k, v in answer.headers))
    text += "\n\n" + said(answer)
    for pattern, instead in _PASSING:
        text = pattern.sub(instead, text)
    return text
