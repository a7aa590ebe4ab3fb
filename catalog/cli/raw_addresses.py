"""Lets clients ask for addresses that hold raw Thai letters, as curl and scripts send them.

The server refuses a request line that is not ASCII.  Browsers encode what they send; people who
type an address into a program do not, and the answer "Bad URI" would tell them nothing.
"""

from __future__ import annotations

import re
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Percent-encodes the bytes of the request line that are not ASCII, and nothing else."""

    def parse_header(self, header_plus: bytes) -> None:
        line, end, rest = header_plus.partition(b"\r\n")
        encoded = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)
        super().parse_header(encoded + end + rest)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """The server's connection with the parser above."""

    parser_class = _Parser


def accept_raw_addresses(server: Any) -> None:
    """Make a server that was just created read raw letters in addresses."""
    for listening in {id(s): s for s in (server, *getattr(server, "map", {}).values())}.values():
        if getattr(listening, "channel_class", None) is HTTPChannel:
            listening.channel_class = _Channel
