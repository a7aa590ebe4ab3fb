"""Tests of the shape of the house: use cases, records, errors, permissions, events, addresses."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema

import schemas
from catalog.api.operations import OPERATIONS
from catalog.api.portal import blueprint as portal
from catalog.api.routes import blueprint as api
from catalog.audit.events import CONSUMERS, Event
from catalog.auth.policy import GRANTS
from catalog.errors import EXIT_CODE, STATUS, Kind, all_errors
from catalog.web import VISIBILITY
from catalog.web import blueprint as web
from catalog.web.errors import PAGES
from schemas.dataset import MetadataSchema
from schemas.distribution import DistributionMetadataSchema
from tests.fitness.sources import modules, parse, text
from vocab.codes import Permission
from vocab.profiles.th_gov import ATTRIBUTES, FIELDS

Function = ast.FunctionDef

# Use cases ----------------------------------------------------------------------------------------

WITHOUT_ACTOR = {
    "sign_in": "nobody is anybody yet",
    "suggest": "reads the index under the actor's terms, no rows",
    "new_dataset": "a step that use cases and the import share; they have asked for permission",
    "add_revision": "a step that use cases and the import share; its actor is the author",
    "publish": "a step that use cases and the import share; they have asked for permission",
    "draft_of": "a function of a record",
    "is_taken": "says nothing of a dataset but that its name exists, as registering would",
    "countable": "a function of a text",
    "popular_texts": "shows everybody the same: what the public part says already",
    "from_title": "a function of a text",
    "choose_slug": "a step of registering",
    "rubric_of": "reads the vocabulary",
    "agency_tree": "public facts, whoever asks",
    "current_synonyms": "words that hold for every search, whoever asks",
}
"""Public functions of catalog/services that are no use case with (session, actor, …)."""

ASKS_NOTHING = {
    "similar_datasets": "answers under the visibility rule instead of a permission",
    "find_suggestions": "answers under the visibility rule instead of a permission",
    "search_datasets": "answers under the visibility rule instead of a permission",
    "save_search": "a person's own: SignInRequired for nobody",
    "change_search": "a person's own: another's is not found",
    "delete_search": "a person's own: another's is not found",
    "look_at_search": "a person's own: another's is not found",
    "list_searches": "a person's own: SignInRequired for nobody",
    "new_hits": "answers under the visibility rule instead of a permission",
}
"""Use cases that need no permission."""

UNSAID: dict[str, str] = {}
"""Functions that need not name the errors they raise."""


def services() -> Iterator[tuple[str, Function]]:
    """Path and tree of each public function of the services."""
    for path in modules("catalog/services"):
        for node in parse(path).body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                yield path, node


def called(path: str, function: Function) -> set[str]:
    """Names that a function calls, those of its module's private functions included."""
    helpers = {n.name: n for n in parse(path).body if isinstance(n, Function)}
    found: set[str] = set()
    waiting = [function]
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name in helpers and name not in found:
                    waiting.append(helpers[name])
                found.add(name)
    return found


def raised(path: str, function: Function) -> set[str]:
    """Errors that a function raises itself or through private functions of its module."""
    known = {error.__name__ for error in all_errors()}
    helpers = {n.name: n for n in parse(path).body if isinstance(n, Function) and n.name[:1] == "_"}
    names = {name for name in called(path, function) if name in helpers}
    found: set[str] = set()
    for part in (function, *(helpers[name] for name in names)):
        for node in ast.walk(part):
            if isinstance(node, ast.Raise) and node.exc is not None:
                found |= {n.id for n in ast.walk(node.exc) if isinstance(n, ast.Name)} & known
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "require":
                found.add("Forbidden")
    return found


def test_a_use_case_takes_a_session_and_an_actor() -> None:
    others = {
        node.name
        for _, node in services()
        if [a.arg for a in node.args.args[:2]] != ["session", "actor"]
        and [a.arg for a in node.args.args[:3]] != ["session", "backend", "actor"]
    }
    assert sorted(others - set(WITHOUT_ACTOR)) == []
    assert set(WITHOUT_ACTOR) <= {n.name for _, n in services()}, "a reason without a function"


def test_a_use_case_asks_for_permission() -> None:
    silent = [
        f"{path} {node.name}"
        for path, node in services()
        if node.name not in WITHOUT_ACTOR
        and node.name not in ASKS_NOTHING
        and not {"require", "allows"} & called(path, node)
    ]
    assert silent == []


