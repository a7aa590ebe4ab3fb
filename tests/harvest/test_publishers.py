"""Publishers: found by their full name, never by what looks like it."""

import pytest

from catalog.harvest.publishers import Directory, host_of, portals
from catalog.harvest.sources.ckan import Translated, draft_of_package
from schemas.agency import AgencyRecord
from vocab.codes import AgencyKind


def agency(
    code: str, name_th: str, name_en: str = "", aliases: tuple[str, ...] = ()
) -> AgencyRecord:
    """An agency of the catalogue."""
    return AgencyRecord(
        row=1,
        code=code,
        kind=AgencyKind.DEPARTMENT,
        name_th=name_th,
        name_en=name_en,
        organisation="bma",
        aliases=aliases,
    )


DIRECTORY = Directory([agency("0700", "สำนักการแพทย์", "Medical Service Department", ("สนพ.",))])


@pytest.mark.parametrize("name", ["สำนักการแพทย์", " สำนัก การแพทย์ ", "medical service department"])
def test_an_agency_is_found_by_its_full_name(name: str) -> None:
    assert DIRECTORY.publisher(name).code == "0700"


@pytest.mark.parametrize("name", ["สนพ.", "สำนักการแพทย์ เทศบาลนครเชียงใหม่", "การแพทย์"])
def test_an_agency_is_not_found_by_less_or_more(name: str) -> None:
    publisher = DIRECTORY.publisher(name)
    assert publisher.is_new
    assert publisher.name == name
    assert publisher.kind is AgencyKind.NATIONAL
    assert "0700" in DIRECTORY
    assert publisher.code not in DIRECTORY


def test_the_city_has_its_own_code_even_before_it_is_registered() -> None:
    city = Directory().publisher("กรุงเทพมหานคร")
    assert (city.code, city.kind, city.is_new) == ("bma", AgencyKind.CITY, True)


def test_a_code_that_is_taken_by_another_name_grows() -> None:
    first = Directory().publisher("กรมธนารักษ์")
    other = Directory([agency(first.code, "ชื่ออื่น")]).publisher("กรมธนารักษ์")
    assert other.code.startswith(first.code)
    assert other.code != first.code


def test_a_record_may_name_its_publisher_by_code_alone() -> None:
    for package in ({"organization": {"name": "0700"}}, {"owner_org": "0700"}):
        result = draft_of_package({"title": "ชื่อ", **package}, agencies=DIRECTORY)
        assert isinstance(result, Translated)
        assert result.draft.agency == "0700"


def test_a_title_wins_over_a_code_of_another_catalogue() -> None:
    package = {"title": "ชื่อ", "organization": {"name": "0700", "title": "กรมธนารักษ์"}}
    result = draft_of_package(package, agencies=DIRECTORY)
    assert isinstance(result, Translated)
    assert result.publisher.name == "กรมธนารักษ์"


def test_portals_of_many_agencies_name_nobody() -> None:
    assert portals()["data.bangkok.go.th"] == "กรุงเทพมหานคร"
    assert not portals().keys() & {"data.go.th", "gdcatalog.go.th", "opendata.tgo.or.th"}


@pytest.mark.parametrize(
    ("address", "host"), [("https://A.go.th:80/x", "a.go.th"), ("http://[", ""), ("ไม่มี", "")]
)
def test_hosts(address: str, host: str) -> None:
    assert host_of(address) == host
