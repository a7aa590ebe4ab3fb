"""Scores are counted once for each state of an agency, and never shown to others than before."""

import datetime as dt
from dataclasses import replace

import pytest

from catalog.auth.policy import ANYONE, SYSTEM, Actor
from catalog.db.queries.agencies import get_agency
from catalog.errors import NotFound, NotScored
from catalog.jobs.installation import Installation
from catalog.services import scores
from catalog.services.agencies import save_agency
from catalog.services.scores import AgencyScore, score_agency
from tests.fixtures_app import NOW, draft, person, published, registered
from tests.services.test_changes import INTERNAL, amended, withdrawn


def score(
    installation: Installation, actor: Actor = ANYONE, code: str = "5001", now: dt.datetime = NOW
) -> AgencyScore:
    with installation.sessions.read() as session:
        return score_agency(session, actor, code, now=now)


def test_a_score_is_counted_once_while_nothing_changes(installation: Installation) -> None:
    record = published(installation)
    first = score(installation)
    assert first.counted == 1
    assert score(installation) is first
    # What happens at another agency changes nothing here.
    registered(installation, draft("5004"), by="outsider")
    assert score(installation) is first
    # Another day is another score, even of the same records.
    assert score(installation, now=NOW + dt.timedelta(days=1)).day != first.day
    amended(installation, record, title="ชื่อใหม่")
    assert "ชื่อใหม่" in str(score(installation).part)


def test_v13_what_left_is_in_no_score_from_then_on(installation: Installation) -> None:
    gone, closed = (published(installation, draft(slug=f"s-{n}")) for n in "ab")
    assert score(installation).counted == 2
    withdrawn(installation, gone)
    assert score(installation).counted == 1
    amended(installation, closed, **INTERNAL)
    assert score(installation).counted == 0
    assert "s-b" not in str(score(installation).part)


def test_v04_a_score_that_others_asked_for_is_not_shown(installation: Installation) -> None:
    published(installation, draft(slug="inside", **INTERNAL))
    assert score(installation, SYSTEM).counted == 1
    steward = score(installation, person(installation, "steward"))
    assert (steward.full, "inside" in str(steward.part)) == (True, True)
    for who in (ANYONE, person(installation, "stranger")):
        others = score(installation, who)
        assert (others.full, others.counted, "inside" in str(others.part)) == (False, 0, False)
    within = score(installation, person(installation, "outsider"))
    assert (within.full, within.counted) == (False, 1)


def test_a_draft_and_another_name_of_the_agency_are_noticed(installation: Installation) -> None:
    published(installation)
    first = score(installation)
    registered(installation)
    assert score(installation).part == first.part
    with installation.sessions.write() as session:
        renamed = replace(get_agency(session, "5001"), name_th="เขตใหม่")
        save_agency(session, SYSTEM, renamed, now=NOW)
    assert score(installation).agency.name_th == "เขตใหม่"


def test_so_much_is_kept_and_no_more(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        published(installation, draft(slug=f"s-{number}"), drain=False)
    monkeypatch.setattr(scores, "MOST_KEPT", 3)
    assert score(installation) is not score(installation), "too large"
    monkeypatch.setattr(scores, "MOST_KEPT", 5)
    first = score(installation)
    assert score(installation) is first
    other = score(installation, code="5004")
    assert score(installation) is first
    score(installation, code="2100")
    assert score(installation) is first, "asked for since"
    assert score(installation, code="5004") is not other


def test_a_large_score_is_kept_and_equal_figures_are_one_object(
    installation: Installation,
) -> None:
    for number in range(2):
        published(installation, draft(slug=f"s-{number}"), drain=False)
    kept = score(installation)
    first, second = kept.part.parts[0].parts
    assert first.losses
    assert [loss.subject for loss in first.losses] != [loss.subject for loss in second.losses]
    for one, other in zip(first.losses, second.losses, strict=True):
        assert one.points is other.points
        assert one.values is other.values
    assert first.weight is second.weight
    assert scores.MOST_KEPT * 2600 < 2**25, "so many bytes a process at most"


@pytest.mark.parametrize("who", ["anyone", "stranger", "evaluator", "admin"])
def test_the_indicator_is_bangkoks_so_others_have_no_score(
    installation: Installation, who: str
) -> None:
    published(installation)
    with pytest.raises(NotScored) as caught:
        score(installation, person(installation, who), code="nat-1")
    assert "nat-1" in caught.value.message.th
    with pytest.raises(NotFound):
        score(installation, person(installation, who), code="nobody")
    for code in ("bma", "5001", "2100"):
        assert score(installation, person(installation, who), code=code).agency.of_bangkok
