"""Lists of agencies: a CSV file taken whole or not at all, and Bangkok's own."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files

from sqlalchemy.orm import Session

from catalog.auth.policy import SYSTEM, Actor
from catalog.db.base import Sessions
from catalog.db.queries.agencies import list_agencies
from catalog.errors import LinesRefused, TooLarge
from catalog.harvest.publishers import LONGEST
from catalog.harvest.sources.ckan import refusal
from catalog.services.agencies import save_agency
from schemas.agency import AgencyRecord
from schemas.quality import Finding
from schemas.values import clean_line
from vocab.codes import AgencyKind, Outcome
from vocab.messages import say

#: The columns a list must have, in any order; others are not read.
COLUMNS = ("code", "kind", "name_th", "name_en", "parent", "aliases", "area_code")
#: Largest file that is read (bytes): some ten thousand agencies.
MAX_FILE = 4 * 1024**2
#: Longest code (characters).
LONGEST_CODE = 64
#: A code stands in addresses before a suffix such as .ttl, so it has no full stop.
_CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST_CODE - 1}}}")
_KINDS = {kind.value: kind for kind in AgencyKind}

Row = Mapping[str, str]


@dataclass(slots=True)
class Sheet:
    """The agencies of a file by the number of their line, and what is wrong with which line.

    ``codes`` has the line of every code, those of wrong lines too.
    """

    codes: dict[str, int] = field(default_factory=dict)
    agencies: dict[int, AgencyRecord] = field(default_factory=dict)
    problems: dict[int, list[Finding]] = field(default_factory=dict)

    def refuse(self, number: int, code: str, /, **values: str) -> None:
        """Note what is wrong with a line."""
        self.problems.setdefault(number, []).append(refusal(code, **values))


def read_agencies(content: bytes) -> Sheet:
    """The agencies of a CSV file in UTF-8, with or without a byte order mark.

    Looks at each line by itself and at repeated codes; parents are `load_agencies`'.
    """
    sheet = Sheet()
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            sheet.refuse(number, "refused-line-encoding")
    if sheet.problems:
        return sheet
    lines = _cells(content.decode("utf-8-sig"), sheet)
    head = [clean_line(name).casefold() for name in next(lines, (1, []))[1]]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        sheet.refuse(1, "refused-line-columns", columns=", ".join(missing))
        return sheet
    for number, cells in lines:
        if len(cells) != len(head):
            counts = {"count": str(len(cells)), "wanted": str(len(head))}
            sheet.refuse(number, "refused-line-cells", **counts)
            continue
        row = dict(zip(head, map(clean_line, cells), strict=True))
        first = sheet.codes.setdefault(row["code"], number)
        if first != number:
            sheet.refuse(number, "refused-line-repeated", before=row["code"], line=str(first))
        _read_row(sheet, number, row)
    return sheet


def _cells(text: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not blank, with the numbers under which an editor shows them."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # Where a quotation mark is missing, what follows cannot be told apart any more.
            sheet.refuse(number, "refused-line-quotes")
            return
        if any(cell.strip() for cell in cells):
            yield number, cells


def _read_row(sheet: Sheet, number: int, row: Row) -> None:
    if not _CODE.fullmatch(row["code"]):
        sheet.refuse(
            number, "refused-line-code", before=row["code"][:LONGEST], limit=str(LONGEST_CODE)
        )
    if row["kind"] not in _KINDS:
        kinds = ", ".join(_KINDS)
        sheet.refuse(number, "refused-line-kind", before=row["kind"][:LONGEST], kinds=kinds)
    if not row["name_th"]:
        sheet.refuse(number, "refused-line-name")
    for column in ("name_th", "name_en", "area_code"):
        if len(row[column]) > LONGEST:
            sheet.refuse(number, "refused-line-long", column=column, limit=str(LONGEST))
    if number not in sheet.problems:
        sheet.agencies[number] = AgencyRecord(
            row=0,
            code=row["code"],
            kind=_KINDS[row["kind"]],
            name_th=row["name_th"],
            name_en=row["name_en"],
            parent=row["parent"],
            organisation="",
            aliases=tuple(filter(None, map(clean_line, row["aliases"].split("|")))),
            area_code=row["area_code"],
        )


def load_agencies(
    session: Session, actor: Actor, content: bytes, *, now: dt.datetime
) -> Mapping[Outcome, int]:
    """Save the agencies of a CSV file and count what became of them; loading again changes nothing.

    The two-person rule and days that are set here stay.  Raises Forbidden, TooLarge, and
    LinesRefused, with every wrong line, when one is wrong; then nothing is saved.
    """
    if len(content) > MAX_FILE:
        raise TooLarge(limit=f"{MAX_FILE // 1024**2} MB")
    sheet = read_agencies(content)
    known = {agency.code: agency for agency in list_agencies(session)}
    parents = {code: agency.parent for code, agency in known.items()}
    parents |= {agency.code: agency.parent for agency in sheet.agencies.values()}
    _check_parents(sheet, parents)
    if sheet.problems:
        raise LinesRefused(_told(sheet), count=len(sheet.problems))
    counted = Counter(dict.fromkeys((Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED), 0))
    # An organisation follows from the parent's, so parents come first.
    for agency in sorted(sheet.agencies.values(), key=lambda a: len(_above(a.code, parents))):
        before = known.get(agency.code)
        wanted = agency if before is None else _brought_up(before, agency)
        if wanted != before:
            save_agency(session, actor, wanted, now=now)
        outcome = Outcome.CREATED if before is None else Outcome.CHANGED
        counted[Outcome.UNCHANGED if wanted == before else outcome] += 1
    return counted


def _brought_up(before: AgencyRecord, told: AgencyRecord) -> AgencyRecord:
    return replace(before, **{name: getattr(told, name) for name in COLUMNS})


def _check_parents(sheet: Sheet, parents: Mapping[str, str]) -> None:
    for number, agency in sheet.agencies.items():
        # A parent on a wrong line is there once that line is right.
        if agency.parent and agency.parent not in parents and agency.parent not in sheet.codes:
            sheet.refuse(number, "refused-line-parent", before=agency.parent[:LONGEST])
        elif agency.code in _above(agency.code, parents):
            sheet.refuse(number, "refused-line-circle", before=agency.code)


def _above(code: str, parents: Mapping[str, str]) -> list[str]:
    """The codes above an agency, the nearest first; stops where a circle closes."""
    found: list[str] = []
    above = parents.get(code, "")
    while above and above not in found:
        found.append(above)
        above = parents.get(above, "")
    return found


def _told(sheet: Sheet) -> dict[str, str]:
    return {
        f"บรรทัด {number} / line {number}": "\n    ".join(
            say(finding.code, lang, finding.values) for finding in findings for lang in ("th", "en")
        )
        for number, findings in sorted(sheet.problems.items())
    }


# Bangkok ------------------------------------------------------------------------------------------


def load_bangkok(sessions: Sessions, now: Callable[[], dt.datetime]) -> int:
    """Add those of Bangkok's agencies that are missing (source: data/demo/README.md); how many.

    Agencies that are there stay as they are: somebody may have set them right.
    """
    content = (files("catalog.harvest") / "data" / "demo" / "agencies.csv").read_bytes()
    with sessions.read() as session:
        known = {agency.code for agency in list_agencies(session)}
    missing = [a for a in read_agencies(content).agencies.values() if a.code not in known]
    if missing:
        with sessions.write() as session:
            # The file has parents first.
            for agency in missing:
                save_agency(session, SYSTEM, agency, now=now())
    return len(missing)
