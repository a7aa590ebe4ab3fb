"""Arguments of OAI-PMH: every error of the protocol, and tokens that hold the request."""

import base64
import json

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.api.exchange.oai.arguments import OaiError, Resumed
from catalog.api.exchange.oai.arguments import read as read_arguments
from catalog.jobs.installation import Installation
from tests.api.exchange.oai_client import ask, asked, client, code, identifier
from tests.api.exchange.structure import OAI
from tests.fixtures_app import published

__all__ = ["client"]

OF = "metadataPrefix=oai_dc"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=listsets", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=Identify&verb2=Identify", "badArgument"),
        ("verb=Identify&resumptionToken=abcd", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        (f"verb=ListRecords&{OF}&{OF}", "badArgument"),
        (f"verb=ListRecords&{OF}&resumptionToken=abcd", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListIdentifiers&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=%E0%B8%81", "badArgument"),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        (f"verb=ListRecords&{OF}&set=a:", "badArgument"),
        (f"verb=ListRecords&{OF}&set=%00", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026-02-30", "badArgument"),
        (f"verb=ListRecords&{OF}&from=0000-01-01", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026-01-01T00:00:00", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026-01-01T00:00:00.5Z", "badArgument"),
        (f"verb=ListRecords&{OF}&from=%E0%B9%92026-01-01", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026-01-01%0A", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026-01-02&until=2026-01-01", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
        (f"verb=ListRecords&{OF}&from=2099-01-01", "noRecordsMatch"),
        (f"verb=ListRecords&{OF}&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%E0%B8%81", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=AAAAA", "badResumptionToken"),
        ("verb=GetRecord", "badArgument"),
        (f"verb=GetRecord&{OF}&identifier=a%20b", "badArgument"),
        (f"verb=GetRecord&{OF}&identifier=oai:x:y", "idDoesNotExist"),
        (f"verb=GetRecord&{OF}&identifier=oai:catalogue.test:1", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:x:y", "idDoesNotExist"),
        ("verb=Identify&%FF=%FE", "badArgument"),
    ],
)
def test_every_error_has_its_code_and_status_200(
    client: FlaskClient, installation: Installation, query: str, wanted: str
) -> None:
    published(installation)
    root = asked(client, query)
    assert code(root) == wanted
    request = root.find(f"{OAI}request")
    assert request is not None
    assert bool(request.attrib) == (wanted not in ("badVerb", "badArgument"))


def test_the_format_of_one_record_must_be_offered(
    client: FlaskClient, installation: Installation
) -> None:
    record = published(installation)
    root = ask(client, "GetRecord", identifier=identifier(record), metadataPrefix="marc21")
    assert code(root) == "cannotDisseminateFormat"


def made_up(*kept: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(kept)).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "kept",
    [
        ("ListRecords", {"metadataPrefix": "oai_dc"}, -1, 0, 0),
        ("ListRecords", {"metadataPrefix": "oai_dc"}, True, 0, 0),
        ("ListRecords", {"metadataPrefix": "oai_dc"}, 1.5, 0, 0),
        ("ListRecords", {"metadataPrefix": "oai_dc"}, 10**30, 0, 0),
        ("ListRecords", {"metadataPrefix": "oai_dc"}, 0, 0),
        ("ListIdentifiers", {"metadataPrefix": "oai_dc"}, 0, 0, 0),
        ("ListRecords", {"metadataPrefix": 1}, 0, 0, 0),
        ("ListRecords", {}, 0, 0, 0),
        ("ListRecords", [], 0, 0, 0),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from": "x"}, 0, 0, 0),
        ("ListRecords", {"metadataPrefix": "oai_dc", "from": ["2026-01-01"]}, 0, 0, 0),
    ],
)
def test_a_token_that_is_none_of_ours(client: FlaskClient, kept: tuple[object, ...]) -> None:
    root = ask(client, "ListRecords", resumptionToken=made_up(*kept))
    assert code(root) == "badResumptionToken"


NAMES = st.sampled_from(["verb", "metadataPrefix", "set", "from", "until", "identifier", "x"])
VALUES = st.text(max_size=12) | st.sampled_from(
    [*("ListRecords", "GetRecord", "oai_dc", "2026-01-01", "bma", "Identify", "resumptionToken")]
)


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(NAMES | st.just("resumptionToken"), VALUES), max_size=5))
def test_whatever_is_asked_the_arguments_are_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        asked = read_arguments(pairs)
    except OaiError as error:
        refused = error
    else:
        if asked.verb in ("ListRecords", "ListIdentifiers"):
            token = asked.token(1, 2, 3)
            again = read_arguments([("verb", asked.verb), ("resumptionToken", token)])
            assert again.stated == asked.stated
            assert again.resumed == Resumed(1, 2, 3)
        return
    assert refused.code in ("badVerb", "badArgument", "badResumptionToken")
    assert refused.text.partition(" · ")[0].isascii(), "nothing of what was sent is repeated"
