"""Every repair by example: what the source wrote, what is kept, and what the finding says."""

import datetime as dt
from typing import Any

import pytest

from catalog.harvest.publishers import Directory
from catalog.harvest.repairs import AFTER, BEFORE, OPENLY
from catalog.harvest.sources.ckan import Refused, Translated, draft_of_package
from schemas.agency import AgencyRecord
from schemas.quality import Finding
from vocab.codes import AgencyKind, Severity
from vocab.messages import say
from vocab.repair_messages import REPAIR_SENTENCES

BANGKOK = AgencyRecord(
    row=1,
    code="bma",
    kind=AgencyKind.CITY,
    name_th="กรุงเทพมหานคร",
    name_en="Bangkok Metropolitan Administration",
    organisation="bma",
)
#: A record in which nothing has to be mended.
PACKAGE: dict[str, Any] = {
    "name": "flood-points",
    "title": "จุดน้ำท่วม",
    "organization": {"title": "กรุงเทพมหานคร"},
    "url": "https://data.example.go.th/dataset/flood-points",
    "license_id": "Creative Commons Attributions",
    "data_category": "ข้อมูลสาธารณะ",
    "data_format": ["CSV"],
    "tags": [{"name": "น้ำท่วม"}],
    "resources": [{"name": "จุด", "format": "CSV", "url": "https://data.example.go.th/p.csv"}],
}


def translated(**changes: Any) -> Translated:
    """The package above with changes; None takes a key out."""
    package = {k: v for k, v in {**PACKAGE, **changes}.items() if v is not None}
    result = draft_of_package(package, agencies=Directory([BANGKOK]))
    assert isinstance(result, Translated), result
    return result


def resource(**changes: Any) -> list[dict[str, Any]]:
    """Resources of one resource with changes."""
    return [{**PACKAGE["resources"][0], **changes}]


def findings(result: Translated, code: str) -> list[Finding]:
    """The findings of one code, each of which must make sentences in both languages."""
    found = [finding for finding in result.repairs if finding.code == code]
    for finding in found:
        assert say(code, "th", finding.values) != say(code, "en", finding.values)
    return found


def only(result: Translated, code: str) -> Finding:
    """The one finding of a record."""
    assert [finding.code for finding in result.repairs] == [code]
    return findings(result, code)[0]


def test_a_clean_record_has_no_findings() -> None:
    result = translated()
    assert result.repairs == ()
    assert result.draft.agency == "bma"
    assert result.draft.slug == result.key == "flood-points"
    assert result.source == PACKAGE["url"]


@pytest.mark.parametrize(
    ("given", "address", "code", "kept"),
    [
        ("XSL", "https://a.go.th/x.xls", "repair-format-typo", "XLS"),
        ("XSL", "https://a.go.th/x.xlsx", "repair-format-typo", "XLSX"),
        ("text/csv", "https://a.go.th/x", "repair-format-typo", "CSV"),
        ("csv", "https://a.go.th/x.csv", "repair-format-case", "CSV"),
        (".csv", "https://a.go.th/x.csv", "repair-format-case", "CSV"),
        ("MAP", "https://a.go.th/x.kml", "repair-format-vague", "KML"),
        ("MAP", "https://a.go.th/x.KMZ", "repair-format-vague", "KMZ"),
        ("MAP", "https://a.go.th/x.gml", "repair-format-vague", "GML"),
        ("MAP", "https://a.go.th/x.zip", "kept-format-vague", "MAP"),
        ("URL", "https://a.go.th/x.pdf", "repair-format-vague", "PDF"),
        ("URL", "https://a.go.th/x.php", "kept-format-vague", "URL"),
        ("IMAGE", "https://a.go.th/x.jpg", "repair-format-vague", "JPG"),
        ("IMAGE", "https://a.go.th/x.csv", "kept-format-vague", "IMAGE"),
        ("API", "https://a.go.th/x.json", "kept-format-vague", "API"),
        ("", "https://a.go.th/x.csv?v=1", "repair-format-from-url", "CSV"),
    ],
)
def test_formats(given: str, address: str, code: str, kept: str) -> None:
    result = translated(resources=resource(format=given, url=address))
    finding = only(result, code)
    assert result.draft.distributions[0].text("format") == kept
    assert (finding.field, finding.distribution) == ("format", 0)
    assert finding.values.get("before", "") == given
    advised = code.startswith("kept")
    assert finding.severity is (Severity.ADVICE if advised else Severity.REPAIR)


