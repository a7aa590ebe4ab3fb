"""The API does what its OpenAPI document says, whatever is sent; tried by generated requests."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalog.api.openapi import openapi
from catalog.api.operations import OPERATIONS
from catalog.jobs.installation import Installation
from tests.fixtures_app import published, registered
from tests.fixtures_http import token_of

#: Requests of each operation as each caller, half of them as the document asks, half not.
EXAMPLES = 16
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anyone", "steward"])
def test_every_operation_keeps_its_word(app: Flask, installation: Installation, who: str) -> None:
    # What nobody foresaw must come as an answer here, as it would in production.
    app.testing = False
    known = {
        "name": [published(installation).slug, registered(installation).slug],
        "code": ["5001", "not-found"],
        "scheme": ["data_type"],
    }
    # The in-process transport does not unpack what it says it accepts.
    headers = {"Accept-Encoding": "identity"}
    if who != "anyone":
        headers["Authorization"] = f"Bearer {token_of(installation, who)}"
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    tried, statuses = set(), set()
    for result in document.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        tried.add((operation.method.upper(), operation.path.removeprefix("/api/v1")))

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
            | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
            data=st.data(),
        )
        def keeps_its_word(case: Any, data: st.DataObject) -> None:
            # Names that exist lead further than guesses do.
            for name in case.path_parameters or {}:
                if data.draw(st.booleans()):
                    case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
            if isinstance(case.body, dict) and isinstance(case.body.get("agency"), str):
                case.body["agency"] = "5001"
            statuses.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

        keeps_its_word()
    reached = {200, 404, 422} | ({401} if who == "anyone" else {201, 403, 412})
    assert reached <= statuses
    assert len(tried) == len(OPERATIONS) == sum(map(len, openapi()["paths"].values()))
