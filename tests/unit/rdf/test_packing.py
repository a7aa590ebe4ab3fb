"""Packed texts come back, small, and only to the writer that packed them."""

import pytest
from lz4.block import LZ4BlockError

from catalog.rdf.fast import writer
from catalog.rdf.formats import FORMATS, TURTLE, Format
from catalog.rdf.outline import outline_of
from catalog.rdf.packing import Packing, Part, packing, stamps
from catalog.rdf.stream import outlines_document
from tests.builders import dataset
from tests.unit.rdf.example import SITE


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_packed_texts_come_back(form: Format) -> None:
    made = packing(SITE.base, form)
    outlines = [outline_of(dataset(slug=f"d-{n}")) for n in range(9)]
    texts = [b"".join(writer(SITE.base, form).write(each)[0]) for each in outlines]
    parts = [Part(n, 7, outlines[n].slug, f"{n},1", texts[n]) for n in range(9)]
    empty = Part(9, 1, "d-9", "", b"")
    nodes, places, body = made.pack([*parts, empty])
    meant = {(part.row, part.version): (part.nodes, part.text) for part in (*parts, empty)}
    assert made.parts(places, body) == meant
    ids, places_due = (each.split(",") for each in nodes.split(";"))
    ends = dict(zip(ids, map(int, places_due), strict=True))
    assert list(ends) == ["0", "1", *map(str, range(2, 9))]
    assert ends["0"] == ends["1"]
    assert made.whole(body)[ends["3"] : ends["4"]].endswith(texts[4])
    assert len(body) * 10 < sum(map(len, texts))
    whole = b"".join(outlines_document(outlines[1:], SITE, form))
    assert made.whole(made.pack(parts[2:]).body) in whole


def test_nothing_is_packed_too() -> None:
    made = packing(SITE.base, TURTLE)
    _, places, body = made.pack([])
    assert made.whole(body) == b""
    assert made.parts(places, body) == {}


def test_what_is_damaged_is_an_error() -> None:
    made = packing(SITE.base, TURTLE)
    body = made.pack([Part(1, 1, "a", "", b"text")]).body
    with pytest.raises(LZ4BlockError):
        made.whole(body[:4] + b"\xff" + body[5:])


def test_stamps_differ_and_last() -> None:
    found = stamps(SITE.base)
    assert len(set(found.values())) == len(FORMATS)
    assert all(0 <= stamp < 1 << 63 for stamp in found.values())
    assert Packing(SITE.base, TURTLE).stamp == found[0]
    assert Packing("https://other.example", TURTLE).stamp != found[0]
