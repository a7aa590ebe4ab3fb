"""Moulds give the bytes of the graph, whatever is filled in, and never make what they cannot."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from catalog.rdf import level
from catalog.rdf.fast import Writer
from catalog.rdf.formats import FORMATS, N_TRIPLES, TURTLE, Format
from catalog.rdf.outline import outline_of
from catalog.rdf.template import Template, Unusual
from schemas.dataset import DatasetRecord
from schemas.outline import Outline
from tests.builders import agency, dataset, distribution
from tests.unit.rdf.example import SITE
from tests.unit.rdf.generated import records as generated
from tests.unit.rdf.test_fast import RECORDS, forms, same
from tests.unit.rdf.test_syntax import records


def warmed(form: Format, *outlines: Outline) -> Writer:
    """A writer that has met these often enough."""
    made = Writer(SITE.base, form)
    for _ in range(6):
        for outline in outlines:
            same(made, outline)
    return made


def moulded(made: Writer, outline: Outline) -> bool:
    """Whether it is written by a mould."""
    try:
        made._moulds.write(outline)
    except (Unusual, TypeError):
        return False
    return True


def other(metadata: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The same with other texts, addresses, days and sizes."""

    def changed(key: str, value: Any) -> Any:
        if key == "tag_string":
            return (*value, f"คำ & <{number}>", f"word {number}", value[0])
        if isinstance(value, dt.date):
            return value + dt.timedelta(days=number)
        if key in {"title", "notes", "description", "maintainer", "unit_of_measure"}:
            return f'{value} "{number}" & <ก>\n\\'
        if key in {"url", "size"}:
            return f"http://h.example/{number}?a=b&c" if key == "url" else value + number
        return value

    return {key: changed(key, value) for key, value in metadata.items()}


def changed(outline: Outline, number: int) -> Outline:
    parts = [(f"{uid}-{number}", other(stated, number)) for uid, stated in outline.parts]
    return outline._replace(
        slug=f"{outline.slug}-{number}",
        agency=dataclasses.replace(outline.agency, code=f"9{number}", name_th=f"หน่วย {number}"),
        issued=f"2024-01-{number:02}T00:00:00+00:00",
        metadata=other(outline.metadata, number),
        parts=parts,
    )


@forms
def test_what_differs_is_filled_in(form: Format) -> None:
    for record in RECORDS:
        outline = outline_of(record)
        made = warmed(form, *(changed(outline, number) for number in range(1, 4)))
        for number in range(4, 9):
            same(made, changed(outline, number))
    assert moulded(warmed(form, outline_of(dataset())), outline_of(dataset()))


@forms
def test_generated_records_are_written_alike(form: Format) -> None:
    outlines = [outline_of(record) for record in generated(40)]
    made = warmed(form, *outlines)
    assert sum(moulded(made, each) for each in outlines) > 10
    for outline in outlines:
        same(made, changed(outline, 7))


