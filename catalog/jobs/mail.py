"""Sends mails: to the server of the settings, or into a folder where none is set."""

from __future__ import annotations

import hashlib
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from catalog.config import Config

#: Seconds that a mail server may take for one answer.
TIMEOUT = 20.0
#: Mails kept in the folder; the oldest go first.
MOST_KEPT = 1000


class MailFailed(Exception):
    """The mail server did not take the mail now; trying again later may help."""


class MailRefused(Exception):
    """The mail server will never take mail for this person."""


class Mailer(Protocol):
    """Something that sends mails."""

    def send(self, letter: EmailMessage) -> None:
        """Send one mail; raise MailFailed or MailRefused."""


def mailer_of(config: Config) -> Mailer:
    """The mail server of the settings, else the folder ``outbox-mail`` of the data folder."""
    if config.mail_url:
        return MailServer(config.mail_url, urlsplit(config.base_url).hostname or "localhost")
    return MailFolder(config.data / "outbox-mail")


class MailFolder:
    """Keeps mails as files that mail programs open; for trying out, and until a server is set."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: EmailMessage) -> None:
        """Write the mail; the same mail again replaces the first one."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = hashlib.sha256(str(letter["Message-ID"]).encode()).hexdigest()[:24]
        path = self.folder / f"{name}.eml"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(letter.as_bytes(policy=SMTP))
        kept = sorted(self.folder.glob("*.eml"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


class MailServer:
    """A server that speaks SMTP.

    Certificates are checked wherever there is encryption, and a password is never sent without it
    (R03).  What goes wrong is told without the address of the settings, which holds the password.
    """

    def __init__(self, url: str, our_name: str) -> None:
        self._url = urlsplit(url)
        self._our_name = our_name

    def send(self, letter: EmailMessage) -> None:
        """Hand the mail to the server; raise MailFailed or MailRefused."""
        try:
            with self._connected() as server:
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            for_ever = bool(codes) and all(500 <= code < 600 for code in codes)
            raise (MailRefused if for_ever else MailFailed)(f"recipient refused: {codes}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailFailed(_told(error)) from None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        host, user = self._url.hostname or "", unquote(self._url.username or "")
        if self._url.scheme == "smtps":
            with smtplib.SMTP_SSL(
                host, self._url.port or 465, self._our_name, timeout=TIMEOUT, context=context
            ) as server:
                self._sign_in(server, user)
                yield server
            return
        with smtplib.SMTP(host, self._url.port or 25, self._our_name, timeout=TIMEOUT) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif user:
                raise MailFailed("the server offers no encryption for the password")
            self._sign_in(server, user)
            yield server

    def _sign_in(self, server: smtplib.SMTP, user: str) -> None:
        if user:
            server.login(user, unquote(self._url.password or ""))


def _told(error: Exception) -> str:
    """What went wrong without what a server repeats of our words."""
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    reason = f" {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__name__}{code}{reason}"