def test_a_format_nobody_can_know_stays_missing() -> None:
    result = translated(resources=resource(format=None, url="https://a.go.th/api?id=3"))
    assert result.repairs == ()
    assert "format" not in result.draft.distributions[0].metadata


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.go.th/download/project2.xlsx", "project2.xlsx"),
        ("https://a.go.th/%E0%B8%99%E0%B9%89%E0%B8%B3.csv", "น้ำ.csv"),
    ],
)
def test_a_resource_without_a_name_takes_that_of_its_file(address: str, name: str) -> None:
    result = translated(resources=resource(name="", url=address))
    assert only(result, "repair-resource-name").values["after"] == name
    assert result.draft.distributions[0].text("name") == name


@pytest.mark.parametrize(
    ("given", "title", "code"),
    [
        (None, "Creative Commons Attributions", "cc-by"),
        ("", "ogl", "dga-open"),
        (None, "Open Data Common", "odc"),
        (None, "License not specified", "not-specified"),
        ("someting", "Creative Commons Attribution Share-Alike", "cc-by-sa"),
    ],
)
def test_licences_by_title(given: str | None, title: str, code: str) -> None:
    result = translated(license_id=given, license_title=title)
    finding = only(result, "repair-licence-title")
    assert result.draft.metadata["license_id"] == code
    assert finding.values["after"] == f"codelist/license_id/{code}"


@pytest.mark.parametrize("word", ["ogl", "notspecified"])
def test_licences_by_the_codes_of_older_portals(word: str) -> None:
    assert only(translated(license_id=word), "repair-code-spelling").values["before"] == word


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("รายวัน", "day"),
        ("รายสัปดาห์", "week"),
        ("รายเดือน", "month"),
        ("รายไตรมาส", "quarter"),
        ("รายปี", "year"),
        ("Daily", "day"),
    ],
)
@pytest.mark.parametrize("place", ["update_frequency_unit", "update_frequency_interval"])
def test_frequency_words(word: str, unit: str, place: str) -> None:
    result = translated(**{place: word})
    assert only(result, "repair-frequency-word").values["before"] == word
    assert result.draft.metadata["update_frequency_unit"] == unit
    assert result.draft.metadata["update_frequency_interval"] == 1


def test_a_frequency_word_beside_its_own_unit_is_the_interval() -> None:
    result = translated(update_frequency_unit="ปี", update_frequency_interval="รายปี")
    assert only(result, "repair-frequency-word").values["before"] == "รายปี"
    assert result.draft.metadata["update_frequency_interval"] == 1


def test_a_frequency_word_against_the_unit_is_not_believed() -> None:
    result = translated(update_frequency_unit="ปี", update_frequency_interval="รายเดือน")
    assert only(result, "repair-value-unreadable").field == "update_frequency_interval"
    assert result.draft.metadata["update_frequency_unit"] == "year"


def test_older_keys_fill_empty_fields() -> None:
    result = translated(
        data_category=None,
        extras=[
            {"key": "height_value_dataset", "value": "1"},
            {"key": "maintain_frequent", "value": "รายวัน"},
            {"key": "access_detail", "value": "ขอได้ที่ฝ่ายทะเบียน"},
            {"key": "disclosure", "value": "secret"},
        ],
    )
    metadata = result.draft.metadata
    assert metadata["high_value_dataset"] is True
    assert (metadata["update_frequency_unit"], metadata["update_frequency_interval"]) == ("day", 1)
    assert metadata["accessible_condition"] == "ขอได้ที่ฝ่ายทะเบียน"
    assert metadata["data_classification"] == "top-secret"
    assert "data_category" not in metadata
    assert [f.values["before"] for f in findings(result, "repair-old-key")] == [
        "height_value_dataset",
        "maintain_frequent",
        "access_detail",
        "disclosure",
    ]


def test_an_older_key_does_not_win_over_the_field() -> None:
    result = translated(high_value_dataset="False", height_value_dataset="1")
    assert result.repairs == ()
    assert result.draft.metadata["high_value_dataset"] is False


