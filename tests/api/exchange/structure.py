"""What the schema of OAI-PMH 2.0 asks of an answer, written as a table."""

import re
from xml.etree.ElementTree import Element, fromstring

OAI = "{http://www.openarchives.org/OAI/2.0/}"
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_NAME = r"[A-Za-z0-9\-_.!~*'()]+"
#: Children of each element in their order; ``?`` none or one, ``+`` one or more, ``*`` any number.
CHILDREN = {
    "OAI-PMH": r"responseDate request (error\+|Identify|ListMetadataFormats|ListSets|GetRecord"
    r"|ListIdentifiers|ListRecords)",
    "Identify": "repositoryName baseURL protocolVersion adminEmail earliestDatestamp"
    " deletedRecord granularity",
    "ListMetadataFormats": "metadataFormat( metadataFormat)*",
    "metadataFormat": "metadataPrefix schema metadataNamespace",
    "ListSets": "set( set)*",
    "set": "setSpec setName",
    "GetRecord": "record",
    "ListIdentifiers": "header( header)*( resumptionToken)?",
    "ListRecords": "record( record)*( resumptionToken)?",
    "record": "header( metadata)?",
    "header": "identifier datestamp( setSpec)*",
}
#: Texts of the leaves.
TEXTS = {
    "responseDate": INSTANT,
    "request": r"https?://\S+/oai",
    "error": r".+",
    "repositoryName": ".+",
    "baseURL": r"https?://\S+/oai",
    "protocolVersion": r"2\.0",
    "adminEmail": r"\S+@(\S+\.)+\S+",
    "earliestDatestamp": INSTANT,
    "deletedRecord": "persistent",
    "granularity": "YYYY-MM-DDThh:mm:ssZ",
    "metadataPrefix": _NAME,
    "schema": r"http\S+\.xsd",
    "metadataNamespace": r"http\S+",
    "setSpec": f"{_NAME}(:{_NAME})*",
    "setName": ".+",
    "identifier": r"oai:[a-z0-9.\-]+:[0-9a-f\-]{36}",
    "datestamp": INSTANT,
    "resumptionToken": r"[A-Za-z0-9_\-]*",
}
ATTRIBUTES = {
    "request": {
        *("verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"),
    },
    "error": {"code"},
    "header": {"status"},
    "resumptionToken": {"expirationDate", "completeListSize", "cursor"},
}
CODES = {
    *("cannotDisseminateFormat", "idDoesNotExist", "badArgument", "badVerb", "noMetadataFormats"),
    *("noRecordsMatch", "badResumptionToken", "noSetHierarchy"),
}


def read(data: bytes) -> Element:
    """A valid answer, read strictly."""
    root = fromstring(data)  # noqa: S314 (we wrote it)
    assert root.tag == f"{OAI}OAI-PMH"
    _check(root)
    return root


def _check(element: Element) -> None:
    name = element.tag.removeprefix(OAI)
    known = ATTRIBUTES.get(name, set())
    if name == "OAI-PMH":
        known = {"{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"}
    assert set(element.attrib) <= known, name
    if name == "error":
        assert element.get("code") in CODES
    if name == "header":
        assert element.get("status") in (None, "deleted")
    if name == "metadata":
        assert len(element) == 1, "one payload"
        assert not element[0].tag.startswith(OAI), "in a namespace of its own"
        return
    names = " ".join(child.tag.removeprefix(OAI) for child in element)
    if name in TEXTS:
        assert names == ""
        assert re.fullmatch(TEXTS[name], element.text or ""), (name, element.text)
        return
    assert re.fullmatch(CHILDREN[name].replace(r"\+", "( error)*"), names), (name, names)
    for child in element:
        _check(child)
