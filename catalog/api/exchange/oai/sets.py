"""Sets of OAI-PMH: one for each agency, named by the codes from the root of its tree; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.agency import AgencyRecord

_PLAIN = re.compile(r"[^A-Za-z0-9\-_.!*'()]")
#: Deepest tree that is followed; a circle cannot be stored.
_DEEPEST = 50


class Sets:
    """The agencies as sets."""

    def __init__(self, agencies: Sequence[AgencyRecord]) -> None:
        self.agencies = agencies
        self._parents = {agency.code: agency.parent for agency in agencies}

    def spec(self, code: str) -> str:
        """The name of an agency's set: ``bma:5001``."""
        codes: list[str] = []
        while code and len(codes) < _DEEPEST:
            codes.append(_PLAIN.sub(_encoded, code))
            code = self._parents.get(code, "")
        return ":".join(reversed(codes))

    def below(self, spec: str) -> frozenset[str]:
        """Codes of the agencies in a set, those below it too; none when there is no such set."""
        specs = ((agency.code, self.spec(agency.code)) for agency in self.agencies)
        return frozenset(code for code, own in specs if f"{own}:".startswith(f"{spec}:"))


def _encoded(match: re.Match[str]) -> str:
    """What a set's name cannot hold, as ~ and its bytes in hexadecimal."""
    return "".join(f"~{byte:02X}" for byte in match[0].encode())
