"""An installation in a temporary folder, and the four people who appear in most tests."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.auth.policy import ANYONE, SYSTEM, Actor
from catalog.config import Config
from catalog.db import migrate
from catalog.db.base import Sessions
from catalog.db.queries.people import actor_of, find_person, person_record
from catalog.jobs.installation import Installation
from catalog.services.agencies import save_agency
from catalog.services.datasets import approve_dataset, register_dataset, submit_dataset
from catalog.services.people import add_person, give_post
from schemas.agency import AgencyRecord
from schemas.dataset import DatasetDraft, DatasetRecord
from schemas.distribution import DistributionRecord
from vocab.codes import AgencyKind, Role

#: The instant at which tests happen unless they say otherwise: noon in Bangkok.
NOW = dt.datetime(2026, 11, 25, 5, 0, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"

#: code, kind, Thai name, English name, parent
AGENCIES = (
    ("bma", AgencyKind.CITY, "กรุงเทพมหานคร", "Bangkok Metropolitan Administration", ""),
    ("5001", AgencyKind.DISTRICT, "สำนักงานเขตพระนคร", "Phra Nakhon District Office", "bma"),
    ("5004", AgencyKind.DISTRICT, "สำนักงานเขตบางรัก", "Bang Rak District Office", "bma"),
    ("2100", AgencyKind.DEPARTMENT, "สำนักยุทธศาสตร์และประเมินผล", "Strategy Department", "bma"),
    ("nat-1", AgencyKind.NATIONAL, "กรมโรงงานอุตสาหกรรม", "Department of Industrial Works", ""),
)
#: user name, role, agency.  steward and head look after 5001; colleague works there; outsider
#: works for another agency of Bangkok; stranger for another organisation.
PEOPLE = (
    ("steward", Role.STEWARD, "5001"),
    ("head", Role.HEAD, "5001"),
    ("colleague", Role.STAFF, "5001"),
    ("outsider", Role.STEWARD, "5004"),
    ("stranger", Role.STEWARD, "nat-1"),
    ("evaluator", Role.EVALUATOR, "2100"),
    ("admin", Role.ADMIN, ""),
)


def settings(folder: Path, **changes: str) -> Config:
    """Settings of a test's installation; names without BANCHI_."""
    environ = {"DATA": str(folder), "WORKER": "no", "BASE_URL": "http://catalogue.test", **changes}
    return Config.from_environ({f"BANCHI_{k}": v for k, v in environ.items()})


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the agencies and people above, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("seed")
    installation = Installation.open(settings(folder), now=lambda: NOW)
    with installation.sessions.write() as session:
        for code, kind, th, en, parent in AGENCIES:
            record = AgencyRecord(
                row=0, code=code, kind=kind, name_th=th, name_en=en, parent=parent, organisation=""
            )
            save_agency(session, SYSTEM, record, now=NOW)
        for username, role, agency in PEOPLE:
            add_person(session, SYSTEM, username, f"คุณ {username}", PASSWORD, now=NOW)
            give_post(session, SYSTEM, username, role, agency, now=NOW)
    installation.close()
    with Sessions(installation.config.database_url).writer.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    return folder


@pytest.fixture
def installation(seeded_folder: Path, tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation with agencies and people but no datasets."""
    folder = tmp_path / "data"
    shutil.copytree(seeded_folder, folder)
    opened = Installation.open(settings(folder), now=lambda: NOW)
    yield opened
    opened.close()


def person(installation: Installation, username: str, now: dt.datetime = NOW) -> Actor:
    """The actor of a person above; "anyone" is nobody."""
    if username == "anyone":
        return ANYONE
    with installation.sessions.read() as session:
        found = find_person(session, username)
        assert found is not None, username
        return actor_of(person_record(found), now)


#: A complete set of metadata without any finding of severity error.
METADATA: dict[str, Any] = {
    "data_type": "statistics",
    "title": "สถิติทะเบียนราษฎรรายแขวง",
    "title_en": "Registered population by subdistrict",
    "maintainer": "ฝ่ายทะเบียน",
    "maintainer_email": "registry@district.example",
    "tag_string": ("ทะเบียน", "ประชากร", "population"),
    "notes": "จำนวนราษฎรตามทะเบียนบ้านของแต่ละแขวง",
    "objective": ("agency-mission",),
    "update_frequency_unit": "month",
    "update_frequency_interval": 1,
    "geo_coverage": "subdistrict",
    "data_source": "ระบบการทะเบียนราษฎร",
    "data_format": ("csv",),
    "data_category": "public",
    "data_classification": "open",
    "license_id": "cc-by",
    "last_updated_date": dt.date(2026, 11, 1),
}
DISTRIBUTION = DistributionRecord(
    metadata={
        "name": "ราษฎรรายแขวง 2569",
        "url": "https://data.district.example/population.csv",
        "format": "CSV",
        "resource_last_updated_date": dt.date(2026, 11, 1),
    }
)


def draft(agency: str = "5001", slug: str = "", **changes: Any) -> DatasetDraft:
    """A draft that is ready to submit, with changes to its metadata; None leaves a field out."""
    distributions = changes.pop("distributions", (DISTRIBUTION,))
    stated = {k: v for k, v in {**METADATA, **changes}.items() if v is not None}
    return DatasetDraft(agency=agency, slug=slug, metadata=stated, distributions=distributions)


def registered(
    installation: Installation, handed_in: DatasetDraft | None = None, by: str = "steward"
) -> DatasetRecord:
    """A draft in the catalogue, handed in by the steward of 5001."""
    with installation.sessions.write() as session:
        actor = person(installation, by)
        return register_dataset(session, actor, handed_in or draft(), now=NOW)


def submitted(installation: Installation, handed_in: DatasetDraft | None = None) -> DatasetRecord:
    """A dataset that waits for approval."""
    record = registered(installation, handed_in)
    with installation.sessions.write() as session:
        actor = person(installation, "steward")
        return submit_dataset(session, actor, record.slug, version=record.version, now=NOW)


def published(
    installation: Installation, handed_in: DatasetDraft | None = None, *, drain: bool = True
) -> DatasetRecord:
    """A dataset that the head approved, in the index unless ``drain`` is False."""
    record = submitted(installation, handed_in)
    with installation.sessions.write() as session:
        actor = person(installation, "head")
        approved = approve_dataset(session, actor, record.slug, version=record.version, now=NOW)
    if drain:
        installation.drain()
    return approved


def migrated(url: str) -> Sessions:
    """Sessions on a database with all tables and nothing in them."""
    sessions = Sessions(url)
    migrate.upgrade(sessions.writer)
    return sessions
