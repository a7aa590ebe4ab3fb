"""The demo: each of the 824 real records has its outcome, and loading twice changes nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.db.models import AuditEntry, Dataset, OutboxMessage, Person
from catalog.db.queries.agencies import get_agency, list_agencies
from catalog.db.queries.datasets import of_agency, rightful_audience, walk_datasets
from catalog.harvest import demo
from catalog.harvest.demo import PEOPLE, RECORDS, DemoReport, is_demo_loaded, load_demo
from catalog.jobs.installation import Installation
from catalog.services.people import sign_in
from tests.fixtures_app import NOW, settings
from vocab.codes import AgencyKind, Outcome, Role
from vocab.messages import say
from vocab.repair_messages import REPAIR_SENTENCES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Installation, DemoReport]]:
    """An installation with the demo, whose first load was stopped after some records."""
    opened = Installation.open(settings(tmp_path_factory.mktemp("demo")), now=lambda: NOW)

    def stop(done: int) -> None:
        if done >= 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_demo(opened.sessions, now=opened.now, progress=stop)
    assert not is_demo_loaded(opened.sessions)
    yield opened, load_demo(opened.sessions, now=opened.now)
    opened.close()


def outcomes(report: DemoReport) -> Counter[Outcome]:
    """How often each outcome occurred, over all sources."""
    return Counter(record.outcome for part in report.imports for record in part.records)


def state(installation: Installation) -> list[int]:
    """What a second load must leave alone."""
    with installation.sessions.read() as session:
        counted = [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (AuditEntry, Dataset, OutboxMessage, Person)
        ]
        return [*counted, session.scalar(select(func.sum(Dataset.version))) or 0]


def test_every_record_is_there_after_the_load_was_stopped_and_repeated(
    loaded: tuple[Installation, DemoReport],
) -> None:
    installation, report = loaded
    assert outcomes(report) == {Outcome.UNCHANGED: 200, Outcome.CREATED: RECORDS - 200}
    assert is_demo_loaded(installation.sessions)


def test_a_second_load_changes_nothing(loaded: tuple[Installation, DemoReport]) -> None:
    installation, _ = loaded
    before = state(installation)
    told: list[int] = []
    again = load_demo(installation.sessions, now=installation.now, progress=told.append)
    assert outcomes(again) == {Outcome.UNCHANGED: RECORDS}
    assert (again.accounts, again.agencies) == ((), 0)
    assert state(installation) == before
    assert told[-1] == RECORDS == 824


def test_the_audience_of_every_record_is_what_the_rule_says(
    loaded: tuple[Installation, DemoReport],
) -> None:
    with loaded[0].sessions.read() as session:
        records = list(walk_datasets(session, SYSTEM))
        visible = sum(1 for _ in walk_datasets(session, ANYONE))
    assert len(records) == visible == RECORDS
    assert [r.slug for r in records if r.audience is not rightful_audience(r)] == []


def test_what_the_real_records_need(loaded: tuple[Installation, DemoReport]) -> None:
    repairs: Counter[str] = Counter()
    for part in loaded[1].imports:
        repairs.update(part.repairs)
    assert repairs["repair-format-typo"] == 955
    assert repairs["repair-licence-title"] == 810
    assert repairs["repair-frequency-word"] == 1
    assert repairs.keys() <= REPAIR_SENTENCES.keys()
    for record in (record for part in loaded[1].imports for record in part.records):
        for finding in record.repairs:
            assert say(finding.code, "th", finding.values)


def test_the_city_owns_what_it_published_as_the_city(
    loaded: tuple[Installation, DemoReport],
) -> None:
    with loaded[0].sessions.read() as session:
        where = of_agency("bma")
        owned = [r.slug for r in walk_datasets(session, ANYONE, where=where)]
    assert len(owned) == 47


def test_the_agencies_of_bangkok(loaded: tuple[Installation, DemoReport]) -> None:
    with loaded[0].sessions.read() as session:
        kinds = Counter(agency.kind for agency in list_agencies(session))
        district = get_agency(session, "5001")
        registry = get_agency(session, "0406")
    assert kinds[AgencyKind.CITY] == 1
    assert kinds[AgencyKind.DISTRICT] == 50
    assert kinds[AgencyKind.DEPARTMENT] == 16
    assert kinds[AgencyKind.OFFICE] == 7
    assert (district.name_th, district.area_code) == ("สำนักงานเขตพระนคร", "1001")
    assert (registry.parent, registry.organisation) == ("bma-permanent-secretary", "bma")


def test_the_people_of_the_demo_can_sign_in(loaded: tuple[Installation, DemoReport]) -> None:
    installation, report = loaded
    assert [account.person for account in report.accounts] == list(PEOPLE)
    assert "password" not in repr(report)
    with installation.sessions.read() as session:
        for account in report.accounts:
            person = sign_in(session, account.person.username, account.password)
            (post,) = person.memberships
            assert (post.role, post.agency) == (account.person.role, account.person.agency)
    assert {account.person.role for account in report.accounts} == set(Role) - {Role.STAFF}


def test_no_password_is_kept(loaded: tuple[Installation, DemoReport]) -> None:
    installation, report = loaded
    folder = installation.config.data
    kept = b"".join(path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())
    assert [a.person.username for a in report.accounts if a.password.encode() in kept] == []


def test_an_agency_that_was_changed_stays_changed(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "SOURCES", {})
    load_demo(installation.sessions, now=installation.now)
    with installation.sessions.read() as session:
        # The fixture's name of 2100 is not the demo's.
        assert get_agency(session, "2100").name_en == "Strategy Department"
