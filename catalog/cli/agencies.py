"""Agencies from the command line: list them, load a file of them, set one right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalog.cli.console import choose, language, opened, say_both, table
from catalog.cli.importing import OUTCOMES
from catalog.cli.indexing import index_now
from vocab.codes import AgencyKind


@click.group(short_help="หน่วยงาน / Agencies")
def agency() -> None:
    """หน่วยงานเจ้าของชุดข้อมูล / The agencies that own datasets."""


@agency.command("list", short_help="รายชื่อหน่วยงาน / List agencies")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in AgencyKind]),
    help="เฉพาะชนิดนี้ / Only those of this kind.",
)
@language
def list_all(kind: str | None, lang: str) -> None:
    """รายชื่อหน่วยงาน ต้นสังกัด และกฎสองคน / List agencies, their parents and the two-person rule."""
    from catalog.db.queries.agencies import list_agencies

    with opened() as installation, installation.sessions.read() as session:
        found = list_agencies(session, AgencyKind(kind) if kind else None)
    two, one = choose(lang, "สองคน|คนเดียว", "two persons|one person").split("|")
    table(
        choose(lang, f"หน่วยงาน {len(found)} แห่ง", f"Agencies: {len(found)}"),
        choose(lang, "รหัส|ชนิด|ชื่อ|ต้นสังกัด|ผู้อนุมัติ", "code|kind|name|parent|approval takes").split("|"),
        [
            (a.code, a.kind.value, a.name.in_language(lang), a.parent, two if a.two_person else one)
            for a in found
        ],
    )


@agency.command(short_help="โหลดไฟล์หน่วยงาน / Load a file of agencies")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language
def load(file: Path, lang: str) -> None:
    """เพิ่มหรือแก้ไขหน่วยงานตามไฟล์ CSV / Add agencies of a CSV file, or bring them up to date.

    \b
    คอลัมน์: code, kind, name_th, name_en, parent, aliases (คั่นด้วย |), area_code
    ถ้ามีบรรทัดใดผิด จะบอกทุกบรรทัดและไม่บันทึกอะไรเลย สั่งซ้ำได้
    Columns: code, kind, name_th, name_en, parent, aliases (with | between), area_code.
    When a line is wrong, all wrong ones are told and nothing is saved. Loading again
    changes nothing.
    """
    from catalog.auth.policy import SYSTEM
    from catalog.harvest.agencies import MAX_FILE, load_agencies

    with file.open("rb") as read:
        content = read.read(MAX_FILE + 1)
    with opened() as installation:
        with installation.sessions.write() as session:
            counted = load_agencies(session, SYSTEM, content, now=installation.now())
        index_now(installation, lang)
    table(
        choose(lang, f"หน่วยงานจาก {file.name}", f"Agencies of {file.name}"),
        choose(lang, "ผล|จำนวน", "outcome|count").split("|"),
        [(choose(lang, *OUTCOMES[outcome]), str(count)) for outcome, count in counted.items()],
    )


@agency.command("set", short_help="แก้ไขหน่วยงานหนึ่ง / Change one agency")
@click.argument("code")
@click.option(
    "--two-person/--one-person",
    default=None,
    help="ผู้อนุมัติต้องเป็นอีกคนหนึ่ง หรือเป็นคนเดียวกันได้ / Whether a second person must approve.",
)
@click.option("--name-th", metavar="NAME", help="ชื่อภาษาไทย / Name in Thai.")
@click.option("--name-en", metavar="NAME", help="ชื่อภาษาอังกฤษ / Name in English.")
@language
def change(
    code: str, two_person: bool | None, name_th: str | None, name_en: str | None, lang: str
) -> None:
    """แก้ไขกฎสองคนหรือชื่อของหน่วยงาน / Change the two-person rule or the names of an agency."""
    from dataclasses import replace

    from catalog.auth.policy import SYSTEM
    from catalog.db.queries.agencies import get_agency
    from catalog.services.agencies import save_agency
    from schemas.values import clean_line

    told: dict[str, Any] = {
        "two_person": two_person,
        "name_th": None if name_th is None else clean_line(name_th),
        "name_en": None if name_en is None else clean_line(name_en),
    }
    changes = {key: value for key, value in told.items() if value is not None}
    if not changes:
        raise click.UsageError(
            "โปรดระบุสิ่งที่จะแก้ไข / Say what to change: "
            "--two-person, --one-person, --name-th, --name-en"
        )
    with opened() as installation:
        with installation.sessions.write() as session:
            wanted = replace(get_agency(session, code), **changes)
            saved = save_agency(session, SYSTEM, wanted, now=installation.now())
        index_now(installation, lang)
    say_both(
        f"บันทึกแล้ว: {saved.code} {saved.name_th} "
        f"(อนุมัติ{'โดยอีกคนหนึ่ง' if saved.two_person else 'คนเดียวได้'})",
        f"Saved: {saved.code} {saved.name_en} "
        f"({'a second person approves' if saved.two_person else 'one person may approve'})",
    )