def test_buddhist_years_and_days() -> None:
    result = translated(first_year_of_data="2563", last_updated_date="2566-10-01")
    assert result.draft.metadata["first_year_of_data"] == 2020
    assert result.draft.metadata["last_updated_date"] == dt.date(2023, 10, 1)
    (year,) = findings(result, "repair-buddhist-year")
    (day,) = findings(result, "repair-buddhist-date")
    assert "2563" in say(year.code, "th", year.values)
    assert "2020" in say(year.code, "en", year.values)
    assert "2566-10-01" in say(day.code, "th", day.values)


def test_a_day_in_another_form() -> None:
    result = translated(last_updated_date="8 พ.ค. 2023")
    assert only(result, "repair-date-form").values["after"] == "2023-05-08"


def test_html_entities_become_letters() -> None:
    result = translated(notes="น้ำมันดีเซล&nbsp;ของผู้ค้า &gt; 2&#37;")
    assert result.draft.metadata["notes"] == "น้ำมันดีเซล ของผู้ค้า > 2%"
    assert only(result, "repair-html-entities").values["before"] == "&nbsp;, &gt;, &#37;"


def test_an_entity_that_would_open_a_tag_stays() -> None:
    result = translated(notes="&lt;script&gt;alert(1) &lt; 3")
    assert result.draft.metadata["notes"] == "&lt;script>alert(1) < 3"


def test_invisible_characters_are_removed() -> None:
    result = translated(title="จุด\u200bน้ำ\u0000ท่วม\ud800")
    assert result.draft.metadata["title"] == "จุดน้ำท่วม"
    assert only(result, "repair-control-characters").values["before"] == "U+200B, U+0000, U+D800"


@pytest.mark.parametrize("word", ["นักวิ\ufffd", "แม่ฮ่องสอ\ufffd", "ประชาชนใ", "\u0e48าน"])
def test_broken_keywords_are_left_out(word: str) -> None:
    result = translated(tags=[{"name": "น้ำท่วม"}, {"name": word}])
    assert result.draft.metadata["tag_string"] == ("น้ำท่วม",)
    assert only(result, "repair-keyword-broken").values["before"] == word


def test_keywords_stand_once() -> None:
    result = translated(tags=["GIS", {"name": "gis"}, {"display_name": "แผนที่"}])
    assert result.draft.metadata["tag_string"] == ("GIS", "แผนที่")
    assert only(result, "repair-keyword-duplicate").values["before"] == "gis"


def test_keywords_in_one_text() -> None:
    result = translated(tags=None, tag_string="น้ำท่วม, ถนน ,")
    assert result.draft.metadata["tag_string"] == ("น้ำท่วม", "ถนน")


@pytest.mark.parametrize(
    "address", ["ไม่มี", "javascript:alert(1)", "http://", "http://[", "//a.go.th", "http://u:p@a.th"]
)
def test_an_address_that_is_none_is_only_quoted(address: str) -> None:
    result = translated(resources=resource(url=address))
    assert only(result, "repair-url-invalid").values["before"] == address
    assert "url" not in result.draft.distributions[0].metadata


def test_characters_an_address_cannot_have() -> None:
    result = translated(resources=resource(url="https://a.go.th/a b<c>.csv"))
    assert only(result, "repair-url-encoded").values["before"] == "https://a.go.th/a b<c>.csv"
    assert result.draft.distributions[0].text("url") == "https://a.go.th/a%20b%3Cc%3E.csv"


def test_long_texts_are_kept() -> None:
    result = translated(title="ก" * 151)
    finding = only(result, "kept-long-text")
    assert finding.severity is Severity.ADVICE
    assert finding.values["length"] == "151"
    assert result.draft.metadata["title"] == "ก" * 151


def test_texts_without_end_are_cut() -> None:
    result = translated(notes="ก" * 20_001)
    assert len(str(result.draft.metadata["notes"])) == 20_000
    assert findings(result, "repair-text-cut")


@pytest.mark.parametrize(
    ("key", "given"),
    [("geo_coverage", "แถวบ้าน"), ("data_type", "stat"), ("objective", ["ยุทธศาสตร์ของฉัน"])],
)
def test_unknown_codes_are_left_empty(key: str, given: Any) -> None:
    result = translated(**{key: given})
    assert only(result, "repair-code-unknown").field == key
    assert key not in result.draft.metadata


