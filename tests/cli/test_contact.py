"""The command that says where a person gets mail, and the setting that nobody may read."""

from pathlib import Path

import pytest

from catalog.db.base import Sessions
from catalog.db.queries.saved_searches import Reader, find_reader
from tests.cli.conftest import Banchi
from tests.fixtures_app import NOW, settings


def reader(folder: Path) -> Reader | None:
    """Whom a mail to the colleague would reach."""
    sessions = Sessions(settings(folder).database_url)
    with sessions.read() as session:
        found = find_reader(session, "colleague", NOW)
    sessions.close()
    return found


def test_an_address_is_set_and_taken_away(banchi: Banchi, folder: Path) -> None:
    assert reader(folder) is None
    done = banchi("user", "email", "colleague", "c@bangkok.example", "--language", "en")
    assert done.exit_code == 0
    assert "The address of colleague is set." in done.stdout
    found = reader(folder)
    assert found is not None
    assert (found.email, found.language) == ("c@bangkok.example", "en")
    assert "gets no mail any more" in banchi("user", "email", "colleague").stdout
    assert reader(folder) is None


def test_what_is_no_address_is_refused(banchi: Banchi, folder: Path) -> None:
    assert banchi("user", "email", "colleague", "a@x.th\nBcc: b@x.th").exit_code == 3
    assert banchi("user", "email", "nobody", "a@x.th").exit_code == 5
    assert reader(folder) is None


def test_r04_the_password_of_the_mail_server_is_not_shown(
    banchi: Banchi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANCHI_MAIL_URL", "smtps://user:hunter2@mail.example")
    shown = banchi("config")
    assert shown.exit_code == 0
    assert "BANCHI_MAIL_URL\t…" in shown.stdout
    assert "hunter2" not in shown.output
    monkeypatch.setenv("BANCHI_MAIL_URL", "ftp://user:hunter2@mail.example")
    assert "hunter2" not in banchi("config").output
