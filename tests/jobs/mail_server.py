"""A mail server on the loopback address that takes what it is sent, or says why not."""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import BinaryIO


@dataclass
class TinyMailServer:
    """Speaks as much SMTP as a client needs, one connection after the other.

    ``refuse`` answers a command by its first word, such as {"RCPT": "550 no"}.  With a
    certificate it offers STARTTLS, or speaks TLS from the first byte when ``wrapped``.
    """

    refuse: dict[str, str] = field(default_factory=dict)
    certificate: Path | None = None
    wrapped: bool = False
    heard: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    def __enter__(self) -> TinyMailServer:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        # Shutting down wakes the thread that waits for a connection; closing alone does not.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=10)

    @property
    def letters(self) -> list[EmailMessage]:
        """The mails taken."""
        parser = BytesParser(policy=SMTP)
        return [parser.parsebytes(one) for one in self.raw]

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            try:
                self._talk(self._wrap(connection) if self.wrapped else connection)
            except OSError:
                self.heard.append("(broken off)")
            finally:
                connection.close()

    def _wrap(self, connection: socket.socket) -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.certificate is not None
        context.load_cert_chain(self.certificate)
        return context.wrap_socket(connection, server_side=True)

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 tiny\r\n")
            while line := lines.readline().decode("ascii").strip():
                self.heard.append(line)
                word = line.split()[0].upper()
                if word == "STARTTLS":
                    connection.sendall(b"220 go\r\n")
                    with self._wrap(connection) as safe, safe.makefile("rb") as inner:
                        self._commands(safe, inner)
                    return
                if not self._answer(connection, lines, word):
                    return

    def _commands(self, connection: socket.socket, lines: BinaryIO) -> None:
        while line := lines.readline().decode("ascii").strip():
            self.heard.append(line)
            if not self._answer(connection, lines, line.split()[0].upper()):
                return

    def _answer(self, connection: socket.socket, lines: BinaryIO, word: str) -> bool:
        if word in self.refuse:
            connection.sendall(self.refuse[word].encode() + b"\r\n")
        elif word == "EHLO":
            offers = ["250-tiny", *(["250-STARTTLS"] if self.certificate else []), "250 AUTH PLAIN"]
            connection.sendall("\r\n".join([*offers, ""]).encode())
        elif word == "AUTH":
            connection.sendall(b"235 yes\r\n")
        elif word == "DATA":
            connection.sendall(b"354 go on\r\n")
            body = []
            while (line := lines.readline()) not in (b".\r\n", b""):
                body.append(line.removeprefix(b"."))
            self.raw.append(b"".join(body))
            connection.sendall(b"250 taken\r\n")
        else:
            connection.sendall(b"221 bye\r\n" if word == "QUIT" else b"250 ok\r\n")
        return word != "QUIT"
