"""Agencies are saved once, and their datasets follow a change of name."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from catalog.auth.policy import Post
from catalog.db.models import AuditEntry, Dataset
from catalog.db.queries.agencies import get_agency, list_agencies
from catalog.db.queries.datasets import get_dataset
from catalog.errors import Forbidden, InvalidInput, NotFound, UnknownCode
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.search import search_datasets
from schemas.agency import AgencyRecord
from tests.fixtures_app import AGENCIES, NOW, person, published
from vocab.codes import AgencyKind, Role


def _get(installation: Installation, code: str) -> AgencyRecord:
    with installation.sessions.read() as session:
        return get_agency(session, code)


def _save(installation: Installation, record: AgencyRecord, by: str = "admin") -> AgencyRecord:
    with installation.sessions.write() as session:
        return save_agency(session, person(installation, by), record, now=NOW)


def test_the_organisation_is_the_root_of_the_tree(installation: Installation) -> None:
    assert _get(installation, "5001").organisation == "bma"
    assert _get(installation, "bma").organisation == "bma"
    assert _get(installation, "nat-1").organisation == "nat-1"
    assert _get(installation, "5001").parent == "bma"


def test_saving_what_is_so_already_changes_nothing(installation: Installation) -> None:
    with installation.sessions.read() as session:
        before = session.scalar(select(func.count(AuditEntry.id)))
    _save(installation, _get(installation, "5001"))
    with installation.sessions.read() as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == before


def test_a_new_name_is_found_in_the_datasets_of_the_agency(installation: Installation) -> None:
    record = published(installation)
    _save(installation, replace(record.agency, name_th="สำนักงานเขตวิเศษ"))
    installation.drain()
    with installation.sessions.read() as session:
        anyone = person(installation, "anyone")
        page = search_datasets(session, installation.search, anyone, text="เขตวิเศษ")
    assert [hit.slug for hit in page.records] == [record.slug]
    assert page.records[0].version == record.version + 1


def test_an_agency_needs_a_parent_that_exists_and_is_not_itself(
    installation: Installation,
) -> None:
    with pytest.raises(UnknownCode):
        _save(installation, replace(_get(installation, "5001"), parent="nowhere"))
    with pytest.raises(UnknownCode):
        _save(installation, replace(_get(installation, "5001"), parent="5001"))


def test_an_agency_stands_below_none_of_its_own(installation: Installation) -> None:
    _save(installation, replace(_get(installation, "5004"), parent="5001"))
    with pytest.raises(UnknownCode):
        _save(installation, replace(_get(installation, "bma"), parent="5004"))


def test_an_agency_needs_a_thai_name(installation: Installation) -> None:
    with pytest.raises(InvalidInput):
        _save(installation, replace(_get(installation, "5001"), name_th=" "))


def test_agencies_and_datasets_below_follow_into_another_organisation(
    installation: Installation,
) -> None:
    record = published(installation)
    _save(installation, replace(_get(installation, "bma"), parent="nat-1"))
    assert _get(installation, "5001").organisation == "nat-1"
    with installation.sessions.read() as session:
        moved = session.scalar(select(Dataset.organisation).where(Dataset.slug == record.slug))
    assert moved == "nat-1"
    assert person(installation, "steward").posts == {Post(Role.STEWARD, "5001", "nat-1")}


def test_the_two_person_rule_changes_no_dataset(installation: Installation) -> None:
    record = published(installation)
    saved = _save(installation, replace(_get(installation, "5001"), two_person=False))
    assert not saved.two_person
    with installation.sessions.read() as session:
        found = get_dataset(session, person(installation, "steward"), record.slug)
    assert (found.version, found.modified) == (record.version, record.modified)


@pytest.mark.parametrize("by", ["steward", "head", "evaluator"])
def test_only_administrators_save_agencies(installation: Installation, by: str) -> None:
    with pytest.raises(Forbidden):
        _save(installation, _get(installation, "5001"), by)


def test_agencies_are_listed_by_kind(installation: Installation) -> None:
    with installation.sessions.read() as session:
        assert len(list_agencies(session)) == len(AGENCIES)
        districts = list_agencies(session, AgencyKind.DISTRICT)
    assert [a.code for a in districts] == ["5001", "5004"]


def test_an_unknown_code_is_not_found(installation: Installation) -> None:
    with pytest.raises(NotFound):
        _get(installation, "nowhere")
