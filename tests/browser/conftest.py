"""A real server on a free port and a real Chromium in front of it."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from catalog.app import create_app
from catalog.jobs.installation import Installation
from catalog.jobs.worker import Worker
from catalog.services.saved_searches import save_search
from schemas.time import utc_now
from tests.browser.site import Site
from tests.fixtures_app import draft, person, published, registered, settings, submitted
from vocab.codes import DigestFrequency

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The catalogue with one dataset in each state, served with its worker."""
    folder = tmp_path_factory.mktemp("browser") / "data"
    shutil.copytree(seeded_folder, folder)
    installation = Installation.open(settings(folder), now=utc_now)
    published(installation, draft(slug="open-one"))
    registered(installation, draft(slug="a-draft", tag_string=None))
    submitted(installation, draft(slug="waiting"))
    searched(installation)
    worker = Worker(installation)
    worker.start()
    server = create_server(create_app(installation.config, installation), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}")
    server.close()
    thread.join(timeout=10)
    worker.stop()
    installation.close()


def searched(installation: Installation) -> None:
    """The steward follows a search that has found something since, and people have searched."""
    at, daily = installation.now() - dt.timedelta(days=400), DigestFrequency.DAILY
    with installation.sessions.write() as session:
        who = person(installation, "steward")
        for text, filters in (("ทะเบียน", {"agency": ("5001",)}), ("ไม่มีคำนี้", {})):
            save_search(session, who, "", text, filters, "relevance", daily, now=at)
    for ago in range(4):
        day = installation.now() - dt.timedelta(days=ago)
        for text, total in (("ทะเบียน", 1), ("ทะเบียน", 1), ("population", 1), ("น้ำเสีย", 0)):
            installation.queries.note(text, total, day)
    installation.queries.flush()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser for the group."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A fresh visitor who complains of any fault of a script."""
    context = browser.new_context(base_url=site.address, locale="th-TH")
    context.set_default_timeout(15_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and "status of 4" not in message.text
            else None
        ),
    )
    yield opened
    context.close()
    assert faults == []