def test_other_spellings_of_a_code() -> None:
    result = translated(objective="อื่น ๆ", data_format=["XLSX", "CSV"])
    assert result.draft.metadata["objective"] == ("other",)
    assert result.draft.metadata["data_format"] == ("xls", "csv")
    before = [f.values["before"] for f in findings(result, "repair-code-spelling")]
    assert before == ["อื่น ๆ", "XLSX"]


@pytest.mark.parametrize("given", ['["CSV", "PDF"]', ["CSV", "PDF"]])
def test_lists_as_text_or_array(given: Any) -> None:
    assert translated(data_format=given).draft.metadata["data_format"] == ("csv", "pdf")


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("maintainer_email", "สอบถามที่ฝ่าย"),
        ("update_frequency_interval", "0"),
        ("west_bound_longitude", "นิดหน่อย"),
        ("east_bound_longitude", "NaN"),
        ("high_value_dataset", "อาจจะ"),
        ("last_year_of_data", "69"),
        ("last_updated_date", "เมื่อวาน"),
        ("maintainer", {"name": "x"}),
    ],
)
def test_unreadable_values_are_only_quoted(key: str, given: Any) -> None:
    result = translated(**{key: given})
    assert only(result, "repair-value-unreadable").field == key
    assert key not in result.draft.metadata


@pytest.mark.parametrize("given", ["maybe", ["x"]])
def test_what_may_be_private_is_private(given: Any) -> None:
    result = translated(private=given, resources=resource(resource_private=given))
    assert result.draft.metadata["private"] is True
    assert result.draft.distributions[0].hidden


def test_findings_do_not_tell_what_a_hidden_resource_says() -> None:
    secret = "//intranet.secret/x"
    result = translated(resources=resource(resource_private="True", url=secret))
    assert only(result, "repair-url-invalid").values["before"] == "…"


@pytest.mark.parametrize(
    ("formats", "codes", "other"),
    [
        (["XLS", "XLSX", "CSV"], ("xls", "csv"), None),
        (["ZIP", "CSV"], ("csv",), None),
        (["ZIP"], ("other",), "ZIP"),
        (["KML", "GML", "PPT"], ("gml", "other"), "KML, PPT"),
        (["API"], None, None),
    ],
)
def test_formats_of_the_dataset_from_its_resources(
    formats: list[str], codes: tuple[str, ...] | None, other: str | None
) -> None:
    resources = [{"name": name, "format": name, "url": "https://a.go.th/x"} for name in formats]
    result = translated(data_format=None, resources=resources)
    assert result.draft.metadata.get("data_format") == codes
    assert result.draft.metadata.get("data_format_other") == other
    assert len(findings(result, "repair-data-format")) == (codes is not None)


def test_what_is_published_openly_is_public() -> None:
    result = translated(data_category=None)
    assert only(result, "repair-published-openly").field == "data_category"
    assert result.draft.metadata["data_category"] == "public"
    assert result.draft.metadata["data_classification"] == "open"


@pytest.mark.parametrize(
    "changes",
    [
        {"private": True},
        {"private": "อะไรก็ไม่รู้"},
        {"data_category": "ข้อมูลส่วนบุคคล"},
        {"data_category": "ลับสุดยอด"},
        {"data_classification": "ลับมาก"},
        {"extras": [{"key": "disclosure", "value": "ใครรู้"}]},
    ],
)
def test_nothing_that_may_be_restricted_is_made_public(changes: dict[str, Any]) -> None:
    result = translated(**{"data_category": None, **changes})
    assert findings(result, "repair-published-openly") == []
    assert result.draft.metadata.get("data_category") != "public"


def test_records_of_a_closed_catalogue_are_not_made_public() -> None:
    package = {**PACKAGE, "data_category": ""}
    result = draft_of_package(package, agencies=Directory([BANGKOK]), openly=False)
    assert isinstance(result, Translated)
    assert "data_category" not in result.draft.metadata


@pytest.mark.parametrize(
    ("host", "code", "name"),
    [
        ("data.forest.go.th", "repair-publisher-of-portal", "Royal Forest Department (Thailand)"),
        ("unknown.example.go.th", "repair-publisher-of-host", "unknown.example.go.th"),
    ],
)
def test_records_without_publisher(host: str, code: str, name: str) -> None:
    result = translated(organization=None, url=f"https://{host}/dataset/1")
    assert only(result, code).values["after"] == name
    assert result.publisher.name == name
    assert result.publisher.is_new


