"""Imports from the command line, with a table of outcomes and a report of every record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog.cli.console import choose, language, opened, progress, table
from catalog.cli.files import written
from catalog.cli.indexing import index_now

if TYPE_CHECKING:
    from catalog.harvest.outcomes import Imported, ImportReport
    from schemas.quality import Finding

#: The four outcomes as the table names them.
OUTCOMES = {
    "created": ("สร้างใหม่", "created"),
    "changed": ("เปลี่ยนแปลง", "changed"),
    "unchanged": ("เหมือนเดิม", "unchanged"),
    "refused": ("ไม่รับเข้า", "refused"),
}


@click.group("import", short_help="นำเข้าจากแหล่งอื่น / Import records")
def import_records() -> None:
    """นำเข้าชุดข้อมูลจากบัญชีข้อมูลอื่น / Import records of other catalogues."""


@import_records.command("ckan", short_help="นำเข้าไฟล์ CKAN / Import a file of CKAN packages")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    metavar="NAME",
    help="ชื่อแหล่งข้อมูล (ถ้าไม่ระบุใช้ชื่อไฟล์) / Name of the source (default: the file's).",
)
@click.option(
    "--agency",
    "owner",
    metavar="CODE",
    default="",
    help="หน่วยงานของระเบียนที่ไม่ระบุหน่วยงาน / Owner of records that name no agency.",
)
@click.option(
    "--closed",
    is_flag=True,
    help="แหล่งข้อมูลไม่ได้เผยแพร่ต่อสาธารณะ / The source is not open to the public.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="เขียนผลของทุกระเบียนลงไฟล์ JSON ทีละบรรทัด / Write each record's outcome as JSON lines.",
)
@language
def ckan(
    file: Path, source: str | None, owner: str, closed: bool, report: Path | None, lang: str
) -> None:
    """นำเข้าชุดข้อมูลจากไฟล์ CKAN / Import the CKAN packages of a file.

    \b
    FILE: ระเบียนละบรรทัด (.jsonl, .jsonl.gz) รายการ JSON หรือคำตอบของ package_search
    FILE: one package a line (.jsonl, .jsonl.gz), a JSON list or a package_search answer.
    สั่งซ้ำได้ ระเบียนที่ไม่เปลี่ยนจะไม่ถูกแตะต้อง
    Importing again leaves alone what did not change.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.db.queries.agencies import require_agency
    from catalog.harvest.run import import_packages
    from catalog.harvest.sources.packages import read_packages

    name = source or file.name.split(".", 1)[0]
    with opened() as installation:
        if owner:
            with installation.sessions.read() as session:
                require_agency(session, owner)
        with progress(choose(lang, f"นำเข้าจาก {name}", f"Importing from {name}")) as told:
            done = import_packages(
                installation.sessions,
                SYSTEM,
                read_packages(file),
                source=name,
                now=installation.now,
                progress=told,
                openly=not closed,
                owner=owner,
            )
        index_now(installation, lang)
    if report is not None:
        with written(report) as to:
            to.writelines(_line(record) for record in done.records)
    _tell(done, lang)


def _tell(done: ImportReport, lang: str) -> None:
    rows = [
        (choose(lang, *OUTCOMES[outcome.value]), str(count))
        for outcome, count in done.outcomes.items()
    ]
    rows.append((choose(lang, "รวม", "records"), str(len(done.records))))
    heads = choose(lang, "ผล|จำนวน", "outcome|count").split("|")
    table(choose(lang, f"ผลการนำเข้าจาก {done.source}", f"Import from {done.source}"), heads, rows)
    for record in done.refusals:
        reasons = " ".join(_sentence(reason, lang) for reason in record.reasons)
        name = record.title or record.key
        click.echo(
            choose(
                lang,
                f"ลำดับ {record.line} “{name}”: {reasons}",
                f"Number {record.line} “{name}”: {reasons}",
            )
        )
    mended = sum(done.repairs.values())
    if mended:
        click.echo(
            choose(
                lang,
                f"บันทึกการแก้ไขอัตโนมัติ {mended} รายการไว้กับชุดข้อมูล",
                f"Findings kept with the datasets about what was mended: {mended}",
            )
        )


def _sentence(finding: Finding, lang: str) -> str:
    from vocab.messages import say

    return say(finding.code, lang, finding.values)


def _line(record: Imported) -> bytes:
    told: dict[str, Any] = {
        "line": record.line,
        "key": record.key,
        "title": record.title,
        "outcome": record.outcome.value,
        "dataset": record.slug,
        "reasons": [_told(finding) for finding in record.reasons],
        "findings": [_told(finding) for finding in record.repairs],
    }
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "field": finding.field,
        "resource": finding.distribution,
        "th": _sentence(finding, "th"),
        "en": _sentence(finding, "en"),
    }
