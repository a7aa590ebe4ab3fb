"""What the shapes find, told at the field that mends it, and only what the checks do not say."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.checks import check
from catalog.rdf.findings import shape_findings
from catalog.rdf.shacl import Result
from schemas.dataset import DatasetRecord
from schemas.quality import Finding
from tests.builders import TODAY, agency, dataset, distribution
from tests.unit.rdf.example import SITE, full
from tests.unit.rdf.generated import records
from vocab.codes import DatasetType, Severity
from vocab.messages import say
from vocab.namespaces import ADMS, DCAT, DCT, FOAF, VCARD

D = "https://data.example.th/dataset/population-phra-nakhon"
PART = f"{D}#distribution-{distribution().uid}"


def found(record: DatasetRecord) -> list[tuple[str, str, int | None]]:
    """Codes and places, beside what the checks say."""
    said = check(record, today=TODAY)
    return [(f.code, f.field, f.distribution) for f in shape_findings(record, SITE, said)]


def judged(
    monkeypatch: pytest.MonkeyPatch, *results: tuple[str, str, str, str, str], **changes: Any
) -> list[Finding]:
    """Findings as if the shapes had found this: severity, focus, path, value, component."""
    made = [Result("shapes.ttl", *each) for each in results]
    monkeypatch.setattr("catalog.rdf.findings.judge", lambda *_: made)
    return list(shape_findings(dataset(**changes), SITE))


def test_a_complete_dataset_has_no_finding() -> None:
    assert found(dataset()) == []
    geographic = full(DatasetType.GIS)
    opened = dataset(
        **{**geographic.metadata, "data_classification": "open", "license_id": "cc-by"},
        distributions=geographic.distributions,
    )
    assert found(opened) == []


def test_what_is_only_recommended_is_advice_at_its_field() -> None:
    record = dataset(
        first_year_of_data=None,
        last_year_of_data=None,
        distributions=(distribution(), distribution(uid="b", description=None)),
    )
    said = check(record, today=TODAY)
    told = shape_findings(record, SITE, said)
    assert [(f.code, f.field, f.distribution, f.severity) for f in told] == [
        ("dcat-recommended", "first_year_of_data", None, Severity.ADVICE),
        ("dcat-recommended", "description", 1, Severity.ADVICE),
    ]
    assert say(told[0].code, "th", told[0].values) == (
        "DCAT-AP แนะนำให้ระบุปีข้อมูลที่เริ่มต้นจัดทำ (dct:temporal) "
        "เพื่อให้พอร์ทัลอื่นค้นพบและใช้ข้อมูลได้ กรุณากรอกถ้าทราบ"
    )


def test_half_a_period_is_told_at_the_other_year() -> None:
    record = dataset(
        last_year_of_data=None,
        distributions=(distribution(resource_first_year_of_data=None),),
    )
    assert found(record) == [
        ("dcat-recommended", "last_year_of_data", None),
        ("dcat-recommended", "resource_first_year_of_data", 0),
    ]


def test_what_the_checks_say_is_not_told_twice() -> None:
    record = dataset(maintainer=None, maintainer_email=None, tag_string=None, license_id=None)
    said = check(record, today=TODAY)
    assert {"maintainer", "tag_string", "license_id"} <= {finding.field for finding in said}
    assert found(record) == []
    without = {
        field for _, field, _ in [(f.code, f.field, 0) for f in shape_findings(record, SITE)]
    }
    assert {"maintainer", "tag_string", "license_id"} <= without


def test_hidden_files_and_positions() -> None:
    parts = (distribution(uid="", resource_private=True), distribution(uid="", description=None))
    assert found(dataset(distributions=parts)) == [("dcat-recommended", "description", 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {"data_category": "internal", "data_classification": None},
        {"data_classification": "private"},
        {"private": True},
        {"data_category": None, "data_classification": None},
    ],
)
def test_a_dataset_that_nobody_outside_gets_has_none(changes: dict[str, Any]) -> None:
    record = dataset(first_year_of_data=None, last_year_of_data=None, **changes)
    assert shape_findings(record, SITE) == ()


def test_a_record_that_cannot_be_written_has_none() -> None:
    assert shape_findings(dataset(license_id="no-such-licence"), SITE) == ()


def test_what_no_field_of_the_type_mends_is_not_told() -> None:
    record = dataset(data_type="record", first_year_of_data=None, last_year_of_data=None)
    assert "dct:temporal" not in {f.values["property"] for f in shape_findings(record, SITE)}


def test_a_violation_is_a_warning_and_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    told = judged(
        monkeypatch,
        ("Warning", D, DCT.title, "", "MinCount"),
        ("Violation", D, DCT.title, "", "MinCount"),
        ("Violation", D, DCAT.landingPage, "x" * 90, "NodeKind"),
        ("Violation", f"{D}#contact", VCARD.fn, "ก", "Datatype"),
        ("Violation", PART, DCT["format"], "CSV", "Class"),
        ("Violation", PART, DCT.license, "", "MaxCount"),
        ("Violation", f"{PART}-temporal", DCAT.startDate, "ก", "Node"),
    )
    assert {f.severity for f in told} == {Severity.WARNING}
    assert [(f.code, f.field, f.distribution) for f in told] == [
        ("dcat-min-count", "title", None),
        ("dcat-datatype", "maintainer", None),
        # A licence is stated for the dataset as a whole.
        ("dcat-max-count", "license_id", None),
        ("dcat-node-kind", "url", None),
        ("dcat-class", "format", 0),
        ("dcat-value", "resource_first_year_of_data", 0),
    ]
    assert told[3].values["value"] == "x" * 60
    for finding in told:
        assert all(say(finding.code, lang, finding.values) for lang in ("th", "en"))


def test_what_belongs_to_nobody_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = judged(
        monkeypatch,
        ("Violation", f"{D}#record", DCT.modified, "", "MinCount"),
        ("Violation", f"{SITE.base}/agency/{agency().code}", FOAF.name, "", "MinCount"),
        ("Violation", f"{D}-2", DCT.title, "", "MinCount"),
        ("Violation", D, ADMS.sample, "", "MinCount"),
        ("Warning", D, "^" + DCAT.inSeries, "", "MinCount"),
    )
    assert told == []


def test_findings_of_many_records_have_sentences_and_places() -> None:
    told = 0
    for record in records(110):
        for finding in shape_findings(record, SITE):
            told += 1
            for lang in ("th", "en"):
                assert "{" not in say(finding.code, lang, finding.values)
            if finding.distribution is not None:
                assert finding.field in ("description", "format", "name", "url") or (
                    finding.field.startswith("resource_")
                )
    assert told > 20
