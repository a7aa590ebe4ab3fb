"""No message in one language alone leaves the API: what schemas and code say is in the tables."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields, validate

from catalog.api.ckan import errors as ckan
from catalog.api.exchange.oai.arguments import OaiError
from catalog.api.operations import OPERATIONS
from catalog.api.wrong_forms import CODES, MOST, in_both_languages
from schemas.dataset import DatasetDraftSchema
from tests.fitness.sources import modules, parse
from vocab.input_messages import INPUT_SENTENCES
from vocab.messages import MESSAGES

NEVER = {
    "validator_failed": "no validator of ours answers False",
    "invalid_utf8": "JSON and queries hold texts, no bytes",
    "format": "said when writing",
    "invalid_awareness": "a day has no time zone",
}
"""Keys of messages that no request can cause."""


def said_by(field: fields.Field[Any]) -> Iterator[str]:
    """The templates that a field, what is in it and its validators can fill in."""
    yield from (str(text) for key, text in field.error_messages.items() if key not in NEVER)
    for validator in field.validators:
        # Ours have an upper bound, and either a lower one or none.
        bound = "message_max" if getattr(validator, "min", 0) is None else "message_all"
        yield str(getattr(validator, "error", None) or getattr(validator, bound))
    for name in ("inner", "key_field", "value_field"):
        if inner := getattr(field, name, None):
            yield from said_by(inner)
    if isinstance(field, fields.Nested):
        yield from said_in(field.schema)


def said_in(schema: Schema) -> Iterator[str]:
    """The templates of a schema."""
    yield from (text for key, text in schema.error_messages.items() if key != "invalid")
    for field in schema.load_fields.values():
        yield from said_by(field)


def test_whatever_a_schema_of_the_api_says_has_a_sentence_in_both_languages() -> None:
    taken = [schema for o in OPERATIONS for schema in (o.query, o.body) if schema]
    assert DatasetDraftSchema in taken
    unsaid = {text for schema in taken for text in said_in(schema())} - set(CODES)
    assert unsaid == set()
    assert set(CODES.values()) <= set(INPUT_SENTENCES)


def test_a_validator_that_nobody_gave_a_sentence_is_noticed() -> None:
    schema = Schema.from_dict({"a": fields.String(validate=validate.Length(equal=3, error="New"))})
    assert "New" in set(said_in(schema()))


def test_words_of_the_library_are_not_repeated_even_when_they_are_new() -> None:
    told = in_both_languages({"a": ["Something new."], "b": {0: ["Not a valid list."]}})
    assert told["a"][0]["code"] == "value-wrong"
    assert told["b"][0][0]["code"] == "not-list"


def test_an_answer_says_so_much_and_no_more() -> None:
    many = {f"f{n}": ["Unknown field."] for n in range(10 * MOST)}
    assert len(in_both_languages(many)) == MOST
    nested = in_both_languages({"metadata": many, "agency": ["Unknown field."]})
    assert len(nested["metadata"]) == MOST - 1


@pytest.mark.parametrize("name", ["InvalidInput", "Malformed"])
def test_what_is_wrong_with_a_value_is_said_by_code(name: str) -> None:
    """A text of one's own in ``errors`` would be in one language; `wrong` has both."""
    bare, seen = [], 0
    for path in modules("catalog"):
        for node in ast.walk(parse(path)):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != name:
                continue
            seen += 1
            values = [k.value for k in node.keywords]
            for given in node.args:
                values += given.values if isinstance(given, ast.Dict) else [given]
            bare += [f"{path}:{node.lineno}" for v in values if isinstance(v, BARE)]
    assert seen >= 3
    assert bare == []


BARE = (ast.Constant, ast.JoinedStr, ast.List, ast.BinOp)
"""Trees of texts that are written on the spot."""


def test_every_sentence_of_the_table_is_said_somewhere() -> None:
    named = {
        node.value
        for path in modules("catalog")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(INPUT_SENTENCES) <= named
    assert set(INPUT_SENTENCES) <= set(MESSAGES)


def test_errors_of_other_protocols_say_what_to_do_next_in_both_languages() -> None:
    for error in ckan.ActionError.__subclasses__():
        assert any("ก" <= letter <= "๙" for letter in error.th), error
        assert error.en.isascii()
        assert error.en.endswith(".")
    codes = {
        node.args[0].value
        for path in modules("catalog/api/exchange")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "OaiError"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(codes) > 5
    for code in codes:
        text = OaiError(str(code), "What is wrong.").text
        english, _, _ = text.partition(" · ")
        assert re.fullmatch(r"What is wrong\. [A-Z][ -~]+\.", english), code
        assert any("ก" <= letter <= "๙" for letter in text), code