def alike(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The same with one text, one address and one day wherever such a thing stands."""
    days = [value for value in stated.values() if isinstance(value, dt.date)]

    def changed(key: str, value: Any) -> Any:
        if isinstance(value, str):
            address = "http://same.example/x.csv"
            free = key in {"title", "title_en", "notes", "notes_en", "description", "maintainer"}
            return address if value.startswith("http") else "เหมือน same" if free else value
        return days[0] if isinstance(value, dt.date) else value

    return {key: changed(key, value) for key, value in stated.items()}


@forms
def test_values_that_are_the_same_are_filled_in(form: Format) -> None:
    outlines = [outline_of(record) for record in (*RECORDS, *generated(10))]
    made = warmed(form, *outlines)
    each = [
        outline._replace(
            metadata=alike(outline.metadata),
            parts=[(uid, alike(stated)) for uid, stated in outline.parts],
        )
        for outline in outlines
    ]
    assert sum(moulded(made, outline) for outline in each) > 5
    for outline in each:
        same(made, outline)


@given(records(), records())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_filled_in(one: DatasetRecord, two: DatasetRecord) -> None:
    for form in FORMATS:
        made = warmed(form, outline_of(one))
        # What the other says, with the keys of the first where it has them.
        both = {key: two.metadata.get(key, value) for key, value in one.metadata.items()}
        same(made, outline_of(dataclasses.replace(one, metadata=both)))
        same(made, outline_of(two))


@forms
def test_what_fits_no_mould_goes_another_way(form: Format) -> None:
    usual = outline_of(dataset())
    made = warmed(form, usual)
    assert moulded(made, usual)
    twice = [(uid, stated) for uid, stated in usual.parts[:1] for _ in range(2)]
    wrong: list[Outline] = [
        usual._replace(slug="ก/ข"),
        usual._replace(slug=""),
        usual._replace(parts=twice),
    ]
    for key, values in {
        "title": (" ", "\x00", "", "\u00a0", "\ud800", None, 7),
        "url": ("no address", f"{SITE.base}/dataset/x#y"),
        "maintainer_email": ("nobody",),
        "last_updated_date": (dt.date(2567, 1, 1),),
        "tag_string": ((" ",), None),
    }.items():
        for value in values:
            assert key in usual.metadata
            wrong.append(usual._replace(metadata={**usual.metadata, key: value}))
    uid, stated = usual.parts[0]
    for size in (0, "7"):
        sized = usual._replace(parts=[(uid, {**stated, "size": 7})])
        for _ in range(4):
            same(made, sized)
        assert moulded(made, sized)
        wrong.append(usual._replace(parts=[(uid, {**stated, "size": size})]))
    for outline in wrong:
        for _ in range(3):
            same(made, outline)
            assert not moulded(made, outline)


@forms
def test_repaired_values_are_filled_in(form: Format) -> None:
    usual = outline_of(dataset())
    made = warmed(form, usual)
    # Each of what may stand in JSON otherwise than in a syntax alone, so that nothing else tells.
    odd = ("\x7f", "\x85", "\uffff", "\u2028", "&", "<", ">", '"', "\\", "\n", "%b", "\u3000")
    for key, value in (
        *(("title", f"ก{each}ข") for each in odd),
        ("title", " ก\x00ข "),
        ("title", 'ก "ข" <ค> & \u00a0\ufeff 3\u00b0'),
        ("url", "HTTP://h.example/ก ข"),
        ("tag_string", "คำ"),
        ("tag_string", ("x", " ", 7, "ก\x00", "x")),
    ):
        outline = usual._replace(metadata={**usual.metadata, key: value})
        same(made, outline)
        assert moulded(made, outline)


def test_an_address_that_is_no_download_has_a_mould_of_its_own() -> None:
    uid, stated = outline_of(dataset(distributions=(distribution(),))).parts[0]
    usual = outline_of(dataset())
    for address in ("http://h.example/a.csv", "http://h.example/a", "http://h.example/b.zip?c"):
        outline = usual._replace(parts=[(uid, {**stated, "url": address})])
        assert moulded(warmed(N_TRIPLES, outline), outline)


@forms
def test_a_mould_that_makes_something_else_is_not_used(
    form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = Template.filled
    monkeypatch.setattr(Template, "filled", lambda *given: filled(*given) + b" ")
    usual = outline_of(dataset())
    made = warmed(form, usual)
    assert not moulded(made, usual)


def test_an_unknown_code_stays_an_error() -> None:
    made = Writer(SITE.base, TURTLE)
    for _ in range(4):
        with pytest.raises((KeyError, ValueError)):
            made.write(outline_of(dataset(license_id="no-such-code")))


@pytest.mark.parametrize("patience", [1, 99])
def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch, patience: int) -> None:
    monkeypatch.setattr(level, "MET", 3)
    monkeypatch.setattr(level, "KEPT", 2)
    monkeypatch.setattr(level, "PATIENCE", patience)
    monkeypatch.setattr("catalog.rdf.mould.MET", 2)
    made = Writer(SITE.base, TURTLE)
    for number in range(9):
        owner = agency(code=f"{number}", organisation=f"{number}")
        words = [f"{word} {number}" for word in ("คำ", "word", "ab", "กข")]
        for _ in range(4):
            same(made, outline_of(dataset(agency=owner, tag_string=words)))
    moulds = made._moulds
    sizes = len(moulds._datasets), len(moulds._parts), len(moulds._owners)
    assert max(sizes) <= 2
    assert 1 <= len(moulds._dataset._words["tag_string"]) <= 3
    # Those that are kept stay until many others were wanted.
    last = outline_of(dataset(agency=agency(code="8", organisation="8")))
    assert moulded(made, last) == (patience == 1)


def test_a_template_takes_the_longest_mark() -> None:
    made = Template(b"<A> <A#x> B", [b"A#x", b"B"], b"A")
    assert made.filled(b"c", [b"d", b"e"]) == b"<c> <d> e"