def test_the_city_publishes_on_its_own_portal() -> None:
    result = translated(organization=None, url="https://data.bangkok.go.th/dataset/1")
    assert result.draft.agency == "bma"


@pytest.mark.parametrize("name", ["ชื่อไทย", "a", "a b"])
def test_short_names_that_cannot_be_used(name: str) -> None:
    result = translated(name=name)
    assert only(result, "repair-slug").values["before"] == name
    assert (result.draft.slug, result.key) == ("", name)


def test_a_short_name_in_capitals() -> None:
    assert translated(name="Flood").draft.slug == "flood"


def test_resources_beyond_the_limit() -> None:
    result = translated(resources=PACKAGE["resources"] * 201 + ["no object"])
    assert len(result.draft.distributions) == 200
    assert only(result, "repair-resources-cut").values["count"] == "2"


def test_keywords_beyond_the_limit() -> None:
    result = translated(tags=[f"คำ {n}" for n in range(201)])
    assert len(result.draft.metadata["tag_string"]) == 200  # type: ignore[arg-type]
    assert findings(result, "repair-list-cut")


def test_keys_without_a_place_are_named() -> None:
    result = translated(telephone_number="1422", extras=[{"key": "ขนาด", "value": "ใหญ่"}])
    finding = only(result, "kept-not-carried")
    assert finding.values["keys"] == "telephone_number, ขนาด"
    assert finding.severity is Severity.ADVICE


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ([], "refused-not-an-object"),
        ("text", "refused-not-an-object"),
        ({**PACKAGE, "title": " \u200b"}, "refused-no-title"),
        ({**PACKAGE, "title": ["x"]}, "refused-no-title"),
        ({**PACKAGE, "state": "deleted"}, "refused-not-active"),
        ({**PACKAGE, "type": "showcase"}, "refused-not-a-dataset"),
        ({"title": "มีแต่ชื่อ"}, "refused-no-publisher"),
    ],
)
def test_records_that_are_refused(package: object, code: str) -> None:
    result = draft_of_package(package, agencies=Directory())
    assert isinstance(result, Refused)
    assert [reason.code for reason in result.reasons] == [code]
    assert say(code, "th", result.reasons[0].values)


def test_a_named_owner_takes_records_without_publisher() -> None:
    result = draft_of_package({"title": "มีแต่ชื่อ"}, agencies=Directory([BANGKOK]), owner="bma")
    assert isinstance(result, Translated)
    assert (result.draft.agency, result.key) == ("bma", "มีแต่ชื่อ")


def test_every_code_of_the_table_has_its_sentences() -> None:
    codes = {code for repair in (*BEFORE, *AFTER, OPENLY) for code in repair.codes}
    assert codes <= REPAIR_SENTENCES.keys()


def test_a_licence_nobody_knows_is_only_quoted() -> None:
    result = translated(license_id=None, license_title="สัญญาของเราเอง")
    assert only(result, "repair-code-unknown").values["before"] == "สัญญาของเราเอง"


@pytest.mark.parametrize("given", ['["CSV"', '["CSV", {"a": 1}]x'])
def test_a_list_that_is_no_list_is_one_value(given: str) -> None:
    assert only(translated(data_format=given), "repair-code-unknown").values["before"] == given


@pytest.mark.parametrize("given", ["-", " - ", ""])
def test_a_dash_is_no_interval(given: str) -> None:
    result = translated(update_frequency_unit="ไม่ทราบ", update_frequency_interval=given)
    assert result.repairs == ()
    assert "update_frequency_interval" not in result.draft.metadata


def test_values_inside_a_list_that_are_no_text() -> None:
    result = translated(data_format=["CSV", {"a": [1]}, None])
    assert only(result, "repair-value-unreadable").values["before"] == '{"a": [1]}'
    assert result.draft.metadata["data_format"] == ("csv",)


def test_extras_as_an_object() -> None:
    result = translated(extras={"data_source": "ฝ่ายทะเบียน"})
    assert result.draft.metadata["data_source"] == "ฝ่ายทะเบียน"


def test_addresses_that_are_none_give_no_names_and_no_formats() -> None:
    resources = resource(url="http://[", name="", format="")
    result = translated(resources=resources)
    assert only(result, "repair-url-invalid").distribution == 0
    assert result.draft.distributions[0].metadata == {}
