"""Mail reaches a server, or a folder; certificates are checked, passwords kept to themselves."""

from __future__ import annotations

import shutil
import smtplib
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest

from catalog.config import Config
from catalog.errors import SettingWrong
from catalog.jobs import mail
from catalog.jobs.letters import sender
from catalog.jobs.mail import MailFailed, MailFolder, MailRefused, MailServer, mailer_of
from tests.fixtures_app import settings
from tests.jobs.mail_server import TinyMailServer

Start = Callable[..., TinyMailServer]


def letter(message_id: str = "<1@catalogue.test>") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Subject"] = "ชุดข้อมูลใหม่"
    made["From"] = Address(addr_spec="no-reply@catalogue.test")
    made["To"] = Address(addr_spec="somying@bangkok.example")
    made["Message-ID"] = message_id
    made.set_content("สวัสดี\n.จุดหน้าบรรทัด\n", cte="base64")
    return made


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(TinyMailServer(**options))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own making for 127.0.0.1, with its key, which nobody trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl found")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run([openssl, *words.split(), *names], check=True, capture_output=True)
    made.write_text(made.read_text() + key.read_text())
    return made


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def server_of(url: str) -> MailServer:
    return MailServer(url, "catalogue.test")


@pytest.mark.server
def test_a_mail_arrives_as_it_was_written(start: Start) -> None:
    server = start()
    server_of(f"smtp://127.0.0.1:{server.port}").send(letter())
    (got,) = server.letters
    assert got["Subject"] == "ชุดข้อมูลใหม่"
    assert got.get_content().replace("\r\n", "\n") == "สวัสดี\n.จุดหน้าบรรทัด\n"
    assert "ehlo catalogue.test" in server.heard


@pytest.mark.server
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.usefixtures("trusted")
def test_a_password_travels_encrypted(start: Start, certificate: Path, scheme: str) -> None:
    server = start(certificate=certificate, wrapped=scheme == "smtps")
    server_of(f"{scheme}://user%40x:se%2Fcret@127.0.0.1:{server.port}").send(letter())
    assert len(server.letters) == 1
    assert any(line.startswith("AUTH") for line in server.heard)
    if scheme == "smtp":
        order = [line.split()[0].upper() for line in server.heard]
        assert order.index("STARTTLS") < order.index("AUTH")


@pytest.mark.server
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_r03_a_server_with_an_unknown_certificate_gets_nothing(
    start: Start, certificate: Path, scheme: str
) -> None:
    server = start(certificate=certificate, wrapped=scheme == "smtps")
    with pytest.raises(MailFailed, match="SSLCertVerificationError"):
        server_of(f"{scheme}://user:secret@127.0.0.1:{server.port}").send(letter())
    assert server.letters == []
    assert not any(line.startswith("AUTH") for line in server.heard)


@pytest.mark.server
def test_r03_a_password_is_not_sent_in_the_clear(start: Start) -> None:
    server = start()
    with pytest.raises(MailFailed, match="no encryption"):
        server_of(f"smtp://user:secret@127.0.0.1:{server.port}").send(letter())
    assert not any("AUTH" in line for line in server.heard)


@pytest.mark.server
@pytest.mark.parametrize(
    ("refuse", "error"),
    [
        ({"RCPT": "550 nobody here"}, MailRefused),
        ({"RCPT": "450 busy"}, MailFailed),
        ({"MAIL": "451 later"}, MailFailed),
        ({"DATA": "554 no"}, MailFailed),
    ],
)
def test_a_server_that_refuses_is_told_from_one_that_is_busy(
    start: Start, refuse: dict[str, str], error: type[Exception]
) -> None:
    server = start(refuse=refuse)
    with pytest.raises(error):
        server_of(f"smtp://127.0.0.1:{server.port}").send(letter())


@pytest.mark.server
@pytest.mark.usefixtures("trusted")
def test_r04_no_error_repeats_the_password(start: Start, certificate: Path) -> None:
    server = start(certificate=certificate, refuse={"AUTH": "535 secret is wrong"})
    with pytest.raises(MailFailed) as caught:
        server_of(f"smtp://user:secret@127.0.0.1:{server.port}").send(letter())
    assert "secret" not in str(caught.value)
    assert "535" in str(caught.value)


@pytest.mark.server
def test_no_server_at_all_is_a_failure_to_be_tried_again(start: Start) -> None:
    with TinyMailServer() as server:
        port = server.port
    with pytest.raises(MailFailed):
        server_of(f"smtp://127.0.0.1:{port}").send(letter())


def test_without_a_server_mails_are_files_that_only_we_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "outbox-mail"
    for _ in range(2):
        MailFolder(folder).send(letter())
    MailFolder(folder).send(letter("<2@catalogue.test>"))
    files = list(folder.iterdir())
    assert len(files) == 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    got = BytesParser(policy=SMTP).parsebytes(files[0].read_bytes())
    assert got["To"] == "somying@bangkok.example"


def test_the_folder_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MOST_KEPT", 3)
    for number in range(5):
        MailFolder(tmp_path / "out").send(letter(f"<{number}@catalogue.test>"))
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_the_settings_choose(tmp_path: Path) -> None:
    assert isinstance(mailer_of(settings(tmp_path)), MailFolder)
    assert isinstance(mailer_of(settings(tmp_path, MAIL_URL="smtps://mail.example")), MailServer)
    assert str(sender(settings(tmp_path))) == "บัญชีข้อมูล <no-reply@catalogue.test>"
    named = settings(tmp_path, MAIL_FROM="ศูนย์ข้อมูล <data@bangkok.example>")
    assert sender(named).addr_spec == "data@bangkok.example"
    assert sender(named).display_name == "ศูนย์ข้อมูล"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_URL", "mail.example"),
        ("MAIL_URL", "http://mail.example"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://user:hunter2@mail.example:port"),
        ("MAIL_URL", "smtp://user:hunter2@mail.example/?verify=no"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "a@x.th\nBcc: b@x.th"),
        ("MAIL_FROM", "@x.th"),
        ("MAIL_FROM", "ศูนย์ข้อมูล <a@x.th"),
        ("MAIL_FROM", "ศูนย์ข้อมูล <a@x..th>"),
        ("MAIL_FROM", "ศูนย์ข้อมูล <a@x.th> b"),
        ("MAIL_FROM", "a@x.th, b@x.th"),
        ("MAIL_FROM", "ศูนย์ข้อมูล, กทม. <a@x.th>"),
        ("MAIL_FROM", "a b@x.th"),
        ("MAIL_FROM", ""),
    ],
)
def test_a_wrong_mail_setting_is_named_without_its_secret(name: str, value: str) -> None:
    if not value:
        assert Config.from_environ({f"BANCHI_{name}": value}).mail_from == ""
        return
    with pytest.raises(SettingWrong, match=f"BANCHI_{name}") as caught:
        Config.from_environ({f"BANCHI_{name}": value})
    assert "hunter2" not in str(caught.value)
    assert "example.go.th" in str(caught.value.errors) or name == "MAIL_URL"


def test_headers_cannot_be_broken() -> None:
    made = letter()
    with pytest.raises(ValueError, match="linefeed"):
        made["X-More"] = "a\r\nBcc: b@x.th"
    with pytest.raises(ValueError, match=r"carriage return|linefeed|newline|invalid"):
        Address(addr_spec="a@x.th\r\nBcc: b@x.th")
    assert issubclass(smtplib.SMTPException, OSError)
