"""The OpenAPI document: complete, true and readable by other people's tools."""

import re
from typing import Any

from flask import Flask

from catalog.api.openapi import openapi
from catalog.api.operations import OPERATIONS
from tests.fixtures_http import client_of
from vocab.profiles.th_gov import ATTRIBUTES, dataset_fields, resource_fields

#: Answers about the API itself.
BESIDE = {("GET", "/openapi.json")}


def test_every_route_stands_in_the_document_and_the_reverse(app: Flask) -> None:
    routes = {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")) or "/")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    described = {
        (method.upper(), path) for path, found in openapi()["paths"].items() for method in found
    }
    assert routes - BESIDE == described


def test_no_name_is_used_twice() -> None:
    names = [operation.name for operation in OPERATIONS]
    assert len(set(names)) == len(names)
    assert not [name for name in openapi()["components"]["schemas"] if re.search(r"\d$", name)]


def test_every_field_of_the_table_is_in_the_document() -> None:
    schemas = openapi()["components"]["schemas"]
    for fields, name in (
        (dataset_fields(), "Metadata"),
        (resource_fields(), "DistributionMetadata"),
    ):
        attributes = set(ATTRIBUTES) if name == "Metadata" else set()
        properties = schemas[name]["properties"]
        assert set(properties) == {f.key for f in fields} - attributes
        assert all(found["description"] for found in properties.values())


def test_every_operation_is_explained_and_names_its_problems() -> None:
    for path, found in openapi()["paths"].items():
        for operation in found.values():
            assert operation["summary"].endswith("."), path
            assert {"400", "401", "405", "500"} <= set(operation["responses"])
            for status, answer in operation["responses"].items():
                kind = "application/json" if status < "300" else "application/problem+json"
                assert status == "304" or list(answer["content"]) == [kind], (path, status)


def test_patterns_are_those_of_json_schema() -> None:
    def patterns(value: Any) -> list[str]:
        if isinstance(value, list):
            return [p for item in value for p in patterns(item)]
        if not isinstance(value, dict):
            return []
        own = [value["pattern"]] if isinstance(value.get("pattern"), str) else []
        return own + [p for item in value.values() for p in patterns(item)]

    found = patterns(openapi())
    assert found
    assert not [p for p in found if re.search(r"\\[AZz]|\(\?P", p)]


def test_the_document_is_served(app: Flask) -> None:
    answer = client_of(app).get("/api/v1/openapi.json")
    assert answer.get_json() == openapi()
    assert answer.get_json()["openapi"] == "3.1.0"