def test_a_use_case_that_writes_is_told_the_instant() -> None:
    late = [
        f"{path} {node.name}"
        for path, node in services()
        if {"emit", "session.add"} & called(path, node)
        and "now" not in {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
    ]
    assert late == []


def test_a_use_case_says_what_it_raises() -> None:
    unsaid = [
        f"{path} {node.name}: {', '.join(sorted(missing))}"
        for path, node in services()
        if node.name not in UNSAID
        and (missing := {e for e in raised(path, node) if e not in (ast.get_docstring(node) or "")})
    ]
    assert unsaid == []


# Records ------------------------------------------------------------------------------------------

PRIMARY_KEY = "row"
"""A primary key never leaves; the wire has codes, slugs and UUIDs."""

WITHOUT_SCHEMA = {
    "PersonRecord": "people are not sent to anybody",
    "MembershipRecord": "people are not sent to anybody",
    "SavedSearchRecord": "a person's own, sent to nobody else",
    "RevisionRecord": "told as PROV only",
    "ColumnRecord": "told as CSVW and Croissant; no call of the API has dictionaries yet",
    "DictionaryRecord": "told as CSVW and Croissant; no call of the API has dictionaries yet",
    "SeriesRecord": "told as DCAT; no call of the API has series yet",
    "DataServiceRecord": "told as DCAT; no call of the API has data services yet",
    "DatabaseRecord": "told as DCAT; no call of the API has databases yet",
    "SubsystemRecord": "told with its database",
    "StakeholderRecord": "told with its database",
    "LocalizedText": "travels as two fields, …_th and …_en",
    "FiscalYear": "travels as its Buddhist year",
    "Page": "each list has a page schema of its own in catalog.api.wire",
    "Measure": "the API sends it as CompletenessSchema",
    "Timeliness": "shown on pages; not sent yet",
    "Loss": "the API sends it in words, LossSchema",
    "Part": "the API sends it as PartSchema",
}
"""Frozen nouns that have no schema of their own."""


def nouns() -> dict[str, Any]:
    """Dataclasses and schemas of the package `schemas` by name."""
    found: dict[str, Any] = {}
    for info in pkgutil.iter_modules(schemas.__path__):
        module: ModuleType = importlib.import_module(f"schemas.{info.name}")
        found |= {n: c for n, c in vars(module).items() if inspect.isclass(c)}
    return found


def test_every_record_has_a_schema_with_its_fields() -> None:
    found = nouns()
    records = {n: c for n, c in found.items() if dataclasses.is_dataclass(c) and n[0] != "_"}
    records = {n: c for n, c in records.items() if c.__module__.startswith("schemas.")}
    differ = {}
    for name, record in records.items():
        if name in WITHOUT_SCHEMA:
            continue
        schema = found.get(f"{name.removesuffix('Record')}Schema")
        assert schema is not None, f"{name} has no schema"
        assert issubclass(schema, Schema)
        stated = {f.name for f in dataclasses.fields(record)} - {PRIMARY_KEY}
        if stated != set(schema().fields):
            differ[name] = stated ^ set(schema().fields)
    assert differ == {}
    assert set(WITHOUT_SCHEMA) <= set(records), "a reason without a record"


def test_every_record_is_frozen() -> None:
    melted = [
        name
        for name, found in nouns().items()
        if dataclasses.is_dataclass(found) and not vars(found)["__dataclass_params__"].frozen
    ]
    assert melted == []


# Fields -------------------------------------------------------------------------------------------

WEIGHTLESS = {
    ("dataset", "name"): "the catalogue makes it from the title",
    ("dataset", "private"): "a choice, not knowledge about the data",
    ("dataset", "allow_harvest"): "a choice, not knowledge about the data",
    ("dataset", "reference_url_catalog"): "stated by catalogues, not by stewards",
    ("resource", "resource_private"): "a choice, not knowledge about the data",
    ("dataset", "theme"): "of European portals; the Thai standard does not ask for it",
    ("resource", "size"): "of European portals; the Thai standard does not ask for it",
}
"""Fields that completeness does not count.  Form, import and RDF have tests of their own."""


def test_every_field_can_be_stored_counted_and_looked_up() -> None:
    stored = {("dataset", key) for key in MetadataSchema().fields}
    stored |= {("resource", key) for key in DistributionMetadataSchema().fields}
    stored |= {("dataset", key) for key in ATTRIBUTES}
    assert stored == {(row.level, row.key) for row in FIELDS}
    assert {(row.level, row.key) for row in FIELDS if not row.weight} == set(WEIGHTLESS)
    page = text("docs/reference/fields.md")
    assert [row.key for row in FIELDS if f"`{row.key}`" not in page] == []


# Errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [STATUS, EXIT_CODE, PAGES], ids=["status", "exit code", "page"])
def test_every_kind_of_error_has_its_place(table: dict[Kind, object]) -> None:
    assert set(table) == set(Kind)


def test_every_error_has_a_kind_a_code_and_both_sentences() -> None:
    errors = all_errors()
    assert len({error.code for error in errors}) == len(errors)
    bare = [e.__name__ for e in errors if e.kind not in Kind or not e.th or not e.en]
    assert bare == []


# Permissions and events ---------------------------------------------------------------------------


def named(enum: str, *places: str) -> set[str]:
    """Members of an enum that the code of some folders names."""
    return {
        node.attr
        for path in modules(*places)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == enum
    }


def test_every_permission_is_granted_required_and_documented() -> None:
    granted = {permission for permissions in GRANTS.values() for permission in permissions}
    assert granted == set(Permission)
    edges = ("services", "harvest", "web", "api", "cli")
    required = named("Permission", *(f"catalog/{place}" for place in edges))
    assert required == set(Permission.__members__)
    assert [p for p in Permission if f"`{p}`" not in text("docs/reference/roles.md")] == []


NOTHING_TO_DO = {
    Event.AGENCY_SAVED: "its datasets are touched one by one, and each has its own event",
    Event.PERSON_ADDED: "people are read afresh at every request",
    Event.PERSON_DISABLED: "people are read afresh at every request",
    Event.PERSON_ENABLED: "people are read afresh at every request",
    Event.PASSWORD_CHANGED: "people are read afresh at every request",
    Event.POST_GIVEN: "people are read afresh at every request",
    Event.POST_ENDED: "people are read afresh at every request",
    Event.TOKEN_MADE: "tokens are read afresh at every request",
    Event.TOKEN_REVOKED: "tokens are read afresh at every request",
    Event.SYNONYM_ADDED: "every search asks for the last event about synonyms",
    Event.SYNONYM_REMOVED: "every search asks for the last event about synonyms",
    Event.EMAIL_SET: "people are read afresh for every mail",
    Event.SEARCH_SAVED: "saved searches are asked anew at every look and for every mail",
    Event.SEARCH_CHANGED: "saved searches are asked anew at every look and for every mail",
    Event.SEARCH_DELETED: "saved searches are asked anew at every look and for every mail",
}
"""Events after which nobody has work, and why."""


def test_every_event_has_work_or_a_reason() -> None:
    assert set(CONSUMERS) == set(Event)
    assert {event for event, consumers in CONSUMERS.items() if not consumers} == set(NOTHING_TO_DO)


def test_every_event_happens() -> None:
    happening = named("Event", "catalog/services", "catalog/harvest")
    assert {Event[name] for name in happening} == set(Event)


# Addresses ----------------------------------------------------------------------------------------

UNLISTED = {
    "api.openapi": "describes the operations and is none itself",
}
"""Endpoints of the API that are not in its table of operations."""


@pytest.fixture(scope="module")
def endpoints() -> dict[str, list[tuple[str, str]]]:
    """Address and method of every endpoint of the application."""
    app = Flask("catalog", static_folder=None, template_folder=None)
    for blueprint in (api, portal, web):
        app.register_blueprint(blueprint)
    found: dict[str, list[tuple[str, str]]] = {}
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.setdefault(rule.endpoint, []).append((rule.rule, method))
    return found


def test_every_page_has_a_visibility_class(endpoints: dict[str, list[tuple[str, str]]]) -> None:
    pages = {name for name in endpoints if name.startswith("web.")}
    assert pages == set(VISIBILITY)


def test_every_call_of_the_api_is_an_operation(
    endpoints: dict[str, list[tuple[str, str]]],
) -> None:
    calls = {name for name in endpoints if name.startswith("api.")}
    assert calls == {f"api.{operation.name}" for operation in OPERATIONS} | set(UNLISTED)


def test_portals_only_read(endpoints: dict[str, list[tuple[str, str]]]) -> None:
    """The portal shows what anyone may see: it takes no actor and no method but GET."""
    assert {m for n, found in endpoints.items() if n[:7] == "portal." for _, m in found} == {"GET"}
    actors = {
        ast.unparse(node)
        for path in modules("catalog/api/portal")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Name) and node.id in ("actor", "signed_in", "reading", "SYSTEM")
    }
    assert actors == set()


def test_no_address_has_two_views(endpoints: dict[str, list[tuple[str, str]]]) -> None:
    owners: dict[tuple[str, str], list[str]] = {}
    for name, found in endpoints.items():
        for rule, method in found:
            owners.setdefault((_bare(rule), method), []).append(name)
    assert {address: names for address, names in owners.items() if len(names) > 1} == {}


def _bare(rule: str) -> str:
    """A rule with its parameters nameless: /dataset/<slug> and /dataset/<name> are one address."""
    return "/".join("<>" if re.fullmatch("<[^<>]+>", p) else p for p in rule.split("/"))
