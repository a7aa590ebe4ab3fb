"""Examples in the documentation: where they stand, whether they run, and a server for them.

An example is a block of sh or console with a remark on the line before it: ``<!-- runs -->``,
``<!-- runs: server -->`` (a catalogue is being served meanwhile) or ``<!-- not run: why -->``.
"""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fitness.sources import text

_FENCE = re.compile(
    r"(?ms)^(?:<!-- (?P<mark>runs|not run)(?:: (?P<reason>[^\n]*?))? -->\n)?"
    r"```(?P<kind>[a-z-]*)\n(?P<code>.*?)^```"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A block of shell: ``mark`` is "runs", "not run" or "" where the remark is missing."""

    path: str
    line: int
    mark: str
    reason: str
    code: str

    @property
    def served(self) -> bool:
        """Whether the example asks a running catalogue."""
        return self.mark == "runs" and self.reason == "server"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def examples(path: str) -> list[Example]:
    """The examples of a page; of a console only what is typed after ``$``."""
    page, found = text(path), []
    for match in _FENCE.finditer(page):
        if match["kind"] not in ("sh", "console"):
            continue
        code = match["code"]
        if match["kind"] == "console":
            code = "".join(f"{line}\n" for line in re.findall(r"(?m)^\$ (.*)$", code))
        line = page.count("\n", 0, match.start("code")) + 1
        found.append(Example(path, line, match["mark"] or "", match["reason"] or "", code))
    return found


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(environ: dict[str, str], folder: Path, port: int) -> Iterator[None]:
    """A catalogue on a port while the block runs; none for port 0."""
    if not port:
        yield
        return
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            ["banchi", "serve"], cwd=folder, env=environ, stdout=log, stderr=log
        )
        try:
            _wait_for(port, server)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start within a minute")
