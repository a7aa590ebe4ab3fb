"""The server as a process of its own: it answers, says where, and ends cleanly when told to."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: Seconds a process may take for anything; far more than it needs.
PATIENCE = 60


@contextmanager
def banchi(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "catalog.cli", *words],
        env={**os.environ, "BANCHI_DATA": str(folder), "BANCHI_WORKER": "yes"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line_with(process: subprocess.Popen[str], words: str) -> str:
    """The first line of output that has the words; the test fails when the process ends before."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


def ask(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    """Status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_answers_and_ends_when_told(folder: Path, number: signal.Signals) -> None:
    with banchi(folder, "serve", "--port", "0") as process:
        match = re.search(r"127\.0\.0\.1:(\d+)", line_with(process, "Serving on"))
        assert match is not None
        status, body = ask(int(match[1]), "/", **{"Accept-Language": "th"})
        assert (status, b"<html" in body) == (200, True)
        # As curl sends what somebody typed: raw Thai letters in the address.
        with socket.create_connection(("127.0.0.1", int(match[1])), timeout=PATIENCE) as raw:
            line = "GET /search?q=ทะเบียน HTTP/1.0\r\nHost: localhost\r\n\r\n"
            raw.sendall(line.encode())
            assert raw.makefile("rb").readline().split()[1] == b"200"
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0


@pytest.mark.server
@pytest.mark.slow
def test_a_port_that_is_taken_is_told(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with banchi(folder, "serve", "--port", str(port)) as process:
            assert process.wait(PATIENCE) == 7
            assert process.stderr is not None
            assert str(port) in process.stderr.read()


@pytest.mark.slow
def test_the_worker_ends_when_told(folder: Path) -> None:
    with banchi(folder, "worker") as process:
        line_with(process, "The worker runs")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
