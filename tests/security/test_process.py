"""Attack cases R, S and P: what the server tells, changes and promises."""

import ast
import dataclasses
import logging
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.db.base import Base
from catalog.db.models import Person
from catalog.jobs.installation import Installation
from catalog.log import OneLine
from tests.fitness.sources import PACKAGES, ROOT, files, modules, parse, text
from tests.fixtures_app import NOW, PASSWORD, draft, published, registered, settings, submitted
from tests.fixtures_http import app_of, client_of
from tests.security.walk import filled, get_rules, said

API = "/api/v1"
SECRET = "postgresql://banchi:s3cret@db.internal/banchi"


def names_imported(path: str) -> set[str]:
    """Every module that a file imports, with what is above it."""
    found: set[str] = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_R01_nothing_of_ours_calls_out(app: Flask) -> None:
    """No fetcher exists yet: a harvester has to bring its guard before this line changes."""
    callers = {
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "urllib3",
        "aiohttp",
        "socket",
        "ftplib",
        "fsspec",
    }
    # The command line asks only whether its own port is free.
    assert {
        path: sorted(names_imported(path) & callers)
        for path in modules("catalog", "schemas", "vocab")
        if names_imported(path) & callers and not path.startswith("catalog/cli/")
    } == {}


def test_R03_one_module_sends_mail_and_nothing_switches_the_check_of_certificates_off() -> None:
    senders = [p for p in modules(*PACKAGES) if names_imported(p) & {"smtplib", "ssl"}]
    assert senders == ["catalog/jobs/mail.py"]
    off = re.compile("CERT_NONE|CERT_OPTIONAL|check_hostname|_unverified|SSLContext|verify=")
    assert [path for path in senders if off.search(text(path))] == []


@pytest.mark.parametrize(
    "path", [f"{API}/datasets", f"{API}/search", "/catalog.ttl", "/", "/search"]
)
def test_R04_no_secret_of_a_part_behind_stands_in_an_answer(
    app: Flask,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    app.testing = False

    def fails(*_: object, **__: object) -> Any:
        raise RuntimeError(f"cannot connect to {SECRET}: SELECT secret")

    monkeypatch.setattr(type(installation.sessions), "read", fails)
    with caplog.at_level(logging.CRITICAL):
        answer = client_of(app).get(path)
    assert answer.status_code == 500
    whole = answer.text + str(answer.headers)
    for word in ("s3cret", "db.internal", "SELECT", "Traceback", "RuntimeError", "site-packages"):
        assert word not in whole, word
    if path.startswith(API):
        assert answer.content_type == "application/problem+json"


def test_S02_nothing_is_exempt_from_form_protection(app: Flask) -> None:
    """`csrf.exempt` of a view exempts its whole module (CVE-2026-41255): it is never called."""
    calls = [
        path
        for path in modules(*PACKAGES)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "exempt"
    ]
    assert calls == []


def test_S02_every_form_is_refused_without_its_token(
    app: Flask, installation: Installation
) -> None:
    record = submitted(installation)
    clients = {who: client_of(app, who) for who in ("anyone", "steward", "head")}
    before = rows_of(installation)
    for who, client in clients.items():
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()) and rule.endpoint.startswith("web."):
                for address in filled(rule, [record.slug]):
                    answer = client.post(address, data={"note": "x", "username": "head"})
                    assert answer.status_code in (400, 401, 403, 404), (who, address)
    assert rows_of(installation) == before


