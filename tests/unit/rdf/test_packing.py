"""Packed texts come back, small, and only to the writer that packed them."""

import zlib

import pytest

from catalog.rdf.fast import writer
from catalog.rdf.formats import FORMATS, TURTLE, Format
from catalog.rdf.outline import outline_of
from catalog.rdf.packing import Packing, model_outline, packing, stamps
from tests.builders import dataset
from tests.unit.rdf.example import SITE
from vocab.profiles.th_gov import FIELDS


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_a_packed_text_comes_back(form: Format) -> None:
    made = packing(SITE.base, form)
    text, _ = writer(SITE.base, form).write(outline_of(dataset()))
    packed = made.pack(text)
    assert made.unpack(packed) == text.encode()
    assert made.unpack(made.pack("")) == b""
    assert len(packed) * 5 < len(text.encode())


def test_what_another_dictionary_packed_is_an_error() -> None:
    text, _ = writer(SITE.base, TURTLE).write(outline_of(dataset()))
    other = Packing("https://other.example", TURTLE)
    with pytest.raises(zlib.error):
        packing(SITE.base, TURTLE).unpack(b"\xff" + other.pack(text))
    assert other.stamp != packing(SITE.base, TURTLE).stamp


def test_stamps_differ_and_last() -> None:
    found = stamps(SITE.base)
    assert len(set(found.values())) == len(FORMATS)
    assert all(0 <= stamp < 1 << 63 for stamp in found.values())
    assert Packing(SITE.base, TURTLE).stamp == found[0]


def test_the_model_says_everything() -> None:
    model = model_outline()
    stated = {("dataset", key) for key in model.metadata}
    stated |= {("resource", key) for key in model.parts[0][1]}
    assert stated == {(row.level, row.key) for row in FIELDS}
