"""The quality score counts what anyone may see, for administrators, and names nothing else."""

from __future__ import annotations

import dataclasses

import pytest

from catalog.auth.policy import ANYONE, SYSTEM
from catalog.errors import Forbidden, SignInRequired
from catalog.jobs.installation import Installation
from catalog.rdf.write import triples
from catalog.services.quality import CatalogueQuality, assess_catalogue
from tests.fixtures_app import draft, person, published, registered


def assessed(installation: Installation, most: int | None = None) -> CatalogueQuality:
    with installation.sessions.read() as session:
        return assess_catalogue(session, SYSTEM, installation.site, most=most)


def test_only_administrators_may_ask(installation: Installation) -> None:
    with installation.sessions.read() as session:
        with pytest.raises(SignInRequired):
            assess_catalogue(session, ANYONE, installation.site)
        for name in ("steward", "head", "evaluator"):
            with pytest.raises(Forbidden):
                assess_catalogue(session, person(installation, name), installation.site)
        admin = person(installation, "admin")
        assert assess_catalogue(session, admin, installation.site).total == 0


def test_what_is_not_public_is_not_counted(installation: Installation) -> None:
    assert assessed(installation).score.datasets == 0
    shown = published(installation)
    registered(installation, draft(title="ร่างที่ยังไม่เผยแพร่"))
    published(
        installation, draft(title="ใช้ภายใน", data_category="internal", data_classification=None)
    )
    found = assessed(installation)
    assert (found.score.datasets, found.total, found.unwritten) == (1, 1, 0)
    assert {slug for total in found.score.totals for slug in total.examples} == {shown.slug}
    assert 200 < found.score.points < 405


def test_a_sample_is_counted_and_the_whole_is_told(installation: Installation) -> None:
    for number in range(3):
        published(installation, draft(title=f"ชุดข้อมูลที่ {number}"))
    sample = assessed(installation, most=2)
    assert (sample.score.datasets, sample.total) == (2, 3)
    assert assessed(installation).score.datasets == 3


def test_a_record_that_cannot_be_written_is_told(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = published(installation), published(installation, draft(title="อีกชุดหนึ่ง"))

    def spoilt(record, site):
        broken = {**record.metadata, "license_id": "no-such-licence"}
        spoils = record.slug == first.slug
        return triples(dataclasses.replace(record, metadata=broken) if spoils else record, site)

    monkeypatch.setattr("catalog.services.quality.triples", spoilt)
    found = assessed(installation)
    assert (found.score.datasets, found.unwritten) == (1, 1)
    assert second.slug in {slug for total in found.score.totals for slug in total.examples}