def rows_of(installation: Installation) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database."""
    with installation.sessions.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def test_S03_nothing_changes_by_looking(app: Flask, installation: Installation) -> None:
    names = [
        published(installation).slug,
        submitted(installation).slug,
        registered(installation, draft(title="ร่าง")).slug,
    ]
    clients = [client_of(app, who) for who in ("anyone", "steward", "head", "admin")]
    before = rows_of(installation)
    for client in clients:
        for rule in get_rules(app):
            for address in filled(rule, names):
                for query in ("", "?note=x&submit=1&action=approve&confirm=1&state=withdrawn"):
                    assert client.get(address + query).status_code < 500, address
                client.head(address)
                client.options(address)
    assert rows_of(installation) == before


def test_S03_no_answer_lists_versions_settings_or_people(
    app: Flask, installation: Installation
) -> None:
    published(installation)
    client = client_of(app)
    hidden = ("werkzeug", "sqlalchemy", "sqlite", str(installation.config.data), "คุณ steward")
    for rule in get_rules(app):
        for address in filled(rule, ["nothing"]):
            answer = client.get(address)
            whole = (said(answer) + str(answer.headers)).lower()
            assert not [word for word in hidden if word.lower() in whole], address
            assert "Server" not in answer.headers


def test_S04_a_line_break_forges_no_entry_of_the_log() -> None:
    line = OneLine("%(levelname)s %(message)s").format(
        logging.LogRecord("catalog", logging.INFO, "", 0, "asked for %s", ("a\r\nERROR b",), None)
    )
    assert line == "INFO asked for a\\r\\nERROR b"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example:1"},
        {"Forwarded": "host=evil.example"},
        {"X-Original-URL": "http://evil.example/"},
    ],
)
def test_S04_no_address_is_made_from_what_a_sender_calls_us(
    app: Flask, installation: Installation, headers: dict[str, str]
) -> None:
    record = published(installation)
    client = client_of(app, "steward")
    paths = [f"{API}", f"{API}/datasets?limit=0", f"{API}/datasets/{record.slug}", f"{API}/none"]
    paths += [f"/dataset/{record.slug}.ttl", f"/dataset/{record.slug}", "/feed.atom", "/"]
    paths += ["/sitemap.xml", "/robots.txt", "/catalog", "/my-work", "/sign-in?next=/my-work"]
    for path in paths:
        answer = client.get(path, headers=headers)
        assert "evil.example" not in answer.text + str(answer.headers), path


def test_S05_a_new_installation_knows_nobody_and_no_key(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        installation = Installation.open(settings(tmp_path / name), now=lambda: NOW)
        with installation.sessions.read() as session:
            assert session.scalars(select(Person)).all() == []
        keys.add(installation.config.signing_key())
        kept = installation.config.data / "secret.key"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(installation.config.data.stat().st_mode) == 0o700
        installation.close()
    assert len(keys) == 2
    assert min(map(len, keys)) >= 64


def test_S05_no_secret_is_written_in_the_source() -> None:
    looks_like = re.compile(
        r"""(?i)\b(password|passwd|secret_key|api_key|token|notice_token)\b\s*[:=]\s*["'][^"'{}<>\s]{8,}["']"""
    )
    found = {
        path: match[0]
        for path in files("*")
        if path.endswith((".py", ".cfg", ".toml", ".yaml", ".html", ".js", ".sh", "run"))
        and not path.startswith("tests/")
        and (match := looks_like.search(text(path)))
        and ' = "token.' not in match[0]
    }
    assert found == {}
    assert PASSWORD not in "".join(text(p) for p in modules(*PACKAGES))


def test_P01_people_are_told_how_to_report_a_hole() -> None:
    page = text("SECURITY.md")
    for word in ("report", "working days", "supported", "docs/reference/threats.md"):
        assert word in page.lower(), word


def test_P03_what_is_installed_is_what_was_written_down() -> None:
    """The audit that needs no network: every file by its hash, and a set that fits together."""
    script = text(".ci/environment.py") + text(".ci/run")
    assert "--require-hashes" in script
    assert re.search(r'"?pip"?,?\s+"?check', script)


@pytest.mark.parametrize("base", ["http://catalogue.test", "https://catalogue.test"])
def test_P04_cookies_are_for_this_server_and_no_script(
    installation: Installation, base: str
) -> None:
    config = dataclasses.replace(installation.config, base_url=base)
    app = app_of(dataclasses.replace(installation, config=config))
    answer = app.test_client().get("/sign-in?lang=en", base_url=base)
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert re.search("SameSite=(Lax|Strict)", cookie)
        assert ("Secure" in cookie) == base.startswith("https:"), cookie
    api = client_of(app, "steward").get(f"{API}/datasets?limit=1", base_url=base)
    assert "Set-Cookie" not in api.headers


def test_P05_no_page_holds_a_script_or_style_of_its_own(
    app: Flask, installation: Installation
) -> None:
    script = "<script>alert(1)</script>\"' onload=x style=y javascript:z </script>"
    names = [
        published(installation, draft(title=script, notes=script)).slug,
        submitted(installation).slug,
        registered(installation).slug,
    ]
    pages = 0
    for client in (client_of(app), client_of(app, "steward"), client_of(app, "head")):
        for rule in get_rules(app):
            for address in filled(rule, names):
                answer = client.get(address, headers={"Accept": "text/html"})
                policy = answer.headers["Content-Security-Policy"]
                assert "unsafe" not in policy, address
                assert "default-src 'self'" in policy
                if answer.mimetype == "text/html" and "<title>Redirecting" not in answer.text:
                    pages += 1
                    assert inline(answer.text) == [], address
    assert pages > 30


def inline(page: str) -> list[str]:
    """What the policy would refuse to run: scripts and styles in the page, handlers, bad links."""
    tags = re.findall(r"<[a-zA-Z][^<>]*>", page)
    wrong = [t for t in tags if re.match(r"(?i)<style|<script(?![^>]*\ssrc=)", t)]
    wrong = [t for t in wrong if 'type="application/ld+json"' not in t]
    outside = [re.sub(r'"[^"]*"', '""', tag) for tag in tags]
    wrong += [t for t in outside if re.search(r"(?i)\s(on[a-z]+|style|srcdoc)\s*=", t)]
    return wrong + [
        t for t in tags if re.search(r'(?i)(href|src|action)="\s*(javascript|data):', t)
    ]


def test_P02_every_line_of_the_attack_cases_stands_in_the_threat_table() -> None:
    lines = {"V": 13, "X": 5, "R": 4, "S": 5, "I": 10, "P": 5}
    wanted = [f"{kind}{n:02}" for kind, last in lines.items() for n in range(1, last + 1)]
    rows = re.findall(
        r"(?m)^\| `([A-Z]\d\d)` \| ([^|]+) \| ([^|]+) \|", text("docs/reference/threats.md")
    )
    assert [row[0] for row in rows] == wanted
    for case, _, answer in rows:
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", answer)
        # A line has a test, or says why it cannot apply yet.
        assert tests or answer.startswith(("Not yet:", "Open:")), case
        for path, name in tests:
            assert (ROOT / path).is_file(), (case, path)
            assert re.search(rf"\bdef {name}\(", text(path)), (case, name)


def test_P02_every_test_that_bears_an_id_stands_in_the_table() -> None:
    table = text("docs/reference/threats.md")
    named = {
        name
        for path in files("tests/*.py")
        for name in re.findall(r"(?mi)^def (test_[vxrsip]\d\d_\w+)", text(path))
    }
    assert sorted(name for name in named if f"::{name}`" not in table) == []
